"""Ways of typing one formula: rewritings of LaTeX that change nothing of its meaning."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Dialect = Callable[[str], str]


def swap(pattern: str, new: str) -> Dialect:
    return lambda text: re.sub(pattern, new, text)


DIALECTS: dict[str, Dialect] = {
    "T": swap(r"\\top(?![a-zA-Z])", "T"),
    "braced T": swap(r"\^\\top(?![a-zA-Z])", "^{T}"),
    "intercal": swap(r"\\top(?![a-zA-Z])", r"\\intercal"),
    "braces": swap(r"_([a-z])(?![a-z])", r"_{\1}"),
    "hat braces": swap(r"\\hat y", r"\\hat{y}"),
    "widehat": swap(r"\\hat y", r"\\widehat{y}"),
    "hat over subscript": swap(r"\\hat y_([a-z])", r"\\hat{y_\1}"),
    "bold": swap(r"(?<![\\a-zA-Z])U(?![a-zA-Z])", r"\\mathbf{U}"),
    "bm": swap(r"(?<![\\a-zA-Z])v_c", r"\\bm{v_c}"),
    "boldsymbol": swap(r"(?<![\\a-zA-Z])u_", r"\\boldsymbol{u}_"),
    "no spaces": swap(r"(?<=[^a-zA-Z]) (?=[^a-zA-Z])", ""),
    "many spaces": swap(r" ", r" \\, "),
    "left right": lambda text: re.sub(r"(?<!left)\(", r"\\left(", re.sub(r"(?<!right)\)", r"\\right)", text)),
    "plain brackets": lambda text: text.replace(r"\left", "").replace(r"\right", ""),
    "dfrac": swap(r"\\frac", r"\\dfrac"),
    "exp": swap(r"\\exp", "exp"),
    "log": swap(r"\\log(?![a-zA-Z])", r"\\ln"),
    "unicode": lambda text: (
        text.replace("-", "−").replace(r"\sigma", "σ").replace(r"\le ", "≤ ").replace(r"\ne ", "≠ ")
    ),
    "set": swap(r"_\{([a-z]'?)=1\}\^\{V\}", r"_{\1 \\in Vocab}"),
    "text set": swap(r"_\{([a-z]'?)=1\}\^\{V\}", r"_{\1\\in\\text{Vocab}}"),
    "size in bars": swap(r"=1\}\^\{V\}", r"=1}^{|V|}"),
    "capital sigma": swap(r"\\sum(?![a-zA-Z])", r"\\Sigma"),
    "samples": swap(r"u_\{w_([sk])\}", r"u_\1"),
    "escaped underscores": swap(r"(?<!\\)_", r"\\_"),
    "comma for rows": swap(r"\\substack\{(.*?) \\\\ (.*?)\}\}", r"\1, \2}"),
    "layout": lambda text: rf"\begin{{aligned}} & {text} \tag{{3}} \end{{aligned}}",
    "dollars": lambda text: f"${text}$.",
    "zero width": lambda text: "\u200b".join(text.partition(" ")),
    "fraction by over": swap(r"\\frac\{([^{}]*)\}\{([^{}]*)\}(?! *[\\({])", r"{\1 \\over \2}"),
}


def spoken(text: str, drawn: random.Random) -> str:
    """`text` in one or two dialects."""
    for name in drawn.sample(sorted(DIALECTS), drawn.randint(1, 3)):
        text = DIALECTS[name](text)
    return text
