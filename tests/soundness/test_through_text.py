"""The cases of the soundness suite as answers in LaTeX, in drawn notations: nothing right is refuted, nothing wrong passes.

A quick slice runs with every `make test`, the whole with `pytest -m soundness` or `python -m tests.soundness.through_text`.
"""

from __future__ import annotations

import pytest

from tests.seeds import seed_of_run
from tests.soundness.suite import mutations, rewritings
from tests.soundness.test_soundness import spread
from tests.soundness.through_text import Tally, judge_texts

WHOLE, ENOUGH = 14, 2000
QUICK = 60  # cases of each kind in the quick slice
OPEN = {True: 0.04, False: 0.12}  # of right and of wrong ones: a mutation is often no formula any more


@pytest.fixture
def seed() -> str:
    return seed_of_run("SOUNDNESS_SEED")


@pytest.mark.parametrize("right", [True, False], ids=["rewritings", "mutations"])
def test_some_texts(right: bool, seed: str) -> None:
    tally = Tally()
    cases = rewritings if right else mutations
    judge_texts(spread(cases(1, seed), QUICK), right, seed, tally)
    assert tally.judged >= QUICK
    assert not tally.faults, tally.summary()
    assert len(tally.open) < tally.judged / 2, tally.summary()


@pytest.mark.soundness
@pytest.mark.parametrize("right", [True, False], ids=["rewritings", "mutations"])
def test_all_texts(right: bool, seed: str) -> None:
    tally = Tally()
    cases = rewritings if right else mutations
    judge_texts(cases(WHOLE, seed), right, seed, tally)
    print(tally.summary())
    assert tally.judged >= ENOUGH
    assert not tally.faults, tally.summary()
    assert len(tally.open) <= OPEN[right] * tally.judged, tally.summary()
