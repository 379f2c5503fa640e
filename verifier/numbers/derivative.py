"""Derivatives that are written and not carried out, by dual numbers.

What is differentiated by is a set of entries of one root: all entries of a symbol, a column of it, an entry, a transpose.
Entries of a symbol with a declared structure count as free. A root that is an expression, or a definition, is treated as
an independent variable wherever it is written (`verifier.numbers.same`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from verifier.expr.nodes import Column, Derivative, Entry, Expr, Named, Number, Symbol, Transpose
from verifier.numbers.dual import Dual, partial
from verifier.numbers.limits import CannotEvaluate
from verifier.numbers.scan import contents
from verifier.numbers.scene import Scene, Value, Variable, position
from verifier.numbers.through import Rows, slopes
from verifier.numbers.values import ONE, ZERO, matrix_value, rule, unwrapped


@rule(Derivative)
def value_derivative(expr: Derivative, scene: Scene) -> Value:
    root, cells = variables(expr.by, scene)
    chosen = [int(at) for at in cells.flat]
    if isinstance(root, Symbol):
        inner = _with_variables(root, chosen, scene)
        of = matrix_value(expr.of, inner)
        rows = [[_slope(entry, inner, at) for at in chosen] for entry in of.flat]
    else:
        of, rows = _by_expression(expr, root, scene)
        rows = [[row[at] for at in chosen] for row in rows]
    return _shaped(rows, expr, of.shape, cells.shape)


def _by_expression(expr: Derivative, root: Expr, scene: Scene) -> tuple[Any, Rows]:
    """The value of `of`, and its slopes by all entries of an expression."""
    entries = list(range(matrix_value(root, scene).size))
    inner = _with_variables(root, entries, scene)
    of = matrix_value(expr.of, inner)
    written = (
        [[_slope(entry, inner, at) for at in entries] for entry in of.flat] if inner.instead[0].met else None
    )
    return of, slopes(expr.of, root, written, scene) or _independent(expr, root, of.size, len(entries))


def _shaped(rows: Rows, expr: Derivative, of: tuple[int, int], by: tuple[int, int]) -> Value:
    """Rows of partial derivatives, one for each entry of `of`, in the shape that the language gives a derivative."""
    out = np.empty((len(rows), by[0] * by[1]), dtype=object)
    for i, row in enumerate(rows):
        for j, entry in enumerate(row):
            out[i, j] = entry
    if expr.of.shape.is_scalar:
        out = out.reshape(by)
    elif expr.by.shape.is_scalar:
        out = out.reshape(of)
    return unwrapped(out, expr.shape)


def variables(by: Expr, scene: Scene) -> tuple[Expr, Any]:
    """The root of `by`, and the numbers of its entries (counted by rows of the root) in the shape of `by`."""
    match by:
        case Named(body=body):
            return variables(body, scene)
        case Transpose(arg=arg):
            root, cells = variables(arg, scene)
            return root, cells.T
        case Column(matrix=matrix, index=index):
            root, cells = variables(matrix, scene)
            at = position(index, cells.shape[1], scene)
            return root, cells[:, at : at + 1]
        case Entry(of=of, row=row, col=col):
            root, cells = variables(of, scene)
            if col is None and of.shape.is_row:
                cells = cells.T
            i = position(row, cells.shape[0], scene)
            j = 0 if col is None else position(col, cells.shape[1], scene)
            return root, cells[i : i + 1, j : j + 1]
        case Number():
            raise CannotEvaluate("a number is nothing to differentiate by")
    rows, cols = scene.point.size(by.shape.rows), scene.point.size(by.shape.cols)
    return by, np.arange(rows * cols).reshape(rows, cols)


def _with_variables(root: Expr, chosen: list[int], scene: Scene) -> Scene:
    """The scene inside the derivative, in which the chosen entries of the root are dual numbers of a new level."""
    level = scene.level + 1
    values = matrix_value(root, scene)
    seeded = np.empty(values.shape, dtype=object)
    for number, (at, entry) in enumerate(np.ndenumerate(values)):
        seeded[at] = Dual(level, entry, {number: ONE}) if number in chosen else entry
    put = unwrapped(seeded, root.shape)
    letters = {**scene.fixed, **scene.bound}
    inner = replace(
        scene, bound={}, fixed=letters, level=level, cost=scene.cost * (1 + len(chosen)), cache={}
    )
    if isinstance(root, Symbol):
        inner.symbols = {**scene.symbols, root.name: put}
    else:
        inner.instead = (Variable(root, letters, put), *scene.instead)
    return inner


def _independent(expr: Derivative, root: Expr, entries: int, variables: int) -> Rows:
    """0 where the two have no symbol in common; else nothing can be said of a variable that does not occur."""
    mine, theirs = contents((root,)), contents((expr.of,))
    if not mine.symbols or mine.symbols.keys() & theirs.symbols.keys():
        raise CannotEvaluate(f"`{expr.of}` is not a function of `{expr.by}`, by which it is differentiated")
    return [[ZERO] * variables for _ in range(entries)]


def _slope(entry: Any, inner: Scene, at: int) -> Any:
    found = partial(entry, inner.level, int(at))
    return ZERO if found is None else found
