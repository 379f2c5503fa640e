"""Compare two formulas by numbers: a rigorous counterexample, agreement, or nothing.

Balls that are disjoint at a rational point refute, whatever the precision. Agreement means that at every point, on both
sides of every switch that could be reached and in every stretch that they leave a scalar, the balls overlap and are tight. A difference, or a lack of definition, that
might be confined to a null set (a point exactly at a switch, a divisor that happens to be 0) is looked at again at
nearby values with the same sizes and indices.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flint import ctx

from verifier.evidence import Agreement, Counterexample, Nothing, Undefined
from verifier.expr.build import fitted
from verifier.expr.indices import Compare, Hypothesis
from verifier.expr.nodes import Expr
from verifier.expr.text import condition_text
from verifier.functions.step import AtSwitch
from verifier.numbers.balls import (
    BOTH_NEAR_ZERO,
    CLOSE,
    CLOSE_NUMBERS,
    Apart,
    apart,
    decimals,
    lower_bound,
    together,
)
from verifier.numbers.between import between
from verifier.numbers.coincidence import Pattern, coincidences, pattern
from verifier.numbers.draw import FURTHER, MIXED, Plan, draw, further_point, is_small, with_values
from verifier.numbers.evaluate import Scene, Switches, matrix_value
from verifier.numbers.joint import SidesTogether
from verifier.numbers.limits import WORK, CannotEvaluate, Imprecise, NotDefined, OutOfRange, TooLarge, Work
from verifier.numbers.opaque import coefficients
from verifier.numbers.point import Point

FIRST_BITS, MOST_BITS = 128, 4096
PERHAPS_DEFINED = 12  # further points at which a side without a value at one may yet have one, and differ
NO_POINT = "no point satisfies the hypotheses"
Verdict = Counterexample | Undefined | Agreement | Nothing


@dataclass(frozen=True, slots=True)
class Differ:
    at: Apart
    bits: int
    values: dict[str, Any]
    touched: bool


@dataclass(frozen=True, slots=True)
class Same:
    bits: int


@dataclass(frozen=True, slots=True)
class RightUndefined:
    left: Any
    why: str
    bits: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Skipped:
    why: str


Outcome = Differ | Same | RightUndefined | Skipped


def compare(
    left: Expr,
    right: Expr,
    hypotheses: tuple[Hypothesis, ...] = (),
    *,
    points: int = 6,
    seed: int | None = None,
    work: Work | None = None,
) -> Verdict:
    """Judge `left = right` by numbers, `left` being the reference. Deterministic given the seed."""
    seed = secrets.randbits(63) if seed is None else seed
    work = work or Work()
    left, right = fitted(left, right.shape), fitted(right, left.shape)
    if left.shape != right.shape:
        return Nothing(f"the sides have different shapes, {left.shape} and {right.shape}")
    try:
        return _compared(left, right, tuple(hypotheses), points, seed, work)
    except (TooLarge, CannotEvaluate) as stop:
        return Nothing(str(stop))


def _compared(
    left: Expr, right: Expr, hypotheses: tuple[Hypothesis, ...], points: int, seed: int, work: Work
) -> Verdict:
    plan = Plan.of((left, right), hypotheses, work)
    switches, together_met = Switches(), SidesTogether()
    agreed: list[dict[str, int]] = []
    bits, why = 0, NO_POINT
    undefined: Undefined | None = None
    tiny: Counterexample | None = None
    last: Point | None = None
    patterns: set[Pattern] = set()
    try:
        for point in _points(plan, points, seed, work):
            further = point.number - points
            if (tiny is not None and further >= 0) or (undefined is not None and further >= PERHAPS_DEFINED):
                break
            if len(agreed) >= points and _enough(switches, further) and _enough_together(together_met, work):
                break
            met = meet(left, right, point, work, switches, together_met)
            outcome, point = _confirmed(met, left, right, plan, point, work)
            match outcome:
                case Differ() if is_small(point.number) and point.sizes and point.number < points:
                    # True, but unequal sizes, at which nothing falls together, tell a reader more.
                    tiny = tiny or _counterexample(outcome, point)
                case Differ():
                    return _counterexample(outcome, point)
                case RightUndefined() if undefined is None:
                    undefined = _undefined(outcome, point)
                case Same():
                    last = point if last is None or not is_small(point.number) else last
                    patterns.add(pattern(plan, point))
                    agreed.append(dict(sorted(point.sizes.items())))
                    bits = max(bits, outcome.bits)
                case Skipped():
                    why = outcome.why
    except TooLarge:
        if tiny is None and undefined is None:  # what was found stays found
            raise
    if tiny is not None or undefined is not None:
        return tiny or undefined or Nothing(why)
    if len(agreed) < min(points, 2) or last is None:
        return Nothing(why)
    narrow = _in_narrow_cases(left, right, plan, last, patterns, switches, work)
    return narrow or Agreement(len(agreed), tuple(agreed), bits, seed, unmet(switches))


def _in_narrow_cases(
    left: Expr,
    right: Expr,
    plan: Plan,
    point: Point,
    patterns: set[Pattern],
    switches: Switches,
    work: Work,
) -> Counterexample | Undefined | None:
    """What shows only where letters fall together in one way, or in one stretch between two switches."""
    for there in coincidences(plan, point, patterns, work):
        outcome, there = _confirmed(meet(left, right, there, work, switches), left, right, plan, there, work)
        if isinstance(outcome, Differ):
            return _counterexample(outcome, there)
    for there, beside in between(plan, point, switches, work):
        outcome = meet(left, right, there, work, switches)
        if isinstance(outcome, Differ) and not outcome.touched:
            return _counterexample(outcome, there)
        if isinstance(outcome, RightUndefined):
            again = meet(left, right, beside, work, Switches())
            if isinstance(again, RightUndefined):
                return _undefined(outcome, there)
    return None


def _points(plan: Plan, points: int, seed: int, work: Work) -> Iterator[Point]:
    """The points asked for, then further ones."""
    for number in range(points + FURTHER + MIXED):
        further = number - points
        point = (
            draw(plan, seed, number, work)
            if further < 0
            else further_point(plan, seed, number, further, work)
        )
        if point is None and number == 0:
            return
        if point is not None:
            yield point


def meet(
    left: Expr,
    right: Expr,
    point: Point,
    work: Work,
    switches: Switches,
    together_met: SidesTogether | None = None,
) -> Outcome:
    """Both sides at one point, with the precision doubled until something can be said."""
    bits = FIRST_BITS
    why = "the balls stay too wide"
    before = ctx.prec
    try:
        while bits <= MOST_BITS:
            ctx.prec = bits
            # Which sides of the switches were met counts only where both sides had a value.
            scene = Scene(point, work, Switches())
            outcome = _met(left, right, scene, bits)
            if not isinstance(outcome, Imprecise | AtSwitch):
                if isinstance(outcome, Same):
                    _join_switches(switches, scene.switches)
                    if together_met is not None:
                        together_met.add(scene.switches)
                return outcome
            why = str(outcome) or "every point lies at a switch"
            bits *= 2
            work.spend(bits)
        return Skipped(why)
    finally:
        ctx.prec = before


def _met(left: Expr, right: Expr, scene: Scene, bits: int) -> Outcome | Imprecise | AtSwitch:
    try:
        x = matrix_value(left, scene)
    except (Imprecise, AtSwitch) as retry:
        return retry
    except (NotDefined, OutOfRange) as reason:
        return Skipped(f"the left side has no value at any point that was drawn: {reason}")
    try:
        y = matrix_value(right, scene)
    except (Imprecise, AtSwitch) as retry:
        return retry
    except OutOfRange as reason:
        return Skipped(str(reason))
    except NotDefined as reason:
        return RightUndefined(
            [[str(e.mid().str(12, radius=False)) for e in row] for row in x],
            str(reason),
            bits,
            _values(scene),
        )
    found = apart(x, y)
    if found is not None:
        return Differ(found, bits, _values(scene), bool(scene.touched))
    close = (CLOSE, BOTH_NEAR_ZERO) if scene.point.tensors else (CLOSE_NUMBERS, CLOSE_NUMBERS)
    return Same(bits) if together(x, y, *close) else Imprecise("the balls stay too wide")


def _confirmed(
    outcome: Outcome, left: Expr, right: Expr, plan: Plan, point: Point, work: Work
) -> tuple[Outcome, Point]:
    """What is not confined to a null set. Two open sides always are; else other values must show the same."""
    if isinstance(outcome, Same | Skipped) or (isinstance(outcome, Differ) and not outcome.touched):
        return outcome, point
    for fine in (1, 2, 3):
        other = with_values(plan, point.moved(fine), work)
        if other is None:
            return Skipped("the only points that were found lie at a switch"), point
        again = meet(left, right, other, work, Switches())
        if isinstance(again, Differ) and not again.touched:
            return again, other
        if type(again) is not type(outcome):
            return again, other
    return outcome, point


def _join_switches(into: Switches, new: Switches) -> None:
    for key, sides in new.sides.items():
        into.sides.setdefault(key, set()).update(sides)
    into.what.update(new.what)


def _enough(switches: Switches, further: int) -> bool:
    """Sides that are still unmet: hypotheses often exclude one of an index condition, so those are soon given up."""
    left = [s for s in switches.sides if len(switches.sides[s]) < 2]
    return (
        not left
        or further >= FURTHER
        or (further > 4 and not any(isinstance(switches.what[s], Expr | Compare) for s in left))
    )


def _enough_together(met: SidesTogether, work: Work) -> bool:
    """Some combinations of sides cannot be met, so half of the work is kept back."""
    return met.complete() or work.left < WORK // 2


def unmet(switches: Switches) -> tuple[str, ...]:
    """The sides of a switch on which no point lay, in words."""
    out: list[str] = []
    for key, sides in switches.sides.items():
        what = switches.what[key]
        if isinstance(what, Expr):
            out.extend(f"{what} {'>' if side > 0 else '<'} 0" for side in (1, -1) if side not in sides)
        elif len(sides) < 2:
            out.append(f"the other side of {condition_text(what)}")
    return tuple(dict.fromkeys(out))


# --- evidence ----------------------------------------------------------------------------------------------------


def _values(scene: Scene) -> dict[str, Any]:
    values = scene.point.values_as_json()
    for name, indices, count in scene.losses:
        rows = coefficients(name, indices, count, scene.point.seed)
        values[f"{name}({', '.join(map(str, indices))})"] = [[str(x) for x in row] for row in rows]
    return values


def _counterexample(outcome: Differ, point: Point) -> Counterexample:
    found = outcome.at
    before = ctx.prec
    ctx.prec = outcome.bits
    try:
        difference = found.left - found.right
        left, right = decimals(found.left, difference), decimals(found.right, difference)
        bound = lower_bound(difference)
    finally:
        ctx.prec = before
    return Counterexample(
        dict(sorted(point.sizes.items())),
        point.indices_as_json(),
        outcome.values,
        found.entry,
        left,
        right,
        bound,
        outcome.bits,
        point.seed,
    )


def _undefined(outcome: RightUndefined, point: Point) -> Undefined:
    return Undefined(
        dict(sorted(point.sizes.items())),
        point.indices_as_json(),
        outcome.values,
        outcome.left,
        outcome.why,
        outcome.bits,
        point.seed,
    )
