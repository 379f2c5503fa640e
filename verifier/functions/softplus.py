"""softplus(x) = log(1 + exp(x)), which is -log sigmoid(-x)."""

from verifier.expr.nodes import Apply, Expr
from verifier.functions.base import Function
from verifier.functions.sigmoid import SIGMOID


def _derivative(x: Expr) -> tuple[Expr, ...]:
    return (Apply(SIGMOID, (x,)),)


SOFTPLUS = Function(
    name="softplus",
    latex=r"\operatorname{softplus}",
    spellings=("softplus", "Softplus", "SoftPlus"),
    index_form=lambda a, x: a.log(1 + a.exp(x)),
    value=lambda x: (x.exp() + 1).log(),
    derivative=_derivative,
)
