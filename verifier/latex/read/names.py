r"""Canonical spellings of names: `\widehat{\mathbf{y}}` and `\hat y` are `hat y`, `J_{\text{neg-sample}}` is `J_neg-sample`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from verifier.latex.read.syntax import Accent, Bracket, Name, Node, Num, Script, sole

# Accents that people use for one another. A plain name is tried where no accented one is known (`\vec x` for x).
HATS: Final = frozenset({"hat", "widehat", "tilde", "widetilde"})
PLAIN: Final = frozenset({"vec", "overrightarrow", "underline", "bar", "overline", "dot"})

_FONT: Final = re.compile(
    r"\\(?:text(?:rm|bf|it)?|mathrm|mathbf|mathsf|mathcal|mathit|operatorname|boldsymbol|bm|pmb|bf|rm|left|right|,|;|!|:)(?![a-zA-Z])"
)


def squeezed(text: str) -> str:
    """A subscript without braces, fonts and spaces: `naive-softmax`, `o,w_1,...,w_K`."""
    text = re.sub(r"\\(?:[lc]?dots[cb]?)(?![a-zA-Z])", "...", _FONT.sub("", text))
    return re.sub(r"[\s{}$~]|\\(?=[{}_])", "", text)


def canonical(node: Node, text: str) -> str | None:
    """The key of a name, accents and subscripts included; None for anything that is no name."""
    match node:
        case Name(name=name):
            return name
        case Accent(accent=accent, arg=arg):
            inner = canonical(sole(arg), text)
            return None if inner is None else f"{'hat' if accent in HATS else accent} {inner}"
        case Script(base=base, subs=subs, sups=(), primes=0) if len(subs) == 1 and subs[0]:
            inner = canonical(base, text)
            if inner is None:
                return None
            return f"{inner}_{squeezed(text[subs[0][0].span[0] : subs[0][-1].span[1]])}"
        case Bracket() if (inner_node := sole(node)) is not node:
            return canonical(inner_node, text)
        case Num(text=number):
            return number
    return None


@lru_cache(maxsize=512)
def canonical_latex(latex: str) -> str | None:
    """The key of a name written in LaTeX, as declarations hold it; None if it is no name."""
    from verifier.latex.read.budget import Budget
    from verifier.latex.read.construct import registry
    from verifier.latex.read.parser import Parser, Refused
    from verifier.latex.read.tokens import Source, tokenise

    source = Source(latex, Budget(), [])
    # A plain word is one name here ("xs", "J_neg"), not a product of letters.
    words = frozenset(re.findall(r"(?<![\\a-zA-Z])[a-zA-Z]{2,}", latex))
    parser = Parser(tokenise(source, words), source, frozenset(), registry())
    try:
        node = parser.item()
    except Refused:
        return None
    if node is None or parser.at < len(parser.tokens):
        return None
    return canonical(node, latex)
