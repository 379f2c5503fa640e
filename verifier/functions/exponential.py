"""exp."""

from verifier.expr.nodes import Apply, Expr
from verifier.functions.base import Function


def _derivative(x: Expr) -> tuple[Expr, ...]:
    return (Apply(EXP, (x,)),)


EXP = Function(
    name="exp",
    latex=r"\exp",
    spellings=(r"\exp", "exp", "Exp"),
    index_form=lambda a, x: a.exp(x),
    value=lambda x: x.exp(),
    derivative=_derivative,
)
