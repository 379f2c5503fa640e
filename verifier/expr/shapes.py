"""Shapes: everything is a matrix. A scalar is 1 x 1, a vector is a column n x 1, a row is 1 x n.

`ShapeError` is raised when a formula is built whose shapes do not fit; it keeps the operands, so that whoever reports
it can print them in the reader's own notation.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from verifier.errors import VerifierError
from verifier.expr.sizes import ONE, Size

if TYPE_CHECKING:
    from verifier.expr.nodes import Expr


@dataclass(frozen=True, slots=True)
class Shape:
    rows: Size
    cols: Size
    is_scalar: bool = field(init=False, compare=False, repr=False)  # asked for at every turn

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_scalar", self.rows == ONE and self.cols == ONE)

    @property
    def is_vector(self) -> bool:
        return self.cols == ONE and not self.is_scalar

    @property
    def is_row(self) -> bool:
        return self.rows == ONE and not self.is_scalar

    @property
    def is_matrix(self) -> bool:
        return self.rows != ONE and self.cols != ONE

    @property
    def transposed(self) -> Shape:
        return Shape(self.cols, self.rows)

    def __str__(self) -> str:
        return f"{self.rows} x {self.cols}"

    def in_words(self) -> str:
        """As a message says it: "is a scalar", "is a vector of length V", "is a V x D matrix"."""
        if self.is_scalar:
            return "is a scalar"
        if self.is_vector:
            return f"is a vector of length {self.rows}"
        if self.is_row:
            return f"is a row of length {self.cols}"
        return f"is a {self.rows} x {self.cols} matrix"


SCALAR = Shape(ONE, ONE)
UNKNOWN = Shape(Size((("?", 1),)), Size((("?", 1),)))  # of what cannot be formed, under `lenient`

_lenient: ContextVar[bool] = ContextVar("lenient", default=False)


@contextmanager
def lenient() -> Iterator[None]:
    """Build formulas that cannot be formed, with shape `UNKNOWN`: for whoever looks for what was meant."""
    token = _lenient.set(True)
    try:
        yield
    finally:
        _lenient.reset(token)


def is_lenient() -> bool:
    return _lenient.get()


def vector_shape(length: Size) -> Shape:
    return Shape(length, ONE)


class ShapeError(VerifierError):
    """A formula that cannot be formed. `operation` is one word ("product", "sum"), `operands` the parts that clash.

    Whoever tries what can be formed throws most of these away, so the message is written when somebody reads it.
    """

    def __init__(self, operation: str, operands: tuple[Expr, ...], hint: str | None = None) -> None:
        self.operation = operation
        self.operands = operands
        super().__init__(operation, hint)

    @property
    def message(self) -> str:
        parts = ", ".join(f"`{part}` {part.shape.in_words()}" for part in self.operands)
        whole = " and ".join(f"`{part}`" for part in self.operands)
        return f"the {self.operation} of {whole} cannot be formed: {parts}"
