"""Cancelling inside a product, moving factors through a sum, and taking out what terms have in common."""

from __future__ import annotations

from fractions import Fraction

from verifier.expr.build import fitted
from verifier.expr.nodes import Add, Diag, Div, Expr, Hadamard, Mul, Neg, Number, Sum, Transpose
from verifier.expr.walk import nodes
from verifier.steps.known import all_letters, renamed
from verifier.steps.model import Context, Rule
from verifier.steps.order import key, turned
from verifier.steps.product import Product, composed, product_of
from verifier.steps.rules.onehot import in_claim
from verifier.steps.tidy import tidy


def _cancel(expr: Expr, context: Context) -> Expr | None:
    """Equal factors above and below the line."""
    if not isinstance(expr, Mul | Div) or (isinstance(expr, Div) and not expr.bottom.shape.is_scalar):
        return None
    parts = product_of(expr)
    bottom, top = list(parts.bottom), []
    below = [key(f) for f in bottom]
    for factor in parts.top:
        name = key(factor)
        if name in below:
            at = below.index(name)
            del below[at], bottom[at]
        else:
            top.append(factor)
    if len(top) == len(parts.top):
        return None
    return composed(Product(parts.coefficient, tuple(top), tuple(bottom), parts.chain), expr.shape)


def _signs(expr: Expr, context: Context) -> Expr | None:
    """Signs out of a product; `tidy` does that for products that a rule has made, this one for the author's."""
    if isinstance(expr, Mul) and any(isinstance(f, Neg) for f in expr.factors):
        return tidy(expr)
    return None


def _into_sum(expr: Expr, context: Context) -> Expr | None:
    """(1/S) sum_x e_x u_x: the factor 1/S goes inside, to the numerator that it belongs to."""
    if not isinstance(expr, Mul | Div):
        return None
    parts = product_of(expr)
    sums = [f for f in (*parts.top, *parts.chain) if isinstance(f, Sum)]
    if not parts.bottom or len(sums) != 1 or len(parts.chain) > 1:
        return None
    (inner,) = sums
    divisor = composed(Product(Fraction(1), (), parts.bottom), parts.bottom[0].shape)
    # The same letter bound inside the divisor would be right and hard to read.
    inner = renamed(inner, all_letters(divisor) | context.taken)
    body = product_of(inner.body)
    moved = composed(
        Product(body.coefficient, body.top, (*body.bottom, *parts.bottom), body.chain), inner.shape
    )
    whole = Sum(inner.index, inner.conditions, moved)
    top = tuple(f for f in parts.top if f is not sums[0])
    if whole.shape.is_scalar:
        return composed(Product(parts.coefficient, (*top, whole), (), parts.chain), expr.shape)
    return composed(Product(parts.coefficient, top, (), (whole,)), expr.shape)


def _common(expr: Expr, context: Context) -> Expr | None:
    """The factor that stands left (or right) in every term of a sum is taken out."""
    if not isinstance(expr, Add):
        return None
    parts = [product_of(t) for t in expr.terms]
    if any(p.bottom for p in parts):
        return None
    if all(p.chain for p in parts):
        lefts, rights = {key(p.chain[0]) for p in parts}, {key(p.chain[-1]) for p in parts}
        if len(lefts) == 1 and all(len(p.chain) > 1 for p in parts):
            rest = _rest(parts, slice(1, None))
            return None if rest is None else _times(parts[0].chain[0], rest)
        if len(rights) == 1:
            rest = _rest(parts, slice(None, -1))
            return None if rest is None else _times(rest, parts[0].chain[-1])
    return _common_scalar(expr, parts)


def _common_scalar(expr: Add, parts: list[Product]) -> Expr | None:
    if len(parts) != len(expr.terms) or (not expr.shape.is_scalar and not all(p.chain for p in parts)):
        return None
    for factor in parts[0].top:
        if all(any(key(f) == key(factor) for f in p.top) for p in parts[1:]):
            rests = []
            for p in parts:
                top = list(p.top)
                del top[[key(f) for f in top].index(key(factor))]
                rests.append(composed(Product(p.coefficient, tuple(top), (), p.chain), expr.shape))
            return Mul((factor, _positive_first(rests)))
    return None


def _rest(parts: list[Product], kept: slice) -> Expr | None:
    terms = []
    for p in parts:
        chain = p.chain[kept]
        shape = chain[0].shape if len(chain) == 1 else Mul(chain).shape if chain else None
        terms.append(composed(Product(p.coefficient, p.top, (), chain), shape or parts[0].chain[0].shape))
    shaped = next((t.shape for t in terms if not t.shape.is_scalar), None)
    if shaped is not None:
        terms = [fitted(t, shaped) for t in terms]
        if any(t.shape != shaped for t in terms):
            return None
    return tidy(_transposed_together(_positive_first(terms)))


def _positive_first(terms: list[Expr]) -> Add:
    """b - a rather than -a + b."""
    return Add((*(t for t in terms if not isinstance(t, Neg)), *(t for t in terms if isinstance(t, Neg))))


def _times(left: Expr, right: Expr) -> Expr:
    return Mul((left, right))


def _transposed_together(expr: Add) -> Expr:
    """a^T - b^T = (a - b)^T."""
    inner = []
    for term in expr.terms:
        match term:
            case Transpose(arg=arg):
                inner.append(arg)
            case Neg(arg=Transpose(arg=arg)):
                inner.append(Neg(arg))
            case _:
                return expr
    return Transpose(Add(tuple(inner)))


def _diagonal(expr: Expr, context: Context) -> Expr | None:
    """diag(a) b is the product by elements, where the claim has no diag."""
    match expr:
        case Mul(factors=factors) if any(isinstance(f, Diag) for f in factors):
            if any(isinstance(n, Diag) for _, n in nodes(context.claim)):
                return None
            for at in range(len(factors) - 1):
                left, right = factors[at], factors[at + 1]
                if isinstance(left, Diag) and left.arg.shape.is_vector and right.shape == left.arg.shape:
                    whole = Hadamard((left.arg, right))
                    rest = (*factors[:at], whole, *factors[at + 2 :])
                    return rest[0] if len(rest) == 1 else Mul(rest)
    return None


def _transposed(expr: Expr, context: Context) -> Expr | None:
    """(A B)^T = B^T A^T, a derivative that is a product turned round."""
    match expr:
        case Transpose(arg=Mul(factors=factors)):
            scalars = tuple(f for f in factors if f.shape.is_scalar)
            chain = tuple(turned(f) for f in reversed(factors) if not f.shape.is_scalar)
            return Mul((*scalars, *chain))
        case Transpose(arg=Add(terms=terms)):
            return Add(tuple(Transpose(t) for t in terms))
    return None


def _distribute(expr: Expr, context: Context) -> Expr | None:
    """a (b + c) = a b + a c for scalars, where that leaves something to cancel."""
    if not isinstance(expr, Mul | Div):
        return None
    parts = product_of(expr)
    for at, factor in enumerate(parts.top):
        if isinstance(factor, Add) and parts.bottom:
            others = (*parts.top[:at], *parts.top[at + 1 :])
            terms = []
            for term in factor.terms:
                p = product_of(term)
                new = Product(
                    p.coefficient * parts.coefficient,
                    (*p.top, *others),
                    (*p.bottom, *parts.bottom),
                    parts.chain,
                )
                terms.append(composed(new, expr.shape))
            if any(_cancel(t.arg if isinstance(t, Neg) else t, context) is not None for t in terms):
                return Add(tuple(terms))
    return None


def _together(expr: Expr, context: Context) -> Expr | None:
    """Equal terms of a sum added up, opposite ones dropped."""
    if not isinstance(expr, Add):
        return None
    total: dict[str, tuple[Fraction, Product]] = {}
    for term in expr.terms:
        p = product_of(term)
        name = key(composed(Product(Fraction(1), p.top, p.bottom, p.chain), term.shape))
        so_far = total.get(name, (Fraction(0), p))
        total[name] = (so_far[0] + p.coefficient, so_far[1])
    if len(total) == len(expr.terms):
        return None
    terms = [
        composed(Product(coefficient, p.top, p.bottom, p.chain), expr.shape)
        for coefficient, p in total.values()
        if coefficient
    ]
    if not terms:
        return Number(Fraction(0), expr.shape)
    return terms[0] if len(terms) == 1 else Add(tuple(terms))


def _multiply_out(expr: Expr, context: Context) -> Expr | None:
    """Brackets of a sum multiplied out, where that makes terms cancel and leaves fewer of them."""
    if not isinstance(expr, Add):
        return None
    monomials = [m for t in expr.terms for m in _monomials(product_of(t))]
    if len(monomials) == len(expr.terms) or len(monomials) > _MOST_TERMS:
        return None
    new = _together(Add(tuple(composed(m, expr.shape) for m in monomials)), context)
    count = len(new.terms) if isinstance(new, Add) else 1
    return new if new is not None and count <= len(expr.terms) else None


def _monomials(product: Product) -> list[Product]:
    """A product with the sums among its scalar factors multiplied out."""
    for at, factor in enumerate(product.top):
        if isinstance(factor, Add):
            out: list[Product] = []
            for term in factor.terms:
                p = product_of(term)
                top = (*product.top[:at], *p.top, *product.top[at + 1 :])
                bottom = (*product.bottom, *p.bottom)
                out += _monomials(Product(product.coefficient * p.coefficient, top, bottom, product.chain))
            return out
    return [product]


_MOST_TERMS = 16

EXPAND_RULES = (Rule("multiply out", ("multiply out; equal terms cancel",), _multiply_out),)
CANCEL_RULES = (
    Rule("cancel", ("cancel",), _cancel),
    Rule("distribute and cancel", ("multiply out and cancel",), _distribute),
    Rule("equal terms", ("collect equal terms",), _together),
    Rule("signs", (), _signs),
)


def _turn(expr: Expr, context: Context) -> Expr | None:
    """-(1 - a) b = (a - 1) b, where the claim has the bracket that way round."""
    if not isinstance(expr, Neg):
        return None
    parts = product_of(expr.arg)
    for at, factor in enumerate(parts.top):
        if isinstance(factor, Add):
            turned_round = tidy(Neg(factor))
            if (
                isinstance(turned_round, Add)
                and in_claim(context, turned_round)
                and not in_claim(context, factor)
            ):
                new = (*parts.top[:at], _positive_first(list(turned_round.terms)), *parts.top[at + 1 :])
                return composed(Product(parts.coefficient, new, parts.bottom, parts.chain), expr.shape)
    return None


TURN_RULES = (Rule("turn a difference round", ("the minus goes into the bracket",), _turn),)
INTO_RULES = (Rule("factor into a sum", ("the denominator goes inside the sum",), _into_sum),)
TRANSPOSE_RULES = (
    Rule("transpose of a product", ("transpose of a product",), _transposed),
    Rule("diagonal matrix", ("a diagonal matrix multiplies by elements",), _diagonal),
)
COMMON_RULES = (Rule("common factor", ("take out the common factor",), _common),)
