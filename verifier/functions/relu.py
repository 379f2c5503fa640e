"""relu(x) = max(0, x). Its derivative does not exist at 0."""

from verifier.expr.indices import Compare
from verifier.expr.nodes import Expr, Indicator, Number
from verifier.functions.base import Function
from verifier.functions.step import positive


def _derivative(x: Expr) -> tuple[Expr, ...]:
    from fractions import Fraction

    return (Indicator((Compare(x, ">", Number(Fraction(0))),)),)


RELU = Function(
    name="relu",
    latex=r"\operatorname{ReLU}",
    spellings=("relu", "ReLU", "RELU", "Relu"),
    index_form=lambda a, x: x * a.step(x),
    value=lambda x: x if positive(x) else 0 * x,
    derivative=_derivative,
    kinks=lambda x: (x,),
)
