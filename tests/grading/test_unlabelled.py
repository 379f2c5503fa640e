"""Labels that stop half way, and formulas in which the end of another one stands."""

from __future__ import annotations

import pytest

from tests.grading.test_places import found

SAMPLE = r"\frac{\partial J}{\partial u_{w_s}} = %s"


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [(r"(1 - \sigma(-u_{w_s}^T v_c)) v_c", "correct"), (r"\sigma(u_{w_s}^T v_c) v_c", "correct")],
)
def test_labels_of_later_parts_that_were_left_out(answer, verdict):
    columns = r"[\hat y_1 v_c, \dots, (\hat y_o - 1) v_c, \dots, \hat y_V v_c]"
    text = f"(d) $$\\frac{{\\partial J}}{{\\partial U}} = {columns}$$\n\n$${SAMPLE % answer}$$\n"
    parts = found(text)
    assert parts["softmax-outside-matrix"].verdict == "correct"
    assert parts["negative-sample"].verdict == verdict


def test_a_wrong_line_of_another_question_does_not_spoil_an_answer():
    text = f"(d) $$\\frac{{\\partial J}}{{\\partial U}} = v_c (\\hat y - y)^T$$\n\n$${SAMPLE % 'v_c'}$$\n"
    parts = found(text)
    assert parts["softmax-outside-matrix"].verdict == "correct"
    assert parts["negative-sample"].verdict != "correct"


def test_the_end_of_another_formula_within_one_is_damage():
    text = "(f) $\\frac{\\partial J}{\\partial u_o} = %s$\n"
    wrong = r"(1 - \sigma(-u_{w_s}^T v_c)) v_c"
    assert found(text % wrong)["negative-true-outside"].verdict == "incorrect"
    shown = text.replace("$", "$$", 1).replace("%s$", "%s$ so $$") % wrong
    assert found(shown)["negative-true-outside"].verdict != "incorrect"


@pytest.mark.parametrize("said", ["y_w = 1", "y _ { w } = 1", "y_ w = 1"])
def test_a_value_told_in_a_sentence_is_no_line_however_it_is_spaced(said):
    text = f"(a) Only the true word has ${said}$, so $-\\sum_w y_w \\log \\hat y_w = -\\log \\hat y_o$.\n"
    result = found(text)["cross-entropy"]
    assert result.verdict == "correct"
    assert all(step.verdict == "holds" for step in result.steps)


def test_what_vanishes_is_no_answer_to_another_question():
    text = r"""(e) $$F(x) = max(\alpha x, x)$$
When $x>0$
$$f(x) = x \to f'(x) = 1$$
When $x<0$
$$f(x) = \alpha x \to f'(x) =\alpha$$
When $x= 0$
$$f(x) = 0 \to f'(x) = 0$$
"""
    parts = found(text, "cs224n-a2-2023")
    assert parts["skipgram-other-center"].verdict == "missing"
    assert [s.verdict for s in parts["leaky-relu"].steps if s.latex == "0"][-1:] == ["fails"]
