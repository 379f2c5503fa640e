"""The letters in which the examples of the catalogue are written, and formulas that many of them share."""

from __future__ import annotations

from verifier.expr.nodes import Expr
from verifier.language import (
    columns,
    d,
    define,
    differ,
    exp,
    hadamard,
    index,
    indices,
    log,
    matrix,
    not_among,
    one_hot,
    opaque,
    same,
    samples,
    scalar,
    sigmoid,
    size,
    softmax,
    tanh,
    total,
    vector,
    window,
)

D, V, K, m = size("D"), size("V"), size("K"), size("m")
o, c, w, x = indices("o c w x", V)
s, k = indices("s k", K)
j = index("j", -m, m)
ws, wt = samples("w", K, V), window("w", "t", m, V)

U = matrix("U", D, V, columns="u")
u = columns(U)
v = columns(matrix("V", D, V, columns="v"))
v_c = v[c]
y = one_hot("y", V, at=o)
y_hat = define("y_hat", r"\hat y", softmax(U.T @ v_c))

t, alpha = scalar("t"), scalar("alpha")
W = matrix("W", size("h"), size("p"))
a, z = vector("a", size("h")), vector("z", size("p"))
A, B = matrix("A", size("n"), size("n")), matrix("B", size("n"), size("n"))
b = vector("b", size("n"))

NEGATIVE = (not_among(o, ws),)
OTHER = (differ(w, o),)
SAME = (same(w, o),)

CENTER = U @ (y_hat - y)
OUTSIDE = (y_hat[w] - y[w]) * v_c
TRUE_OUTSIDE = (y_hat[o] - 1) * v_c
OTHER_OUTSIDE = y_hat[w] * v_c
MATRIX = v_c @ (y_hat - y).T
NEG_CENTER = (sigmoid(u[o].T @ v_c) - 1) * u[o] + total(s, sigmoid(u[ws[s]].T @ v_c) * u[ws[s]])
NEG_TRUE = (sigmoid(u[o].T @ v_c) - 1) * v_c
NEG_SAMPLE = sigmoid(u[ws[k]].T @ v_c) * v_c
NEG_REPEATED = total(s, sigmoid(u[ws[k]].T @ v_c) * v_c, same(ws[s], ws[k]))
NAIVE = -log(exp(u[o].T @ v_c) / total(x, exp(u[x].T @ v_c)))
J = opaque("J", v_c, wt[j], U)
SKIP = total(j, d(J, v_c), differ(j, 0))
SLOPE = sigmoid(t) * (1 - sigmoid(t))


def tanh_slope(weights: Expr, layer: Expr, at: Expr) -> Expr:
    """a * (1 - tanh(W z)^2), by elements: the gradient of a^T tanh(W z) by W z."""
    return hadamard(weights, 1 - tanh(layer @ at) ** 2)
