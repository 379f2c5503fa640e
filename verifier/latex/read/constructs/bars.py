r"""Bars: `|V|` for the size of a set; of a number its absolute value; norms are refused by name."""

from __future__ import annotations

from verifier.expr.nodes import Span
from verifier.latex.read.construct import Construct
from verifier.latex.read.syntax import Bracket, Clauses, Node


def between_bars(span: Span, kind: str, clauses: Clauses) -> Node:
    return Bracket(span, kind, clauses)


BARS = Construct(
    name="bars",
    bars=between_bars,
    examples={
        r"\frac{1}{|V|} v_c": "1 / V * v[c]",
        r"\left|Vocab\right|": "V",
        r"|u_o^\top v_c|": "abs(u[o].T @ v[c])",
    },
    refused={r"|v_c|": "unsupported", r"\left\| v_c \right\|": "unsupported"},
)
