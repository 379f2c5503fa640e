r"""`(D \times 1)` behind a formula: its shape, said as a remark."""

from __future__ import annotations

from verifier.expr.shapes import Shape
from verifier.expr.sizes import Size
from verifier.latex.read.construct import registry
from verifier.latex.read.elaborate import Elaborator
from verifier.latex.read.formula import new_parser
from verifier.latex.read.parser import Refused
from verifier.latex.read.places import set_size, size_of
from verifier.latex.read.problems import Reading
from verifier.latex.read.scope import Scope
from verifier.latex.read.syntax import Name, Node, Op, Run, Script, sole
from verifier.latex.read.tokens import Source, Token


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
    sizes = [_size_of_token(inner[0], scope), _size_of_token(inner[2], scope)]
    known = [s for s in sizes if s is not None]
    return (start, Shape(known[0], known[1])) if len(known) == 2 else None


def _size_of_token(token: Token, scope: Scope) -> Size | None:
    if token.kind == "number" and token.text.isdigit():
        return Size.of(int(token.text))
    return scope.sizes.get(token.text) if token.kind == "name" else None


def belied_shape(tail: list[Token], reading: Reading, source: Source, scope: Scope) -> bool:
    r"""Whether `\in \mathbb{R}^{1 \times D}` behind a formula says another shape than the formula has."""
    if not tail or tail[0].text != "in" or reading.formula is None:
        return False
    end = next((at for at, t in enumerate(tail) if t.kind in ("comma", "text", "row")), len(tail))
    if any(t.text in scope.guessed and t.text in ("N", "n", "W", "M") for t in tail[1:end]):
        return False  # a letter for any size
    shape = told_shape(tail[1:end], source, scope)
    return shape is not None and not any(f.shape == shape or f.shape.is_scalar for f in reading.all)


def told_shape(tokens: list[Token], source: Source, scope: Scope) -> Shape | None:
    """The shape that `\\mathbb{R}^{|V| \\times d}`, `R^d` or `|V| \\times d` says."""
    parser = new_parser(tokens, source, scope)
    try:
        node = sole(parser.terms())
    except Refused:
        return None
    if (
        isinstance(node, Script)
        and isinstance(node.base, Name)
        and node.base.name in ("Reals", "R")
        and node.sups
    ):
        clause = node.sups[0][0] if len(node.sups[0]) == 1 else None
        if clause is None or len(clause.parts) != 1:
            return None
        node = sole(clause.parts[0])
    elif not isinstance(node, Run):
        return None
    el = Elaborator(scope, source, registry())
    sizes = [_size(el, part) for part in _split(node)]
    if any(s is None for s in sizes) or not 1 <= len(sizes) <= 2:
        return None
    known = [s for s in sizes if s is not None]
    return Shape(known[0], known[1] if len(known) == 2 else Size.of(1))


def _size(el: Elaborator, node: Node) -> Size | None:
    return size_of(el, node) or set_size(el, sole(node))


def _split(node: Node) -> list[Node]:
    """The factors between `\\times`, `*` or a letter x that stands for it."""
    if not isinstance(node, Run):
        return [node]
    parts: list[list[Node]] = [[]]
    for item in node.items:
        if isinstance(item, Op) or (isinstance(item, Name) and item.name == "x"):
            parts.append([])
        else:
            parts[-1].append(item)
    return [p[0] if len(p) == 1 else Run((p[0].span[0], p[-1].span[1]), tuple(p)) for p in parts if p]
