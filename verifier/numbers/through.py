"""A derivative by an expression: is the formula a function of that expression, and what is its slope then?

Where f depends on the symbols x only through g(x), df/dx = slope * dg/dx, and the slope is the derivative of f by g,
however f is written. So a derivative by theta = U^T v_c may be taken of a loss in which the scores u_w^T v_c are written
out. Where f depends on more than g, what is written as g is the variable, and all else is held.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from verifier.expr.nodes import Expr
from verifier.numbers.dual import Dual, ball, partial
from verifier.numbers.scan import contents
from verifier.numbers.scene import Scene
from verifier.numbers.values import ONE, ZERO, matrix_value, unwrapped

Rows = list[list[Any]]


def slopes(of: Expr, by: Expr, written: Rows | None, scene: Scene) -> Rows | None:
    """Row i column j: the derivative of entry i of `of` by entry j of `by` (both by rows).

    `written`: the slopes when only what is written as `by` counts as the variable, or None if it is nowhere written.
    """
    total_of, total_by = _by_symbols((of, by), by, scene)
    if written is not None and _agrees(written, total_of, total_by, scene):
        return written
    solved = _solved(total_of, total_by, scene)
    return written if solved is None else solved


def _by_symbols(exprs: tuple[Expr, Expr], by: Expr, scene: Scene) -> list[Rows]:
    """For each expression the partial derivatives of its entries by all entries of the symbols of `by`."""
    level, count = scene.level + 1, 0
    symbols = dict(scene.symbols)
    for name, symbol in sorted(contents((by,)).symbols.items()):
        if symbol.one_hot is not None:
            continue
        values = matrix_value(symbol, scene)
        seeded = np.empty(values.shape, dtype=object)
        for at, entry in np.ndenumerate(values):
            seeded[at] = Dual(level, entry, {count: ONE})
            count += 1
        symbols[name] = unwrapped(seeded, symbol.of_shape)
    letters = {**scene.fixed, **scene.bound}
    inner = replace(
        scene,
        bound={},
        fixed=letters,
        symbols=symbols,
        level=level,
        cost=scene.cost * (1 + count),
        cache={},
    )
    return [
        [[_part(e, level, at) for at in range(count)] for e in matrix_value(x, inner).flat] for x in exprs
    ]


def _part(entry: Any, level: int, at: int) -> Any:
    found = partial(entry, level, at)
    return ZERO if found is None else found


def _agrees(written: Rows, total_of: Rows, total_by: Rows, scene: Scene) -> bool:
    """Whether the chain rule holds with the slopes as written."""
    scene.work.spend(len(written) * len(total_by) * (len(total_by[0]) if total_by else 0) * scene.cost)
    for slopes_of, row in zip(written, total_of, strict=True):
        for at, expected in enumerate(row):
            chained = ZERO
            for slope, inner in zip(slopes_of, total_by, strict=True):
                chained = inner[at] * slope + chained
            if not ball(chained).overlaps(ball(expected)):
                return False
    return True


def _solved(total_of: Rows, total_by: Rows, scene: Scene) -> Rows | None:
    """Solve slope * total_by = total_of by elimination; None unless there is exactly one solution."""
    unknowns = len(total_by)
    equations = [
        [*inner, *outer] for inner, outer in zip(_columns(total_by), _columns(total_of), strict=True)
    ]
    for at in range(unknowns):
        pivot = max(
            range(at, len(equations)), key=lambda r: float(ball(equations[r][at]).abs_lower()), default=None
        )
        if pivot is None or ball(equations[pivot][at]).contains(0):
            return None
        equations[at], equations[pivot] = equations[pivot], equations[at]
        head = equations[at][at]
        equations[at] = [entry / head for entry in equations[at]]
        for r, row in enumerate(equations):
            if r != at:
                scene.work.spend(len(row) * scene.cost)
                equations[r] = [x - row[at] * y for x, y in zip(row, equations[at], strict=True)]
    if not all(ball(entry).contains(0) for row in equations[unknowns:] for entry in row[unknowns:]):
        return None
    return [list(row) for row in zip(*(e[unknowns:] for e in equations[:unknowns]), strict=True)]


def _columns(rows: Rows) -> Rows:
    return [list(column) for column in zip(*rows, strict=True)]
