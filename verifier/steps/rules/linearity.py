"""The derivative is linear: sums, signs, constant factors, constants, and what is differentiated by itself.

Words are given where a lecturer would say something; the rest is pushed in along with the line above it.
"""

from __future__ import annotations

from fractions import Fraction

from verifier.expr.indices import IndexTerm, SameIndex
from verifier.expr.nodes import (
    Add,
    Apply,
    Column,
    Derivative,
    Entry,
    Expr,
    Identity,
    Indicator,
    Mul,
    Neg,
    Number,
    Opaque,
    Sum,
    Transpose,
    Unit,
)
from verifier.expr.walk import free_letters, nodes
from verifier.steps.entries import entry
from verifier.steps.known import depends, renamed, same
from verifier.steps.model import Context, Rule, Words
from verifier.steps.product import Product, composed, product_of
from verifier.steps.rules.choice import chosen
from verifier.steps.tidy import tidy, zero

LINEAR: Words = ("linearity",)


def _constant(expr: Expr, context: Context) -> Expr | None:
    match expr:
        case Derivative(of=Sum(body=Opaque()) | Opaque()):
            return None  # a sum of opaque losses is pushed through first: the point is what one of them depends on
        case Derivative(of=of, by=by) if not depends(of, by, context):
            return zero(expr.shape)
    return None


def _opaque(expr: Expr, context: Context) -> Expr | None:
    """A loss that nobody looks into depends on its arguments alone."""
    match expr:
        case Derivative(of=Opaque() as of, by=by) if not depends(of, by, context):
            return zero(expr.shape)
    return None


def _itself(expr: Expr, context: Context) -> Expr | None:
    match expr:
        case Derivative(of=of, by=by) if of == by and by.shape.is_vector:
            return Identity(by.shape.rows)
        case Derivative(of=of, by=by) if of == by and by.shape.is_scalar:
            return Number(Fraction(1))
        case Derivative(of=Column(matrix=m, index=i), by=Column(matrix=n, index=j)) if m == n:
            return _if_same(i, j, Identity(expr.shape.rows), context)
        case Derivative(of=Entry(of=p, row=i, col=None), by=Entry(of=q, row=j, col=None)) if p == q:
            return _if_same(i, j, Number(Fraction(1)), context)
        case Derivative(of=Entry(of=p, row=i, col=None), by=by) if p == by and by.shape.is_vector:
            return Unit(i, by.shape.rows)
    return None


def _if_same(left: IndexTerm, right: IndexTerm, value: Expr, context: Context) -> Expr:
    """`value` where both places are one, else 0; `_constant` has dealt with places that differ."""
    if same(left, right, context):
        return value
    here = Indicator((SameIndex(right, left),))
    return here if value.shape.is_scalar else Mul((here, value))


def _sum(expr: Expr, context: Context) -> Expr | None:
    match expr:
        case Derivative(of=Add(terms=terms), by=by):
            return Add(tuple(Derivative(t, by) for t in terms))
        case Derivative(of=Neg(arg=arg), by=by):
            return Neg(Derivative(arg, by))
        case Derivative(of=Sum() as total, by=by) if chosen(expr, context) is None:
            total = renamed(total, free_letters(by))
            return Sum(total.index, total.conditions, Derivative(total.body, by))
    return None


def _factor(expr: Expr, context: Context) -> Expr | None:
    """Factors that do not depend on the variable stand in front; a matrix that stands left stays left."""
    match expr:
        case Derivative(of=of, by=by) if not isinstance(of, Derivative):
            parts = product_of(of)
        case _:
            return None
    if (parts.is_one_factor and parts.coefficient == 1) or parts.coefficient == 0:
        return None
    fixed_top = tuple(f for f in parts.top if not depends(f, by, context))
    fixed_bottom = tuple(f for f in parts.bottom if not depends(f, by, context))
    top = tuple(f for f in parts.top if f not in fixed_top)
    bottom = tuple(f for f in parts.bottom if f not in fixed_bottom)
    left = 0
    if not top and not bottom and not by.shape.is_matrix:
        while left < len(parts.chain) - 1 and not depends(parts.chain[left], by, context):
            left += 1
    if not fixed_top and not fixed_bottom and not left and parts.coefficient == 1:
        return None
    rest = composed(Product(Fraction(1), top, bottom, parts.chain[left:]), of.shape)
    inner = Derivative(rest, by)
    if parts.chain[:left] and inner.shape.is_scalar and not rest.shape.is_scalar:
        return None
    chain = (*parts.chain[:left], inner) if not inner.shape.is_scalar else parts.chain[:left]
    more = (inner,) if inner.shape.is_scalar else ()
    return tidy(composed(Product(parts.coefficient, fixed_top + more, fixed_bottom, chain), expr.shape))


def _entry(expr: Expr, context: Context) -> Expr | None:
    """The derivative of an entry is that of the vector, at that entry."""
    match expr:
        case Derivative(of=Entry(of=of, row=row, col=None) as whole, by=by) if of.shape.is_vector:
            lower = entry(of, row)
            if lower != whole:
                return Derivative(lower, by)
            if of == by or isinstance(by, Entry | Column):
                return None
            inner = Derivative(of, by)
            if by.shape.is_scalar:
                return Entry(inner, row)
            if by.shape.is_vector and isinstance(of, Mul | Add | Apply):
                return Mul((Transpose(inner), Unit(row, of.shape.rows)))
    return None


RULES = (
    Rule("constant", lambda before, after, context: _says_constant(before), _constant),
    Rule("derivative of the variable", (), _itself),
    Rule("sum rule", LINEAR, _sum),
    Rule("constant factor", (), _factor),
    Rule("entry of a vector", (), _entry),
    Rule("argument of an opaque loss", lambda before, after, context: _says_constant(before), _opaque),
)


def _says_constant(before: Expr) -> Words:
    """Worth a word where the reader could expect otherwise: a sum, a part of the matrix that is differentiated by."""
    assert isinstance(before, Derivative)
    of = before.of.arg if isinstance(before.of, Neg) else before.of
    if isinstance(of, Sum):
        return ("no term of the sum depends on ", before.by)
    if isinstance(of, Opaque):
        return (of, " does not depend on ", before.by)
    if isinstance(before.by, Column) and any(
        isinstance(n, Column) and n.matrix == before.by.matrix for _, n in nodes(of)
    ):
        return (of, " does not depend on ", before.by)
    return ()
