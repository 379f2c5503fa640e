"""Right under another layout: U with one word a row, or y and yhat as rows."""

from collections.abc import Iterator

from verifier.expr.nodes import Expr, Named, Symbol
from verifier.mistakes.letters import CENTER, MATRIX, U, v_c, y, y_hat
from verifier.mistakes.model import Edit, Example, Mistake, Told, unformed
from verifier.mistakes.trees import everywhere, transposed
from verifier.mistakes.view import View
from verifier.mistakes.words import because, quoted


def _repairs(view: View) -> Iterator[Edit]:
    here = dict.fromkeys(s.node for s in view.spots if isinstance(s.node, Symbol | Named))
    # Layouts differ where the columns of a matrix have a meaning of their own: words, classes.
    known = [n for n in view.known.names if isinstance(n, Symbol) and n.columns is not None]
    matrices = [n for n in here if n in known]
    counted = {n.shape.cols for n in known}
    vectors = [n for n in here if n.shape.is_vector and n.shape.rows in counted]
    for matrix in matrices:
        new = _turned(view.tree, (matrix,))
        yield Edit(path=(), new=new, was=matrix, now=transposed(matrix), reason="matrix")
        yield Edit(path=(), new=transposed(new), was=matrix, now=transposed(matrix), reason="matrix")
    lengths = dict.fromkeys(v.shape.rows for v in vectors)
    for length in lengths:
        family = tuple(v for v in vectors if v.shape.rows == length)
        new = _turned(view.tree, family)
        yield Edit(path=(), new=new, was=family[0], now=transposed(family[0]), reason="vectors", cost=0.1)
    if view.tree.shape.is_matrix and view.tree.shape.transposed == view.truth.shape:
        yield Edit(
            path=(), new=transposed(view.tree), was=view.tree, now=transposed(view.tree), reason="whole"
        )


def _turned(tree: Expr, names: tuple[Expr, ...]) -> Expr:
    return everywhere(tree, lambda n: transposed(n) if n in names else None)


def _message(told: Told) -> str:
    if told.edit.reason == "whole":
        return f"{quoted(told.student)} is the transpose of what is asked for{because(told)}. It is right in a layout in which the matrix stands the other way round; then say so"
    row = told.edit.reason == "vectors"
    stood = "were a row" if row else "were stored the other way round (one word a row, not a column)"
    return f"this would be right if {quoted(told.edit.was)} {stood}; here it is not{because(told)}. If you use another layout, declare it"


MISTAKE = Mistake(
    code="layout",
    title="Right under another layout",
    explanation="The formula is right if a matrix is stored the other way round, or a vector as a row; under the layout of this question it is not.",
    why="Books and programs differ: words as rows or as columns of U, distributions as rows or as columns.",
    wrong=r"\frac{\partial J}{\partial v_c} = U^\top(\hat y - y) \quad (U \in \mathbb{R}^{D \times V})",
    right=r"\frac{\partial J}{\partial v_c} = U(\hat y - y) \quad (U \in \mathbb{R}^{D \times V})",
    hint="Is U stored with one word a column or one word a row? Say which one you use.",
    cost=1.25,
    repairs=_repairs,
    message=_message,
    caught=(),
    passed=(Example(written=U @ y_hat - U @ y, right=CENTER),),
)

# Caught behind `transpose` or `outer-product`, which name the place; first only where the writer uses that layout elsewhere.
BEHIND = (
    Example(written=unformed(lambda: U.T @ (y_hat - y)), right=CENTER),
    Example(written=unformed(lambda: U @ (y_hat - y).T), right=CENTER),
    Example(written=unformed(lambda: (y_hat - y) @ v_c.T), right=MATRIX),
)
