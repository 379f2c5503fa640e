"""Which index letters fall together: every way in which letters of one range can, the samples' first word among them.

y_w - y_c is 0 where w, c and o are apart and where they are one; only w = o beside another c tells the two entries apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from random import Random

from verifier.expr.indices import Range
from verifier.numbers.draw import Plan, fits, with_values
from verifier.numbers.limits import Work
from verifier.numbers.point import Point

MOST_LETTERS = 4  # of one range; of more, the first
MOST_TRIED = 60  # places, for one way to fall together
Pattern = tuple[tuple[str, ...], ...]  # for each range, the blocks' first names, letter by letter


def pattern(plan: Plan, point: Point) -> Pattern:
    """Which letters fall together at a point."""
    return tuple(
        tuple(next(other for other in names if values[other] == values[name]) for name in names)
        for names, values in _ranges(plan, point)
    )


def coincidences(plan: Plan, point: Point, met: set[Pattern], work: Work) -> Iterator[Point]:
    """The point with its letters put together in every way that was not met, as far as the hypotheses let them."""
    for names, values in _ranges(plan, point):
        for blocks in _partitions(names):
            there = next(_places(plan, point, blocks, values, work), None)
            if there is None or pattern(plan, there) in met:
                continue
            met.add(pattern(plan, there))
            found = with_values(plan, there, work)
            if found is not None:
                yield found


def _ranges(plan: Plan, point: Point) -> list[tuple[list[str], dict[str, int]]]:
    """For each range that has letters its letters, after the first value of each map into it, with where they are."""
    known: dict[Range, dict[str, int]] = {}
    for name, index_map in sorted(plan.found.maps.items()):
        if values := point.maps.get(name):
            known.setdefault(index_map.values, {})[f"{name}[]"] = values[0]
    for name, letter in sorted(plan.found.letters.items()):
        known.setdefault(letter.range, {})[name] = point.letter(letter)
    return [
        (list(values)[:MOST_LETTERS], values)
        for _, values in sorted(known.items(), key=lambda one: str(one[0]))
        if len(values) > 1 and not plan.found.letters.keys().isdisjoint(values)
    ]


def _partitions(names: list[str]) -> Iterator[list[list[str]]]:
    if not names:
        yield []
        return
    *most, last = names
    for blocks in _partitions(most):
        for at in range(len(blocks)):
            yield [[*block, last] if at == k else block for k, block in enumerate(blocks)]
        yield [*blocks, [last]]


def _places(
    plan: Plan, point: Point, blocks: list[list[str]], values: dict[str, int], work: Work
) -> Iterator[Point]:
    """Where the letters of each block lie at one place: that of a sample in it, else one of its own."""
    over = next(plan.found.letters[name].range for name in values if name in plan.found.letters)
    pool = list(range(point.size(over.low), point.size(over.high) + 1))
    Random(f"{point.seed}/{point.number}/together").shuffle(pool)
    ranked = sorted(blocks, key=lambda block: block[0] in plan.found.letters)
    fixed = [{values[name] for name in block if name not in plan.found.letters} for block in ranked]
    for places in islice(product(*(sorted(at) if at else pool for at in fixed)), MOST_TRIED):
        work.spend(1)
        if len(set(places)) == len(places) and max(map(len, fixed)) < 2:
            letters = {
                name: at
                for block, at in zip(ranked, places, strict=True)
                for name in block
                if name in plan.found.letters
            }
            there = point.with_letters(letters)
            if fits(plan, there):
                yield there
