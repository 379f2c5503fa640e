"""Random scalar formulas over one set of symbols, for tests of the normal form."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from verifier.expr.indices import Compare, OtherIndex, SameIndex
from verifier.expr.nodes import (
    Add,
    Apply,
    Cases,
    Column,
    Div,
    Entry,
    Expr,
    Indicator,
    Mul,
    Neg,
    Number,
    Pow,
    SizeNumber,
    Sum,
    Transpose,
)
from verifier.functions.table import functions
from verifier.language import columns, indices, matrix, samples, scalar, sizes, vector

D, V, K = sizes("D V K")
U, W = matrix("U", D, V, columns="u"), matrix("W", D, D)
u = columns(U)
v, a = vector("v", D), vector("a", V)
x, y = scalar("x"), scalar("y")
o, w = indices("o w", V)
s, k = indices("s k", K)
ws = samples("w", K, V)
BOUND = indices("b e f g h", V) + indices("l n p q r", K)


def formula(
    rng: Random, depth: int, words: tuple = (o, w), draws: tuple = (k,), *, rough: bool = False
) -> Expr:
    """A scalar. `words`, `draws`: letters in scope that run over words and over samples. `rough`: with switches, roots,
    logarithms and divisions by anything."""
    if depth == 0:
        return _leaf(rng, words, draws)

    def inner() -> Expr:
        return formula(rng, depth - 1, words, draws, rough=rough)

    kind = rng.randrange(9)
    if rough and rng.random() < 0.4:
        return _rough(rng, inner)
    if kind in (0, 1):
        return Add(tuple(inner() for _ in range(rng.randint(2, 3))))
    if kind in (2, 3):
        return Mul(tuple(inner() for _ in range(rng.randint(2, 3))))
    if kind == 4:
        return Neg(inner())
    if kind == 5:
        return Apply(functions()[rng.choice(("exp", "sigmoid", "tanh"))], (inner(),))
    if kind == 6:
        return Div(inner(), Add((Number(Fraction(1)), Apply(functions()["exp"], (inner(),)))))
    if kind == 7:
        return Pow(inner(), Number(Fraction(2)))
    return _sum(rng, depth, words, draws, rough)


def _rough(rng: Random, inner: Callable[[], Expr]) -> Expr:
    zero, one, half = (Number(Fraction(n, 2)) for n in (0, 2, 1))
    match rng.randrange(8):
        case 0:
            return Apply(functions()["log"], (inner(),))
        case 1:
            return Apply(functions()["relu"], (inner(),))
        case 2:
            return Apply(functions()["max"], (inner(), inner()))
        case 3:
            return Indicator(
                (
                    Compare(
                        inner(), rng.choice(("<", "<=", ">", ">=", "=", "!=")), rng.choice((zero, inner()))
                    ),
                )
            )
        case 4:
            return Pow(inner(), half)
        case 5:
            return Div(inner(), inner())
        case 6:
            return Cases(((inner(), (Compare(inner(), ">", zero),)), (inner(), ())))
    return Mul((SizeNumber(rng.choice((V, K - 1))), inner(), Add((one, inner()))))


def _sum(rng: Random, depth: int, words: tuple, draws: tuple, rough: bool) -> Expr:
    used = {letter.name for letter in (*words, *draws)}
    letter = rng.choice([b for b in BOUND if b.name not in used])
    over_words = letter.range == o.range
    words, draws = ((*words, letter), draws) if over_words else (words, (*draws, letter))
    body = formula(rng, depth - 1, words, draws, rough=rough)
    conditions = ()
    if rng.random() < 0.3:
        make = rng.choice((SameIndex, OtherIndex))
        conditions = (
            (make(letter, rng.choice(words)),) if over_words else (make(ws[letter], ws[rng.choice(draws)]),)
        )
    return Sum(letter, conditions, body)


def _leaf(rng: Random, words: tuple, draws: tuple) -> Expr:
    word = rng.choice((*words, ws[rng.choice(draws)]))
    match rng.randrange(7):
        case 0:
            return Number(Fraction(rng.randint(-3, 3) or 2, rng.randint(1, 3)))
        case 1:
            return rng.choice((x, y))
        case 2:
            return Entry(a, word)
        case 3:
            return Mul((Transpose(Column(U, word)), v))
        case 4:
            return Mul((Transpose(v), W, Column(U, word)))
        case 5:
            return Indicator((SameIndex(word, rng.choice(words)),))
    return Mul((Transpose(Column(U, word)), Column(U, rng.choice(words))))
