"""Names that a writer brings in without saying "let", and what is told with them."""

from __future__ import annotations

import pytest

from verifier.documents import read_text
from verifier.grading.examine import examine
from verifier.grading.model import TargetResult
from verifier.questions import load_sets

SETS = load_sets()


def found(text: str, set_id: str = "cs224n-a2-2022") -> dict[str, TargetResult]:
    return {t.target: t for t in examine(read_text(text), SETS, set_id, 0).targets}


SCORES = r"""The score of word $i$ is $\theta_i = u_i^T v_c$, as a vector $\theta = U^T v_c$, and what is predicted is
$p = \text{softmax}(\theta)$.

(b) $$\frac{\partial J}{\partial \theta} = p - y$$ and so $$\frac{\partial J}{\partial v_c} = U(%s)$$
"""


@pytest.mark.parametrize(("end", "verdict"), [("p - y", "correct"), ("y - p", "incorrect")])
def test_names_in_passing(end, verdict):
    part = found(SCORES % end)["softmax-center"]
    assert part.verdict == verdict
    assert part.steps[0].verdict == "holds"


def test_a_name_of_what_lies_below():
    text = r"""(b) The denominator is $Z = \sum_w \exp(u_w^T v_c)$.

$$\frac{\partial \log Z}{\partial v_c} = \frac{1}{Z} \frac{\partial Z}{\partial v_c} = \sum_w \hat y_w u_w$$

$$\frac{\partial J}{\partial v_c} = -u_o + \frac{1}{Z} \sum_w \exp(u_w^T v_c) u_w = U(\hat y - y)$$
"""
    part = found(text)["softmax-center"]
    assert part.verdict == "correct"
    assert {step.verdict for step in part.steps} == {"holds"}


def test_a_name_that_comes_back_nowhere_is_the_answer():
    assert found(r"(b) $$g = U^T(\hat y - y)$$")["softmax-center"].verdict != "missing"


SIGMAS = r"""(f) Write $\sigma_o = \sigma(u_o^T v_c)$ and $\sigma_k = \sigma(-u_k^T v_c)$.

$$\frac{\partial J}{\partial v_c} = (\sigma_o - 1) u_o + \sum_{k=1}^K %s u_k$$
"""


@pytest.mark.parametrize(("factor", "verdict"), [(r"(1 - \sigma_k)", "correct"), (r"\sigma_k", "incorrect")])
def test_values_named_after_the_function(factor, verdict):
    assert found(SIGMAS % factor)["negative-center"].verdict == verdict


COMPONENTS = r"""(b) Let $x = U^\top v_c$ and $\hat y = softmax(x)$, then $\frac{\partial J}{\partial x_j} = %s$.

$$\frac{\partial J}{\partial v_c} = U(\hat y - y)$$
"""


@pytest.mark.parametrize(("value", "verdict"), [(r"\hat y_j - y_j", "holds"), (r"y_j - \hat y_j", "fails")])
def test_a_letter_that_some_sum_binds_may_be_the_writers(value, verdict):
    assert verdict in {step.verdict for step in found(COMPONENTS % value)["softmax-center"].steps}


def test_samples_are_distinct_for_all_lines_of_their_part():
    text = r"""(f) Write $z_o = u_o^T v_c$ and $z_k = u_k^T v_c$. Then $\frac{\partial J_{neg}}{\partial z_k} = %s$ and

$$\frac{\partial J_{neg}}{\partial u_o} = (\sigma(z_o) - 1) v_c$$
"""
    steps = [s for part in found(text % r"\sigma(z_k)").values() for s in part.steps]
    assert {s.verdict for s in steps} == {"holds"}
    steps = [s for part in found(text % r"-\sigma(z_k)").values() for s in part.steps]
    assert "fails" in {s.verdict for s in steps}


def test_a_case_left_open_does_not_turn_a_left_side_away():
    text = r"""(c) When $w \neq o$:

$$\frac{\partial J}{\partial u_w} = \hat y_w v_c$$

$$\frac{\partial J}{\partial u_o} = (\hat y_o - 1) v_c$$
"""
    parts = found(text)
    assert parts["softmax-true-outside"].verdict == parts["softmax-other-outside"].verdict == "correct"


NUMBERED = r"""(b) $$\frac{\partial J}{\partial v_c} = [1] + [2]$$

$$[1] = -u_o$$

$$[1] + [2] = -u_o + \sum_x \hat y_x u_x = %s$$
"""


@pytest.mark.parametrize(("end", "verdict"), [(r"U(\hat y - y)", "correct"), (r"U(y - \hat y)", "incorrect")])
def test_parts_that_have_numbers_are_no_numbers(end, verdict):
    part = found(NUMBERED % end)["softmax-center"]
    assert part.verdict in (verdict, "unreadable") and (part.verdict == "correct") == (verdict == "correct")
    assert part.steps[0].verdict == "unreadable"


def test_another_question_has_a_function_of_its_own():
    text = r"""(b) (i) Let $f(v_c) = \sum_w \exp(u_w^T v_c)$. $$\frac{\partial f}{\partial v_c} = \sum_w \exp(u_w^T v_c) u_w$$

(e) If $x > 0$ then $f'(x) = 1$. If $x < 0$ then $f'(x) = \alpha$.
"""
    parts = found(text, "cs224n-a2-2023")
    assert parts["leaky-relu"].verdict == "correct"
    assert [step.verdict for step in parts["softmax-center"].steps] == ["holds"]


@pytest.mark.parametrize(
    ("body", "verdict"), [(r"\sum_w \exp(u_w^T v_c)", "person"), (r"-\log \hat y_o", "incorrect")]
)
def test_the_derivative_of_a_name_is_the_answer_only_where_it_is_the_loss(body, verdict):
    text = rf"(b) Let $E = {body}$. $$\frac{{\partial E}}{{\partial v_c}} = U^T(\hat y - y)$$ and so $E + 1 = E + 1$."
    assert found(text)["softmax-center"].verdict == verdict


@pytest.mark.parametrize(
    ("body", "verdict"), [(r"U(\hat y - y)", "correct"), (r"U(y - \hat y)", "incorrect")]
)
def test_an_answer_that_has_a_name_is_one(body, verdict):
    text = f"(b) $$g = {body}$$\n\nand the step is $v_c - \\alpha g$, where $\\alpha > 0$."
    assert found(text)["softmax-center"].verdict == verdict
