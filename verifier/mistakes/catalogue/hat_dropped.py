r"""The hat is dropped or misplaced: y for \hat y."""

import re
from collections.abc import Iterator

from verifier.expr.indices import OtherIndex
from verifier.expr.nodes import Entry, Expr, Named, Symbol
from verifier.language import total
from verifier.mistakes.letters import (
    CENTER,
    OTHER,
    OTHER_OUTSIDE,
    OUTSIDE,
    TRUE_OUTSIDE,
    U,
    o,
    u,
    v_c,
    w,
    y,
    y_hat,
)
from verifier.mistakes.model import Edit, Example, Mistake, Told
from verifier.mistakes.trees import everywhere
from verifier.mistakes.view import View
from verifier.mistakes.words import instead

_ACCENT = re.compile(r"\\(?:wide)?(?:hat|tilde|bar)\s*(?:\{(.+)\}|(.+))")


def _repairs(view: View) -> Iterator[Edit]:
    partners = dict(_partners(view))
    seen: dict[Expr, int] = {}
    for spot in view.spots:
        other = partners.get(spot.node)
        if other is None:
            continue
        seen[spot.node] = seen.get(spot.node, 0) + 1
        was, now = spot.node, other
        if isinstance(spot.parent, Entry):
            was, now = spot.parent, Entry(other, spot.parent.row, spot.parent.col)
        cost = 0.3 if _is_settled(now, view) else 0.0
        yield Edit(path=spot.path, new=other, was=was, now=now, cost=cost)
    for name, count in seen.items():
        if count > 1:
            tree = everywhere(view.tree, lambda n, name=name: partners[name] if n == name else None)  # type: ignore[misc]
            yield Edit(path=(), new=tree, was=name, now=partners[name], cost=0.1)


def _is_settled(now: Expr, view: View) -> bool:
    """y_o, which is 1, or y_w where w is not o: nobody writes \\hat y for a number that is known."""
    match now:
        case Entry(of=Symbol(one_hot=at), row=row, col=None) if at is not None:
            apart = (h for h in view.hypotheses if isinstance(h, OtherIndex))
            return row == at or any({h.left, h.right} == {row, at} for h in apart)
    return False


def _partners(view: View) -> Iterator[tuple[Expr, Expr]]:
    """y and \\hat y, both ways."""
    named = {n.latex.replace(" ", ""): n for n in view.known.names if isinstance(n, Symbol | Named)}
    for written, name in named.items():
        if found := _ACCENT.fullmatch(written):
            bare = named.get(found[1] or found[2])
            if bare is not None and bare.shape == name.shape:
                yield bare, name
                yield name, bare


def _message(told: Told) -> str:
    return f"{instead(told)}: the one with the hat is what the model predicts, the one without it is what was observed"


MISTAKE = Mistake(
    code="hat-dropped",
    title="A hat is dropped or misplaced",
    explanation=r"The observed distribution y stands where the predicted one, \hat y, belongs, or the other way round.",
    why="Both names stand side by side in every line; in handwriting the hat is easily lost.",
    wrong=r"\frac{\partial J}{\partial u_w} = y_w v_c",
    right=r"\frac{\partial J}{\partial u_w} = \hat y_w v_c",
    hint="Which quantities here are predicted, and which are observed?",
    cost=0.9,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(written=y[w] * v_c, right=OTHER_OUTSIDE, hypotheses=OTHER),
        Example(written=-v_c + y[o] * v_c, right=TRUE_OUTSIDE),
        Example(written=total(w, y[w] * u[w]) - U @ y, right=CENTER),
        Example(written=(y[w] - y[w]) * v_c, right=OUTSIDE),
    ),
    passed=(
        Example(written=y_hat[o] * v_c - y[o] * v_c, right=TRUE_OUTSIDE),
        Example(written=total(w, y_hat[w] * u[w]) - U @ y, right=CENTER),
    ),
)
