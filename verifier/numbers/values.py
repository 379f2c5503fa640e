"""From a formula to its value: the table of rules, one for each kind of node, and what the rules share.

A formula of scalar shape has a ring element as its value, any other a two-dimensional numpy object array. The rules
stand in `leaves`, `arithmetic`, `binders`, `conditions` and `derivative`; importing `evaluate` fills the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb, fmpq

from verifier.expr.indices import Condition
from verifier.expr.nodes import Apply, Expr, Named, Sum
from verifier.expr.shapes import Shape
from verifier.expr.walk import free_letters
from verifier.numbers.dual import Element, ball
from verifier.numbers.limits import Imprecise
from verifier.numbers.same import variable_at
from verifier.numbers.scene import Scene, Value

ZERO, ONE = arb(0), arb(1)
Rule = Callable[[Any, Scene], Value]
RULES: dict[type, Rule] = {}
CALL = 30  # what it takes to come to a node, in operations on entries
MOST_SIGNS = 64  # entries of one switch at one point whose sides are told apart
LASTING = frozenset((Named, Sum, Apply))  # worth asking whether a value holds whatever the bound letters are


def rule(kind: type) -> Callable[[Rule], Rule]:
    """Enter a rule for one kind of node."""

    def enter(function: Rule) -> Rule:
        RULES[kind] = function
        return function

    return enter


def value(expr: Expr, scene: Scene) -> Value:
    kind = type(expr)
    if scene.instead:
        found = variable_at(expr, scene, value)
        if found is not None:
            return found
    keep = not scene.bound or (kind in LASTING and free_letters(expr).isdisjoint(scene.bound))
    if keep:
        known = scene.cache.get(id(expr))
        if known is not None:
            return known[1]
    scene.work.spend(CALL * scene.cost)
    out = RULES[kind](expr, scene)
    if keep:
        scene.cache[id(expr)] = (expr, out)
    return out


def matrix_value(expr: Expr, scene: Scene) -> Any:
    """The value as an array of shape rows x cols."""
    return as_array(value(expr, scene))


def as_array(out: Value) -> Any:
    if isinstance(out, np.ndarray):
        return out
    array = np.empty((1, 1), dtype=object)
    array[0, 0] = out
    return array


def unwrapped(array: Any, shape: Shape) -> Value:
    return array[0, 0] if shape.is_scalar else array


def filled(shape: Shape, entry: Element, scene: Scene) -> Value:
    if shape.is_scalar:
        return entry
    rows, cols = scene.point.size(shape.rows), scene.point.size(shape.cols)
    scene.work.spend(max(rows, 1) * max(cols, 1))
    return np.full((max(rows, 0), max(cols, 0)), entry, dtype=object)


def exact(number: Fraction) -> arb:
    return (
        arb(number.numerator) if number.denominator == 1 else arb(fmpq(number.numerator, number.denominator))
    )


def note_side(at: int, switch: Expr | Condition, out: Value, scene: Scene, what: Expr | Condition) -> None:
    """Remember on which side of a switch the entries of `out` lie; exactly on it counts as neither."""
    key = (id(switch), at)
    scene.switches.what[key] = what
    sides = scene.switches.sides.setdefault(key, set())
    signs = scene.switches.signs.setdefault(key, [])
    for entry in entries_of(out):
        side = sign(entry, "the side of a switch")
        if len(signs) < MOST_SIGNS:
            signs.append(side)
        if side:
            sides.add(side)
        else:
            scene.touched.append(what)


def sign(entry: Element, what: str) -> int:
    """-1, 0 (exactly) or 1; raises `Imprecise` where the ball cannot tell."""
    bottom = ball(entry)
    if bottom > 0:
        return 1
    if bottom < 0:
        return -1
    if bottom.is_zero():
        return 0
    raise Imprecise(f"{what} could not be told")


def entries_of(out: Value) -> Iterator[Element]:
    yield from out.flat if isinstance(out, np.ndarray) else (out,)


def finite(entry: Element) -> Element:
    if not ball(entry).is_finite():
        raise Imprecise("a value is too large for balls of this precision")
    return entry


def spent(out: Value, scene: Scene) -> Value:
    scene.work.spend(out.size * scene.cost if isinstance(out, np.ndarray) else scene.cost)
    return out
