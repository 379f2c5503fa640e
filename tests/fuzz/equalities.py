r"""Random equalities in declared symbols, typed by their kinds more often than not, and statements that go before an answer."""

from __future__ import annotations

import random
from typing import Any

SYMBOLS = {
    "A": "R^{n x n}", "B": "R^{n x n}", "S": "symmetric R^{n x n}", "W": "R^{m x n}", "P": "positive-definite R^{n x n}", "Q": "orthogonal R^{n x n}",
    "M": "invertible R^{n x n}", "x": "R^n", "y": "R^n", "b": "R^m", "z": "R^n", "t": "one-hot n k", "c": "R", "a": "positive R", "k": "index n", "i": "index n",
}  # fmt: skip
_SCALARS = ("c", "a", "2", r"\frac{1}{2}", "x_k", "A_{ik}", r"\delta_{ik}", "n", "t_i")
_VECTORS = ("x", "y", "z", r"\mathbf{1}", "t", "A_{:,k}", "e_k")
_MATRICES = ("A", "B", "S", "P", "Q", "I", r"W^\top W")


def _scalar(draw: random.Random, depth: int) -> str:
    if depth <= 0:
        return draw.choice(_SCALARS)
    s, v, m = (lambda kind=kind: kind(draw, depth - 1) for kind in (_scalar, _vector, _matrix))
    index = draw.choice("ijl")
    forms = (
        lambda: f"{s()} + {s()}", lambda: f"({s()} - {s()})", lambda: rf"\frac{{{s()}}}{{{s()}}}", lambda: f"({s()})^2", lambda: rf"({v()})^\top ({v()})",
        lambda: rf"\operatorname{{tr}}({m()})", lambda: rf"\exp({s()})", lambda: rf"\log({s()})", lambda: rf"\sigma({s()})", lambda: rf"\sqrt{{{s()}}}",
        lambda: rf"\|{v()}\|^2", lambda: rf"\sum_{{{index}=1}}^n x_{index} ({s()})", lambda: rf"\det({m()})", lambda: rf"\prod_{{{index}=1}}^n x_{index}",
        lambda: rf"\frac{{\partial}}{{\partial c}} \left({s()}\right)", lambda: rf"\max(0, {s()})", lambda: f"|{s()}|", lambda: f"({v()})_k",
    )  # fmt: skip
    return draw.choice(forms)()


def _vector(draw: random.Random, depth: int) -> str:
    if depth <= 0:
        return draw.choice(_VECTORS)
    s, v, m = (lambda kind=kind: kind(draw, depth - 1) for kind in (_scalar, _vector, _matrix))
    forms = (
        lambda: f"{v()} + {v()}", lambda: f"({v()} - {v()})", lambda: f"({m()}) {v()}", lambda: f"({s()}) {v()}", lambda: rf"{v()} \odot {v()}",
        lambda: rf"\nabla_x \left({s()}\right)", lambda: rf"\sigma({v()})", lambda: rf"\operatorname{{softmax}}({v()})", lambda: rf"\operatorname{{diag}}({m()})",
        lambda: rf"\frac{{\partial}}{{\partial x}} \left({s()}\right)", lambda: f"-{v()}", lambda: rf"({v()})^\top", lambda: rf"\exp({v()})",
    )  # fmt: skip
    return draw.choice(forms)()


def _matrix(draw: random.Random, depth: int) -> str:
    if depth <= 0:
        return draw.choice(_MATRICES)
    s, v, m = (lambda kind=kind: kind(draw, depth - 1) for kind in (_scalar, _vector, _matrix))
    forms = (
        lambda: f"{m()} + {m()}", lambda: f"({m()}) ({m()})", lambda: rf"({m()})^\top", lambda: rf"{v()} ({v()})^\top", lambda: rf"({m()})^{{-1}}",
        lambda: rf"\operatorname{{diag}}({v()})", lambda: f"({s()}) {m()}", lambda: rf"\frac{{\partial}}{{\partial A}} \left({s()}\right)",
        lambda: rf"\frac{{\partial}}{{\partial x}} \left({v()}\right)", lambda: rf"{m()} \odot {m()}", lambda: f"({m()})^2",
    )  # fmt: skip
    return draw.choice(forms)()


def equality(draw: random.Random) -> dict[str, Any]:
    """Two formulas of one kind, the same formula twice, or one beside a simple one."""
    make = draw.choice((_scalar, _vector, _matrix))
    left = make(draw, draw.randrange(1, 4))
    right = draw.choice((left, make(draw, draw.randrange(0, 3)), "0", f"({left})"))
    return {"symbols": dict(SYMBOLS), "left": left, "right": right}


_STATEMENTS = (
    r"U \in \mathbb{R}^{|V| \times d}", r"U \in R^{d \times |V|}", "y is a row vector", r"a = u_o^\top v_c", r"b_k = u_k^\top v_c", r"z = U^\top v_c", r"\hat y = y",
    r"\hat y = \operatorname{softmax}(U^\top v_c)", r"\delta = \hat y - y", r"\theta = U", "U = [u_1, \\dots, u_V]", r"s(x) = \sigma(x)", "w = o", "U is a |V| x d matrix", r"x = \sigma(x)",
    "a = b, b = a", r"q = \frac{\exp(u_o^\top v_c)}{\sum_w \exp(u_w^\top v_c)}", r"\newcommand{\vc}{v_c}", "V = 3", "o = c", r"f(x) = f(x)", "K \\ge 1",
)  # fmt: skip


def statement(draw: random.Random) -> str:
    from tests.fuzz.texts import mutated

    chosen = draw.choice(_STATEMENTS)
    return mutated(chosen, draw) if draw.random() < 0.4 else chosen
