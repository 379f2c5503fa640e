"""The hyperbolic tangent."""

from verifier.expr.build import power, sub
from verifier.expr.nodes import Apply, Expr
from verifier.functions.base import Function


def _derivative(x: Expr) -> tuple[Expr, ...]:
    return (sub(1, power(Apply(TANH, (x,)), 2)),)


TANH = Function(
    name="tanh",
    latex=r"\tanh",
    spellings=(r"\tanh", "tanh"),
    index_form=lambda a, x: 1 - 2 * (1 + a.exp(2 * x)) ** -1,
    value=lambda x: 1 - 2 * (((2 * x).exp() + 1) ** -1),
    derivative=_derivative,
)
