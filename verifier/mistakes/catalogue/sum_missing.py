"""A sum is missing: one term stands for all."""

from collections.abc import Iterator

from verifier.expr.indices import Index, OtherIndex, Picked, Place
from verifier.expr.nodes import (
    Add,
    Apply,
    Column,
    Div,
    Entry,
    Expr,
    Mul,
    Neg,
    Number,
    SizeNumber,
    Sum,
    Transpose,
)
from verifier.expr.sizes import ZERO
from verifier.expr.walk import free_letters, nodes, put_index
from verifier.language import d, sigmoid
from verifier.mistakes.letters import (
    CENTER,
    NEG_CENTER,
    NEG_REPEATED,
    NEGATIVE,
    SKIP,
    J,
    k,
    o,
    u,
    v_c,
    w,
    ws,
    y_hat,
)
from verifier.mistakes.model import Edit, Example, Mistake, Told
from verifier.mistakes.trees import reindexed
from verifier.mistakes.view import SumHead, View
from verifier.mistakes.words import quoted


def _repairs(view: View) -> Iterator[Edit]:
    for spot in view.spots:
        node = spot.node
        if isinstance(node, Transpose | Column | Entry | Neg) or isinstance(
            spot.parent, Mul | Transpose | Entry | Column
        ):
            continue
        bound = {i.name for i in spot.bound}
        for head in view.known.heads:
            if head.index.name in bound:
                continue
            for new in _summed(node, head, view):
                yield Edit(path=spot.path, new=new, was=node, now=new, cost=_cost(new, spot.parent))
            if (once := _without_count(node)) is not None:
                for new in _summed(once, head, view):
                    yield Edit(path=spot.path, new=new, was=node, now=new, cost=0.1)
        for name in sorted(free_letters(node) - bound):
            letter = view.known.letters.get(name)
            if letter is not None:
                yield Edit(
                    path=spot.path, new=Sum(letter, (), node), was=node, now=Sum(letter, (), node), cost=0.05
                )
                if letter.range.low.at_least(1):
                    continue
                apart = (OtherIndex(letter, Place(ZERO)),)
                yield Edit(
                    path=spot.path,
                    new=Sum(letter, apart, node),
                    was=node,
                    now=Sum(letter, apart, node),
                    cost=0.05,
                )


def _without_count(node: Expr) -> Expr | None:
    """One term of `K` times one term."""
    if not isinstance(node, Mul):
        return None
    kept = tuple(f for f in node.factors if not _is_count(f))
    if not kept or len(kept) == len(node.factors):
        return None
    return kept[0] if len(kept) == 1 else Mul(kept)


def _is_count(factor: Expr) -> bool:
    found = [inner for _, inner in nodes(factor)]
    return any(isinstance(n, SizeNumber) for n in found) and all(
        isinstance(n, SizeNumber | Number | Mul | Add | Neg) for n in found
    )


def _cost(new: Expr, parent: Expr | None) -> float:
    idle = isinstance(new, Sum) and new.index.name not in free_letters(new.body)
    nested = isinstance(new, Sum) and isinstance(new.body, Sum)
    inside = [inner for _, inner in nodes(new.body)] if isinstance(new, Sum) else []
    again = idle and (any(isinstance(n, Sum) for n in inside) or all(n.shape.is_scalar for n in inside))
    return (0.5 if again else 0.15 if nested else 0.1 if idle else 0.0) + (
        0.0 if parent is None or isinstance(parent, Add | Div | Apply | Neg) else 0.1
    )


def _summed(node: Expr, head: SumHead, view: View) -> Iterator[Expr]:
    """The node under the sign of a known sum, as it is or with one of its letters bound."""
    yield Sum(head.index, head.conditions, node)
    for name in free_letters(node):
        letter = view.known.letters.get(name)
        if letter is not None and letter.range == head.index.range and name != head.index.name:
            yield Sum(head.index, head.conditions, put_index(node, name, head.index))
    for pick in view.known.picks:
        if isinstance(pick, Picked) and pick.map.arguments == head.index.range:
            continue
        for family in view.known.maps:
            if (
                family.arguments == head.index.range
                and isinstance(pick, Index)
                and pick.range == family.values
            ):
                new = reindexed(node, pick, family[head.index])
                if new != node:
                    yield Sum(head.index, head.conditions, new)


def _message(told: Told) -> str:
    now = f": {quoted(told.edit.now)}" if told.edit.now is not None else ""
    return f"{quoted(told.edit.was)} is one term; a sum over all of them belongs here{now}. Which terms of the loss contain the variable?"


MISTAKE = Mistake(
    code="sum-missing",
    title="A sum is missing",
    explanation="One term stands where the sum of all such terms belongs.",
    why="The derivative of a sum is the sum of the derivatives; the sign is lost on the way, or one sample is taken for all.",
    wrong=r"(\sigma(u_o^\top v_c) - 1) u_o + \sigma(u_k^\top v_c) u_k",
    right=r"(\sigma(u_o^\top v_c) - 1) u_o + \sum_{k=1}^K \sigma(u_k^\top v_c) u_k",
    hint="How many terms of the loss contain the variable?",
    cost=1.0,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(
            written=(sigmoid(u[o].T @ v_c) - 1) * u[o] + sigmoid(u[ws[k]].T @ v_c) * u[ws[k]],
            right=NEG_CENTER,
            hypotheses=NEGATIVE,
        ),
        Example(written=sigmoid(u[ws[k]].T @ v_c) * v_c, right=NEG_REPEATED, hypotheses=NEGATIVE),
        Example(written=d(J, v_c), right=SKIP),
        Example(written=y_hat[w] * u[w] - u[o], right=CENTER),
    ),
    passed=(Example(written=NEG_REPEATED, right=NEG_REPEATED, hypotheses=NEGATIVE),),
)
