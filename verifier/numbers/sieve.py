"""A quick sieve for hundreds of candidates beside one reference: points drawn once, the reference evaluated once.

A candidate that differs is out at the first point that shows it. What passes is for the prover to confirm.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from flint import arb, ctx

from verifier.expr.build import fitted
from verifier.expr.indices import Hypothesis
from verifier.expr.nodes import Expr
from verifier.functions.step import AtSwitch
from verifier.numbers.balls import apart, together
from verifier.numbers.compare import unmet
from verifier.numbers.draw import FURTHER, Plan, draw, further_point
from verifier.numbers.evaluate import Scene, Switches, matrix_value
from verifier.numbers.limits import GLANCE, CannotEvaluate, NotDefined, NoValue, TooLarge, Work

BITS = 128
CLOSE, NEAR_ZERO = arb(2) ** -30, arb(2) ** -40
POINTS, MOST_POINTS = 5, 12
CACHED = 4000  # values kept for a point, of formulas that the candidates share


class Sieve:
    """Points and the values of `reference` at them. `also`: formulas whose symbols the points should know from the start.

    `ready` is whether the reference had a value somewhere; without one every answer is None.
    """

    def __init__(
        self,
        reference: Expr,
        hypotheses: Iterable[Hypothesis] = (),
        seed: int | None = None,
        *,
        also: Iterable[Expr] = (),
        work: Work | None = None,
    ) -> None:
        self.reference = reference
        self.seed = secrets.randbits(63) if seed is None else seed
        self.work = work or Work(GLANCE)
        self._scenes: list[tuple[Scene, Any]] = []
        try:
            self._plan = Plan.of((reference, *also), tuple(hypotheses), self.work)
            self._fill()
            # Nearly all differ everywhere: the smallest point is the cheapest to see it at.
            self._scenes.sort(key=lambda known: sum(known[0].point.sizes.values()))
        except (TooLarge, CannotEvaluate):
            self._scenes = []

    @property
    def ready(self) -> bool:
        return bool(self._scenes)

    def agrees(self, candidate: Expr) -> bool | None:
        """Whether the candidate agrees with the reference at every point; None where nothing can be said."""
        candidate = fitted(candidate, self.reference.shape)
        if candidate.shape != self.reference.shape:
            return False
        before = ctx.prec
        ctx.prec = BITS
        close = 0
        try:
            for scene, expected in self._scenes:
                try:
                    found = matrix_value(candidate, scene)
                except NotDefined:
                    return False
                except (TooLarge, CannotEvaluate):
                    return None
                except (NoValue, AtSwitch):
                    continue
                finally:
                    scene.bound.clear()
                    if len(scene.cache) > CACHED:
                        scene.cache.clear()
                if apart(expected, found) is not None:
                    return False
                close += together(expected, found, CLOSE, NEAR_ZERO)
        except (
            RecursionError
        ):  # a candidate is not scanned for its depth, that would cost more than its value
            return None
        finally:
            ctx.prec = before
        return True if close and close == len(self._scenes) else None

    def _fill(self) -> None:
        """Draw until there are enough points and every switch of the reference was met on both sides, within limits."""
        switches = Switches()
        before = ctx.prec
        ctx.prec = BITS
        try:
            for number in range(POINTS + FURTHER):
                if len(self._scenes) >= POINTS and (not unmet(switches) or len(self._scenes) >= MOST_POINTS):
                    break
                if number < POINTS:
                    point = draw(self._plan, self.seed, number, self.work)
                else:
                    point = further_point(self._plan, self.seed, number, number - POINTS, self.work)
                if point is None:
                    continue
                scene = Scene(point, self.work, switches)
                try:
                    self._scenes.append((scene, matrix_value(self.reference, scene)))
                except (TooLarge, CannotEvaluate):
                    raise
                except (NoValue, AtSwitch):
                    continue
        finally:
            ctx.prec = before
