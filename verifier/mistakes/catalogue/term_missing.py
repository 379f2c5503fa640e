"""A term of a sum is missing."""

from collections.abc import Iterator
from fractions import Fraction

from verifier.expr.build import fitted
from verifier.expr.nodes import Add, Apply, Cases, Div, Expr, Mul, Neg, Number, Sum
from verifier.language import sigmoid, total
from verifier.mistakes.letters import (
    CENTER,
    NEG_CENTER,
    NEG_TRUE,
    NEGATIVE,
    OUTSIDE,
    SLOPE,
    TRUE_OUTSIDE,
    U,
    o,
    s,
    t,
    u,
    v_c,
    w,
    ws,
    y_hat,
)
from verifier.mistakes.model import Edit, Example, Mistake, Told
from verifier.mistakes.view import Spot, View
from verifier.mistakes.words import quoted

ONE, TWO = Number(Fraction(1)), Number(Fraction(2))


def _repairs(view: View) -> Iterator[Edit]:
    for spot in view.spots:
        if not _is_open(spot):
            continue
        have = spot.node.terms if isinstance(spot.node, Add) else (spot.node,)
        offered: dict[Expr, None] = {}
        below = isinstance(spot.parent, Div) and isinstance(spot.node, Add)
        for term in (ONE, *((TWO,) if below else ()), *view.known.terms):
            for there in view.fitted(term, spot):
                offered[fitted(there, spot.node.shape)] = None
        for term in offered:
            if isinstance(spot.parent, Mul) and not isinstance(spot.node, Add) and not term.shape.is_scalar:
                continue  # (u_w - U y) for u_w: nobody leaves out half a vector
            if term.shape != spot.node.shape or term == view.truth or term in have or Neg(term) in have:
                continue
            cost = 0.1 if spot.inside else 0.0
            yield Edit(path=spot.path, new=Add((*have, term)), was=spot.node, now=term, cost=cost)
            yield Edit(path=spot.path, new=Add((*have, Neg(term))), was=spot.node, now=Neg(term), cost=cost)


def _is_open(spot: Spot) -> bool:
    """Places where a sum can stand."""
    if isinstance(spot.node, Neg | Number) or spot.node.shape.is_row:
        return False
    parent = spot.parent
    return (
        parent is None
        or isinstance(spot.node, Add)
        or isinstance(parent, Mul | Sum | Apply | Div | Cases | Neg)
    )


def _message(told: Told) -> str:
    if told.edit.reason == "nothing":
        return f"{quoted(told.edit.was)} would mean that the loss does not depend on the variable. Where does it stand in the loss?"
    now = f": {quoted(told.edit.now)}" if told.edit.now is not None else ""
    return f"a term is missing beside {quoted(told.edit.was)}{now}. Count the terms of the line before"


_SUM = total(s, sigmoid(u[ws[s]].T @ v_c) * u[ws[s]])

MISTAKE = Mistake(
    code="term-missing",
    title="A term is missing",
    explanation="A sum lacks one of its terms.",
    why="One part of the loss, or the second half of a quotient rule, was not differentiated.",
    wrong=r"\frac{\partial J}{\partial v_c} = U \hat y",
    right=r"\frac{\partial J}{\partial v_c} = U \hat y - U y",
    hint="Count the terms: which part of the loss does each come from?",
    cost=1.15,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(written=U @ y_hat, right=CENTER),
        Example(written=y_hat[o] * v_c, right=TRUE_OUTSIDE),
        Example(written=y_hat[w] * v_c, right=OUTSIDE),
        Example(written=sigmoid(u[o].T @ v_c) * v_c, right=NEG_TRUE, hypotheses=NEGATIVE),
        Example(written=(sigmoid(u[o].T @ v_c) - 1) * u[o], right=NEG_CENTER, hypotheses=NEGATIVE),
        Example(written=_SUM, right=NEG_CENTER, hypotheses=NEGATIVE),
    ),
    passed=(Example(written=sigmoid(t) - sigmoid(t) ** 2, right=SLOPE),),
)
