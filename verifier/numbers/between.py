"""Points between switches: where one scalar decides several conditions, every order of them that it can reach.

x > 0 and x > 1/1000 part the line into three, and points at random hardly ever fall into the middle. So the scalar runs
over a grid, and wherever two neighbours differ in more than one condition what lies between them is halved.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from verifier.expr.build import sub
from verifier.expr.indices import Compare
from verifier.expr.nodes import Expr
from verifier.expr.walk import free_letters
from verifier.functions.step import AtSwitch
from verifier.numbers.draw import Plan, keeps_comparisons
from verifier.numbers.evaluate import Scene
from verifier.numbers.limits import NoValue, TooLarge, Work
from verifier.numbers.point import Point
from verifier.numbers.scene import Switches
from verifier.numbers.values import sign, value

GRID = tuple(Fraction(4) ** power for power in range(-4, 11))
HALVINGS = 48
CUT = Fraction(7, 16)  # not one half, which is too often a switch itself
MOST = 64  # points for one scalar
NEARBY = 1 + Fraction(1, 2**40)
Sides = tuple[int, ...]


def between(plan: Plan, point: Point, switches: Switches, work: Work) -> Iterator[tuple[Point, Point]]:
    """The point, with each scalar in turn at a value in every stretch that the switches met so far leave it, and beside
    it one with a value nearby in the same stretch."""
    formulas = _formulas(plan, switches)
    if not formulas:
        return
    for name, symbol in sorted(plan.found.symbols.items()):
        if symbol.one_hot is None and symbol.shape.is_scalar and "integer" not in symbol.structure:
            yield from _stretches(plan, point, name, formulas, work)


def _formulas(plan: Plan, switches: Switches) -> tuple[Expr, ...]:
    """What changes its sign at a switch, where no letter is bound."""
    found: dict[Expr, None] = {}
    for what in switches.what.values():
        formula = sub(what.left, what.right) if isinstance(what, Compare) else what
        if not isinstance(formula, Expr) or not formula.shape.is_scalar:
            continue
        if free_letters(formula) <= set(plan.found.letters):
            found[formula] = None
    return tuple(found)


def _stretches(
    plan: Plan, point: Point, name: str, formulas: tuple[Expr, ...], work: Work
) -> Iterator[tuple[Point, Point]]:
    known: dict[Sides, Fraction] = {}
    values = GRID if plan.found.symbols[name].positive else (*(-at for at in reversed(GRID)), *GRID)
    before: tuple[Fraction, Sides] | None = None
    for at in values:
        here = _sides(point, name, at, formulas, work)
        if here is None:
            continue
        known.setdefault(here, at)
        if before is not None:
            _halve(point, name, formulas, work, before, (at, here), known)
        before = at, here
    if len(known) < 2:
        return
    for at in list(known.values())[:MOST]:
        there, beside = point.with_scalar(name, at), point.with_scalar(name, at * NEARBY)
        if keeps_comparisons(plan, there, work):
            yield there, beside


def _halve(
    point: Point,
    name: str,
    formulas: tuple[Expr, ...],
    work: Work,
    low: tuple[Fraction, Sides],
    high: tuple[Fraction, Sides],
    known: dict[Sides, Fraction],
) -> None:
    """Enter the stretches between two values, as long as more than one switch parts them."""
    pending = [(low, high, HALVINGS)]
    while pending and len(known) < MOST:
        (a, left), (b, right), times = pending.pop()
        if sum(x != y for x, y in zip(left, right, strict=True)) < 2 or not times:
            continue
        middle = a + (b - a) * CUT
        sides = _sides(point, name, middle, formulas, work)
        if sides is None:
            continue
        known.setdefault(sides, middle)
        pending += [((a, left), (middle, sides), times - 1), ((middle, sides), (b, right), times - 1)]


def _sides(point: Point, name: str, at: Fraction, formulas: tuple[Expr, ...], work: Work) -> Sides | None:
    """The signs of the switching formulas with the scalar at this value; None where one has none or is 0."""
    scene = Scene(point.with_scalar(name, at), work, Switches())
    try:
        signs = tuple(sign(value(formula, scene), "the side of a switch") for formula in formulas)
    except TooLarge:
        raise
    except (NoValue, AtSwitch):
        return None
    return signs if all(signs) else None
