"""What is true, by numpy: whether two formulas differ at random points, and whether a counterexample is one."""

from __future__ import annotations

from dataclasses import replace

import mpmath
import numpy as np

from tests.soundness.evaluate import MPMATH, value
from tests.soundness.points import everything, named_point, points
from verifier.evidence import Counterexample
from verifier.expr.indices import Hypothesis
from verifier.expr.nodes import Expr
from verifier.expr.sizes import Size

POINTS = 20
POINTS_OF_A_SCALAR = 60


def differ(left: Expr, right: Expr, hypotheses: tuple[Hypothesis, ...], seed: str) -> bool:
    """Whether two formulas of one shape differ at one of a few points."""
    count = POINTS if any(isinstance(x, Size) and x.terms for x in everything(left)) else POINTS_OF_A_SCALAR
    for point in points((left, right), hypotheses, seed, count):
        with np.errstate(all="ignore"):
            x = value(left, point)
            try:
                y = value(right, point)
            except (ArithmeticError, LookupError):  # it has no value where the left side has one
                return True
        if not np.allclose(x, y, rtol=1e-7, atol=1e-9):
            return True
    return False


def replayed(found: Counterexample, left: Expr, right: Expr) -> bool:
    """The ten lines: both sides again in mpmath at the point that was named, at the precision that was stated.

    A derivative is a central difference here, so a tiny bound asks for a smaller step and for more digits.
    """
    small = max(0, -int(mpmath.log10(mpmath.mpf(found.bound))))
    places = max(20, small // 2 + 15)  # of the step
    with mpmath.workprec(max(found.bits, 200, (small + places + 15) * 10 // 3)):
        point = named_point(found, (left, right), replace(MPMATH, step=mpmath.mpf(10) ** -places))
        row, col = (at - 1 for at in found.entry)
        x, y = value(left, point)[row, col], value(right, point)[row, col]
        bound = mpmath.mpf(found.bound)
        same = abs(x - mpmath.mpf(found.left)) < bound / 2 and abs(y - mpmath.mpf(found.right)) < bound / 2
        return bound > 0 and abs(x - y) >= bound * (1 - mpmath.mpf(10) ** -6) and bool(same)
