"""No text raises, hangs or is executed: each gets a formula or a problem, within a second."""

import random

import pytest

from tests.latex.word2vec import everything
from verifier.expr.walk import nodes
from verifier.latex.read import read_chain, read_formula, read_given
from verifier.latex.read.given import Given
from verifier.latex.read.problems import Chain, Reading

SCOPE = everything()
DOUBLING = "".join(
    rf"\newcommand{{\{b}}}{{{(chr(92) + a) * 10}}}" for a, b in zip("abcd", "bcde", strict=True)
)
HOSTILE = {
    "brackets": "(" * 5000,
    "groups": "{" * 5000 + "x" + "}" * 5000,
    "deep": "(" * 200 + "v_c" + ")" * 200,
    "terms": "+".join(["v_c"] * 100_000),
    "tower": "9^{9^{9^{9^{9}}}}",
    "powers": "e^{" * 500 + "x" + "}" * 500,
    "digits": "9" * 5000,
    "signs": "-" * 3000 + "v_c",
    "fractions": r"\frac{" * 300,
    "macro": r"\newcommand{\a}{\a\a}\a",
    "macros": r"\newcommand{\a}{xx}" + DOUBLING + r"\e\e",
    "controls": "\x00\x01\x02" * 100,
    "look-alikes": "ｖ_с + 𝐔(𝐲̂−𝐲) \u202e\u200b",
    "python": "__import__('os').system('ls')",
    "letters": "o" * 10_000,
    "backslashes": "\\" * 10_000,
    "closing": "}" * 1000,
    "rows": r"y_o\\" * 2000,
    "sums": r"\sum_{w}" * 300 + "y_w",
    "logs": r"\log y_o \cdot " * 40 + "y_o",
    "operators": r"\frac{\partial}{\partial v_c}" * 200,
    "reaches": r"\frac{\partial}{\partial v_c}(y_o) \cdot " * 14 + "y_o",
    "quotients": "y_o/y_o y_o " * 15,
    "factors": "v_c^T v_c " * 200,
    "environments": r"\begin{cases}" * 100,
    "lists": r"[y_1,\dots" * 100,
    "ones": r"\mathbf{1}" * 60,
    "primes": "x" + "'" * 3000,
    "chain": "=".join(["y_o"] * 3000),
}
PIECES = [
    r"\frac",
    r"{",
    r"}",
    r"(",
    r")",
    r"u",
    r"_",
    r"o",
    r"^",
    r"T",
    r"\sum",
    r"w",
    r"=",
    r"1",
    r"V",
    r"\hat",
    r"y",
    r"\log",
    r"\sigma",
    r"-",
    r"+",
    r"\cdot",
    r"\partial",
    r"v_c",
    r"\begin{cases}",
    r"\end{cases}",
    r"&",
    r"\\",
    r"[",
    r"]",
    r",",
    r"\dots",
    r"|",
    r"'",
    r"\left(",
    r"\right)",
    r"\text{if}",
    r"P(o|c)",
    r"\mathbb",
    r"\{",
    r"\}",
    r"/",
    r"K",
    r"0",
    r"\over",
    r"\nabla_{v_c}",
    r"\in",
    r"\ne",
    r"J",
    r"\left\{",
    r"\right.",
    r"^{-1}",
    r"\top",
]


HOLES = (
    "U_{}", "U_{} v_c", "U_{,}", "I_{}", r"U_{}^\top v_c", "v_{}", "e_{}", r"\hat y_{}", "w_{}", r"\sum_{} y_w", "J_{}", r"\log_{} y_o", r"\sigma_{}(y_o)", r"P_{}(o|c)",
    r"\mathbf{1}_{}", "U^{}", r"\nabla_{} J", r"\frac{\partial J}{\partial u_{}}", r"\frac{}{}", r"\sqrt{}", r"\hat{}", r"\begin{bmatrix}\end{bmatrix}_{}", "x_{}^{}", r"\exp()", "{}_{}^{}",
    r"\begin{cases}\end{cases}", r"\max()", r"\operatorname{diag}()", r"\left[\right]_{}", "u_{w_{}}", "||", r"\{\}",
)  # fmt: skip


@pytest.mark.parametrize("text", HOLES)
def test_an_empty_place_is_a_problem_or_nothing(text: str) -> None:
    """Where something was left out the reader says so, or reads what it is without it."""
    for place in (text, f"{text} v_c", f"v_c + {text}", f"\\frac{{{text}}}{{y_o}}"):
        reading = read_formula(place, SCOPE)
        assert reading.formula is not None or reading.problems
        chain = read_chain(f"{place} = v_c", SCOPE)
        assert chain.members or chain.problems
        given = read_given(f"a = {place}", SCOPE)
        assert given.adopted or given.claims or given.problems


def check_inside(span: tuple[int, int], text: str) -> None:
    assert 0 <= span[0] <= span[1] <= len(text), (span, text)


def check_reading(reading: Reading, text: str) -> None:
    """A formula, or what is in the way; every position in the text; nothing both read and refused."""
    assert (reading.formula is None) == bool(reading.problems)
    for said in (*reading.problems, *reading.notes):
        check_inside(said.span, text)
    for formula in reading.all:
        for _, node in nodes(formula):
            if node.span is not None:
                check_inside(node.span, text)


def check_given(given: Given, text: str) -> None:
    """A statement is taken up, or is a claim, or cannot be read; a scope comes back in any case."""
    assert given.scope is not None
    assert given.adopted or given.claims or given.problems or given.scope == SCOPE
    for said in given.problems:
        check_inside(said.span, text)


def check_chain(chain: Chain, text: str) -> None:
    """Something was read, or it is said why not; all that is said lies in the text, and of the text nothing is lost."""
    assert chain.members or chain.problems or not text.strip()
    for member in chain.members:
        check_inside(member.span, text)
        for said in (*member.reading.problems, *member.reading.notes):
            check_inside(said.span, text)
    for said in (*chain.problems, *chain.notes):
        check_inside(said.span, text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_text_is_answered_within_the_budget(text: str) -> None:
    check_reading(read_formula(text, SCOPE), text)
    check_chain(read_chain(text, SCOPE), text)
    check_given(read_given(text, SCOPE), text)


def test_limits_are_problems() -> None:
    for name in ("terms", "digits", "macro", "powers"):
        assert read_formula(HOSTILE[name], SCOPE).problems[0].kind == "limit", name


def test_rubble_never_raises() -> None:
    drawn = random.Random(20)
    read_any = 0
    for _ in range(3000):
        text = " ".join(drawn.choice(PIECES) for _ in range(drawn.randint(1, 25)))
        reading = read_formula(text, SCOPE)
        read_any += reading.formula is not None
        check_reading(reading, text)
        check_chain(read_chain(text, SCOPE), text)
        check_given(read_given(text, SCOPE), text)
    assert read_any > 10  # some rubble is mathematics


def test_a_formula_cut_anywhere_never_raises() -> None:
    text = r"\frac{\partial J}{\partial v_c} &= -\sum_{w=1}^{V} \hat{y}_w u_w \\ &= \left[ u_o - \begin{cases} 1 & w = o \end{cases} \right]^\top"
    for end in range(len(text)):
        for part in (text[:end], text[end:]):
            check_chain(read_chain(part, SCOPE), part)
            check_reading(read_formula(part, SCOPE), part)
            check_given(read_given(part, SCOPE), part)
