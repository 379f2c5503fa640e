"""Between a vector and its entries: `entry` goes down (entry w of U^T v is u_w^T v), `lifted` comes back up.

`lifted(s, w)` is the vector whose entry w is the scalar s, if s depends on w in a way that the language can write.
"""

from __future__ import annotations

from fractions import Fraction

from verifier.expr.build import add
from verifier.expr.indices import Index, IndexTerm, SameIndex
from verifier.expr.nodes import (
    Add,
    Apply,
    Column,
    Div,
    Entry,
    Expr,
    Hadamard,
    Identity,
    Indicator,
    Mul,
    Named,
    Neg,
    Number,
    Pow,
    Symbol,
    Transpose,
    Unit,
)
from verifier.expr.shapes import Shape, vector_shape
from verifier.expr.walk import free_letters
from verifier.functions.softmax import SOFTMAX
from verifier.steps.product import Product, composed, product_of


def entry(expr: Expr, at: IndexTerm) -> Expr:
    """Entry `at` of a vector, as far down as it goes."""
    match expr:
        case Add(terms=terms):
            return add(*(entry(t, at) for t in terms))
        case Neg(arg=arg):
            return Neg(entry(arg, at))
        case Number(value=value):
            return Number(value)
        case Unit(index=index):
            return Indicator((SameIndex(index, at),))
        case Apply(function=function, args=args) if function.by_elements:
            return Apply(function, tuple(entry(a, at) for a in args))
        case Hadamard(factors=factors):
            return Mul(tuple(f if f.shape.is_scalar else entry(f, at) for f in factors))
        case Pow(base=base, exponent=exponent):
            return Pow(entry(base, at), exponent)
        case Div(top=top, bottom=bottom):
            above = top if top.shape.is_scalar else entry(top, at)
            return Div(above, bottom if bottom.shape.is_scalar else entry(bottom, at))
        case Mul(factors=(Transpose(arg=matrix), *rest)) if matrix.shape.is_matrix and rest:
            right = rest[0] if len(rest) == 1 else Mul(tuple(rest))
            if right.shape.is_vector:
                return Mul((Transpose(column(matrix, at)), right))
        case Mul(factors=factors) if any(f.shape.is_scalar for f in factors):
            vectors = [f for f in factors if not f.shape.is_scalar]
            if vectors:
                scalars = [f for f in factors if f.shape.is_scalar]
                inner = vectors[0] if len(vectors) == 1 else Mul(tuple(vectors))
                return Mul((*scalars, entry(inner, at)))
    return Entry(expr, at)


def column(matrix: Expr, at: IndexTerm) -> Expr:
    if isinstance(matrix, Identity):
        return Unit(at, matrix.size)
    return Column(matrix, at)


def lifted(scalar: Expr, index: Index) -> Expr | None:
    """The vector over the range of `index` whose entries are `scalar`; None if it cannot be written without entries."""
    shape = vector_shape(index.range.length)
    if index.name not in free_letters(scalar):
        return Number(scalar.value, shape) if isinstance(scalar, Number) else None
    match scalar:
        case Entry(of=of, row=row, col=None) if row == index and index.name not in free_letters(of):
            return of if of.shape == shape else None
        case Indicator(conditions=(SameIndex(left=a, right=b),)) if index in (a, b) and a != b:
            return Unit(b if a == index else a, index.range.length)
        case Neg(arg=arg):
            inner = lifted(arg, index)
            return None if inner is None else Neg(inner)
        case Apply(function=function, args=args) if function.by_elements and len(args) == 1:
            inner = lifted(args[0], index)
            return None if inner is None else Apply(function, (inner,))
        case Add(terms=terms):
            parts = [lifted(t, index) for t in terms]
            whole = [p for p in parts if p is not None]
            return add(*whole) if len(whole) == len(parts) else None
        case Mul(factors=(Transpose(arg=Column(matrix=m, index=at)), right)) if _stands_for(
            m, at, right, index
        ):
            return Mul((Transpose(m), right)) if m.shape.cols == index.range.length else None
        case Mul(factors=(Transpose(arg=left), Column(matrix=m, index=at))) if _stands_for(
            m, at, left, index
        ):
            return Mul((Transpose(m), left)) if m.shape.cols == index.range.length else None
        case Mul() | Div():
            return _lifted_product(scalar, index)
    return None


def _stands_for(matrix: Expr, at: IndexTerm, other: Expr, index: Index) -> bool:
    return (
        at == index and index.name not in free_letters(other) | free_letters(matrix) and other.shape.is_vector
    )


def _lifted_product(scalar: Expr, index: Index) -> Expr | None:
    parts = product_of(scalar)
    if any(index.name in free_letters(f) for f in parts.bottom):
        return None
    moving = [f for f in parts.top if index.name in free_letters(f)]
    fixed = [f for f in parts.top if index.name not in free_letters(f)]
    if not moving or scalar in moving:
        return None
    vectors = [lifted(f, index) for f in moving]
    whole = [v for v in vectors if v is not None]
    if len(whole) < len(vectors):
        return None
    inner = whole[0] if len(whole) == 1 else Hadamard(tuple(whole))
    if fixed or parts.bottom or parts.coefficient != 1:
        return composed(Product(parts.coefficient, tuple(fixed), parts.bottom, (inner,)), inner.shape)
    return inner


def softmax_body(expr: Expr) -> Expr | None:
    """z, where `expr` is softmax(z) of a vector, by its name or written out."""
    while isinstance(expr, Named):
        expr = expr.body
    match expr:
        case Apply(function=function, args=(z,)) if function is SOFTMAX and z.shape.is_vector:
            return z
    return None


def ones(shape: Shape) -> Expr:
    return Number(Fraction(1), shape)


def one_hot_place(expr: Expr) -> IndexTerm | None:
    """Where the 1 stands in a one-hot vector or a unit vector."""
    match expr:
        case Symbol(one_hot=at):
            return at
        case Unit(index=at):
            return at
    return None
