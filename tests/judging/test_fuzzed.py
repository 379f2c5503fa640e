"""What damaged texts have brought to light: faults, sides that could not change places, searches without an end."""

from __future__ import annotations

import pytest

from tests.latex.targets import targets
from verifier.judging.judge import Court, judge
from verifier.judging.requests import Answer, Equality
from verifier.mistakes.screen import Screen
from verifier.numbers.limits import Work
from verifier.numbers.sieve import Sieve
from verifier.questions import load_sets

KINDS = {"x": "R^n", "c": "R", "A": "R^{m x n}"}
NESTED_SUMS = r"\frac{\exp(u_w^\top v_c) v_c}{\sum_{w=1}^V\sum_{a=1}^V\sum_{e=1}^V\sum_{x=1}^V\sum_{r=1}^V \exp(u_w^\top v_c)}"


@pytest.fixture(scope="module")
def court() -> Court:
    return Court(load_sets(), "cs224n-a2-2022", 1)


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [(r"\nabla_x c", "0", "correct"), (r"\frac{\partial c}{\partial A}", "0 + 0", "correct"), ("x", "0", "incorrect"), ("x + A", "0", "incorrect")],
)  # fmt: skip
def test_a_zero_fits_on_either_side(court: Court, left: str, right: str, verdict: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert judge(Equality(id=0, left=one, right=other, symbols=KINDS), court).verdict == verdict


@pytest.mark.parametrize("sign", ["==", "===", "=" * 30])
def test_equal_signs_in_a_row_are_one(court: Court, sign: str) -> None:
    answer = Answer(
        id=0,
        target="softmax-center",
        answer=rf"U\hat y - Uy {sign} U(\hat y - y)",
        given=(f"a {sign} u_o^\\top v_c",),
    )
    assert judge(answer, court).verdict == "correct"


def test_a_diagnosis_ends_by_the_operations_that_its_candidates_cost(court: Court) -> None:
    judgement = judge(Answer(id=0, target="softmax-other-outside", answer=NESTED_SUMS), court)
    assert judgement.verdict == "incorrect"
    claim = targets()["softmax-center"].claim
    assert Sieve(claim, seed=1, work=Work(20_000)).ready
    assert not Sieve(claim, seed=1, work=Work(20)).ready
    screen = Screen(claim, (), (), 1)
    while not screen.is_spent:
        assert screen.agrees(claim + claim) is False
        screen._work.left -= 100_000
    assert screen.agrees(claim + claim) is None


@pytest.mark.parametrize(
    ("target", "answer", "verdict"),
    [
        ("sigmoid-vector", r"\sum_i \sigma(x_i)(1 - \sigma(x_i)) e_i e_i^\top", "correct"),
        ("sigmoid-vector", r"\sum_{i=1}^n \sigma(x_i)^2 e_i e_i^\top", "incorrect"),
        (
            "sigmoid-vector",
            r"\operatorname{diag}(\sigma(x) \odot \sigma(-x)) + e_1 e_1^\top - e_1 e_1^\top",
            "correct",
        ),
        ("sigmoid-vector", r"\operatorname{diag}(\sigma(x) \odot \sigma(-x)) + e_1 e_1^\top", "incorrect"),
        ("softmax-center", r"U(\hat y - e_o)", "correct"),
        ("softmax-center", r"U(\hat y - e_c)", "incorrect"),
    ],
)
def test_a_unit_vector_has_the_length_that_fits(court: Court, target: str, answer: str, verdict: str) -> None:
    assert judge(Answer(id=0, target=target, answer=answer), court).verdict == verdict


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (r"U(\operatorname{softmax}(U^\top v_c + \frac{1}{3}) - y)", "correct"),
        (r"U(\operatorname{softmax}(U^\top v_c - (-1)) - y)", "correct"),
        (r"U(\hat y - y + \frac{1}{3})", "incorrect"),
    ],
)
def test_a_literal_number_is_spread_however_it_is_written(court: Court, answer: str, verdict: str) -> None:
    assert judge(Answer(id=0, target="softmax-center", answer=answer), court).verdict == verdict


def test_what_has_more_readings_than_are_tried_is_not_wrong_for_those_that_were(court: Court) -> None:
    many = r"\mathbf{1} \mathbf{1}^\top \mathbf{1} \mathbf{1}^\top \mathbf{1} \mathbf{1}^\top"
    for answer in (rf"(U + {many})(\hat y - y)", rf"U(\hat y - y) + {many} - {many}", many):
        assert judge(Answer(id=0, target="softmax-center", answer=answer), court).verdict != "incorrect"
    assert (
        judge(Answer(id=0, target="softmax-center", answer=r"U(\hat y - \mathbf{1})"), court).verdict
        == "incorrect"
    )


def test_what_cannot_be_read_as_the_vector_is_not_wrong_for_its_shape_beside_an_entry(court: Court) -> None:
    answer = (
        r"\begin{bmatrix} \sigma(x_1) \sigma(-x_1) e_1 & \cdots & \sigma(x_n) \sigma(-x_n) e_n \end{bmatrix}"
    )
    assert judge(Answer(id=0, target="sigmoid-vector", answer=answer), court).verdict != "incorrect"


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        (r"\operatorname{softmax}(M) \mathbf 1", r"\mathbf 1", "correct"),
        (r"\frac{\partial}{\partial x} \sum_i x_i", r"\mathbf{1}", "correct"),
        (r"\operatorname{softmax}(x)^\top \mathbf 1", r"\mathbf 1", "correct"),
        (r"M \mathbf 1", r"\mathbf 1", "incorrect"),
        (r"\frac{\partial}{\partial x} \sum_i x_i", "1", "incorrect"),
    ],
)
def test_a_bold_one_alone_is_of_the_size_that_fits(court: Court, left: str, right: str, verdict: str) -> None:
    symbols = {"x": "R^n", "M": "R^{m x n}"}
    assert judge(Equality(id=0, left=left, right=right, symbols=symbols), court).verdict == verdict


def test_a_run_inside_a_run_has_a_letter_of_its_own(court: Court) -> None:
    """The columns of samples, each taken out of a matrix that is itself written column by column."""
    matrix = r"\left(\begin{bmatrix} u_1 & \cdots & u_V \end{bmatrix}\right)"
    answer = rf"\sigma\left(\begin{{bmatrix}} u_o & -{matrix}_{{:,w_1}} & \cdots & -{matrix}_{{:,w_K}} \end{{bmatrix}}^\top v_c\right) - 1"
    assert judge(Answer(id=0, target="negative-reuse", answer=answer), court).verdict == "correct"
    assert (
        judge(Answer(id=0, target="negative-reuse", answer=answer.replace("- 1", "- 2")), court).verdict
        != "correct"
    )


@pytest.mark.parametrize(
    "answer",
    [
        r"\begin{bmatrix} I_{:,1} & \cdots & I_{:,D} \end{bmatrix} U(\hat y - y)",
        r"\begin{bmatrix} (I \mathbf{0})_1 \\ \vdots \\ (I \mathbf{0})_D \end{bmatrix} + U(\hat y - y)",
    ],
)
def test_an_element_of_several_readings_is_not_wrong_for_its_first(court: Court, answer: str) -> None:
    assert judge(Answer(id=0, target="softmax-center", answer=answer), court).verdict != "incorrect"


def test_numbers_that_are_reckoned_out_stand_where_a_number_may(court: Court) -> None:
    for target, answer in (
        ("negative-reuse", r"\frac{1 + 1 - 1}{1 + \exp(-U_{o,w_1,\dots,w_K}^\top v_c)} - 1"),
        (
            "skipgram-other-center",
            r"I \mathbf{0} + 0 + \begin{cases} -0 & \text{if } c = w \\ 0 & \text{if } c \ne w \end{cases}",
        ),
    ):
        assert judge(Answer(id=0, target=target, answer=answer), court).verdict == "correct", answer
    wrong = r"I \mathbf{0} + \begin{cases} 1 & \text{if } c = w \\ 0 & \text{if } c \ne w \end{cases}"
    assert judge(Answer(id=0, target="skipgram-other-center", answer=wrong), court).verdict != "correct"


@pytest.mark.parametrize("ones", ["(1 + 1 - 1)", "1", "-(-1)", r"\frac{2 - 1}{1}"])
def test_a_sum_of_numbers_is_a_number(court: Court, ones: str) -> None:
    assert (
        judge(
            Answer(id=0, target="negative-reuse", answer=rf"\sigma(U_{{o,w_1,\dots,w_K}}^\top v_c) - {ones}"),
            court,
        ).verdict
        == "correct"
    )


@pytest.mark.parametrize(
    ("given", "answer"),
    [("Q = I", r"Q U (\hat y - y)"), ("Q = I", r"U Q (\hat y - y)"), ("q = e_o", r"U(\hat y - q)"), ("Q = I", r"\frac{(1 + e^{v_c^\top v_c}) Q U(\hat y - y)}{1 + e^{v_c^\top v_c}}")],
)  # fmt: skip
def test_a_name_for_something_of_the_size_that_fits_fits(court: Court, given: str, answer: str) -> None:
    assert (
        judge(Answer(id=0, target="softmax-center", answer=answer, given=(given,)), court).verdict
        != "incorrect"
    )
    wrong = answer.replace(r"\hat y - ", r"\hat y + ")
    assert (
        judge(Answer(id=0, target="softmax-center", answer=wrong, given=(given,)), court).verdict != "correct"
    )
