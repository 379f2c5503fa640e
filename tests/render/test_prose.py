"""Words with formulas in between."""

import pytest

from verifier.errors import VerifierError
from verifier.render import Math, Text, read_paragraphs, read_prose


@pytest.mark.parametrize(
    ("source", "prose"),
    [
        ("plain words", (Text("plain words"),)),
        ("Let $x > 0$.", (Text("Let "), Math("x > 0"), Text("."))),
        ("$a$ and $b$", (Math("a"), Text(" and "), Math("b"))),
        ("$a$, $b$", (Math("a"), Text(", "), Math("b"))),
        ("$a$-th", (Math("a"), Text("-th"))),
        ("over\n   two lines of $x$", (Text("over two lines of "), Math("x"))),
        (r"costs \$5", (Text("costs $5"),)),
        ('a "b" and "$c$"', (Text("a \u201cb\u201d and \u201c"), Math("c"), Text("\u201d"))),
        ("the word's vector", (Text("the word\u2019s vector"),)),
        ("", ()),
    ],
)
def test_read_prose(source: str, prose: tuple[Text | Math, ...]) -> None:
    assert read_prose(source) == prose


@pytest.mark.parametrize(("source", "told"), [("costs $5", "left open"), ("$$x$$", "empty formula")])
def test_dollars_that_do_not_pair_are_told(source: str, told: str) -> None:
    with pytest.raises(VerifierError, match=told):
        read_prose(source)


def test_paragraphs_are_parted_by_blank_lines() -> None:
    assert read_paragraphs("one\nstill one\n\n  \ntwo $x$\n") == (
        (Text("one still one"),),
        (Text("two "), Math("x")),
    )
