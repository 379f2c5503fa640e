"""Slips made in right answers to every target: the first finding is one that a marker would accept, in nearly all.

The generator knows nothing of the repairs. A part of what it makes is tried in each run; `FULL=1` tries all.
"""

import os
from collections import Counter
from zlib import crc32

import pytest

from tests.mistakes.answers import derivation_lines, right_answers, surroundings
from tests.mistakes.check import check_repairs, diagnosis
from tests.mistakes.mutations import RULES, slips
from verifier.mistakes.trees import is_formed
from verifier.numbers.sieve import Sieve

SHARE = 1 if os.environ.get("FULL") else 8
LEAST = 0.85
LEAST_FOR_A_RULE = (
    0.6  # of a rule with many slips; "term dropped" often leaves what is better called a lost factor
)


def test_slips_are_named():
    tried: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for number, answer in enumerate(right_answers()):
        letters, names = surroundings(answer)
        sieve = Sieve(answer.truth, answer.hypotheses, 1, also=names)
        for rule, codes, wrong in slips(answer.answer, letters, names):
            if crc32(f"{number} {rule} {wrong}".encode()) % SHARE:
                continue
            if is_formed(wrong) and sieve.agrees(wrong) is not False:
                continue
            findings = diagnosis(wrong, answer.truth, answer.hypotheses, answer.quantity)
            check_repairs(findings[:1], answer.truth, answer.hypotheses)
            tried[rule] += 1
            named[rule] += bool(findings) and findings[0].code in codes
    print("\n".join(f"{rule:20} {named[rule]:4} of {tried[rule]:4}" for rule in RULES))
    assert sum(tried.values()) > 1000 / SHARE
    assert sum(named.values()) >= LEAST * sum(tried.values()), named
    assert all(named[r] >= LEAST_FOR_A_RULE * tried[r] for r in RULES if tried[r] >= 8), (named, tried)


@pytest.mark.parametrize("answer", [*right_answers(), *derivation_lines()], ids=lambda a: a.target.name)
def test_right_answers_are_left_alone(answer):
    assert diagnosis(answer.answer, answer.truth, answer.hypotheses, answer.quantity) == ()
