"""The natural logarithm, defined for positive arguments."""

from verifier.expr.build import div
from verifier.expr.nodes import Expr
from verifier.functions.base import Function


def _derivative(x: Expr) -> tuple[Expr, ...]:
    return (div(1, x),)


LOG = Function(
    name="log",
    latex=r"\log",
    spellings=(r"\log", "log", r"\ln", "ln", "Log"),
    index_form=lambda a, x: a.log(x),
    value=lambda x: x.log(),
    derivative=_derivative,
    domain=lambda x: (x,),
)
