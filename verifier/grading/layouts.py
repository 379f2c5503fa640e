"""Other layouts of the derivatives on the way: what cannot be formed in ours may be formed in the writer's.

A vector by a vector may stand the other way round, and a scalar by a vector may be a row, as long as it is so in the
whole line. Only for lines between: what the answer has to look like, the question says.
"""

from __future__ import annotations

from collections.abc import Callable

from verifier.expr.nodes import Derivative, Expr, Transpose
from verifier.expr.shapes import ShapeError
from verifier.expr.walk import transform
from verifier.latex.read.problems import Reading


def in_other_layouts(reading: Reading) -> tuple[Expr, ...]:
    """The formulas that a line which cannot be formed stands for where its derivatives lie otherwise."""
    if reading.formula is not None or reading.loose is None:
        return ()
    if any(problem.kind != "shape" for problem in reading.problems):
        return ()
    found: list[Expr] = []
    for turned in (_is_jacobian, _is_gradient):
        try:
            formula = transform(reading.loose, _turner(turned))
        except ShapeError:
            continue
        if formula != reading.loose:
            found.append(formula)
    return tuple(found)


def _turner(wanted: Callable[[Derivative], bool]) -> Callable[[Expr], Expr]:
    def turn(expr: Expr) -> Expr:
        return Transpose(expr) if isinstance(expr, Derivative) and wanted(expr) else expr

    return turn


def _is_jacobian(derivative: Derivative) -> bool:
    return derivative.of.shape.is_vector and derivative.by.shape.is_vector


def _is_gradient(derivative: Derivative) -> bool:
    return derivative.of.shape.is_scalar and derivative.by.shape.is_vector
