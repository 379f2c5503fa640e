"""Functions with a kink: written by cases, and differentiated branch by branch away from it."""

from __future__ import annotations

from fractions import Fraction

from verifier.expr.indices import Compare
from verifier.expr.nodes import Apply, Cases, Derivative, Expr, Number
from verifier.functions.leaky_relu import LEAKY_RELU
from verifier.functions.maximum import MAX
from verifier.functions.relu import RELU
from verifier.steps.known import is_zero
from verifier.steps.model import Context, Rule, Words
from verifier.steps.order import alike
from verifier.steps.product import Product, composed, product_of

_ZERO = Number(Fraction(0))


def _two(above: Expr, below: Expr, switch: Expr) -> Expr:
    """`above` where the switch is positive, `below` where it is negative; at 0 there is no derivative."""
    return Cases(((above, (Compare(switch, ">", _ZERO),)), (below, (Compare(switch, "<", _ZERO),))))


def _by_cases(expr: Expr, context: Context) -> Expr | None:
    match expr:
        case Derivative(of=Apply(function=function, args=args), by=by) if function.kinks is not None:
            if any(not a.shape.is_scalar for a in args):
                return None
        case _:
            return None
    if function is RELU:
        return Derivative(_two(args[0], _ZERO, args[0]), by)
    if function is LEAKY_RELU:
        slope, x = args
        return Derivative(
            _two(x, composed(product_of(x) if slope is x else _scaled(slope, x), x.shape), x), by
        )
    if function is MAX:
        return Derivative(_maximum(args[0], args[1], context), by)
    return None


def _scaled(slope: Expr, x: Expr) -> Product:
    p, q = product_of(slope), product_of(x)
    return Product(p.coefficient * q.coefficient, p.top + q.top, p.bottom + q.bottom)


def _maximum(a: Expr, b: Expr, context: Context) -> Expr:
    """max(a, b); where both are multiples of one x with a known order of the slopes, by the sign of x."""
    for low, x in ((a, b), (b, a)):
        if is_zero(low):
            return _two(x, low, x)
        slope = _slope(low, x)
        if slope is not None and _below_one(slope, context):
            return _two(x, low, x)
    return Cases(((a, (Compare(a, ">", b),)), (b, (Compare(a, "<", b),))))


def _slope(multiple: Expr, x: Expr) -> Expr | None:
    """s, where `multiple` is s x."""
    parts = product_of(multiple)
    for at, factor in enumerate(parts.top):
        if alike(factor, x):
            top = (*parts.top[:at], *parts.top[at + 1 :])
            return composed(Product(parts.coefficient, top, parts.bottom), x.shape)
    return None


def _below_one(slope: Expr, context: Context) -> bool:
    if isinstance(slope, Number):
        return slope.value < 1
    for hypothesis in context.hypotheses:
        match hypothesis:
            case Compare(left=left, operator="<", right=Number(value=bound)) if left == slope and bound <= 1:
                return True
            case Compare(left=Number(value=bound), operator=">", right=right) if (
                right == slope and bound <= 1
            ):
                return True
    return False


def _branches(expr: Expr, context: Context) -> Expr | None:
    match expr:
        case Derivative(of=Cases(branches=branches), by=by) if by.shape.is_scalar:
            return Cases(tuple((Derivative(value, by), conditions) for value, conditions in branches))
    return None


def _says_kink(before: Expr, after: Expr, context: Context) -> Words:
    assert isinstance(after, Derivative) and isinstance(after.of, Cases)
    match after.of.branches[0][1][0]:
        case Compare(left=x, operator=">", right=y):
            return ("by cases; at ", Compare(x, "=", y), " there is a kink and no derivative")
    return ("by cases",)


CASE_RULES = (Rule("by cases", _says_kink, _by_cases),)
BRANCH_RULES = (Rule("branch by branch", ("each branch on its own",), _branches),)
