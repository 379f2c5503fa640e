r"""`\sum` with every form of index: `\sum_{w=1}^{V}`, `\sum_{w \in Vocab}`, `\sum_w`, `\sum_{w \ne o}`, windows, matching
samples, several conditions, no index at all. `\Sigma` and `∑` too.

A sum takes the rest of its product. Its letter hides the same letter outside.
"""

from __future__ import annotations

from dataclasses import dataclass

from verifier.expr.indices import Condition, Index, IndexBelow, OtherIndex, Place, Range
from verifier.expr.nodes import Expr, Span, Sum
from verifier.expr.sizes import Size
from verifier.latex.read.conditions import condition, condition_chain
from verifier.latex.read.construct import Construct
from verifier.latex.read.elaborate import Elaborator
from verifier.latex.read.names import canonical
from verifier.latex.read.parser import Parser
from verifier.latex.read.places import set_size, size_of
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
from verifier.latex.read.usage import letters_used, range_used


@dataclass(frozen=True, slots=True)
class BigSum(Prefix):
    below: Clauses | None
    above: Clauses | None


def parse_sum(parser: Parser) -> Node | None:
    token = parser.take()
    below: Clauses | None = None
    above: Clauses | None = None
    while parser.next.kind in ("_", "^"):
        kind = parser.take().kind
        inner = parser.script()
        if kind == "_":
            below = inner if below is None else below + inner
        else:
            above = inner
    return BigSum((token.start, parser.so_far()), below, above)


def parse_sigma(parser: Parser) -> Node | None:
    """A capital sigma is a sum sign where limits or a product follow it."""
    after = parser.peek()
    if after.kind not in ("_", "^") and after.kind not in ("name", "command"):
        return None
    return parse_sum(parser)


def parse_substack(parser: Parser) -> Node | None:
    """`\\substack{a \\\\ b}`: clauses in a bracket; the rows are its commas."""
    parser.take()
    if parser.next.kind != "open":
        raise parser.fail(r"\substack without a group")
    opening = parser.take()
    parser.deeper()
    inner = parser.clauses()
    closing = parser.take()
    parser.depth -= 1
    if closing.kind != "close":
        raise parser.fail(r"\substack is not closed", opening)
    return Bracket((opening.start, closing.end), "stack", inner)


# --- meaning ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Bounds:
    """What is known of one index so far. `extra`: clauses still to be read as conditions, once the letter is bound."""

    letter: str
    span: Span
    low: Size | None = None
    high: Size | None = None
    conditions: list[Condition] | None = None


def reach_sum(el: Elaborator, node: BigSum, rest: tuple[Node, ...]) -> list[tuple[Expr, int]]:
    while rest and isinstance(rest[0], Op):
        rest = rest[1:]
    skipped = 0
    if not rest:
        el.fail("syntax", node.span, f"the sum `{el.written(node.span)}` has nothing to sum")
        return []
    body = Run((rest[0].span[0], rest[-1].span[1]), rest)
    span = (node.span[0], body.span[1])
    clauses = _opened(node.below or ())
    bounds = _bounds(el, node, clauses, body)
    if not bounds:
        return []
    values = _nested(el, node, clauses, bounds, body)
    return [(v, len(rest) + skipped) for v in _placed(values, span)]


def _placed(values: list[Expr], span: Span) -> list[Expr]:
    from dataclasses import replace

    return [replace(v, span=span) for v in values]


def _opened(clauses: Clauses) -> Clauses:
    """Clauses with stacks and brackets around several of them opened."""
    out: list[Clause] = []
    for clause in clauses:
        inner = sole(clause.parts[0]) if len(clause.parts) == 1 else None
        if isinstance(inner, Bracket) and (inner.kind == "stack" or len(inner.clauses) > 1 or inner.clauses and inner.clauses[0].relations):
            out.extend(_opened(inner.clauses))
        elif not clause.words or clause.parts:
            out.append(clause)
    return tuple(out)


def _bounds(el: Elaborator, node: BigSum, clauses: Clauses, body: Node) -> list[Bounds]:
    """The letters that the sum binds, with the ranges that it says."""
    if not clauses:
        return _unsaid(el, node, body)
    out: dict[str, Bounds] = {}
    used = _used(el, clauses, body)
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
        key = _letter_of_condition(el, clauses)
        if key is None:
            el.fail("syntax", node.span, f"the index of `{el.written(node.span)}` is not clear")
            return []
        out[key[0]] = Bounds(*key)
    if node.above is not None and (high := _high(el, node.above)) is not None:
        for bounds in out.values():
            bounds.high = bounds.high if bounds.high is not None else high
    found = list(out.values())
    for bounds in found:
        if not _completed(el, bounds, body, node):
            return []
    return found


def _used(el: Elaborator, clauses: Clauses, body: Node) -> frozenset[str]:
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
        case Script(base=Name(name=name), subs=(sub,), sups=()) if name not in el.scope.columns and isinstance(sole_of(sub), Num):
            if not alone and any(f.letter == name for f in el.scope.families):
                return None
            return canonical(node, el.source.text)
    return None


def _from_clause(el: Elaborator, clause: Clause, out: dict[str, Bounds], used: frozenset[str]) -> None:
    """Ranges said by `w = 1`, `w \\in S`, `-m <= j <= m`; other conditions wait."""
    parts, relations = clause.parts, clause.relations
    if relations[0] == "in" or (relations == ("=",) and _is_set(el, parts[1])):
        for item in [p for p in _letters(el, Clause(clause.span, (parts[0],)))]:
            key = letter_of(el, item) or _column_letter(el, item)
            if key is None:
                continue
            bounds = out.setdefault(key, Bounds(key, item.span))
            _from_set(el, parts[1], bounds)
        return
    if relations == ("=",):
        key = letter_of(el, parts[0])
        low = size_of(el, parts[1])
        head = sole(parts[0])
        is_condition = isinstance(head, Name) and isinstance(sole(parts[1]), Name) and low is None
        if key is not None and not is_condition and (low is not None or _is_start(parts[1])):
            out.setdefault(key, Bounds(key, parts[0].span)).low = low if low is not None else _first_of(el, parts[1])
        return
    _from_inequalities(el, clause, out, used)


def _is_start(node: Node) -> bool:
    inner = sole(node)
    return isinstance(inner, Run) and any(isinstance(i, Dots) for i in inner.items)


def _first_of(el: Elaborator, node: Node) -> Size | None:
    inner = sole(node)
    return size_of(el, inner.items[0]) if isinstance(inner, Run) else None


def _from_inequalities(el: Elaborator, clause: Clause, out: dict[str, Bounds], used: frozenset[str]) -> None:
    parts, relations = clause.parts, clause.relations
    if any(r not in ("<", "<=", ">", ">=") for r in relations):
        return
    for at, part in enumerate(parts):
        inner = sole(part)
        if isinstance(inner, Bracket) and inner.kind == "|" and at == 0 and len(parts) == 2:
            key = letter_of(el, sole_of(inner.clauses) or inner)
            reach = size_of(el, parts[1])
            if key is not None and reach is not None and relations[0] in ("<", "<="):
                reach = reach - 1 if relations[0] == "<" else reach
                bounds = out.setdefault(key, Bounds(key, part.span))
                bounds.low, bounds.high = -reach, reach
            return
        key = letter_of(el, part)
        if key is None or size_of(el, part) is not None and key not in out:
            continue
        bounds = out.setdefault(key, Bounds(key, part.span))
        if at > 0:
            _limit(el, bounds, parts[at - 1], relations[at - 1], below=relations[at - 1] in ("<", "<="), used=used)
        if at < len(relations):
            _limit(el, bounds, parts[at + 1], relations[at], below=relations[at] in (">", ">="), used=used)
        return


def _limit(el: Elaborator, bounds: Bounds, side: Node, relation: str, *, below: bool, used: frozenset[str]) -> None:
    size = size_of(el, side) or _capital(el, side, used)
    if size is None:
        return
    strict = relation in ("<", ">")
    if below:
        bounds.low = size + 1 if strict else size
    else:
        bounds.high = size - 1 if strict else size


def _capital(el: Elaborator, node: Node, used: frozenset[str]) -> Size | None:
    """The K that a small k stands for as a bound, where k is no index that the terms use."""
    inner = sole(node)
    if not isinstance(inner, Name) or inner.name in el.bound or inner.name in used:
        return None
    return el.scope.sizes.get(inner.name.upper())


def _is_set(el: Elaborator, node: Node) -> bool:
    inner = sole(node)
    return isinstance(inner, Bracket) and inner.kind in ("\\{", "[") and (len(inner.clauses) > 1 or _is_start(inner))


def _column_letter(el: Elaborator, node: Node) -> str | None:
    """The letter of `u_w \\in U`."""
    node = sole(node)
    if isinstance(node, Script) and isinstance(node.base, Name) and len(node.subs) == 1:
        inner = sole_of(node.subs[0])
        return letter_of(el, inner) if inner is not None else None
    return None


def _from_set(el: Elaborator, node: Terms, bounds: Bounds) -> None:
    """`Vocab`, `V`, `\\{1..K\\}`, `[1, K]`, `\\{w_1, .., w_K\\}`, `Vocab \\setminus \\{o\\}`."""
    inner = sole(node)
    if _builder(inner):
        return
    if isinstance(inner, Bracket) and inner.kind in ("\\{", "[", "("):
        nodes = [sole(p) for c in inner.clauses for p in c.parts]
        flat = [i for n in nodes for i in (n.items if isinstance(n, Run) else (n,)) if not isinstance(i, Dots | Op)]
        if flat:
            first, last = flat[0], flat[-1]
            bounds.low, bounds.high = _end(el, first), _end(el, last)
            if bounds.low == Size.of(0):
                bounds.low = Size.of(1)
        return
    size = set_size(el, inner)
    if size is not None:
        bounds.low, bounds.high = Size.of(1), size


def _builder(node: Node) -> bool:
    """Whether a set is told by a condition: `\\{k \\mid w_k = w_s\\}`."""
    return isinstance(node, Bracket) and node.kind == "\\{" and any(c.relations for c in node.clauses)


def _end(el: Elaborator, node: Node) -> Size | None:
    size = size_of(el, node)
    if size is None and isinstance(node, Script) and len(node.subs) == 1:
        inner = sole_of(node.subs[0])
        size = size_of(el, inner) if inner is not None else None
    if size is None and isinstance(node, Name):
        size = el.scope.sizes.get(node.name.upper())
    return size


def _high(el: Elaborator, above: Clauses) -> Size | None:
    """The upper bound: `V`, `|V|`, `s = K`; a small letter for the size that it is the capital of."""
    clause = above[0] if above else None
    if clause is None or not clause.parts:
        return None
    part = clause.parts[-1]
    size = size_of(el, part)
    inner = sole(part)
    if size is None and isinstance(inner, Name) and inner.name not in el.scope.values:
        size = el.scope.sizes.get(inner.name.upper())
    return size


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
        bounds.high = _high(el, node.above)
    return [bounds] if _completed(el, bounds, body, node) else []


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
    if bounds.low is not None and bounds.high is not None:
        return True
    reach = range_used(el, bounds.letter, (body, *((c for c in node.below or ()) if node.below else ())))
    declared = el.scope.indices.get(bounds.letter)
    if declared is not None and (reach is None or _same_kind(el, declared.range, reach)):
        reach = declared.range
    if reach is None and len(el.scope.ranges) == 1:
        reach = el.scope.ranges[0]
    if reach is None and bounds.high is not None:
        reach = Range.upto(bounds.high)
    if reach is None:
        el.fail("syntax", node.span, f"the range of `{bounds.letter}` in `{el.written(node.span)}` is not clear")
        return False
    if bounds.high is not None and bounds.low is None:
        bounds.low = reach.low if bounds.high == reach.high else Size.of(1)
        return True
    if bounds.low is not None and bounds.low != reach.low and not bounds.low.names and node.above is None:
        if bounds.low == Size.of(0):
            bounds.low = reach.low
    bounds.low = reach.low if bounds.low is None else bounds.low
    bounds.high = reach.high
    return True


def _same_kind(el: Elaborator, declared: Range, used: Range) -> bool:
    """Whether a letter of range `declared` can stand where `used` is wanted."""
    return declared == used or any(f.map.arguments == declared and f.map.values == used for f in el.scope.families)


def _nested(el: Elaborator, node: BigSum, clauses: Clauses, bounds: list[Bounds], body: Node) -> list[Expr]:
    head, *rest = bounds
    low, high = head.low, head.high
    assert low is not None and high is not None
    if low == Size.of(0) and any(r.high - 1 == high and r.low == Size.of(1) for r in el.scope.ranges):
        el.note("zero-based", node.span, "counting starts at 0 here, and is read from 1")
        low, high = Size.of(1), high + 1
    index = Index(head.letter, Range(low, high))
    outer = head.letter in el.bound or head.letter in el.scope.free
    if outer:
        el.note("bound-letter-free", head.span, f"the letter `{head.letter}` of the sum is used outside it as well")
    with el.binding(head.letter, index):
        if rest:
            inner = _nested(el, node, clauses, rest, body)
            return el.combined([inner], lambda parts: Sum(index, (), parts[0]), node.span)
        conditions = _conditions(el, clauses, bounds, _used(el, clauses, body))
        if conditions is None:
            return []
        values = el.value(body)
        return el.combined([values], lambda parts: Sum(index, tuple(conditions), parts[0]), node.span)


def _conditions(
    el: Elaborator, clauses: Clauses, bounds: list[Bounds], used: frozenset[str]
) -> list[Condition] | None:
    """What the clauses say beyond the ranges."""
    letters = {b.letter for b in bounds}
    out: list[Condition] = []
    for clause in clauses:
        if not clause.relations:
            continue
        if clause.relations[0] == "in":
            out.extend(_without(el, clause))
            members = sole(clause.parts[1])
            if isinstance(members, Bracket) and _builder(members):
                said = _conditions(el, members.clauses, bounds, used)
                if said is None:
                    return None
                out.extend(said)
            if len(clause.relations) == 1:
                continue
            clause = Clause(clause.span, clause.parts[1:], clause.relations[1:])
        if clause.relations[0] == "notin":
            el.fail("unsupported", clause.span, f"`{el.written(clause.span)}`: such a condition is not part of this language", "notin")
            return None
        if clause.relations == ("=",) and letter_of(el, clause.parts[0]) in letters and (size_of(el, clause.parts[1]) is not None or _is_start(clause.parts[1]) or _is_set(el, clause.parts[1])):
            continue
        if all(r in ("<", "<=", ">", ">=") for r in clause.relations):
            made = _order_conditions(el, clause, used)
        else:
            made = condition_chain(el, clause)
        if made is None:
            return None
        out.extend(made)
    return out


def _without(el: Elaborator, clause: Clause) -> list[Condition]:
    r"""The condition in `w \in V \setminus \{o\}`."""
    run = sole(clause.parts[1])
    if isinstance(run, Terms) and len(run.parts) == 2 and run.parts[1][0] < 0:
        removed = sole(run.parts[1][1])
        made = condition(el, clause.parts[0], "!=", removed)
        return [] if made is None else [made]
    return []


def _order_conditions(el: Elaborator, clause: Clause, used: frozenset[str]) -> list[Condition] | None:
    """`1 <= j <= k` with a free k: the part of the chain that no size says."""
    out: list[Condition] = []
    for left, relation, right in zip(clause.parts, clause.relations, clause.parts[1:], strict=False):
        if any(_is_bound(el, side, used) for side in (left, right)):
            continue
        made = condition(el, left, relation, right)
        if made is None:
            return None
        out.append(made)
    return out


def _is_bound(el: Elaborator, node: Node, used: frozenset[str]) -> bool:
    inner = sole(node)
    return size_of(el, inner) is not None or isinstance(inner, Bracket) or _capital(el, inner, used) is not None


__all__ = ["BigSum", "IndexBelow", "OtherIndex", "Place"]

BIG_SUMS = Construct(
    name="sums",
    starts={r"\sum": parse_sum, "Sigma": parse_sigma, r"\substack": parse_substack},
    reaches={BigSum: reach_sum},
    examples={
        r"\sum_{w=1}^{V} \hat y_w u_w": "total(w: y_hat[w] * u[w])",
        r"\sum_{w\in Vocab} \hat y_w u_w": "total(w: y_hat[w] * u[w])",
        r"\sum_{w\in \text{Vocab}} \hat y_w u_w": "total(w: y_hat[w] * u[w])",
        r"\sum_{w\in V} \hat y_w u_w": "total(w: y_hat[w] * u[w])",
        r"\sum_x \hat y_x u_x - u_o": "total(x: y_hat[x] * u[x]) - u[o]",
        r"\Sigma_{w \in V} \exp(u_w^T v_c)": "total(w: exp(u[w].T @ v[c]))",
        r"\sum_{w'} \hat y_{w'}": "total(w': y_hat[w'])",
        r"\sum_{w_0} \hat y_{w_0}": "total(w_0: y_hat[w_0])",
        r"\sum_{\omega=1}^{|V|} \hat y_\omega": "total(omega: y_hat[omega])",
        r"\sum_{w \ne o} \hat y_w u_w": "total(w, w != o: y_hat[w] * u[w])",
        r"\sum_{w \in Vocab, w \ne o} y_w": "total(w, w != o: y[w])",
        r"\sum_{w\in V, w\neq o}^V y_w": "total(w, w != o: y[w])",
        r"\sum_w^V y_w": "total(w: y[w])",
        r"\sum_{k=1}^K \sigma(u_k^T v_c) u_k": "total(k: sigmoid(u[w[k]].T @ v[c]) * u[w[k]])",
        r"\sum_{s=1}^{s=K} u_{w_s}": "total(s: u[w[s]])",
        r"\sum_{w_s = w_k} u_{w_s}": "total(s, w[s] = w[k]: u[w[s]])",
        r"\sum_{\substack{1 \le i \le K \\ w_i = w_k}} u_k": "total(i, w[i] = w[k]: u[w[k]])",
        r"\sum_{-m \le j \le m, j \ne 0} \frac{\partial J(v_c, w_{t+j}, U)}{\partial U}": "total(j, j != 0: d(J)/d(U))",
        r"\sum_{w} \frac{y_w}{\sum_w \hat y_w}": "total(w: y[w] / total(w: y_hat[w]))",
        r"\sum \hat y_w u_w": "total(w: y_hat[w] * u[w])",
    },
    refused={r"\sum_{w=1}^V": "syntax", r"\sum_{w": "syntax", r"\sum_{k=1}^{V} u_{w_k}": "range"},
)
