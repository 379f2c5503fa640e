"""The scope in which the examples of constructs are read: both losses of word2vec and the window."""

from derivations.word2vec.naive_softmax import J
from derivations.word2vec.notation import U, V, c, centers, o, u, v, v_c, w, y, y_hat
from verifier.language import d, define, differ, index, log, opaque, samples, sigmoid, size, total, window
from verifier.latex.read import Scope, scope_of

K, m = size("K"), size("m")
s, k = index("s", K), index("k", K)
ws = samples("w", K, V)
j = index("j", -m, m)
wt = window("w", "t", m, V)
J_neg = define(
    "J_neg",
    r"J_{\text{neg-sample}}",
    -log(sigmoid(u[o].T @ v_c)) - total(s, log(sigmoid(-(u[ws[s]].T @ v_c)))),
)
J_one = opaque("J", v_c, wt[j], U)
J_sg = define("J_sg", r"J_{\text{skip-gram}}", total(j, J_one, differ(j, 0)))


def everything() -> Scope:
    """All names of the assignment at once."""
    return scope_of(J, J_neg, J_sg, y, y_hat, centers, u[w], k, d(J, U), loss=J, free=("o", "c", "w", "k"))


__all__ = [
    "J",
    "J_neg",
    "J_one",
    "J_sg",
    "K",
    "U",
    "V",
    "c",
    "centers",
    "everything",
    "j",
    "k",
    "m",
    "o",
    "s",
    "u",
    "v",
    "v_c",
    "w",
    "ws",
    "wt",
    "y",
    "y_hat",
]
