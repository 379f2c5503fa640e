"""The hyperbolic secant, 1 / cosh."""

from verifier.expr.build import hadamard, mul, neg
from verifier.expr.nodes import Apply, Expr
from verifier.functions.base import Function
from verifier.functions.tanh import TANH


def _derivative(x: Expr) -> tuple[Expr, ...]:
    by_elements = (Apply(SECH, (x,)), Apply(TANH, (x,)))
    return (neg(mul(*by_elements) if x.shape.is_scalar else hadamard(*by_elements)),)


SECH = Function(
    name="sech",
    latex=r"\operatorname{sech}",
    spellings=("sech", r"\sech"),
    index_form=lambda a, x: 2 * (a.exp(x) + a.exp(-x)) ** -1,
    value=lambda x: 2 * ((x.exp() + (-x).exp()) ** -1),
    derivative=_derivative,
)
