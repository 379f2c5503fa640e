"""A loss nobody looks into, as a random smooth function of all entries of its arguments.

J(x) = a.x + (b.x)(c.x) + exp(d.x), with coefficients that depend on the name, on the words among the arguments and on
the seed: another word is another function, and derivatives by everything are as good as any others.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from random import Random

from flint import arb

from verifier.numbers.dual import Element


def loss(name: str, indices: tuple[int, ...], entries: list[Element], seed: int) -> Element:
    a, b, c, d = _balls(name, indices, len(entries), seed)
    return _form(a, entries) + _form(b, entries) * _form(c, entries) + _form(d, entries).exp()


def _form(row: tuple[arb, ...], entries: list[Element]) -> Element:
    total: Element = arb(0)
    for coefficient, entry in zip(row, entries, strict=True):
        total = entry * coefficient + total
    return total


@lru_cache(maxsize=256)
def coefficients(
    name: str, indices: tuple[int, ...], count: int, seed: int
) -> tuple[tuple[Fraction, ...], ...]:
    """The rows a, b, c, d, exact in binary; d is small, lest the exponential drown the rest."""
    stream = Random(f"{seed}/opaque/{name}/{indices}")
    return tuple(
        tuple(Fraction(stream.choice((-1, 1)) * stream.randint(1, 7), grain) for _ in range(count))
        for grain in (8, 8, 8, 64)
    )


@lru_cache(maxsize=256)
def _balls(name: str, indices: tuple[int, ...], count: int, seed: int) -> tuple[tuple[arb, ...], ...]:
    return tuple(
        tuple(arb(x.numerator) / x.denominator for x in row)
        for row in coefficients(name, indices, count, seed)
    )
