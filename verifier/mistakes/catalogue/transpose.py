"""A transpose is missing or spurious, also with the factors in the other order."""

from collections.abc import Iterator

from verifier.expr.nodes import Mul, Neg, Transpose
from verifier.language import exp, total
from verifier.mistakes.arrange import arrangements
from verifier.mistakes.letters import CENTER, U, W, a, o, tanh_slope, u, v_c, x, y, y_hat, z
from verifier.mistakes.model import Edit, Example, Mistake, Told, unformed
from verifier.mistakes.trees import transposed
from verifier.mistakes.view import View
from verifier.mistakes.words import quoted


def _repairs(view: View) -> Iterator[Edit]:
    for spot in view.spots:
        if isinstance(spot.node, Mul):
            for found in arrangements(spot.node):
                if found.kind == "transpose":
                    yield Edit(path=spot.path, new=found.new, was=found.was, now=found.now, cost=found.cost)
        elif (
            spot.path and not isinstance(spot.parent, Mul | Transpose | Neg) and not spot.node.shape.is_scalar
        ):
            new = transposed(spot.node)
            if new != spot.node:
                yield Edit(path=spot.path, new=new, was=spot.node, now=new, cost=0.1)


def _message(told: Told) -> str:
    now = f"; with {quoted(told.edit.now)} the answer is right" if told.edit.now is not None else ""
    why = (
        f"{told.clash}"
        if told.clash
        else f"{quoted(told.edit.was)} is transposed where it should not be, or not where it should"
    )
    return f"a transpose is wrong in {quoted(told.edit.was)}: {why}{now}. Write the shapes below the factors: neighbours must match"


MISTAKE = Mistake(
    code="transpose",
    title="A transpose missing or spurious",
    explanation="A factor of a product is transposed where it should not be, or not where it should; often the shapes do not fit.",
    why="Shapes are not written beside the factors, or a convention with rows is mixed with one with columns.",
    wrong=r"\frac{\partial J}{\partial v_c} = U^\top(\hat y - y)",
    right=r"\frac{\partial J}{\partial v_c} = U(\hat y - y)",
    hint="Write the shape below every factor: do neighbours match, and is the result of the shape that is asked for?",
    cost=1.0,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(written=unformed(lambda: U.T @ (y_hat - y)), right=CENTER),
        Example(written=unformed(lambda: U.T @ (y_hat - y).T), right=CENTER),
        Example(written=unformed(lambda: U @ (y_hat - y).T), right=CENTER),
        Example(written=unformed(lambda: (y_hat - y).T @ U), right=CENTER),
        Example(written=unformed(lambda: (y_hat - y) @ U.T), right=CENTER),
        Example(written=unformed(lambda: -((y - y_hat) @ U)), right=CENTER),
        Example(
            written=unformed(lambda: total(x, exp(u[x] @ v_c) @ u[x])),
            right=total(x, exp(u[x].T @ v_c) * u[x]),
        ),
        Example(written=unformed(lambda: W @ tanh_slope(a, W, z)), right=W.T @ tanh_slope(a, W, z)),
    ),
    passed=(
        Example(written=((y_hat - y).T @ U.T).T, right=CENTER),
        Example(written=total(x, y_hat[x] * u[x]) - u[o], right=CENTER),
    ),
)
