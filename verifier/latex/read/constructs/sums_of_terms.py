r"""Sums and products of terms: signs, juxtaposition, `\cdot`, `\times`, `\odot`, `/`, calls, and what operators reach."""

from __future__ import annotations

from fractions import Fraction

from verifier.expr.build import fitted
from verifier.expr.nodes import Add, Expr, Mul, Neg, Number, Sum
from verifier.expr.shapes import SCALAR
from verifier.latex.read.construct import Construct
from verifier.latex.read.elaborate import Elaborator
from verifier.latex.read.runs import run
from verifier.latex.read.sequences import dotted_sum
from verifier.latex.read.syntax import Dots, Run, Terms


def terms(el: Elaborator, node: Terms) -> list[Expr]:
    parts = node.parts
    if not parts:
        return el.fail("empty", node.span, "a formula is missing here")
    if any(len(r.items) == 1 and isinstance(r.items[0], Dots) for _, r in parts):
        return dotted_sum(el, node)
    signs = [sign for sign, _ in parts]
    if len(parts) == 1 and signs[0] == 1:
        return el.value(parts[0][1])
    choices = [el.value(r) for _, r in parts]
    return el.combined(choices, lambda values: total(signs, values), node.span)


def total(signs: list[int], values: tuple[Expr, ...]) -> Expr:
    """The sum as an author's operators build it: flat, a negative term as `Neg`; literal numbers take the shape."""
    flat: list[Expr] = []
    for sign, value in zip(signs, values, strict=True):
        if sign < 0:
            flat.append(Neg(value, span=value.span))
        else:
            flat.extend(value.terms if isinstance(value, Add) else (value,))
    if len(flat) == 1:
        return flat[0]
    shape = next((t.shape for t in flat if not t.shape.is_scalar), SCALAR)
    return Add(tuple(fit(t, shape) for t in flat))


def fit(term: Expr, shape: object) -> Expr:
    if term.shape != shape and term.shape.is_scalar and _is_nothing(term):
        term = Number(Fraction(0), span=term.span)
    return fitted(term, shape) if term.shape != shape else term  # type: ignore[arg-type]


def _is_nothing(term: Expr) -> bool:
    r"""`\sum_s \mathbb 1\{..\} \cdot 0`: a literal 0 however it is dressed, which fits every shape."""
    match term:
        case Number(value=value):
            return value == 0
        case Neg(arg=arg) | Sum(body=arg):
            return _is_nothing(arg)
        case Mul(factors=factors):
            return any(map(_is_nothing, factors))
    return False


TERMS = Construct(
    name="sums and products",
    means={Terms: terms, Run: run},
    examples={
        r"U(\hat y - y)": "U @ (y_hat - y)",
        r"v_c(1 - \sigma(u_o^\top v_c))": "v[c] * (1 - sigmoid(u[o].T @ v[c]))",
        r"(\hat y_o-1)\cdot v_c": "(y_hat[o] - 1) * v[c]",
        r"-(y - \hat y)": "-(y - y_hat)",
        r"u_o \cdot v_c": "u[o].T @ v[c]",
        r"2\times v_c": "2 * v[c]",
        r"\hat y \odot (1-\hat y)": "hadamard(y_hat, 1 - y_hat)",
        r"v_c \otimes (\hat y - y)^\top": "v[c] @ (y_hat - y).T",
        r"(\hat y - y)^\top \otimes v_c": "v[c] @ (y_hat - y).T",
        r"1/2\, v_c": "1 / 2 * v[c]",
        r"-\log P(O=o|C=c)": "-log(y_hat[o])",
        r"\log\frac{y_o}{\hat y_o}": "log(y[o] / y_hat[o])",
        r"\exp u_o^T v_c": "exp(u[o].T @ v[c])",
        r"\sigma^2(u_o^\top v_c)": "sigmoid(u[o].T @ v[c])**2",
    },
    refused={
        r"U^\top(\hat y - y)": "shape",
        r"v_c +": "syntax",
        r"\hat y + v_c": "shape",
        r"\hat y \cdot \cdot": "syntax",
    },
)
