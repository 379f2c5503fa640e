"""Values of leaves and of parts of a vector or matrix."""

from __future__ import annotations

import numpy as np
from flint import arb

from verifier.expr.indices import IndexTerm
from verifier.expr.nodes import Column, Entry, Expr, Identity, Named, Number, Opaque, SizeNumber, Symbol, Unit
from verifier.expr.sizes import Size
from verifier.numbers.dual import Element
from verifier.numbers.opaque import loss
from verifier.numbers.scene import Scene, Value, place, position
from verifier.numbers.values import ONE, ZERO, exact, filled, finite, matrix_value, rule, value


@rule(Number)
def value_number(expr: Number, scene: Scene) -> Value:
    return filled(expr.of_shape, exact(expr.value), scene)


@rule(Symbol)
def value_symbol(expr: Symbol, scene: Scene) -> Value:
    if expr.name in scene.symbols:
        return scene.symbols[expr.name]
    if expr.one_hot is not None:
        column = expr.of_shape.is_vector
        return _one_hot(
            expr.one_hot, expr.of_shape.rows if column else expr.of_shape.cols, scene, column=column
        )
    known = scene.tensors.get(expr)
    if known is None:
        rows = [[exact(x) for x in row] for row in scene.point.tensor(expr)]
        known = rows[0][0] if expr.of_shape.is_scalar else np.array(rows, dtype=object)
        scene.tensors[expr] = known
    return known


@rule(Identity)
def value_identity(expr: Identity, scene: Scene) -> Value:
    size = scene.point.size(expr.size)
    if expr.shape.is_scalar:
        return ONE
    scene.work.spend(size * size)
    out = np.full((size, size), ZERO, dtype=object)
    for at in range(size):
        out[at, at] = ONE
    return out


@rule(Unit)
def value_unit(expr: Unit, scene: Scene) -> Value:
    return _one_hot(expr.index, expr.size, scene)


def _one_hot(term: IndexTerm, size: Size, scene: Scene, *, column: bool = True) -> Value:
    length = scene.point.size(size)
    scene.work.spend(length)
    out = np.full((length, 1) if column else (1, length), ZERO, dtype=object)
    at = position(term, length, scene)
    out[(at, 0) if column else (0, at)] = ONE
    return out


@rule(SizeNumber)
def value_size_number(expr: SizeNumber, scene: Scene) -> Value:
    return arb(scene.point.size(expr.size))


@rule(Named)
def value_named(expr: Named, scene: Scene) -> Value:
    return value(expr.body, scene)


@rule(Opaque)
def value_opaque(expr: Opaque, scene: Scene) -> Value:
    indices: list[int] = []
    entries: list[Element] = []
    for argument in expr.arguments:
        if isinstance(argument, Expr):
            entries.extend(matrix_value(argument, scene).flat)
        else:
            indices.append(place(argument, scene))
    scene.work.spend(2 * len(entries) * scene.cost)
    scene.losses[expr.name, tuple(indices), len(entries)] = None
    return finite(loss(expr.name, tuple(indices), entries, scene.point.seed))


@rule(Column)
def value_column(expr: Column, scene: Scene) -> Value:
    matrix = matrix_value(expr.matrix, scene)
    at = position(expr.index, matrix.shape[1], scene)
    return matrix[0, at] if expr.shape.is_scalar else matrix[:, at : at + 1]


@rule(Entry)
def value_entry(expr: Entry, scene: Scene) -> Value:
    of = matrix_value(expr.of, scene)
    if expr.col is not None:
        return of[position(expr.row, of.shape[0], scene), position(expr.col, of.shape[1], scene)]
    if expr.of.shape.is_row:
        return of[0, position(expr.row, of.shape[1], scene)]
    return of[position(expr.row, of.shape[0], scene), 0]
