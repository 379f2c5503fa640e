"""What an evaluation knows, and the values of index terms in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from verifier.expr.indices import Condition, Index, IndexTerm, Picked, Place
from verifier.expr.nodes import Expr
from verifier.numbers.limits import OutOfRange, Work
from verifier.numbers.point import Point

Value = Any  # a ring element, or a two-dimensional numpy object array of them


@dataclass(slots=True)
class Switches:
    """The switches that were met (a condition, or the kink of a function), by identity, and the sides seen of each.

    `signs`: those sides in the order in which they were met.
    """

    sides: dict[tuple[int, int], set[int]] = field(default_factory=dict)
    signs: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    what: dict[tuple[int, int], Expr | Condition] = field(default_factory=dict)


@dataclass(slots=True)
class Variable:
    """A formula that stands for an independent variable, and how often it was met. `letters`: those of its indices."""

    expr: Expr
    letters: dict[str, int]
    value: Value
    met: int = 0


@dataclass(slots=True)
class Scene:
    """What an evaluation knows. It belongs to one point and one precision.

    `bound`: letters bound so far; `fixed`: letters that were bound outside the derivative being taken. `symbols` and
    `instead`: what is being differentiated by; `level` and `cost` grow with each derivative inside another. `touched`
    is set when a switch is met exactly. `cache` keeps values of formulas in which no letter is bound, by identity;
    `tensors` those of declared symbols, which are the same inside a derivative that is not by them.
    """

    point: Point
    work: Work
    switches: Switches = field(default_factory=Switches)
    bound: dict[str, int] = field(default_factory=dict)
    fixed: dict[str, int] = field(default_factory=dict)
    symbols: dict[str, Value] = field(default_factory=dict)
    instead: tuple[Variable, ...] = ()
    level: int = 0
    cost: int = 1
    touched: list[Expr | Condition] = field(default_factory=list)
    losses: dict[tuple[str, tuple[int, ...], int], None] = field(default_factory=dict)
    cache: dict[int, tuple[Expr, Value]] = field(default_factory=dict)
    tensors: dict[Expr, Value] = field(default_factory=dict)


# --- terms and shapes --------------------------------------------------------------------------------------------


def place(term: IndexTerm, scene: Scene) -> int:
    """The value of an index term: an inner binder hides an outer one, and both hide a free letter."""
    match term:
        case Index(name=name):
            if name in scene.bound:
                return scene.bound[name]
            return scene.fixed[name] if name in scene.fixed else scene.point.letter(term)
        case Picked(map=map_, at=at):
            return scene.point.picked(map_, place(at, scene))
        case Place(at=at):
            return scene.point.size(at)


def position(term: IndexTerm, length: int, scene: Scene) -> int:
    """The position of `term` counted from 0, within `length`."""
    at = place(term, scene)
    if not 1 <= at <= length:
        raise OutOfRange(f"there is no position {at} among {length}")
    return at - 1


@contextmanager
def binding(index: Index, scene: Scene) -> Iterator[range]:
    """The values of a bound letter; whoever runs over them sets `scene.bound[index.name]`."""
    before = scene.bound.get(index.name)
    try:
        yield range(scene.point.size(index.range.low), scene.point.size(index.range.high) + 1)
    finally:
        if before is None:
            scene.bound.pop(index.name, None)
        else:
            scene.bound[index.name] = before
