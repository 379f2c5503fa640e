"""Sentences that messages share: a formula quoted, why something cannot be formed, what stands and what belongs there."""

from __future__ import annotations

from verifier.expr.nodes import Expr
from verifier.expr.shapes import UNKNOWN, Shape, ShapeError
from verifier.expr.walk import settled
from verifier.latex.write import latex, latex_size
from verifier.mistakes.model import Told


def quoted(expr: Expr) -> str:
    return f"`{latex(expr)}`"


def shape_in_words(shape: Shape) -> str:
    """`is D x V`, `has length V`, in the names that the sizes have."""
    if shape.is_scalar:
        return "is a scalar"
    if shape.is_vector:
        return f"has length {latex_size(shape.rows)}"
    if shape.is_row:
        return f"is a row of length {latex_size(shape.cols)}"
    return f"is {latex_size(shape.rows)} x {latex_size(shape.cols)}"


def clash_of(student: Expr, truth: Expr) -> str:
    """Why the formula cannot be formed, or cannot be the quantity asked for, by its shapes; empty if it can."""
    try:
        formed = settled(student)
    except ShapeError as error:
        told = {quoted(part): shape_in_words(part.shape) for part in error.operands if part.shape != UNKNOWN}
        parts = ", ".join(f"{part} {is_}" for part, is_ in told.items())
        return (
            f"the {error.operation} cannot be formed: {parts}"
            if parts
            else f"the {error.operation} cannot be formed"
        )
    if formed.shape != truth.shape and not _is_number(formed):
        asked = shape_in_words(truth.shape)
        if formed.shape.is_row and truth.shape.is_vector:
            asked = asked.replace("has", "is a column of", 1)
        return f"this {shape_in_words(formed.shape)}, but the quantity asked for {asked}"
    return ""


def _is_number(expr: Expr) -> bool:
    return expr.shape.is_scalar and not any(c.isalpha() for c in str(expr))


def because(told: Told) -> str:
    return f"; {told.clash}" if told.clash else ""


def instead(told: Told) -> str:
    """`a` where `b` belongs."""
    now = told.edit.now
    return f"you wrote {quoted(told.edit.was)}" + (f" where {quoted(now)} belongs" if now is not None else "")
