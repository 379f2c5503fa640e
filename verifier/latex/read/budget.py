"""How much of a text is read before the reader gives up: counts, not seconds, so that every machine gives up alike."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.expr.nodes import Expr
from verifier.expr.walk import weight

HEAVIEST = 6_000  # nodes of a formula whose definitions are written out


class LimitReached(Exception):
    """More than the budget allows. `read_formula` turns it into a problem; nobody else sees it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def within_limits(expr: Expr) -> Expr:
    """`expr`, unless it is too large once its definitions are written out."""
    if weight(expr) > HEAVIEST:
        raise LimitReached("the formula is larger than the limit, its definitions written out")
    return expr


@dataclass(slots=True)
class Budget:
    """What is left. One budget may be shared by all the readings of an answer."""

    characters: int = 20_000
    tokens: int = 8_000
    depth: int = 40
    steps: int = 20_000
    digits: int = 60

    def step(self, count: int = 1) -> None:
        self.steps -= count
        if self.steps < 0:
            raise LimitReached("the formula takes more steps to read than the limit")
