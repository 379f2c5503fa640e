"""Draw points for a pair of formulas under hypotheses, deterministic given the seed.

Sizes are unequal and large enough for the indices; now and then they are 1 or 2, since every size of at least 1 counts.
Letters of one range fall together at some points and stay apart at others, and the values of an index map repeat, as far
as the hypotheses let them. What is easy to construct is constructed, the rest is drawn again until it holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from verifier.expr.indices import (
    Compare,
    Distinct,
    Hypothesis,
    Index,
    IndexBelow,
    NotAmong,
    OtherIndex,
    Range,
    SameIndex,
)
from verifier.expr.nodes import Expr, Neg, Number, Symbol
from verifier.functions.step import AtSwitch
from verifier.numbers.conditions import holds
from verifier.numbers.evaluate import Scene
from verifier.numbers.limits import NoValue, OutOfRange, TooLarge, Work
from verifier.numbers.point import SIGNS, Bounds, Point
from verifier.numbers.scan import Contents, contents

SIZE_TRIALS, INDEX_TRIALS, VALUE_TRIALS = 24, 24, 48
# Six points in turn: letters apart, letters together, small sizes, anything, small again, anything.
MANNERS = ("apart", "together", "ones", "any", "small", "any")
SCALES = (Fraction(1), Fraction(1, 2), Fraction(1), Fraction(2), Fraction(1), Fraction(4))
FURTHER_SCALES = (Fraction(1), Fraction(4), Fraction(1, 4), Fraction(64), Fraction(16), Fraction(1, 16))
FURTHER = len(FURTHER_SCALES) * len(SIGNS)
MIXED = 42  # points beyond those, at which every symbol has a magnitude and signs of its own
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to be drawn: everything that occurs, and under which hypotheses."""

    found: Contents
    hypotheses: tuple[Hypothesis, ...]
    bounds: Bounds
    words: frozenset[str]

    @staticmethod
    def of(exprs: tuple[Expr, ...], hypotheses: tuple[Hypothesis, ...], work: Work) -> Plan:
        found = contents(exprs, hypotheses, work)
        ranges = [m.values for m in found.maps.values()] + [i.range for i in found.letters.values()]
        words = frozenset().union(*(r.high.names for r in ranges)) if ranges else frozenset[str]()
        return Plan(found, hypotheses, _bounds(hypotheses), words)


DRAWN = 30  # what a value costs to be drawn, in operations


def draw(plan: Plan, seed: int, number: int, work: Work, *, manner: str | None = None) -> Point | None:
    """Point `number` of a seed; None when none was found that satisfies the hypotheses."""
    stream = Random(f"{seed}/{number}/place")
    manner = manner or MANNERS[number % len(MANNERS)]
    scale = SCALES[number % len(SCALES)]
    for trial in range(SIZE_TRIALS):
        # Small sizes may be impossible under the hypotheses (w != o needs two words); then larger ones are taken.
        small = manner in ("ones", "small") and trial < SIZE_TRIALS // 2
        sizes = _small_sizes(plan, stream, trial, manner) if small else _unequal_sizes(plan, stream, trial)
        for again in range(INDEX_TRIALS):
            work.spend(1 + len(plan.found.letters) + len(plan.found.maps))
            point = Point(seed, number, sizes, {}, {}, scale=scale, bounds=plan.bounds)
            if _put_indices(plan, point, stream, manner, eager=trial + again == 0):
                chosen = with_values(plan, point, work)
                if chosen is not None:
                    return chosen
                break
    return None


def further_point(plan: Plan, seed: int, number: int, further: int, work: Work) -> Point | None:
    """A point beyond the usual ones: every magnitude with every choice of signs, in turn; then each symbol's own."""
    point = draw(plan, seed, number, work, manner="any")
    if point is None:
        return None
    if further >= FURTHER:
        return with_values(plan, point.varied(), work) or point
    scale = FURTHER_SCALES[further // len(SIGNS) % len(FURTHER_SCALES)]
    return with_values(plan, point.scaled(scale, SIGNS[further % len(SIGNS)]), work) or point


def is_small(number: int) -> bool:
    """Whether point `number` tries sizes of 1 and 2."""
    return MANNERS[number % len(MANNERS)] in ("ones", "small")


def with_values(plan: Plan, point: Point, work: Work) -> Point | None:
    """The point, with values redrawn until every comparison among the hypotheses holds."""
    for _ in range(VALUE_TRIALS):
        for name in sorted(plan.found.symbols):
            symbol = plan.found.symbols[name]
            if symbol.one_hot is None:
                entries = point.size(symbol.of_shape.rows) * point.size(symbol.of_shape.cols)
                work.spend(DRAWN * entries)
                point.tensor(symbol)
        if keeps_comparisons(plan, point, work):
            return point
        point = point.redrawn()
    return None


def keeps_comparisons(plan: Plan, point: Point, work: Work) -> bool:
    """Whether every comparison among the hypotheses holds at the values of a point."""
    return all(_compares(h, point, work) for h in plan.hypotheses if isinstance(h, Compare))


def _compares(comparison: Compare, point: Point, work: Work) -> bool:
    try:
        return holds(comparison, Scene(point, work), switch=False)
    except TooLarge:
        raise
    except (NoValue, AtSwitch):
        return False


# --- sizes -------------------------------------------------------------------------------------------------------


def _unequal_sizes(plan: Plan, stream: Random, trial: int) -> dict[str, int]:
    """All different; sizes in which indices live start at 4 and grow with every trial."""
    sizes: dict[str, int] = {}
    names = sorted(plan.found.sizes)
    stream.shuffle(names)
    taken: set[int] = set()
    for name in sorted(names, key=lambda n: n not in plan.words):
        low = 4 + min(trial, 12) // 2 if name in plan.words else 2
        free = [n for n in range(low, low + 3 + len(names)) if n not in taken][:3]
        sizes[name] = stream.choice(free)
        taken.add(sizes[name])
    for hypothesis in plan.hypotheses:
        if isinstance(hypothesis, Distinct):
            _make_room(hypothesis, sizes, taken)
    return sizes


def _make_room(hypothesis: Distinct, sizes: dict[str, int], taken: set[int]) -> None:
    """Samples that are pairwise different need as many words, and one more for a word that is none of them."""
    needed = hypothesis.map.arguments.length.value(sizes) + 1
    for name, coefficient in hypothesis.map.values.high.terms:
        if coefficient > 0 and hypothesis.map.values.length.value(sizes) < needed:
            sizes[name] = needed
            while sizes[name] in taken:
                sizes[name] += 1
            taken.add(sizes[name])


def _small_sizes(plan: Plan, stream: Random, trial: int, manner: str) -> dict[str, int]:
    if manner == "ones" and trial == 0:
        return dict.fromkeys(sorted(plan.found.sizes), 1)
    return {name: stream.choice((1, 1, 2, 2, 3)) for name in sorted(plan.found.sizes)}


# --- indices -----------------------------------------------------------------------------------------------------


def _put_indices(plan: Plan, point: Point, stream: Random, manner: str, *, eager: bool) -> bool:
    """Give letters and maps their values; False when there is no room or a hypothesis fails.

    `eager`: letters that may fall together all do, the first time that this is tried.
    """
    try:
        _put_letters(plan, point, stream, manner, 1.0 if eager else 0.7)
        _put_maps(plan, point, stream, manner)
        _join(plan, point, stream, manner)
        return fits(plan, point)
    except OutOfRange:
        return False


def fits(plan: Plan, point: Point) -> bool:
    """Whether the hypotheses on indices hold at a point."""
    return all(_index_hypothesis(h, point) for h in plan.hypotheses if not isinstance(h, Compare))


def _values(range_: Range, point: Point) -> list[int]:
    return list(range(point.size(range_.low), point.size(range_.high) + 1))


def _put_letters(plan: Plan, point: Point, stream: Random, manner: str, together: float) -> None:
    used: dict[Range, list[int]] = {}
    for name in sorted(plan.found.letters):
        letter = plan.found.letters[name]
        values = _values(letter.range, point)
        if not values:
            raise OutOfRange(f"no value for {name}")
        before = used.setdefault(letter.range, [])
        apart = [v for v in values if v not in before]
        if manner == "together" and before and stream.random() < together:
            chosen = stream.choice(before)
        elif manner == "apart" and apart:
            chosen = stream.choice(apart)
        else:
            chosen = stream.choice(values)
        before.append(chosen)
        point.indices[name] = chosen
    for hypothesis in plan.hypotheses:
        if isinstance(hypothesis, SameIndex) and isinstance(hypothesis.left, Index):
            point.indices[hypothesis.left.name] = point.place(hypothesis.right)


def _put_maps(plan: Plan, point: Point, stream: Random, manner: str) -> None:
    distinct = {h.map.name for h in plan.hypotheses if isinstance(h, Distinct)}
    for name in sorted(plan.found.maps):
        map_ = plan.found.maps[name]
        count = max(point.size(map_.arguments.length), 0)
        pool = _values(map_.values, point)
        for h in plan.hypotheses:
            if isinstance(h, NotAmong) and h.map == map_ and isinstance(h.term, Index):
                pool = [v for v in pool if v != point.letter(h.term)]
        if (count and not pool) or (name in distinct and len(pool) < count):
            raise OutOfRange(f"no room for {name}")
        if name in distinct or (manner == "apart" and len(pool) >= count and stream.random() < 0.5):
            point.maps[name] = tuple(stream.sample(pool, count))
        else:
            # Few words for many samples, so that they repeat.
            few = (
                stream.sample(pool, min(len(pool), 1 + stream.randint(0, max(count - 1, 1)))) if pool else []
            )
            point.maps[name] = tuple(stream.choice(few) for _ in range(count))


def _join(plan: Plan, point: Point, stream: Random, manner: str) -> None:
    """At some points a letter is the value of a map: w is one of the samples."""
    if manner == "apart":
        return
    for name in sorted(plan.found.letters):
        letter = plan.found.letters[name]
        for map_name, values in sorted(point.maps.items()):
            same_range = plan.found.maps[map_name].values == letter.range
            if same_range and values and stream.random() < 0.5:
                before = point.indices[name]
                point.indices[name] = stream.choice(values)
                if not fits(plan, point):
                    point.indices[name] = before


def _index_hypothesis(hypothesis: Hypothesis, point: Point) -> bool:
    match hypothesis:
        case SameIndex(left=left, right=right):
            return point.place(left) == point.place(right)
        case OtherIndex(left=left, right=right):
            return point.place(left) != point.place(right)
        case IndexBelow(left=left, right=right, strict=strict):
            low, high = point.place(left), point.place(right)
            return low < high if strict else low <= high
        case NotAmong(term=term, map=map_):
            return point.place(term) not in point.maps.get(map_.name, ())
        case Distinct(map=map_):
            values = point.maps.get(map_.name, ())
            return len(set(values)) == len(values)
    return True


# --- comparisons -------------------------------------------------------------------------------------------------


def _bounds(hypotheses: tuple[Hypothesis, ...]) -> Bounds:
    """The interval in which hypotheses of the form `x < number` leave each scalar."""
    bounds: Bounds = {}
    for hypothesis in hypotheses:
        if not isinstance(hypothesis, Compare):
            continue
        for side, operator, other in (
            (hypothesis.left, hypothesis.operator, hypothesis.right),
            (hypothesis.right, FLIPPED[hypothesis.operator], hypothesis.left),
        ):
            number = _literal(other)
            if not isinstance(side, Symbol) or number is None:
                continue
            low, high = bounds.get(side.name, (None, None))
            if operator in (">", ">=", "=") and (low is None or number > low):
                low = number
            if operator in ("<", "<=", "=") and (high is None or number < high):
                high = number
            bounds[side.name] = (low, high)
    return bounds


def _literal(expr: Expr) -> Fraction | None:
    if isinstance(expr, Number):
        return expr.value
    return -expr.arg.value if isinstance(expr, Neg) and isinstance(expr.arg, Number) else None
