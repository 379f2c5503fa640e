"""The number that a sympy expression in index notation stands for: how `derive` is judged without the normal form."""

from __future__ import annotations

from itertools import product
from math import exp, log
from typing import Any

import numpy as np
import sympy

from tests.soundness.evaluate import Point
from verifier.algebra.derive import Derived
from verifier.algebra.index_notation import Above, Below, Step
from verifier.algebra.symbolic import SympyAlgebra
from verifier.expr.indices import Index
from verifier.expr.sizes import Size


class Values:
    """Values of sympy expressions that one `SympyAlgebra` made, at a point."""

    def __init__(self, algebra: SympyAlgebra, at: Point) -> None:
        self.algebra, self.at = algebra, at
        self.bound: dict[Any, int] = {}

    def index(self, term: Any) -> int:
        if term in self.bound:
            return self.bound[term]
        if isinstance(term, sympy.Indexed):
            return self.at.maps[self.algebra.maps[term.base].name][self.index(term.indices[0])]
        known = self.algebra.indices.get(term)
        if isinstance(known, Index):
            return self.at.letters[known.name]
        return self.at.size(known) if isinstance(known, Size) else int(term)

    def value(self, e: Any) -> float:
        args = e.args
        if e.is_Rational:
            return float(e)
        if e.is_Add:
            return sum(map(self.value, args))
        if e.is_Mul:
            return float(np.prod([self.value(a) for a in args]))
        if isinstance(e, sympy.exp):
            return exp(self.value(args[0]))
        if isinstance(e, sympy.log):
            return log(self.value(args[0]))
        if e.is_Pow:
            return float(self.value(args[0]) ** self.value(args[1]))
        if isinstance(e, sympy.Sum):
            return self.total(e)
        if isinstance(e, sympy.Indexed):
            where = [self.index(i) - 1 for i in e.indices]
            array = self.at.symbols[self.algebra.tensors[e.base].name]
            return float(array[tuple(where)] if len(where) == 2 else array.reshape(-1)[where[0]])
        if isinstance(e, sympy.KroneckerDelta):
            return float(self.index(args[0]) == self.index(args[1]))
        if isinstance(e, Below):
            return float(self.index(args[0]) < self.index(args[1]))
        if isinstance(e, Step | Above):
            return float(self.value(args[0]) > 0)
        if e in self.algebra.tensors:
            return float(self.at.symbols[self.algebra.tensors[e].name][0, 0])
        if e in self.algebra.sizes:
            return float(self.at.sizes[self.algebra.sizes[e]])
        raise TypeError(f"{type(e).__name__} has no value here")

    def total(self, e: Any) -> float:
        dummies = [limit[0] for limit in e.limits]
        runs = [self.algebra.ranges[dummy] for dummy in dummies]
        before = dict(self.bound)
        out = 0.0
        for places in product(*(range(self.at.size(r.low), self.at.size(r.high) + 1) for r in runs)):
            self.bound.update(zip(dummies, places, strict=True))
            out += self.value(e.function)
        self.bound = before
        return out


def derived_array(derived: Derived, at: Point) -> Any:
    """All entries of a derived quantity without blocks."""
    (entry,) = derived.entries
    shape = derived.quantity.shape
    out = np.zeros((at.size(shape.rows), at.size(shape.cols)))
    for where in np.ndindex(out.shape):
        letters = {
            letter.name: place + 1
            for letter, place in zip((entry.row, entry.col), where, strict=True)
            if isinstance(letter, Index)
        }
        here = Values(entry.algebra, Point(at.sizes, {**at.letters, **letters}, at.maps, at.symbols, at.loss))
        out[where] = here.value(entry.value)
    return out
