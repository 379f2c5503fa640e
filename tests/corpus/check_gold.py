"""Holds every final of the composed answers against finite differences: `python -m tests.corpus.check_gold`.

An answer that is called right has to have the value of the quantity on each draw; one that is called wrong has to
differ on one of them, in value or in shape.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tests.corpus.answers import ANSWERS, Answer
from tests.corpus.world import W, truth

DRAWS = 3


def faults() -> Iterator[str]:
    for target, answers in ANSWERS.items():
        for answer in answers:
            if agrees(target, answer) != answer.right:
                yield f"{target}: {answer.lines[-1]} is called {'right' if answer.right else 'wrong'}"
            if not answer.right and not answer.wrong:
                yield f"{target}: {answer.lines[-1]} is wrong, and no line is"


def agrees(target: str, answer: Answer) -> bool:
    for seed in range(DRAWS):
        at = W.drawn(seed, distinct=target != "negative-repeated")
        wanted, value = np.squeeze(truth(target, at)), np.squeeze(np.asarray(answer.value(at)))
        if wanted.shape != value.shape or not np.allclose(wanted, value, atol=1e-5):
            return False
    return True


if __name__ == "__main__":
    found = list(faults())
    print("\n".join(found) or f"{sum(map(len, ANSWERS.values()))} answers are as they are called")
    raise SystemExit(bool(found))
