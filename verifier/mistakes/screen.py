"""Numbers that sift candidates beside the right form: at points drawn at random, and where two letters mean one word.

The first sieve throws out nearly all. A slip that shows only where w = o (an entry of a one-hot vector beside it) gets
through it, so what is left is tried again under each such coincidence that the hypotheses allow.
"""

from __future__ import annotations

from verifier.evidence import Agreement
from verifier.expr.indices import Hypothesis, Index, OtherIndex, SameIndex
from verifier.expr.nodes import Expr
from verifier.numbers.compare import compare
from verifier.numbers.limits import SIFTING, Work
from verifier.numbers.sieve import Sieve

MOST_CASES, MOST_DOUBTS, POINTS = 6, 2, 3


class Screen:
    """`agrees` is whether a formula agrees with the right one at every point, coincidences of letters included."""

    def __init__(
        self,
        truth: Expr,
        hypotheses: tuple[Hypothesis, ...],
        letters: tuple[Index, ...],
        seed: int,
        also: tuple[Expr, ...] = (),
        share: float = 1.0,
    ) -> None:
        self._truth, self._hypotheses, self._seed, self._also = truth, hypotheses, seed, also
        self._work = Work(int(SIFTING * share))
        self._first = Sieve(truth, hypotheses, seed, also=also, work=self._work)
        self._cases = coincidences(letters, hypotheses)
        self._doubts = (
            MOST_DOUBTS  # where the sieve's precision does not do, a comparison may, at a higher price
        )
        self._further: list[Sieve] | None = None

    @property
    def ready(self) -> bool:
        return self._first.ready

    @property
    def is_spent(self) -> bool:
        """Whether the budget of operations is used up: nothing more can be said of any candidate."""
        return self._work.left < 0

    def agrees(self, candidate: Expr) -> bool | None:
        """None where nothing can be said."""
        first = self._first.agrees(candidate)
        if first is None and candidate.shape == self._truth.shape and self._doubts:
            self._doubts -= 1
            found = compare(
                self._truth, candidate, self._hypotheses, points=POINTS, seed=self._seed, work=self._work
            )
            first = isinstance(found, Agreement) or None
        if first is not True:
            return first
        return all(sieve.agrees(candidate) is not False for sieve in self._others())

    def _others(self) -> list[Sieve]:
        if self._further is None:
            made = (
                Sieve(self._truth, (*self._hypotheses, case), self._seed, also=self._also, work=self._work)
                for case in self._cases
            )
            self._further = [sieve for sieve in made if sieve.ready]
        return self._further


def coincidences(letters: tuple[Index, ...], hypotheses: tuple[Hypothesis, ...]) -> tuple[SameIndex, ...]:
    """Pairs of letters of one range that may mean the same word, as far as the hypotheses do not settle it."""
    settled = [{h.left, h.right} for h in hypotheses if isinstance(h, SameIndex | OtherIndex)]
    pairs = [
        SameIndex(left, right)
        for at, left in enumerate(letters)
        for right in letters[at + 1 :]
        if left.range == right.range and {left, right} not in settled
    ]
    return tuple(pairs[:MOST_CASES])
