r"""Answers about skip-gram, the sum over a window."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.judging.forms import Form, right, undone, wrong
from tests.judging.hand import Hand
from tests.judging.sums import over_window
from tests.judging.terms import (
    ONE,
    Term,
    atom,
    frac,
    mul,
    neg,
    num,
    v,
)
from tests.judging.world import Array, World

_PLACES: dict[str, Callable[[int], bool]] = {
    r"-m \le {j} \le m": lambda j: True,
    r"-m < {j} < m, {j} \neq 0": lambda j: abs(j) < 2 and j != 0,
    r"-m \leq {j} < m, {j}\ne 0": lambda j: j < 2 and j != 0,
    r"0 < {j} \leq m": lambda j: j > 0,
    r"-m \leq {j} < 0": lambda j: j < 0,
    r"m \leq {j} \leq m, {j} \neq 0": lambda j: j == 2,
}


def _one_loss(by: str) -> Callable[[Callable[[Hand], str], Callable[[World], int]], Term]:
    def body(letter: Callable[[Hand], str], place: Callable[[World], int]) -> Term:
        def text(h: Hand) -> str:
            variable = h.vector("U") if by == "U" else h.vector("v", "c")
            word = f"w_{{t+{letter(h)}}}"
            loss = h.rng.choice(("J",) if h.plain else ("J", "J", r"\mathbf{J}", r"\boldsymbol{J}"))
            loss = f"{loss}{h.list_round(', '.join((h.vector('v', 'c'), word, h.vector('U'))))}"
            forms = (
                rf"\frac{{\partial {loss}}}{{\partial {variable}}}", rf"\dfrac{{\partial {loss}}}{{\partial {variable}}}",
                rf"\partial {loss} / \partial {variable}", rf"\nabla_{{{variable}}} {loss}", rf"\frac{{\partial}}{{\partial {variable}}} {loss}",
            )  # fmt: skip
            return h.rng.choice(forms[:1] if h.plain else forms)

        def value(w: World) -> Array:
            by_u, by_v = w.window[place(w)]
            return (by_u.T if w.rows_of_u else by_u) if by == "U" else by_v

        return Term(3, text, value)

    return body


def _window_forms(target: str, by: str) -> list[Form]:
    sums = [
        (f"range {place}", over_window(_one_loss(by), place, inside), "sum-range")
        for place, inside in _PLACES.items()
    ]
    whole = over_window(_one_loss(by), None, lambda j: j != 0)
    other = over_window(_one_loss("v" if by == "U" else "U"), None, lambda j: j != 0)
    return [
        *right(target, plain=whole, again=whole, once_more=whole),
        *wrong(
            target,
            *sums,
            ("sign", neg(whole), "sign-all"),
            ("by another variable", other, "wrong-variable shape"),
            ("zero", num(0), "wrong-variable wrong-case term-missing factor-extra factor-missing"),
            ("average", mul(frac(ONE, atom("2m", lambda w: np.array([[4.0]]))), whole), "factor-extra"),
            ("one word", _single(by), "sum-missing"),
        ),
    ]


def _single(by: str) -> Term:
    return _one_loss(by)(lambda h: "j", lambda w: 1)


def _whole_loss(h: Hand) -> str:
    return h.rng.choice(
        (r"J_{\text{skip-gram}}", r"J_{skip-gram}(v_c, w_{t-m}, \dots, w_{t+m}, U)", r"J_{sg}")
    )


SKIPGRAM = [
    *_window_forms("skipgram-outside-matrix", "U"),
    *_window_forms("skipgram-center", "v"),
    *undone(
        "skipgram-center",
        (
            "the question again",
            atom(lambda h: rf"\frac{{\partial {_whole_loss(h)}}}{{\partial v_c}}", lambda w: _center(w)),
        ),
    ),
    *undone(
        "skipgram-outside-matrix",
        (
            "the question again",
            atom(lambda h: rf"\frac{{\partial {_whole_loss(h)}}}{{\partial U}}", lambda w: _by_u(w)),
        ),
    ),
    *right(
        "skipgram-other-center",
        zero=num(0),
        bold=atom(
            lambda h: h.rng.choice((r"\mathbf{0}", r"\boldsymbol{0}", r"\vec{0}", r"\mathbf 0", r"\bm 0")),
            lambda w: 0 * w.v_c,
        ),
        zeros=over_window(lambda letter, place: num(0), None, lambda j: j != 0),
    ),
    *wrong(
        "skipgram-other-center",
        (
            "not zero",
            over_window(_one_loss("v"), None, lambda j: j != 0),
            "wrong-variable term-extra wrong-case factor-extra",
        ),
        (
            "a matrix",
            over_window(_one_loss("U"), None, lambda j: j != 0),
            "wrong-variable term-extra wrong-case shape",
        ),
        ("the vector itself", v, "term-extra wrong-variable factor-extra"),
        ("one", num(1), "shape term-extra factor-extra"),
    ),
]


def _center(w: World) -> Array:
    return np.asarray(sum(by_v for j, (_, by_v) in w.window.items() if j))


def _by_u(w: World) -> Array:
    return np.asarray(sum(by_u for j, (by_u, _) in w.window.items() if j))


FORMS = SKIPGRAM
