"""What differs only by what stands beside it is left to a person; what differs by itself is wrong."""

from __future__ import annotations

import pytest

from tests.grading.test_places import found

RIGHT, WRONG = r"U(\hat y - y)", r"U(y - \hat y)"


def final(answer: str, before: str = r"-u_o + \sum_w \hat y_w u_w") -> str:
    text = rf"(b) $$\frac{{\partial J}}{{\partial v_c}} = {before} = {answer}$$"
    return found(text)["softmax-center"].verdict


@pytest.mark.parametrize(
    "beside", [r"%s. \qquad (3)", "%s [2]", "%s (12)", r"%s, \quad D", r"%s \qquad \sigma", "1. %s", "[4] %s"]
)
def test_a_number_or_a_remark_beside_an_answer(beside):
    assert final(beside % RIGHT) != "incorrect"
    assert final(beside % WRONG) != "correct"


def test_a_remark_behind_many_blanks():
    spaced = r"U\,(\hat y\,-\,y)\,\,\,\,\,\,\,\,\qquad (3)"
    assert final(spaced) != "incorrect"
    assert final(spaced.replace(r"\hat y\,-\,y", r"y\,-\,\hat y")) != "correct"


def test_an_answer_that_is_wrong_by_itself():
    assert final(WRONG) == "incorrect"
    assert final(rf"3 \cdot {RIGHT}") == "incorrect"
    assert final("0") == "incorrect"


def test_references_are_no_answer():
    assert final("[1] + [2]") in ("undecided", "unreadable")


def test_one_branch_of_an_answer_by_cases():
    text = "(e) $$f'(x) = %s$$"
    assert found(text % r"\alpha", "cs224n-a2-2023")["leaky-relu"].verdict == "undecided"
    assert found(text % "2", "cs224n-a2-2023")["leaky-relu"].verdict != "correct"
    said = r"(e) When $x > 0$: $$f'(x) = \alpha$$"
    assert found(said, "cs224n-a2-2023")["leaky-relu"].verdict == "incorrect"


def test_a_wrong_link_is_still_found():
    text = rf"(b) $$\frac{{\partial J}}{{\partial v_c}} = u_o - \sum_w \hat y_w u_w = {RIGHT}$$"
    steps = found(text)["softmax-center"].steps
    assert [step.verdict for step in steps] == ["fails", "fails"]


@pytest.mark.parametrize(
    ("target", "text", "verdict"),
    [
        ("negative-repeated", r"(g) $$\frac{\partial J}{\partial u_k} = \sum_{w_i=w_s}(1-\sigma(-u_k^Tv_c))v_c$$", "undecided"),
        ("negative-sample", r"(f) $$\frac{\partial J}{\partial u_{w_s}} = (1-\sigma(-u_k^Tv_c))v_c$$", "undecided"),
        ("negative-sample", r"(f) $$\frac{\partial J}{\partial u_{w_s}} = (1-\sigma(u_k^Tv_c))v_c$$", "incorrect"),
        ("negative-sample", r"(f) $$\frac{\partial J}{\partial u_{w_s}} = (1-\sigma(-u_o^Tv_c))v_c$$", "incorrect"),
        ("negative-sample", r"(f) $$\frac{\partial J}{\partial u_{w_s}} = (1-\sigma(-u_{w_s}^Tv_c))v_c$$", "correct"),
    ],
)  # fmt: skip
def test_two_letters_for_one_sample(target, text, verdict):
    assert found(text)[target].verdict == verdict
