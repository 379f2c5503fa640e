"""The sign of a ring element, for functions that switch. A ball that holds 0 has no sign: that raises `AtSwitch`."""

from __future__ import annotations

from typing import Any


class AtSwitch(ArithmeticError):
    """A point lies so near a switch that ball arithmetic cannot tell its side; more precision or another point helps."""


def positive(x: Any) -> bool:
    """Whether a ball or dual number is above 0; raises `AtSwitch` when that is not certain either way.

    A ball that is exactly 0 is not above it: all functions that switch here are continuous, so their value may be taken
    from either side. A dual number is another matter, since its derivative jumps.
    """
    value = getattr(x, "value", x)
    if value > 0:
        return True
    if value < 0:
        return False
    if value is x and value == 0:
        return False
    raise AtSwitch
