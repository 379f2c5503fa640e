"""A Jacobian told entry by entry, with the case in words or beside it."""

from __future__ import annotations

import pytest

from tests.grading.test_places import found

LEFT, VALUE = r"\frac{\partial \sigma(x_i)}{\partial x_j}", r"\sigma(x_i)(1 - \sigma(x_i))"


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        (f"${LEFT} = {VALUE}$ if i = j, 0 otherwise.", "correct"),
        (f"${LEFT} = {VALUE}$ if $i = j$ and $0$ otherwise.", "correct"),
        (f"When $i = j$, ${LEFT} = {VALUE}$; when $i \\neq j$, ${LEFT} = 0$.", "correct"),
        (f"When $i \\neq j$, ${LEFT} = 0$.", "undecided"),
        (f"${LEFT} = \\sigma(x_i)(1 + \\sigma(x_i))$ if $i = j$ and $0$ otherwise.", "incorrect"),
        (f"${LEFT} = {VALUE}$ if $i = j$ and $1$ otherwise.", "incorrect"),
        (f"${LEFT} = {VALUE}$ if $i \\neq j$.", "undecided"),
    ],
)
def test_entries_told_case_by_case(told, verdict):
    result = found(f"(d) {told}\n", "cs224n-a2-2019")["sigmoid-vector"]
    assert result.verdict == verdict, (result.final, result.evidence)
    if verdict == "correct":
        assert all(step.verdict == "holds" for step in result.steps)


@pytest.mark.parametrize("other", ["!=", "≠"])
def test_conditions_behind_formulas_without_dollars(other):
    left = r"\frac{\partial J}{\partial u_w}"
    text = f"(c) ${left} = (\\hat y_w - 1)v_c$ when w = o, ${left} = \\hat y_w v_c$ when w {other} o."
    parts = found(text)
    for name in ("softmax-true-outside", "softmax-other-outside"):
        assert parts[name].verdict == "correct"


def test_a_reason_with_a_condition_is_no_case_of_the_answer():
    text = r"(a) $y_o = 1$ and $y_w = 0$ if $w \neq o$. So $-\sum_w y_w \log \hat y_w = -\log \hat y_o$."
    assert found(text)["cross-entropy"].verdict == "correct"
