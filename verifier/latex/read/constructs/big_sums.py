r"""`\sum` with every form of index: `\sum_{w=1}^{V}`, `\sum_{w \in Vocab}`, `\sum_w`, `\sum_{w \ne o}`, windows, matching
samples, several conditions, no index at all. `\Sigma` and `∑` too.

A sum takes the rest of its product. Its letter hides the same letter outside.
"""

from __future__ import annotations

from contextlib import nullcontext

from verifier.expr.indices import Condition, Index, OtherIndex, Place, Range
from verifier.expr.nodes import Expr, Span, Sum
from verifier.expr.sizes import Size
from verifier.latex.read.bounds import (
    BigSum,
    Bounds,
    bounds_of,
    capital,
    is_run,
    is_set,
    letter_of,
    letters_in_use,
    magnitude_letter,
    opened,
)
from verifier.latex.read.conditions import condition, condition_chain, taken_away
from verifier.latex.read.construct import Construct
from verifier.latex.read.elaborate import Elaborator
from verifier.latex.read.ends import with_letters_as_ends
from verifier.latex.read.listed import is_builder, missing_places
from verifier.latex.read.mirrored import key as mirrored_key
from verifier.latex.read.mirrored import mirror, summed
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
    Run,
    Script,
    sole,
    sole_of,
)


def parse_sum(parser: Parser) -> Node | None:
    token = parser.take()
    below: Clauses | None = None
    above: Clauses | None = None
    while parser.next.kind in ("_", "^"):
        kind = parser.take().kind
        inner = parser.script()
        if kind == "^" and any(r != "=" for c in inner for r in c.relations):
            kind = "_"  # a condition that stands above the sign is one all the same
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


def reach_sum(el: Elaborator, node: BigSum, rest: tuple[Node, ...]) -> list[tuple[Expr, int]]:
    while rest and isinstance(rest[0], Op):
        rest = rest[1:]
    skipped = 0
    if not rest:
        el.fail("syntax", node.span, f"the sum `{el.written(node.span)}` has nothing to sum")
        return []
    body = Run((rest[0].span[0], rest[-1].span[1]), rest)
    span = (node.span[0], body.span[1])
    node = with_letters_as_ends(el, node)
    clauses = opened(node.below or ())
    bounds = bounds_of(el, node, clauses, body)
    if not bounds:
        return []
    values = _nested(el, node, clauses, bounds, body)
    return [(v, len(rest) + skipped) for v in _placed(values, span)]


def _placed(values: list[Expr], span: Span) -> list[Expr]:
    from dataclasses import replace

    return [replace(v, span=span) for v in values]


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
        el.note(
            "bound-letter-free",
            head.span,
            f"the letter `{head.letter}` of the sum is used outside it as well",
        )
    with el.binding(head.letter, index):
        if rest:
            inner = _nested(el, node, clauses, rest, body)
            return el.combined([inner], lambda parts: Sum(index, (), parts[0]), node.span)
        conditions = _conditions(el, clauses, bounds, letters_in_use(el, clauses, body))
        if conditions is None:
            return []
        if not conditions and head.bare and _is_window(el, index):
            conditions.append(OtherIndex(index, Place(Size.of(0))))
        other = mirror(el, index)
        with el.binding(mirrored_key(head.letter), other) if other is not None else nullcontext():
            values = el.value(body)
        made = [summed(index, other, tuple(conditions), value) for value in values]
        sums = [s for s in made if s is not None]
        if made and not sums:
            el.fail("syntax", node.span, f"`{head.letter}` counts forwards and backwards in one term here")
        return el.combined([sums], lambda parts: parts[0], node.span)


def _is_window(el: Elaborator, index: Index) -> bool:
    """Whether a letter runs over the positions of a window, of which 0 is none."""
    return any(f.center is not None and f.map.arguments == index.range for f in el.scope.families)


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
            if isinstance(members, Bracket) and members.kind == "\\{" and not is_builder(members):
                made_apart = _apart(el, clause, members)
                if made_apart is None:
                    return None
                out.extend(made_apart)
            if isinstance(members, Bracket) and is_builder(members):
                said = _conditions(el, members.clauses, bounds, used)
                if said is None:
                    return None
                out.extend(said)
            elif (named := _named_elements(el, members)) is not None:
                made_of = condition(el, clause.parts[0], "=", named[0]) if len(named) == 1 else None
                if made_of is None:
                    el.fail("unsupported", clause.span, f"`{el.written(clause.span)}` is no range", "set")
                    return None
                out.append(made_of)
            if len(clause.relations) == 1:
                continue
            clause = Clause(clause.span, clause.parts[1:], clause.relations[1:])
        if clause.relations[0] == "notin":
            el.fail(
                "unsupported",
                clause.span,
                f"`{el.written(clause.span)}`: such a condition is not part of this language",
                "notin",
            )
            return None
        if (
            clause.relations == ("=",)
            and letter_of(el, clause.parts[0]) in letters
            and (
                size_of(el, clause.parts[1]) is not None
                or is_run(clause.parts[1])
                or is_set(el, clause.parts[1])
            )
        ):
            continue
        if all(r in ("<", "<=", ">", ">=") for r in clause.relations):
            made = _order_conditions(el, clause, used)
        else:
            made = condition_chain(el, clause)
        if made is None:
            return None
        out.extend(made)
    return out


def _named_elements(el: Elaborator, node: Node) -> list[Node] | None:
    r"""The elements of `\{o\}` and `\{o, k\}`, which are no range."""
    if isinstance(node, Name):  # the braces around one are open already
        known = node.name in el.scope.indices or node.name in el.bound
        return [node] if known and set_size(el, node) is None and size_of(el, node) is None else None
    if not isinstance(node, Bracket) or node.kind != "\\{" or is_run(node) or is_builder(node):
        return None
    elements = [sole(part) for clause in node.clauses for part in clause.parts]
    if any(size_of(el, e) is not None or isinstance(e, Dots) or is_run(e) for e in elements):
        return None
    return elements if all(isinstance(e, Name | Script) for e in elements) else None


def _apart(el: Elaborator, clause: Clause, members: Bracket) -> list[Condition] | None:
    """The places that a list of numbers leaves out."""
    out: list[Condition] = []
    for place in missing_places(el, members) or []:
        letter = letter_of(el, clause.parts[0])
        index = el.bound.get(letter) if letter is not None else None
        if index is None:
            return None
        out.append(OtherIndex(index, Place(place)))
    return out


def _without(el: Elaborator, clause: Clause) -> list[Condition]:
    r"""The condition in `w \in V \setminus \{o\}`."""
    made = taken_away(el, clause.parts[0], clause.parts[1])
    return [] if made is None else [made]


def _order_conditions(el: Elaborator, clause: Clause, used: frozenset[str]) -> list[Condition] | None:
    """`1 <= j <= k` with a free k: the part of the chain that no size says."""
    out: list[Condition] = []
    for left, relation, right in zip(clause.parts, clause.relations, clause.parts[1:], strict=False):
        magnitudes = [magnitude_letter(el, side) is not None for side in (left, right)]
        if any(magnitudes):
            said = _magnitude_condition(el, left, relation, right, of_left=magnitudes[0])
            if said is None:
                return None
            out.extend(said)
            continue
        if any(_is_bound(el, side, used) for side in (left, right)):
            continue
        made = condition(el, left, relation, right)
        if made is None:
            return None
        out.append(made)
    return out


def _magnitude_condition(
    el: Elaborator, left: Node, relation: str, right: Node, *, of_left: bool
) -> list[Condition] | None:
    """What `0 < |j|` says beyond the range: j is not 0. `|j| <= m` is the range itself."""
    magnitude, other = (left, right) if of_left else (right, left)
    below = (relation in (">", ">=")) == of_left  # the other side is the lower end
    size = size_of(el, other)
    strict = relation in ("<", ">")
    if size is not None and not below:
        return []
    if size is not None and size + (1 if strict else 0) == Size.of(0):
        return []
    held = sole(magnitude)
    letter = sole_of(held.clauses) if isinstance(held, Bracket) else None
    if letter is not None and size is not None and size + (1 if strict else 0) == Size.of(1):
        zero = Num(other.span, "0")
        made = condition(el, letter, "!=", zero)
        return None if made is None else [made]
    span = (left.span[0], right.span[1])
    el.fail("unsupported", span, f"`{el.written(span)}` is not a condition of this language", relation)
    return None


def _is_bound(el: Elaborator, node: Node, used: frozenset[str]) -> bool:
    inner = sole(node)
    return size_of(el, inner) is not None or capital(el, inner, used) is not None


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
