r"""What stands around a formula: left sides, chains, environments, remarks; and the damage that text takes on its way."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.judging.hand import Hand

_NAIVE = (
    "J", r"J_{\text{naive-softmax}}(v_c, o, U)", "J_{naive-softmax}", r"J_{\text{naive-softmax}}", r"J(\theta)", "L", r"\mathcal{L}",
    "J(v_c, o, U)", r"J_{naive\_softmax}", r"\mathbf{J}", r"J_{\text {naive-softmax }}\left(v_{c}, o, U\right)", "J_{n a i v e-s o f t m a x}", r"J_{\mathrm{CE}}", r"J_{ns}",
)  # fmt: skip
_NEGATIVE = (
    "J", r"J_{\text{neg-sample}}(v_c, o, U)", "J_{neg-sample}", r"J_{\text{neg-sample}}", r"J(\theta)", "L", r"J_{\text{neg}}",
    r"J_{neg\_sample}(v_c,o,U)", r"\boldsymbol{J}", r"J_{\mathrm{neg}}", r"J_{\text {negsample }}",
)  # fmt: skip
_SKIPGRAM = (
    r"J_{\text{skip-gram}}(v_c, w_{t-m}, \dots, w_{t+m}, U)", r"J_{\text{skip-gram}}", "J_{skip-gram}", "J_{sg}", r"J_{\text{skip-gram}}(v_c, w_{t-m},...w_{t+m}, U)",
    r"\boldsymbol{J}_{\text{skip-gram}}\left(v_{c}, w_{t-m}, \ldots, w_{t+m}, U\right)", r"J_{s g}",
)  # fmt: skip
_VARIABLES = {
    "softmax-center": "v_c", "softmax-true-outside": "u_o", "softmax-other-outside": "u_w", "softmax-outside": "u_w", "softmax-outside-matrix": "U",
    "negative-center": "v_c", "negative-true-outside": "u_o", "negative-sample": "u_k", "negative-repeated": "u_k",
    "skipgram-outside-matrix": "U", "skipgram-center": "v_c", "skipgram-other-center": "v_w",
}  # fmt: skip
_OTHERS = {
    "v_c": ("u_o", "U"),
    "u_o": ("v_c", "U"),
    "u_w": ("v_c", "U"),
    "u_k": ("v_c", "u_o"),
    "U": ("v_c", "u_o"),
    "v_w": ("v_c", "U"),
}
_SIGMOID_LEFT = (
    r"\sigma'(x)", r"\frac{d\sigma(x)}{dx}", r"\frac{d}{dx}\sigma(x)", r"\frac{\partial \sigma(x)}{\partial x}", r"\sigma^{\prime}(x)", r"\frac{d\sigma}{dx}",
    r"\frac{\mathrm{d}}{\mathrm{d} x} \sigma(x)", r"\frac{\mathrm d \sigma(x)}{\mathrm d x}", r"\nabla_x \sigma(x)", r"\sigma'", r"d\sigma(x)/dx", r"\frac{\partial}{\partial x}\sigma(x)",
    r"\frac{\partial \sigma}{\partial x}",
)  # fmt: skip
_SLOPE_LEFT = (
    "f'(x)", r"\frac{df}{dx}", r"\frac{d}{dx} f(x)", r"f^{\prime}(x)", r"\frac{\partial f}{\partial x}", r"\frac{df(x)}{dx}", r"\frac{\partial f(x)}{\partial x}", r"\frac{d}{dx}f",
)  # fmt: skip


def left_side(target: str, hand: Hand, other: bool = False) -> str:
    """The quantity asked for; `other`: by another variable than the one asked for. Empty where none fits."""
    if target in ("sigmoid", "sigmoid-vector"):
        return "" if other else hand.rng.choice(_SIGMOID_LEFT[:4] if hand.plain else _SIGMOID_LEFT)
    if target in ("relu", "leaky-relu"):
        return "" if other else hand.rng.choice(_SLOPE_LEFT[:4] if hand.plain else _SLOPE_LEFT)
    if target not in _VARIABLES:
        return ""
    variable = _VARIABLES[target]
    if other:
        variable = hand.rng.choice(_OTHERS[variable])
    losses = _SKIPGRAM if target.startswith("skip") else _NEGATIVE if target.startswith("neg") else _NAIVE
    loss = hand.rng.choice(losses[:4] if hand.plain else losses)
    by = _written(variable, hand)
    forms = (
        rf"\frac{{\partial {loss}}}{{\partial {by}}}", rf"\frac{{\partial {loss}}}{{\partial {by}}}", rf"\frac{{\partial}}{{\partial {by}}} {loss}",
        rf"\nabla_{{{by}}} {loss}", rf"\partial {loss} / \partial {by}", rf"\dfrac{{\partial {loss}}}{{\partial {by}}}", rf"\frac{{\partial}}{{\partial {by}}}{loss}",
        rf"{{\partial {loss} \over \partial {by}}}", rf"\frac{{d {loss}}}{{d {by}}}", rf"\partial {loss}/\partial {by}",
    )  # fmt: skip
    return hand.rng.choice(forms[:4] if hand.plain else forms)


def _written(variable: str, hand: Hand) -> str:
    if variable == "U":
        return hand.vector("U")
    letter, index = variable.split("_")
    if index == "k" and hand.nested:
        index = "w_k"
    return hand.vector(letter, index)


# --- chains and environments ------------------------------------------------------------------------------------


def chain(members: list[str], left: str, rng: random.Random) -> str:
    """The members one after another, on one line or one a line."""
    parts = [*([left] if left else []), *members]
    form = rng.choice(("line", "line", "line", "aligned", "align*", "rows", "split"))
    if form == "line" or len(parts) == 1:
        return rng.choice((" = ", "=", " = ")).join(parts)
    if form == "rows":
        return r" \\ = ".join([" = ".join(parts[:2]), *parts[2:]]) if len(parts) > 2 else " = ".join(parts)
    name = form
    body = r" \\ &= ".join([f"{parts[0]} &= {parts[1]}", *parts[2:]])
    return rf"\begin{{{name}}} {body} \end{{{name}}}"


def aligned(text: str, left: str, rng: random.Random) -> str:
    name = rng.choice(("aligned", "align*", "equation*", "split", "gathered", "align"))
    if name in ("equation*", "gathered"):
        return rf"\begin{{{name}}} {left + ' = ' if left else ''}{text} \end{{{name}}}"
    return (
        rf"\begin{{{name}}} {left} &= {text} \end{{{name}}}"
        if left
        else rf"\begin{{{name}}} & {text} \end{{{name}}}"
    )


_REMARKS = {
    "softmax-true-outside": (r", \quad w = o", r" \quad (w = o)", r" \quad \text{if } w = o", r", w=o", r"\text{ when } w = o"),
    "softmax-other-outside": (r", \quad w \ne o", r" \quad (w \neq o)", r" \quad \text{if } w \neq o", r", w\neq o", r",\ \forall w \neq o", r"\text{ for } w \ne o"),
    "negative-sample": (r", \quad \text{for } k = 1, \dots, K", r",\ \forall k \in [1, K]", r", \quad k = 1, \dots, K", r" \quad \text { for } k=1,2, \ldots, K", r", k\in[1,K]", r"\quad \forall k \in \{1, \dots, K\}"),
    "skipgram-other-center": (r", \quad w \neq c", r" \ (\text{when } w \neq c)", r"(\text{when } w \ne c)", r"\quad \text{for } w \neq c", r", \forall w \neq c"),
    "relu": (r"", r"."),
    "leaky-relu": (r"", r"."),
}  # fmt: skip
_ANY_REMARK = (
    ".",
    r" \qquad \text{(a column vector)}",
    r" \tag{1}",
    ",",
    r" \quad \text{q.e.d.}",
    r"\ \blacksquare",
    r" \\",
    r" \label{eq:final}",
    r" \square",
    ";",
    r"\quad \text{(chain rule)}",
)


_SHAPES = {
    "softmax-center": "d", "softmax-true-outside": "d", "softmax-other-outside": "D", "softmax-outside": "d", "negative-center": "d",
    "negative-true-outside": r"{d \times 1}", "negative-sample": "d", "softmax-outside-matrix": r"{d \times |V|}",
}  # fmt: skip
_BEFORE = (
    r"\text{Therefore, } ",
    r"\therefore ",
    r"\text{So } ",
    r"\Rightarrow ",
    r"\implies ",
    "= ",
    r"\text{Hence: } ",
)


def remarked(target: str, text: str, rng: random.Random) -> str:
    """With what people write before and behind a formula."""
    if rng.random() < 0.15:
        return rng.choice(_BEFORE) + text
    if target in _SHAPES and rng.random() < 0.12:
        return rf"{text} \in \mathbb{{R}}^{_SHAPES[target]}"
    own = _REMARKS.get(target, ())
    remark = rng.choice(own) if own and rng.random() < 0.7 else rng.choice(_ANY_REMARK)
    if "column vector" in remark and target in (
        "sigmoid",
        "softmax-outside-matrix",
        "cross-entropy",
        "skipgram-outside-matrix",
        "sigmoid-vector",
    ):
        remark = "."
    return text + remark


# --- letters of another keyboard, and damage --------------------------------------------------------------------

_UNICODE = (
    (r"\\sigma(?![a-zA-Z])", "σ"), (r"\\alpha(?![a-zA-Z])", "α"), (r"\\leq?(?![a-zA-Z])", "≤"), (r"\\geq?(?![a-zA-Z])", "≥"), (r"\\neq?(?![a-zA-Z])", "≠"),
    (r"\\sum(?![a-zA-Z])", "∑"), (r"\\cdot(?![a-zA-Z])", "·"), (r"\\in(?![a-zA-Z])", "∈"), (r"\\times(?![a-zA-Z])", "×"), (r"\\partial(?![a-zA-Z])", "∂"),
    (r"\^\\top(?![a-zA-Z])", "ᵀ"), (r"-", "−"), (r"\\nabla(?![a-zA-Z])", "∇"), (r"\\dots(?![a-zA-Z])", "…"), (r"\\theta(?![a-zA-Z])", "θ"), (r"\\delta(?![a-zA-Z])", "δ"),
)  # fmt: skip


def in_unicode(text: str, rng: random.Random) -> str:
    """Some commands as the characters they stand for; names of losses keep their hyphens."""
    for pattern, character in _UNICODE:
        if rng.random() < 0.6:
            if character == "−":
                text = re.sub(r"(?<![a-z])-|-(?![a-z])", character, text)
            else:
                text = re.sub(pattern, f"{character} " if character in "·×∈≤≥≠" else character, text)
    return text


def damaged(text: str, rng: random.Random) -> str:
    """What site generators, copies and converters do to LaTeX. The meaning can still be made out."""
    kinds: list[Callable[[str], str]] = [
        lambda t: t.replace(r"\log", "log"),
        lambda t: t.replace(r"\exp", "exp"),
        lambda t: t.replace(r"\partial", r"\part"),
        lambda t: t.replace(r"\boldsymbol", "oldsymbol"),
        lambda t: t.replace(r"\boldsymbol", "\x08oldsymbol"),
        lambda t: t.replace(r"\frac", "\x0crac"),
        lambda t: t.replace(r"\top", "\top"),
        lambda t: t.replace(r"^\top", "^ op"),
        lambda t: t.replace(r"\times", "\times"),
        lambda t: t.replace(r"\frac", "rac"),
        lambda t: "​" + t,
        lambda t: t.replace(" ", "​ ", 1),
        lambda t: t.replace(" ", "\t"),
        lambda t: t.replace(" ", "\r\n", 2),
        lambda t: t.replace("_", r"\_"),
        lambda t: t.replace(" ", " ", 2),
        lambda t: t.replace(r"\text{Vocab}", r"\text { Vocab }"),
        lambda t: t.replace("=", "==", 1) if "_{" not in t.split("=")[0] else t,
        lambda t: t.replace("}{", "} {"),
        lambda t: rng.choice(("$${}$$", "${}$", r"\[{}\]", r"\({}\)")).replace("{}", t),
        lambda t: t.replace(r"\hat", "\\hat ") if r"\hat{" in t else t,
        lambda t: rng.choice((r"\boxed{%s}", r"\color{red}{%s}", r"\textcolor{blue}{%s}", "%s % checked")).replace("%s", t) if "&" not in t and "$" not in t else t,
        lambda t: t.replace(r"\exp(", r"\exp{(", 1).replace(")", "})", 1) if r"\exp(" in t and t.count("(") == 1 else t,
        lambda t: t[:-1] if t.endswith(")") and t.count("(") == t.count(")") and r"\big)" not in t[-6:] and r"\right)" not in t[-8:] else t,
    ]  # fmt: skip
    rng.shuffle(kinds)
    done = 0
    for kind in kinds:
        changed = kind(text)
        if changed != text:
            text, done = changed, done + 1
        if done == (2 if rng.random() < 0.2 else 1):
            break
    return text
