"""A scalar by a matrix: column by column, where the scalar uses the matrix by its columns alone."""

from __future__ import annotations

from verifier.expr.indices import Index, Range
from verifier.expr.nodes import Column, Derivative, Each, Expr, Opaque, Stack, Symbol
from verifier.expr.walk import children, free_letters, nodes
from verifier.steps.known import fresh
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
    from verifier.steps.known import apart

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


def _says(before: Expr, after: Expr, context: Context) -> Words:
    return ("column by column",)


RULES = (Rule("column by column", _says, _column_by_column),)
