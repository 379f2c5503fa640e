"""The unit step of Heaviside: 1 above 0, 0 below; which value it has at 0 is a matter of taste."""

from fractions import Fraction
from typing import Any

from verifier.expr.nodes import Expr, Number
from verifier.functions.base import Function
from verifier.functions.step import positive


def _derivative(x: Expr) -> tuple[Expr, ...]:
    return (Number(Fraction(0), x.shape),)


def _value(x: Any) -> Any:
    return 0 * x + (1 if positive(x) else 0)


HEAVISIDE = Function(
    name="heaviside",
    latex=r"\operatorname{Heaviside}",
    spellings=("Heaviside", "heaviside"),
    index_form=lambda a, x: a.above(x),
    value=_value,
    derivative=_derivative,
    kinks=lambda x: (x,),
)
