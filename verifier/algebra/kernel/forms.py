"""The kernel as an `Algebra`: the lowering builds normal polynomials directly."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verifier.algebra.kernel.facts import range_ends, range_term, size_term
from verifier.algebra.kernel.polynomial import Kernel
from verifier.algebra.kernel.terms import UNIT, Poly, Term
from verifier.algebra.lower import BlockIndex
from verifier.algebra.target import Unsupported
from verifier.expr.indices import Index, IndexMap, Range
from verifier.expr.nodes import Symbol
from verifier.expr.sizes import Size


@dataclass(frozen=True, slots=True)
class Form:
    """A normal polynomial that knows its kernel, with the operators that the lowering uses."""

    kernel: Kernel
    poly: Poly

    def _other(self, other: Form | int) -> Poly:
        return other.poly if isinstance(other, Form) else self.kernel.constant(other)

    def __add__(self, other: Form | int) -> Form:
        return Form(self.kernel, self.kernel.add(self.poly, self._other(other)))

    __radd__ = __add__

    def __neg__(self) -> Form:
        return Form(self.kernel, self.kernel.scale(self.poly, -1))

    def __sub__(self, other: Form | int) -> Form:
        return Form(self.kernel, self.kernel.add(self.poly, self._other(other), -1))

    def __rsub__(self, other: int) -> Form:
        return -self + other

    def __mul__(self, other: Form | int) -> Form:
        return Form(self.kernel, self.kernel.mul(self.poly, self._other(other)))

    __rmul__ = __mul__

    def __pow__(self, exponent: int) -> Form:
        return Form(self.kernel, self.kernel.power(self.poly, exponent))


def block_at(term: Term) -> BlockIndex:
    """The position that a term ("k", ..) was made of."""
    number, cut = term[1]
    return BlockIndex(tuple(Range(*range_ends(run)) if run else None for run in cut), number, term[2] or None)


class KernelAlgebra:
    """See `verifier.algebra.target.Algebra`."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel

    def form(self, poly: Poly) -> Form:
        return Form(self.kernel, poly)

    def number(self, value: Fraction) -> Form:
        return self.form(self.kernel.constant(value))

    def size(self, size: Size) -> Form:
        return self.form(self.kernel.size(size))

    def free(self, index: Index) -> Term:
        self.kernel.facts.know(index)
        return self.kernel.facts.represent(("f", index.name))

    def place(self, at: Size) -> Term:
        return size_term(at)

    def pick(self, index_map: IndexMap, at: Term) -> Term:
        self.kernel.facts.know(index_map)
        return self.kernel.facts.represent(("m", index_map.name, at))

    def block(self, at: BlockIndex) -> Term:
        cut = tuple(() if run is None else range_term(run) for run in at.partition)
        return ("k", (at.number, cut), at.inner or ())

    def entry(self, symbol: Symbol, *indices: Term) -> Form:
        if "orthogonal" in symbol.structure:
            self.kernel.tied.add(symbol.name)
        symmetric = bool(indices) and bool(symbol.structure & {"symmetric", "positive-definite"})
        atom = ("y", symbol.name, *sorted(indices)) if symmetric else ("t", symbol.name, *indices)
        if symbol.positive:
            positive = self.kernel.atom(atom)
            if positive not in self.kernel.known_positive:
                self.kernel.known_positive.append(positive)
        return self.form(self.kernel.atom(atom))

    def delta(self, left: Term, right: Term) -> Form:
        return self.form(self.kernel.delta(left, right))

    def below(self, left: Term, right: Term, strict: bool) -> Form:
        return self.form(self.kernel.below(left, right, strict))

    def exp(self, value: Form) -> Form:
        return self.form(self.kernel.exp(value.poly))

    def log(self, value: Form) -> Form:
        return self.form(self.kernel.log(value.poly))

    def step(self, value: Form) -> Form:
        return self.form(self.kernel.step(value.poly))

    def above(self, value: Form) -> Form:
        return self.form(self.kernel.above(value.poly))

    def power(self, base: Form, exponent: Form) -> Form:
        if not exponent.poly or list(exponent.poly) == [UNIT]:
            return self.form(self.kernel.power(base.poly, exponent.poly.get(UNIT, Fraction(0))))
        from verifier.algebra.kernel.signs import poly_positive

        if not poly_positive(self.kernel, base.poly):
            raise Unsupported("a power with a variable exponent whose base is not known to be positive")
        return self.exp(self.log(base) * exponent)

    def total(self, over: Range, body: Callable[[Term], Form]) -> Form:
        return self.form(self.kernel.total(range_term(over), lambda label: body(label).poly))

    def guarded(self) -> AbstractContextManager[None]:
        return self.kernel.guarded()

    def is_surely_zero(self, value: Form) -> bool:
        return not value.poly

    def opaque(self, name: str, slots: tuple[tuple[Any, ...], ...]) -> Form:
        known = {"whole": "w", "column": "v", "index": "x"}
        words: list[tuple[Any, ...]] = []
        for kind, *rest in slots:
            if kind == "index":
                words.append(("x", rest[0]))
            else:
                words.append((known[kind], rest[0].name, rest[1] if kind == "column" else ()))
        return self.form(self.kernel.atom(("o", name, tuple(words), ())))

    def derivative(self, lowering: Any, expr: Any, row: Any, col: Any) -> Form:
        from verifier.algebra.kernel.reading import derivative

        return derivative(self, lowering, expr, row, col)
