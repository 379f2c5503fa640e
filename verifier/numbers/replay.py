"""Evaluate both sides again at the point that a counterexample names."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import ctx

from verifier.evidence import Counterexample
from verifier.expr.build import fitted
from verifier.expr.nodes import Expr, Symbol
from verifier.numbers.balls import apart
from verifier.numbers.evaluate import Scene, matrix_value
from verifier.numbers.limits import Work
from verifier.numbers.point import Point
from verifier.numbers.scan import contents
from verifier.numbers.tensors import Matrix


def replay(counterexample: Counterexample, left: Expr, right: Expr) -> bool:
    """Whether the two sides are disjoint balls at the entry, the point and the precision that were stated."""
    left, right = fitted(left, right.shape), fitted(right, left.shape)
    point = point_of(counterexample, left, right)
    before = ctx.prec
    ctx.prec = counterexample.bits
    try:
        scene = Scene(point, Work())
        row, col = counterexample.entry
        at = (slice(row - 1, row), slice(col - 1, col))
        return apart(matrix_value(left, scene)[at], matrix_value(right, scene)[at]) is not None
    finally:
        ctx.prec = before


def point_of(counterexample: Counterexample, *exprs: Expr) -> Point:
    """The point, with the values read back from their rational strings."""
    symbols = contents(exprs).symbols
    sizes = counterexample.sizes
    indices = counterexample.indices
    return Point(
        counterexample.seed,
        0,
        dict(sizes),
        {name: at for name, at in indices.items() if isinstance(at, int)},
        {name.removesuffix("[]"): tuple(at) for name, at in indices.items() if not isinstance(at, int)},
        {n: _matrix(symbols[n], rows, sizes) for n, rows in counterexample.values.items() if n in symbols},
    )


def _matrix(symbol: Symbol, written: Any, sizes: dict[str, int]) -> Matrix:
    """A scalar, a list or a list of rows, in the shape of the symbol."""
    flat = [Fraction(x) for x in _flat(written)]
    rows, cols = symbol.of_shape.rows.value(sizes), symbol.of_shape.cols.value(sizes)
    return tuple(tuple(flat[i * cols : (i + 1) * cols]) for i in range(rows))


def _flat(written: Any) -> list[str]:
    return [written] if isinstance(written, str) else [x for part in written for x in _flat(part)]
