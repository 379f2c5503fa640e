"""A slice of the generated answers through the judge, strictly; `python -m tests.judging.measure` runs the whole."""

from __future__ import annotations

import random

import pytest

from tests.judging.generate import FORMS, TARGETS, broken_gold, generate
from tests.judging.measure import Outcome, complaints, run
from verifier.questions import load_sets

SEED, SLICE = 2022, 260


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    cases = generate(SEED, each=1, junk=20)
    return list(run(random.Random(SEED).sample(cases, SLICE), seed=7))


def _told(outcomes: list[Outcome], what: str) -> str:
    return f"seed {SEED}:\n" + "\n".join(line for line in complaints(outcomes) if line.startswith(what))


def test_gold_is_what_numpy_says() -> None:
    assert len(FORMS) > 500
    assert [(f.target, f.name) for f in broken_gold()] == []


def test_every_target_of_formulas_is_asked() -> None:
    known = {name for problem_set in load_sets().values() for name in problem_set.targets}
    assert known == set(TARGETS)


def test_no_wrong_answer_passes(outcomes: list[Outcome]) -> None:
    assert not any(o.wrong_passed for o in outcomes), _told(outcomes, "WRONG")


def test_no_right_answer_fails(outcomes: list[Outcome]) -> None:
    assert not any(o.right_failed for o in outcomes), _told(outcomes, "RIGHT")


def test_nothing_is_made_of_junk(outcomes: list[Outcome]) -> None:
    assert not any(o.junk_judged for o in outcomes), _told(outcomes, "JUNK")


def test_no_answer_meets_a_fault(outcomes: list[Outcome]) -> None:
    assert not any(o.fault for o in outcomes), _told(outcomes, "FAULT")


def test_what_is_decidable_is_decided(outcomes: list[Outcome]) -> None:
    decidable = [o for o in outcomes if o.decidable]
    assert sum(o.left_open for o in decidable) <= 0.03 * len(decidable), _told(outcomes, "open")


def test_the_first_finding_is_what_a_marker_would_say(outcomes: list[Outcome]) -> None:
    coded = [o for o in outcomes if o.coded]
    assert sum(o.code_right for o in coded) >= 0.85 * len(coded), _told(outcomes, "code")


def test_correct_rests_on_a_proof(outcomes: list[Outcome]) -> None:
    kinds = {
        o.judgement.evidence.as_json()["kind"] for o in outcomes if o.judgement and o.verdict == "correct"
    }
    assert kinds == {"proof"}
