"""The hyperbolic sine."""

from fractions import Fraction

from verifier.expr.nodes import Apply, Expr
from verifier.functions.base import Function
from verifier.functions.cosh import COSH


def _derivative(x: Expr) -> tuple[Expr, ...]:
    return (Apply(COSH, (x,)),)


SINH = Function(
    name="sinh",
    latex=r"\sinh",
    spellings=(r"\sinh", "sinh"),
    index_form=lambda a, x: a.number(Fraction(1, 2)) * (a.exp(x) - a.exp(-x)),
    value=lambda x: (x.exp() - (-x).exp()) / 2,
    derivative=_derivative,
)
