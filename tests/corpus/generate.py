"""Composes submissions: a style, a lettering, an answer to each target, right or with one mistake; gold with each.

    generate(200, seed=1) -> [("composed-000.md", text, gold), ..]

The same seed gives the same submissions. Dress (bold letters, transposes, hats, layout of lines, labels, language)
never changes what is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.corpus.answers import ANSWERS, WINDOW, Answer

Composed = tuple[str, str, dict[str, Any]]

# The parts of each year: label, and the targets that are answered under it in order.
NAIVE = ("softmax-true-outside", "softmax-other-outside")
NEGATIVE = ("negative-center", "negative-true-outside", "negative-sample")
LETTERINGS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "cs224n-a2-2019": (
        ("a", ("cross-entropy",)), ("b", ("softmax-center",)), ("c", NAIVE), ("d", ("sigmoid-vector",)), ("e", NEGATIVE),
        ("f", ("skip-gram",)),
    ),
    "cs224n-a2-2021": (
        ("a", ("cross-entropy",)), ("b", ("softmax-center",)), ("c", NAIVE), ("d", ("softmax-outside-matrix",)),
        ("e", ("relu",)), ("f", ("sigmoid",)), ("g", NEGATIVE), ("h", ("negative-repeated",)), ("i", ("skip-gram",)),
    ),
    "cs224n-a2-2022": (
        ("a", ("cross-entropy",)), ("b", ("softmax-center",)), ("c", NAIVE), ("d", ("softmax-outside-matrix",)),
        ("e", ("sigmoid",)), ("f", NEGATIVE), ("g", ("negative-repeated",)), ("h", ("skip-gram",)),
    ),
    "cs224n-a2-2023": (
        ("a", ("cross-entropy",)), ("b.i", ("softmax-center",)), ("c", NAIVE), ("d", ("softmax-outside-matrix",)),
        ("e", ("relu",)), ("f", ("sigmoid",)), ("g.i", NEGATIVE), ("h", ("negative-repeated",)), ("i", ("skip-gram",)),
    ),
    "cs224n-a2-2024": (
        ("a", ("cross-entropy",)), ("b.i", ("softmax-center",)), ("d", NAIVE), ("e", ("softmax-outside-matrix",)),
        ("f", ("relu",)), ("g", ("sigmoid",)), ("h.i", NEGATIVE), ("i", ("negative-repeated",)), ("j", ("skip-gram",)),
    ),
}  # fmt: skip
VARIABLES = {
    "softmax-center": "v_c", "softmax-true-outside": "u_o", "softmax-other-outside": "u_w", "softmax-outside-matrix": "U",
    "negative-center": "v_c", "negative-true-outside": "u_o", "negative-sample": "u_k", "negative-repeated": "u_k",
}  # fmt: skip
WRONG_SHARE, SKIPPED_SHARE = 0.3, 0.06


@dataclass(frozen=True)
class Style:
    tex: bool
    chinese: bool
    label: Callable[[str], str]
    lines: str  # how a derivation is set: aligned, displays, row, inline
    dress: Callable[[str], str]


@dataclass
class Page:
    """The text so far, and its gold."""

    style: Style
    lines: list[str] = field(default_factory=list)
    targets: dict[str, dict[str, Any]] = field(default_factory=dict)

    def say(self, *lines: str) -> None:
        self.lines += lines

    def step(self, target: str, latex: str, wrong: bool) -> None:
        gold = self.targets[target]
        row = {"line": len(self.lines), "verdict": "fails" if wrong else "holds", "latex": latex}
        gold["steps"].append(row)
        if wrong:
            gold["wrong_steps"].append({"what": "put in", "latex": latex})


def generate(count: int, seed: int) -> list[Composed]:
    return [_submission(number, Random(f"{seed}:{number}")) for number in range(count)]


def _submission(number: int, rng: Random) -> Composed:
    set_id = rng.choice(sorted(LETTERINGS))
    style = _style(rng)
    page = Page(style)
    _head(page, set_id)
    for label, targets in LETTERINGS[set_id]:
        _part(page, label, targets, rng)
    if style.tex:
        page.say(r"\end{document}")
    name = f"composed-{number:03}.{'tex' if style.tex else 'md'}"
    return name, "\n".join(page.lines) + "\n", {"path": name, "set": set_id, "targets": page.targets}


# --- style ------------------------------------------------------------------------------------------------------


def _style(rng: Random) -> Style:
    tex = rng.random() < 0.3
    chinese = not tex and rng.random() < 0.25
    label = rng.choice(TEX_LABELS if tex else LABELS)
    lines = rng.choice(("aligned", "aligned", "row", "displays"))
    return Style(tex, chinese, label, lines, _dress(rng, tex))


def _dotted(path: str, opened: str = "(", closed: str = ")") -> str:
    return "".join(f"{opened}{part}{closed}" for part in path.split("."))


LABELS: tuple[Callable[[str], str], ...] = (
    lambda path: f"**{_dotted(path)}**",
    lambda path: f"### {_dotted(path)}",
    lambda path: _dotted(path),
    lambda path: f"## {path}." if "." not in path else f"## {_dotted(path)}",
    lambda path: f"**{path.replace('.', '(', 1)}{')' if '.' in path else ''}.**",
    lambda path: f"## Question 1 {_dotted(path)}",
)
TEX_LABELS: tuple[Callable[[str], str], ...] = (
    lambda path: rf"\section*{{{_dotted(path)}}}",
    lambda path: rf"\textbf{{{_dotted(path)}}}",
    lambda path: rf"\subsection*{{Part {_dotted(path)}}}",
)


def _dress(rng: Random, tex: bool) -> Callable[[str], str]:
    """One way to spell the neutral LaTeX of answers."""
    transpose = rng.choice(("^T", r"^\top", r"^{\top}", "^{T}"))
    hat = rng.choice((r"\hat{y}", r"\hat y", r"\widehat{y}"))
    bold = rng.choice(("", "", r"\boldsymbol", r"\mathbf") + ((r"\bm",) if tex else ()))
    digit = rng.random() < 0.15
    inner = rng.choice((r"\sum_{w}", r"\sum_{w \in Vocab}", r"\sum_{w=1}^{|V|}", r"\sum_{w \in V}"))

    def dressed(latex: str) -> str:
        latex = latex.replace(r"\sum_{w}", inner)
        latex = re.sub(r"\^T(?![A-Za-z])", lambda _: transpose, latex)
        if bold:
            latex = re.sub(r"(?<![\\A-Za-z_{])([uv])_(\w)", rf"\\{bold[1:]}{{\1}}_\2", latex)
            latex = re.sub(
                r"(?<![\\A-Za-z|=\s])U(?![A-Za-z|])|(?<=[ ={(])U(?=[(\\ ])", rf"\\{bold[1:]}{{U}}", latex
            )
        latex = latex.replace(r"\hat{y}", hat)
        # Where a word 0 cannot be meant the digit is the letter.
        return re.sub(r"_o(?![A-Za-z])", "_0", latex) if digit else latex

    return dressed


# --- parts ------------------------------------------------------------------------------------------------------


def _head(page: Page, set_id: str) -> None:
    if page.style.tex:
        page.say(r"\documentclass{article}", r"\usepackage{amsmath,amssymb,bm}", r"\begin{document}", "")
    elif page.style.chinese:
        page.say(f"# 作业二 {set_id[-4:]}", "")
    else:
        page.say(f"# Assignment 2, {set_id[-4:]}", "")


def _part(page: Page, label: str, targets: tuple[str, ...], rng: Random) -> None:
    if rng.random() < SKIPPED_SHARE:
        for target in _expanded(targets):
            page.targets[target] = _gold("missing")
        return
    page.say(page.style.label(label), "")
    for target in targets:
        SPECIAL.get(target, _derivation)(page, target, rng)


def _expanded(targets: tuple[str, ...]) -> tuple[str, ...]:
    return SKIP_GRAM if targets == ("skip-gram",) else targets


def _gold(final: str, codes: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"final": final, "codes": list(codes), "wrong_steps": [], "steps": []}


def _answer(target: str, rng: Random) -> Answer:
    wrong = rng.random() < WRONG_SHARE
    pool = [a for a in ANSWERS[target] if bool(a.wrong) == wrong]
    return rng.choice(pool)


def _derivation(page: Page, target: str, rng: Random) -> None:
    answer = _answer(target, rng)
    page.targets[target] = _gold("correct" if answer.right else "incorrect", answer.codes)
    _case_words(page, target)
    _set(page, target, _left(page, target, rng), answer)


def _case_words(page: Page, target: str) -> None:
    words = {
        "softmax-true-outside": ("When $w = o$:", "当 $w = o$ 时："),
        "softmax-other-outside": (r"When $w \neq o$:", r"当 $w \neq o$ 时："),
    }.get(target)
    if words:
        page.say(words[page.style.chinese], "")


def _left(page: Page, target: str, rng: Random) -> str:
    if target.startswith("sigmoid"):
        return rng.choice((r"\sigma'(x)", r"\frac{d\sigma(x)}{dx}", r"\frac{\partial \sigma(x)}{\partial x}"))
    variable = page.style.dress(VARIABLES[target])
    loss = "J" if target.startswith("softmax") else rng.choice(("J", r"J_{\text{neg-sample}}", r"J_{neg}"))
    return rf"\frac{{\partial {loss}}}{{\partial {variable}}}"


def _set(page: Page, target: str, left: str, answer: Answer) -> None:
    lines = [page.style.dress(line) for line in answer.lines]
    wrong = [n in answer.wrong for n in range(len(lines))]
    way = page.style.lines if len(lines) > 1 else "row"
    if way == "row":
        opened, closed = (r"\[ ", r" \]") if page.style.tex else ("$$", "$$")
        page.say(opened + left + " = " + " = ".join(lines) + closed)
        for line, fails in zip(lines, wrong, strict=True):
            page.step(target, line, fails)
    elif way == "displays" and not page.style.tex:
        for number, (line, fails) in enumerate(zip(lines, wrong, strict=True)):
            page.say(f"$${left if number == 0 else ''} = {line}$$")
            page.step(target, line, fails)
    else:
        _aligned(page, target, left, lines, wrong)
    page.say("")


def _aligned(page: Page, target: str, left: str, lines: list[str], wrong: list[bool]) -> None:
    opened = [r"\begin{align*}"] if page.style.tex else ["$$", r"\begin{aligned}"]
    closed = [r"\end{align*}"] if page.style.tex else [r"\end{aligned}", "$$"]
    page.say(*opened)
    for number, (line, fails) in enumerate(zip(lines, wrong, strict=True)):
        end = r" \\" if number < len(lines) - 1 else ""
        page.say(f"{left + ' ' if number == 0 else ''}&= {line}{end}")
        page.step(target, line, fails)
    page.say(*closed)


# --- targets that are set in their own way ----------------------------------------------------------------------

SKIP_GRAM = ("skipgram-outside-matrix", "skipgram-center", "skipgram-other-center")


def _cross_entropy(page: Page, target: str, rng: Random) -> None:
    page.targets[target] = _gold("correct")
    page.say("因为 $y$ 是独热向量，" if page.style.chinese else "The vector $y$ is one-hot, so")
    members = (r"-\sum_{w}y_w\log(\hat{y}_w)", r"-y_o\log(\hat{y}_o)", r"-\log(\hat{y}_o)")
    dressed = [page.style.dress(member) for member in members]
    opened, closed = (r"\[", r"\]") if page.style.tex else ("$$", "$$")
    page.say(opened + " = ".join(dressed) + closed)
    page.step(target, dressed[1], wrong=False)
    page.say("")


def _relu(page: Page, target: str, rng: Random) -> None:
    leaky = rng.random() < 0.5
    swapped = rng.random() < WRONG_SHARE
    name = "leaky-relu" if leaky else "relu"
    page.targets[name] = _gold("incorrect" if swapped else "correct", ("wrong-branch",) if swapped else ())
    below = r"\alpha" if leaky else "0"
    above, below = (below, "1") if swapped else ("1", below)
    value = rf"\begin{{cases}} {above} & x > 0 \\ {below} & x < 0 \end{{cases}}"
    opened, closed = (r"\[ ", r" \]") if page.style.tex else ("$$", "$$")
    page.say(f"{opened}f'(x) = {value}{closed}")
    page.step(name, rf"\begin{{cases}} {above} & x > 0", swapped)
    page.say("")


def _sigmoid_vector(page: Page, target: str, rng: Random) -> None:
    answer = _answer("sigmoid", rng)
    page.targets[target] = _gold("correct" if answer.right else "incorrect", answer.codes)
    _set(page, target, _left(page, "sigmoid", rng), answer)


def _skip_gram(page: Page, target: str, rng: Random) -> None:
    variables = ("U", page.style.dress("v_c"), page.style.dress("v_c").replace("_c", "_w"))
    opened, closed = (r"\[ ", r" \]") if page.style.tex else ("$$", "$$")
    for name, variable in zip(SKIP_GRAM, variables, strict=True):
        last = name == SKIP_GRAM[-1]
        cut = not last and rng.random() < WRONG_SHARE
        window = WINDOW.replace(r"j \le m", "j < m") if cut else WINDOW
        page.targets[name] = _gold("incorrect" if cut else "correct", ("sum-range",) if cut else ())
        summand = rf"\frac{{\partial J({page.style.dress('v_c')}, w_{{t+j}}, U)}}{{\partial {variable}}}"
        value = "0" if last else f"{window} {summand}"
        page.say(rf"{opened}\frac{{\partial J_{{skip-gram}}}}{{\partial {variable}}} = {value}{closed}")
        page.step(name, value, cut)
        page.say("")


SPECIAL: dict[str, Callable[[Page, str, Random], None]] = {
    "cross-entropy": _cross_entropy,
    "relu": _relu,
    "sigmoid-vector": _sigmoid_vector,
    "skip-gram": _skip_gram,
}
