"""The sign of a ring element, for functions that switch. A ball that holds 0 has no sign: that raises `AtSwitch`."""

from __future__ import annotations

from typing import Any


class AtSwitch(ArithmeticError):
    """A point lies so near a switch that ball arithmetic cannot tell its side; more precision or another point helps."""


def positive(x: Any) -> bool:
    """Whether a ball or dual number is above 0; raises `AtSwitch` when that is not certain either way."""
    value = getattr(x, "value", x)
    if value > 0:
        return True
    if value < 0:
        return False
    raise AtSwitch
