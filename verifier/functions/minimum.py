"""min(a, b) of two scalars. Its derivative does not exist where a = b."""

from verifier.expr.build import sub
from verifier.expr.indices import Compare
from verifier.expr.nodes import Expr, Indicator
from verifier.functions.base import Function
from verifier.functions.step import positive


def _derivative(a: Expr, b: Expr) -> tuple[Expr, ...]:
    return Indicator((Compare(a, "<", b),)), Indicator((Compare(b, "<", a),))


MIN = Function(
    name="min",
    latex=r"\min",
    spellings=(r"\min", "min", "Min"),
    index_form=lambda algebra, a, b: a - (a - b) * algebra.step(a - b),
    value=lambda a, b: b if positive(a - b) else a,
    derivative=_derivative,
    arity=2,
    kinks=lambda a, b: (sub(a, b),),
)
