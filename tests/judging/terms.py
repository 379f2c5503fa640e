r"""Formulas that can be written by a hand and evaluated in a world: each node is a text and a number at once.

`text(hand)` is what stands on the page, `value(world)` its value; both are built from the same parts, so what is typed
is what was counted. `level` says what needs brackets where.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tests.judging.hand import Hand
from tests.judging.world import Array, Misfit, World, number, plus, product, sigma

SUM, SIGNED, BIG, PRODUCT, CALL, ATOM = range(6)


@dataclass(frozen=True, eq=False)
class Term:
    level: int
    text: Callable[[Hand], str]
    value: Callable[[World], Array]
    bare: bool = False  # may stand behind \log without brackets
    quotient: bool = False

    def __add__(self, other: Term) -> Term:
        return add(self, other)

    def __sub__(self, other: Term) -> Term:
        return add(self, neg(other))

    def __neg__(self) -> Term:
        return neg(self)

    def at(self, level: int, hand: Hand) -> str:
        text = self.text(hand)
        return text if self.level >= level else hand.group(text)


@dataclass(frozen=True, eq=False)
class Idx:
    text: Callable[[Hand], str]
    word: Callable[[World], int]


# --- index letters ----------------------------------------------------------------------------------------------


def _letter(name: str) -> Idx:
    return Idx(lambda h: name, lambda w: w.letters[name])


O = Idx(lambda h: "0" if h.digit_o else "o", lambda w: w.letters["o"])  # noqa: E741
W = _letter("w")


def sample_text(hand: Hand, letter: str) -> str:
    return f"w_{letter}" if hand.nested and len(letter) == 1 else f"w_{{{letter}}}" if hand.nested else letter


# The free sample k: w_k, or k where the writer does not nest.
WK = Idx(lambda h: sample_text(h, "k"), lambda w: w.samples[w.letters["k"]])


# --- names ------------------------------------------------------------------------------------------------------


def atom(text: Callable[[Hand], str] | str, value: Callable[[World], Array]) -> Term:
    return Term(ATOM, text if callable(text) else lambda h: text, value, bare=True)


def num(value: int, text: str | None = None) -> Term:
    return atom(text or str(value), lambda w: number(value))


ONE = num(1)
v = atom(lambda h: h.vector("v", "c"), lambda w: w.v_c)
U = atom(lambda h: h.vector("U"), lambda w: w.U.T if w.rows_of_u else w.U)
y = atom(lambda h: h.vector("y"), lambda w: w.y.T if w.row_y else w.y)
yh = atom(lambda h: h.hatted(), lambda w: w.y_hat.T if w.row_y else w.y_hat)
x = atom(lambda h: h.x, lambda w: w.x)
alpha = atom(lambda h: r"\alpha", lambda w: number(w.alpha))


def u(i: Idx) -> Term:
    return atom(lambda h: h.vector("u", i.text(h)), lambda w: w.u(i.word(w)))


def y_at(i: Idx) -> Term:
    return atom(lambda h: h.sub("y", i.text(h)), lambda w: number(w.y[i.word(w), 0]))


def yh_at(i: Idx) -> Term:
    def text(h: Hand) -> str:
        return h.chance(i.text(h)) if h.probability and not h.digit_o else h.hatted(i.text(h))

    return atom(text, lambda w: number(w.y_hat[i.word(w), 0]))


def delta(i: Idx, j: Idx) -> Term:
    """1 where the indices are the same."""

    def text(h: Hand) -> str:
        a, b = i.text(h), j.text(h)
        forms = (rf"\mathbb{{1}}\{{{a}={b}\}}", rf"\mathbf{{1}}_{{{a}={b}}}", rf"\delta_{{{a}{b}}}", rf"\mathbb{{I}}[{a}={b}]", rf"1\{{{a}={b}\}}", rf"\mathbb 1_{{\{{{a}={b}\}}}}",
                 rf"\mathbb{{1}}({a} = {b})", rf"[{a}={b}]", rf"\delta_{{{a},{b}}}", rf"I({a}={b})", rf"1_{{{a}={b}}}", rf"1({a}={b})")  # fmt: skip
        return h.rng.choice(forms[:3] if h.plain else forms)

    return atom(text, lambda w: number(i.word(w) == j.word(w)))


# --- sums, products ---------------------------------------------------------------------------------------------


def add(*terms: Term) -> Term:
    def text(h: Hand) -> str:
        out = ""
        for term in terms:
            piece = term.text(h)
            space = " " if h.plain or h.rng.random() < 0.7 else ""
            if out and term.level == SIGNED:
                out += f"{space}-{space}{piece.removeprefix('-').lstrip()}"
            elif out:
                out += f"{space}+{space}{piece}"
            else:
                out = piece
        return out

    def value(w: World) -> Array:
        total = terms[0].value(w)
        for term in terms[1:]:
            total = plus(total, term.value(w))
        return total

    return Term(SUM, text, value)


def spread(ones: Term, vector: Term, sign: str = "-") -> Term:
    """1 - sigma(x) for a vector x: the 1 broadcasts."""

    def text(h: Hand) -> str:
        return f"{ones.text(h)} {sign} {vector.at(BIG, h)}"

    def value(w: World) -> Array:
        found = vector.value(w)
        return ones.value(w) + found if sign == "+" else np.asarray(ones.value(w) - found)

    return Term(SUM, text, value)


def neg(term: Term) -> Term:
    return Term(SIGNED, lambda h: f"-{term.at(BIG, h)}", lambda w: -term.value(w))


def mul(*factors: Term, sign: str | None = None) -> Term:
    def text(h: Hand) -> str:
        out = ""
        for place, factor in enumerate(factors):
            last = place == len(factors) - 1
            h.products += not last
            piece = factor.at(BIG if last and len(factors) > 1 and not h.times else PRODUCT, h)
            h.products -= not last
            if h.frac == "/" and factor.quotient and len(factors) > 1:
                piece = h.group(piece)  # what a slash reaches over is not clear within a product
            out = h.join(out, piece, sign) if out else piece
        return out

    def value(w: World) -> Array:
        total = factors[0].value(w)
        for factor in factors[1:]:
            total = product(total, factor.value(w))
        return total

    return Term(PRODUCT, text, value)


def scale(scalar: Term, vector: Term) -> Term:
    """A number times a vector, in either order."""
    ways = (mul(scalar, vector), mul(vector, scalar))
    text = lambda h: (ways[0] if h.rng.random() < 0.6 or scalar.level == BIG else ways[1]).text(h)  # noqa: E731
    return Term(PRODUCT, text, ways[0].value)


def T(term: Term) -> Term:
    return Term(ATOM, lambda h: f"{term.at(ATOM, h)}{h.transpose}", lambda w: term.value(w).T)


def inner(a: Term, b: Term) -> Term:
    """a^T b, in one of its spellings."""
    value = mul(T(a), b).value

    def text(h: Hand) -> str:
        if h.dotted:
            return rf"{a.text(h)} \cdot {b.text(h)}"
        left, right = (b, a) if h.turned else (a, b)
        head = T(left).text(h)
        plain = left.text(h)
        if h.early and "_" in plain and (h.font is None or h.bold_scope == "letter"):
            base, _, index = plain.partition("_")
            head = f"{base}{h.transpose}_{index}"
        if not h.plain and h.times == "" and h.rng.random() < 0.15:
            return rf"{head}\cdot {right.text(h)}"
        return f"{head} {right.text(h)}" if h.rng.random() < 0.6 else h.join(head, right.text(h), "")

    return Term(PRODUCT, text, value, bare=True)


def frac(above: Term, below: Term) -> Term:
    def text(h: Hand) -> str:
        if h.frac == "/":
            return h.fraction("", "", above.at(PRODUCT, h), below.at(CALL, h))
        return h.fraction(above.text(h), below.text(h), "", "")

    def value(w: World) -> Array:
        divisor = below.value(w)
        if divisor.shape != (1, 1):
            raise Misfit("a quotient by something that is no number")
        return np.asarray(above.value(w) / divisor[0, 0])

    return Term(PRODUCT, text, value, quotient=True)


def power(term: Term, exponent: int) -> Term:
    def value(w: World) -> Array:
        found = term.value(w)
        if found.shape != (1, 1):
            raise Misfit("a power of something that is no number")
        return np.asarray(found**exponent)

    return Term(
        CALL,
        lambda h: (
            f"{term.at(ATOM, h)}^{{{exponent}}}"
            if exponent < 0 or not h.plain
            else f"{term.at(ATOM, h)}^{exponent}"
        ),
        value,
    )


def odot(a: Term, b: Term) -> Term:
    def text(h: Hand) -> str:
        return rf"{a.at(CALL, h)} {h.rng.choice((chr(92) + 'odot', chr(92) + 'circ'))} {b.at(CALL, h)}"

    def value(w: World) -> Array:
        left, right = a.value(w), b.value(w)
        if left.shape != right.shape:
            raise Misfit("by elements, of two shapes")
        return left * right

    return Term(PRODUCT, text, value)


# --- functions --------------------------------------------------------------------------------------------------


def sig(arg: Term) -> Term:
    return Term(CALL, lambda h: h.call(h.sigmoid, arg.text(h)), lambda w: sigma(arg.value(w)), bare=True)


def sig_squared(arg: Term) -> Term:
    def text(h: Hand) -> str:
        inside = h.round(arg.text(h))
        return h.rng.choice(
            (rf"\sigma^2{inside}", rf"\sigma{inside}^2", rf"\sigma^{{2}}{inside}", rf"(\sigma{inside})^2")
        )

    return Term(CALL, text, lambda w: sigma(arg.value(w)) ** 2)


def exp(arg: Term) -> Term:
    def text(h: Hand) -> str:
        if h.exp == "e":
            return f"e^{{{arg.text(h)}}}"
        return h.call(h.exp, arg.text(h), arg.text(h) if arg.bare else None)

    return Term(CALL, text, lambda w: np.exp(_scalar(arg.value(w))))


def log(arg: Term) -> Term:
    def text(h: Hand) -> str:
        return h.call(h.log, arg.text(h), arg.text(h) if arg.bare else None)

    def value(w: World) -> Array:
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.log(_scalar(arg.value(w)))

    return Term(CALL, text, value, bare=True)


def _scalar(value: Array) -> Array:
    if value.shape != (1, 1):
        raise Misfit("a function of a number, of something else")
    return value


def by_elements(name: str, arg: Term, function: Callable[[Array], Array]) -> Term:
    """softmax(U^T v), diag(x): written out, a function of the whole."""
    return Term(CALL, lambda h: f"{name}{h.round(arg.text(h))}", lambda w: function(arg.value(w)))


def softmax(arg: Term) -> Term:
    def function(scores: Array) -> Array:
        if 1 not in scores.shape:
            raise Misfit("softmax of a matrix")
        return np.asarray(np.exp(scores) / np.exp(scores).sum())

    names = (r"\text{softmax}", r"\mathrm{softmax}", r"\operatorname{softmax}", "softmax")
    return Term(
        CALL,
        lambda h: f"{h.rng.choice(names[:2] if h.plain else names)}{h.round(arg.text(h))}",
        lambda w: function(arg.value(w)),
    )


def diag(arg: Term) -> Term:
    names = (r"\mathrm{diag}", r"\text{diag}", r"\operatorname{diag}", "diag")
    return Term(
        CALL,
        lambda h: f"{h.rng.choice(names[:3] if h.plain else names)}{h.round(arg.text(h))}",
        lambda w: np.diag(arg.value(w)[:, 0]),
    )


# --- blocks and cases -------------------------------------------------------------------------------------------


def columns(parts: Callable[[Hand], list[str]], value: Callable[[World], Array]) -> Term:
    """A list of columns: [a, b, ..., c], or a matrix environment."""

    def text(h: Hand) -> str:
        pieces = parts(h)
        style = h.rng.choice(("[,", "bmatrix") if h.plain else ("[,", "[ ", "bmatrix", "pmatrix", "array"))
        if style == "[,":
            return "[" + ", ".join(pieces) + "]"
        if style == "[ ":
            return r"\left[" + r",\ ".join(pieces) + r"\right]"
        if style == "array":
            return rf"\left[\begin{{array}}{{{'c' * len(pieces)}}} {' & '.join(pieces)} \end{{array}}\right]"
        return rf"\begin{{{style}}} {' & '.join(pieces)} \end{{{style}}}"

    return Term(ATOM, text, value)


def cases(rows: list[tuple[Term, Callable[[Hand], str]]], value: Callable[[World], Array]) -> Term:
    def text(h: Hand) -> str:
        lead = h.rng.choice(("", "", r"\text{if } ", r"\text{when } ", r"\quad ", r"\mbox{if } "))
        dot = h.rng.choice(("", ",")) if not h.plain else ""
        lines = []
        for term, condition in rows:
            when = condition(h)
            lines.append(f"{term.text(h)}{dot} & {'' if 'otherwise' in when else lead}{when}")
        body = r" \\ ".join(lines)
        style = h.rng.choice(("cases",) if h.plain else ("cases", "cases", "array", "aligned", "dcases"))
        if style == "array":
            return rf"\left\{{\begin{{array}}{{ll}} {body} \end{{array}}\right."
        if style == "aligned":
            return rf"\left\{{\begin{{aligned}} {body} \end{{aligned}}\right."
        return rf"\begin{{{style}}} {body} \end{{{style}}}"

    return Term(ATOM, text, value)
