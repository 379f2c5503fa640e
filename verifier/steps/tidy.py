"""Silent clearing up after a rule: zeros, ones, double signs, brackets that say nothing.

None of this is a step of its own; a lecturer does it while writing the next line.
"""

from __future__ import annotations

from fractions import Fraction

from verifier.expr.build import add
from verifier.expr.nodes import (
    Add,
    Derivative,
    Diag,
    Div,
    Expr,
    Hadamard,
    Identity,
    Mul,
    Named,
    Neg,
    Number,
    Opaque,
    Pow,
    Sum,
    Transpose,
)
from verifier.expr.shapes import SCALAR, Shape
from verifier.expr.walk import children, rebuilt
from verifier.steps.known import is_one, is_zero
from verifier.steps.product import Product, composed, product_of


def zero(shape: Shape = SCALAR) -> Number:
    return Number(Fraction(0), shape)


def tidy(expr: Expr) -> Expr:
    """`expr` cleared up everywhere, innermost first. What is differentiated by is left alone, so are definitions."""
    match expr:
        case Named() | Opaque():
            return expr
        case Derivative(of=of, by=by):
            inner = tidy(of)
            return expr if inner is of else Derivative(inner, by)
    return _tidy_node(rebuilt(expr, tuple(tidy(child) for child in children(expr))))


def _tidy_node(expr: Expr) -> Expr:
    match expr:
        case Add():
            return _tidy_sum(expr)
        case Neg(arg=Neg(arg=arg)):
            return arg
        case Neg(arg=Number(value=value)) if value == 0:
            return expr.arg
        case Neg(arg=Add(terms=terms)):
            return add(*(_negated(t) for t in terms))
        case Mul() | Div():
            return _tidy_product(expr)
        case Hadamard(factors=factors):
            return _tidy_hadamard(expr, factors)
        case Sum(body=body) if is_zero(body):
            return body
        case Sum(index=index, conditions=conditions, body=Neg(arg=arg)):
            return Neg(Sum(index, conditions, arg))
        case Transpose(arg=arg) if arg.shape.is_scalar:
            return arg
        case Transpose(arg=Transpose(arg=arg) | (Identity() as arg) | (Diag() as arg)):
            return arg
        case Transpose(arg=Mul(factors=factors) as arg) if (
            all(f.shape.is_scalar or isinstance(f, Identity | Diag) for f in factors)
            and sum(not f.shape.is_scalar for f in factors) == 1
        ):
            return arg
        case Transpose(arg=Neg(arg=arg)):
            return Neg(Transpose(arg))
        case Transpose(arg=Number(value=value)):
            return Number(value, expr.shape)
        case Pow(base=base, exponent=exponent) if is_one(exponent):
            return base
        case Diag(arg=arg) if is_zero(arg):
            return zero(expr.shape)
        case Diag(arg=arg) if is_one(arg):
            return Identity(expr.shape.rows)
    return expr


def _negated(expr: Expr) -> Expr:
    if isinstance(expr, Number):
        return Number(-expr.value, expr.of_shape)
    return expr.arg if isinstance(expr, Neg) else Neg(expr)


def _tidy_sum(expr: Add) -> Expr:
    """No zeros, no brackets around sums, numbers put together where they stand first."""
    flat: list[Expr] = []
    for term in expr.terms:
        match term:
            case Add(terms=terms):
                flat.extend(terms)
            case _ if is_zero(term):
                continue
            case _:
                flat.append(term)
    constants = [t for t in flat if _constant(t) is not None]
    if len(constants) > 1:
        total = sum((_constant(t) or Fraction(0) for t in constants), Fraction(0))
        at = next(i for i, t in enumerate(flat) if _constant(t) is not None)
        flat = [t for t in flat if _constant(t) is None]
        if total:
            flat.insert(at, Number(total, expr.shape) if total > 0 else Neg(Number(-total, expr.shape)))
    if len(flat) == len(expr.terms) and all(a is b for a, b in zip(flat, expr.terms, strict=True)):
        return expr
    if not flat:
        return zero(expr.shape)
    return flat[0] if len(flat) == 1 else Add(tuple(flat))


def _constant(expr: Expr) -> Fraction | None:
    match expr:
        case Number(value=value):
            return value
        case Neg(arg=Number(value=value)):
            return -value
    return None


def _tidy_product(expr: Mul | Div) -> Expr:
    """Written anew only if there is a 0, a 1, a sign or an identity in it, or a fraction over a fraction."""
    if isinstance(expr, Div) and not expr.bottom.shape.is_scalar:
        return expr
    parts = product_of(expr)
    if parts.coefficient == 0 or any(is_zero(f) for f in (*parts.top, *parts.chain)):
        return zero(expr.shape)
    plain = [f for f in parts.chain if not isinstance(f, Identity)]
    if len(plain) < len(parts.chain):
        if not plain and not expr.shape.is_scalar:
            plain = [parts.chain[0]]
        return composed(Product(parts.coefficient, parts.top, parts.bottom, tuple(plain)), expr.shape)
    if isinstance(expr, Div):
        untidy = is_one(expr.bottom) or isinstance(expr.top, Neg | Div) or isinstance(expr.bottom, Neg | Div)
    else:
        untidy = (
            any((is_one(f) and f.shape.is_scalar) or isinstance(f, Neg | Mul) for f in expr.factors)
            or sum(isinstance(f, Number) for f in expr.factors) > 1
        )
    if not untidy:
        return expr
    new = composed(parts, expr.shape)
    return expr if new == expr else new


def _tidy_hadamard(expr: Hadamard, factors: tuple[Expr, ...]) -> Expr:
    if any(is_zero(f) for f in factors):
        return zero(expr.shape)
    if any(isinstance(f, Hadamard) for f in factors):
        factors = tuple(g for f in factors for g in (f.factors if isinstance(f, Hadamard) else (f,)))
    negative = sum(isinstance(f, Neg) for f in factors)
    kept = tuple(f.arg if isinstance(f, Neg) else f for f in factors)
    shaped = tuple(f for f in kept if not is_one(f))
    if not negative and shaped == expr.factors:
        return expr
    if not shaped:
        shaped = (Number(Fraction(1), expr.shape),)
    whole: Expr = shaped[0] if len(shaped) == 1 else Hadamard(shaped)
    return Neg(whole) if negative % 2 else whole
