"""Random formulas of the language with shapes that fit, for the round trip through LaTeX."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

from tests.latex.word2vec import J, J_one, U, V, c, centers, j, k, o, s, u, v, v_c, w, ws, wt, y, y_hat
from verifier.expr.build import add, div, hadamard, mul, neg, sub
from verifier.expr.indices import Compare, Index, IndexTerm, OtherIndex, Place, Range, SameIndex
from verifier.expr.nodes import (
    Add,
    Apply,
    Cases,
    Column,
    Derivative,
    Diag,
    Each,
    Entry,
    Expr,
    Hadamard,
    Indicator,
    Mul,
    Neg,
    Number,
    Pow,
    Stack,
    Sum,
    Transpose,
)
from verifier.expr.shapes import ShapeError
from verifier.expr.sizes import ZERO
from verifier.expr.walk import free_letters, transform
from verifier.functions.table import functions
from verifier.language import scalar

a, b = scalar("a"), scalar("b")
F = functions()


class Maker:
    """Draws formulas of a wanted kind; `depth` bounds how deep they nest."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words: list[Index] = [o, w, c]

    def pick(self, *options: Callable[[], Expr]) -> Expr:
        return self.random.choice(options)()

    def word(self) -> IndexTerm:
        bound_samples = [s for s in (k,) if self.random.random() < 0.3]
        return ws[bound_samples[0]] if bound_samples else self.random.choice(self.words)

    def scalar(self, depth: int) -> Expr:
        r = self.random
        if depth <= 0:
            return self.pick(
                lambda: a,
                lambda: b,
                lambda: Number(Fraction(r.choice((1, 2, 3)))),
                lambda: Entry(y_hat, self.word()),
                lambda: Entry(y, self.word()),
                lambda: u[self.word()].T @ v_c,
            )
        d = depth - 1
        return self.pick(
            lambda: self.sum_of(self.scalar, d),
            lambda: mul(self.scalar(d), self.scalar(d)),
            lambda: div(self.scalar(d), self.scalar(d)),
            lambda: neg(self.scalar(d)),
            lambda: Apply(F[r.choice(("exp", "log", "sigmoid", "tanh"))], (self.scalar(d),)),
            lambda: Pow(self.scalar(d), Number(Fraction(r.choice((2, 3))))),
            lambda: mul(Transpose(self.vector(d)), self.vector(d)),
            lambda: self.total(self.scalar, d),
            lambda: Entry(self.words_vector(d), self.word()),
            lambda: Indicator((SameIndex(w, o),)),
            lambda: Cases(((self.scalar(d), (SameIndex(w, o),)), (self.scalar(d), ()))),
            lambda: Apply(F["max"], (self.scalar(d), self.scalar(d))),
            lambda: Number(Fraction(r.choice((1, 3)), r.choice((2, 5)))),
            lambda: Indicator((Compare(a, ">", Number(Fraction(0))),)),
        )

    def vector(self, depth: int) -> Expr:
        """Of length D."""
        if depth <= 0:
            return self.pick(lambda: v_c, lambda: u[self.word()], lambda: v[self.random.choice((c, w))])
        d = depth - 1
        return self.pick(
            lambda: self.sum_of(self.vector, d),
            lambda: mul(self.scalar(d), self.vector(d)),
            lambda: mul(self.vector(d), self.scalar(d)),
            lambda: mul(U, self.words_vector(d)),
            lambda: self.total(self.vector, d),
            lambda: neg(self.vector(d)),
            lambda: div(self.vector(d), self.scalar(d)),
            lambda: hadamard(self.vector(d), self.vector(d)),
            lambda: Derivative(self.scalar(d), v_c),
            lambda: Derivative(J, u[self.word()]),
            lambda: Cases(((self.vector(d), (SameIndex(w, o),)), (self.vector(d), (OtherIndex(w, o),)))),
            lambda: Apply(F["sigmoid"], (self.vector(d),)),
        )

    def words_vector(self, depth: int) -> Expr:
        """Of length V."""
        if depth <= 0:
            return self.pick(lambda: y_hat, lambda: y)
        d = depth - 1
        return self.pick(
            lambda: self.sum_of(self.words_vector, d),
            lambda: mul(self.scalar(d), self.words_vector(d)),
            lambda: mul(Transpose(U), self.vector(d)),
            lambda: Apply(F["softmax"], (self.words_vector(d),)),
            lambda: hadamard(self.words_vector(d), sub(1, self.words_vector(d))),
        )

    def matrix(self, depth: int) -> Expr:
        """D x V."""
        if depth <= 0:
            return U
        d = depth - 1
        return self.pick(
            lambda: mul(self.vector(d), Transpose(self.words_vector(d))),
            lambda: self.sum_of(self.matrix, d),
            lambda: mul(self.scalar(d), self.matrix(d)),
            lambda: Derivative(self.scalar(d), U),
            lambda: mul(U, Diag(self.words_vector(d))),
            lambda: Sum(j, (OtherIndex(j, Place(ZERO)),), Derivative(J_one, U)),
            lambda: Stack((Each(Index("i", Range.upto(V)), mul(y_hat[Index("i", Range.upto(V))], v_c)),)),
        )

    def sum_of(self, part: Callable[[int], Expr], depth: int) -> Expr:
        left, right = part(depth), part(depth)
        return add(left, right) if self.random.random() < 0.5 else sub(left, right)

    def total(self, part: Callable[[int], Expr], depth: int) -> Expr:
        kind = self.random.random()
        letter = self.random.choice(("x", "w'", "l"))
        if kind < 0.6:
            index = Index(letter, Range.upto(V))
            if index in self.words:
                return part(depth)
            self.words.append(index)
            body = part(depth)
            self.words.remove(index)
            conditions = (OtherIndex(index, o),) if kind < 0.2 else ()
            return Sum(index, conditions, mul(y_hat[index], body))
        if kind < 0.8:
            return Sum(s, (SameIndex(ws[s], ws[k]),), mul(u[ws[s]].T @ v_c, part(depth)))
        return Sum(s, (), mul(u[ws[s]].T @ v_c, part(depth)))

    def formula(self, depth: int) -> Expr:
        """A formula of any kind; draws again where shapes or a second reading forbid one."""
        while True:
            try:
                made = self.random.choice((self.scalar, self.vector, self.words_vector, self.matrix))(depth)
            except ShapeError:
                continue
            return made


def plain(expr: Expr) -> Expr:
    """Both sides' grouping made one: sums and products flat from the left, the sign of a number outside it."""

    def change(node: Expr) -> Expr:
        match node:
            case Number(value=value) if value < 0:
                return Neg(Number(-value, node.of_shape))
            case Number(value=value) if value.denominator != 1:
                return div(value.numerator, value.denominator)
            case Add(terms=terms):
                return Add(
                    tuple(t for term in terms for t in (term.terms if isinstance(term, Add) else (term,)))
                )
            case Mul(factors=factors):
                head = factors[0]
                return Mul((*head.factors, *factors[1:])) if isinstance(head, Mul) else node
            case Hadamard(factors=factors):
                head = factors[0]
                return Hadamard((*head.factors, *factors[1:])) if isinstance(head, Hadamard) else node
            case Transpose(arg=arg) if arg.shape.is_scalar:
                return arg
        return node

    return transform(expr, change)


__all__ = ["Column", "Maker", "a", "b", "centers", "free_letters", "plain", "wt"]
