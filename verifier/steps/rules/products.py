"""Derivatives of inner products, of products and quotients of scalars, of powers, of products by elements."""

from __future__ import annotations

from fractions import Fraction

from verifier.expr.build import sub
from verifier.expr.nodes import (
    Add,
    Derivative,
    Diag,
    Div,
    Expr,
    Hadamard,
    Mul,
    Neg,
    Number,
    Pow,
    Symbol,
    Transpose,
)
from verifier.steps.known import depends
from verifier.steps.model import Context, Rule, Words
from verifier.steps.order import turned
from verifier.steps.product import Product, composed, product_of
from verifier.steps.tidy import tidy


def _chain(factors: tuple[Expr, ...]) -> Expr:
    return factors[0] if len(factors) == 1 else Mul(factors)


def reversed_chain(factors: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """The transpose of a product of matrices, factor by factor."""
    return tuple(turned(f) for f in reversed(factors))


def _inner_factors(of: Expr) -> tuple[Expr, ...] | None:
    """The factors of a scalar product of matrices a^T ... b, None for anything else."""
    if not isinstance(of, Mul) or not of.shape.is_scalar:
        return None
    if not any(f.shape.is_scalar for f in of.factors):
        return of.factors  # as the author has grouped them: (A x)^T (A x) is a square
    parts = product_of(of)
    if parts.coefficient == 1 and not parts.bottom and len(parts.top) == 1 and isinstance(parts.top[0], Mul):
        return parts.top[0].factors
    return None


def _inner_once(expr: Expr, context: Context) -> Expr | None:
    """a^T b where only one factor depends on the variable."""
    if not isinstance(expr, Derivative):
        return None
    factors, by = _inner_factors(expr.of), expr.by
    if factors is None:
        return None
    dependent = [at for at, f in enumerate(factors) if depends(f, by, context)]
    if len(dependent) != 1:
        return None
    at = dependent[0]
    before, after = factors[:at], factors[at + 1 :]
    if by.shape.is_scalar:
        core = factors[at]
        flipped = isinstance(core, Transpose)
        moved: Expr = Derivative(core.arg if isinstance(core, Transpose) else core, by)
        return _chain((*before, Transpose(moved) if flipped else moved, *after))
    if by.shape.is_matrix:
        return _by_matrix(factors[at], by, before, after)
    if not before:
        core, others = turned(factors[0]), after
    elif not after:
        core, others = factors[-1], reversed_chain(before)
    else:
        return None
    if core == by:
        return _chain(others)
    return tidy(_chain((Transpose(Derivative(core, by)), *others)))


def _by_matrix(core: Expr, by: Expr, before: tuple[Expr, ...], after: tuple[Expr, ...]) -> Expr | None:
    """d/dW of l W r is l^T r^T, of l W^T r it is r l."""
    if not isinstance(by, Symbol) or not before or not after:
        return None
    if core == by:
        return _chain((*reversed_chain(before), *reversed_chain(after)))
    if core == Transpose(by):
        return _chain((*after, *before))
    return None


def _inner_twice(expr: Expr, context: Context) -> Expr | None:
    """r^T r and a^T M b where both ends depend on the variable."""
    if not isinstance(expr, Derivative):
        return None
    factors, by = _inner_factors(expr.of), expr.by
    if factors is None or len(factors) < 2 or not by.shape.is_vector:
        return None
    left, middle, right = turned(factors[0]), factors[1:-1], factors[-1]
    if not (depends(left, by, context) and depends(right, by, context)):
        return None
    if any(depends(f, by, context) for f in middle):
        return None
    if left == right and not middle:
        two = Number(Fraction(2))
        return tidy(Mul((two, right) if right == by else (two, Transpose(Derivative(left, by)), right)))
    one = Mul((Transpose(Derivative(left, by)), *middle, right))
    other = Mul((Transpose(Derivative(right, by)), *reversed_chain(middle), left))
    return Add((one, other))


def _product(expr: Expr, context: Context) -> Expr | None:
    """f g of scalars, and a scalar times a vector by a scalar."""
    match expr:
        case Derivative(of=of, by=by):
            parts = product_of(of)
        case _:
            return None
    if parts.coefficient != 1 or parts.bottom or len(parts.top) + len(parts.chain) < 2:
        return None
    if len(parts.chain) > 1 or (parts.chain and not by.shape.is_scalar):
        return None
    if not all(depends(f, by, context) for f in parts.top):
        return None
    factors = (*parts.top, *parts.chain)
    if parts.chain and not depends(parts.chain[0], by, context):
        inner = composed(Product(Fraction(1), parts.top), of.shape)
        return Mul((Derivative(inner, by), parts.chain[0]))
    if len(set(factors)) == 1 and not parts.chain:
        return _power_rule(factors[0], Fraction(len(factors)), by)
    first, rest = factors[0], _chain(factors[1:])
    return Add((_scaled(rest, Derivative(first, by)), _scaled(first, Derivative(rest, by))))


def _scaled(left: Expr, right: Expr) -> Expr:
    return Mul((right, left)) if right.shape.is_scalar and not left.shape.is_scalar else Mul((left, right))


def _quotient(expr: Expr, context: Context) -> Expr | None:
    match expr:
        case Derivative(of=Div(top=top, bottom=bottom), by=by) if (
            bottom.shape.is_scalar and top.shape.is_scalar
        ):
            pass
        case _:
            return None
    if not depends(bottom, by, context):
        return None
    square = Pow(bottom, Number(Fraction(2)))
    if not depends(top, by, context):
        return Neg(Mul((Div(top, square), Derivative(bottom, by))))
    above = sub(_scaled(bottom, Derivative(top, by)), _scaled(top, Derivative(bottom, by)))
    return Mul((Div(Number(Fraction(1)), square), above)) if not above.shape.is_scalar else Div(above, square)


def _power(expr: Expr, context: Context) -> Expr | None:
    match expr:
        case Derivative(of=Pow(base=base, exponent=Number(value=n)), by=by) if base.shape.is_scalar:
            return _power_rule(base, n, by)
    return None


def _power_rule(base: Expr, n: Fraction, by: Expr) -> Expr:
    lowered = base if n == 2 else Pow(base, Number(n - 1))
    return Mul((Number(n), lowered, Derivative(base, by)))


def _by_elements(expr: Expr, context: Context) -> Expr | None:
    """The Jacobian of a product by elements."""
    match expr:
        case Derivative(of=Hadamard(factors=(a, b)), by=by) if a.shape.is_vector and b.shape.is_vector:
            if by.shape.is_scalar:
                return Add((Hadamard((Derivative(a, by), b)), Hadamard((a, Derivative(b, by)))))
            return Add((Mul((Diag(b), Derivative(a, by))), Mul((Diag(a), Derivative(b, by)))))
    return None


def _says_twice(before: Expr) -> Words:
    assert isinstance(before, Derivative)
    return ("product rule: both factors depend on ", before.by)


def _says_quotient(before: Expr, after: Expr, context: Context) -> Words:
    assert isinstance(before, Derivative) and isinstance(before.of, Div)
    if depends(before.of.top, before.by, context):
        return ("quotient rule",)
    return ("derivative of a reciprocal",)


LINEAR_RULES = (Rule("inner product", ("derivative of an inner product",), _inner_once),)
CHAIN_RULES = (
    Rule("square of a vector", lambda before, after, context: _says_twice(before), _inner_twice),
    Rule("power rule", ("power rule",), _power),
    Rule("quotient rule", _says_quotient, _quotient),
    Rule("product rule", ("product rule",), _product),
    Rule("product by elements", ("product rule, by elements",), _by_elements),
)
