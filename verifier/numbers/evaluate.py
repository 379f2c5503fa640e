"""The value of any formula at a point: importing this module fills the table of rules."""

from __future__ import annotations

from verifier.numbers import arithmetic, binders, conditions, derivative, leaves
from verifier.numbers.scene import Scene, Switches, Value
from verifier.numbers.values import RULES, matrix_value, value

__all__ = [
    "RULES",
    "Scene",
    "Switches",
    "Value",
    "arithmetic",
    "binders",
    "conditions",
    "derivative",
    "leaves",
]
__all__ += ["matrix_value", "value"]
