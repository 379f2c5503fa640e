r"""Ends of a sum that are letters or words: `\sum_{i=1}^{j}`, `\sum_{j=i+1}^{n}`, `\sum_{x = w_1}^{w_K}`.

They are said over again as conditions and numbers, which `bounds` reads.
"""

from __future__ import annotations

from verifier.latex.read.bounds import BigSum, is_letter
from verifier.latex.read.elaborate import Elaborator
from verifier.latex.read.places import size_of
from verifier.latex.read.syntax import Clause, Clauses, Name, Node, Num, Script, Terms, sole


def with_letters_as_ends(el: Elaborator, node: BigSum) -> BigSum:
    r"""`\sum_{i=1}^{j}`, `\sum_{j=i+1}^{n}`: an end that is another sum's letter is a condition, i <= j, i < j."""
    below, above = node.below or (), node.above
    if above is None or len(below) != 1 or below[0].relations != ("=",):
        return node
    (clause,) = below
    letter, start = clause.parts
    if not isinstance(sole(letter), Name):
        return node
    said: list[Clause] = []
    if (ends := _numbers_of_words(el, start, above)) is not None:
        return BigSum(node.span, (Clause(clause.span, (letter, ends[0]), ("=",)),), ends[1])
    if (end := _beside_letter(el, start, 1)) is not None:
        inner, strict = end
        clause = Clause(clause.span, (letter,), ())
        said.append(Clause(clause.span, (inner, letter), ("<" if strict else "<=",)))
    top = above[0].parts[-1] if len(above) == 1 and above[0].parts else None
    if top is not None and (end := _beside_letter(el, top, -1)) is not None:
        inner, strict = end
        said.append(Clause(above[0].span, (letter, inner), ("<" if strict else "<=",)))
        above = None
    return BigSum(node.span, (clause, *said), above) if said else node


def _numbers_of_words(el: Elaborator, start: Node, above: Clauses) -> tuple[Terms, Clauses] | None:
    r"""The 1 and the K of `\sum_{x = w_1}^{w_K}`."""
    last = above[0].parts[-1] if len(above) == 1 and above[0].parts else None
    subs: list[Clauses] = []
    for node in (start, last):
        inner = sole(node) if node is not None else None
        if not isinstance(inner, Script) or not isinstance(inner.base, Name) or len(inner.subs) != 1:
            return None
        if not any(f.letter == inner.base.name and f.center is None for f in el.scope.families):
            return None
        subs.append(inner.subs[0])
    first = subs[0][0].parts[0] if len(subs[0]) == 1 and len(subs[0][0].parts) == 1 else None
    if first is None or size_of(el, first) is None:
        return None
    return first, subs[1]


def _beside_letter(el: Elaborator, node: Terms, step: int) -> tuple[Terms, bool] | None:
    """A bound letter, and whether the end is one `step` beyond it: `i`, `i + 1`."""
    inner = sole(node)
    if isinstance(inner, Name) and is_letter(el, inner.name) and size_of(el, inner) is None:
        return node, False
    if isinstance(inner, Terms) and len(inner.parts) == 2:
        (sign, head), (by, rest) = inner.parts
        one = sole(rest)
        if sign == 1 and by == step and isinstance(one, Num) and one.text == "1":
            alone = Terms(head.span, ((1, head),))
            return (alone, True) if _beside_letter(el, alone, step) is not None else None
    return None
