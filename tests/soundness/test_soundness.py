"""The soundness suite: true rewritings of the claims of every target, and mutations of them, before both judges.

A quick slice runs with every `make test`; the whole with `pytest -m soundness` (or SOUNDNESS=1), some minutes. The seed is
printed (tests.seeds); SOUNDNESS_SEED takes it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest

from tests.seeds import seed_of_run
from tests.soundness.judge import Report, judge_mutations, judge_rewritings
from tests.soundness.suite import Case, mutations, rewritings

WHOLE = 14  # variants for each target and rule
ENOUGH = 2000
QUICK = 160  # cases of each kind in the quick slice


@pytest.fixture
def seed() -> str:
    return seed_of_run("SOUNDNESS_SEED")


def spread(cases: Iterator[Case], count: int) -> Iterator[Case]:
    """Some of the cases, from all targets and rules alike."""
    every = list(cases)
    return islice(every, 0, None, max(1, len(every) // count))


def check_report(report: Report) -> None:
    assert not report.faults, "\n".join(report.faults)
    assert len(report.open) <= report.judged / 100, "\n".join(report.open)
    assert len(report.same_unproved) <= report.judged / 100, "\n".join(report.same_unproved)
    assert len(report.unseparated) <= report.judged / 200, "\n".join(report.unseparated)


def test_some_rewritings_are_proved_and_none_refuted(seed: str) -> None:
    report = Report()
    judge_rewritings(spread(rewritings(1, seed), QUICK), seed, report)
    assert report.judged >= QUICK
    check_report(report)


def test_some_mutations_are_refuted_and_none_proved(seed: str) -> None:
    report = Report()
    judge_mutations(spread(mutations(1, seed), QUICK), seed, report)
    assert report.judged >= QUICK
    check_report(report)


@pytest.mark.soundness
def test_all_rewritings(seed: str) -> None:
    report = Report()
    judge_rewritings(rewritings(WHOLE, seed), seed, report)
    print(report.summary())
    assert report.judged >= ENOUGH
    check_report(report)


@pytest.mark.soundness
def test_all_mutations(seed: str) -> None:
    report = Report()
    judge_mutations(mutations(WHOLE, seed), seed, report)
    print(report.summary())
    assert report.judged >= ENOUGH
    check_report(report)
