"""A sum that should have collapsed to one term, or a list where a sum is meant."""

from collections.abc import Iterator
from dataclasses import replace

from verifier.expr.nodes import Derivative, Each, Stack, Sum
from verifier.expr.walk import free_letters, nodes, put_index
from verifier.language import differ, each, exp, sigmoid, stack, total
from verifier.mistakes.letters import (
    CENTER,
    NEG_SAMPLE,
    NEGATIVE,
    OTHER,
    OTHER_OUTSIDE,
    TRUE_OUTSIDE,
    o,
    s,
    u,
    v_c,
    w,
    ws,
    x,
    y_hat,
)
from verifier.mistakes.model import Edit, Example, Mistake, Told
from verifier.mistakes.trees import reindexed
from verifier.mistakes.view import Spot, View
from verifier.mistakes.words import quoted


def _repairs(view: View) -> Iterator[Edit]:
    # A sum that stands in the quantity itself, and not in a loss to be differentiated, is there by right.
    by_right = view.quantity is not None and not any(
        isinstance(n, Derivative) for _, n in nodes(view.quantity)
    )
    for edit in _collapsed(view):
        yield replace(edit, cost=edit.cost + (0.3 if by_right else 0.0))


def _collapsed(view: View) -> Iterator[Edit]:
    for spot in view.spots:
        match spot.node:
            case Sum(index=index, body=body):
                yield Edit(
                    path=spot.path,
                    new=body,
                    was=spot.node,
                    now=body,
                    cost=0.1 * (index.name in free_letters(body)),
                )
                for at in view.known.terms_for(index.range, spot.bound):
                    new = put_index(body, index.name, at)
                    if new is not body:
                        yield Edit(path=spot.path, new=new, was=spot.node, now=new)
                yield from _through_word(view, spot, spot.node)
            case Stack(blocks=(Each(index=index, body=body),)):
                yield Edit(path=spot.path, new=Sum(index, (), body), was=spot.node, now=Sum(index, (), body))


def _through_word(view: View, spot: Spot, node: Sum) -> Iterator[Edit]:
    """A sum over samples, of one word: w_s becomes w."""
    for family in view.known.maps:
        if family.arguments != node.index.range:
            continue
        for at in view.known.terms_for(family.values, spot.bound):
            new = reindexed(node.body, family[node.index], at)
            if new != node.body:
                yield Edit(path=spot.path, new=new, was=node, now=new, cost=0.1)


def _message(told: Told) -> str:
    if isinstance(told.edit.was, Stack):
        return f"{quoted(told.edit.was)} is a list of terms; the gradient is their sum"
    now = f", {quoted(told.edit.now)}" if told.edit.now is not None else ""
    return f"no sum belongs here: of {quoted(told.edit.was)} the derivative keeps only one term{now}. Which terms of the loss contain the variable?"


MISTAKE = Mistake(
    code="sum-spurious",
    title="A sum that does not belong there",
    explanation="A sum stands where one of its terms is meant, or a list of terms where their sum is.",
    why="The sum of the loss is carried along although only one of its terms contains the variable.",
    wrong=r"\frac{\partial J}{\partial u_w} = \sum_{w \neq o} \hat y_w v_c",
    right=r"\frac{\partial J}{\partial u_w} = \hat y_w v_c",
    hint="How many terms of the sum contain the variable?",
    cost=1.0,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(written=total(w, y_hat[w] * v_c, differ(w, o)), right=OTHER_OUTSIDE, hypotheses=OTHER),
        Example(written=total(w, y_hat[w] * v_c) - v_c, right=TRUE_OUTSIDE),
        Example(
            written=total(w, exp(u[w].T @ v_c) * v_c) / total(x, exp(u[x].T @ v_c)),
            right=OTHER_OUTSIDE,
            hypotheses=OTHER,
        ),
        Example(written=total(s, sigmoid(u[ws[s]].T @ v_c) * v_c), right=NEG_SAMPLE, hypotheses=NEGATIVE),
        Example(written=stack(each(w, y_hat[w] * u[w])), right=total(w, y_hat[w] * u[w])),
    ),
    passed=(Example(written=total(w, y_hat[w] * u[w]) - u[o], right=CENTER),),
)
