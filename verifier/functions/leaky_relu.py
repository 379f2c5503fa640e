"""leaky relu: max(slope x, x) for a slope between 0 and 1. Its derivative does not exist at 0."""

from verifier.expr.build import add, mul
from verifier.expr.indices import Compare
from verifier.expr.nodes import Expr, Indicator, Number
from verifier.functions.base import Function
from verifier.functions.step import positive


def _derivative(slope: Expr, x: Expr) -> tuple[Expr, ...]:
    from fractions import Fraction

    zero = Number(Fraction(0))
    above, below = Indicator((Compare(x, ">", zero),)), Indicator((Compare(x, "<", zero),))
    return mul(x, below), add(above, mul(slope, below))


LEAKY_RELU = Function(
    name="leaky_relu",
    latex=r"\operatorname{LeakyReLU}",
    spellings=("LeakyReLU", "leaky_relu", "leakyrelu", "LeakyRelu"),
    index_form=lambda a, slope, x: slope * x + (1 - slope) * x * a.step(x),
    value=lambda slope, x: x if positive(x) else slope * x,
    derivative=_derivative,
    arity=2,
    kinks=lambda slope, x: (x,),
    unsaid="alpha",
)
