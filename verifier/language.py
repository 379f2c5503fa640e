r"""The words in which a question is written: what the module of a problem set imports.

    D, V = sizes("D V")
    o, w = indices("o w", V)
    U = matrix("U", D, V, columns="u")               # R^{D x V}; its columns are the u_w
    u = columns(U)                                   # u[w] is the vector u_w, length D
    v_c = vector("v_c", D)
    y_hat = define("y_hat", r"\hat y", softmax(U.T @ v_c))
    y = one_hot("y", V, at=o)
    claim = U @ (y_hat - y)                          # a vector of length D

A formula knows its shape; one that does not fit is refused where it is built, in the names and sizes given here.
`@` is the matrix product, `*` scales, `hadamard(a, b)` is by elements, `A.T` the transpose, `y[w]`, `A[i, j]` an entry.
A literal number takes the shape of its neighbour: `1 - sigmoid(x)`. A sympy expression over scalars may stand wherever
a formula may (`verifier.from_sympy`). No text is ever parsed: a string is a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from verifier.errors import VerifierError
from verifier.expr.build import ExprLike, place_in, write_exactly
from verifier.expr.build import hadamard as _hadamard
from verifier.expr.indices import (
    Compare,
    Condition,
    Distinct,
    Hypothesis,
    Index,
    IndexMap,
    IndexTerm,
    NotAmong,
    OtherIndex,
    Picked,
    Place,
    Range,
    SameIndex,
)
from verifier.expr.nodes import (
    Apply,
    Cases,
    Column,
    Derivative,
    Diag,
    Div,
    Each,
    Entry,
    Expr,
    Identity,
    Indicator,
    Named,
    Number,
    Opaque,
    Pow,
    SizeNumber,
    Stack,
    Sum,
    Symbol,
)
from verifier.expr.shapes import SCALAR, Shape, ShapeError, vector_shape
from verifier.expr.sizes import Size
from verifier.expr.text import shown
from verifier.expr.walk import nodes
from verifier.functions.base import Function
from verifier.functions.exponential import EXP
from verifier.functions.leaky_relu import LEAKY_RELU
from verifier.functions.logarithm import LOG
from verifier.functions.maximum import MAX
from verifier.functions.relu import RELU
from verifier.functions.sigmoid import SIGMOID
from verifier.functions.softmax import SOFTMAX
from verifier.functions.tanh import TANH
from verifier.names import checked_latex, checked_name, latex_of

if TYPE_CHECKING:
    import sympy

    Formula: TypeAlias = ExprLike | sympy.Basic
else:
    Formula = ExprLike

SizeLike: TypeAlias = Size | int
Conditions: TypeAlias = Condition | tuple[Condition, ...]


def formula(value: Formula) -> Expr:
    """A formula from what an author may write for one: a formula, a whole number or fraction, a sympy expression."""
    if isinstance(value, Expr):
        return value
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return Number(Fraction(value))
    if isinstance(value, float):
        raise VerifierError(f"{value!r} is not an exact number", write_exactly(value))
    if type(value).__module__.partition(".")[0] == "sympy":
        from verifier.from_sympy import from_sympy  # importing sympy costs half a second

        return from_sympy(value)
    raise VerifierError(
        f"{shown(value)} is not a formula",
        "write numbers as int or Fraction, names by scalar, vector or matrix",
    )


def authored(value: Formula) -> Expr:
    """A formula as an author means it: vectors are divided and raised by elements only where that is said.

    `x * w` of two vectors is refused where it is built; `x / w` and `w**2` are read by elements in a student's LaTeX,
    so they are refused here and not there.
    """
    made = formula(value)
    for _, node in nodes(made):
        match node:
            case Div(top=top, bottom=bottom) if not (top.shape.is_scalar or bottom.shape.is_scalar):
                raise ShapeError(
                    "quotient `/`", (top, bottom), f"write hadamard({top}, 1 / {bottom}) by elements"
                )
            case Pow(base=base) if not base.shape.is_scalar:
                raise ShapeError("power `**`", (base,), "write hadamard(a, a) for a square by elements")
    return made


def _latex(name: str, given: str | None, what: str) -> str:
    """How a name is printed: as its author says, or as it is spelt; both are checked."""
    checked_name(name, what)
    return latex_of(name) if given is None else checked_latex(given, name)


def _length(value: SizeLike) -> Size:
    """How long something is, at least 1 for every choice of the named sizes."""
    if not isinstance(value, Size | int) or isinstance(value, bool):
        raise VerifierError(
            f"{shown(value)} is no length", 'a length is a whole number or a size: D = size("D")'
        )
    length = Size.of(value)
    if not length.at_least(1):
        raise VerifierError(f"{length} is no length", "a length is at least 1, whatever the sizes in it are")
    return length


def _index(value: object) -> Index:
    """The letter of a sum or of a run of blocks."""
    if not isinstance(value, Index):
        raise VerifierError(
            f"{shown(value)} stands where an index belongs", 'an index is made by index("i", n)'
        )
    return value


def _samples(value: object) -> IndexMap:
    if not isinstance(value, IndexMap):
        raise VerifierError(
            f"{shown(value)} stands where samples belong", "samples are made by samples(...) or window(...)"
        )
    return value


# --- what is declared -------------------------------------------------------------------------------------------


def size(name: str) -> Size:
    """A length, any integer of at least 1."""
    return Size.of(checked_name(name, "size"))


def sizes(names: str) -> tuple[Size, ...]:
    """`D, V = sizes("D V")`."""
    return tuple(map(size, names.split()))


def index(name: str, low_or_size: SizeLike, high: SizeLike | None = None) -> Index:
    """A letter that runs over 1..size, or over low..high: `index("j", -m, m)`."""
    checked_name(name, "index")
    within = Range.upto(low_or_size) if high is None else Range(Size.of(low_or_size), Size.of(high))
    if within.length.is_number and within.length.constant < 1:
        raise VerifierError(f"the index {name} runs over {within.low}..{within.high}, which is empty")
    return Index(name, within)


def indices(names: str, low_or_size: SizeLike, high: SizeLike | None = None) -> tuple[Index, ...]:
    """`o, w = indices("o w", V)`: letters with one range."""
    return tuple(index(name, low_or_size, high) for name in names.split())


def samples(letter: str, count: SizeLike, size: SizeLike) -> IndexMap:
    """The words w_1..w_count out of 1..size, which may repeat: `ws = samples("w", K, V)`, then `ws[s]` is w_s."""
    checked_name(letter, "sample")
    return IndexMap(
        letter, Range.upto(_length(count)), Range.upto(_length(size)), latex_of(letter) + "_{{{}}}"
    )


def window(letter: str, center: str, reach: SizeLike, size: SizeLike) -> IndexMap:
    """The words around a position, w_{t-m}..w_{t+m}, which may repeat: `wt = window("w", "t", m, V)`, `wt[j]`."""
    checked_name(letter, "word")
    checked_name(center, "position")
    reach = _length(reach)
    return IndexMap(
        f"{letter}_{center}",
        Range(-reach, reach),
        Range.upto(_length(size)),
        f"{latex_of(letter)}_{{{{{latex_of(center)}+{{}}}}}}",
    )


def scalar(name: str, latex: str | None = None, *, positive: bool = False) -> Symbol:
    """A real number."""
    return Symbol(name, SCALAR, _latex(name, latex, "scalar"), positive=positive)


def vector(name: str, length: SizeLike, latex: str | None = None) -> Symbol:
    """A column of the given length."""
    return Symbol(name, vector_shape(_length(length)), _latex(name, latex, "vector"))


def matrix(
    name: str, rows: SizeLike, cols: SizeLike, latex: str | None = None, *, columns: str | None = None
) -> Symbol:
    """A rows x cols matrix; `columns` is the letter of its columns."""
    if columns is not None:
        checked_name(columns, "column")
    shape = Shape(_length(rows), _length(cols))
    return Symbol(name, shape, _latex(name, latex, "matrix"), columns=columns)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a matrix under their own letter: `u[w]`."""

    of: Expr

    def __getitem__(self, at: IndexTerm | int) -> Expr:
        return Column(self.of, place_in(self.of, at, self.of.shape.cols))


def columns(of: Symbol) -> Columns:
    """The columns of a matrix that was declared with a letter for them."""
    if of.columns is None:
        raise VerifierError(f"the columns of {of.name} have no letter", 'declare it with columns="u"')
    return Columns(of)


def one_hot(name: str, length: SizeLike, *, at: IndexTerm | int, latex: str | None = None) -> Symbol:
    """The vector that is 1 at one place and 0 elsewhere."""
    return Symbol(name, vector_shape(_length(length)), _latex(name, latex, "vector"), one_hot=_term(at))


def identity(size: SizeLike) -> Expr:
    """The identity matrix, size x size."""
    return Identity(_length(size))


def ones(length: SizeLike) -> Expr:
    """The vector of ones."""
    return Number(Fraction(1), vector_shape(_length(length)))


def number(size: SizeLike) -> Expr:
    """A size as a number: the D in `1 / number(D)`."""
    if not isinstance(size, Size | int) or isinstance(size, bool):
        raise VerifierError(f"{shown(size)} is no size", 'a size is made by size("D")')
    return SizeNumber(Size.of(size))


def opaque(name: str, *arguments: Expr | IndexTerm, latex: str | None = None) -> Expr:
    """A scalar function nobody looks into: `opaque("J", v_c, wt[j], U)`."""
    given = tuple(argument if isinstance(argument, Expr) else _term(argument) for argument in arguments)
    return Opaque(name, _latex(name, latex, "function"), given)


def define(name: str, latex: str, body: Formula) -> Named:
    """A name for a formula, of the same shape; it prints as its name."""
    return Named(name, _latex(name, latex, "definition"), authored(body))


# --- formulas ---------------------------------------------------------------------------------------------------


def _apply(function: Function, *args: Formula) -> Expr:
    return Apply(function, tuple(map(formula, args)))


def exp(x: Formula) -> Expr:
    """By elements."""
    return _apply(EXP, x)


def log(x: Formula) -> Expr:
    """The natural logarithm, by elements."""
    return _apply(LOG, x)


def sigmoid(x: Formula) -> Expr:
    """1 / (1 + exp(-x)), by elements."""
    return _apply(SIGMOID, x)


def tanh(x: Formula) -> Expr:
    """By elements."""
    return _apply(TANH, x)


def softmax(x: Formula) -> Expr:
    """Of a vector, a vector that sums to 1; of a matrix, by rows."""
    return _apply(SOFTMAX, x)


def relu(x: Formula) -> Expr:
    """max(0, x), by elements."""
    return _apply(RELU, x)


def leaky_relu(slope: Formula, x: Formula) -> Expr:
    """max(slope x, x) for a slope between 0 and 1."""
    return _apply(LEAKY_RELU, slope, x)


def maximum(a: Formula, b: Formula) -> Expr:
    """The larger of two scalars."""
    return _apply(MAX, a, b)


def diag(x: Expr) -> Expr:
    """The n x n matrix with a vector of length n on its diagonal."""
    return Diag(x)


def hadamard(*factors: Formula) -> Expr:
    """The product by elements of formulas of one shape."""
    return _hadamard(*map(formula, factors))


def total(over: Index, body: Formula, *conditions: Conditions) -> Expr:
    """The sum of `body` over an index, of the shape of `body`: over its whole range, or where the conditions hold.

    `total(w, body, differ(w, o))`, `total(j, body, differ(j, 0))`, `total(s, body, same(ws[s], ws[k]))`.
    """
    return Sum(_index(over), _flat(conditions), formula(body))


def cases(*branches: tuple[Formula, Conditions]) -> Expr:
    """`cases((1, compare(x, ">", 0)), (alpha, otherwise))`: the first branch whose conditions hold."""
    values = [formula(value) for value, _ in branches]
    shape = next((v.shape for v in values if not v.shape.is_scalar), SCALAR)
    fitted = (Number(v.value, shape) if isinstance(v, Number) else v for v in values)
    return Cases(
        tuple((value, _flat((conditions,))) for value, (_, conditions) in zip(fitted, branches, strict=True))
    )


def indicator(*conditions: Conditions) -> Expr:
    """1 where the conditions hold, else 0."""
    return Indicator(_flat(conditions))


def each(over: Index, body: Expr) -> Each:
    """A run of blocks of a list, one for each value of an index: `stack(u[o], each(s, -u[ws[s]]))`."""
    return Each(_index(over), formula(body))


def stack(*blocks: Expr | Each, down: bool = False) -> Expr:
    """Blocks side by side, [u_o, -u_{w_1}, ..., -u_{w_K}]; with `down`, one above the other."""
    return Stack(tuple(b if isinstance(b, Each) else formula(b) for b in blocks), across=not down)


def d(of: Formula, by: Formula) -> Derivative:
    """The derivative, to be carried out: of a scalar, of the shape of `by`; of a vector by a vector, the Jacobian."""
    of, by = authored(of), authored(by)
    if not isinstance(by, Symbol | Column | Entry | Named):
        raise ShapeError(
            "derivative", (of, by), "a derivative is by a declared symbol, a column or a definition"
        )
    return Derivative(of, by)


# --- conditions and hypotheses ----------------------------------------------------------------------------------

otherwise: tuple[Condition, ...] = ()


def _term(at: IndexTerm | int) -> IndexTerm:
    if isinstance(at, int) and not isinstance(at, bool):
        return Place(Size.of(at))
    if not isinstance(at, Index | Picked | Place):
        raise VerifierError(
            f"{shown(at)} stands where an index belongs", "an index is made by index(...), or is a number"
        )
    return at


def _flat(conditions: tuple[Conditions, ...]) -> tuple[Condition, ...]:
    flat = tuple(c for part in conditions for c in (part if isinstance(part, tuple) else (part,)))
    for condition in flat:
        if not isinstance(condition, Condition):
            raise VerifierError(
                f"{shown(condition)} stands where a condition belongs", "use compare, same or differ"
            )
    return flat


def same(left: IndexTerm | int, right: IndexTerm | int) -> Condition:
    """left = right, for indices."""
    return SameIndex(_term(left), _term(right))


def differ(left: IndexTerm | int, right: IndexTerm | int) -> Condition:
    """left != right, for indices."""
    return OtherIndex(_term(left), _term(right))


def compare(*chain: Formula | str) -> tuple[Condition, ...]:
    """Between scalars: `compare(0, "<", alpha, "<", 1)`, `compare(x, "!=", 0)`; one of < <= > >= = !=."""
    if len(chain) < 3 or len(chain) % 2 == 0:
        raise VerifierError(
            "compare takes scalars with signs between them", 'as in compare(0, "<", x, "<", 1)'
        )
    signs = chain[1::2]
    sides = [formula(side) for side in chain[::2] if not isinstance(side, str)]
    if unknown := [s for s in signs if s not in ("<", "<=", ">", ">=", "=", "!=")]:
        raise VerifierError(f"{unknown[0]!r} compares nothing", "use one of < <= > >= = !=")
    if len(sides) != len(signs) + 1:
        raise VerifierError(
            "a string stands in compare where a scalar belongs", "a name is made by scalar(...)"
        )
    for side in sides:
        if not side.shape.is_scalar:
            raise ShapeError("comparison", (side,), "only scalars are compared")
    return tuple(
        Compare(left, str(sign), right) for left, sign, right in zip(sides, signs, sides[1:], strict=False)
    )


def not_among(term: IndexTerm, drawn: IndexMap) -> Hypothesis:
    """The word is none of the samples."""
    return NotAmong(_term(term), _samples(drawn))


def distinct(drawn: IndexMap) -> Hypothesis:
    """The samples are pairwise different."""
    return Distinct(_samples(drawn))
