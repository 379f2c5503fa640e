"""softmax of a vector: exp(x_i) / sum_j exp(x_j); of a matrix or a row, by rows."""

from collections.abc import Callable
from typing import Any

from verifier.expr.indices import Range
from verifier.expr.shapes import Shape
from verifier.functions.base import Function


def _index_form(algebra: Any, entry: Callable[[Any, Any], Any], shape: Shape, row: Any, col: Any) -> Any:
    """Entry (row, col), where `entry(row, col)` is the argument's."""
    if shape.is_vector:
        total = algebra.total(Range.upto(shape.rows), lambda other: algebra.exp(entry(other, col)))
    else:
        total = algebra.total(Range.upto(shape.cols), lambda other: algebra.exp(entry(row, other)))
    return algebra.exp(entry(row, col)) * total**-1


def _value(x):  # type: ignore[no-untyped-def]
    """`x`: a numpy object array, n x 1 or m x n."""
    import numpy as np

    weights = np.frompyfunc(lambda e: e.exp(), 1, 1)(x)
    along = 0 if x.shape[1] == 1 else 1
    return weights / weights.sum(axis=along, keepdims=True)


SOFTMAX = Function(
    name="softmax",
    latex=r"\operatorname{softmax}",
    spellings=("softmax", r"\softmax", "Softmax", "smax"),
    index_form=_index_form,
    value=_value,
    by_elements=False,
)
