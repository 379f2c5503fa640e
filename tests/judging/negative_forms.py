r"""Answers about negative sampling."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.judging.forms import right, under, undone, wrong
from tests.judging.hand import Hand
from tests.judging.sums import over_matching, over_samples
from tests.judging.terms import (
    ONE,
    WK,
    Idx,
    O,
    T,
    Term,
    add,
    atom,
    columns,
    exp,
    frac,
    inner,
    mul,
    neg,
    num,
    scale,
    sig,
    sig_squared,
    spread,
    u,
    v,
)
from tests.judging.world import Array, World, sigma

a = inner(u(O), v)


def b(i: Idx) -> Term:
    return inner(u(i), v)


def minus_b(i: Idx) -> Term:
    return neg(inner(u(i), v))


def far(i: Idx) -> Term:
    """1 - sigma(-b), as the assignment's own derivation leaves it."""
    return add(ONE, neg(sig(minus_b(i))))


near = add(sig(a), neg(ONE))
near_flipped = add(ONE, neg(sig(a)))
_first = scale(near, u(O))
_sum = over_samples(lambda i: scale(sig(b(i)), u(i)))
_sum_far = over_samples(lambda i: scale(far(i), u(i)))

CENTER = [
    *right(
        "negative-center",
        far=add(neg(scale(near_flipped, u(O))), _sum_far),
        far_again=add(_first, _sum_far),
        near=add(_first, _sum),
        minus=add(_first, neg(over_samples(lambda i: scale(add(sig(minus_b(i)), neg(ONE)), u(i))))),
        reflected=add(neg(scale(sig(neg(a)), u(O))), _sum),
        swapped=add(_sum, neg(scale(near_flipped, u(O)))),
        swapped_far=add(_sum_far, _first),
        apart=add(neg(u(O)), scale(sig(a), u(O)), _sum),
        quotients=add(neg(scale(frac(mul(sig(a), near_flipped), sig(a)), u(O))), neg(over_samples(lambda i: mul(frac(mul(sig(minus_b(i)), far(i)), sig(minus_b(i))), atom(lambda h: f"(-{u(i).text(h)})", lambda w: -u(i).value(w)))))),
        logistic=add(neg(frac(u(O), add(ONE, exp(a)))), over_samples(lambda i: scale(sig(b(i)), u(i)))),
        bracket=neg(add(scale(near_flipped, u(O)), neg(_sum_far))),
    ),
    *wrong(
        "negative-center",
        ("minus in sigma lost", add(neg(scale(near_flipped, u(O))), over_samples(lambda i: scale(add(ONE, neg(sig(b(i)))), u(i)))), "sign-inside"),
        ("minus in sigma lost, first", add(scale(add(sig(neg(a)), neg(ONE)), u(O)), _sum_far), "sign-inside"),
        ("first sign", add(scale(sig(neg(a)), u(O)), _sum), "sign-term"),
        ("first sign, far", add(scale(near_flipped, u(O)), _sum_far), "sign-term"),
        ("second sign", add(_first, neg(_sum_far)), "sign-term"),
        ("second sign, near", add(_first, neg(_sum)), "sign-term"),
        ("all signs", add(scale(near_flipped, u(O)), neg(_sum_far)), "sign-all"),
        ("vector lost", add(_first, over_samples(lambda i: far(i))), "factor-missing shape chain-factor"),
        ("sum lost", add(_first, scale(far(WK), u(WK))), "sum-missing index-wrong"),
        ("first term lost", _sum, "term-missing"),
        ("second term lost", _first, "term-missing"),
        ("parenthesis", add(scale(sig(add(a, neg(ONE))), u(O)), _sum), "parenthesis"),
        ("sigma lost", add(scale(add(ONE, neg(a)), u(O)), _sum), "function-lost sign-term"),
        ("sigma lost, sum", add(_first, over_samples(lambda i: scale(b(i), u(i)))), "function-lost"),
        ("v for u", add(scale(near, v), over_samples(lambda i: scale(far(i), v))), "index-wrong wrong-variable"),
        ("v for u in the sum", add(_first, over_samples(lambda i: scale(far(i), v))), "index-wrong wrong-variable"),
        ("u_o in the sum", add(_first, over_samples(lambda i: scale(sig(a), u(i)))), "index-wrong"),
        ("u_o for u_k", add(_first, over_samples(lambda i: scale(sig(b(i)), u(O)))), "index-wrong"),
        ("last sample lost", add(_first, over_samples(lambda i: scale(far(i), u(i)), lost=1)), "sum-range"),
        ("first sample lost", add(_first, over_samples(lambda i: scale(far(i), u(i)), first=1)), "sum-range"),
        ("left as a row", add(mul(near, T(u(O))), over_samples(lambda i: mul(far(i), T(u(i))))), "row-for-column transpose"),
        ("transpose inside", add(scale(add(sig(mul(u(O), v, sign="")), neg(ONE)), u(O)), _sum), "transpose shape"),
        ("derivative of sigma", add(neg(scale(mul(sig(a), near_flipped), u(O))), _sum), "factor-extra chain-factor"),
        ("one lost", add(scale(sig(a), u(O)), _sum), "term-missing"),
        ("extra u", add(_first, over_samples(lambda i: scale(far(i), mul(u(i), u(i))))), "factor-extra shape"),
    ),
    *undone("negative-center", ("operator left", add(_first, neg(over_samples(lambda i: atom(lambda h: rf"\frac{{\partial}}{{\partial {v.text(h)}}} \log\sigma(-{b(i).text(h)})", lambda w: -sigma(b(i).value(w)) * u(i).value(w))))))),
    *under(
        right("negative-center", short=add(scale(add(sig(atom("a", a.value)), neg(ONE)), u(O)), _sum)),
        r"a = u_o^\top v_c", r"let $a = u_o^T v_c$", r"\text{let } a = u_o^\top v_c",
    ),
    *under(wrong("negative-center", ("defined, sign", add(scale(add(ONE, neg(sig(atom("a", a.value)))), u(O)), _sum), "sign-term")), r"a = u_o^\top v_c"),
]  # fmt: skip

TRUE = [
    *right(
        "negative-true-outside",
        near=scale(near, v),
        near_again=scale(near, v),
        flipped=neg(scale(near_flipped, v)),
        reflected=neg(scale(sig(neg(a)), v)),
        apart=add(scale(sig(a), v), neg(v)),
        apart_swapped=add(neg(v), scale(sig(a), v)),
        quotient=neg(scale(frac(mul(sig(a), near_flipped), sig(a)), v)),
        chain=neg(mul(frac(ONE, sig(a)), sig(a), near_flipped, v)),
        squared=neg(scale(frac(add(sig(a), neg(sig_squared(a))), sig(a)), v)),
        logistic=neg(frac(v, add(ONE, exp(a)))),
    ),
    *wrong(
        "negative-true-outside",
        ("all signs", scale(near_flipped, v), "sign-all"),
        ("reflected without its sign", scale(sig(neg(a)), v), "sign-all"),
        ("one sign", scale(add(sig(a), ONE), v), "sign-term"),
        ("minus inside", scale(add(sig(neg(a)), neg(ONE)), v), "sign-inside"),
        ("u_o for v_c", scale(near, u(O)), "wrong-variable index-wrong"),
        ("vector lost", near, "factor-missing shape chain-factor"),
        ("left as a row", mul(near, T(v)), "row-for-column transpose"),
        ("parenthesis", scale(sig(add(a, neg(ONE))), v), "parenthesis"),
        ("sigma lost", scale(add(a, neg(ONE)), v), "function-lost"),
        ("another sample", scale(add(sig(b(WK)), neg(ONE)), v), "index-wrong"),
        ("derivative of sigma", neg(scale(mul(sig(a), near_flipped), v)), "factor-extra chain-factor"),
        ("one lost", scale(sig(a), v), "term-missing"),
        ("transpose inside", scale(add(sig(mul(u(O), v, sign="")), neg(ONE)), v), "transpose shape"),
        ("the sum kept", add(scale(near, v), over_samples(lambda i: scale(sig(b(i)), v))), "term-extra sum-spurious"),
        ("squared", scale(near, mul(v, v)), "factor-extra shape"),
        ("outer", mul(near, inner(v, v)), "factor-extra shape"),
        ("only the first", neg(v), "term-missing"),
    ),
]  # fmt: skip


SAMPLE = [
    *right(
        "negative-sample",
        near=scale(sig(b(WK)), v),
        near_again=scale(sig(b(WK)), v),
        far=scale(far(WK), v),
        far_again=scale(far(WK), v),
        minus=neg(scale(add(sig(minus_b(WK)), neg(ONE)), v)),
        apart=add(v, neg(scale(sig(minus_b(WK)), v))),
        quotient=frac(mul(sig(minus_b(WK)), far(WK), v), sig(minus_b(WK))),
        chain=neg(
            mul(
                frac(ONE, sig(minus_b(WK))),
                sig(minus_b(WK)),
                far(WK),
                atom(lambda h: rf"(-{v.text(h)})", lambda w: -w.v_c),
            )
        ),
        logistic=frac(v, add(ONE, exp(minus_b(WK)))),
    ),
    *wrong(
        "negative-sample",
        ("minus inside lost", scale(add(ONE, neg(sig(b(WK)))), v), "sign-inside"),
        (
            "minus inside lost, flipped",
            scale(add(sig(b(WK)), neg(ONE)), v),
            "sign-inside term-extra sign-all",
        ),
        ("minus inside too many", scale(sig(minus_b(WK)), v), "sign-inside"),
        ("all signs", scale(add(sig(minus_b(WK)), neg(ONE)), v), "sign-all"),
        ("all signs, near", neg(scale(sig(b(WK)), v)), "sign-all"),
        ("summed", over_samples(lambda i: scale(far(i), v)), "sum-spurious"),
        ("summed, near", over_samples(lambda i: scale(sig(b(i)), v)), "sum-spurious"),
        ("u for v", scale(sig(b(WK)), u(WK)), "wrong-variable index-wrong"),
        ("vector lost", far(WK), "factor-missing chain-factor shape"),
        ("left as a row", mul(far(WK), T(v)), "row-for-column transpose"),
        ("u_o in sigma", scale(add(ONE, neg(sig(neg(a)))), v), "index-wrong"),
        (
            "inner derivative",
            neg(frac(mul(sig(minus_b(WK)), far(WK)), sig(minus_b(WK)))),
            "factor-missing chain-factor shape",
        ),
        ("sigma lost", scale(b(WK), v), "function-lost"),
        ("sigma lost, far", scale(add(ONE, b(WK)), v), "function-lost"),
        ("parenthesis", scale(sig(add(ONE, b(WK))), v), "parenthesis term-extra"),
        ("one sign", scale(add(ONE, sig(minus_b(WK))), v), "sign-term"),
        (
            "derivative of sigma",
            scale(mul(sig(b(WK)), add(ONE, neg(sig(b(WK))))), v),
            "factor-extra chain-factor",
        ),
        ("transpose inside", scale(sig(mul(u(WK), v, sign="")), v), "transpose shape"),
        ("the true term kept", add(scale(near, v), scale(sig(b(WK)), v)), "term-extra"),
        ("squared", frac(mul(sig(minus_b(WK)), far(WK), far(WK), v), sig(minus_b(WK))), "factor-extra"),
    ),
    *under(
        right("negative-sample", short=scale(sig(atom("b_k", b(WK).value)), v)),
        r"b_k = u_{w_k}^\top v_c",
        r"b_k = u_k^\top v_c",
    ),
]


# --- what the three share ---------------------------------------------------------------------------------------


def _signed(w: World) -> Array:
    return np.hstack([w.u(w.letters["o"]), *(-w.u(i) for i in w.samples)])


def _signed_text(h: Hand) -> str:
    dots = h.dots
    spelled = r"\{w_1" + f",{dots},w_K" + r"\}"
    form = h.rng.random() if not h.plain else 0
    name = "U" if h.font is None or form > 0.8 else h.font("U")
    return f"{name}_{{o,{spelled}}}" if form < 0.7 else f"{name}_{{o, {spelled}}}"


signed = atom(_signed_text, _signed)


def _list(sign: str, value: Callable[[World], Array]) -> Term:
    def parts(h: Hand) -> list[str]:
        return [u(O).text(h), f"{sign}{h.vector('u', 'w_1')}", h.dots, f"{sign}{h.vector('u', 'w_K')}"]

    return columns(parts, value)


_listed = _list("-", _signed)
_unsigned = _list("", lambda w: np.hstack([w.u(w.letters["o"]), *(w.u(i) for i in w.samples)]))
_one = atom(lambda h: h.one, lambda w: np.array([[1.0]]))
_scores = mul(T(signed), v)
_z = atom("z", _scores.value)
REUSE = [
    *right(
        "negative-reuse",
        minus_one=spread(num(-1), sig(_scores), "+"),
        after=Term(1, lambda h: f"{sig(_scores).text(h)} - {h.one}", lambda w: sigma(_scores.value(w)) - 1),
        after_again=Term(
            1, lambda h: f"{sig(_scores).text(h)} - {h.one}", lambda w: sigma(_scores.value(w)) - 1
        ),
        other_sign=spread(_one, sig(_scores)),
        other_sign_again=spread(_one, sig(_scores)),
        reflected=neg(sig(neg(_scores))),
        reflected_other=sig(neg(_scores)),
        listed=Term(
            1,
            lambda h: f"{sig(mul(T(_listed), v)).text(h)} - {h.one}",
            lambda w: sigma(_signed(w).T @ w.v_c) - 1,
        ),
        scores=Term(1, lambda h: f"{sig(_z).text(h)} - 1", lambda w: sigma(_z.value(w)) - 1),
    ),
    *wrong(
        "negative-reuse",
        ("one lost", sig(_scores), "term-missing"),
        ("one sign", spread(_one, sig(_scores), "+"), "sign-term"),
        (
            "transpose lost",
            Term(
                1,
                lambda h: f"{sig(mul(signed, v)).text(h)} - {h.one}",
                lambda w: sigma(mul(signed, v).value(w)) - 1,
            ),
            "transpose shape",
        ),
        ("minus inside", spread(_one, sig(neg(_scores))), "sign-inside"),
        (
            "sigma lost",
            Term(1, lambda h: f"{_scores.text(h)} - {h.one}", lambda w: _scores.value(w) - 1),
            "function-lost",
        ),
        (
            "parenthesis",
            sig(Term(1, lambda h: f"{_scores.text(h)} - {h.one}", lambda w: _scores.value(w) - 1)),
            "parenthesis",
        ),
        (
            "unsigned",
            Term(
                1,
                lambda h: f"{sig(mul(T(_unsigned), v)).text(h)} - {h.one}",
                lambda w: sigma(mul(T(_unsigned), v).value(w)) - 1,
            ),
            "sign-inside sign-term sign-all",
        ),
        (
            "left as a row",
            Term(
                1,
                lambda h: f"{sig(mul(T(v), signed)).text(h)} - {h.one}",
                lambda w: sigma(mul(T(v), signed).value(w)) - 1,
            ),
            "row-for-column transpose shape",
        ),
        (
            "derivative of sigma",
            Term(
                3,
                lambda h: rf"{sig(_scores).text(h)} \odot (1 - {sig(_scores).text(h)})",
                lambda w: sigma(_scores.value(w)) * (1 - sigma(_scores.value(w))),
            ),
            "factor-extra chain-factor",
        ),
    ),
]

# --- samples that repeat ----------------------------------------------------------------------------------------


def _matches(i: Idx) -> Term:
    def text(h: Hand) -> str:
        mine, own = i.text(h), WK.text(h)
        if not h.nested:
            mine, own = (f"w_{mine}" if len(mine) == 1 else f"w_{{{mine}}}"), "w_k"
        forms = (rf"\mathbb{{1}}\{{{mine} = {own}\}}", rf"\mathbf{{1}}_{{{mine}={own}}}", rf"\mathbb{{I}}\{{{mine}={own}\}}", rf"\mathbf 1[{mine}={own}]", rf"1\{{{mine}={own}\}}", rf"\mathbb{{1}}_{{[{mine}={own}]}}")  # fmt: skip
        return h.rng.choice(forms)

    return atom(text, lambda w: np.array([[float(i.word(w) == WK.word(w))]]))


_matched = over_matching(lambda i: scale(far(WK), v))
REPEATED = [
    *right(
        "negative-repeated",
        matched=over_matching(lambda i: scale(sig(b(WK)), v)),
        matched_far=_matched,
        matched_bound=over_matching(lambda i: scale(far(i), v)),
        matched_bound_near=over_matching(lambda i: scale(sig(b(i)), v)),
        factored=mul(over_matching(lambda i: far(WK)), v),
        minus=neg(over_matching(lambda i: scale(add(sig(minus_b(WK)), neg(ONE)), v))),
        indicator=over_samples(lambda i: mul(_matches(i), far(WK), v), avoid="k"),
        indicator_near=over_samples(lambda i: mul(_matches(i), sig(b(WK)), v), avoid="k"),
        counted=mul(
            atom(
                lambda h: h.rng.choice(
                    (r"|\{s : w_s = w_k\}|", r"|\{s \mid w_s = w_k\}|", r"\left|\{ s: w_s = w_k \}\right|")
                ),
                lambda w: np.array([[float(w.samples.count(w.samples[w.letters["k"]]))]]),
            ),
            sig(b(WK)),
            v,
        ),
        counted_sum=mul(over_samples(lambda i: _matches(i), avoid="k"), far(WK), v),
    ),
    *wrong(
        "negative-repeated",
        ("all samples", over_samples(lambda i: scale(sig(b(i)), v), avoid="k"), "sum-range sum-spurious"),
        (
            "all samples, one word",
            over_samples(lambda i: scale(far(WK), v), avoid="k", explicit=True),
            "sum-range sum-spurious",
        ),
        ("the others", over_matching(lambda i: scale(far(i), v), other=True), "sum-range"),
        ("the others, one word", over_matching(lambda i: scale(sig(b(WK)), v), other=True), "sum-range"),
        ("sum lost", scale(far(WK), v), "sum-missing"),
        ("sum lost, near", scale(sig(b(WK)), v), "sum-missing"),
        ("minus inside lost", over_matching(lambda i: scale(add(ONE, neg(sig(b(WK)))), v)), "sign-inside"),
        ("all signs", neg(_matched), "sign-all"),
        (
            "all signs, factored",
            over_matching(lambda i: scale(add(sig(minus_b(WK)), neg(ONE)), v)),
            "sign-all",
        ),
        ("vector lost", over_matching(lambda i: far(WK)), "factor-missing shape chain-factor"),
        ("u for v", over_matching(lambda i: scale(far(WK), u(WK))), "wrong-variable index-wrong"),
        (
            "K times",
            mul(atom("K", lambda w: np.array([[float(len(w.samples))]])), sig(b(WK)), v),
            "sum-range factor-extra sum-missing factor-missing",
        ),
        ("sigma lost", over_matching(lambda i: scale(add(ONE, b(WK)), v)), "function-lost"),
        ("left as a row", over_matching(lambda i: mul(sig(b(WK)), T(v))), "row-for-column transpose"),
        ("u_o in sigma", over_matching(lambda i: scale(add(ONE, neg(sig(neg(a)))), v)), "index-wrong"),
    ),
]

FORMS = [*CENTER, *TRUE, *SAMPLE, *REUSE, *REPEATED]
