r"""Bars: `|V|` for the size of a set; absolute values and norms are read as such and refused by name."""

from __future__ import annotations

from verifier.expr.nodes import Span
from verifier.latex.read.construct import Construct
from verifier.latex.read.syntax import Bracket, Clauses, Node


def between_bars(span: Span, kind: str, clauses: Clauses) -> Node:
    return Bracket(span, kind, clauses)


BARS = Construct(
    name="bars",
    bars=between_bars,
    examples={r"\frac{1}{|V|} v_c": "1 / V * v[c]", r"\left|Vocab\right|": "V"},
    refused={r"|u_o^\top v_c|": "unsupported", r"\left\| v_c \right\|": "unsupported"},
)
