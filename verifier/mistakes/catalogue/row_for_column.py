"""The gradient is left as a row where a column was asked for."""

from collections.abc import Iterator

from verifier.mistakes.letters import CENTER, OUTSIDE, U, v_c, w, y, y_hat
from verifier.mistakes.model import Edit, Example, Mistake, Told
from verifier.mistakes.trees import transposed
from verifier.mistakes.view import View
from verifier.mistakes.words import quoted


def _repairs(view: View) -> Iterator[Edit]:
    shape = view.tree.shape
    if shape.transposed == view.truth.shape and (shape.is_row or shape.is_vector):
        new = transposed(view.tree)
        yield Edit(path=(), new=new, was=view.tree, now=new)


def _message(told: Told) -> str:
    now = f": {quoted(told.edit.now)}" if told.edit.now is not None else ""
    return f"{quoted(told.student)} is the transpose of the gradient; {told.clash}. A gradient has the shape of what it is taken by{now}"


MISTAKE = Mistake(
    code="row-for-column",
    title="A row where a column is asked for",
    explanation="The formula is the transpose of the gradient: a row of derivatives. The gradient has the shape of the variable.",
    why="The Jacobian of a scalar is a row; the last transpose was not taken.",
    wrong=r"\frac{\partial J}{\partial v_c} = (\hat y - y)^\top U^\top",
    right=r"\frac{\partial J}{\partial v_c} = U(\hat y - y)",
    hint="Compare the shape of your answer with that of the variable.",
    cost=0.8,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(written=(y_hat - y).T @ U.T, right=CENTER),
        Example(written=y_hat.T @ U.T - y.T @ U.T, right=CENTER),
        Example(written=(y_hat[w] - y[w]) * v_c.T, right=OUTSIDE),
    ),
    passed=(Example(written=((y_hat - y).T @ U.T).T, right=CENTER),),
)
