"""How much of a text is read before the reader gives up: counts, not seconds, so that every machine gives up alike."""

from __future__ import annotations

from dataclasses import dataclass


class LimitReached(Exception):
    """More than the budget allows. `read_formula` turns it into a problem; nobody else sees it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


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
