"""How a letter is used in a formula that is not read yet: which letters stand in subscripts, and what they index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from verifier.expr.indices import Range
from verifier.latex.read.elaborate import Elaborator
from verifier.latex.read.names import HATS, canonical
from verifier.latex.read.syntax import Accent, Bracket, Clause, Name, Node, Script, Terms, sole


def walked(node: object) -> Iterator[Node]:
    """Every syntax node below `node`, outermost first."""
    stack: list[object] = [node]
    while stack:
        at = stack.pop()
        if isinstance(at, tuple):
            stack.extend(reversed(at))
        elif isinstance(at, Node) and is_dataclass(at):
            yield at
            stack.extend(getattr(at, f.name) for f in reversed(fields(at)) if f.name != "span")


def _key(el: Elaborator, node: Node | None) -> str | None:
    node = sole(node) if node is not None else None
    match node:
        case Name(name=name):
            return name
        case Script(base=Name(name=name), subs=(), sups=(), primes=primes) if primes:
            return name + "'" * primes
        case Script():
            return canonical(node, el.source.text)
        case Clause(parts=(part, *_)):
            return _key(el, part)
    return None


def _scripted(el: Elaborator, nodes: Iterable[object]) -> Iterator[tuple[Node, str, tuple[str, ...]]]:
    """Base and letter of every letter in a subscript, with all the letters of that subscript."""
    for node in nodes:
        for inner in walked(node):
            if isinstance(inner, Script):
                for sub in inner.subs:
                    for clause in sub:
                        for part in clause.parts:
                            letters = tuple(_letters_of(el, part))
                            yield from ((inner.base, letter, letters) for letter in letters)


def _letters_of(el: Elaborator, part: Terms) -> Iterator[str]:
    key = _key(el, part)
    if key is not None:
        yield key
        return
    for _, run in part.parts:
        for item in run.items:
            inner = _key(el, item)
            if inner is not None:
                yield inner


def letters_used(el: Elaborator, node: Node) -> list[str]:
    """The single letters that stand in subscripts of known names, in order."""
    out: dict[str, None] = {}
    families = {f.letter for f in el.scope.families}
    for base, letter, _ in _scripted(el, (node,)):
        known = range_of_base(el, base) is not None or (isinstance(base, Name) and base.name in families)
        if known and len(letter.rstrip("'")) == 1 and letter not in el.scope.sizes and not letter.isdecimal():
            out.setdefault(letter)
    return list(out)


def range_used(el: Elaborator, letter: str, nodes: Iterable[object]) -> Range | None:
    """The range that the uses of `letter` ask for: of a vector's entries, a matrix's columns, the samples."""
    found: list[Range] = []
    columns = False
    for base, key, beside in _scripted(el, nodes):
        if key != letter:
            continue
        if isinstance(base, Name) and base.name not in el.scope.columns:
            families = [f for f in el.scope.families if f.letter == base.name]
            windowed = next((f for f in families if f.center in beside), None)
            plain = next((f for f in families if f.center is None), None)
            family = windowed or plain
            if family is not None:
                return family.map.arguments
        reach = range_of_base(el, base)
        if reach is not None:
            found.append(reach)
            columns = columns or (isinstance(base, Name) and base.name in el.scope.columns)
    if not found:
        return None
    samples = el.scope.samples
    if columns and samples is not None and all(r == samples.map.values for r in found) and _over_samples(el):
        return samples.map.arguments
    return found[0]


def _over_samples(el: Elaborator) -> bool:
    """Whether the question is about samples, so that u_x is the vector of a sample."""
    from verifier.expr.indices import Picked
    from verifier.expr.nodes import Column, Expr
    from verifier.latex.read.scope import _all_nodes

    loss: Expr | None = el.scope.loss
    return loss is not None and any(
        isinstance(n, Column) and isinstance(n.index, Picked) for n in _all_nodes(loss)
    )


def range_of_base(el: Elaborator, base: Node) -> Range | None:
    """The range of the index of a name."""
    inner = sole(base) if isinstance(base, Bracket) else base
    while isinstance(inner, Accent) and inner.accent not in HATS:
        inner = sole(inner.arg)
    if isinstance(inner, Name) and inner.name in el.scope.columns:
        return Range.upto(el.scope.columns[inner.name].shape.cols)
    key = canonical(inner, el.source.text)
    values = el.scope.values.get(key, ()) if key is not None else ()
    for value in values:
        if value.shape.is_vector or value.shape.is_matrix:
            return Range.upto(value.shape.rows if value.shape.is_vector else value.shape.cols)
        if value.shape.is_row:
            return Range.upto(value.shape.cols)
    return None
