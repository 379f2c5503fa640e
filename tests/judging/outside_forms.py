r"""Answers about the naive softmax loss by u_w and by U."""

from __future__ import annotations

from collections.abc import Callable

from tests.judging.forms import Form, right, under, wrong
from tests.judging.hand import Hand
from tests.judging.softmax_forms import ROW_Y, ROWS, Z, against, defined, e, error, soft
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
    cases,
    columns,
    delta,
    exp,
    frac,
    inner,
    mul,
    neg,
    num,
    scale,
    softmax,
    spread,
    u,
    v,
    y,
    y_at,
    yh,
    yh_at,
)
from tests.judging.world import Array, World

# --- by u_w -----------------------------------------------------------------------------------------------------


def _outside_wrong(target: str, i: Idx) -> list[Form]:
    return wrong(
        target,
        ("index lost", mul(error, v), "index-lost shape outer-product product-order transpose"),
        ("index lost, hat alone", mul(yh, v), "index-lost shape outer-product product-order transpose"),
        ("a matrix", mul(v, T(error)), "index-lost shape outer-product wrong-variable"),
        ("left as a row", mul(add(yh_at(i), neg(y_at(i))), T(v)), "row-for-column transpose"),
        ("u for v", mul(add(yh_at(i), neg(y_at(i))), u(i)), "wrong-variable index-wrong"),
        ("u_o for v", scale(add(yh_at(i), neg(y_at(i))), u(O)), "wrong-variable index-wrong"),
    )


TRUE = [
    *right(
        "softmax-true-outside",
        factored=scale(add(yh_at(O), neg(ONE)), v),
        factored_y=scale(add(yh_at(O), neg(y_at(O))), v),
        apart=add(scale(yh_at(O), v), neg(v)),
        apart_swapped=add(neg(v), scale(yh_at(O), v)),
        flipped=neg(scale(add(ONE, neg(yh_at(O))), v)),
        quotient=add(neg(v), scale(soft(O), v)),
        over=add(neg(v), frac(scale(e(O), v), Z())),
        one_quotient=scale(add(soft(O), neg(ONE)), v),
        with_w=scale(add(yh_at(W), neg(ONE)), v),
        probability=scale(add(atom(r"P(O=o|C=c)", lambda w: w.y_hat[[w.letters["o"]]]), neg(ONE)), v),
        numerator=neg(scale(frac(over_words(e, but=O), Z()), v)),
    ),
    *wrong(
        "softmax-true-outside",
        ("all signs", scale(add(ONE, neg(yh_at(O))), v), "sign-all"),
        ("one sign", add(v, scale(yh_at(O), v)), "sign-term"),
        ("one sign, factored", scale(add(yh_at(O), ONE), v), "sign-term"),
        ("one sign, minus", add(neg(v), neg(scale(yh_at(O), v))), "sign-term"),
        ("hat dropped", add(neg(v), scale(y_at(O), v)), "hat-dropped"),
        ("term missing", scale(yh_at(O), v), "term-missing wrong-case"),
        ("factor missing", add(yh_at(O), neg(ONE)), "factor-missing shape"),
        ("parenthesis", add(scale(yh_at(O), v), neg(ONE)), "parenthesis shape factor-missing"),
        ("no hat", neg(v), "term-missing"),
        ("vector for entry", scale(add(yh, neg(ONE)), v), "index-lost shape outer-product"),
        ("outer", mul(spread(yh, ONE), T(v)), "index-lost shape outer-product transpose"),
        ("squared", scale(add(yh_at(O), neg(ONE)), mul(v, v)), "factor-extra shape"),
        (
            "exp lost",
            add(neg(v), scale(frac(inner(u(O), v), over_words(lambda i: inner(u(i), v))), v)),
            "function-lost",
        ),
        ("summed", add(over_words(lambda i: scale(yh_at(i), v)), neg(v)), "sum-spurious"),
        ("u_o for v_c", scale(add(yh_at(O), neg(ONE)), u(O)), "wrong-variable index-wrong"),
        ("no exp on top", add(neg(v), frac(v, Z())), "factor-missing"),
    ),
    *_outside_wrong("softmax-true-outside", O),
]

OTHER = [
    *right(
        "softmax-other-outside",
        plain=scale(yh_at(W), v),
        plain_again=scale(yh_at(W), v),
        quotient=scale(soft(W), v),
        over=frac(scale(e(W), v), Z()),
        over_second=frac(mul(e(W), v), over_words(e)),
        inverse=mul(frac(ONE, Z()), e(W), v),
        with_y=scale(add(yh_at(W), neg(y_at(W))), v),
        named_case=scale(
            atom(lambda h: rf"{h.hat % 'y'}_{{w {h.ne} o}}", lambda w: w.y_hat[[w.letters["w"]]]), v
        ),
        zero=add(atom("0", lambda w: 0 * w.v_c), scale(yh_at(W), v)),
        probability=scale(atom(r"P(O=w \mid C=c)", lambda w: w.y_hat[[w.letters["w"]]]), v),
    ),
    *wrong(
        "softmax-other-outside",
        ("hat dropped", scale(y_at(W), v), "hat-dropped"),
        ("sign", neg(scale(yh_at(W), v)), "sign-all"),
        ("wrong index", scale(yh_at(O), v), "index-wrong"),
        (
            "probability of o",
            scale(atom("P(O=o|C=c)", lambda w: w.y_hat[[w.letters["o"]]]), v),
            "index-wrong",
        ),
        ("the other case", scale(add(yh_at(W), neg(ONE)), v), "wrong-case term-extra"),
        ("summed", over_words(lambda i: scale(yh_at(i), v), but=O), "sum-spurious"),
        ("summed over all", mul(frac(ONE, Z()), over_words(lambda i: scale(e(i), v))), "sum-spurious"),
        ("summed, minus", add(over_words(lambda i: scale(yh_at(i), v)), neg(v)), "sum-spurious"),
        ("factor missing", yh_at(W), "factor-missing shape"),
        ("exp lost", scale(frac(inner(u(W), v), over_words(lambda i: inner(u(i), v))), v), "function-lost"),
        ("quotient lost", scale(e(W), v), "factor-missing"),
        ("zero", num(0), "term-missing factor-extra factor-missing"),
        ("exponent", frac(scale(exp(mul(inner(u(W), v), v)), v), Z()), "factor-extra shape"),
        ("u_w for v_c", scale(yh_at(W), u(W)), "wrong-variable index-wrong"),
        ("squared", scale(mul(yh_at(W), yh_at(W)), v), "factor-extra"),
        ("softmax's own", scale(mul(yh_at(W), add(ONE, neg(yh_at(W)))), v), "factor-extra"),
    ),
    *_outside_wrong("softmax-other-outside", W),
]


def _when(relation: str) -> Callable[[Hand], str]:
    def text(h: Hand) -> str:
        return f"w {h.ne if relation == '!=' else '='} o"

    return text


def _other_word(h: Hand) -> str:
    return h.rng.choice((rf"w {h.ne} o", rf"w{h.ne} o", r"\text{otherwise}", r"w \neq o"))


def _by_case(at_o: Term, elsewhere: Term, swap: bool = False) -> Term:
    def value(w: World) -> Array:
        return (at_o if w.letters["w"] == w.letters["o"] else elsewhere).value(w)

    first, second = (at_o, _when("=")), (elsewhere, _when("!=") if swap else _other_word)
    return cases([second, first] if swap else [first, second], value)


BOTH = [
    *right(
        "softmax-outside",
        plain=scale(add(yh_at(W), neg(y_at(W))), v),
        plain_again=scale(add(yh_at(W), neg(y_at(W))), v),
        indicator=scale(add(yh_at(W), neg(delta(W, O))), v),
        quotient=scale(add(soft(W), neg(delta(W, O))), v),
        apart=add(scale(yh_at(W), v), neg(scale(y_at(W), v))),
        cases=_by_case(add(scale(yh_at(O), v), neg(v)), scale(yh_at(W), v)),
        cases_factored=_by_case(scale(add(yh_at(O), neg(ONE)), v), scale(yh_at(W), v)),
        cases_swapped=_by_case(scale(add(yh_at(W), neg(ONE)), v), scale(yh_at(W), v), swap=True),
        cases_scaled=scale(_by_case(add(yh_at(W), neg(ONE)), yh_at(W)), v),
        entry=scale(
            atom(
                lambda h: rf"[{error.text(h)}]_w" if h.plain else rf"({error.text(h)})_w",
                lambda w: (w.y_hat - w.y)[[w.letters["w"]]],
            ),
            v,
        ),
        flipped=neg(scale(add(y_at(W), neg(yh_at(W))), v)),
        indicator_first=add(neg(scale(delta(W, O), v)), scale(yh_at(W), v)),
    ),
    *wrong(
        "softmax-outside",
        ("all signs", scale(add(y_at(W), neg(yh_at(W))), v), "sign-all"),
        ("one sign", scale(add(yh_at(W), y_at(W)), v), "sign-term"),
        (
            "index of one lost",
            scale(add(yh_at(W), neg(ONE)), v),
            "wrong-case index-lost factor-missing term-extra index-wrong",
        ),
        ("one branch only", scale(yh_at(W), v), "wrong-case term-missing unfinished"),
        (
            "hat dropped in a case",
            _by_case(scale(add(yh_at(O), neg(ONE)), v), scale(y_at(W), v)),
            "hat-dropped",
        ),
        (
            "cases exchanged",
            _by_case(scale(yh_at(W), v), scale(add(yh_at(W), neg(ONE)), v)),
            "wrong-branch wrong-case",
        ),
        (
            "sign in a case",
            _by_case(scale(add(ONE, neg(yh_at(O))), v), scale(yh_at(W), v)),
            "sign-term sign-all sign-inside",
        ),
        ("summed", over_words(lambda i: scale(add(yh_at(i), neg(y_at(i))), v)), "sum-spurious"),
        ("y_w twice", scale(add(y_at(W), neg(y_at(W))), v), "hat-dropped"),
        ("wrong index", scale(add(yh_at(O), neg(y_at(O))), v), "index-wrong wrong-case"),
        ("wrong index in one", scale(add(yh_at(W), neg(y_at(O))), v), "index-wrong"),
        ("row", mul(T(error), v), "index-lost outer-product transpose shape"),
    ),
    *_outside_wrong("softmax-outside", W),
]

# --- by U -------------------------------------------------------------------------------------------------------


def _columns_of(first: str, value: object, o_column: bool = True) -> Term:
    def parts(h: Hand) -> list[str]:
        def column(i: str) -> str:
            hat = h.sub(h.hat % "y", i)
            return f"{hat} {v.text(h)}"

        at_o = f"{column('o')} {first} {v.text(h)}"
        return [column("1"), h.dots, *([at_o, h.dots] if o_column else []), column("V")]

    return columns(parts, value)  # type: ignore[arg-type]


_rows_matrix = [
    *right("softmax-outside-matrix", outer=mul(error, T(v)), apart=add(mul(yh, T(v)), neg(mul(y, T(v))))),
    *wrong(
        "softmax-outside-matrix",
        ("the default layout", mul(v, T(error)), "outer-product layout transpose shape"),
        ("sign", mul(against, T(v)), "sign-all"),
    ),
]
_row_y_matrix = [
    *right("softmax-outside-matrix", outer=mul(v, error)),
    *wrong(
        "softmax-outside-matrix",
        ("row y, turned again", mul(v, T(error)), "outer-product layout transpose shape"),
        ("row y, sign", mul(v, against), "sign-all"),
    ),
]

MATRIX = [
    *right(
        "softmax-outside-matrix",
        outer=mul(v, T(error)),
        outer_again=mul(v, T(error)),
        apart=add(mul(v, T(yh)), neg(mul(v, T(y)))),
        flipped=neg(mul(v, T(against))),
        turned=T(mul(error, T(v))),
        columns=_columns_of("-", lambda w: w.v_c @ (w.y_hat - w.y).T),
        partials=columns(
            lambda h: [
                rf"\frac{{\partial J}}{{\partial {h.vector('u', i)}}}" if i else h.dots
                for i in ("1", "", "V")
            ],
            lambda w: w.v_c @ (w.y_hat - w.y).T,
        ),
        partials_two=columns(
            lambda h: [
                rf"\frac{{\partial J}}{{\partial {h.vector('u', i)}}}" if i else h.dots
                for i in ("1", "2", "", "V")
            ],
            lambda w: w.v_c @ (w.y_hat - w.y).T,
        ),
        softmax=mul(v, T(add(softmax(mul(T(U), v)), neg(y)))),
    ),
    *wrong(
        "softmax-outside-matrix",
        ("inner", mul(T(error), v), "outer-product shape transpose"),
        ("no transpose", mul(error, v), "outer-product shape transpose product-order"),
        ("reversed", mul(error, T(v)), "outer-product layout transpose shape product-order"),
        ("no transpose, v first", mul(v, error), "outer-product transpose shape"),
        ("all signs", mul(v, T(against)), "sign-all"),
        ("one sign", mul(v, T(add(yh, y))), "sign-term"),
        ("hat dropped", mul(v, T(add(y, neg(y)))), "hat-dropped"),
        ("term missing", mul(v, T(yh)), "term-missing"),
        (
            "entry for the vector",
            scale(add(yh_at(W), neg(y_at(W))), T(v)),
            "shape index-lost index-wrong outer-product row-for-column transpose wrong-variable factor-missing",
        ),
        ("U for v", mul(U, error), "wrong-variable shape outer-product index-wrong factor-missing"),
        ("u_o for v_c", mul(u(O), T(error)), "wrong-variable index-wrong"),
        ("column sign", _columns_of("+", lambda w: w.v_c @ (w.y_hat + w.y).T), "sign-term"),
        ("column o forgotten", _columns_of("", lambda w: w.v_c @ w.y_hat.T, o_column=False), "term-missing"),
        ("parenthesis", add(mul(v, T(yh)), neg(T(y))), "parenthesis factor-missing shape"),
    ),
    *under(_rows_matrix, *ROWS, rows_of_u=True),
    *under(_row_y_matrix, *ROW_Y, row_y=True),
    *under(
        right("softmax-outside-matrix", short=mul(v, T(defined(r"\delta", lambda w: w.y_hat - w.y)))),
        r"\delta = \hat y - y",
        r"$\delta := \hat{y} - y$",
    ),
    *under(
        wrong(
            "softmax-outside-matrix",
            (
                "defined, reversed",
                mul(defined(r"\delta", lambda w: w.y_hat - w.y), T(v)),
                "outer-product layout transpose shape product-order",
            ),
        ),
        r"\delta = \hat y - y",
    ),
]


FORMS = [*TRUE, *OTHER, *BOTH, *MATRIX]
