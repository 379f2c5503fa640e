r"""`(D \times 1)` behind a formula: its shape, said as a remark."""

from __future__ import annotations

from verifier.expr.shapes import Shape
from verifier.expr.sizes import Size
from verifier.latex.read.scope import Scope
from verifier.latex.read.tokens import Token


def shape_remark(tokens: list[Token], scope: Scope) -> tuple[int, Shape] | None:
    """Where a bracket at the very end opens that holds two sizes and a cross, and the shape that they say."""
    if len(tokens) < 6 or tokens[-1].kind != "close" or tokens[-1].text not in (")", "]"):
        return None
    start = next((at for at in range(len(tokens) - 2, 0, -1) if tokens[at].kind == "open"), None)
    if start is None:
        return None
    inner = [t for t in tokens[start + 1 : -1] if t.kind != "bar"]
    cross = [at for at, t in enumerate(inner) if t.kind == "factor"]
    if len(inner) != 3 or cross != [1]:
        return None
    sizes = [_size(inner[0], scope), _size(inner[2], scope)]
    known = [s for s in sizes if s is not None]
    return (start, Shape(known[0], known[1])) if len(known) == 2 else None


def _size(token: Token, scope: Scope) -> Size | None:
    if token.kind == "number" and token.text.isdigit():
        return Size.of(int(token.text))
    return scope.sizes.get(token.text) if token.kind == "name" else None
