"""A third judge, for the tests alone: the surface tree in floats or in mpmath, independent of both judges of the program.

`Numbers` says which arithmetic; a `Point` says what sizes, letters, maps and symbols are. Everything is a numpy array of
two dimensions. Derivatives are central differences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from typing import Any

import mpmath
import numpy as np

from verifier.expr import nodes as n
from verifier.expr.indices import (
    Compare,
    Index,
    IndexBelow,
    IndexTerm,
    OtherIndex,
    Picked,
    Place,
    SameIndex,
)
from verifier.expr.sizes import Size


@dataclass(frozen=True)
class Numbers:
    number: Callable[[Fraction], Any]
    exp: Callable[[Any], Any]
    log: Callable[[Any], Any]
    step: Any  # of central differences

    def array(self, rows: list[list[Any]]) -> Any:
        return np.array(rows, dtype=float if self is FLOATS else object)

    def each(self, f: Callable[[Any], Any], x: Any) -> Any:
        return np.vectorize(f, otypes=[x.dtype])(x) if x.size else x


FLOATS = Numbers(float, lambda x: float(np.exp(x)), lambda x: float(np.log(x)), 1e-5)
MPMATH = Numbers(
    lambda q: mpmath.mpf(q.numerator) / q.denominator, mpmath.exp, mpmath.log, mpmath.mpf(10) ** -20
)


@dataclass(frozen=True)
class Point:
    sizes: Mapping[str, int]
    letters: Mapping[str, int]
    maps: Mapping[str, Mapping[int, int]]
    symbols: Mapping[str, Any]
    loss: Callable[[str, tuple[int, ...], list[Any]], Any]
    numbers: Numbers = field(default=FLOATS)
    moved: Mapping[str, Any] = field(default_factory=dict)  # definitions that are varied, by name

    def bound(self, letter: str, at: int) -> Point:
        return replace(self, letters={**self.letters, letter: at})

    def size(self, size: Size) -> int:
        return size.value(self.sizes)

    def index(self, term: IndexTerm) -> int:
        match term:
            case Index(name=name):
                return self.letters[name]
            case Place(at=at):
                return self.size(at)
            case Picked(map=index_map, at=at):
                return self.maps[index_map.name][self.index(at)]

    def holds(self, condition: Any) -> bool:
        match condition:
            case SameIndex(left=a, right=b):
                return self.index(a) == self.index(b)
            case OtherIndex(left=a, right=b):
                return self.index(a) != self.index(b)
            case IndexBelow(left=a, right=b, strict=strict):
                return self.index(a) < self.index(b) + (not strict)
            case Compare(left=x, operator=sign, right=y):
                gap = value(x, self)[0, 0] - value(y, self)[0, 0]
                return {
                    "<": gap < 0,
                    "<=": gap <= 0,
                    ">": gap > 0,
                    ">=": gap >= 0,
                    "=": gap == 0,
                    "!=": gap != 0,
                }[sign]
        raise TypeError(condition)

    def places(self, index: Index, conditions: tuple[Any, ...] = ()) -> list[Point]:
        low, high = self.size(index.range.low), self.size(index.range.high)
        inner = (self.bound(index.name, at) for at in range(low, high + 1))
        return [p for p in inner if all(p.holds(c) for c in conditions)]


def value(expr: n.Expr, at: Point) -> Any:
    """The value of a formula at a point, an array of its shape."""
    numbers = at.numbers
    rows, cols = at.size(expr.shape.rows), at.size(expr.shape.cols)
    match expr:
        case n.Number(value=q):
            return numbers.array([[numbers.number(q)] * cols] * rows)
        case n.SizeNumber(size=size):
            return numbers.array([[numbers.number(Fraction(at.size(size)))]])
        case n.Symbol(one_hot=None, name=name):
            return at.symbols[name]
        case n.Symbol(one_hot=hot):
            return _unit(at.index(hot), rows, numbers)
        case n.Unit(index=index):
            return _unit(at.index(index), rows, numbers)
        case n.Identity():
            return np.hstack([_unit(i + 1, rows, numbers) for i in range(rows)])
        case n.Named(name=name, body=body):
            return at.moved[name] if name in at.moved else value(body, at)
        case n.Opaque(name=name, arguments=arguments):
            words = tuple(at.index(a) for a in arguments if not isinstance(a, n.Expr))
            entries = [e for a in arguments if isinstance(a, n.Expr) for e in value(a, at).flat]
            return numbers.array([[at.loss(name, words, entries)]])
        case n.Column(matrix=matrix, index=index):
            return _part(value(matrix, at), 1, at.index(index))
        case n.Entry(of=of, row=row, col=col):
            inner = value(of, at)
            if col is None:
                return _part(inner.reshape(-1, 1), 0, at.index(row))
            return _part(_part(inner, 0, at.index(row)), 1, at.index(col))
        case n.Add(terms=terms):
            return sum((value(t, at) for t in terms[1:]), value(terms[0], at))
        case n.Neg(arg=arg):
            return -value(arg, at)
        case n.Mul(factors=factors) | n.Hadamard(factors=factors):
            total = value(factors[0], at)
            for k, factor in enumerate(factors[1:], start=1):
                right = value(factor, at)
                left = factors[0] if k == 1 else type(expr)(factors[:k])
                scales = left.shape.is_scalar or factor.shape.is_scalar or isinstance(expr, n.Hadamard)
                total = total * right if scales else total @ right
            return total
        case n.Div(top=top, bottom=bottom):
            return value(top, at) / value(bottom, at)
        case n.Pow(base=base, exponent=exponent):
            return value(base, at) ** value(exponent, at)
        case n.Transpose(arg=arg):
            return value(arg, at).T
        case n.Diag(arg=arg):
            inner = value(arg, at).reshape(-1)
            return np.diag(inner) if numbers is FLOATS else _diagonal(inner, numbers)
        case n.Apply(function=function, args=args):
            return _applied(function.name, [value(a, at) for a in args], numbers)
        case n.Sum(index=index, conditions=conditions, body=body):
            zero = numbers.array([[numbers.number(Fraction(0))] * cols] * rows)
            return sum((value(body, p) for p in at.places(index, conditions)), zero)
        case n.Stack(blocks=blocks, across=across):
            parts = []
            for block in blocks:
                if isinstance(block, n.Each):
                    parts.extend(value(block.body, p) for p in at.places(block.index))
                else:
                    parts.append(value(block, at))
            return np.hstack(parts) if across else np.vstack(parts)
        case n.Cases(branches=branches):
            for branch, conditions in branches:
                if all(map(at.holds, conditions)):
                    return value(branch, at)
            raise ArithmeticError("no case holds")
        case n.Indicator(conditions=conditions):
            return numbers.array([[numbers.number(Fraction(all(map(at.holds, conditions))))]])
        case n.Derivative(of=of, by=by):
            return _slope(of, by, at).reshape(rows, cols)
    raise TypeError(type(expr).__name__)


def _part(whole: Any, axis: int, at: int) -> Any:
    """The row or column at a position, counted from 1."""
    if not 1 <= at <= whole.shape[axis]:
        raise IndexError(f"there is no place {at} among {whole.shape[axis]}")
    return whole[at - 1 : at] if axis == 0 else whole[:, at - 1 : at]


def _unit(at: int, length: int, numbers: Numbers) -> Any:
    return numbers.array([[numbers.number(Fraction(i + 1 == at))] for i in range(length)])


def _diagonal(entries: Any, numbers: Numbers) -> Any:
    zero = numbers.number(Fraction(0))
    return numbers.array(
        [[e if i == j else zero for j in range(len(entries))] for i, e in enumerate(entries)]
    )


def _applied(name: str, args: list[Any], numbers: Numbers) -> Any:
    exp = numbers.exp
    x = args[-1]
    match name:
        case "exp":
            return numbers.each(exp, x)
        case "log":
            return numbers.each(numbers.log, x)
        case "sigmoid":
            return numbers.each(lambda t: 1 / (1 + exp(-t)), x)
        case "tanh":
            return numbers.each(lambda t: (exp(t) - exp(-t)) / (exp(t) + exp(-t)), x)
        case "relu":
            return numbers.each(lambda t: t if t > 0 else 0 * t, x)
        case "softmax":
            weights = numbers.each(exp, x)
            return weights / weights.sum(axis=0 if x.shape[1] == 1 else 1, keepdims=True)
    first, second = args
    pairs = zip(first.flat, second.flat, strict=True)
    if name == "max":
        out = [max(a, b) for a, b in pairs]
    elif name == "leaky_relu":
        out = [b if b > 0 else a * b for a, b in pairs]
    else:
        raise TypeError(name)
    return numbers.array([out]).reshape(x.shape)


def _slope(of: n.Expr, by: n.Expr, at: Point) -> Any:
    """Central differences: entry of `of` by entry of `by`, all in one row."""
    name, cells = _cells(by, at)
    varied = "moved" if isinstance(by, n.Named) and name == by.name else "symbols"
    here = value(by, at) if varied == "moved" else at.symbols[name]
    h = at.numbers.step
    columns = []
    for cell in cells:
        sides = []
        for move in (h, -h):
            moved = here.copy()
            moved[cell] = moved[cell] + move
            sides.append(value(of, replace(at, **{varied: {**getattr(at, varied), name: moved}})))
        columns.append(((sides[0] - sides[1]) / (2 * h)).reshape(-1, 1))
    return np.hstack(columns)


def _cells(by: n.Expr, at: Point) -> tuple[str, list[tuple[int, int]]]:
    match by:
        case n.Symbol(name=name):
            rows, cols = at.symbols[name].shape
            return name, list(product(range(rows), range(cols)))
        case n.Column(matrix=n.Symbol(name=name), index=index):
            return name, [(i, at.index(index) - 1) for i in range(at.symbols[name].shape[0])]
        case n.Named(body=n.Symbol() | n.Column() as body):
            return _cells(body, at)
        case n.Named(name=name):
            rows, cols = value(by, at).shape
            return name, list(product(range(rows), range(cols)))
    raise TypeError(f"a derivative by {by}")
