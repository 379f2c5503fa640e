"""No text makes the reader raise, and its time grows with the length only."""

import random
import sys
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


def check_all_read(text: str, suffix: str = ".md") -> int:
    """How many members were found; all that is found or said lies in the text, and a chain has a member."""
    count = 0
    document = read_text(text, suffix)
    last = text.count("\n") + text.count("\r") + 1
    assert all(1 <= problem.line <= last for problem in document.problems)
    assert all(1 <= line <= last for repair in document.repairs for line in repair.lines)
    for section in outline(document):
        assert 1 <= section.line <= last
        for chain in chains(section):
            assert chain.members
            for member in chain.members:
                assert 0 <= member.offset <= len(text)
                assert 1 <= member.line <= last
                assert member.latex.strip() or member.relation
                count += 1
    return count


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_truncations_and_mutations(path):
    text = path.read_text(encoding="utf-8")
    draw = random.Random(path.name)
    for _ in range(60):
        cut = text[: draw.randrange(len(text))]
        check_all_read(cut, path.suffix)
        at = draw.randrange(len(text))
        check_all_read(text[:at] + draw.choice(PIECES) + text[at + draw.randrange(4) :], path.suffix)


@pytest.mark.parametrize("suffix", [".md", ".tex", ".ipynb"])
def test_heaps_of_marks(suffix):
    draw = random.Random(suffix)
    for _ in range(300):
        check_all_read("".join(draw.choice(PIECES) for _ in range(draw.randrange(1, 60))), suffix)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(data):
    document = read_bytes(data)
    count = document.source.count("\n") + document.source.count("\r") + 1
    assert all(1 <= chain.line <= count for section in outline(document) for chain in chains(section))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("$\\{}()[]&=,_^ab \n#-*`<>!%|'\x00\ue000")), max_size=200))
def test_any_marks(text):
    assert check_all_read(text) <= len(text)


def work(text: str, suffix: str = ".md") -> int:
    """How many calls reading takes: a measure of time that is the same on every machine."""
    calls = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        check_all_read(text, suffix)
    finally:
        sys.setprofile(None)
    return calls


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
    """Four times the text may take eight times the work, not more: nothing is quadratic."""
    for make in (lambda n: unit * n, lambda n: "$$ f = " + unit * n + " $$"):
        small, large = make(4_000 // len(unit)), make(16_000 // len(unit))
        assert work(large) < 8 * work(small) + 10_000
