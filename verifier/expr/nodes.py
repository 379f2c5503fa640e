"""The surface tree: a formula as its author wrote it, with its shape settled when it is built.

A closed set of frozen nodes. What is done with formulas (printing, lowering to index notation, numbers, worked steps)
lives elsewhere, one function for each kind of node. Equality is of what was written, not of value; positions (`span`,
offsets in the text that was read) take no part in it. A shape that does not fit raises `ShapeError` here, once, and
nobody checks it again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING

from verifier.expr.indices import Compare, Condition, Index, IndexTerm
from verifier.expr.shapes import SCALAR, UNKNOWN, Shape, ShapeError, is_lenient, vector_shape
from verifier.expr.sizes import ONE, ZERO, Size

if TYPE_CHECKING:
    from verifier.functions.base import Function

Span = tuple[int, int]


class _Remembering:
    """Room for what goes through the whole tree below a node and is asked for often; no field, so neither copied nor
    pickled."""

    __slots__ = ("_formed", "_hash", "_letters", "_weight")
    _formed: bool
    _hash: int
    _letters: frozenset[str]
    _weight: int


_COMPARED: dict[type, Callable[[object], object]] = {}  # what makes a node of each kind the one that it is


@dataclass(frozen=True, slots=True)
class Expr(_Remembering):
    shape: Shape = field(init=False, compare=False, repr=False)
    span: Span | None = field(default=None, compare=False, repr=False, kw_only=True)

    def __init_subclass__(cls) -> None:
        cls.__hash__ = Expr.__hash__  # type: ignore[method-assign] # a dataclass would make one that remembers nothing

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            kind = type(self)
            if kind not in _COMPARED:
                _COMPARED[kind] = attrgetter(*(f.name for f in fields(kind) if f.compare))
            known = hash((kind.__name__, _COMPARED[kind](self)))
            object.__setattr__(self, "_hash", known)
            return known

    def __post_init__(self) -> None:
        try:
            shape = self._shape()
        except ShapeError:
            if not is_lenient():
                raise
            shape = UNKNOWN
        object.__setattr__(self, "shape", shape)

    def _shape(self) -> Shape:
        raise TypeError(f"{type(self).__name__} has no shape of its own")

    def __str__(self) -> str:
        from verifier.expr.text import text

        return text(self)

    # What an author writes. The constructors live in `verifier.expr.build`, which needs this module first.

    def __add__(self, other: Expr | int | Fraction) -> Expr:
        return _made("add", self, other)

    def __radd__(self, other: int | Fraction) -> Expr:
        return _made("add", other, self)

    def __sub__(self, other: Expr | int | Fraction) -> Expr:
        return _made("sub", self, other)

    def __rsub__(self, other: int | Fraction) -> Expr:
        return _made("sub", other, self)

    def __neg__(self) -> Expr:
        return _made("neg", self)

    def __mul__(self, other: Expr | int | Fraction) -> Expr:
        return _made("scaled", self, other)

    def __rmul__(self, other: int | Fraction) -> Expr:
        return _made("scaled", other, self)

    def __matmul__(self, other: Expr) -> Expr:
        return _made("matmul", self, other)

    def __truediv__(self, other: Expr | int | Fraction) -> Expr:
        return _made("div", self, other)

    def __rtruediv__(self, other: int | Fraction) -> Expr:
        return _made("div", other, self)

    def __pow__(self, exponent: Expr | int | Fraction) -> Expr:
        return _made("power", self, exponent)

    @property
    def T(self) -> Expr:
        return Transpose(self)

    def __getitem__(self, at: IndexTerm | int | tuple[IndexTerm | int | slice, ...]) -> Expr:
        return _made("picked", self, at)


def _made(constructor: str, *args: object) -> Expr:
    from verifier.expr import build

    made: Expr = getattr(build, constructor)(*args)
    return made


# --- leaves -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Number(Expr):
    """An exact rational; with a shape that is not scalar, every entry is that number (the 1 in `1 - sigma(x)`)."""

    value: Fraction
    of_shape: Shape = SCALAR

    def _shape(self) -> Shape:
        return self.of_shape


@dataclass(frozen=True, slots=True)
class Symbol(Expr):
    """A declared scalar, vector or matrix.

    `columns` is the letter of its columns (`u` for the columns u_w of U). `one_hot` is where the 1 of a one-hot vector
    stands. `structure` holds declared properties of a square matrix ("symmetric", ...). `positive` is of scalars.
    """

    name: str
    of_shape: Shape
    latex: str
    positive: bool = False
    columns: str | None = None
    one_hot: IndexTerm | None = None
    structure: frozenset[str] = frozenset()

    def _shape(self) -> Shape:
        return self.of_shape


@dataclass(frozen=True, slots=True)
class Identity(Expr):
    size: Size

    def _shape(self) -> Shape:
        return Shape(self.size, self.size)


@dataclass(frozen=True, slots=True)
class Unit(Expr):
    """The standard basis vector of length `size` with its 1 at `index`."""

    index: IndexTerm
    size: Size

    def _shape(self) -> Shape:
        return vector_shape(self.size)


@dataclass(frozen=True, slots=True)
class SizeNumber(Expr):
    """A size used as a number, such as the D in 1/D."""

    size: Size

    def _shape(self) -> Shape:
        return SCALAR


@dataclass(frozen=True, slots=True)
class Named(Expr):
    """A definition that keeps its name: `y_hat` is softmax(U^T v_c) and prints as \\hat y."""

    name: str
    latex: str
    body: Expr

    def _shape(self) -> Shape:
        return self.body.shape


@dataclass(frozen=True, slots=True)
class Opaque(Expr):
    """A scalar function nobody looks into: J(v_c, w_{t+j}, U). Arguments are symbols, columns, or index terms."""

    name: str
    latex: str
    arguments: tuple[Expr | IndexTerm, ...]

    def _shape(self) -> Shape:
        return SCALAR


# --- parts of a vector or matrix ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column(Expr):
    """Column `index` of a matrix: u_w of U."""

    matrix: Expr
    index: IndexTerm

    def _shape(self) -> Shape:
        return vector_shape(self.matrix.shape.rows)


@dataclass(frozen=True, slots=True)
class Entry(Expr):
    """One entry: row `row`, and column `col` if it is not a vector. A row vector is indexed by `row` as well."""

    of: Expr
    row: IndexTerm
    col: IndexTerm | None = None

    def _shape(self) -> Shape:
        if (self.col is None and self.of.shape.is_matrix) or (
            self.col is not None and not self.of.shape.is_matrix
        ):
            raise ShapeError("entry", (self.of,), "a vector has one index, a matrix two")
        return SCALAR


# --- arithmetic -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Add(Expr):
    terms: tuple[Expr, ...]

    def _shape(self) -> Shape:
        return _common_shape("sum", self.terms)


@dataclass(frozen=True, slots=True)
class Neg(Expr):
    arg: Expr

    def _shape(self) -> Shape:
        return self.arg.shape


@dataclass(frozen=True, slots=True)
class Mul(Expr):
    """A product in the order written: matrix products, with scalars anywhere. Grouped from the left."""

    factors: tuple[Expr, ...]

    def _shape(self) -> Shape:
        so_far = self.factors[0].shape
        for at, factor in enumerate(self.factors[1:], start=1):
            right = factor.shape
            if so_far.is_scalar:
                so_far = right
            elif right.is_scalar:
                continue
            elif so_far.cols == right.rows:
                so_far = Shape(so_far.rows, right.cols)
            else:
                left = self.factors[0] if at == 1 else Mul(self.factors[:at])
                raise ShapeError("product", (left, factor))
        return so_far


@dataclass(frozen=True, slots=True)
class Hadamard(Expr):
    """The product by elements; a scalar factor scales."""

    factors: tuple[Expr, ...]

    def _shape(self) -> Shape:
        return (
            _common_shape("product by elements", tuple(f for f in self.factors if not f.shape.is_scalar))
            or SCALAR
        )


@dataclass(frozen=True, slots=True)
class Div(Expr):
    """A quotient. By a scalar, or by elements when numerator and denominator have one shape."""

    top: Expr
    bottom: Expr

    def _shape(self) -> Shape:
        top, bottom = self.top.shape, self.bottom.shape
        if bottom.is_scalar or top == bottom:
            return top
        if top.is_scalar and _is_of_numbers(self.top):
            return bottom
        raise ShapeError(
            "quotient", (self.top, self.bottom), "only a scalar, or a vector of the same length, can divide"
        )


def _is_of_numbers(expr: Expr) -> bool:
    """A literal number, or one that is reckoned out of such: 1 + 1 - 1."""
    match expr:
        case Number():
            return True
        case Neg(arg=arg):
            return _is_of_numbers(arg)
        case Add(terms=parts) | Mul(factors=parts):
            return all(map(_is_of_numbers, parts))
        case Div(top=top, bottom=bottom):
            return _is_of_numbers(top) and _is_of_numbers(bottom)
    return False


@dataclass(frozen=True, slots=True)
class Pow(Expr):
    """A power by a scalar exponent; of a vector, by elements."""

    base: Expr
    exponent: Expr

    def _shape(self) -> Shape:
        if not self.exponent.shape.is_scalar:
            raise ShapeError("power", (self.base, self.exponent), "an exponent is a scalar")
        if self.base.shape.is_matrix:
            raise ShapeError("power", (self.base,), "powers of matrices are not part of this language")
        return self.base.shape


@dataclass(frozen=True, slots=True)
class Transpose(Expr):
    arg: Expr

    def _shape(self) -> Shape:
        return self.arg.shape.transposed


@dataclass(frozen=True, slots=True)
class Apply(Expr):
    """A function of the table in `verifier.functions`, by elements unless that function says otherwise."""

    function: Function
    args: tuple[Expr, ...]

    def _shape(self) -> Shape:
        return self.function.shape(self.args)


@dataclass(frozen=True, slots=True)
class Diag(Expr):
    """The square matrix with the vector on its diagonal."""

    arg: Expr

    def _shape(self) -> Shape:
        if not self.arg.shape.is_vector and not self.arg.shape.is_row:
            raise ShapeError("diag", (self.arg,), "diag takes a vector")
        size = self.arg.shape.rows if self.arg.shape.is_vector else self.arg.shape.cols
        return Shape(size, size)


# --- binders and cases -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sum(Expr):
    """The sum of `body` over the values of `index` in its range at which every condition holds."""

    index: Index
    conditions: tuple[Condition, ...]
    body: Expr

    def _shape(self) -> Shape:
        _compare_scalars(self.conditions)
        return self.body.shape


@dataclass(frozen=True, slots=True)
class Each:
    """A run of blocks, one for each value of `index`: the `a_1, ..., a_V` of a bracket list."""

    index: Index
    body: Expr


@dataclass(frozen=True, slots=True)
class Stack(Expr):
    """Blocks side by side (`across`) or one above the other."""

    blocks: tuple[Expr | Each, ...]
    across: bool = True

    def _shape(self) -> Shape:
        bodies = tuple(b.body if isinstance(b, Each) else b for b in self.blocks)
        fixed = {(b.shape.rows if self.across else b.shape.cols) for b in bodies}
        if len(fixed) != 1:
            raise ShapeError("block matrix", bodies)
        total = ZERO
        for block in self.blocks:
            shape = block.body.shape if isinstance(block, Each) else block.shape
            along = shape.cols if self.across else shape.rows
            if isinstance(block, Each):
                if along != ONE:
                    raise ShapeError(
                        "block matrix", bodies, "a run of blocks is a run of single columns or rows"
                    )
                along = block.index.range.length
            total = total + along
        (other,) = fixed
        return Shape(other, total) if self.across else Shape(total, other)


@dataclass(frozen=True, slots=True)
class Cases(Expr):
    """The first branch whose conditions all hold; a last branch without conditions is "otherwise"."""

    branches: tuple[tuple[Expr, tuple[Condition, ...]], ...]

    def _shape(self) -> Shape:
        for _, conditions in self.branches:
            _compare_scalars(conditions)
        return _common_shape("case distinction", tuple(value for value, _ in self.branches))


@dataclass(frozen=True, slots=True)
class Indicator(Expr):
    """1 where every condition holds, else 0."""

    conditions: tuple[Condition, ...]

    def _shape(self) -> Shape:
        _compare_scalars(self.conditions)
        return SCALAR


# --- derivatives ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Derivative(Expr):
    """A derivative that is written but not carried out.

    Shape: of a scalar, the shape of `by`; of a vector by a vector, row i column j is d of_i / d by_j; of anything by a
    scalar, the shape of `of`.
    """

    of: Expr
    by: Expr

    def _shape(self) -> Shape:
        of, by = self.of.shape, self.by.shape
        if of.is_scalar:
            return by
        if by.is_scalar:
            return of
        if of.is_vector and by.is_vector:
            return Shape(of.rows, by.rows)
        raise ShapeError(
            "derivative", (self.of, self.by), "only scalars and vectors are differentiated by a vector"
        )


def _compare_scalars(conditions: tuple[Condition, ...]) -> None:
    for condition in conditions:
        if isinstance(condition, Compare):
            for side in (condition.left, condition.right):
                if not side.shape.is_scalar:
                    raise ShapeError(
                        "comparison", (condition.left, condition.right), "only scalars are compared"
                    )


def _common_shape(operation: str, parts: tuple[Expr, ...]) -> Shape:
    if not parts:
        return SCALAR
    first = parts[0].shape
    for part in parts[1:]:
        if part.shape != first:
            raise ShapeError(operation, (parts[0], part))
    return first
