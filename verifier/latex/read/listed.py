r"""Sets that are listed: `\{1, \dots, K\}`, `\{-m, .., -1, 1, .., m\}`, `\{w_1, \dots, w_K\}`; what they hold and what they leave out."""

from __future__ import annotations

from typing import Final

from verifier.expr.sizes import Size
from verifier.latex.read.elaborate import Elaborator
from verifier.latex.read.places import size_of
from verifier.latex.read.syntax import Bracket, Dots, Name, Node, Op, Run, Script, sole, sole_of

_MOST: Final = 8  # places left out between two numbers of a list


def end_of(el: Elaborator, node: Node) -> Size | None:
    size = size_of(el, node)
    if size is None and isinstance(node, Script) and len(node.subs) == 1:
        inner = sole_of(node.subs[0])
        size = size_of(el, inner) if inner is not None else None
    if size is None and isinstance(node, Name):
        size = el.scope.sizes.get(node.name.upper())
    return size


def missing_places(el: Elaborator, members: Bracket) -> list[Size] | None:
    r"""The places between the first and the last that `\{-m, .., -1, 1, .., m\}` leaves out. None: not told by dots alone."""
    nodes = [sole(p) for c in members.clauses for p in c.parts]
    flat = [i for n in nodes for i in (n.items if isinstance(n, Run) else (n,)) if not isinstance(i, Op)]
    before: Size | None = None
    dotted = False
    missing: list[Size] = []
    for node in flat:
        if isinstance(node, Dots):
            dotted = True
            continue
        place = end_of(el, node)
        if place is None and len(flat) > 1:
            return None  # `\\{o, w_1, \\dots, w_K\\}`
        if before is not None and place is not None and not dotted:
            apart = place - before
            gap = apart.constant if apart.is_number else 1 if len(flat) == 2 else 0  # `\\{1, K\\}` for 1 to K
            if not 1 <= gap <= _MOST:
                return None
            missing.extend(before + step for step in range(1, gap))
        before, dotted = place, False
    return missing


def lists_samples(el: Elaborator, node: Node) -> bool:
    """`\\{w_1, .., w_K\\}`, the samples themselves, not their numbers."""
    inner = sole(node)
    if not isinstance(inner, Bracket) or inner.kind != "\\{" or is_builder(inner):
        return False
    nodes = [sole(p) for c in inner.clauses for p in c.parts]
    flat = [i for n in nodes for i in (n.items if isinstance(n, Run) else (n,))]
    letters = {f.letter for f in el.scope.families if f.center is None}
    return any(isinstance(i, Script) and isinstance(i.base, Name) and i.base.name in letters for i in flat)


def is_builder(node: Node) -> bool:
    """Whether a set is told by a condition: `\\{k \\mid w_k = w_s\\}`."""
    return isinstance(node, Bracket) and node.kind == "\\{" and any(c.relations for c in node.clauses)
