"""The branches of a case distinction are exchanged, or one of them is given for all."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from verifier.expr.indices import Compare, Condition, OtherIndex, SameIndex
from verifier.expr.nodes import Add, Apply, Cases, Expr, Indicator, Number
from verifier.language import cases, compare, differ, formula, maximum, same
from verifier.mistakes.letters import OUTSIDE, alpha, o, t, v_c, w, y_hat
from verifier.mistakes.model import Edit, Example, Mistake, Told
from verifier.mistakes.trees import everywhere
from verifier.mistakes.view import View
from verifier.mistakes.words import quoted

ONE, ZERO = Number(Fraction(1)), Number(Fraction(0))
_OPPOSITE = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "=": "!=", "!=": "="}


def _repairs(view: View) -> Iterator[Edit]:
    for spot in view.spots:
        match spot.node:
            case Cases(branches=branches):
                values = tuple(v for v, _ in branches)
                for at in range(len(values) - 1):
                    swapped = (*values[:at], values[at + 1], values[at], *values[at + 2 :])
                    new = Cases(tuple((v, cs) for v, (_, cs) in zip(swapped, branches, strict=True)))
                    yield Edit(path=spot.path, new=new, was=spot.node, now=new)
                moved = Cases(tuple((v, tuple(map(_at_zero, cs))) for v, cs in branches))
                if moved != spot.node:
                    yield Edit(path=spot.path, new=moved, was=spot.node, now=moved)
                for at, (value, _) in enumerate(branches):
                    for other in _other_values(view, value):
                        changed = tuple(
                            (other, cs) if n == at else (v, cs) for n, (v, cs) in enumerate(branches)
                        )
                        yield Edit(path=spot.path, new=Cases(changed), was=value, now=other, cost=0.1)
            case Indicator(conditions=(condition,)):
                new_indicator = Indicator((_flipped(condition),))
                yield Edit(path=spot.path, new=new_indicator, was=spot.node, now=new_indicator)
                for other in _other_values(view, ONE):
                    both = Cases(((ONE, (condition,)), (other, (_flipped(condition),))))
                    yield Edit(path=spot.path, new=both, was=spot.node, now=both, cost=0.1, reason="one")
            case Add(terms=terms):
                flipped = Add(tuple(everywhere(t, _flipped_indicator) for t in terms))
                if flipped != spot.node:
                    yield Edit(path=spot.path, new=flipped, was=spot.node, now=flipped)
    yield from _one_for_all(view)


def _flipped_indicator(node: Expr) -> Expr | None:
    match node:
        case Indicator(conditions=(condition,)):
            return Indicator((_flipped(condition),))
    return None


def _other_values(view: View, value: Expr) -> Iterator[Expr]:
    for known in _cases(view):
        yield from (v for v, _ in known.branches if v != value)


def _cases(view: View) -> Iterator[Cases]:
    from verifier.expr.walk import nodes

    for _, node in nodes(view.truth):
        if isinstance(node, Cases):
            yield node
        elif isinstance(node, Apply) and node.function.name == "max":
            left, right = node.args
            yield Cases(((left, (Compare(left, ">", right),)), (right, (Compare(left, "<=", right),))))


def _one_for_all(view: View) -> Iterator[Edit]:
    """The value of one branch, or the larger of the two, where the right form has two."""
    if isinstance(view.tree, Apply) and view.tree.function.name in ("max", "min", "sign", "abs"):
        for known in _cases(view):
            if view.tree.function.arity == 1 or all(
                a in (v for v, _ in known.branches) for a in view.tree.args
            ):
                yield Edit(path=(), new=known, was=view.tree, now=known, reason="function")
    if any(isinstance(s.node, Cases | Indicator) for s in view.spots):
        return
    for known in _cases(view):
        if view.tree in (v for v, _ in known.branches):
            yield Edit(path=(), new=known, was=view.tree, now=known, reason="one")


def _at_zero(condition: Condition) -> Condition:
    """The switch where the argument is 0, not where it is 1 or alpha."""
    return replace(condition, right=ZERO) if isinstance(condition, Compare) else condition


def _flipped(condition: Condition) -> Condition:
    match condition:
        case Compare(operator=operator):
            return replace(condition, operator=_OPPOSITE[operator])
        case SameIndex(left=left, right=right):
            return OtherIndex(left, right)
        case OtherIndex(left=left, right=right):
            return SameIndex(left, right)
    return condition


def _message(told: Told) -> str:
    if told.edit.reason == "one":
        return f"{quoted(told.edit.was)} is right in one case only; the other case is missing. Try a value on each side of the switch"
    if told.edit.reason == "function":
        return f"{quoted(told.edit.was)} does not have the values that belong to the two sides of the switch. Try a value on each side"
    return f"{quoted(told.edit.was)} does not fit its cases: each value stands under the wrong condition, or one of them is wrong. Try a number on each side"


MISTAKE = Mistake(
    code="wrong-branch",
    title="Wrong branch",
    explanation="The values of a case distinction stand under the wrong conditions, or the value of one case is given for all.",
    why="Above and below the switch are exchanged, or the case that seems uninteresting is forgotten.",
    wrong=r"\begin{cases} \alpha & x > 0 \\ 1 & x < 0 \end{cases}",
    right=r"\begin{cases} 1 & x > 0 \\ \alpha & x < 0 \end{cases}",
    hint="Try one number on each side of the switch.",
    cost=0.9,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(
            written=cases((alpha, compare(t, ">", 0)), (1, compare(t, "<", 0))),
            right=cases((1, compare(t, ">", 0)), (alpha, compare(t, "<", 0))),
        ),
        Example(
            written=cases((1, compare(t, ">", 0)), (0, compare(t, "<", 0))),
            right=cases((1, compare(t, ">", 0)), (alpha, compare(t, "<", 0))),
        ),
        Example(
            written=cases(((y_hat[o] - 1) * v_c, differ(w, o)), (y_hat[w] * v_c, same(w, o))),
            right=OUTSIDE,
        ),
        Example(written=formula(0), right=maximum(t - 2, 0)),
        Example(
            written=cases((1, compare(t, ">", 1)), (0, compare(t, "<", 1))),
            right=cases((1, compare(t, ">", 0)), (0, compare(t, "<", 0))),
        ),
        Example(written=maximum(alpha, 1), right=cases((1, compare(t, ">", 0)), (alpha, compare(t, "<", 0)))),
        Example(written=alpha, right=cases((1, compare(t, ">", 0)), (alpha, compare(t, "<", 0)))),
    ),
    passed=(
        Example(
            written=cases(((y_hat[o] - 1) * v_c, same(w, o)), (y_hat[w] * v_c, differ(w, o))), right=OUTSIDE
        ),
    ),
)
