"""Points for the third judge: random, unequal sizes, indices that satisfy the hypotheses, and what a counterexample names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from fractions import Fraction
from random import Random
from typing import Any

import mpmath
import numpy as np

from tests.soundness.evaluate import FLOATS, MPMATH, Numbers, Point
from verifier.evidence import Counterexample
from verifier.expr.indices import Distinct, Hypothesis, Index, IndexMap, NotAmong
from verifier.expr.nodes import Symbol
from verifier.expr.sizes import Size

SIZES = (
    {"D": 3, "V": 5, "K": 4, "m": 2, "n": 4},
    {"D": 4, "V": 7, "K": 2, "m": 3, "n": 2},
    {"D": 2, "V": 6, "K": 5, "m": 1, "n": 5},
    {"D": 5, "V": 4, "K": 3, "m": 2, "n": 3},
)
MEET = 0.4  # how often a letter takes the value of another
REACHES = (1.2, 1.2, 4.0, 0.05, 0.0005)  # of scalars, so that narrow cases are met


def everything(thing: Any) -> Iterator[Any]:
    """Every value inside nested dataclasses and tuples."""
    yield thing
    if is_dataclass(thing) and not isinstance(thing, type):
        for part in fields(thing):
            if part.name not in ("shape", "span", "function"):
                yield from everything(getattr(thing, part.name))
    elif isinstance(thing, tuple | frozenset):
        for part in thing:
            yield from everything(part)


def points(
    exprs: Iterable[Any],
    hypotheses: tuple[Hypothesis, ...],
    seed: str,
    count: int,
    sizes: tuple[dict[str, int], ...] = SIZES,
) -> Iterator[Point]:
    """`count` points at which the hypotheses hold, of these sizes in turn."""
    found = list(everything((*exprs, hypotheses)))
    rng = Random(seed)
    made = tries = 0
    while made < count:
        tries += 1
        assert tries < 2000, "no point satisfies the hypotheses"
        point = _point(found, dict(sizes[made % len(sizes)]), rng)
        if all(_holds(h, point) for h in hypotheses):
            made += 1
            yield point


def _point(found: list[Any], sizes: dict[str, int], rng: Random) -> Point:
    for size in (x for x in found if isinstance(x, Size)):
        for name, _ in size.terms:
            sizes.setdefault(name, rng.randint(2, 6))
    letters: dict[str, int] = {}
    maps: dict[str, dict[int, int]] = {}
    symbols: dict[str, Any] = {}
    for thing in found:
        match thing:
            case Index(name=name, range=over):
                low, high = over.low.value(sizes), over.high.value(sizes)
                known = [at for at in letters.values() if low <= at <= high]
                meet = known and rng.random() < MEET
                letters.setdefault(name, rng.choice(known) if meet else rng.randint(low, max(low, high)))
            case IndexMap(name=name, arguments=arguments, values=values):
                low, high = values.low.value(sizes), values.high.value(sizes)
                over = range(arguments.low.value(sizes), arguments.high.value(sizes) + 1)
                maps.setdefault(name, {i: rng.randint(low, high) for i in over})
            case Symbol(name=name, one_hot=None) if name not in symbols:
                shape = thing.shape.rows.value(sizes), thing.shape.cols.value(sizes)
                reach = rng.choice(REACHES) if shape == (1, 1) else 1.2
                entries = np.array([rng.uniform(-reach, reach) for _ in range(shape[0] * shape[1])]).reshape(
                    shape
                )
                symbols[name] = abs(entries) if thing.positive else entries
    key = rng.random()

    def loss(name: str, words: tuple[int, ...], entries: list[float]) -> float:
        stream = Random(f"{name}/{words}/{key}")
        a, b, c, d = ([stream.uniform(-0.5, 0.5) for _ in entries] for _ in range(4))
        dot = [sum(x * y for x, y in zip(row, entries, strict=True)) for row in (a, b, c, d)]
        return dot[0] + dot[1] * dot[2] + float(np.exp(dot[3]))

    return Point(sizes, letters, maps, symbols, loss, FLOATS)


def _holds(hypothesis: Hypothesis, point: Point) -> bool:
    match hypothesis:
        case NotAmong(term=term, map=index_map):
            return point.index(term) not in point.maps[index_map.name].values()
        case Distinct(map=index_map):
            values = list(point.maps[index_map.name].values())
            return len(set(values)) == len(values)
    return point.holds(hypothesis)


def named_point(found: Counterexample, exprs: Iterable[Any], numbers: Numbers = MPMATH) -> Point:
    """The point that a counterexample names, in mpmath."""
    sizes = found.sizes
    maps: dict[str, dict[int, int]] = {}
    letters = {name: at for name, at in found.indices.items() if isinstance(at, int)}
    symbols: dict[str, Any] = {}
    for thing in everything(tuple(exprs)):
        if isinstance(thing, IndexMap):
            values = found.indices.get(thing.name + "[]", found.indices.get(thing.name, []))
            maps[thing.name] = dict(enumerate(values, start=thing.arguments.low.value(sizes)))
        elif isinstance(thing, Symbol) and thing.one_hot is None and thing.name in found.values:
            shape = thing.shape.rows.value(sizes), thing.shape.cols.value(sizes)
            symbols[thing.name] = np.array(_exact(found.values[thing.name]), dtype=object).reshape(shape)

    def loss(name: str, words: tuple[int, ...], entries: list[Any]) -> Any:
        rows = found.values[f"{name}({', '.join(map(str, words))})"]
        a, b, c, d = (mpmath.fdot(_exact(row), entries) for row in rows)
        return a + b * c + mpmath.exp(d)

    return Point(sizes, letters, maps, symbols, loss, numbers)


def _exact(written: Any) -> list[Any]:
    if isinstance(written, str):
        q = Fraction(written)
        return [mpmath.mpf(q.numerator) / q.denominator]
    return [x for part in written for x in _exact(part)]
