r"""Fonts and accents: `\mathbf{v}_c`, `\bm{v_c}`, `\boldsymbol \hat y`, `\widehat{y}`, `\mathcal{J}`, decorations.

A font changes nothing but for 1 and I, which it makes a vector of ones, an indicator or the identity.
"""

from __future__ import annotations

from dataclasses import replace

from verifier.latex.read.construct import Construct
from verifier.latex.read.parser import Parser
from verifier.latex.read.syntax import Accent, Bracket, Clause, Name, Node, Num, Prefix, Script, sole

_FONTS = (
    "mathbf", "mathbb", "mathrm", "mathcal", "mathsf", "mathit", "mathscr", "mathfrak", "mathtt", "bm", "boldsymbol",
    "pmb", "text", "textrm", "symbf", "symbfit", "mathnormal", "vb", "vect", "textbf", "textit", "mathbfit", "operatorname",
    "vec", "overrightarrow", "underline",
)  # fmt: skip
_ACCENTS = (
    "hat",
    "widehat",
    "tilde",
    "widetilde",
    "bar",
    "overline",
    "dot",
    "check",
)
_FRAMES = (
    "underbrace",
    "overbrace",
    "boxed",
    "fbox",
    "cancel",
    "mathop",
    "smash",
    "ensuremath",
    "overset",
    "underset",
)


def parse_font(parser: Parser) -> Node | None:
    token = parser.take()
    font = token.text.lstrip("\\")
    inner = sole(parser.group())
    if isinstance(inner, Num) and inner.text in ("0", "1"):
        return Name((token.start, parser.so_far()), inner.text, font)
    if isinstance(inner, Name):
        return Name((token.start, parser.so_far()), _letter(inner.name, font), font)
    if isinstance(inner, Script | Accent):
        return replace(inner, span=(token.start, parser.so_far()))
    if isinstance(inner, Prefix):
        return inner
    return Bracket((token.start, parser.so_far()), "{", (Clause(inner.span, (as_terms(inner),)),))


def _letter(name: str, font: str) -> str:
    return "Reals" if name == "R" and font == "mathbb" else name


def as_terms(node: Node):  # type: ignore[no-untyped-def]
    from verifier.latex.read.syntax import Run, Terms

    if isinstance(node, Terms):
        return node
    run = node if isinstance(node, Run) else Run(node.span, (node,))
    return Terms(node.span, ((1, run),))


def parse_accent(parser: Parser) -> Node | None:
    token = parser.take()
    inner = sole(parser.group())
    return Accent((token.start, parser.so_far()), token.text.lstrip("\\"), inner)


def parse_frame(parser: Parser) -> Node | None:
    r"""`\underbrace{a}_{\text{name}}`: a. The label is a remark."""
    token = parser.take()
    above = token.text in (r"\overset", r"\underset")
    if above:
        parser.group()
    inner = parser.group()
    if token.text in (r"\underbrace", r"\overbrace") and parser.next.kind in ("_", "^"):
        parser.take()
        parser.script()
    if token.text == r"\cancel":
        raise parser.fail("a term that is struck out has no one reading", token, "unsupported", "cancel")
    inner_node = sole(inner)
    if isinstance(inner_node, Name | Num | Script | Accent | Prefix | Bracket):
        return inner_node
    return Bracket((token.start, parser.so_far()), "(", (Clause(inner.span, (inner,)),))


FONTS = Construct(
    name="fonts, accents, frames",
    starts={
        **{"\\" + f: parse_font for f in _FONTS},
        **{"\\" + a: parse_accent for a in _ACCENTS},
        **{"\\" + f: parse_frame for f in _FRAMES},
    },
    examples={
        r"\mathbf{U}(\hat{\mathbf{y}} - \mathbf{y})": "U @ (y_hat - y)",
        r"\boldsymbol{\hat y}": "y_hat",
        r"\pmb v_c": "v[c]",
        r"{\bf v}_c": "v[c]",
        r"\boldsymbol{U}^{\top} \bm{v_c}": "U.T @ v[c]",
        r"\underbrace{\hat y - y}_{\text{error}}": "y_hat - y",
        r"\color{red}{v_c}": "v[c]",
        r"\vec{v}_c \hat{\vec{y}}_w": "v[c] * y_hat[w]",
        r"\overrightarrow{v_c}": "v[c]",
        r"(\hat{y_w - 1}) v_c": "(y_hat[w] - 1) * v[c]",
    },
    refused={r"\cancel{v_c}": "unsupported", r"\hat{q}": "unknown-symbol", r"\mathbf": "syntax"},
)
