"""Index notation as sympy expressions: what sympy's `diff` works on.

The one module that constructs sympy objects, always from nodes and from Symbols of our own, never from text. Every
bound index is a fresh Dummy; nothing here is ever simplified, substituted or evaluated by sympy beyond what its
constructors do.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import sympy
from sympy import Dummy, Function, Indexed, IndexedBase, Integer, KroneckerDelta, Rational, S, Tuple
from sympy import Symbol as SympySymbol

from verifier.expr.indices import Index, IndexMap, Range
from verifier.expr.nodes import Symbol
from verifier.expr.sizes import Size


class Step(Function):  # type: ignore[misc]
    """1 for a positive argument, 0 for a negative one; its derivative is 0 off the kink, and what happens at the kink
    is stated as a condition by the prover."""

    nargs = (1,)

    def fdiff(self, argindex: int = 1) -> Any:
        return S.Zero


class Above(Step):
    """The same where it stands alone, so that it matters that it is 0 for the argument 0."""


class Below(Function):  # type: ignore[misc]
    """1 where the first index is below the second."""

    nargs = (2,)

    def fdiff(self, argindex: int = 1) -> Any:
        return S.Zero


class OpaqueValue(Function):  # type: ignore[misc]
    """A scalar function nobody looks into, or a derivative of it: (name, slots, derivatives), all Tuples.

    A slot is (whole, base), (column, base, index) or (index, index); a derivative is (slot number, indices...).
    """

    nargs = (3,)

    @classmethod
    def eval(cls, *args: Any) -> None:
        return None

    def _eval_derivative(self, by: Any) -> Any:
        name, slots, done = self.args
        base: Any = by.base if isinstance(by, Indexed) else by
        indices: Any = by.indices if isinstance(by, Indexed) else ()
        total = S.Zero
        for number, slot in enumerate(slots):
            if slot[0] == _WHOLE and slot[1] == base:
                total += OpaqueValue(name, slots, Tuple(*done, Tuple(Integer(number), *indices)))
            elif slot[0] == _COLUMN and slot[1] == base:
                row, column = indices
                total += KroneckerDelta(slot[2], column) * OpaqueValue(
                    name, slots, Tuple(*done, Tuple(Integer(number), row))
                )
        return total


_WHOLE, _COLUMN, _INDEX = SympySymbol("whole"), SympySymbol("column"), SympySymbol("index")
KINDS = {_WHOLE: "w", _COLUMN: "v", _INDEX: "x"}


class SympyAlgebra:
    """The sympy side of the lowering. It remembers what each sympy index and tensor stands for, for reading back.

    `covers(value)`: decides whether an expression is surely zero; given by whoever can read it.
    """

    def __init__(self, covers: Callable[[Any], bool] | None = None) -> None:
        self.indices: dict[Any, Any] = {}  # sympy index -> Index | ("place", Size) | (IndexMap, sympy index)
        self.blocks: dict[Any, Any] = {}
        self.ranges: dict[Any, Range] = {}  # bound Dummy -> range
        self.tensors: dict[Any, Symbol] = {}  # IndexedBase or scalar Symbol -> surface symbol
        self.maps: dict[Any, IndexMap] = {}
        self.sizes: dict[Any, str] = {}
        self.outer: dict[Any, Any] = {}  # Dummy -> index value of the algebra that asked for a derivative
        self.variables: dict[
            str, tuple[Any, Any]
        ] = {}  # variable of a derivative -> (its formula, its lowering)
        self._covers = covers

    def number(self, value: Fraction) -> Any:
        return Rational(value.numerator, value.denominator)

    def size(self, size: Size) -> Any:
        total = Integer(size.constant)
        for name, c in size.terms:
            symbol = SympySymbol(name, integer=True, positive=True)
            self.sizes[symbol] = name
            total += c * symbol
        return total

    def free(self, index: Index) -> Any:
        symbol = SympySymbol(index.name, integer=True)
        self.indices[symbol] = index
        return symbol

    def place(self, at: Size) -> Any:
        value = self.size(at)
        self.indices[value] = at
        return value

    def pick(self, index_map: IndexMap, at: Any) -> Any:
        base = IndexedBase(SympySymbol(index_map.name, integer=True))
        self.maps[base] = index_map
        return base[at]

    def block(self, number: int, inner: Any) -> Any:
        if (number, inner) not in self.blocks:
            self.blocks[number, inner] = Dummy("block", integer=True)
            self.indices[self.blocks[number, inner]] = (number, inner)
        return self.blocks[number, inner]

    def entry(self, symbol: Symbol, *indices: Any) -> Any:
        if not indices:
            scalar = SympySymbol(symbol.name, positive=True) if symbol.positive else SympySymbol(symbol.name)
            self.tensors[scalar] = symbol
            return scalar
        return self._base(symbol)[indices]

    def _base(self, symbol: Symbol) -> Any:
        base = IndexedBase(SympySymbol(symbol.name))
        self.tensors[base] = symbol
        return base

    def delta(self, left: Any, right: Any) -> Any:
        return KroneckerDelta(left, right)

    def below(self, left: Any, right: Any, strict: bool) -> Any:
        return Below(left, right) if strict else 1 - Below(right, left)

    def exp(self, value: Any) -> Any:
        return sympy.exp(value)

    def log(self, value: Any) -> Any:
        return sympy.log(value)

    def step(self, value: Any) -> Any:
        return Step(value)

    def above(self, value: Any) -> Any:
        return Above(value)

    def power(self, base: Any, exponent: Any) -> Any:
        return base**exponent

    def total(self, over: Range, body: Callable[[Any], Any]) -> Any:
        dummy = Dummy("i", integer=True)
        self.ranges[dummy] = over
        return sympy.Sum(body(dummy), (dummy, self.size(over.low), self.size(over.high)))

    def is_surely_zero(self, value: Any) -> bool:
        return self._covers(value) if self._covers else value == 0

    def opaque(self, name: str, slots: tuple[tuple[Any, ...], ...]) -> Any:
        out = []
        for kind, *rest in slots:
            if kind == "index":
                out.append(Tuple(_INDEX, rest[0]))
                continue
            base = self.entry(rest[0]) if rest[0].shape.is_scalar else self._base(rest[0])
            out.append(Tuple(_WHOLE, base) if kind == "whole" else Tuple(_COLUMN, base, rest[1]))
        return OpaqueValue(SympySymbol(name), Tuple(*out), Tuple())

    def derivative(self, lowering: Any, expr: Any, row: Any, col: Any) -> Any:
        from verifier.algebra.derivative import entry_of_derivative

        return entry_of_derivative(lowering, expr, row, col)
