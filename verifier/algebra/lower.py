"""Lowering: one entry of a surface formula, in index notation, over any `Algebra`.

A matrix product becomes a sum over a fresh index, a one-hot vector a Kronecker delta, a case distinction a sum of
indicators. The entry of an n x 1 formula is asked for with `col=None`, of a scalar with `row=col=None`. Block matrices
([u_o, -u_{w_1}, .., -u_{w_K}]) are indexed by `BlockIndex`; a sum over a blocked axis is one sum for each block.

Relies on shapes having been settled when the tree was built. Leaves differentiation to the algebra (`derivative`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from verifier.algebra.target import Algebra, Unsupported
from verifier.expr.indices import (
    Compare,
    Condition,
    Index,
    IndexBelow,
    IndexTerm,
    OtherIndex,
    Picked,
    Place,
    Range,
    SameIndex,
)
from verifier.expr.nodes import (
    Add,
    Apply,
    Cases,
    Column,
    Derivative,
    Diag,
    Div,
    Each,
    Entry,
    Expr,
    Hadamard,
    Identity,
    Indicator,
    Mul,
    Named,
    Neg,
    Number,
    Opaque,
    Pow,
    SizeNumber,
    Stack,
    Sum,
    Symbol,
    Transpose,
    Unit,
)
from verifier.expr.sizes import ONE, Size
from verifier.expr.walk import children

_ZERO, _ONE = Fraction(0), Fraction(1)


# A blocked axis: for each block None (one place) or the range of a run.
Partition = tuple[Range | None, ...]


@dataclass(frozen=True, slots=True)
class BlockIndex:
    """A position on an axis cut into `partition`: block `number`, and inside a run of blocks the index `inner`."""

    partition: Partition
    number: int
    inner: Any = None


class Lowering:
    """Lowers formulas to one algebra. `env`: index letter -> index value of that algebra, for the letters in scope."""

    def __init__(self, algebra: Algebra, env: Mapping[str, Any] | None = None) -> None:
        self.algebra = algebra
        self.env: dict[str, Any] = dict(env or {})

    # --- indices ---------------------------------------------------------------------------------------------

    def index(self, term: IndexTerm) -> Any:
        match term:
            case Index(name=name):
                return self.env[name] if name in self.env else self.algebra.free(term)
            case Place(at=at):
                return self.algebra.place(at)
            case Picked(map=index_map, at=at):
                return self.algebra.pick(index_map, self.place(at))

    def place(self, term: IndexTerm) -> Any:
        """The same, where a place in a block is to be an index like any other."""
        return self.position(self.index(term))

    def under(self, letter: str, value: Any) -> Lowering:
        """The same lowering with one more letter bound."""
        return Lowering(self.algebra, {**self.env, letter: value})

    def over(self, size: Size, partition: Partition | None, body: Callable[[Any], Any]) -> Any:
        """The sum of `body(index value)` over an axis of this size."""
        algebra = self.algebra
        if size == ONE:
            return body(None)
        if partition is not None:
            total = algebra.number(_ZERO)
            for number, block in enumerate(partition):
                at = BlockIndex(partition, number)
                total = total + (body(at) if block is None else self._over_run(at, block, body))
            return total
        return algebra.total(Range.upto(size), body)

    def _over_run(self, at: BlockIndex, run: Range, body: Callable[[Any], Any]) -> Any:
        return self.algebra.total(run, lambda inner: body(replace(at, inner=inner)))

    def position(self, at: Any) -> Any:
        """An index value as the algebra knows it; a place in a block becomes an index of its own kind."""
        return self.algebra.block(at) if isinstance(at, BlockIndex) else at

    # --- entries ---------------------------------------------------------------------------------------------

    def entry(self, expr: Expr, row: Any = None, col: Any = None) -> Any:
        rule = _RULES.get(type(expr))
        if rule is None:
            raise Unsupported(f"{type(expr).__name__} has no index notation")
        return rule(self, expr, row, col)

    def scalar(self, expr: Expr) -> Any:
        return self.entry(expr, None, None)

    def holds(self, conditions: tuple[Condition, ...]) -> Any:
        """1 where all conditions hold, else 0."""
        total = self.algebra.number(_ONE)
        for condition in conditions:
            total = total * self._indicator(condition)
        return total

    def _indicator(self, condition: Condition) -> Any:
        algebra = self.algebra
        match condition:
            case SameIndex(left=a, right=b):
                return algebra.delta(self.place(a), self.place(b))
            case OtherIndex(left=a, right=b):
                return 1 - algebra.delta(self.place(a), self.place(b))
            case IndexBelow(left=a, right=b, strict=strict):
                return algebra.below(self.place(a), self.place(b), strict)
            case Compare(left=x, operator=operator, right=y):
                return self._compared(self.scalar(x) - self.scalar(y), operator)

    def _compared(self, difference: Any, operator: str) -> Any:
        """1 where `difference OP 0`. Nothing is taken for a null set here: x = x holds everywhere."""
        above = self.algebra.above
        match operator:
            case ">":
                return above(difference)
            case "<":
                return above(-difference)
            case ">=":
                return 1 - above(-difference)
            case "<=":
                return 1 - above(difference)
        equal = (1 - above(difference)) * (1 - above(-difference))
        return 1 - equal if operator == "!=" else equal


def partition_of(expr: Expr, axis: int) -> Partition | None:
    """The blocks of an axis (0: rows, 1: columns), None where it is not blocked."""
    match expr:
        case Stack(blocks=blocks, across=across) if across == (axis == 1):
            if any(
                not isinstance(b, Each) and (b.shape.cols if across else b.shape.rows) != ONE for b in blocks
            ):
                raise Unsupported("a block matrix of wide blocks")
            if all(not isinstance(b, Each) for b in blocks) or _counts_places(blocks):
                return None
            return tuple(b.index.range if isinstance(b, Each) else None for b in blocks)
        case Transpose(arg=arg):
            return partition_of(arg, 1 - axis)
        case Mul(factors=factors):
            matrices = [f for f in factors if not f.shape.is_scalar]
            return partition_of(matrices[0 if axis == 0 else -1], axis) if matrices else None
        case Diag(arg=arg):
            return partition_of(arg, 0 if arg.shape.is_vector else 1)
        case Derivative(of=of, by=by):
            if of.shape.is_scalar:
                return partition_of(by, axis)
            return partition_of(of, 0) if axis == 0 or by.shape.is_scalar else partition_of(by, 0)
        case Column(matrix=matrix):
            return partition_of(matrix, 0) if axis == 0 else None
    for child in children(expr):
        if child.shape == expr.shape and (found := partition_of(child, axis)) is not None:
            return found
    return None


def _counts_places(blocks: tuple[Expr | Each, ...]) -> bool:
    """Whether there is one run alone, whose letter is the position: the u_1, ..., u_V of [u_1, ..., u_V]."""
    (first, *more) = blocks
    return not more and isinstance(first, Each) and first.index.range.low == ONE


# --- one rule for each node -------------------------------------------------------------------------------------


def _number(low: Lowering, expr: Number, row: Any, col: Any) -> Any:
    return low.algebra.number(expr.value)


def _size_number(low: Lowering, expr: SizeNumber, row: Any, col: Any) -> Any:
    return low.algebra.size(expr.size)


def _symbol(low: Lowering, expr: Symbol, row: Any, col: Any) -> Any:
    if expr.one_hot is not None:
        return low.algebra.delta(low.position(row), low.place(expr.one_hot))
    return low.algebra.entry(expr, *(low.position(i) for i in (row, col) if i is not None))


def _identity(low: Lowering, expr: Identity, row: Any, col: Any) -> Any:
    return low.algebra.delta(low.position(row), low.position(col))


def _unit(low: Lowering, expr: Unit, row: Any, col: Any) -> Any:
    return low.algebra.delta(low.position(row), low.place(expr.index))


def _named(low: Lowering, expr: Named, row: Any, col: Any) -> Any:
    return low.entry(expr.body, row, col)


def _column(low: Lowering, expr: Column, row: Any, col: Any) -> Any:
    return low.entry(expr.matrix, row, low.index(expr.index))


def _entry(low: Lowering, expr: Entry, row: Any, col: Any) -> Any:
    at = low.index(expr.row)
    if expr.col is not None:
        return low.entry(expr.of, at, low.index(expr.col))
    return low.entry(expr.of, None, at) if expr.of.shape.is_row else low.entry(expr.of, at, None)


def _add(low: Lowering, expr: Add, row: Any, col: Any) -> Any:
    total = low.entry(expr.terms[0], row, col)
    for term in expr.terms[1:]:
        total = total + low.entry(term, row, col)
    return total


def _neg(low: Lowering, expr: Neg, row: Any, col: Any) -> Any:
    return -low.entry(expr.arg, row, col)


def _mul(low: Lowering, expr: Mul, row: Any, col: Any) -> Any:
    return _product(low, expr.factors, row, col)


def _product(low: Lowering, factors: tuple[Expr, ...], row: Any, col: Any) -> Any:
    if len(factors) == 1:
        return low.entry(factors[0], row, col)
    *most, last = factors
    first = Mul(tuple(most)) if len(most) > 1 else most[0]
    if first.shape.is_scalar:
        return _product(low, tuple(most), None, None) * low.entry(last, row, col)
    if last.shape.is_scalar:
        return _product(low, tuple(most), row, col) * low.entry(last, None, None)
    partition, other = partition_of(first, 1), partition_of(last, 0)
    if partition is not None and other is not None and partition != other:
        raise Unsupported("a product over an axis cut into different blocks")
    partition = partition or other
    return low.over(
        first.shape.cols, partition, lambda i: _product(low, tuple(most), row, i) * low.entry(last, i, col)
    )


def _hadamard(low: Lowering, expr: Hadamard, row: Any, col: Any) -> Any:
    total = low.algebra.number(_ONE)
    for factor in expr.factors:
        total = total * (low.scalar(factor) if factor.shape.is_scalar else low.entry(factor, row, col))
    return total


def _div(low: Lowering, expr: Div, row: Any, col: Any) -> Any:
    top = low.scalar(expr.top) if expr.top.shape.is_scalar else low.entry(expr.top, row, col)
    bottom = low.scalar(expr.bottom) if expr.bottom.shape.is_scalar else low.entry(expr.bottom, row, col)
    return top * bottom**-1


def _pow(low: Lowering, expr: Pow, row: Any, col: Any) -> Any:
    return low.algebra.power(low.entry(expr.base, row, col), low.scalar(expr.exponent))


def _transpose(low: Lowering, expr: Transpose, row: Any, col: Any) -> Any:
    return low.entry(expr.arg, col, row)


def _apply(low: Lowering, expr: Apply, row: Any, col: Any) -> Any:
    function = expr.function
    if function.by_elements:
        return function.index_form(low.algebra, *(low.entry(a, row, col) for a in expr.args))
    (arg,) = expr.args
    if partition_of(arg, 0 if arg.shape.is_vector else 1) is not None:
        raise Unsupported(f"{function.name} of a block vector")
    return function.index_form(low.algebra, lambda r, c: low.entry(arg, r, c), arg.shape, row, col)


def _diag(low: Lowering, expr: Diag, row: Any, col: Any) -> Any:
    at = (row, None) if expr.arg.shape.is_vector else (None, row)
    return low.algebra.delta(low.position(row), low.position(col)) * low.entry(expr.arg, *at)


def _sum(low: Lowering, expr: Sum, row: Any, col: Any) -> Any:
    over, conditions = _tightened(expr.index, expr.conditions)

    def body(at: Any) -> Any:
        inner = low.under(expr.index.name, at)
        if not conditions:
            return inner.entry(expr.body, row, col)
        with low.algebra.guarded():
            return inner.holds(conditions) * inner.entry(expr.body, row, col)

    return low.algebra.total(over, body)


def _tightened(index: Index, conditions: tuple[Condition, ...]) -> tuple[Range, tuple[Condition, ...]]:
    """Bounds such as 0 < j and j <= m taken into the range, when they are comparable for every size."""
    over = index.range
    rest: list[Condition] = []
    for condition in conditions:
        match condition:
            case IndexBelow(left=Place(at=low), right=Index(name=name), strict=strict) if name == index.name:
                low = low + int(strict)
                if (low - over.low).at_least(0):
                    over = Range(low, over.high)
                elif not (over.low - low).at_least(0):
                    rest.append(condition)
            case IndexBelow(left=Index(name=name), right=Place(at=high), strict=strict) if name == index.name:
                high = high - int(strict)
                if (over.high - high).at_least(0):
                    over = Range(over.low, high)
                elif not (high - over.high).at_least(0):
                    rest.append(condition)
            case _:
                rest.append(condition)
    return over, tuple(rest)


def _stack(low: Lowering, expr: Stack, row: Any, col: Any) -> Any:
    at, other = (col, row) if expr.across else (row, col)
    where = (other, None) if expr.across else (None, other)

    def part(block: Expr | Each, inner: Any) -> Any:
        if isinstance(block, Each):
            return low.under(block.index.name, inner).entry(block.body, *where)
        return low.entry(block, *where)

    if at is None:  # there is one place
        (only,) = expr.blocks
        return part(only, low.algebra.place(only.index.range.low) if isinstance(only, Each) else None)
    if _counts_places(expr.blocks):
        return part(expr.blocks[0], at)
    partition = partition_of(expr, 1 if expr.across else 0)
    if isinstance(at, BlockIndex):
        if at.partition != partition:
            raise Unsupported("an axis cut into different blocks")
        return part(expr.blocks[at.number], at.inner)
    if partition is not None:
        raise Unsupported("an entry of a block matrix at a position that names no block")
    total = low.algebra.number(_ZERO)
    for number, block in enumerate(expr.blocks, start=1):
        total = total + low.algebra.delta(at, low.algebra.place(Size.of(number))) * part(block, None)
    return total


def _cases(low: Lowering, expr: Cases, row: Any, col: Any) -> Any:
    total, rest = low.algebra.number(_ZERO), low.algebra.number(_ONE)
    for value, conditions in expr.branches:
        here = rest * low.holds(conditions)
        with low.algebra.guarded():
            total = total + here * low.entry(value, row, col)
        rest = rest - here
    if not low.algebra.is_surely_zero(rest):
        raise Unsupported("cases that do not cover everything")
    return total


def _indicator(low: Lowering, expr: Indicator, row: Any, col: Any) -> Any:
    return low.holds(expr.conditions)


def _opaque(low: Lowering, expr: Opaque, row: Any, col: Any) -> Any:
    slots: list[tuple[Any, ...]] = []
    for argument in expr.arguments:
        match argument:
            case Symbol(one_hot=None):
                slots.append(("whole", argument))
            case Column(matrix=Symbol() as matrix, index=index):
                slots.append(("column", matrix, low.place(index)))
            case Expr():
                raise Unsupported(f"{expr.name} of a composed argument")
            case _:
                slots.append(("index", low.place(argument)))
    return low.algebra.opaque(expr.name, tuple(slots))


def _derivative(low: Lowering, expr: Derivative, row: Any, col: Any) -> Any:
    return low.algebra.derivative(low, expr, row, col)


_RULES: dict[type[Expr], Any] = {
    Number: _number,
    SizeNumber: _size_number,
    Symbol: _symbol,
    Identity: _identity,
    Unit: _unit,
    Named: _named,
    Column: _column,
    Entry: _entry,
    Add: _add,
    Neg: _neg,
    Mul: _mul,
    Hadamard: _hadamard,
    Div: _div,
    Pow: _pow,
    Transpose: _transpose,
    Apply: _apply,
    Diag: _diag,
    Sum: _sum,
    Stack: _stack,
    Cases: _cases,
    Indicator: _indicator,
    Opaque: _opaque,
    Derivative: _derivative,
}
