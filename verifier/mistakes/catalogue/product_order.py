"""Two matrices in the wrong order: BA for AB."""

from collections.abc import Iterator

from verifier.expr.nodes import Mul
from verifier.mistakes.arrange import arrangements
from verifier.mistakes.letters import A, B, b
from verifier.mistakes.model import Edit, Example, Mistake, Told
from verifier.mistakes.trees import with_part
from verifier.mistakes.view import View
from verifier.mistakes.words import because, quoted


def _repairs(view: View) -> Iterator[Edit]:
    for spot in view.spots:
        if not isinstance(spot.node, Mul):
            continue
        factors = spot.node.factors
        for found in arrangements(spot.node):
            if found.kind == "product-order":
                yield Edit(path=spot.path, new=found.new, was=spot.node, now=found.new)
        for at in range(len(factors) - 1):
            left, right = factors[at], factors[at + 1]
            if len(factors) > 2 and left.shape.is_matrix and right.shape.is_matrix:
                new = Mul(with_part(with_part(factors, at, right), at + 1, left))
                yield Edit(path=spot.path, new=new, was=Mul((left, right)), now=Mul((right, left)))


def _message(told: Told) -> str:
    return f"{quoted(told.edit.was)} has its factors in the wrong order{because(told)}: AB and BA are different matrices. Keep the order in which the factors arise"


MISTAKE = Mistake(
    code="product-order",
    title="Matrices in the wrong order",
    explanation="The factors of a matrix product are exchanged.",
    why="Numbers may be exchanged, matrices may not; the transpose or the inverse of a product reverses the order.",
    wrong=r"(AB)^\top = A^\top B^\top",
    right=r"(AB)^\top = B^\top A^\top",
    hint="Are these factors numbers? Only then may they change places.",
    cost=1.0,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(written=A @ B @ b, right=B @ A @ b),
        Example(written=A.T @ B.T, right=(A @ B).T),
    ),
    passed=(Example(written=B.T @ A.T, right=(A @ B).T),),
)
