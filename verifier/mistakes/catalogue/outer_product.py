"""An outer product is lost or reversed: (yhat - y) v^T, or (yhat - y) v, for v (yhat - y)^T."""

from collections.abc import Iterator

from verifier.expr.nodes import Diag, Hadamard, Mul, Transpose
from verifier.mistakes.arrange import arrangements
from verifier.mistakes.letters import MATRIX, a, b, v_c, y, y_hat, z
from verifier.mistakes.model import Edit, Example, Mistake, Told, unformed
from verifier.mistakes.view import View
from verifier.mistakes.words import because, quoted


def _repairs(view: View) -> Iterator[Edit]:
    for spot in view.spots:
        if isinstance(spot.node, Mul):
            for found in arrangements(spot.node):
                if found.kind == "outer-product":
                    yield Edit(path=spot.path, new=found.new, was=found.was, now=found.now)
    match view.tree, view.truth:
        case Mul(factors=(left, Transpose(arg=right))), Diag() if left.shape == right.shape:
            by_elements = Diag(Hadamard((left, right)))
            yield Edit(path=(), new=by_elements, was=view.tree, now=by_elements)


def _message(told: Told) -> str:
    now = f"; it is {quoted(told.edit.now)}" if told.edit.now is not None else ""
    return f"{quoted(told.edit.was)} is not the outer product that is needed{because(told)}{now}. A column times a row is a matrix: the first factor gives the rows, the second the columns"


MISTAKE = Mistake(
    code="outer-product",
    title="Outer product lost or reversed",
    explanation="A column times a row, which is a matrix, was written as another product of the two vectors.",
    why="The gradient by a matrix is pieced together from its columns without looking at its shape.",
    wrong=r"\frac{\partial J}{\partial U} = (\hat y - y) v_c^\top",
    right=r"\frac{\partial J}{\partial U} = v_c (\hat y - y)^\top",
    hint="The answer has the shape of what the derivative is taken by. Which vector gives the rows, which the columns?",
    cost=0.9,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(written=unformed(lambda: (y_hat - y).T @ v_c), right=MATRIX),
        Example(written=unformed(lambda: (y_hat - y) @ v_c), right=MATRIX),
        Example(written=(y_hat - y) @ v_c.T, right=MATRIX),
        Example(written=b.T @ b, right=b @ b.T),
        Example(written=z @ a.T, right=a @ z.T),
    ),
    passed=(Example(written=v_c @ y_hat.T - v_c @ y.T, right=MATRIX),),
)
