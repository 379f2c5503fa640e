"""A sum over the wrong set: strict bounds, half a window, all samples for those that are the word."""

from collections.abc import Iterator
from dataclasses import replace

from verifier.expr.indices import (
    Condition,
    Index,
    IndexBelow,
    IndexTerm,
    OtherIndex,
    Picked,
    Range,
    SameIndex,
)
from verifier.expr.nodes import Column, Entry, Expr, Indicator, Mul, SizeNumber, Sum, Symbol
from verifier.expr.walk import fresh_index, letters_in, nodes, put_index
from verifier.language import d, differ, index, same, sigmoid, total
from verifier.mistakes.letters import NEG_CENTER, NEG_REPEATED, NEGATIVE, SKIP, J, j, k, m, o, s, u, v_c, ws
from verifier.mistakes.model import Edit, Example, Mistake, Told
from verifier.mistakes.trees import product, put_in_conditions, without
from verifier.mistakes.view import SumHead, View
from verifier.mistakes.words import quoted


def _repairs(view: View) -> Iterator[Edit]:
    for spot in view.spots:
        if isinstance(spot.node, Sum):
            for new, cost in _ranges(_apart(spot.node, view), view):
                if new != spot.node:
                    yield Edit(path=spot.path, new=new, was=spot.node, now=new, cost=cost)
        elif isinstance(spot.node, Mul):
            for new in _counted(spot.node, view):
                yield Edit(path=spot.path, new=new, was=spot.node, now=new)


def _apart(node: Sum, view: View) -> Sum:
    """The sum under a letter of its own: the one that is bound may be the one that the condition is about."""
    asked = frozenset().union(
        *(letters_in(c) - {h.index.name} for h in view.known.heads for c in h.conditions)
    )
    letter = fresh_index(node.index, asked)
    if letter == node.index:
        return node
    kept = put_in_conditions(node.conditions, node.index.name, letter)
    return Sum(letter, kept, put_index(node.body, node.index.name, letter))


def _counted(node: Mul, view: View) -> Iterator[Expr]:
    """K times a term: all samples were counted, where the sum takes in some of them."""
    for at, factor in enumerate(node.factors):
        for head in view.known.heads if isinstance(factor, SizeNumber | Symbol) else ():
            run = head.index.range
            if not head.conditions or not isinstance(run, Range):
                continue
            if factor == SizeNumber(run.high):
                yield Sum(head.index, head.conditions, product(without(node.factors, at)))


def _ranges(node: Sum, view: View) -> Iterator[tuple[Expr, float]]:
    own = node.conditions
    for head in view.known.heads:
        yield from _under(node, head, view)
    yield from _indicated(node)
    if own:
        yield replace(node, conditions=()), 0.1
    for at in range(len(own)):
        yield replace(node, conditions=without(own, at)), 0.0
        if isinstance(below := own[at], IndexBelow):
            loose = replace(below, strict=not below.strict)
            yield replace(node, conditions=(*own[:at], loose, *own[at + 1 :])), 0.0
    for condition in _conditions(node.index, view):
        yield replace(node, conditions=(*own, condition)), 0.1
        if own:
            yield replace(node, conditions=(condition,)), 0.1
    low, high = node.index.range.low, node.index.range.high
    for run in (
        Range(low - 1, high),
        Range(low, high + 1),
        Range(low - 1, high + 1),
        Range(low + 1, high),
        Range(low, high - 1),
    ):
        if not _leaves(node, run):
            yield _over(node, run), 0.2


def _indicated(node: Sum) -> Iterator[tuple[Expr, float]]:
    """A set told by an indicator in the summand: the others, or those."""
    if not isinstance(node.body, Mul):
        return
    for at, factor in enumerate(node.body.factors):
        match factor:
            case Indicator(conditions=(OtherIndex(left=a, right=b),)):
                new: Condition = SameIndex(a, b)
            case Indicator(conditions=(SameIndex(left=a, right=b),)):
                new = OtherIndex(a, b)
            case _:
                continue
        factors = (*node.body.factors[:at], Indicator((new,)), *node.body.factors[at + 1 :])
        yield replace(node, body=Mul(factors)), -0.15


def _leaves(node: Sum, run: Range) -> bool:
    """Whether the summand has no value at an end of the run: there is no u_0, and no sample after the last."""
    for _, inner in nodes(node.body):
        match inner:
            case Column(matrix=matrix, index=index):
                term: IndexTerm = index
                known = Range.upto(matrix.shape.cols)
            case Entry(of=of, row=row, col=None):
                term = row
                known = Range.upto(of.shape.cols if of.shape.is_row else of.shape.rows)
            case _:
                continue
        while isinstance(term, Picked):
            known, term = term.map.arguments, term.at
        if term == node.index and (run.low == known.low - 1 or run.high == known.high + 1):
            return True
    return False


def _under(node: Sum, head: SumHead, view: View) -> Iterator[tuple[Expr, float]]:
    """The body under the sign of another sum: the letter kept, or a word summed over become that of a sample."""
    if node.index.range == head.index.range or not isinstance(head.index.range, Range):
        kept = put_in_conditions(head.conditions, head.index.name, node.index)
        yield replace(node, conditions=kept), 0.0
        return
    letter = Index(node.index.name, head.index.range)
    kept = put_in_conditions(head.conditions, head.index.name, letter)
    yield Sum(letter, kept, put_index(node.body, node.index.name, letter)), 0.0
    for family in view.known.maps:
        if family.arguments == head.index.range and family.values == node.index.range:
            body = put_index(node.body, node.index.name, family[head.index])
            yield Sum(head.index, head.conditions, body), 0.0
    for condition in head.conditions:
        if isinstance(condition, SameIndex | OtherIndex):
            for side in (condition.left, condition.right):
                if isinstance(side, Picked) and side.map.values == node.index.range:
                    body = put_index(node.body, node.index.name, side)
                    yield Sum(head.index, head.conditions, body), 0.1


def _over(node: Sum, run: Range) -> Expr:
    letter = Index(node.index.name, run)
    kept = put_in_conditions(node.conditions, letter.name, letter)
    return Sum(letter, kept, put_index(node.body, letter.name, letter))


def _conditions(letter: Index, view: View) -> Iterator[Condition]:
    for other in view.known.letters.values():
        if other.range == letter.range and other != letter:
            yield OtherIndex(letter, other)
            for family in view.known.maps:
                if family.arguments == letter.range:
                    yield SameIndex(family[letter], family[other])


def _message(told: Told) -> str:
    now = f"; the sum that is needed is {quoted(told.edit.now)}" if told.edit.now is not None else ""
    return f"{quoted(told.edit.was)} runs over the wrong set{now}. Write out which values the letter takes, the first and the last"


_HALF = index("j", 1, m)
_INNER = index("j", 1 + -m, m - 1)
_B = sigmoid(u[ws[s]].T @ v_c)

MISTAKE = Mistake(
    code="sum-range",
    title="A sum over the wrong set",
    explanation="The summand is right, but the sum takes in too many or too few values of its letter.",
    why="Bounds and conditions below the sign are copied without asking which terms of the loss contain the variable.",
    wrong=r"\sum_{s=1}^K \sigma(u_{w_k}^\top v_c) v_c",
    right=r"\sum_{s: w_s = w_k} \sigma(u_{w_k}^\top v_c) v_c",
    hint="Which terms does the sum take in? Try the first value, the last one, and those that should be left out.",
    cost=1.0,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(written=total(s, sigmoid(u[ws[k]].T @ v_c) * v_c), right=NEG_REPEATED, hypotheses=NEGATIVE),
        Example(written=total(s, _B * v_c), right=NEG_REPEATED, hypotheses=NEGATIVE),
        Example(written=total(k, sigmoid(u[ws[k]].T @ v_c) * v_c), right=NEG_REPEATED, hypotheses=NEGATIVE),
        Example(written=total(_HALF, d(J, v_c)), right=SKIP),
        Example(written=total(j, d(J, v_c)), right=SKIP),
        Example(written=total(_INNER, d(J, v_c), differ(_INNER, 0)), right=SKIP),
        Example(
            written=(sigmoid(u[o].T @ v_c) - 1) * u[o] + total(s, _B * u[ws[s]], differ(s, 1)),
            right=NEG_CENTER,
            hypotheses=NEGATIVE,
        ),
    ),
    passed=(
        Example(written=total(s, _B * v_c, same(ws[s], ws[k])), right=NEG_REPEATED, hypotheses=NEGATIVE),
        Example(written=total(j, d(J, v_c), differ(0, j)), right=SKIP),
    ),
)
