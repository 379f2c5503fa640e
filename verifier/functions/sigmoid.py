"""The logistic sigmoid, 1 / (1 + exp(-x))."""

from verifier.expr.build import hadamard, mul, sub
from verifier.expr.nodes import Apply, Expr
from verifier.functions.base import Function


def _derivative(x: Expr) -> tuple[Expr, ...]:
    at_x = Apply(SIGMOID, (x,))
    rest = sub(1, at_x)
    return (mul(at_x, rest) if x.shape.is_scalar else hadamard(at_x, rest),)


SIGMOID = Function(
    name="sigmoid",
    latex=r"\sigma",
    spellings=(r"\sigma", "sigmoid", "σ", "Sigmoid", "sigma"),
    index_form=lambda a, x: (1 + a.exp(-x)) ** -1,
    value=lambda x: ((-x).exp() + 1) ** -1,
    derivative=_derivative,
)
