"""A factor is missing: v_c, a 2, a denominator, an entry."""

from collections.abc import Iterator

from verifier.language import exp, log, sigmoid, total
from verifier.mistakes.factors import with_factors
from verifier.mistakes.letters import (
    CENTER,
    NEG_CENTER,
    NEG_SAMPLE,
    NEGATIVE,
    SLOPE,
    b,
    k,
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
from verifier.mistakes.view import View
from verifier.mistakes.words import because, quoted


def _repairs(view: View) -> Iterator[Edit]:
    return with_factors(view)


def _message(told: Told) -> str:
    now = f"; {quoted(told.edit.now)} is missing" if told.edit.now is not None else ""
    return f"a factor is missing in {quoted(told.edit.was)}{now}{because(told)}. Look at the step in which this term was differentiated: what did each factor become?"


MISTAKE = Mistake(
    code="factor-missing",
    title="A factor is missing",
    explanation="A term lacks a factor, or a denominator.",
    why="When a long product is copied or differentiated, the part that does not change is dropped.",
    wrong=r"\frac{\partial J}{\partial u_k} = 1 - \sigma(-u_k^\top v_c)",
    right=r"\frac{\partial J}{\partial u_k} = (1 - \sigma(-u_k^\top v_c)) v_c",
    hint="Compare the shapes and the factors of each term with the line before: something was dropped.",
    cost=1.1,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(written=1 - sigmoid(-(u[ws[k]].T @ v_c)), right=NEG_SAMPLE, hypotheses=NEGATIVE),
        Example(
            written=(sigmoid(u[o].T @ v_c) - 1) * u[o] + total(s, u[ws[s]]),
            right=NEG_CENTER,
            hypotheses=NEGATIVE,
        ),
        Example(written=total(w, u[w]) - u[o], right=CENTER),
        Example(written=exp(u[w].T @ v_c) * v_c, right=y_hat[w] * v_c),
        Example(written=b.T @ b, right=2 * (b.T @ b)),
        Example(written=-total(w, log(y_hat[w])), right=-total(w, y_hat[w] * log(y_hat[w]))),
        Example(
            written=exp(t) / (exp(t) + 1) - exp(t) / (exp(t) + 1) ** 2,
            right=SLOPE,
        ),
    ),
    passed=(Example(written=exp(t) / (exp(t) + 1) ** 2, right=SLOPE),),
)
