"""Letters that the tests of worked steps share."""

from verifier.language import (
    columns,
    define,
    index,
    indices,
    matrix,
    one_hot,
    opaque,
    samples,
    scalar,
    size,
    sizes,
    softmax,
    vector,
    window,
)

D, V, K, n = sizes("D V K n")
o, w, x = indices("o w x", V)
s, k = indices("s k", K)
i = index("i", n)
ws = samples("w", K, V)
wt = window("w", "t", size("m"), V)
j = index("j", -size("m"), size("m"))

U = matrix("U", D, V, columns="u")
u = columns(U)
v = vector("v", D)
y = one_hot("y", V, at=o)
y_hat = define("y_hat", r"\hat y", softmax(U.T @ v))
J = opaque("J", v, wt[j], U)

A = matrix("A", n, D)
W = matrix("W", n, D)
X = matrix("X", D, n, columns="x")
xs = columns(X)
a, b = vector("a", n), vector("b", n)
p, q = scalar("p"), scalar("q")
t, r = scalar("t"), scalar("r", positive=True)
