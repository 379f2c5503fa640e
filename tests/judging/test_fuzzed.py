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
NESTED_SUMS = (
    r"\exp\{u_w^\intercal v_c\}v_c/\Big\left((\sum_{wtext{Vocab}|}\exp[u_w^\intercal v_\left(c]\Big)"
)


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
