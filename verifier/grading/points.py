"""Points are exact fractions inside; outside they are numbers that people read, such as 17.5."""

from __future__ import annotations

from fractions import Fraction


def number(points: Fraction | int) -> int | float:
    """For JSON: an integer where it is one."""
    exact = Fraction(points)
    return int(exact) if exact.denominator == 1 else round(float(exact), 4)


def exact(points: int | float) -> Fraction:
    """Back from JSON; what was written with four places is read as just that."""
    return Fraction(str(points))


def told(points: Fraction | int) -> str:
    """For people: no zeros that say nothing."""
    return f"{float(points):.4f}".rstrip("0").rstrip(".")


def rounded(points: Fraction, unit: Fraction) -> Fraction:
    """To the nearest multiple of the unit; what is more than nothing stays more than nothing."""
    if points <= 0:
        return Fraction(0)
    return max(1, (points / unit + Fraction(1, 2)).__floor__()) * unit
