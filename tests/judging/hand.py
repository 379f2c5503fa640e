r"""A writer's hand: for each notation of which people have several, the one that this writer uses.

A hand is drawn once for an answer, with habits that hold throughout (bold vectors, `^\top`) and a few that change from
place to place (brackets, spacing). What a hand writes never changes what is meant.
"""

from __future__ import annotations

import random
from collections.abc import Callable

FAMILIES = ("plain", "bold", "mixed", "unicode", "crowded", "damaged")

_TRANSPOSES = ("^T", "^{T}", r"^\top", r"^{\top}", r"^\intercal", r"^\mathrm{T}", r"^{\mathsf T}", "^{Tr}")
_FONTS: tuple[Callable[[str], str], ...] = (
    lambda s: rf"\mathbf{{{s}}}",
    lambda s: rf"\mathbf {s}",
    lambda s: rf"\bm{{{s}}}",
    lambda s: rf"\bm {s}",
    lambda s: rf"\boldsymbol{{{s}}}",
    lambda s: rf"\boldsymbol {s}",
    lambda s: rf"\pmb{{{s}}}",
    lambda s: rf"{{\bf {s}}}",
)
_WORDS = (
    r"\sum_{{{i}}}", r"\sum_{i}", r"\sum_{{{i} \in Vocab}}", r"\sum_{{{i}\in\text{{Vocab}}}}", r"\sum_{{{i} \in V}}",
    r"\sum_{{{i}=1}}^{{V}}", r"\sum_{{{i}=1}}^V", r"\sum_{{{i}=1}}^{{|V|}}", r"\sum_{{{i}=1}}^{{|Vocab|}}",
    r"\sum_{{{i} \in \mathrm{{Vocab}}}}", r"\sum\limits_{{{i}=1}}^{{|V|}}", r"\sum_{{{i} \in |V|}}",
    r"\sum_{{{i}=1}}^{{|\text{{Vocab}}|}}", r"\Sigma_{{{i} \in V}}", r"\sum_{i}^V", r"\sum_{{{i} \in V o c a b}}",
    r"\sum_{{{i} \in \mathcal{{V}}}}", r"\sum_{{{i} = 1}}^{{W}}", r"\sum_{{{i} \in \text {{ Vocab }}}}",
    r"\sum^{{V}}_{{{i}=1}}", r"\sum^{{|V|}}_{{{i}=1}}", r"\sum_{{{i}\in \textrm{{Vocab}}}}", r"\sum_{{\forall {i} \in V}}", r"\sum_{{{i} \in vocab}}",
)  # fmt: skip
_SAMPLES = (
    r"\sum_{{{i}=1}}^{{K}}", r"\sum_{{{i}=1}}^K", r"\sum_{{{i} = 1}}^{{K}}", r"\sum_{{{i}}}", r"\sum_{i}",
    r"\sum_{{{i}=1}}^{{{i}=K}}", r"\sum\limits_{{{i}=1}}^{{K}}", r"\Sigma_{{{i}=1}}^{{K}}", r"\sum_{{1 \le {i} \le K}}",
    r"\sum_{{{i} \in [1,K]}}", r"\sum_{{{i}\in\{{1,\dots,K\}}}}", r"\displaystyle\sum_{{{i}=1}}^{{K}}",
    r"\sum^{{K}}_{{{i}=1}}", r"\sum^K_{{{i}=1}}", r"\sum_{i}^K", r"\sum_{{{i} \in K}}",
)  # fmt: skip
_WINDOWS = (
    r"-m \le {j} \le m, {j} \ne 0", r"-m\leq {j}\leq m, {j}\neq 0", r"\substack{{-m \leq {j} \leq m \\ {j} \neq 0}}",
    r"-m\leqslant {j}\leqslant m,\ {j}\not= 0", r"-m \leq {j} \leq m \atop {j} \neq 0", r"-m <= {j} <= m, {j} != 0",
    r"-m \le {j} \le m \\ {j} \ne 0", r"-m\le {j}\le m; {j}\ne 0", r"\begin{{subarray}}{{l}} -m\le {j}\le m \\ {j}\ne 0 \end{{subarray}}",
    r"-m \leq {j} \leq m \text{{ and }} {j} \neq 0", r"{j}\in[-m,m], {j}\ne 0", r"{j}=-m,\, {j}\neq 0",
    r"{j}=-m, {j}\ne 0 ^ m", r"\substack{{{j}=-m \\ {j} \neq 0}} ^ m", r"|{j}|\le m, {j}\neq 0", r"{j}=-m \\ {j}\neq 0 ^ m",
)  # fmt: skip
_PAIRS = {
    "plain": (("(", ")"), ("(", ")"), (r"\left(", r"\right)")),
    "crowded": (
        (r"\left(", r"\right)"), (r"\left( ", r" \right)"), (r"\big(", r"\big)"), (r"\Big(", r"\Big)"),
        (r"\left[", r"\right]"), (r"\bigl(", r"\bigr)"), (r"\biggl[", r"\biggr]"), (r"\left\{", r"\right\}"),
    ),
    "mixed": (("(", ")"), ("(", ")"), (r"\left(", r"\right)"), ("[", "]"), (r"\big(", r"\big)"), ("{(", ")}")),
}  # fmt: skip
_GAPS = ("", " ", r"\,", r"\;", r"\ ", r"\!", "~", r"\:", "  ")


class Hand:
    def __init__(self, rng: random.Random, family: str) -> None:
        plain = family == "plain"
        self.rng, self.family, self.plain = rng, family, plain
        self.transpose = rng.choice(_TRANSPOSES[:4] if plain else _TRANSPOSES)
        bold = family == "bold" or (not plain and rng.random() < 0.3)
        self.font: Callable[[str], str] | None = rng.choice(_FONTS) if bold else None
        self.bold_scope = rng.choice(("letter", "letter", "whole"))
        self.hat = rng.choice(
            (r"\hat{%s}", r"\hat %s")
            if plain
            else (r"\hat{%s}", r"\hat %s", r"\widehat{%s}", r"\widehat %s", r"\tilde{%s}")
        )
        self.hat_scope = "letter" if plain or rng.random() < 0.7 else "whole"
        self.hat_outside = rng.random() < 0.5
        self.braced = rng.random() < 0.3
        self.probability = "" if plain or rng.random() < 0.75 else rng.choice(("PO", "Po", "po", "pu", "Pr"))
        self.exp = rng.choice(
            ("e", r"\exp")
            if plain
            else ("e", "e", r"\exp", r"\exp", r"\exp{", r"\operatorname{exp}", "exp", r"\exp bare")
        )
        self.log = rng.choice(
            (r"\log", r"\log")
            if plain
            else (r"\log", r"\log", r"\ln", r"\log{", r"\operatorname{log}", "log", r"\log bare")
        )
        self.sigmoid = rng.choice(
            (r"\sigma",)
            if plain
            else (
                r"\sigma",
                r"\sigma",
                r"\sigma",
                r"\sigma{",
                r"\text{sigmoid}",
                r"\sigma ",
                r"\mathrm{sigmoid}",
            )
        )
        self.frac = rng.choice(
            (r"\frac", r"\frac")
            if plain
            else (r"\frac", r"\frac", r"\dfrac", r"\tfrac", r"\cfrac", "over", "/")
        )
        self.digit_o = not plain and rng.random() < 0.08
        self.nested = rng.random() < 0.5
        self.dots = rng.choice((r"\dots", r"\ldots", r"\cdots", "..."))
        self.times = rng.choice(
            ("",) if plain else ("", "", "", r" \cdot ", r"\cdot ", r" \times ", "*", " * ")
        )
        self.words = rng.choice(_WORDS[:8] if plain else _WORDS)
        self.samples = rng.choice(_SAMPLES[:2] if plain else _SAMPLES)
        self.window = rng.choice(_WINDOWS[:3] if plain else _WINDOWS)
        self.one = rng.choice(("1", "1", r"\mathbf{1}", r"\mathbb{1}"))
        self.ne = rng.choice((r"\ne", r"\neq", r"\not=", r"\neq"))
        self.x = "x"
        self.early = not plain and rng.random() < 0.15  # u^T_o for u_o^T
        self.turned = not plain and rng.random() < 0.12  # v_c^T u_o for u_o^T v_c
        self.dotted = not plain and rng.random() < 0.06  # u_o \cdot v_c
        self.padded = not plain and rng.random() < 0.12  # {\hat{y}}_{o}, {\mathbf{u}}_o
        self.products = 0  # products open around what is being written, but for their last factors
        self._letters: dict[object, str] = {}

    # --- letters ------------------------------------------------------------------------------------------------

    def letter(self, key: object, kind: str, avoid: frozenset[str]) -> str:
        """The letter of a bound index; the same index gets the same letter."""
        if key not in self._letters:
            pools = {
                "word": ("w", "w", "x", "j", "i", "k", "w'", "l", r"\omega"),
                "sample": ("k", "k", "s", "i", "n", "j", "l"),
                "window": ("j", "j", "j", "i"),
            }
            pool = pools[kind][:3] if self.plain else pools[kind]
            self._letters[key] = self.rng.choice([x for x in pool if x not in avoid] or ["i"])
        return self._letters[key]

    def sub(self, base: str, index: str) -> str:
        if self.plain:
            return f"{base}_{index}" if len(index) == 1 else f"{base}_{{{index}}}"
        return f"{base}_{{{index}}}" if self.braced or len(index) > 1 else f"{base}_{index}"

    def vector(self, letter: str, index: str | None = None) -> str:
        """A vector or matrix, bold if this hand writes them so."""
        if index is None:
            return self.font(letter) if self.font else letter
        if self.font is None:
            return self.sub(letter, index)
        if self.bold_scope == "whole":
            inside = self.sub(letter, index)
            return self.font(inside) if "{" in self.font("a")[1:] else self.font("{" + inside + "}")
        base = self.font(letter)
        return self.sub(f"{{{base}}}" if self.padded else base, index)

    def hatted(self, index: str | None = None) -> str:
        if index is not None and self.hat_scope == "whole":
            inside = self.sub("y", index)
            return (self.hat if "{" in self.hat else self.hat.replace("%s", "{%s}")) % inside
        if self.font is None or (index is not None and self.bold_scope == "whole"):
            base = self.hat % "y"
        elif self.hat_outside:
            base = (self.hat if "{" in self.hat else self.hat.replace("%s", "{%s}")) % self.font("y")
        else:
            hat = self.hat % "y"
            base = self.font(hat if "{" in self.font("y") else "{" + hat + "}")
        if self.padded and index is not None:
            base = f"{{{base}}}"
        return base if index is None else self.sub(base, index)

    def chance(self, of: str, given: str = "c") -> str:
        form = self.probability
        if form == "PO":
            return f"P(O={of}|C={given})"
        if form == "Po":
            return f"P({of}|{given})"
        if form == "po":
            return rf"p({of} \mid {given})"
        if form == "pu":
            return f"P({self.sub('u', of)}|{self.sub('v', given)})"
        return rf"\Pr(O={of} \mid C={given})"

    # --- groups, calls, products --------------------------------------------------------------------------------

    def group(self, text: str) -> str:
        kind = "plain" if self.plain else "crowded" if self.family == "crowded" else "mixed"
        left, right = self.rng.choice(_PAIRS[kind])
        return f"{left}{text}{right}"

    def round(self, text: str) -> str:
        """Brackets of a call."""
        if self.plain:
            return f"({text})"
        pairs = (
            ("(", ")"),
            ("(", ")"),
            (r"\left(", r"\right)"),
            (r"\big(", r"\big)"),
            ("[", "]"),
            (r"\{", r"\}"),
        )
        left, right = self.rng.choice(pairs)
        return f"{left}{text}{right}"

    def list_round(self, text: str) -> str:
        """Brackets around a list of arguments."""
        left, right = self.rng.choice((("(", ")"), ("(", ")"), (r"\left(", r"\right)"), (r"\big(", r"\big)")))
        return f"({text})" if self.plain else f"{left}{text}{right}"

    def call(self, name: str, text: str, bare: str | None = None) -> str:
        """`bare`: how the argument looks where no brackets are needed."""
        if name.endswith("{"):
            return f"{name}({text})}}"
        if name.endswith(" bare"):
            name = name.removesuffix(" bare")
            return f"{name} {bare}" if bare is not None and not self.products else f"{name}({text})"
        return f"{name}{self.round(text)}"

    def gap(self) -> str:
        if self.plain:
            return " " if self.rng.random() < 0.3 else ""
        return (
            self.rng.choice(_GAPS) if self.rng.random() < (0.5 if self.family == "crowded" else 0.15) else ""
        )

    def join(self, left: str, right: str, sign: str | None = None) -> str:
        """Two factors side by side, with a product sign or without."""
        between = self.times if sign is None else sign
        if not between:
            between = self.gap()
            if not between and right[:1].isalpha() and _ends_in_macro(left):
                between = " "
            if not between and left[-1:].isdigit() and right[:1].isdigit():
                between = r"\cdot "
        return f"{left}{between}{right}"

    def fraction(self, above: str, below: str, above_atom: str, below_atom: str) -> str:
        if self.frac == "over":
            return rf"{{{above} \over {below}}}"
        if self.frac == "/":
            return f"{above_atom}/{below_atom}"
        return f"{self.frac}{{{above}}}{{{below}}}"


def _ends_in_macro(text: str) -> bool:
    tail = text.rsplit("\\", 1)
    return len(tail) == 2 and tail[1].isalpha()
