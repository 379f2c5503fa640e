"""max(a, b) of two scalars. Its derivative does not exist where a = b."""

from verifier.expr.build import sub
from verifier.expr.indices import Compare
from verifier.expr.nodes import Expr, Indicator
from verifier.functions.base import Function
from verifier.functions.step import positive


def _derivative(a: Expr, b: Expr) -> tuple[Expr, ...]:
    return Indicator((Compare(a, ">", b),)), Indicator((Compare(b, ">", a),))


MAX = Function(
    name="max",
    latex=r"\max",
    spellings=(r"\max", "max", "Max"),
    index_form=lambda algebra, a, b: b + (a - b) * algebra.step(a - b),
    value=lambda a, b: a if positive(a - b) else b,
    derivative=_derivative,
    arity=2,
    kinks=lambda a, b: (sub(a, b),),
)
