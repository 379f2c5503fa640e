r"""Derivations of each target, right and with one mistake in them: the material of composed submissions.

A line is LaTeX in a neutral spelling (`\hat{y}`, `^T`, letters o, w, s, k); `generate` dresses it. Each answer says
which of its lines are wrong, whether the final is right, which codes a marker would accept, and the value of the final
in numpy, written by hand: `check_gold` holds it against finite differences.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tests.corpus.world import Array, W, sigmoid

Value = Callable[[W], Array | float]


@dataclass(frozen=True)
class Answer:
    """`wrong`: the numbers of the lines that do not follow, counted from 0 after the left side."""

    lines: tuple[str, ...]
    value: Value
    wrong: tuple[int, ...] = ()
    right: bool = True
    codes: tuple[str, ...] = ()


def ok(*lines: str, value: Value) -> Answer:
    return Answer(lines, value)


def bad(*lines: str, value: Value, wrong: int | tuple[int, ...] = -1, codes: str = "") -> Answer:
    """The last line wrong, unless told otherwise."""
    numbers = (wrong,) if isinstance(wrong, int) else wrong
    at = tuple(n % len(lines) for n in numbers)
    return Answer(lines, value, at, right=False, codes=tuple(codes.split()))


def detour(*lines: str, value: Value, wrong: tuple[int, ...]) -> Answer:
    """A wrong step before a right final."""
    return Answer(lines, value, wrong)


SUM = r"\sum_{w}\exp(u_w^T v_c)"
LOSS = rf"-\log\frac{{\exp(u_o^T v_c)}}{{{SUM}}}"
CENTER = r"\frac{\partial}{\partial v_c}"
MEAN = rf"\frac{{\sum_{{x}}\exp(u_x^T v_c)u_x}}{{{SUM}}}"
A, B = r"\sigma(u_o^T v_c)", r"\sigma(-u_k^T v_c)"
NEG = rf"-\log {A} - \sum_{{k=1}}^{{K}}\log {B}"

_grad = lambda at: at.U @ (at.yhat - at.y)  # noqa: E731
_expected = lambda at: at.U @ at.yhat  # noqa: E731
_slope = lambda at: sigmoid(at.x) * (1 - sigmoid(at.x))  # noqa: E731
_true = lambda at: -(1 - sigmoid(at.a)) * at.v  # noqa: E731
_sample = lambda at: sigmoid(at.b[at.k]) * at.v  # noqa: E731
_negative = lambda at: -(1 - sigmoid(at.a)) * at.uo + at.us @ sigmoid(at.b)  # noqa: E731

ANSWERS: dict[str, tuple[Answer, ...]] = {
    "softmax-center": (
        ok(
            rf"{CENTER}\left({LOSS}\right)",
            rf"{CENTER}\left(-u_o^T v_c + \log {SUM}\right)",
            rf"-u_o + {MEAN}",
            r"-u_o + \sum_{x}\hat{y}_x u_x",
            r"U(\hat{y} - y)",
            value=_grad,
        ),
        ok(r"-u_o + \sum_{w}P(O=w|C=c)u_w", r"U\hat{y} - Uy", value=_grad),
        ok(
            rf"-\frac{{\partial u_o^T v_c}}{{\partial v_c}} + \frac{{\partial \log {SUM}}}{{\partial v_c}}",
            r"-u_o + \sum_{x}\hat{y}_x u_x",
            r"U(\hat{y} - y)",
            value=_grad,
        ),
        bad(
            rf"-u_o + {MEAN}", r"U^T(\hat{y} - y)", value=lambda at: np.zeros((at.U.shape[1],)),
            codes="transpose layout shape",
        ),
        bad(
            rf"{CENTER}\log\frac{{\exp(u_o^T v_c)}}{{{SUM}}}", r"u_o - \sum_{x}\hat{y}_x u_x", r"U(y - \hat{y})",
            wrong=0, value=lambda at: -_grad(at), codes="sign-all",
        ),
        bad(r"-u_o + \sum_{x}\hat{y}_x u_x", r"U(\hat{y} + y)", value=lambda at: at.U @ (at.yhat + at.y), codes="sign-term"),
        bad(
            rf"-u_o + {MEAN}", r"-u_o + \sum_{x}\hat{y}_x u_o", value=lambda at: 0 * at.uo,
            codes="index-wrong factor-extra",
        ),
        bad(r"-u_o + \sum_{x}\hat{y}_x", value=lambda at: np.zeros(()), codes="factor-missing shape"),
        detour(
            rf"-u_o - {MEAN}", r"-u_o + \sum_{x}\hat{y}_x u_x", r"U(\hat{y} - y)", wrong=(0, 1), value=_grad
        ),
        detour(
            rf"-u_o + \frac{{\sum_{{x}} u_x^T v_c u_x}}{{{SUM}}}", r"-u_o + \sum_{x}\hat{y}_x u_x", r"U(\hat{y} - y)",
            wrong=(0, 1), value=_grad,
        ),
    ),
    "softmax-true-outside": (
        ok(
            rf"-v_c + \frac{{\exp(u_o^T v_c)}}{{{SUM}}}v_c", r"-v_c + \hat{y}_o v_c", r"(\hat{y}_o - 1)v_c",
            value=lambda at: (at.yhat[at.o] - 1) * at.v,
        ),
        ok(r"-(1 - \hat{y}_o)v_c", value=lambda at: (at.yhat[at.o] - 1) * at.v),
        bad(r"(1 - \hat{y}_o)v_c", value=lambda at: (1 - at.yhat[at.o]) * at.v, codes="sign-all"),
        bad(r"-v_c + \hat{y}_o v_c", r"\hat{y}_o - 1", value=lambda at: at.yhat[at.o] - 1, codes="factor-missing outer-product shape"),
        bad(
            r"-v_c + \sum_{x}\hat{y}_x v_c", value=lambda at: -at.v + at.yhat.sum() * at.v,
            codes="sum-spurious",
        ),
        bad(r"-v_c + y_o v_c", value=lambda at: -at.v + at.y[at.o] * at.v, codes="hat-dropped"),
    ),
    "softmax-other-outside": (
        ok(
            r"\frac{\exp(u_w^T v_c)}{\sum_{x}\exp(u_x^T v_c)}v_c", r"\hat{y}_w v_c",
            value=lambda at: at.yhat[at.w] * at.v,
        ),
        ok(r"0 + P(O=w|C=c)v_c", r"v_c\hat{y}_w", value=lambda at: at.yhat[at.w] * at.v),
        bad(r"P(O=w|C=c)v_c", r"y_w v_c", value=lambda at: at.y[at.w] * at.v, codes="hat-dropped"),
        bad(r"P(O=o|C=c)v_c", value=lambda at: at.yhat[at.o] * at.v, codes="index-wrong"),
        bad(r"-\hat{y}_w v_c", value=lambda at: -at.yhat[at.w] * at.v, codes="sign-all sign-term"),
        bad(r"\hat{y}_w u_w", value=lambda at: at.yhat[at.w] * at.U[:, at.w], codes="index-wrong wrong-variable"),
    ),
    "softmax-outside-matrix": (
        ok(r"v_c(\hat{y} - y)^T", value=lambda at: np.outer(at.v, at.yhat - at.y)),
        ok(
            r"\left[\frac{\partial J}{\partial u_1}, \dots, \frac{\partial J}{\partial u_{|V|}}\right]", r"v_c(\hat{y} - y)^T",
            value=lambda at: np.outer(at.v, at.yhat - at.y),
        ),
        ok(r"v_c\hat{y}^T - v_c y^T", value=lambda at: np.outer(at.v, at.yhat - at.y)),
        bad(r"(\hat{y} - y)v_c^T", value=lambda at: np.outer(at.yhat - at.y, at.v), codes="outer-product transpose product-order shape"),
        bad(r"(\hat{y} - y)^T v_c", value=lambda at: np.zeros(()), codes="outer-product transpose product-order shape"),
        bad(r"v_c(y - \hat{y})^T", value=lambda at: np.outer(at.v, at.y - at.yhat), codes="sign-all"),
    ),
    "sigmoid": (
        ok(
            r"\frac{e^x(e^x + 1) - e^x e^x}{(e^x + 1)^2}", r"\frac{e^x}{(e^x + 1)^2}", r"\sigma(x)(1 - \sigma(x))",
            value=_slope,
        ),
        ok(r"\frac{e^{-x}}{(1 + e^{-x})^2}", r"\sigma(x)(1 - \sigma(x))", value=_slope),
        ok(r"\sigma(x) - \sigma^2(x)", value=_slope),
        bad(r"\frac{e^{-x}}{(1 + e^{-x})^2}", r"\sigma(x)(1 + \sigma(x))", value=lambda at: sigmoid(at.x) * (1 + sigmoid(at.x)), codes="sign-term"),
        detour(
            r"\frac{e^x(e^x + 1) + e^x e^x}{(e^x + 1)^2}", r"\frac{e^x}{(e^x + 1)^2}", r"\sigma(x)(1 - \sigma(x))",
            wrong=(0, 1), value=_slope,
        ),
        detour(
            r"-\frac{e^{-x}}{(1 + e^{-x})^2}", r"\frac{1}{1 + e^{-x}}\cdot\frac{e^{-x}}{1 + e^{-x}}",
            r"\sigma(x)(1 - \sigma(x))", wrong=(0, 1), value=_slope,
        ),
    ),
    "negative-center": (
        ok(
            rf"{CENTER}\left({NEG}\right)",
            rf"-\frac{{{A}(1 - {A})}}{{{A}}}u_o + \sum_{{k=1}}^{{K}}\frac{{{B}(1 - {B})}}{{{B}}}u_k",
            rf"-(1 - {A})u_o + \sum_{{k=1}}^{{K}}(1 - {B})u_k",
            value=_negative,
        ),
        ok(rf"({A} - 1)u_o + \sum_{{k=1}}^{{K}}\sigma(u_k^T v_c)u_k", value=_negative),
        bad(
            rf"-(1 - {A})u_o + \sum_{{k=1}}^{{K}}(1 - \sigma(u_k^T v_c))u_k",
            value=lambda at: -(1 - sigmoid(at.a)) * at.uo + at.us @ (1 - sigmoid(at.b)), codes="sign-inside",
        ),
        bad(
            rf"({A} - 1)u_o + \sum_{{k=1}}^{{K}}\sigma(u_k^T v_c)u_k", rf"(1 - {A})u_o + \sum_{{k=1}}^{{K}}\sigma(u_k^T v_c)u_k",
            value=lambda at: (1 - sigmoid(at.a)) * at.uo + at.us @ sigmoid(at.b), codes="sign-term",
        ),
        bad(
            r"\sigma(u_o^T v_c - 1)u_o + \sum_{k=1}^{K}\sigma(u_k^T v_c)u_k",
            value=lambda at: sigmoid(at.a - 1) * at.uo + at.us @ sigmoid(at.b), codes="parenthesis",
        ),
        bad(
            rf"-(1 - {A})u_o - \sum_{{k=1}}^{{K}}(1 - {B})u_k",
            value=lambda at: -(1 - sigmoid(at.a)) * at.uo - at.us @ sigmoid(at.b), codes="sign-term",
        ),
        bad(
            rf"-(1 - {A})u_o + \sum_{{k=1}}^{{K}}(1 - {B})", value=lambda at: np.zeros(()), codes="factor-missing chain-factor shape",
        ),
    ),
    "negative-true-outside": (
        ok(rf"-\frac{{{A}(1 - {A})}}{{{A}}}v_c", rf"({A} - 1)v_c", value=_true),
        ok(rf"-(1 - {A})v_c", value=_true),
        ok(r"-\sigma(-u_o^T v_c)v_c", value=_true),
        bad(rf"-(1 - {A})v_c", r"\sigma(-u_o^T v_c)v_c", value=lambda at: -_true(at), codes="sign-all sign-term"),
        bad(r"-(1 - u_o^T v_c)v_c", value=lambda at: -(1 - at.a) * at.v, codes="function-lost"),
        bad(rf"-(1 - {A})u_o", value=lambda at: -(1 - sigmoid(at.a)) * at.uo, codes="index-wrong wrong-variable"),
        bad(r"-(1 - \sigma(u_o v_c))v_c", value=lambda at: np.zeros(()), codes="transpose shape"),
    ),
    "negative-sample": (
        ok(rf"(1 - {B})v_c", value=_sample),
        ok(rf"-({B} - 1)v_c", r"\sigma(u_k^T v_c)v_c", value=_sample),
        bad(r"(1 - \sigma(u_k^T v_c))v_c", value=lambda at: (1 - sigmoid(at.b[at.k])) * at.v, codes="sign-inside"),
        bad(rf"1 - {B}", value=lambda at: 1 - sigmoid(-at.b[at.k]), codes="chain-factor factor-missing shape outer-product"),
        bad(rf"(1 - {B})v_c", rf"-(1 - {B})v_c", value=lambda at: -_sample(at), codes="sign-all sign-term"),
        bad(
            rf"\sum_{{k=1}}^{{K}}(1 - {B})v_c", value=lambda at: at.v * sigmoid(at.b).sum(), codes="sum-spurious",
        ),
        detour(rf"\frac{{{B}(1 - {B})}}{{{B}}}", rf"(1 - {B})v_c", wrong=(0, 1), value=_sample),
    ),
    "negative-repeated": (
        ok(
            rf"\sum_{{i=1, w_i = w_k}}^{{K}}(1 - {B})v_c",
            value=lambda at: sum(sigmoid(b) * at.v for b, w in zip(at.b, at.ws, strict=True) if w == at.ws[at.k]),
        ),
        ok(
            r"\sum_{i=1}^{K}\mathbf{1}\{w_i = w_k\}\sigma(u_k^T v_c)v_c",
            value=lambda at: sum(sigmoid(b) * at.v for b, w in zip(at.b, at.ws, strict=True) if w == at.ws[at.k]),
        ),
        bad(rf"\sum_{{i=1}}^{{K}}(1 - {B})v_c", value=lambda at: len(at.ws) * _sample(at), codes="sum-range wrong-case"),
        bad(
            rf"\sum_{{i=1, w_i \neq w_k}}^{{K}}(1 - {B})v_c",
            value=lambda at: sum(_sample(at) for w in at.ws if w != at.ws[at.k]), codes="sum-range wrong-case",
        ),
        bad(rf"\sum_{{i=1, w_i = w_k}}^{{K}}(1 - {B})", value=lambda at: np.zeros(()), codes="factor-missing shape chain-factor outer-product"),
        bad(rf"(1 - {B})v_c", value=_sample, codes="sum-missing sum-range factor-missing wrong-case"),
    ),
}  # fmt: skip
WINDOW = r"\sum_{-m \le j \le m, j \ne 0}"
