"""A whole vector stands where one of its entries is needed, or a matrix where one column is."""

from collections.abc import Iterator

from verifier.expr.nodes import Add, Column, Entry, Expr, Mul, Named, Number, Symbol, Transpose
from verifier.language import log, total
from verifier.mistakes.letters import OTHER, OTHER_OUTSIDE, OUTSIDE, SAME, TRUE_OUTSIDE, o, v_c, w, y, y_hat
from verifier.mistakes.model import Edit, Example, Mistake, Told, unformed
from verifier.mistakes.trees import entry_at, everywhere, with_part
from verifier.mistakes.view import Spot, View
from verifier.mistakes.words import because, instead


def _repairs(view: View) -> Iterator[Edit]:
    seen: dict[Expr, int] = {}
    for spot in view.spots:
        node = spot.node
        if isinstance(node, Column | Number) or isinstance(spot.parent, Transpose | Entry | Column):
            continue
        if node.shape.is_vector or node.shape.is_row:
            length = node.shape.rows if node.shape.is_vector else node.shape.cols
            # A sum of vectors is treated as one: (a - b) v is (a_w - b_w) v.
            part = isinstance(spot.parent, Add) and not spot.parent.shape.is_scalar
            plain = isinstance(node, Symbol | Named | Add | Transpose)
            for at in view.known.of_length(length, spot.bound):
                new = entry_at(node, at)
                yield Edit(
                    path=spot.path, new=new, was=node, now=new, cost=0.3 if part else 0.0 if plain else 0.1
                )
            seen[node] = seen.get(node, 0) + 1
        elif isinstance(node, Symbol) and node.shape.is_matrix and node.columns is not None:
            for at in view.known.of_length(node.shape.cols, spot.bound):
                yield Edit(path=spot.path, new=Column(node, at), was=node, now=Column(node, at), cost=0.3)
        if isinstance(node, Mul):
            yield from _in_product(view, spot, node)
    for vector, count in seen.items():
        if count > 1 and not isinstance(vector, Mul):
            for at in view.known.of_length(vector.shape.rows, ()):
                new = entry_at(vector, at)
                tree = everywhere(view.tree, lambda n, old=vector, new=new: new if n == old else None)  # type: ignore[misc]
                yield Edit(path=(), new=tree, was=vector, now=new, cost=0.1)


def _in_product(view: View, spot: Spot, node: Mul) -> Iterator[Edit]:
    """(a - b) v^T for (a_w - b_w) v: with the entry the other factor needs no transpose either."""
    for at, factor in enumerate(node.factors):
        if isinstance(factor, Column) or not (factor.shape.is_vector or factor.shape.is_row):
            continue
        length = factor.shape.rows if factor.shape.is_vector else factor.shape.cols
        rest = tuple(f.arg if isinstance(f, Transpose) else f for f in node.factors)
        if rest == node.factors:
            continue
        for index in view.known.of_length(length, spot.bound):
            new = entry_at(factor, index)
            yield Edit(path=spot.path, new=Mul(with_part(rest, at, new)), was=factor, now=new, cost=0.1)


def _message(told: Told) -> str:
    matrix = told.edit.was is not None and told.edit.was.shape.is_matrix
    what = (
        "one column is needed, not the whole matrix"
        if matrix
        else "one entry is needed, a number, not the whole vector"
    )
    return f"{instead(told)}: here {what}{because(told)}"


MISTAKE = Mistake(
    code="index-lost",
    title="A vector where its entry is needed",
    explanation="A whole vector stands where one of its entries, or a matrix where one of its columns, is meant.",
    why="The index is dropped when the vector form of another part is copied.",
    wrong=r"\frac{\partial J}{\partial u_w} = (\hat y - y) v_c",
    right=r"\frac{\partial J}{\partial u_w} = (\hat y_w - y_w) v_c",
    hint="Count the entries: is every factor a number or a vector of the length that you need?",
    cost=1.0,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(written=unformed(lambda: (y_hat - y) @ v_c), right=OUTSIDE),
        Example(written=unformed(lambda: (y_hat - y).T @ v_c), right=OUTSIDE),
        Example(written=unformed(lambda: y_hat @ v_c), right=OTHER_OUTSIDE, hypotheses=OTHER),
        Example(written=unformed(lambda: v_c @ (y_hat - 1)), right=TRUE_OUTSIDE, hypotheses=SAME),
        Example(written=(y_hat - 1) @ v_c.T, right=TRUE_OUTSIDE, hypotheses=SAME),
        Example(written=-total(w, y[w] * log(y_hat)), right=-log(y_hat[o])),
    ),
    passed=(Example(written=v_c * y_hat[w] - v_c * y[w], right=OUTSIDE),),
)
