"""Smart constructors: the arithmetic that an author's operators and the reader of LaTeX share.

They flatten sums and products, keep signs where they were written, and let a literal number take the shape of its
neighbour (0 fits every shape; 1 - sigma(x) is by elements for a vector x).
"""

from __future__ import annotations

from fractions import Fraction
from math import isfinite
from operator import is_

from verifier.errors import VerifierError
from verifier.expr.indices import Index, IndexTerm, Picked, Place, range_of
from verifier.expr.nodes import (
    Add,
    Cases,
    Column,
    Div,
    Entry,
    Expr,
    Hadamard,
    Mul,
    Neg,
    Number,
    Pow,
    Transpose,
)
from verifier.expr.shapes import SCALAR, Shape, ShapeError
from verifier.expr.sizes import ONE, Size

ExprLike = Expr | int | Fraction


def as_expr(value: ExprLike) -> Expr:
    """A formula, or an exact number as one; anything else that stands beside an operator is refused."""
    if isinstance(value, Expr):
        return value
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return Number(Fraction(value))
    if isinstance(value, float):
        raise VerifierError(f"{value!r} is not an exact number", write_exactly(value))
    if type(value).__module__.partition(".")[0] == "sympy":
        raise VerifierError(
            f"`{value}` is sympy, and stands beside a formula of verifier.language",
            "write formula(...) around what is sympy, or declare its letters by scalar",
        )
    raise VerifierError(f"{value!r} stands where a formula or a number belongs")


def write_exactly(value: float) -> str:
    """What would help whoever wrote 0.1."""
    nearest = Fraction(value).limit_denominator(10**6) if isfinite(value) else None
    if nearest is None:
        return "numbers are int or Fraction"
    return f"write Fraction({nearest.numerator}, {nearest.denominator}) for it"


def fitted(value: Expr, shape: Shape) -> Expr:
    """`value`, or the same literal number (2, -1, 1/3) spread over `shape`."""
    if value.shape == shape or not value.shape.is_scalar:
        return value
    match value:
        case Number():
            return Number(value.value, shape, span=value.span)
        case Neg(arg=arg) if (spread := fitted(arg, shape)) is not arg:
            return Neg(spread, span=value.span)
        case Add(terms=terms):
            parts = tuple(fitted(term, shape) for term in terms)
            return value if any(map(is_, parts, terms)) else Add(parts, span=value.span)
        case Cases(branches=branches) if all(_is_zero(branch) for branch, _ in branches):
            return Number(Fraction(0), shape, span=value.span)
        case Div(top=top, bottom=Number() as bottom) if (spread := fitted(top, shape)) is not top:
            return Div(spread, bottom, span=value.span)
    return value


def _is_zero(value: Expr) -> bool:
    return (isinstance(value, Number) and not value.value) or (isinstance(value, Neg) and _is_zero(value.arg))


def add(*terms: ExprLike) -> Expr:
    flat: list[Expr] = []
    for term in map(as_expr, terms):
        flat.extend(term.terms if isinstance(term, Add) else (term,))
    if len(flat) == 1:
        return flat[0]
    shape = next((t.shape for t in flat if not t.shape.is_scalar), SCALAR)
    return Add(tuple(fitted(t, shape) for t in flat))


def neg(value: ExprLike) -> Expr:
    return Neg(as_expr(value))


def sub(left: ExprLike, right: ExprLike) -> Expr:
    """`left - right`; a sum on the right stays one term, as it stood in brackets."""
    right = as_expr(right)
    left = as_expr(left)
    terms = left.terms if isinstance(left, Add) else (left,)
    shape = next((t.shape for t in (*terms, right) if not t.shape.is_scalar), SCALAR)
    return Add((*(fitted(t, shape) for t in terms), Neg(fitted(right, shape))))


def mul(*factors: ExprLike) -> Expr:
    flat: list[Expr] = []
    for factor in map(as_expr, factors):
        # A product that stood in brackets keeps them if flattening would change how it groups.
        flat.extend(factor.factors if isinstance(factor, Mul) and not flat else (factor,))
    return flat[0] if len(flat) == 1 else Mul(tuple(flat))


def matmul(left: ExprLike, right: ExprLike) -> Expr:
    """The `@` of an author; what cannot be formed is told with the transpose that would help."""
    try:
        return mul(left, right)
    except ShapeError as error:
        one, other = error.operands
        a, b = one.shape, other.shape
        ways = [Mul((Transpose(one), other))] if a.rows == b.rows != ONE else []
        ways += [Mul((one, Transpose(other)))] if a.cols == b.cols != ONE else []
        meant = " or ".join(f"`{way}`" for way in ways)
        raise ShapeError(
            error.operation, error.operands, f"did you mean {meant}?" if meant else None
        ) from error


def scaled(left: ExprLike, right: ExprLike) -> Expr:
    """The `*` of an author: one side must be a scalar."""
    left, right = as_expr(left), as_expr(right)
    if not left.shape.is_scalar and not right.shape.is_scalar:
        raise ShapeError(
            "product `*`", (left, right), "write @ for the matrix product, hadamard(a, b) by elements"
        )
    return mul(left, right)


def hadamard(*factors: ExprLike) -> Expr:
    return Hadamard(tuple(map(as_expr, factors)))


def div(top: ExprLike, bottom: ExprLike) -> Expr:
    return Div(as_expr(top), as_expr(bottom))


def power(base: ExprLike, exponent: ExprLike) -> Expr:
    return Pow(as_expr(base), as_expr(exponent))


def transpose(value: Expr) -> Expr:
    return Transpose(value)


def picked(of: Expr, at: object) -> Expr:
    """`y[w]`, `A[i, j]`, `U[:, w]` of an author; letters of columns too (`u[w]` is made by `language.columns`)."""
    keys = at if isinstance(at, tuple) else (at,)
    if len(keys) == 2 and isinstance(keys[0], slice):
        return Column(of, place_in(of, keys[1], of.shape.cols))
    if len(keys) == 2:
        return Entry(of, place_in(of, keys[0], of.shape.rows), place_in(of, keys[1], of.shape.cols))
    if of.shape.is_matrix:
        raise ShapeError("entry", (of,), "a vector has one index, a matrix two")
    return Entry(of, place_in(of, keys[0], of.shape.cols if of.shape.is_row else of.shape.rows))


def place_in(of: Expr, key: object, size: Size) -> IndexTerm:
    """An author's index into one of `size` places; a letter of another range is refused, as u_s is for a sample s."""
    term = Place(Size.of(key)) if isinstance(key, int) else key
    match term:
        case Place(at=at):
            fits = at.names != frozenset() or at.at_least(1)
        case Index() | Picked():
            run = range_of(term)
            fits = run is not None and run.low.at_least(1) and (size - run.high).at_least(0)
        case _:
            raise VerifierError(
                f"{key!r} is not an index of `{of}`", "an index is made by index(...), or is a number"
            )
    if not fits:
        runs = range_of(term)
        where = f", it runs over {runs.low}..{runs.high}" if runs is not None else ""
        raise VerifierError(f"`{of}` cannot be indexed by {term}: its places are 1..{size}{where}")
    return term
