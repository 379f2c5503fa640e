"""When two arrays of balls differ for certain, and when they agree for practical certainty."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import Any

from flint import arb

# Agreement asks for balls that lie together to 100 bits (about 30 digits), absolutely and relatively; where both sides
# may be 0 there is nothing to be relative to, and 160 bits absolutely are asked for.
MOST_DIGITS = 1200
CLOSE = arb(2) ** -100
BOTH_NEAR_ZERO = arb(2) ** -160
# Numbers without a symbol have one value and no other point to tell them apart, log(1 + e^800) from 800: 450 digits.
CLOSE_NUMBERS = arb(2) ** -1500


@dataclass(frozen=True, slots=True)
class Apart:
    """An entry (counted from 1) at which the balls are disjoint."""

    entry: tuple[int, int]
    left: arb
    right: arb


def apart(left: Any, right: Any) -> Apart | None:
    """The first entry at which two arrays of one shape differ for certain."""
    if left.shape != right.shape:
        raise ValueError(f"arrays of shapes {left.shape} and {right.shape} are not two sides of one equality")
    for at, (x, y) in enumerate(zip(left.flat, right.flat, strict=True)):
        if not x.overlaps(y):
            row, col = divmod(at, left.shape[1])
            return Apart((row + 1, col + 1), x, y)
    return None


def together(left: Any, right: Any, close: arb, near_zero: arb) -> bool:
    """Whether all balls, known to overlap, are tight enough to call the sides equal at this point."""
    return all(_tight(x, y, close, near_zero) for x, y in zip(left.flat, right.flat, strict=True))


def _tight(x: arb, y: arb, close: arb, near_zero: arb) -> bool:
    if x.is_zero() and y.is_zero():
        return True
    difference = (x - y).abs_upper()
    larger = max(x.abs_lower(), y.abs_lower())
    if larger > 0:
        return bool(difference <= close * min(larger, arb(1)))
    return bool(x.contains(0) and y.contains(0) and max(x.abs_upper(), y.abs_upper()) <= near_zero)


def decimals(x: arb, difference: arb) -> str:
    """The midpoint with enough digits to show the difference; 0 for a ball that may be 0."""
    if x.contains(0):
        return "0"
    size, gap = x.abs_upper(), difference.abs_lower()
    digits = 12
    if gap > 0 and size > gap:
        ratio = float((size / gap).log()) / log(10)
        digits = max(digits, int(min(ratio, MOST_DIGITS)) + 6)
    return str(x.mid().str(digits, radius=False))


def lower_bound(difference: arb) -> str:
    """A decimal that is not above |difference|: three digits of a little less than its lower bound."""
    return str((difference.abs_lower() * 99 / 100).mid().str(3, radius=False))
