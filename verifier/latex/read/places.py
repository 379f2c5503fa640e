r"""Index terms, sizes and ranges: what may stand in a subscript or bound a sum.

A letter that is bound or declared keeps its range; where its range is that of the samples and a word is wanted, `u_k` is
short for `u_{w_k}`. A letter that nobody declared is a free index of the range that is wanted there, with a note.
"""

from __future__ import annotations

from verifier.expr.indices import Index, IndexTerm, Picked, Place, Range, range_of
from verifier.expr.nodes import Span
from verifier.expr.sizes import Size
from verifier.latex.read.elaborate import Elaborator
from verifier.latex.read.names import canonical, squeezed
from verifier.latex.read.scope import Family
from verifier.latex.read.syntax import (
    Bracket,
    Clause,
    Clauses,
    Name,
    Node,
    Num,
    Op,
    Run,
    Script,
    Terms,
    sole,
    sole_of,
)


def term_in(el: Elaborator, clauses: Clauses, wanted: Range | None) -> IndexTerm | None:
    """The index term that a script is; `u_{w = o}` is u_o, `y_{w \\ne o}` is y_w."""
    if len(clauses) == 1 and clauses[0].relations:
        clause = clauses[0]
        same = clause.relations == ("=",)
        what = "the entry at which both are one" if same else "the condition is a remark"
        el.note("condition-in-subscript", clause.span, f"`{el.written(clause.span)}` as a subscript: {what}")
        return index_term(el, clause.parts[-1 if same else 0], wanted)
    node = sole_of(clauses)
    if node is None:
        span = (clauses[0].span[0], clauses[-1].span[1]) if clauses else (0, 0)
        el.fail("syntax", span, f"the subscript `{el.written(span)}` is not one index")
        return None
    return index_term(el, node, wanted)


def index_term(el: Elaborator, node: Node, wanted: Range | None) -> IndexTerm | None:
    node = sole(node)
    term = _plain_term(el, node, wanted)
    return None if term is None else coerced(el, term, wanted, node.span)


def _plain_term(el: Elaborator, node: Node, wanted: Range | None) -> IndexTerm | None:
    key = canonical(node, el.source.text) if isinstance(node, Script) else None
    if key is not None and key in el.bound:
        return el.bound[key]
    match node:
        case Name(name=name):
            return _letter(el, name, wanted, node.span)
        case Num(text=text):
            return _number(el, text, wanted, node.span)
        case Script(base=Name(name=name), subs=(), sups=(), primes=primes) if primes:
            return _letter(el, name + "'" * primes, wanted, node.span)
        case Script(base=base, subs=(sub,), sups=(), primes=0):
            base = sole(base)
            family = family_called(el, base.name, sub) if isinstance(base, Name) else None
            if family is not None:
                return _picked(el, family, sub)
            if isinstance(base, Name):
                term = _size_term(el, node)
                return term if term is not None else _letter(el, key or base.name, wanted, node.span)
        case Terms(parts=((-1, run),)) if (turned := _mirrored(el, run)) is not None:
            return turned
        case Run(items=(Name(name=name), *rest)) if rest and not any(isinstance(i, Op) for i in rest):
            return _swallowed(el, name, rest, wanted, node)
    term = _size_term(el, node) or _position(el, node)
    if term is None:
        el.fail("syntax", node.span, f"`{el.written(node.span)}` is not an index")
    return term


def _mirrored(el: Elaborator, node: Node) -> Index | None:
    """The -j of `w_{t-j}`."""
    inner = sole(node)
    return el.bound.get(f"-{inner.name}") if isinstance(inner, Name) else None


def _position(el: Elaborator, node: Node) -> IndexTerm | None:
    """`y_{t+j}`: the position of a window where its word is meant."""
    if not isinstance(node, Terms) or len(node.parts) < 2:
        return None
    head = sole(node.parts[0][1])
    family = next((f for f in el.scope.families if isinstance(head, Name) and f.center == head.name), None)
    if family is None:
        return None
    rest = Terms((node.parts[1][1].span[0], node.span[1]), node.parts[1:])
    at = index_term(el, rest, family.map.arguments)
    return None if at is None else Picked(family.map, at)


def _swallowed(
    el: Elaborator, name: str, rest: list[Node], wanted: Range | None, node: Node
) -> IndexTerm | None:
    """`w1`, `wK` for w_1, w_K: a subscript whose mark was left out."""
    family = next((f for f in el.scope.families if f.letter == name and f.center is None), None)
    if family is None:
        size = _size_term(el, node)
        if size is None:
            el.fail("syntax", node.span, f"`{el.written(node.span)}` is not an index")
        return size
    el.note(
        "subscript-lost",
        node.span,
        f"`{el.written(node.span)}` is read with `{name}` as a letter that has an index",
    )
    run = Run((rest[0].span[0], rest[-1].span[1]), tuple(rest))
    at = index_term(el, run, family.map.arguments)
    return None if at is None else Picked(family.map, at)


def _letter(el: Elaborator, name: str, wanted: Range | None, span: Span) -> IndexTerm | None:
    if name in el.bound:
        return el.bound[name]
    index = el.scope.indices.get(name)
    if index is not None:
        return index
    size = size_named(el, name)
    if size is not None:
        return Place(size)
    if wanted is None:
        el.fail("unknown-symbol", span, f"the index `{name}` is not known here", name)
        return None
    samples = el.scope.samples
    drawn = samples is not None and el.scope.loss is not None and wanted == samples.map.values
    el.note("index-undeclared", span, f"the index `{name}` is not declared")
    return Index(name, samples.map.arguments if samples is not None and drawn else wanted)


def _number(el: Elaborator, text: str, wanted: Range | None, span: Span) -> IndexTerm | None:
    if not text.isdecimal():
        el.fail("syntax", span, f"`{text}` is not an index")
        return None
    first = wanted is not None and wanted.low == Size.of(1)
    if text == "0" and first and not el.zero_is_place and "o" in el.scope.indices:
        el.note("digit-0-for-o", span, "the digit 0 is read as the letter o")
        return el.scope.indices["o"]
    return Place(Size.of(int(text)))


def family_called(el: Elaborator, letter: str, sub: Clauses) -> Family | None:
    """The family that `letter_sub` is a word of: w_s, or w_{t+j} where the subscript begins with that t."""
    head = squeezed(el.source.text[sub[0].span[0] : sub[-1].span[1]])[:1] if sub else ""
    for family in el.scope.families:
        if family.letter == letter and family.center is not None and family.center == head:
            return family
    return next((f for f in el.scope.families if f.letter == letter and f.center is None), None)


def _picked(el: Elaborator, family: Family, sub: Clauses) -> IndexTerm | None:
    if family.center is None:
        at = term_in(el, sub, family.map.arguments)
        return None if at is None else Picked(family.map, at)
    node = sole_of(sub)
    if isinstance(node, Name):
        return Picked(family.map, Place(Size.of(0)))
    if isinstance(node, Terms) and len(node.parts) > 1:
        rest = Terms((node.parts[1][1].span[0], node.span[1]), node.parts[1:])
        at = index_term(el, rest, family.map.arguments)
        return None if at is None else Picked(family.map, at)
    span = (sub[0].span[0], sub[-1].span[1]) if sub else (0, 0)
    el.fail("syntax", span, f"`{el.written(span)}` is no position of the window")
    return None


def coerced(el: Elaborator, term: IndexTerm, wanted: Range | None, span: Span) -> IndexTerm | None:
    """`term` where an index of the range `wanted` is needed: itself, or the word that a sample is."""
    own = range_of(term)
    if own is None or wanted is None or within(own, wanted):
        return term
    for family in el.scope.families:
        if within(own, family.map.arguments) and within(family.map.values, wanted):
            return Picked(family.map, term)
    if own.low == Size.of(0) and own.high == wanted.high - 1:
        el.note("zero-based", span, "counting starts at 0 here, and is read from 1")
        return term
    written = el.written(span)
    message = (
        f"the index `{written}` runs over {own.low}..{own.high}, but {wanted.low}..{wanted.high} is wanted"
    )
    el.fail("range", span, message, written)
    return None


def within(inner: Range, outer: Range) -> bool:
    return inner == outer or ((inner.low - outer.low).at_least(0) and (outer.high - inner.high).at_least(0))


# --- sizes ------------------------------------------------------------------------------------------------------


def size_named(el: Elaborator, name: str) -> Size | None:
    return el.scope.sizes.get(name)


def _size_term(el: Elaborator, node: Node) -> IndexTerm | None:
    size = size_of(el, node)
    return None if size is None else Place(size)


def size_of(el: Elaborator, node: Node) -> Size | None:
    """An affine size: 3, V, |V|, K + 1, 2m, -m, V_{ocab}."""
    node = sole(node)
    match node:
        case Num(text=text) if text.isdecimal() and len(text) < 10:
            return Size.of(int(text))
        case Name(name=name):
            return size_named(el, name)
        case Script(base=Name(name=name)):
            word = squeezed(el.source.text[node.span[0] : node.span[1]]).replace("_", "")
            return size_named(el, "Vocab") if word.lower() in ("vocab", "vocal") else None
        case Bracket(kind="|", clauses=clauses):
            inner = sole_of(clauses)
            return None if inner is None else set_size(el, inner)
        case Terms(parts=parts):
            total = Size.of(0)
            for sign, run in parts:
                size = size_of(el, run)
                if size is None:
                    return None
                total = total + size * sign
            return total
        case Run(items=(Num(text=text), *rest)) if text.isdecimal() and len(text) < 10:
            factors = [i for i in rest if not isinstance(i, Op)]
            inner_size = size_of(el, factors[0]) if len(factors) == 1 else None
            return None if inner_size is None else inner_size * int(text)
        case Run(items=items) if all(isinstance(i, Name) for i in items):
            word = "".join(i.name for i in items if isinstance(i, Name))
            return size_named(el, "Vocab") if word.lower() in ("vocab", "vocal") else None
    return None


GUESSED_SETS = ("C", "S")  # letters that some use for the vocabulary, and others for other sets


def set_size(el: Elaborator, node: Node) -> Size | None:
    """The size of a set or of the columns of a matrix: |V|, |Vocab|, |U|."""
    size = size_of(el, node)
    if size is None and isinstance(node, Name):
        size = size_named(el, node.name.upper() if len(node.name) == 1 else node.name)
        if size is None and (node.name == "U" or node.name in GUESSED_SETS):
            size = size_named(el, "Vocab")
    return size


def size_from(el: Elaborator, clauses: Clauses | Clause) -> Size | None:
    clauses = (clauses,) if isinstance(clauses, Clause) else clauses
    node = sole_of(clauses)
    return None if node is None else size_of(el, node)
