"""The symbols of the first subject, as an author declares them."""

from verifier.language import (
    columns,
    define,
    indices,
    log,
    matrix,
    not_among,
    one_hot,
    samples,
    sigmoid,
    sizes,
    softmax,
    total,
    vector,
)

D, V, K = sizes("D V K")
o, w, x, c = indices("o w x c", V)
s, k = indices("s k", K)
U = matrix("U", D, V, columns="u")
u = columns(U)
v_c = vector("v_c", D)
theta = define("theta", r"\theta", U.T @ v_c)
y_hat = define("y_hat", r"\hat y", softmax(theta))
y = one_hot("y", V, at=o)
naive = -log(y_hat[o])

ws = samples("w", K, V)
o_apart = not_among(o, ws)
negative = -log(sigmoid(u[o].T @ v_c)) - total(s, log(sigmoid(-(u[ws[s]].T @ v_c))))
