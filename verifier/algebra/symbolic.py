"""Index notation as sympy expressions: what sympy's `diff` works on.

This module and `index_notation` alone construct sympy objects, from nodes and Symbols of our own, never from text. Every
bound index is a fresh Dummy; nothing here is ever simplified, substituted or evaluated by sympy beyond what its
constructors do.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from typing import Any

from sympy import Dummy, IndexedBase, Integer, Rational, Tuple
from sympy import Symbol as SympySymbol

from verifier.algebra.index_notation import (
    COLUMN,
    INDEX,
    WHOLE,
    Above,
    Below,
    Cell,
    Delta,
    Exp,
    Log,
    OpaqueValue,
    Step,
    Total,
)
from verifier.algebra.lower import BlockIndex
from verifier.expr.indices import Index, IndexMap, Range
from verifier.expr.nodes import Symbol
from verifier.expr.sizes import Size


class SympyAlgebra:
    """The sympy side of the lowering. It remembers what each sympy index and tensor stands for, for reading back.

    `covers(value)`: decides whether an expression is surely zero; given by whoever can read it.
    """

    def __init__(self, covers: Callable[[Any], bool] | None = None) -> None:
        self.indices: dict[Any, Any] = {}  # sympy index -> Index | Size | BlockIndex
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

    def block(self, at: BlockIndex) -> Any:
        if at not in self.blocks:
            self.blocks[at] = Dummy("block", integer=True)
            self.indices[self.blocks[at]] = at
        return self.blocks[at]

    def entry(self, symbol: Symbol, *indices: Any) -> Any:
        if not indices:
            scalar = SympySymbol(symbol.name, positive=True) if symbol.positive else SympySymbol(symbol.name)
            self.tensors[scalar] = symbol
            return scalar
        return Cell(self._base(symbol), *indices)

    def _base(self, symbol: Symbol) -> Any:
        base = IndexedBase(SympySymbol(symbol.name))
        self.tensors[base] = symbol
        return base

    def delta(self, left: Any, right: Any) -> Any:
        return Delta(left, right)

    def below(self, left: Any, right: Any, strict: bool) -> Any:
        return Below(left, right) if strict else 1 - Below(right, left)

    def exp(self, value: Any) -> Any:
        return Exp(value)

    def log(self, value: Any) -> Any:
        return Log(value)

    def step(self, value: Any) -> Any:
        return Step(value)

    def above(self, value: Any) -> Any:
        return Above(value)

    def power(self, base: Any, exponent: Any) -> Any:
        return base**exponent

    def total(self, over: Range, body: Callable[[Any], Any]) -> Any:
        dummy = Dummy("i", integer=True)
        self.ranges[dummy] = over
        return Total(body(dummy), (dummy, self.size(over.low), self.size(over.high)))

    def guarded(self) -> AbstractContextManager[None]:
        return nullcontext()

    def is_surely_zero(self, value: Any) -> bool:
        return self._covers(value) if self._covers else value == 0

    def opaque(self, name: str, slots: tuple[tuple[Any, ...], ...]) -> Any:
        out = []
        for kind, *rest in slots:
            if kind == "index":
                out.append(Tuple(INDEX, rest[0]))
                continue
            base = self.entry(rest[0]) if rest[0].shape.is_scalar else self._base(rest[0])
            out.append(Tuple(WHOLE, base) if kind == "whole" else Tuple(COLUMN, base, rest[1]))
        return OpaqueValue(SympySymbol(name), Tuple(*out), Tuple())

    def derivative(self, lowering: Any, expr: Any, row: Any, col: Any) -> Any:
        from verifier.algebra.derivative import entry_of_derivative

        return entry_of_derivative(lowering, expr, row, col)
