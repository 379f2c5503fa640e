"""The hyperbolic cosine."""

from fractions import Fraction

from verifier.expr.nodes import Apply, Expr
from verifier.functions.base import Function


def _derivative(x: Expr) -> tuple[Expr, ...]:
    from verifier.functions.sinh import SINH

    return (Apply(SINH, (x,)),)


COSH = Function(
    name="cosh",
    latex=r"\cosh",
    spellings=(r"\cosh", "cosh"),
    index_form=lambda a, x: a.number(Fraction(1, 2)) * (a.exp(x) + a.exp(-x)),
    value=lambda x: (x.exp() + (-x).exp()) / 2,
    derivative=_derivative,
)
