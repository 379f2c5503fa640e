"""The sign of a number: 1, 0 or -1."""

from fractions import Fraction
from typing import Any

from verifier.expr.nodes import Expr, Number
from verifier.functions.base import Function
from verifier.functions.step import positive


def _derivative(x: Expr) -> tuple[Expr, ...]:
    return (Number(Fraction(0), x.shape),)


def _value(x: Any) -> Any:
    above = positive(x)
    return 0 * x + (1 if above else -1 if positive(-x) else 0)


SIGN = Function(
    name="sign",
    latex=r"\operatorname{sign}",
    spellings=("sign", "sgn", "Sign", "Sgn", "signum", r"\sgn", r"\sign"),
    index_form=lambda a, x: a.above(x) - a.above(-x),
    value=_value,
    derivative=_derivative,
    kinks=lambda x: (x,),
)
