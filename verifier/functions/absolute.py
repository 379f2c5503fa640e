"""The absolute value of a number. Its derivative does not exist at 0."""

from verifier.expr.nodes import Apply, Expr
from verifier.functions.base import Function
from verifier.functions.sign import SIGN
from verifier.functions.step import positive


def _derivative(x: Expr) -> tuple[Expr, ...]:
    return (Apply(SIGN, (x,)),)


ABSOLUTE = Function(
    name="abs",
    latex=r"\operatorname{abs}",
    spellings=("abs", "Abs"),
    index_form=lambda a, x: 2 * x * a.step(x) - x,
    value=lambda x: x if positive(x) else -x,
    derivative=_derivative,
    kinks=lambda x: (x,),
)
