"""A term too many in a sum."""

from collections.abc import Iterator

from verifier.expr.nodes import Add
from verifier.language import sigmoid, total
from verifier.mistakes.letters import (
    CENTER,
    NEG_SAMPLE,
    NEG_TRUE,
    NEGATIVE,
    OTHER,
    OTHER_OUTSIDE,
    U,
    k,
    o,
    s,
    u,
    v_c,
    w,
    ws,
    y,
    y_hat,
)
from verifier.mistakes.model import Edit, Example, Mistake, Told
from verifier.mistakes.trees import without
from verifier.mistakes.view import View
from verifier.mistakes.words import because, quoted


def _repairs(view: View) -> Iterator[Edit]:
    for spot in view.spots:
        if isinstance(spot.node, Add):
            for at, term in enumerate(spot.node.terms):
                rest = without(spot.node.terms, at)
                yield Edit(path=spot.path, new=rest[0] if len(rest) == 1 else Add(rest), was=term)


def _message(told: Told) -> str:
    return f"{quoted(told.edit.was)} is a term too many{because(told)}. Does this part of the loss contain the variable?"


MISTAKE = Mistake(
    code="term-extra",
    title="A term too many",
    explanation="A sum has a term that does not belong there.",
    why="A part of the loss that does not contain the variable was differentiated all the same, or a term was counted twice.",
    wrong=r"\frac{\partial J}{\partial u_o} = (\sigma(u_o^\top v_c) - 1) v_c + \sum_k \sigma(u_k^\top v_c) v_c",
    right=r"\frac{\partial J}{\partial u_o} = (\sigma(u_o^\top v_c) - 1) v_c",
    hint="Which parts of the loss contain the variable? The others give nothing.",
    cost=1.1,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(
            written=(sigmoid(u[o].T @ v_c) - 1) * v_c + total(s, sigmoid(u[ws[s]].T @ v_c) * v_c),
            right=NEG_TRUE,
            hypotheses=NEGATIVE,
        ),
        Example(
            written=sigmoid(u[ws[k]].T @ v_c) * v_c + (sigmoid(u[o].T @ v_c) - 1) * v_c,
            right=NEG_SAMPLE,
            hypotheses=NEGATIVE,
        ),
        Example(written=(y_hat[w] - 1) * v_c, right=OTHER_OUTSIDE, hypotheses=OTHER),
        Example(written=U @ (y_hat - y) + v_c, right=CENTER),
    ),
    passed=(Example(written=(y_hat[w] - y[w]) * v_c, right=OTHER_OUTSIDE, hypotheses=OTHER),),
)
