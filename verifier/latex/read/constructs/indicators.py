r"""Indicators and Kronecker deltas: `\mathbb{1}_{w=o}`, `1\{w=o\}`, `\mathbf 1[j=o]`, `\mathbb I(u_x = u_k)`, `\delta_{ow}`."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.expr.indices import Condition, SameIndex, range_of
from verifier.expr.nodes import Expr, Indicator
from verifier.latex.read.conditions import conditions_of
from verifier.latex.read.construct import Construct
from verifier.latex.read.elaborate import Elaborator
from verifier.latex.read.names import canonical
from verifier.latex.read.parser import Parser
from verifier.latex.read.places import index_term
from verifier.latex.read.syntax import Bracket, Clauses, Name, Node, Run, Script, sole, sole_of


@dataclass(frozen=True, slots=True)
class IndicatorOf(Node):
    clauses: Clauses


@dataclass(frozen=True, slots=True)
class Delta(Node):
    clauses: Clauses


def parse_one(parser: Parser) -> Node | None:
    """1 or I in any font, before a condition in a subscript or in brackets."""
    start = parser.at
    first = parser.next
    if first.text in parser.declared:
        return None
    if first.kind == "command":
        from verifier.latex.read.constructs.fonts import parse_font

        head = parse_font(parser)
    else:
        parser.take()
        head = Name((first.start, first.end), first.text)
    if not isinstance(head, Name) or head.name not in ("1", "I"):
        parser.at = start
        return None
    if parser.next.kind == "_" and _holds_relation(parser, parser.at + 1):
        parser.take()
        clauses = parser.script()
        return IndicatorOf((first.start, parser.so_far()), _opened(clauses))
    opens = parser.next.kind == "open" and parser.next.text in ("(", "[", "\\{", "{")
    if opens and _holds_relation(parser, parser.at):
        opening = parser.take()
        inner = parser.bracket(opening)
        if isinstance(inner, Bracket):
            return IndicatorOf((first.start, parser.so_far()), inner.clauses)
    parser.at = start
    return None


def _opened(clauses: Clauses) -> Clauses:
    node = sole_of(clauses)
    return _opened(node.clauses) if isinstance(node, Bracket) else clauses


def _holds_relation(parser: Parser, at: int) -> bool:
    depth = 0
    for token in parser.tokens[at:]:
        depth += (token.kind == "open") - (token.kind == "close")
        if token.kind == "relation":
            return True
        if depth <= 0:
            return False
    return False


def parse_delta(parser: Parser) -> Node | None:
    """A delta with two indices below it, or a condition."""
    after = parser.peek()
    if after.kind == "open" and after.text == "(":
        return _delta_of(parser)
    if after.kind != "_":
        return None
    token = parser.take()
    parser.take()
    clauses = parser.script()
    return Delta((token.start, parser.so_far()), clauses)


def _delta_of(parser: Parser) -> Node | None:
    r"""`\delta(w_s, w_k)`."""
    start = parser.at
    token = parser.take()
    inner = parser.bracket(parser.take())
    if isinstance(inner, Bracket) and len(inner.clauses) == 2 and not any(c.relations for c in inner.clauses):
        return Delta((token.start, parser.so_far()), inner.clauses)
    parser.at = start
    return None


# --- meaning ----------------------------------------------------------------------------------------------------


def indicator(el: Elaborator, node: IndicatorOf) -> list[Expr]:
    conditions = conditions_of(el, node.clauses)
    if not conditions:
        return [] if conditions is None else el.fail("syntax", node.span, "an indicator without a condition")
    return [Indicator(tuple(conditions), span=node.span)]


def delta(el: Elaborator, node: Delta) -> list[Expr]:
    one = len(node.clauses) == 1 and not node.clauses[0].relations
    own = canonical(Script(node.span, Name(node.span, "delta"), (node.clauses,)), el.source.text)
    if "delta" in el.scope.values or own in el.scope.values or (one and "delta" in el.scope.indexed):
        length = len(r"\delta") if el.source.text.startswith(r"\delta", node.span[0]) else 1
        name = Name((node.span[0], node.span[0] + length), "delta")
        return el.value(Script(node.span, name, (node.clauses,)))
    made = _delta_condition(el, node)
    return [] if made is None else [Indicator((made,), span=node.span)]


def _delta_condition(el: Elaborator, node: Delta) -> Condition | None:
    if any(c.relations for c in node.clauses):
        made = conditions_of(el, node.clauses)
        return made[0] if made else None
    nodes = [sole(p) for c in node.clauses for p in c.parts]
    if len(nodes) == 1 and isinstance(nodes[0], Run):
        nodes = list(nodes[0].items)
    if len(nodes) != 2:
        el.fail("syntax", node.span, f"`{el.written(node.span)}` needs two indices")
        return None
    reach = next((r for n in nodes if isinstance(n, Name) for r in _known_range(el, n.name)), None)
    if reach is None and el.scope.ranges:
        reach = el.scope.ranges[0]
    if reach is None:
        sizes = list(el.scope.sizes.values())
        from verifier.expr.indices import Range

        reach = Range.upto(sizes[0]) if len(set(sizes)) == 1 else None
    left = index_term(el, nodes[0], reach)
    right = index_term(el, nodes[1], range_of(left) if left is not None else reach)
    return None if left is None or right is None else SameIndex(left, right)


def _known_range(el: Elaborator, name: str):  # type: ignore[no-untyped-def]
    index = el.bound.get(name) or el.scope.indices.get(name)
    return [index.range] if index is not None else []


INDICATORS = Construct(
    name="indicators",
    order=-1,
    starts={
        **dict.fromkeys(
            ("1", "I", r"\mathbf", r"\mathbb", r"\bm", r"\boldsymbol", r"\mathds", r"\mathrm"), parse_one
        ),
        "delta": parse_delta,
    },
    means={IndicatorOf: indicator, Delta: delta},
    examples={
        r"\mathbb{1}_{w=o} v_c": "indicator(w = o) * v[c]",
        r"1\{w=o\}": "indicator(w = o)",
        r"\mathbf{1}_{\{w = o\}}": "indicator(w = o)",
        r"\mathbf 1[w = o]": "indicator(w = o)",
        r"\mathbb I\{w = o\}": "indicator(w = o)",
        r"\hat y_w - \delta_{wo}": "y_hat[w] - indicator(w = o)",
        r"(\hat y_w - \mathbf{1}_{w=o}) v_c": "(y_hat[w] - indicator(w = o)) * v[c]",
    },
    refused={r"\mathbb{1}_{w=q}\delta_{w}": "syntax"},
)
