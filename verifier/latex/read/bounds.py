r"""What stands below and above a summation sign: the letters it binds and their ranges.

A range that is not said comes from how the letter is used, else from its declaration.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from verifier.expr.indices import IndexMap, Picked, Range
from verifier.expr.nodes import Column, Expr, Span
from verifier.expr.sizes import Size
from verifier.expr.walk import nodes, unfolded
from verifier.latex.read.elaborate import Elaborator
from verifier.latex.read.listed import end_of, is_builder, lists_samples, missing_places
from verifier.latex.read.names import canonical
from verifier.latex.read.places import GUESSED_SETS, set_size, size_of
from verifier.latex.read.syntax import (
    Bracket,
    Clause,
    Clauses,
    Dots,
    Name,
    Node,
    Num,
    Op,
    Prefix,
    Run,
    Script,
    Terms,
    sole,
    sole_of,
)
from verifier.latex.read.usage import letters_used, range_used, walked


@dataclass(frozen=True, slots=True)
class BigSum(Prefix):
    below: Clauses | None
    above: Clauses | None


@dataclass(slots=True)
class Bounds:
    """What is known of one index so far."""

    letter: str
    span: Span
    low: Size | None = None
    high: Size | None = None
    guessed: bool = False
    bare: bool = False  # nothing is said but the letter
    unclear: bool = False


def opened(clauses: Clauses) -> Clauses:
    """Clauses with stacks and brackets around several of them opened."""
    out: list[Clause] = []
    for clause in clauses:
        inner = sole(clause.parts[0]) if len(clause.parts) == 1 else None
        if isinstance(inner, Bracket) and (
            inner.kind == "stack" or len(inner.clauses) > 1 or (inner.clauses and inner.clauses[0].relations)
        ):
            out.extend(opened(inner.clauses))
        elif not clause.words or clause.parts:
            out.append(clause)
    return tuple(out)


def bounds_of(el: Elaborator, node: BigSum, clauses: Clauses, body: Node) -> list[Bounds]:
    """The letters that the sum binds, with the ranges that it says."""
    if not clauses:
        return _unsaid(el, node, body)
    out: dict[str, Bounds] = {}
    used = letters_in_use(el, clauses, body)
    for clause in clauses:
        if clause.relations or not clause.parts:
            continue
        for item in _letters(el, clause):
            key = letter_of(el, item, alone=True)
            if key is not None:
                out.setdefault(key, Bounds(key, item.span))
    for clause in clauses:
        if clause.relations:
            _from_clause(el, clause, out, used)
    if not out:
        told = _letter_of_condition(el, clauses)
        if told is None:
            el.fail("syntax", node.span, f"the index of `{el.written(node.span)}` is not clear")
            return []
        out[told[0]] = Bounds(*told)
    for letter, span in _second_letters(el, node, clauses, body, frozenset(out)):
        out[letter] = Bounds(letter, span)
    if node.above is not None:
        for bounds in out.values():
            _end_above(el, bounds, node.above)
    found = list(out.values())
    for bounds in found:
        if bounds.unclear:
            return []
        if not _completed(el, bounds, body, node):
            return []
    return found


def _second_letters(
    el: Elaborator, node: BigSum, clauses: Clauses, body: Node, first: frozenset[str]
) -> list[tuple[str, Span]]:
    r"""The j of `\sum_{i < j}`, `\sum_{i \ne j}`: bound as well, where it stands in the terms and is known nowhere else."""
    used = frozenset(letters_used(el, body))
    found: list[tuple[str, Span]] = []
    for clause in clauses:
        if any(r not in ("<", "<=", ">", ">=", "!=") for r in clause.relations):
            continue
        letters = [letter_of(el, part) for part in clause.parts]
        if not any(x in first for x in letters):
            continue
        for letter, part in zip(letters, clause.parts, strict=True):
            if letter is None or letter in first or letter not in used:
                continue
            if not _known_outside(el, letter, (node.span[0], body.span[1])):
                found.append((letter, part.span))
    return found


def _known_outside(el: Elaborator, letter: str, span: Span) -> bool:
    """Whether a letter is bound or declared around a sum, or stands elsewhere in the text."""
    scope = el.scope
    if letter in el.bound or letter in scope.indices or letter in scope.free or letter in scope.sizes:
        return True
    if scope.declared_only:
        return False
    rest = el.source.text[: span[0]] + " " + el.source.text[span[1] :]
    return re.search(rf"(?<![A-Za-z\\]){re.escape(letter)}(?![A-Za-z])", rest) is not None


def is_letter(el: Elaborator, name: str) -> bool:
    """Whether a name is an index here, and not a small letter for the size K that it is the capital of."""
    if name in el.bound:
        return True
    return name in el.scope.indices and (el.scope.declared_only or name.upper() not in el.scope.sizes)


def letters_in_use(el: Elaborator, clauses: Clauses, body: Node) -> frozenset[str]:
    """The letters that stand in subscripts of the terms and of the conditions."""
    nodes = (body, *(p for c in clauses for p in c.parts))
    return frozenset(x for n in nodes for x in letters_used(el, n))


def _letters(el: Elaborator, clause: Clause) -> list[Node]:
    inner = sole(clause.parts[0])
    if isinstance(inner, Run):
        return [i for i in inner.items if not isinstance(i, Op)]
    return [inner]


def letter_of(el: Elaborator, node: Node, *, alone: bool = False) -> str | None:
    """The letter that stands here: `w`, `w'`, `w_0`, `\\omega`; None for anything else.

    `alone`: nothing else is said of it, so that `w_0` is a letter even where w_s are samples.
    """
    node = sole(node)
    match node:
        case Name(name=name) if len(name) == 1 or name.isalpha():
            return name
        case Script(base=Name(name=name), subs=(), sups=(), primes=primes) if primes:
            return name + "'" * primes
        case Script(base=Name(name=name), subs=(sub,), sups=()) if (
            name not in el.scope.columns and isinstance(sole_of(sub), Num)
        ):
            if not alone and any(f.letter == name for f in el.scope.families):
                return None
            return canonical(node, el.source.text)
    return None


def _from_clause(el: Elaborator, clause: Clause, out: dict[str, Bounds], used: frozenset[str]) -> None:
    """Ranges said by `w = 1`, `w \\in S`, `-m <= j <= m`; other conditions wait."""
    parts, relations = clause.parts, clause.relations
    if relations[0] == "in" or (relations == ("=",) and is_set(el, parts[1])):
        for item in _letters(el, Clause(clause.span, (parts[0],))):
            key = letter_of(el, item) or _column_letter(el, item)
            if key is None:
                continue
            bounds = out.setdefault(key, Bounds(key, item.span))
            _from_set(el, parts[1], bounds)
            if isinstance(sole(item), Name) and lists_samples(el, parts[1]):
                what = "a set of words holds a word once; it is read as the list of the samples"
                el.note("samples-as-set", clause.span, what)
        return
    if relations == ("=",):
        key = letter_of(el, parts[0])
        low = size_of(el, parts[1])
        head = sole(parts[0])
        is_condition = isinstance(head, Name) and isinstance(sole(parts[1]), Name) and low is None
        if key is not None and not is_condition and (low is not None or is_run(parts[1])):
            out.setdefault(key, Bounds(key, parts[0].span)).low = (
                low if low is not None else _first_of(el, parts[1])
            )
        return
    _from_inequalities(el, clause, out, used)


def is_run(node: Node) -> bool:
    inner = sole(node)
    return isinstance(inner, Run) and any(isinstance(i, Dots) for i in inner.items)


def _first_of(el: Elaborator, node: Node) -> Size | None:
    inner = sole(node)
    return size_of(el, inner.items[0]) if isinstance(inner, Run) else None


def _from_inequalities(el: Elaborator, clause: Clause, out: dict[str, Bounds], used: frozenset[str]) -> None:
    parts, relations = clause.parts, clause.relations
    if any(r not in ("<", "<=", ">", ">=") for r in relations):
        return
    told = any(letter_of(el, part) in out for part in parts)
    for at, part in enumerate(parts):
        key = magnitude_letter(el, part)
        if key is not None:
            bounds = out.setdefault(key, Bounds(key, part.span))
            for reach in _reaches(el, clause, at):
                bounds.low, bounds.high = -reach, reach
            return
        key = letter_of(el, part)
        between = 0 < at < len(parts) - 1  # 1 <= n <= K: whatever n is elsewhere
        if key is None or (size_of(el, part) is not None and key not in out and not between):
            continue
        if told and key not in out and is_letter(el, key):
            continue  # the i of an outer sum in `j > i`
        bounds = out.setdefault(key, Bounds(key, part.span))
        if at > 0:
            _limit(
                el,
                bounds,
                parts[at - 1],
                relations[at - 1],
                below=relations[at - 1] in ("<", "<="),
                used=used,
            )
        if at < len(relations):
            _limit(el, bounds, parts[at + 1], relations[at], below=relations[at] in (">", ">="), used=used)
        return


def magnitude_letter(el: Elaborator, node: Node) -> str | None:
    """The j of `|j|`, where that is no size."""
    inner = sole(node)
    if not isinstance(inner, Bracket) or inner.kind != "|" or size_of(el, inner) is not None:
        return None
    held = sole_of(inner.clauses)
    return letter_of(el, held) if held is not None else None


def _reaches(el: Elaborator, clause: Clause, at: int) -> list[Size]:
    """The m of `|j| <= m`, `m >= |j|`: how far on both sides."""
    out: list[Size] = []
    sides = []
    if at < len(clause.relations) and clause.relations[at] in ("<", "<="):
        sides.append((clause.parts[at + 1], clause.relations[at]))
    if at > 0 and clause.relations[at - 1] in (">", ">="):
        sides.append((clause.parts[at - 1], clause.relations[at - 1]))
    for side, relation in sides:
        size = size_of(el, side)
        if size is not None:
            out.append(size - 1 if relation in ("<", ">") else size)
    return out


def _limit(
    el: Elaborator, bounds: Bounds, side: Node, relation: str, *, below: bool, used: frozenset[str]
) -> None:
    size = size_of(el, side) or capital(el, side, used)
    if size is None:
        _unknown_end(el, side, bounds, used)
        return
    bounds.guessed |= _is_guess(el, side)
    strict = relation in ("<", ">")
    if below:
        bounds.low = size + 1 if strict else size
    else:
        bounds.high = size - 1 if strict else size


def capital(el: Elaborator, node: Node, used: frozenset[str]) -> Size | None:
    """The K that a small k stands for as a bound, where k is no index that the terms use."""
    inner = sole(node)
    if not isinstance(inner, Name) or inner.name in el.bound or inner.name in used:
        return None
    return el.scope.sizes.get(inner.name.upper())


def is_set(el: Elaborator, node: Node) -> bool:
    inner = sole(node)
    return (
        isinstance(inner, Bracket)
        and inner.kind in ("\\{", "[")
        and (len(inner.clauses) > 1 or is_run(inner))
    )


def _column_letter(el: Elaborator, node: Node) -> str | None:
    """The letter of `u_w \\in U`, of `u_{w_j} = u_{w_k}`."""
    node = sole(node)
    if isinstance(node, Script) and isinstance(node.base, Name) and len(node.subs) == 1:
        inner = sole_of(node.subs[0])
        return (letter_of(el, inner) or _column_letter(el, inner)) if inner is not None else None
    return None


def _from_set(el: Elaborator, node: Terms, bounds: Bounds) -> None:
    """`Vocab`, `V`, `\\{1..K\\}`, `[1, K]`, `\\{w_1, .., w_K\\}`, `Vocab \\setminus \\{o\\}`."""
    inner = sole(node)
    if isinstance(inner, Terms) and len(inner.parts) == 2 and inner.parts[1][0] < 0:
        inner = sole(inner.parts[0][1])  # what is taken away is a condition
    if is_builder(inner):
        return
    if isinstance(inner, Bracket) and inner.kind in ("\\{", "[", "("):
        nodes = [sole(p) for c in inner.clauses for p in c.parts]
        flat = [
            i
            for n in nodes
            for i in (n.items if isinstance(n, Run) else (n,))
            if not isinstance(i, Dots | Op)
        ]
        if inner.kind == "\\{" and missing_places(el, inner) is None:
            bounds.unclear = True
            el.fail("syntax", node.span, f"what the set `{el.written(node.span)}` holds is not clear")
            return
        if flat:
            first, last = flat[0], flat[-1]
            bounds.low, bounds.high = end_of(el, first), end_of(el, last)
            bounds.guessed |= _is_guess(el, last)
            if bounds.high is None and any(isinstance(i, Run) or len(flat) > 1 for i in nodes):
                _unknown_end(el, last, bounds)
            if bounds.low == Size.of(0):
                bounds.low = Size.of(1)
        return
    size = set_size(el, inner)
    if size is not None:
        bounds.low, bounds.high = Size.of(1), size
        bounds.guessed |= _is_guess(el, inner) or (isinstance(inner, Name) and inner.name in GUESSED_SETS)
    elif not isinstance(inner, Name):
        bounds.unclear = True
        el.fail("syntax", node.span, f"the set `{el.written(node.span)}` is not known here")
    else:
        _unknown_end(el, inner, bounds)


def _end_above(el: Elaborator, bounds: Bounds, above: Clauses) -> None:
    """The upper bound: `V`, `|V|`, `s = K`; a small letter for the size that it is the capital of."""
    clause = above[0] if above else None
    if clause is None or not clause.parts or bounds.high is not None:
        return
    part = clause.parts[-1]
    size = size_of(el, part)
    inner = sole(part)
    if size is None and isinstance(inner, Name) and inner.name not in el.scope.values:
        size = el.scope.sizes.get(inner.name.upper())
    bounds.high = size
    bounds.guessed |= _is_guess(el, part)
    if size is None:
        _unknown_end(el, part, bounds)


def _is_guess(el: Elaborator, node: Node) -> bool:
    """Whether a bound is told by a letter that nobody declared and that is often used for a size."""
    return any(isinstance(n, Name) and n.name in el.scope.guessed for n in walked(node)) and not any(
        isinstance(n, Name) and len(n.name) > 1 for n in walked(node)
    )


def _unknown_end(el: Elaborator, node: Node, bounds: Bounds, used: frozenset[str] = frozenset()) -> None:
    """A capital or a letter of nothing known as a bound: no one can say how far the sum runs."""
    inner = sole(node)
    if not isinstance(inner, Name) or len(inner.name) > 1 or inner.name in used:
        return
    known = inner.name in el.bound or inner.name in el.scope.indices or inner.name in el.scope.values
    if known and inner.name.upper() != inner.name:
        return
    if inner.name in el.scope.values or inner.name in el.scope.columns:
        return
    bounds.unclear = True
    written = el.written(inner.span)
    el.fail("unknown-symbol", inner.span, f"the bound `{written}` is not known here", written)


def _unsaid(el: Elaborator, node: BigSum, body: Node) -> list[Bounds]:
    """A sum without an index: over the one letter of its body that is free nowhere else."""
    letters = [x for x in letters_used(el, body) if x not in el.bound and x not in ("o", "c")]
    fresh = [x for x in letters if x not in el.scope.free] or letters
    if len(fresh) != 1:
        el.fail("syntax", node.span, "the sum says no index, and its terms do not tell which")
        return []
    el.note("sum-without-index", node.span, f"the sum is read as over `{fresh[0]}`")
    bounds = Bounds(fresh[0], node.span)
    if node.above is not None:
        _end_above(el, bounds, node.above)
    return [bounds] if not bounds.unclear and _completed(el, bounds, body, node) else []


def _letter_of_condition(el: Elaborator, clauses: Clauses) -> tuple[str, Span] | None:
    """The letter bound by conditions alone: in `w_s = w_k` the one that is not free in the question, else the first."""
    found: list[tuple[str, Span]] = []
    for clause in clauses:
        for part in clause.parts:
            key = letter_of(el, part) or _column_letter(el, part)
            if key is not None and size_of(el, part) is None:
                found.append((key, part.span))
    bound_here = [f for f in found if f[0] not in el.scope.free and f[0] not in el.bound]
    return (bound_here or found or [None])[0]  # type: ignore[list-item]


def _completed(el: Elaborator, bounds: Bounds, body: Node, node: BigSum) -> bool:
    """The range where it was not said: from the use of the letter, else from its declaration."""
    if bounds.low is not None and bounds.high is not None and not bounds.guessed:
        return True
    bounds.bare = bounds.low is None and bounds.high is None
    samples = el.scope.samples
    drawn = samples is not None and bounds.bare and bounds.letter == samples.letter
    if drawn and samples is not None and _is_over(el.scope.loss, samples.map):
        # `\\sum_{w \\ne o}`: all other words, or the samples w_1, .., w_K.
        el.fail(
            "syntax",
            node.span,
            f"whether `{bounds.letter}` runs over all words or over the samples is not said",
        )
        return False
    reach = range_used(el, bounds.letter, (body, *((c for c in node.below or ()) if node.below else ())))
    declared = el.scope.indices.get(bounds.letter)
    if declared is not None and (reach is None or _same_kind(el, declared.range, reach)):
        reach = declared.range
    if reach is None and len(el.scope.ranges) == 1:
        reach = el.scope.ranges[0]
    # What nobody declared counts where the letter's use tells the same.
    unsure = bounds.guessed and bounds.high is not None
    if unsure and (reach is None or bounds.high != reach.high):
        written = el.written(node.span)
        el.fail("syntax", node.span, f"the range of `{bounds.letter}` in `{written}` is not clear")
        return False
    if reach is None and bounds.high is not None:
        reach = Range.upto(bounds.high)
    if bounds.low is not None and bounds.high is not None:
        return True
    if reach is None:
        el.fail(
            "syntax", node.span, f"the range of `{bounds.letter}` in `{el.written(node.span)}` is not clear"
        )
        return False
    if bounds.high is not None and bounds.low is None:
        bounds.low = reach.low if bounds.high == reach.high else Size.of(1)
        return True
    if bounds.low is None or (bounds.low == Size.of(0) and node.above is None):
        bounds.low = reach.low
    bounds.high = reach.high
    return True


def _is_over(loss: Expr | None, family: IndexMap) -> bool:
    """Whether a loss is a sum over a family of words."""
    if loss is None:
        return False
    terms = (node.index for _, node in nodes(unfolded(loss)) if isinstance(node, Column))
    return any(isinstance(term, Picked) and term.map == family for term in terms)


def _same_kind(el: Elaborator, declared: Range, used: Range) -> bool:
    """Whether a letter of range `declared` can stand where `used` is wanted. A position of a window stands for its word
    only as w_{t+j}."""
    return declared == used or any(
        f.map.arguments == declared and f.map.values == used and f.center is None for f in el.scope.families
    )
