"""What a function of the language is: its spellings, shape, index form, value, derivative and kinks, in one record.

Each function lives in one file of this folder as a module-level `Function`; `verifier.functions.table` finds them. The
index form (for sympy's `diff` and the prover) and the value (for the numeric judge) are written apart on purpose: the
two judges share no code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from verifier.expr.nodes import Expr
from verifier.expr.shapes import SCALAR, Shape, ShapeError

# By elements: (algebra, *entries) -> entry. Otherwise: (algebra, entry, shape, row, col) -> entry, with `entry(row, col)`
# the argument's. `algebra` is a `verifier.algebra.target.Algebra`; entries know + - * and integer powers.
IndexForm = Callable[..., Any]
# The value: two-dimensional numpy object arrays of ring elements (balls, dual numbers) in, one out.
Value = Callable[..., Any]


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """One function.

    `spellings`: how people write it, LaTeX commands and plain words. `by_elements`: whether entry ij of the value
    depends on entry ij of the arguments alone; then `index_form` takes the algebra and the arguments' entries, `value` one ring element
    for each argument and `derivative` gives the partial derivatives as surface trees. `kinks`: expressions at whose
    zeros the derivative does not exist. `domain`: what must be positive for the value to exist, of formulas and of
    values alike. `unsaid`: the name of a first argument that people leave out, as the slope of LeakyReLU(x).
    """

    name: str
    latex: str
    spellings: tuple[str, ...]
    index_form: IndexForm
    value: Value
    derivative: Callable[..., tuple[Expr, ...]] | None = None
    by_elements: bool = True
    arity: int = 1
    kinks: Callable[..., tuple[Expr, ...]] | None = None
    domain: Callable[..., tuple[Any, ...]] | None = None
    unsaid: str | None = None

    def shape(self, args: tuple[Expr, ...]) -> Shape:
        """All arguments have one shape, which is the result's; `softmax` refuses a scalar."""
        if len(args) != self.arity:
            raise ShapeError(f"{self.name} of {len(args)} arguments", args, f"{self.name} takes {self.arity}")
        shapes = {a.shape for a in args}
        if len(shapes) > 1:
            raise ShapeError(self.name, args)
        if not self.by_elements and args[0].shape == SCALAR:
            raise ShapeError(self.name, args, f"{self.name} takes a vector")
        return args[0].shape

    def __repr__(self) -> str:
        return f"<function {self.name}>"
