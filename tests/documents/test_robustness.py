"""No text makes the reader raise, and its time grows with the length only."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.documents import chains, outline, read_bytes, read_text

SAMPLES = sorted((Path(__file__).parent / "samples").iterdir())
PIECES = [
    "$",
    "$$",
    "\\[",
    "\\]",
    "\\(",
    "\\)",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "\\left(",
    "\\right.",
    "\\begin{align}",
    "\\end{align}",
    "\\begin{cases}",
    "\\end{cases}",
    "\\\\",
    "&",
    "=",
    ",",
    ";",
    "\\quad",
    "\\text{if",
    "}",
    "\\frac{",
    "\\hat",
    "y_",
    "^",
    "\n",
    "\n\n",
    "#",
    "-",
    "*",
    "`",
    "```",
    "<!--",
    "-->",
    "![",
    "](",
    "<img",
    ">",
    "%",
    "\\item",
    "\\section{",
    "\\newcommand{\\a}[1]{",
    "\\def",
    "\\verb|",
    "(b)",
    "(i)",
    "1.",
    "①",
    "when",
    "Answer:",
    "\x00",
    "\x08",
    "\x0c",
    "\r",
    "\t",
    "\u200b",
    "\ufeff",
    "中",
    "w=o",
    "\\intertext{",
    "\\color{red}{",
    "\\tag{1}",
    "\\stackrel{",
    "\\ue000",
    "\ue000",
]


def read_all(text: str, suffix: str = ".md") -> int:
    count = 0
    for section in outline(read_text(text, suffix)):
        for chain in chains(section):
            for member in chain.members:
                assert 0 <= member.offset <= len(text)
                assert member.line >= 1
                count += 1
    return count


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_truncations_and_mutations(path):
    text = path.read_text(encoding="utf-8")
    draw = random.Random(path.name)
    for _ in range(60):
        cut = text[: draw.randrange(len(text))]
        read_all(cut, path.suffix)
        at = draw.randrange(len(text))
        read_all(text[:at] + draw.choice(PIECES) + text[at + draw.randrange(4) :], path.suffix)


@pytest.mark.parametrize("suffix", [".md", ".tex", ".ipynb"])
def test_heaps_of_marks(suffix):
    draw = random.Random(suffix)
    for _ in range(300):
        read_all("".join(draw.choice(PIECES) for _ in range(draw.randrange(1, 60))), suffix)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(data):
    document = read_bytes(data)
    count = document.source.count("\n") + document.source.count("\r") + 1
    assert all(1 <= chain.line <= count for section in outline(document) for chain in chains(section))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("$\\{}()[]&=,_^ab \n#-*`<>!%|'\x00\ue000")), max_size=200))
def test_any_marks(text):
    assert read_all(text) <= len(text)


def seconds(text: str, suffix: str = ".md") -> float:
    start = time.process_time()
    read_all(text, suffix)
    return time.process_time() - start


def test_a_long_document_is_quick():
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in SAMPLES if path.suffix == ".md")
    assert seconds((text * (100_000 // len(text) + 1))[:100_000]) < 1.5


@pytest.mark.parametrize(
    "unit",
    [
        "$",
        "$$",
        "$a ",
        "(",
        "{",
        "$${",
        "\\left(",
        "\\begin{align}",
        "a,",
        "a \\quad ",
        " if ",
        "a & ",
        "a \\\\ ",
        "\\item ",
        "\\def\\a{",
        "= ",
        "- ",
        "`",
        "<!--",
        "![](",
        "v*{c}",
        "\\[ a ",
        "(a) x\n",
        "$$ a\n\n",
    ],
)
def test_time_grows_with_the_length(unit):
    """Twice the text may take three times as long, not more: nothing is quadratic."""
    for make in (lambda n: unit * n, lambda n: "$$ f = " + unit * n + " $$"):
        small, large = make(20_000 // len(unit)), make(80_000 // len(unit))
        assert seconds(large) < 8 * max(seconds(small), 0.05)
