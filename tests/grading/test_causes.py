"""A line that does not follow is told why, from the line before it."""

from __future__ import annotations

from tests.grading.test_places import found


def codes(text: str, target: str) -> list[list[str]]:
    steps = found(text)[target].steps
    return [[f.code for f in step.findings] for step in steps if step.verdict == "fails"]


def test_a_sign_lost_on_the_way():
    text = r"""(b)
$$\begin{aligned}\frac{\partial J}{\partial v_c}
&= \frac{\partial}{\partial v_c}\left(-u_o^T v_c + \log\sum_w \exp(u_w^T v_c)\right)\\
&= \frac{\partial}{\partial v_c}\left(-u_o^T v_c - \log\sum_w \exp(u_w^T v_c)\right)\\
&= -u_o - \sum_w \hat y_w u_w \\
&= U(\hat y - y)\end{aligned}$$"""
    first, second = codes(text, "softmax-center")
    assert first[0] == "sign-term" and second


def test_the_first_line_is_held_against_the_answer():
    text = r"(e) $\sigma'(x) = -\frac{e^{-x}}{(1+e^{-x})^2} = -\sigma(x)(1-\sigma(x))$"
    assert codes(text, "sigmoid") == [["sign-all"]]


def test_a_line_that_follows_is_told_nothing():
    text = r"(e) $\sigma'(x) = \frac{e^{-x}}{(1+e^{-x})^2} = \sigma(x)(1-\sigma(x))$"
    assert codes(text, "sigmoid") == []


def test_a_last_line_has_the_mistake_of_the_answer():
    text = r"(b) $\frac{\partial J}{\partial v_c} = -u_o + \sum_w \hat y_w u_w = U(y - \hat y)$"
    assert codes(text, "softmax-center") == [["sign-all"]]


def test_nothing_follows_from_a_line_that_cannot_be_formed():
    text = r"""(b) $$\frac{\partial J}{\partial v_c} = -u_o + \sum_w \hat y_w u_w$$
$$= -u_o + \sum_w \hat y_w u_w^T v_c$$
$$= U(\hat y - y)$$"""
    part = found(text)["softmax-center"]
    assert part.verdict == "correct"
    assert [step.verdict for step in part.steps] == ["holds", "fails", "fails"]


def test_a_last_line_that_cannot_be_formed_has_the_mistake_of_the_answer():
    text = r"(b) $\frac{\partial J}{\partial v_c} = -u_o + \sum_w \hat y_w u_w = U^T(\hat y - y)$"
    assert codes(text, "softmax-center") == [["transpose", "layout"]]


def test_a_line_on_the_way_that_cannot_be_formed_is_told_why():
    text = r"(b) $$\frac{\partial J}{\partial v_c} = U^T(\hat y - y) = U^T \hat y - U^T y$$"
    first, *_ = codes(text, "softmax-center")
    assert first[0] == "transpose"


def test_a_first_attempt_that_is_corrected_is_told_why_it_was_wrong():
    text = r"""(b) First:

$$\frac{\partial J}{\partial v_c} = U(y - \hat y)$$

The sign was wrong; now:

$$\frac{\partial J}{\partial v_c} = U(\hat y - y)$$"""
    assert found(text)["softmax-center"].verdict == "correct"
    assert codes(text, "softmax-center") == [["sign-all"]]
