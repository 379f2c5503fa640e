"""Conditions at a point, case distinctions and indicators."""

from __future__ import annotations

from verifier.expr.indices import Compare, Condition, IndexBelow, OtherIndex, SameIndex
from verifier.expr.nodes import Cases, Indicator
from verifier.numbers.limits import NotDefined
from verifier.numbers.scene import Scene, Value, place
from verifier.numbers.values import ONE, ZERO, note_side, rule, sign, value


def all_hold(conditions: tuple[Condition, ...], scene: Scene, *, switch: bool = False) -> bool:
    """Whether every condition holds; with `switch` the sides of index conditions are remembered too."""
    return all(holds(condition, scene, switch=switch) for condition in conditions)


def holds(condition: Condition, scene: Scene, *, switch: bool = True) -> bool:
    match condition:
        case Compare(left=left, operator=operator, right=right):
            difference = value(left, scene) - value(right, scene)
            if switch:
                note_side(0, condition, difference, scene, condition)
            return _compares(sign(difference, "a comparison"), operator)
        case SameIndex(left=left, right=right):
            out = place(left, scene) == place(right, scene)
        case OtherIndex(left=left, right=right):
            out = place(left, scene) != place(right, scene)
        case IndexBelow(left=left, right=right, strict=strict):
            low, high = place(left, scene), place(right, scene)
            out = low < high if strict else low <= high
    if switch:
        note_side(0, condition, ONE if out else -ONE, scene, condition)
    return out


def _compares(difference: int, operator: str) -> bool:
    """Whether `x OP 0` for the sign of x."""
    return (
        difference
        in {
            "<": (-1,),
            "<=": (-1, 0),
            ">": (1,),
            ">=": (0, 1),
            "=": (0,),
            "!=": (-1, 1),
        }[operator]
    )


@rule(Cases)
def value_cases(expr: Cases, scene: Scene) -> Value:
    for branch, conditions in expr.branches:
        if all_hold(conditions, scene, switch=True):
            return value(branch, scene)
    raise NotDefined("no case applies")


@rule(Indicator)
def value_indicator(expr: Indicator, scene: Scene) -> Value:
    return ONE if all_hold(expr.conditions, scene, switch=True) else ZERO
