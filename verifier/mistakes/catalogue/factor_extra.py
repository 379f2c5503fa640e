"""A factor too many."""

from collections.abc import Iterator
from fractions import Fraction

from verifier.expr.nodes import Div, Expr, Hadamard, Mul, Number, Pow
from verifier.language import exp, sigmoid, total
from verifier.mistakes.letters import (
    CENTER,
    NEG_TRUE,
    NEGATIVE,
    OUTSIDE,
    SLOPE,
    b,
    o,
    t,
    u,
    v_c,
    w,
    x,
    y,
    y_hat,
)
from verifier.mistakes.model import Edit, Example, Mistake, Told, unformed
from verifier.mistakes.trees import product, without
from verifier.mistakes.view import View
from verifier.mistakes.words import because, quoted


def _repairs(view: View) -> Iterator[Edit]:
    for spot in view.spots:
        node = spot.node
        match node:
            case Mul(factors=factors):
                for at, factor in enumerate(factors):
                    yield Edit(path=spot.path, new=product(without(factors, at)), was=factor, now=None)
                for at in range(len(factors) - 1):
                    run = Mul(factors[at : at + 2])
                    if len(factors) > 2 and run.shape.is_scalar:
                        rest = product((*factors[:at], *factors[at + 2 :]))
                        yield Edit(path=spot.path, new=rest, was=run, cost=0.1)
            case Hadamard(factors=factors):
                for at, factor in enumerate(factors):
                    left = without(factors, at)
                    yield Edit(path=spot.path, new=left[0] if len(left) == 1 else Hadamard(left), was=factor)
            case Div(top=top, bottom=bottom):
                yield Edit(path=spot.path, new=top, was=bottom)
                if isinstance(bottom, Mul):
                    for at, factor in enumerate(bottom.factors):
                        yield Edit(
                            path=spot.path, new=Div(top, product(without(bottom.factors, at))), was=factor
                        )
            case Pow(base=base, exponent=Number(value=value)) if value > 1:
                yield Edit(
                    path=spot.path,
                    new=_power(base, value - 1),
                    was=node,
                    now=_power(base, value - 1),
                    cost=0.1,
                )


def _power(base: Expr, exponent: Fraction) -> Expr:
    return base if exponent == 1 else Pow(base, Number(exponent))


def _message(told: Told) -> str:
    if told.edit.now is not None:  # a power
        return f"{quoted(told.edit.was)} has a factor too many, {quoted(told.edit.now)} is enough{because(told)}. Where does it come from?"
    return f"{quoted(told.edit.was)} is a factor too many{because(told)}. Where does it come from?"


MISTAKE = Mistake(
    code="factor-extra",
    title="A factor too many",
    explanation="A term has a factor, or a denominator, that does not belong there.",
    why="A factor is kept where the derivative has already used it, or it is written twice.",
    wrong=r"\frac{\sum_x \exp(u_x^\top v_c) u_x}{\sum_x \exp(u_x^\top v_c)} u_x",
    right=r"\frac{\sum_x \exp(u_x^\top v_c) u_x}{\sum_x \exp(u_x^\top v_c)}",
    hint="Can you say for every factor where it comes from?",
    cost=1.1,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(written=2 * (y_hat[w] - y[w]) * v_c, right=OUTSIDE),
        Example(written=sigmoid(t) * sigmoid(t) * (1 - sigmoid(t)), right=SLOPE),
        Example(
            written=(sigmoid(u[o].T @ v_c) - 1) * (u[o].T @ v_c) * v_c, right=NEG_TRUE, hypotheses=NEGATIVE
        ),
        Example(
            written=unformed(
                lambda: total(x, exp(u[x].T @ v_c @ v_c) @ u[x]) / total(x, exp(u[x].T @ v_c)) - u[o]
            ),
            right=CENTER,
        ),
        Example(written=(b.T @ b) / 2, right=b.T @ b),
    ),
    passed=(Example(written=2 * (y_hat[w] - y[w]) * v_c / 2, right=OUTSIDE),),
)
