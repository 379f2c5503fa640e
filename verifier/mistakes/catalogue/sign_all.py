"""Every sign is turned: the gradient of the log-likelihood instead of the loss."""

from collections.abc import Iterator

from verifier.language import sigmoid
from verifier.mistakes.letters import (
    CENTER,
    MATRIX,
    NEG_TRUE,
    OTHER_OUTSIDE,
    SLOPE,
    TRUE_OUTSIDE,
    U,
    o,
    u,
    v_c,
    y,
    y_hat,
)
from verifier.mistakes.model import Edit, Example, Mistake, Told
from verifier.mistakes.trees import negated
from verifier.mistakes.view import View
from verifier.mistakes.words import quoted


def _repairs(view: View) -> Iterator[Edit]:
    new = negated(view.tree)
    yield Edit(path=(), new=new, was=view.tree, now=new)


def _message(told: Told) -> str:
    return (
        f"{quoted(told.student)} is right but for its sign: every term has the opposite one. "
        "Look at the sign in front of what is differentiated: with a minus log, was the log-likelihood taken for the loss?"
    )


MISTAKE = Mistake(
    code="sign-all",
    title="The whole has the opposite sign",
    explanation="The formula is the right one times -1.",
    why="The loss is minus a logarithm; whoever differentiates the log-likelihood and forgets the minus turns every sign, and every later result carries it.",
    wrong=r"\frac{\partial J}{\partial v_c} = U(y - \hat y)",
    right=r"\frac{\partial J}{\partial v_c} = U(\hat y - y)",
    hint="The terms are right. Look at the sign of the whole: what does the loss begin with?",
    cost=0.8,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(written=U @ (y - y_hat), right=CENTER),
        Example(written=(1 - y_hat[o]) * v_c, right=TRUE_OUTSIDE),
        Example(written=v_c @ (y - y_hat).T, right=MATRIX),
        Example(written=(1 - sigmoid(u[o].T @ v_c)) * v_c, right=NEG_TRUE),
        Example(written=-OTHER_OUTSIDE, right=OTHER_OUTSIDE),
    ),
    passed=(
        Example(written=-(U @ (y - y_hat)), right=CENTER),
        Example(written=-(1 - y_hat[o]) * v_c, right=TRUE_OUTSIDE),
        Example(written=-(SLOPE - 2 * SLOPE), right=SLOPE),
    ),
)
