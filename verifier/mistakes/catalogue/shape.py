"""A formula that cannot be formed; where two vectors of one length are multiplied, by elements may be meant."""

from collections.abc import Iterator

from verifier.expr.nodes import Hadamard, Mul
from verifier.language import hadamard
from verifier.mistakes.letters import b
from verifier.mistakes.model import Edit, Example, Mistake, Told, unformed
from verifier.mistakes.trees import product
from verifier.mistakes.view import View
from verifier.mistakes.words import because, quoted


def _repairs(view: View) -> Iterator[Edit]:
    for spot in view.spots:
        if not isinstance(spot.node, Mul):
            continue
        vectors = tuple(f for f in spot.node.factors if f.shape.is_vector)
        scalars = tuple(f for f in spot.node.factors if f.shape.is_scalar)
        if len(vectors) > 1 and len(vectors) + len(scalars) == len(spot.node.factors):
            by_elements = Hadamard(vectors)
            new = product((*scalars, by_elements))
            yield Edit(path=spot.path, new=new, was=spot.node, now=by_elements)


def _message(told: Told) -> str:
    if told.edit.now is None:
        return f"{told.clash or 'the shapes do not fit'}. Write the shape below every factor"
    return f"{quoted(told.edit.was)} cannot be formed{because(told)}; the product by elements is {quoted(told.edit.now)}"


MISTAKE = Mistake(
    code="shape",
    title="The shapes do not fit",
    explanation="A product or a sum cannot be formed, or the whole has another shape than the quantity that is asked for.",
    why="The rules for numbers are used for vectors and matrices.",
    wrong=r"U^\top(\hat y - y) \quad (U^\top : V \times D, \ \hat y - y : V)",
    right=r"U(\hat y - y) \quad (U : D \times V, \ \hat y - y : V)",
    hint="Write the shape below every factor: neighbours must match.",
    cost=1.3,
    repairs=_repairs,
    message=_message,
    caught=(Example(written=unformed(lambda: 2 * (b @ b)), right=2 * hadamard(b, b)),),
    passed=(Example(written=hadamard(2 * b, b), right=2 * hadamard(b, b)),),
)
