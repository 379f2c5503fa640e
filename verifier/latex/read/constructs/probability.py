r"""`P(O=o \mid C=c)` in its spellings, `p(o|c)`, `P(u_x | v_c)`, `P(O = w)`: an entry of \hat y, given the center word."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.expr.indices import IndexTerm, Range
from verifier.expr.nodes import Column, Entry, Expr
from verifier.latex.read.construct import Construct
from verifier.latex.read.elaborate import Elaborator
from verifier.latex.read.parser import Parser
from verifier.latex.read.places import index_term
from verifier.latex.read.syntax import Name, Node, Script, Terms, sole, sole_of


@dataclass(frozen=True, slots=True)
class Probability(Node):
    """`word`: what the probability is of; `given`: what stands after the bar."""

    word: Terms
    given: Terms | None


def parse_probability(parser: Parser) -> Node | None:
    after = parser.peek()
    if parser.next.text in parser.declared or after.kind != "open" or after.text not in ("(", "[", "\\{"):
        return None
    start = parser.at
    token = parser.take()
    parser.take()
    parser.deeper()
    word = _side(parser)
    given = None
    if parser.next.kind == "bar" or (parser.next.kind == "comma" and parser.next.text in (",", ";")):
        bar = parser.take()
        given = _side(parser)
        if bar.kind == "comma":
            raise parser.fail(
                "a joint probability has no meaning here", bar, "unsupported", "joint probability"
            )
    while parser.next.kind == "comma":  # parameters: P(o | c; U, V)
        parser.take()
        _side(parser)
    parser.depth -= 1
    closing = parser.take()
    if closing.kind != "close" or word is None:
        parser.at = start
        return None
    return Probability((token.start, closing.end), word, given)


def _side(parser: Parser) -> Terms | None:
    """`O = o` or `o`: what stands last."""
    clause = parser.clause()
    return clause.parts[-1] if clause.parts and clause.parts[-1].parts else None


def probability(el: Elaborator, node: Probability) -> list[Expr]:
    if el.scope.probability is None:
        return el.fail("unknown-symbol", node.span, f"`{el.written(node.span)}` is not known here", "P")
    vector, center = el.scope.probability
    length = Range.upto(vector.shape.rows)
    word = _word(el, node.word, length)
    given = _word(el, node.given, length) if node.given is not None else center
    if word is None or given is None:
        return []
    if given != center:
        written = el.written(node.span)
        return el.fail(
            "unsupported", node.span, f"`{written}` is not conditional on the center word", "probability"
        )
    return [Entry(vector, word, span=node.span)]


def _word(el: Elaborator, node: Terms, length: Range) -> IndexTerm | None:
    """The word that `o`, `u_o`, `v_c`, `w_c` stand for."""
    inner = sole(node)
    if isinstance(inner, Script) and isinstance(sole(inner.base), Name) and len(inner.subs) == 1:
        name = sole(inner.base)
        known = isinstance(name, Name) and (name.name in el.scope.columns)
        if known:
            values = el.value(inner)
            column = values[0] if values else None
            return column.index if isinstance(column, Column) else None
        sub = sole_of(inner.subs[0])
        if (
            isinstance(sub, Name)
            and sub.name in ("o", "c")
            and isinstance(name, Name)
            and name.name in ("w", "W", "O", "C")
        ):
            return index_term(el, sub, length)
    return index_term(el, node, length)


PROBABILITY = Construct(
    name="probabilities",
    starts=dict.fromkeys(("P", "p", r"\Pr", r"\P"), parse_probability),
    means={Probability: probability},
    examples={
        r"P(O=o|C=c)": "y_hat[o]",
        r"P(O = w \mid C = c)": "y_hat[w]",
        r"p(w|c) v_c": "y_hat[w] * v[c]",
        r"\sum_x P(u_x | v_c) u_x": "total(x: y_hat[x] * u[x])",
        r"\log P(O=o|C=c)": "log(y_hat[o])",
        r"\mathrm{P}(o \vert c)": "y_hat[o]",
    },
    refused={r"P(O=o, C=c)": "unsupported", r"P(O=o|C=w)": "unsupported"},
)
