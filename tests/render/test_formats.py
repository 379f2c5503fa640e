"""Words are escaped for the format they stand in, and cannot become markup in any."""

import pytest

from verifier.render.formats import (
    escape_markdown,
    escape_tex,
    escape_typst,
    rewrite_for_markdown,
    words_in_formula,
)


@pytest.mark.parametrize(
    ("words", "escaped"),
    [
        ("50% of $3 & a_b #1 {x}", r"50\% of \$3 \& a\_b \#1 \{x\}"),
        (r"\input{x}", r"\textbackslash{}input\{x\}"),
        ("~ ^", r"\textasciitilde{} \textasciicircum{}"),
        ("x ≤ σ", r"x $\le$ $\sigma$"),
        ("don't", "don't"),
        ("é", "é"),
    ],
)
def test_escape_tex(words: str, escaped: str) -> None:
    assert escape_tex(words) == escaped


@pytest.mark.parametrize(
    ("words", "escaped"),
    [
        ("a_b *c* [d](e) <f> `g` $h$ |i|", r"a\_b \*c\* \[d\](e) \<f\> \`g\` \$h\$ \|i\|"),
        ("- a", r"\- a"),
        ("1. a", r"1\. a"),
        ("1.5 a - b", "1.5 a - b"),
        (". Then", ". Then"),
        ("# a", r"\# a"),
    ],
)
def test_escape_markdown(words: str, escaped: str) -> None:
    assert escape_markdown(words) == escaped


@pytest.mark.parametrize(
    ("latex", "rewritten"),
    [
        (r"\{x\}", r"\lbrace x\rbrace"),
        (r"|V| < \|x\|", r"\vert V\vert  \lt  \Vert x\Vert"),
        (r"a \\{b}", r"a \\{b}"),
        (r"\left\{a\right\}", r"\left\lbrace a\right\rbrace"),
    ],
)
def test_rewrite_for_markdown(latex: str, rewritten: str) -> None:
    assert rewrite_for_markdown(latex) == rewritten


@pytest.mark.parametrize(
    ("words", "formula"),
    [
        ("fold it", r"\text{fold it}"),
        ("5% of a_b", r"\text{5\% of a\_b}"),
        ("a<b", r"\text{a}\lt \text{b}"),
        (" = ", "="),
        (" = 1, ", r"=\text{ 1, }"),
        ("a=b", r"\text{a=b}"),
    ],
)
def test_words_in_formula(words: str, formula: str) -> None:
    assert words_in_formula(words) == formula


@pytest.mark.parametrize(
    ("words", "escaped"),
    [("#panic()", '#"#panic()";'), ('"; #x', '#"\\"; #x";'), ("\\", '#"\\\\";'), ("", "")],
)
def test_escape_typst(words: str, escaped: str) -> None:
    assert escape_typst(words) == escaped
