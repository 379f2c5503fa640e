"""A matrix is treated as symmetric that is not: 2A x for (A + A^T) x."""

from collections.abc import Iterator

from verifier.expr.nodes import Add, Expr, Mul, Number, Symbol, Transpose
from verifier.language import d
from verifier.mistakes.letters import A, b
from verifier.mistakes.model import Edit, Example, Mistake, Told
from verifier.mistakes.trees import everywhere, product, transposed, without
from verifier.mistakes.view import View
from verifier.mistakes.words import quoted


def _repairs(view: View) -> Iterator[Edit]:
    for spot in view.spots:
        node = spot.node
        # In a number, x^T A x and x^T A^T x are one and the same.
        if view.truth.shape.is_scalar:
            continue
        if _is_square(node) or (isinstance(node, Transpose) and _is_square(node.arg)):
            both = Add((node, transposed(node)))
            yield Edit(path=spot.path, new=both, was=node, now=both)
        if not isinstance(node, Mul):
            continue
        for at, factor in enumerate(node.factors):
            if isinstance(factor, Number) and factor.value == 2:
                once = product(without(node.factors, at))
                turned = _turned(once)
                if turned != once:
                    yield Edit(path=spot.path, new=Add((once, turned)), was=node, now=Add((once, turned)))


def _is_square(node: Expr) -> bool:
    return isinstance(node, Symbol) and node.shape.is_matrix and node.shape.rows == node.shape.cols


def _turned(product_: Expr) -> Expr:
    """Every square matrix transposed."""

    def change(node: Expr) -> Expr | None:
        if isinstance(node, Transpose) and _is_square(node.arg):
            return node.arg
        return Transpose(node) if _is_square(node) else None

    return everywhere(product_, change)


def _message(told: Told) -> str:
    now = f": {quoted(told.edit.now)}" if told.edit.now is not None else ""
    return f"{quoted(told.edit.was)} would be right for a symmetric matrix; nothing says that this one is symmetric{now}. The variable stands twice in the product, and each place gives a term"


MISTAKE = Mistake(
    code="symmetry",
    title="Symmetry taken for granted",
    explanation="A matrix was treated as symmetric: A + A^T became 2A, or A.",
    why="x^T A x is differentiated like a x^2; the two places of x give A x and A^T x, which are equal for a symmetric A alone.",
    wrong=r"\frac{\partial}{\partial x} x^\top A x = 2 A x",
    right=r"\frac{\partial}{\partial x} x^\top A x = (A + A^\top) x",
    hint="Is the matrix symmetric? Nobody said so.",
    cost=0.85,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(written=2 * A @ b, right=d(b.T @ A @ b, b)),
        Example(written=2 * A.T @ b, right=(A + A.T) @ b),
        Example(written=A @ b, right=(A + A.T) @ b),
    ),
    passed=(Example(written=(A.T + A) @ b, right=d(b.T @ A @ b, b)),),
)
