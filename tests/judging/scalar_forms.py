r"""Answers about ReLU, leaky ReLU and the sigmoid, of a number and by elements of a vector."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.judging.forms import Form, right, undone, wrong
from tests.judging.hand import Hand
from tests.judging.terms import (
    CALL,
    ONE,
    PRODUCT,
    Term,
    add,
    alpha,
    atom,
    cases,
    diag,
    exp,
    frac,
    mul,
    neg,
    num,
    odot,
    power,
    sig,
    sig_squared,
    spread,
    x,
)
from tests.judging.world import Array, World, number, sigma

# --- two slopes -------------------------------------------------------------------------------------------------

_ABOVE = ("x > 0", r"x \gt 0", r"x\geq 0", r"x \ge 0", "0 < x")
_BELOW = ("x < 0", r"x \lt 0", "x<0", r"x \le 0")


def _side(above: bool) -> Callable[[Hand], str]:
    return lambda h: h.rng.choice(_ABOVE if above else _BELOW)


def _otherwise(above: bool) -> Callable[[Hand], str]:
    return lambda h: (
        r"\text{otherwise}" if h.rng.random() < 0.6 else h.rng.choice(_ABOVE if above else _BELOW)
    )


def _slopes(above: Term, below: Term, turned: bool = False) -> Term:
    def value(w: World) -> Array:
        return (above if w.x[0, 0] > 0 else below).value(w)

    rows = [(above, _side(True)), (below, _otherwise(False))]
    return cases([(below, _side(False)), (above, _otherwise(True))] if turned else rows, value)


def _inline(above: Term, below: Term) -> Term:
    """`1 if x > 0, alpha if x < 0`, with indicators."""

    def text(h: Hand) -> str:
        one = h.rng.choice((r"\mathbb{1}", r"\mathbf{1}", "1"))
        return rf"{above.text(h)} \cdot {one}\{{x > 0\}} + {below.text(h)} \cdot {one}\{{x < 0\}}"

    return atom(text, lambda w: (above if w.x[0, 0] > 0 else below).value(w))


def _in_a_line(above: Term, below: Term) -> Term:
    """`1 if x > 0, alpha otherwise`, without an environment."""

    def text(h: Hand) -> str:
        a, b = above.text(h), below.text(h)
        forms = (
            rf"{a} \text{{ if }} x > 0, {b} \text{{ if }} x < 0", rf"{a},\ x > 0;\ {b},\ x < 0", rf"{a} \text{{ if }} x > 0 \text{{ else }} {b}",
            rf"{a}, x>0 \\ {b}, x<0", rf"{a} \text{{ when }} x>0, {b} \text{{ otherwise}}", rf"{a} \quad \text{{if }} x > 0, \quad {b} \quad \text{{if }} x < 0",
        )  # fmt: skip
        return h.rng.choice(forms)

    return Term(0, text, lambda w: (above if w.x[0, 0] > 0 else below).value(w))


def _indicator(above: bool) -> Term:
    def text(h: Hand) -> str:
        sign = ">" if above else "<"
        return h.rng.choice((rf"\mathbb{{1}}\{{x {sign} 0\}}", rf"\mathbf{{1}}_{{x {sign} 0}}", rf"\mathbb{{1}}_{{\{{x {sign} 0\}}}}", rf"\mathbb{{I}}(x {sign} 0)", rf"1\{{x{sign}0\}}"))  # fmt: skip

    return atom(text, lambda w: number((w.x[0, 0] > 0) == above))


ZERO = num(0)
RELU = [
    *right(
        "relu",
        in_a_line=_in_a_line(ONE, ZERO),
        cases=_slopes(ONE, ZERO),
        cases_turned=_slopes(ONE, ZERO, turned=True),
        indicator=_indicator(True),
        indicator_again=_indicator(True),
    ),
    *wrong(
        "relu",
        ("branches exchanged", _slopes(ZERO, ONE), "wrong-branch"),
        ("branches exchanged, turned", _slopes(ZERO, ONE, turned=True), "wrong-branch"),
        ("the function", _slopes(x, ZERO), "not-differentiated wrong-branch factor-extra"),
        ("minus one", _slopes(ONE, neg(ONE)), "wrong-branch sign-term term-extra"),
        ("one everywhere", ONE, "unfinished wrong-branch term-missing"),
        ("the other side", _indicator(False), "wrong-branch"),
        ("leaky", _slopes(ONE, num(2)), "wrong-branch"),
        ("sign above", _slopes(neg(ONE), ZERO), "sign-term sign-all wrong-branch"),
    ),
    *undone("relu", ("operator left", atom(r"\frac{d}{dx} \max(0, x)", lambda w: number(w.x[0, 0] > 0)))),
]
LEAKY = [
    *right(
        "leaky-relu",
        in_a_line=_in_a_line(ONE, alpha),
        in_a_line_again=_in_a_line(ONE, alpha),
        cases=_slopes(ONE, alpha),
        cases_again=_slopes(ONE, alpha),
        cases_turned=_slopes(ONE, alpha, turned=True),
        indicators=add(_indicator(True), mul(alpha, _indicator(False))),
        inline=_inline(ONE, alpha),
        one_indicator=add(alpha, mul(add(ONE, neg(alpha)), _indicator(True))),
    ),
    *wrong(
        "leaky-relu",
        ("branches exchanged", _slopes(alpha, ONE), "wrong-branch"),
        ("branches exchanged, in a line", _in_a_line(alpha, ONE), "wrong-branch"),
        ("branches exchanged, turned", _slopes(alpha, ONE, turned=True), "wrong-branch"),
        ("the function", _slopes(x, mul(alpha, x)), "not-differentiated factor-extra wrong-branch"),
        ("x kept", _slopes(ONE, mul(alpha, x)), "factor-extra wrong-branch not-differentiated"),
        ("ReLU", _slopes(ONE, ZERO), "wrong-branch term-missing factor-missing"),
        ("minus alpha", _slopes(ONE, neg(alpha)), "sign-term wrong-branch"),
        ("one branch", alpha, "unfinished wrong-branch term-missing"),
        ("one branch, the other", ONE, "unfinished wrong-branch term-missing"),
        ("indicators exchanged", add(_indicator(False), mul(alpha, _indicator(True))), "wrong-branch"),
        ("one less", _slopes(ONE, add(ONE, neg(alpha))), "wrong-branch sign-term term-extra"),
    ),
    *undone(
        "leaky-relu",
        (
            "operator left",
            atom(r"\frac{d}{dx} \max(\alpha x, x)", lambda w: number(1 if w.x[0, 0] > 0 else w.alpha)),
        ),
    ),
]

# --- the sigmoid ------------------------------------------------------------------------------------------------

s = sig(x)
_ex = exp(x)
_emx = exp(neg(x))
_rising = frac(_ex, add(_ex, ONE))


def _alone(*forms: str) -> Term:
    """The slope without its argument."""
    return atom(lambda h: h.rng.choice(forms), lambda w: sigma(w.x) * (1 - sigma(w.x)))


SIGMOID = [
    *right(
        "sigmoid",
        product=mul(s, add(ONE, neg(s))),
        product_again=mul(s, add(ONE, neg(s))),
        turned=mul(add(ONE, neg(s)), s),
        square=add(s, neg(sig_squared(x))),
        reflected=mul(s, sig(neg(x))),
        exponential=frac(_ex, power(add(_ex, ONE), 2)),
        falling=frac(_emx, power(add(ONE, _emx), 2)),
        quotients=mul(frac(ONE, add(ONE, _emx)), frac(_emx, add(ONE, _emx))),
        difference=add(_rising, neg(power(_rising, 2))),
        rule=frac(add(mul(_ex, add(_ex, ONE)), neg(mul(_ex, _ex))), power(add(_ex, ONE), 2)),
        powers=add(mul(_ex, power(add(_ex, ONE), -1)), neg(mul(power(_ex, 2), power(add(_ex, ONE), -2)))),
        chain=mul(power(add(ONE, _emx), -2), _emx),
        double_minus=neg(mul(s, add(s, neg(ONE)))),
        names_alone=_alone(
            r"\sigma(1-\sigma)", r"\sigma - \sigma^2", r"(1-\sigma)\sigma", r"\sigma \cdot (1 - \sigma)"
        ),
    ),
    *wrong(
        "sigmoid",
        ("all signs", mul(s, add(s, neg(ONE))), "sign-all"),
        ("all signs, quotient", neg(frac(_emx, power(add(ONE, _emx), 2))), "sign-all"),
        ("one sign", mul(s, add(ONE, s)), "sign-term"),
        ("one sign, square", add(s, sig_squared(x)), "sign-term"),
        ("square lost", frac(_ex, add(_ex, ONE)), "factor-missing"),
        ("square lost, falling", frac(_emx, add(ONE, _emx)), "factor-missing"),
        (
            "squared numerator lost",
            add(mul(_ex, power(add(_ex, ONE), -1)), neg(mul(_ex, power(add(_ex, ONE), -2)))),
            "factor-missing",
        ),
        ("minus in exp", frac(_ex, power(add(ONE, _emx), 2)), "sign-inside"),
        ("factor missing", add(ONE, neg(s)), "factor-missing"),
        ("the function", s, "not-differentiated factor-missing"),
        ("x for sigma", mul(s, add(ONE, neg(x))), "function-lost"),
        ("sigma lost in front", mul(x, add(ONE, neg(s))), "function-lost"),
        ("parenthesis", sig(mul(x, add(ONE, neg(x)))), "parenthesis function-lost"),
        ("squared outside", sig_squared(add(ONE, neg(x))), "parenthesis function-lost factor-missing"),
        ("inner derivative", neg(frac(ONE, power(add(ONE, _emx), 2))), "factor-missing chain-factor"),
        (
            "quotient rule with a plus",
            frac(add(mul(_ex, add(_ex, ONE)), mul(_ex, _ex)), power(add(_ex, ONE), 2)),
            "sign-term",
        ),
        (
            "the derivative of tanh",
            add(ONE, neg(sig_squared(x))),
            "factor-missing function-lost factor-extra",
        ),
        ("extra factor", mul(s, add(ONE, neg(s)), x), "factor-extra"),
        ("sign inside", mul(sig(neg(x)), add(ONE, neg(s))), "sign-inside"),
    ),
    *undone(
        "sigmoid",
        (
            "operator left",
            atom(
                lambda h: rf"\frac{{d}}{{dx}} {h.round(frac(ONE, add(ONE, _emx)).text(h))}",
                lambda w: sigma(w.x) * (1 - sigma(w.x)),
            ),
        ),
    ),
]

_beside = spread(ONE, s)
_elements = odot(s, _beside)
_juxtaposed = Term(
    PRODUCT, lambda h: f"{s.text(h)}({_beside.text(h)})", lambda w: sigma(w.x) * (1 - sigma(w.x))
)


def _matrix(diagonal: str) -> Term:
    def text(h: Hand) -> str:
        d = diagonal
        return (
            rf"\begin{{bmatrix}} {d.format(i='1')} & 0 & \cdots & 0 \\ 0 & {d.format(i='2')} & \cdots & 0 \\ "
            rf"\vdots & \vdots & \ddots & \vdots \\ 0 & 0 & \cdots & {d.format(i='n')} \end{{bmatrix}}"
        )

    return atom(text, lambda w: np.diag((sigma(w.x) * (1 - sigma(w.x)))[:, 0]))


VECTOR = [
    *right(
        "sigmoid-vector",
        diagonal=diag(_elements),
        diagonal_juxtaposed=diag(_juxtaposed),
        diagonal_again=diag(_juxtaposed),
        matrices=mul(diag(s), add(atom("I", lambda w: np.eye(len(w.x))), neg(diag(s)))),
        square=Term(
            CALL,
            lambda h: r"\mathrm{diag}(\sigma(x) - \sigma(x) \odot \sigma(x))",
            diag(_juxtaposed).value,
        ),
        reflected=diag(odot(s, sig(neg(x)))),
        entries=_matrix(r"\sigma(x_{i})(1-\sigma(x_{i}))"),
    ),
    *[
        Form(target="sigmoid-vector", name="by elements", term=term, verdict="correct")
        for term in (
            _juxtaposed,
            _elements,
            Term(PRODUCT, lambda h: r"\sigma(x) - \sigma^2(x)", _juxtaposed.value),
        )
    ],
    *wrong(
        "sigmoid-vector",
        (
            "one sign",
            diag(
                Term(
                    PRODUCT,
                    lambda h: f"{s.text(h)}(1 + {s.text(h)})",
                    lambda w: sigma(w.x) * (1 + sigma(w.x)),
                )
            ),
            "sign-term",
        ),
        ("all signs", neg(diag(_juxtaposed)), "sign-all"),
        (
            "all signs inside",
            diag(
                Term(
                    PRODUCT,
                    lambda h: f"{s.text(h)}({s.text(h)} - 1)",
                    lambda w: sigma(w.x) * (sigma(w.x) - 1),
                )
            ),
            "sign-all",
        ),
        ("factor missing", diag(s), "factor-missing not-differentiated"),
        ("other factor missing", diag(_beside), "factor-missing"),
        (
            "an outer product",
            mul(s, atom(lambda h: rf"(1 - {s.text(h)}){h.transpose}", lambda w: (1 - sigma(w.x)).T)),
            "outer-product shape transpose",
        ),
        (
            "sigma lost",
            diag(Term(PRODUCT, lambda h: f"{s.text(h)}(1 - {x.text(h)})", lambda w: sigma(w.x) * (1 - w.x))),
            "function-lost",
        ),
        (
            "a sign by elements",
            Term(PRODUCT, lambda h: f"{s.text(h)}({s.text(h)} - 1)", lambda w: sigma(w.x) * (sigma(w.x) - 1)),
            "sign-all shape",
        ),
        (
            "one sign by elements",
            Term(PRODUCT, lambda h: f"{s.text(h)}(1 + {s.text(h)})", lambda w: sigma(w.x) * (1 + sigma(w.x))),
            "sign-term shape",
        ),
    ),
]

FORMS = [*RELU, *LEAKY, *SIGMOID, *VECTOR]
