"""A scalar by a matrix: column by column, where the scalar uses the matrix by its columns alone."""

from __future__ import annotations

from verifier.expr.indices import Index, Range
from verifier.expr.nodes import (
    Add,
    Column,
    Derivative,
    Each,
    Expr,
    Mul,
    Named,
    Opaque,
    Stack,
    Symbol,
    Transpose,
)
from verifier.expr.walk import children, free_letters, nodes, rebuilt, transform, unfolded
from verifier.steps.known import apart, depends, fresh
from verifier.steps.model import Context, Rule, Words


def _column_by_column(expr: Expr, context: Context) -> Expr | None:
    match expr:
        case Derivative(of=of, by=Symbol() as by) if by.shape.is_matrix and of.shape.is_scalar:
            if not _by_columns_alone(of, by):
                return None
        case _:
            return None
    wanted = _letter_of_columns(context, by)
    index = fresh(wanted, free_letters(of) | context.taken)
    return Stack((Each(index, Derivative(apart(of, frozenset((index.name,))), Column(by, index))),))


def _by_columns_alone(of: Expr, by: Expr) -> bool:
    if of == by or isinstance(of, Opaque):
        return False
    if isinstance(of, Column) and of.matrix == by:
        return True
    return all(_by_columns_alone(child, by) for child in children(of))


def _letter_of_columns(context: Context, by: Expr) -> Index:
    """The letter that the claim uses for the columns, w if it has none."""
    for _, node in nodes(context.claim):
        if isinstance(node, Stack):
            for block in node.blocks:
                if isinstance(block, Each):
                    return block.index
    return Index("w", Range.upto(by.shape.cols))


def _through(expr: Expr, context: Context) -> Expr | None:
    """A scalar that depends on W through z = W x alone: dJ/dW = dJ/dz x^T; through W^T x it is x (dJ/dz)^T."""
    match expr:
        case Derivative(of=of, by=Symbol() as by) if by.shape.is_matrix and of.shape.is_scalar:
            pass
        case _:
            return None
    found = {z for _, z in _scores(of, by, context)}
    if len(found) != 1:
        return None
    (z,) = found
    if not free_letters(z) <= free_letters(of):
        return None  # a z of each sample: the sum over them has to go first
    inner = _in_terms_of(of, z, by, context)
    if _by_columns_alone(unfolded(of), by) or depends(_placed(inner, z), by, context):
        return None
    step = _linear_part(z.body, by, context)
    if step is None:
        return None
    matrix, right = step
    outer = Derivative(inner, z)
    return Mul((outer, Transpose(right))) if matrix == by else Mul((right, Transpose(outer)))


def _scores(expr: Expr, by: Expr, context: Context) -> list[tuple[Expr, Named]]:
    """The products W x in a formula: as the author has named them, or else under the name z."""
    if not depends(expr, by, context):
        return []
    if expr.shape.is_vector and (isinstance(expr, (Named, Mul))):
        body = expr.body if isinstance(expr, Named) else expr
        if _linear_part(body, by, context) is not None:
            return [(expr, expr if isinstance(expr, Named) else Named("z", "z", expr))]
    return [found for child in children(expr) for found in _scores(child, by, context)]


def _linear_part(body: Expr, by: Expr, context: Context) -> tuple[Expr, Expr] | None:
    """(W, x) of W x + b, or (W^T, x)."""
    match body:
        case Add(terms=terms):
            moving = [t for t in terms if depends(t, by, context)]
            return _linear_part(moving[0], by, context) if len(moving) == 1 else None
        case Mul(factors=(matrix, *rest)) if matrix in (by, Transpose(by)) and rest:
            right = rest[0] if len(rest) == 1 else Mul(tuple(rest))
            return None if depends(right, by, context) or not right.shape.is_vector else (matrix, right)
    return None


def _in_terms_of(expr: Expr, z: Named, by: Expr, context: Context) -> Expr:
    """`expr` with z by its name, and other definitions that hide z written out unless they are a softmax of it."""
    if expr in (z, z.body):
        return z
    if isinstance(expr, Named):
        if not depends(expr, by, context):
            return expr
        inner = _in_terms_of(expr.body, z, by, context)
        return Named(expr.name, expr.latex, inner)
    return rebuilt(expr, tuple(_in_terms_of(child, z, by, context) for child in children(expr)))


def _placed(expr: Expr, z: Named) -> Expr:
    """`expr` with a symbol in the place of z, to see what else is there."""
    symbol = Symbol(z.name, z.shape, z.latex)
    return transform(expr, lambda node: symbol if node == z else node)


def _says_through(before: Expr, after: Expr, context: Context) -> Words:
    assert isinstance(before, Derivative) and isinstance(after, Mul)
    inner = next(n for _, n in nodes(after) if isinstance(n, Derivative))
    assert isinstance(inner.by, Named)
    return ("chain rule through ", inner.by, " = ", inner.by.body)


def _says(before: Expr, after: Expr, context: Context) -> Words:
    return ("column by column",)


THROUGH_RULES = (Rule("chain rule through a product", _says_through, _through),)
RULES = (Rule("column by column", _says, _column_by_column),)
