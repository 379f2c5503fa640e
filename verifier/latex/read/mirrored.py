r"""`w_{t-j}` under a sum over j: the position -j of the window, told as a letter of its own that runs the other way."""

from __future__ import annotations

from verifier.expr.indices import Condition, Index, OtherIndex, Place, Range
from verifier.expr.nodes import Add, Expr, Sum
from verifier.expr.sizes import Size
from verifier.expr.walk import free_letters, put_index
from verifier.latex.read.elaborate import Elaborator


def key(letter: str) -> str:
    """Where the elaboration keeps the mirror of a bound letter."""
    return f"-{letter}"


def mirror(el: Elaborator, index: Index) -> Index | None:
    """The letter for -j, where j may number the positions of a window."""
    if not any(f.center is not None for f in el.scope.families):
        return None
    run = index.range
    return Index(key(index.name), Range(-run.high, -run.low))


def summed(index: Index, other: Index | None, conditions: tuple[Condition, ...], body: Expr) -> Expr | None:
    """The sum over j of what holds j, -j, or terms with either; None where one term holds both."""
    if other is None or other.name not in free_letters(body):
        return Sum(index, conditions, body)
    terms = body.terms if isinstance(body, Add) else (body,)
    out: list[Expr] = []
    for term in terms:
        used = free_letters(term)
        if other.name not in used:
            out.append(Sum(index, conditions, term))
            continue
        apart = all(
            isinstance(c, OtherIndex) and c.left == index and c.right == Place(Size.of(0)) for c in conditions
        )
        if index.name in used or not apart:
            return None
        turned = Index(index.name, other.range)
        kept = tuple(OtherIndex(turned, Place(Size.of(0))) for _ in conditions)
        out.append(Sum(turned, kept, put_index(term, other.name, turned)))
    return out[0] if len(out) == 1 else Add(tuple(out))
