r"""Answers about the naive softmax loss: cross-entropy, by v_c."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.judging.forms import Form, right, under, undone, wrong
from tests.judging.hand import Hand
from tests.judging.sums import over_words
from tests.judging.terms import (
    ONE,
    Idx,
    O,
    T,
    Term,
    U,
    W,
    add,
    atom,
    columns,
    exp,
    frac,
    inner,
    log,
    mul,
    neg,
    scale,
    softmax,
    u,
    v,
    y,
    y_at,
    yh,
    yh_at,
)
from tests.judging.world import Array, World

ROWS = (
    r"U \in \mathbb{R}^{|V| \times d}", r"U \in \mathbb{R}^{V \times D}", "the rows of U are the outside vectors",
    r"$U \in R^{|Vocab| \times d}$", r"U is a |V| \times d matrix", r"each row of $U$ is an outside vector $u_w$",
)  # fmt: skip
ROW_Y = (
    r"y and \hat y are row vectors", r"$y$ and $\hat{y}$ are row vectors", r"y, \hat y \in \mathbb{R}^{1 \times |V|}",
    r"\hat{y}, y \in \mathbb{R}^{1 \times V}",
)  # fmt: skip


def e(i: Idx) -> Term:
    return exp(inner(u(i), v))


def Z() -> Term:
    return over_words(e)


def soft(i: Idx) -> Term:
    return frac(e(i), Z())


error = add(yh, neg(y))
against = add(y, neg(yh))
mean = over_words(lambda i: scale(yh_at(i), u(i)))


# --- cross-entropy ----------------------------------------------------------------------------------------------

_entropy = neg(over_words(lambda i: mul(y_at(i), log(yh_at(i)))))
CROSS = [
    *right(
        "cross-entropy",
        plain=neg(log(yh_at(O))),
        one_left=neg(mul(y_at(O), log(yh_at(O)))),
        quotient=neg(log(soft(O))),
        difference=add(neg(inner(u(O), v)), log(Z())),
        both=neg(add(inner(u(O), v), neg(log(Z())))),
        of_softmax=neg(
            log(
                atom(
                    lambda h: rf"P(O=o{'|' if h.plain else ' ' + chr(92) + 'mid '}C=c)",
                    lambda w: w.y_hat[[w.letters["o"]]],
                )
            )
        ),
        reciprocal=log(frac(ONE, yh_at(O))),
        split=add(
            neg(mul(y_at(O), log(yh_at(O)))), neg(over_words(lambda i: mul(y_at(i), log(yh_at(i))), but=O))
        ),
    ),
    *wrong(
        "cross-entropy",
        ("hat dropped", neg(log(y_at(O))), "hat-dropped domain"),
        (
            "hats on both",
            neg(over_words(lambda i: mul(yh_at(i), log(yh_at(i))))),
            "hat-dropped factor-extra index-wrong",
        ),
        ("sign lost", log(yh_at(O)), "sign-all sign-term"),
        ("sum of all", neg(over_words(lambda i: log(yh_at(i)))), "factor-missing sum-spurious sum-range"),
        ("not the hat's index", neg(log(yh_at(W))), "index-wrong"),
        ("log lost", neg(yh_at(O)), "function-lost"),
        ("entries lost", neg(mul(y_at(O), log(yh))), "index-lost shape"),
        ("one sign", neg(add(inner(u(O), v), log(Z()))), "sign-term parenthesis"),
        (
            "exp lost",
            neg(log(frac(inner(u(O), v), over_words(lambda i: inner(u(i), v))))),
            "function-lost domain",
        ),
        ("log of the sum lost", add(neg(inner(u(O), v)), Z()), "function-lost"),
    ),
    Form(
        target="cross-entropy",
        name="the question again",
        term=_entropy,
        codes=("unfinished", "not-differentiated"),
        verdict="incorrect",
    ),
]

# --- by v_c -----------------------------------------------------------------------------------------------------

_center_rows = [
    *right(
        "softmax-center",
        transposed=mul(T(U), error),
        apart=add(mul(T(U), yh), neg(mul(T(U), y))),
    ),
    *wrong(
        "softmax-center",
        ("the default layout", mul(U, error), "transpose layout shape"),
        ("sign", mul(T(U), against), "sign-all"),
    ),
]
_center_row_y = [
    *right("softmax-center", turned=mul(U, T(error))),
    *wrong(
        "softmax-center",
        ("row y, not turned", mul(U, error), "transpose layout shape"),
        ("row y, left as a row", mul(error, T(U)), "row-for-column transpose layout shape"),
    ),
]


def defined(text: str, value: object) -> Term:
    return atom(text, value)  # type: ignore[arg-type]


def _entries(change: str, value: Callable[[World], Array]) -> Term:
    """yhat - y written out, entry by entry."""

    def text(h: Hand) -> str:
        hat = [h.sub(h.hat % "y", i) for i in "1oV"]
        inside = rf"{hat[0]} \\ \vdots \\ {hat[1]} {change} \\ \vdots \\ {hat[2]}"
        return rf"\begin{{bmatrix}} {inside} \end{{bmatrix}}"

    return atom(text, value)


CENTER = [
    *right(
        "softmax-center",
        vectorised=mul(U, error),
        vectorised_again=mul(U, error),
        flipped=neg(mul(U, against)),
        apart=add(mul(U, yh), neg(mul(U, y))),
        apart_swapped=add(neg(mul(U, y)), mul(U, yh)),
        with_u_o=add(mul(U, yh), neg(u(O))),
        mean=add(neg(u(O)), mean),
        mean_first=add(mean, neg(u(O))),
        written_out=add(neg(u(O)), over_words(lambda i: scale(soft(i), u(i)))),
        one_quotient=add(neg(u(O)), frac(over_words(lambda i: scale(e(i), u(i))), Z())),
        inverse=add(neg(u(O)), mul(frac(ONE, Z()), over_words(lambda i: scale(e(i), u(i))))),
        weighted=over_words(lambda i: scale(add(yh_at(i), neg(y_at(i))), u(i))),
        softmax=add(mul(U, softmax(mul(T(U), v))), neg(u(O))),
        softmax_error=mul(U, add(softmax(mul(T(U), v)), neg(y))),
        bracketed=neg(add(u(O), neg(mean))),
        turned=T(add(mul(T(yh), T(U)), neg(mul(T(y), T(U))))),
        minus_u_o_first=add(neg(u(O)), mul(U, yh)),
        entries=mul(U, _entries("- 1", lambda w: w.y_hat - w.y)),
        split=add(scale(add(yh_at(O), neg(ONE)), u(O)), over_words(lambda i: scale(yh_at(i), u(i)), but=O)),
    ),
    *wrong(
        "softmax-center",
        ("transpose", mul(T(U), error), "transpose layout shape"),
        ("transpose on both", mul(T(U), T(error)), "transpose layout shape"),
        ("row", mul(U, T(error)), "transpose shape layout"),
        ("factors swapped, transposed", mul(error, T(U)), "transpose product-order shape layout"),
        ("factors swapped", mul(error, U), "product-order transpose shape layout"),
        ("factors swapped, row", mul(T(error), U), "product-order transpose shape layout row-for-column"),
        ("left as a row", mul(T(error), T(U)), "row-for-column transpose layout shape"),
        ("left as a row, summed", T(add(neg(u(O)), mean)), "row-for-column transpose"),
        ("all signs", mul(U, against), "sign-all"),
        ("all signs, summed", add(u(O), neg(mean)), "sign-all"),
        ("one sign", add(neg(u(O)), neg(mean)), "sign-term"),
        ("one sign, first", add(u(O), mean), "sign-term"),
        ("one sign, vectors", mul(U, add(yh, y)), "sign-term"),
        ("hat dropped", add(neg(u(O)), over_words(lambda i: scale(y_at(i), u(i)))), "hat-dropped"),
        ("weights lost", add(neg(u(O)), over_words(u)), "factor-missing"),
        ("term missing", mul(U, yh), "term-missing"),
        ("term missing, summed", mean, "term-missing"),
        ("wrong vector", add(neg(u(W)), mul(U, yh)), "index-wrong wrong-variable"),
        ("wrong vector v", add(neg(v), mul(U, yh)), "index-wrong wrong-variable"),
        (
            "range",
            add(neg(u(O)), over_words(lambda i: scale(yh_at(i), u(i)), but=O)),
            "sum-range term-missing",
        ),
        ("sum missing", add(neg(u(O)), scale(yh_at(W), u(W))), "sum-missing index-wrong"),
        (
            "exp lost",
            add(
                neg(u(O)),
                frac(over_words(lambda i: scale(inner(u(i), v), u(i))), over_words(lambda i: inner(u(i), v))),
            ),
            "function-lost",
        ),
        (
            "vector out of its sum",
            add(neg(u(O)), frac(over_words(lambda i: mul(e(i), u(W)), avoid="w"), Z())),
            "index-wrong parenthesis",
        ),
        (
            "extra factor",
            add(neg(u(O)), mul(over_words(lambda i: mul(soft(i), u(i))), u(O))),
            "factor-extra shape",
        ),
        ("inner derivative", add(neg(u(O)), frac(Z(), Z())), "factor-missing chain-factor shape"),
        ("parenthesis", add(mul(U, yh), neg(y)), "parenthesis shape factor-missing term-missing"),
        ("hat on the other", add(mul(U, y), neg(mul(U, yh))), "sign-all"),
        (
            "index kept",
            mul(U, add(yh_at(O), neg(ONE))),
            "shape index-wrong index-lost not-vectorised factor-missing factor-extra",
        ),
        ("matrix by U", mul(v, T(error)), "wrong-variable shape outer-product index-wrong"),
        (
            "stack",
            columns(
                lambda h: [f"{h.sub(h.hat % 'y', '1')} u_1", h.dots, f"{h.sub(h.hat % 'y', 'V')} u_V"],
                lambda w: w.U * w.y_hat.T,
            ),
            "sum-spurious sum-missing shape",
        ),
        ("one lost in the entries", mul(U, _entries("+ 1", lambda w: w.y_hat + w.y)), "sign-term"),
        ("softmax lost", add(mul(U, mul(T(U), v)), neg(u(O))), "function-lost"),
    ),
    *undone(
        "softmax-center",
        (
            "operator left",
            add(
                neg(u(O)),
                atom(
                    lambda h: rf"\frac{{\partial}}{{\partial {v.text(h)}}} {log(Z()).text(h)}",
                    lambda w: w.U @ w.y_hat,
                ),
            ),
        ),
    ),
    *under(_center_rows, *ROWS, rows_of_u=True),
    *under(_center_row_y, *ROW_Y, row_y=True),
    *under(
        right("softmax-center", short=mul(U, defined(r"\delta", lambda w: w.y_hat - w.y))),
        r"\delta = \hat y - y",
        r"let $\delta = \hat{y} - y$",
    ),
    *under(
        right(
            "softmax-center",
            short=add(mul(U, softmax(defined(r"\theta", lambda w: w.U.T @ w.v_c))), neg(u(O))),
        ),
        r"\theta = U^\top v_c",
        r"let $\theta = U^T v_c$",
    ),
    *under(
        wrong(
            "softmax-center",
            (
                "defined, sign",
                neg(mul(U, defined(r"\delta", lambda w: w.y_hat - w.y))),
                "sign-all sign-term",
            ),
        ),
        r"\delta = \hat y - y",
    ),
    *under(
        right(
            "softmax-center",
            quotient=add(
                neg(u(O)),
                frac(
                    over_words(lambda i: scale(e(i), u(i))),
                    defined("Z", lambda w: np.exp(w.U.T @ w.v_c).sum().reshape(1, 1)),
                ),
            ),
        ),
        r"Z = \sum_w \exp(u_w^\top v_c)",
        r"let $Z = \sum_{w} e^{u_w^T v_c}$",
    ),
]

FORMS = [*CROSS, *CENTER]
