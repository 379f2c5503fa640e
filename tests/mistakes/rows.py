"""Wrong lines as people write them, with the codes that a marker accepts first; and right lines that look unusual."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from derivations.word2vec.negative_sampling import K, ws
from derivations.word2vec.notation import U, c, o, u, v, v_c, w, y, y_hat
from derivations.word2vec.skip_gram import J_one, j, m
from tests.mistakes.answers import targets
from verifier.expr.build import fitted
from verifier.expr.nodes import Expr
from verifier.expr.shapes import lenient
from verifier.language import (
    cases,
    compare,
    d,
    diag,
    differ,
    each,
    exp,
    formula,
    hadamard,
    index,
    indicator,
    log,
    matrix,
    maximum,
    number,
    same,
    scalar,
    sigmoid,
    size,
    softmax,
    stack,
    tanh,
    total,
    vector,
)

V = size("V")
s, k, x = index("s", K), index("k", K), index("x", V)
A_ = u[o].T @ v_c
B_ = u[ws[s]].T @ v_c
BK = u[ws[k]].T @ v_c
Z = total(x, exp(u[x].T @ v_c))
P = exp(u[w].T @ v_c) / Z
t, alpha, cc = scalar("x"), scalar("alpha"), scalar("c")
n = size("n")
xs = vector("x", n)
W, a, z = matrix("W", size("h"), size("p")), vector("a", size("h")), vector("x", size("p"))
A, B = matrix("A", n, n), matrix("B", n, n)
q, r = vector("q", n), vector("r", n)
mu, M = vector("mu", n), matrix("M", n, n)
inner = index("j", 1 + -m, m - 1)
low = index("j", -m, m - 1)
right_half = index("j", 1, m)
only = index("j", m, m)


@dataclass(frozen=True)
class Row:
    codes: str
    build: Callable[[], Expr]
    target: str = ""
    truth: Expr | None = None

    @property
    def written(self) -> Expr:
        with lenient():
            return self.build()

    @property
    def right(self) -> Expr:
        return self.truth if self.truth is not None else targets()[self.target].claim

    @property
    def hypotheses(self):
        return targets()[self.target].hypotheses if self.target else ()

    @property
    def quantity(self):
        return targets()[self.target].quantity if self.target else None


OUTER = "outer-product layout transpose shape"
TRANSPOSE = "transpose layout shape"
MATRIX, CENTER, OUTSIDE = "softmax-outside-matrix", "softmax-center", "softmax-outside"
TRUE, OTHER = "softmax-true-outside", "softmax-other-outside"
NEG, NEG_O, NEG_K, REPEATED = (
    "negative-center",
    "negative-true-outside",
    "negative-sample",
    "negative-repeated",
)

WRONG = (
    # outer products
    Row(OUTER, lambda: (y_hat - y).T @ v_c, MATRIX),
    Row(OUTER, lambda: (y_hat - y) @ v_c, MATRIX),
    Row(OUTER, lambda: (y_hat - y) @ v_c.T, MATRIX),
    Row(OUTER, lambda: v_c @ (y_hat - y), MATRIX),
    Row(OUTER, lambda: q.T @ q, truth=q @ q.T),
    Row(OUTER, lambda: z @ a.T, truth=d(a.T @ W @ z, W)),
    # transposes
    Row(TRANSPOSE, lambda: U.T @ (y_hat - y), CENTER),
    Row(TRANSPOSE, lambda: U.T @ (y_hat - y).T, CENTER),
    Row(TRANSPOSE, lambda: U @ (y_hat - y).T, CENTER),
    Row(TRANSPOSE, lambda: (y_hat - y).T @ U, CENTER),
    Row(TRANSPOSE, lambda: (y_hat - y) @ U.T, CENTER),
    Row(TRANSPOSE, lambda: -((y - y_hat) @ U), CENTER),
    Row(TRANSPOSE, lambda: (y_hat - y) @ U, CENTER),
    Row(TRANSPOSE, lambda: A @ q, truth=A.T @ q),
    Row("transpose shape", lambda: W @ a, truth=d(a.T @ W @ z, z)),
    Row("transpose shape", lambda: W @ hadamard(a, 1 - tanh(W @ z) ** 2), truth=d(a.T @ tanh(W @ z), z)),
    # all signs
    Row("sign-all", lambda: U @ (y - y_hat), CENTER),
    Row("sign-all", lambda: v_c @ (1 - y_hat[o]), TRUE),
    Row("sign-all", lambda: -y_hat[w] @ v_c, OTHER),
    Row("sign-all", lambda: v_c @ (y - y_hat).T, MATRIX),
    Row("sign-all", lambda: -exp(-t) / (1 + exp(-t)) ** 2, "sigmoid"),
    Row("sign-all", lambda: sigmoid(-A_) @ v_c, NEG_O),
    Row("sign-all", lambda: M @ (q - mu), truth=M @ (mu - q)),
    Row("sign-all", lambda: 2 * sigmoid(t) * (1 - sigmoid(t)) ** 2, truth=d((1 - sigmoid(t)) ** 2, t)),
    # one sign
    Row("sign-term", lambda: -(A_ + log(Z)), truth=-(A_ - log(Z))),
    Row("sign-term sign-all", lambda: sigmoid(-A_) @ u[o] + total(s, sigmoid(B_) @ u[ws[s]]), NEG),
    Row("sign-term", lambda: -u[o] - total(x, y_hat[x] @ u[x]), CENTER),
    Row("sign-term", lambda: (1 - sigmoid(A_)) @ u[o] + total(s, sigmoid(B_) @ u[ws[s]]), NEG),
    Row("sign-term", lambda: U @ (y_hat + y), CENTER),
    Row("sign-all", lambda: log(y_hat[o]), "cross-entropy"),
    # inside sigma
    Row("sign-inside", lambda: -(1 - sigmoid(A_)) @ u[o] + total(s, (1 - sigmoid(B_)) @ u[ws[s]]), NEG),
    Row("sign-inside", lambda: (1 - sigmoid(BK)) @ v_c, NEG_K),
    Row("sign-inside sign-all", lambda: (sigmoid(BK) - 1) @ v_c, NEG_K),
    Row("sign-inside", lambda: 1 / sigmoid(BK) @ sigmoid(-BK) @ (1 - sigmoid(BK)) @ v_c, NEG_K),
    Row("sign-inside", lambda: sigmoid(stack(u[o], each(s, u[ws[s]])).T @ v_c) - 1, "negative-reuse"),
    # hats
    Row("hat-dropped", lambda: y[w] @ v_c, OTHER),
    Row("hat-dropped", lambda: -v_c + y[o] @ v_c, TRUE),
    Row("hat-dropped factor-extra index-wrong", lambda: -total(w, y_hat[w] * log(y_hat[w])), "cross-entropy"),
    Row("hat-dropped sign-all", lambda: U @ (y_hat - y_hat), CENTER),
    # an index lost
    Row("index-lost outer-product shape transpose", lambda: (y_hat - y) @ v_c, OUTSIDE),
    Row("index-lost outer-product shape transpose", lambda: (y_hat - y).T @ v_c, OUTSIDE),
    Row("index-lost shape", lambda: y_hat @ v_c, OTHER),
    Row("index-lost shape outer-product", lambda: (y_hat - 1) @ v_c.T, TRUE),
    Row("index-lost shape outer-product", lambda: v_c @ (y_hat - 1), TRUE),
    Row("index-lost shape", lambda: -total(w, y[w] @ log(y_hat)), "cross-entropy"),
    Row("index-lost outer-product", lambda: v_c @ (y_hat - y).T, OUTSIDE),
    # a wrong index
    Row("index-wrong", lambda: y_hat[o] @ v_c, OTHER),
    Row("index-wrong", lambda: (sigmoid(A_) - 1) @ u[o] + total(s, sigmoid(A_) @ u[ws[s]]), NEG),
    Row("index-wrong", lambda: (sigmoid(A_) - 1) @ u[o] + total(s, sigmoid(B_) @ u[ws[k]]), NEG),
    Row("index-wrong", lambda: total(w, exp(u[x].T @ v_c) @ u[x]) / Z - u[o], CENTER),
    Row("index-wrong", lambda: sigmoid(A_) @ v_c, NEG_K),
    Row("index-wrong", lambda: (sigmoid(BK) - 1) @ v_c, NEG_O),
    Row("index-wrong wrong-variable", lambda: (sigmoid(A_) - 1) @ u[o], NEG_O),
    Row("index-wrong wrong-variable", lambda: sigmoid(BK) @ u[ws[k]], NEG_K),
    # another question's answer
    Row("wrong-variable", lambda: v_c @ (y_hat - y).T, CENTER),
    Row("wrong-variable shape", lambda: U @ (y_hat - y), MATRIX),
    # factors
    Row("factor-missing", lambda: exp(t) / (exp(t) + 1) - exp(t) / (exp(t) + 1) ** 2, "sigmoid"),
    Row("factor-missing sum-spurious", lambda: -total(w, log(y_hat[w])), "cross-entropy"),
    Row("factor-missing chain-factor", lambda: 1 - sigmoid(-BK), NEG_K),
    Row("factor-missing chain-factor", lambda: y_hat[w] - y[w], OUTSIDE),
    Row("factor-missing chain-factor", lambda: total(s, 1 - sigmoid(-BK), same(ws[s], ws[k])), REPEATED),
    Row("factor-missing function-lost", lambda: exp(u[w].T @ v_c) @ v_c, OTHER),
    Row("factor-extra index-wrong", lambda: total(x, exp(u[x].T @ v_c) @ u[x]) / Z @ u[w] - u[o], CENTER),
    Row("factor-extra", lambda: exp(u[w].T @ v_c @ v_c) / Z @ v_c, OTHER),
    Row("factor-extra", lambda: 2 * (y_hat[w] - y[w]) @ v_c, OUTSIDE),
    Row("not-differentiated", lambda: sigmoid(t), "sigmoid"),
    Row("factor-missing", lambda: q.T @ A @ q, truth=2 * (q.T @ A @ q)),
    Row("factor-extra", lambda: cc * cc * (1 - tanh(cc * t) ** 2), truth=d(tanh(cc * t), t)),
    Row("chain-factor factor-missing", lambda: 1 - tanh(cc * t) ** 2, truth=d(tanh(cc * t), t)),
    Row(
        "chain-factor factor-missing",
        lambda: softmax(hadamard(q, r)),
        truth=hadamard(q, softmax(hadamard(q, r))),
    ),
    # functions
    Row("function-lost", lambda: total(x, u[x].T @ v_c @ u[x]) / total(w, u[w].T @ v_c) - u[o], CENTER),
    Row("function-lost", lambda: -(exp(A_) - log(Z)), truth=-(A_ - log(Z))),
    Row("function-lost", lambda: (A_ - 1) @ v_c, NEG_O),
    Row("function-lost", lambda: A_ @ u[o] - u[o] + total(s, sigmoid(B_) @ u[ws[s]]), NEG),
    # brackets
    Row("parenthesis", lambda: sigmoid(A_ - 1) @ u[o] + total(s, sigmoid(B_) @ u[ws[s]]), NEG),
    Row("parenthesis", lambda: sigmoid(A_ - 1) @ v_c, NEG_O),
    Row("parenthesis", lambda: 1 / total(x, exp(u[x].T @ v_c) ** 2), truth=1 / Z**2),
    Row("parenthesis", lambda: (sigmoid(A_) - 1) @ u[o] + total(s, sigmoid(B_)) @ u[ws[s]], NEG),
    Row("parenthesis", lambda: y_hat[o] @ v_c - 1, TRUE),
    # sums
    Row("sum-spurious", lambda: total(w, y_hat[w] @ v_c, differ(w, o)), OTHER),
    Row("sum-spurious", lambda: total(w, y_hat[w] @ v_c) - v_c, TRUE),
    Row("sum-spurious", lambda: total(w, exp(u[w].T @ v_c) @ v_c) / Z, OTHER),
    Row("sum-spurious sum-range", lambda: total(k, (1 - sigmoid(-BK)) @ v_c), NEG_K),
    Row("sum-spurious", lambda: stack(each(x, y_hat[x] @ u[x])), truth=total(x, y_hat[x] @ u[x])),
    Row("sum-missing", lambda: (sigmoid(A_) - 1) @ u[o] + sigmoid(BK) @ u[ws[k]], NEG),
    Row("sum-missing sum-range", lambda: sigmoid(BK) @ v_c, REPEATED),
    Row("sum-range sum-spurious", lambda: total(s, sigmoid(B_) @ v_c), REPEATED),
    Row("sum-range", lambda: total(s, sigmoid(BK) @ v_c), REPEATED),
    Row("sum-range", lambda: total(x, sigmoid(u[x].T @ v_c) @ v_c, same(x, ws[k])), REPEATED),
    Row("sum-range", lambda: total(s, sigmoid(B_) @ v_c, differ(ws[s], ws[k])), REPEATED),
    Row("sum-range", lambda: total(inner, d(J_one, v_c), differ(inner, 0)), "skipgram-center"),
    Row("sum-range", lambda: total(low, d(J_one, v_c), differ(low, 0)), "skipgram-center"),
    Row("sum-range", lambda: total(only, d(J_one, v_c)), "skipgram-center"),
    Row("sum-range", lambda: total(right_half, d(J_one, U)), "skipgram-outside-matrix"),
    Row("sum-range", lambda: total(j, d(J_one, U)), "skipgram-outside-matrix"),
    Row("sum-missing", lambda: d(J_one, U), "skipgram-outside-matrix"),
    # terms
    Row("term-missing", lambda: U @ y_hat, CENTER),
    Row("term-missing", lambda: -u[o], CENTER),
    Row("term-missing", lambda: y_hat[o] @ v_c, TRUE),
    Row("term-missing unfinished", lambda: y_hat[w] @ v_c, OUTSIDE),
    Row("term-extra", lambda: (sigmoid(A_) - 1) @ v_c + total(s, sigmoid(B_) @ v_c), NEG_O),
    # rows
    Row("row-for-column", lambda: (y_hat - y).T @ U.T, CENTER),
    Row("row-for-column", lambda: y_hat.T @ U.T - y.T @ U.T, CENTER),
    Row("row-for-column", lambda: (y_hat[w] - y[w]) @ v_c.T, OUTSIDE),
    Row("row-for-column", lambda: sigmoid(BK) @ v_c.T, NEG_K),
    # cases
    Row("wrong-branch", lambda: cases((alpha, compare(t, ">=", 0)), (1, compare(t, "<", 0))), "leaky-relu"),
    Row("wrong-branch unfinished", lambda: formula(1), "leaky-relu"),
    Row("wrong-branch", lambda: cases((t, compare(t, ">", 0)), (alpha, compare(t, "<", 0))), "leaky-relu"),
    Row("wrong-branch", lambda: cases((0, compare(t, ">", 0)), (1, compare(t, "<", 0))), "relu"),
    Row("wrong-branch", lambda: formula(0), truth=maximum(t - 2, 0)),
    Row("unfinished wrong-branch wrong-variable", lambda: (y_hat[o] - 1) @ v_c, OUTSIDE),
    # the function itself, something for nothing, nothing for something
    Row("not-differentiated", lambda: maximum(0, t), "relu"),
    Row(
        "not-differentiated",
        lambda: cases((t, compare(t, ">", 0)), (alpha * t, compare(t, "<", 0))),
        "leaky-relu",
    ),
    Row("not-differentiated", lambda: exp(t) / (1 + exp(t)), "sigmoid"),
    Row("not-differentiated", lambda: -log(y_hat[o]), CENTER),
    Row("not-differentiated", lambda: -A_ + log(Z), MATRIX),
    Row("not-differentiated", lambda: total(j, J_one, differ(j, 0)), "skipgram-outside-matrix"),
    Row("wrong-variable", lambda: total(j, d(J_one, v_c), differ(j, 0)), "skipgram-other-center"),
    Row("wrong-variable", lambda: total(j, d(J_one, U), differ(j, 0)), "skipgram-other-center"),
    Row("term-extra", lambda: v_c, "skipgram-other-center"),
    Row("term-missing", lambda: fitted(formula(0), v_c.shape), "skipgram-center"),
    # what a marker would say
    Row("wrong-variable", lambda: (y_hat[o] - 1) * v_c, NEG_O),
    Row("wrong-variable", lambda: total(j, d(J_one, v[w]), differ(j, 0)), "skipgram-center"),
    Row("sum-range factor-extra", lambda: number(K) * sigmoid(BK) * v_c, REPEATED),
    Row("sum-range", lambda: (sigmoid(A_) - 1) * u[o] + total(x, sigmoid(u[x].T @ v_c) * u[x]), NEG),
    Row("sum-range term-missing", lambda: total(x, sigmoid(u[x].T @ v_c) * u[x]), NEG),
    Row("sum-range term-missing", lambda: total(x, y_hat[x] * u[x], differ(x, o)), CENTER),
    Row("sum-spurious sum-range", lambda: total(x, y_hat[x] * v_c) - v_c, OTHER),
    Row("index-wrong wrong-variable", lambda: (sigmoid(A_) - 1) * v_c + total(s, sigmoid(B_) * v_c), NEG),
    Row("factor-extra", lambda: 1 / y_hat[o] * (U @ (y_hat - y)), CENTER),
    Row("factor-extra", lambda: y_hat[w] * (1 - y_hat[w]) * v_c, OTHER),
    Row(
        "factor-extra",
        lambda: total(j, d(J_one, U), differ(j, 0)) / (2 * number(m)),
        "skipgram-outside-matrix",
    ),
    Row("factor-missing", lambda: sigmoid(A_) - 1 + total(s, sigmoid(B_) * u[ws[s]]), NEG),
    Row("factor-missing", lambda: exp(t) * (exp(t) + 1) ** -1 - exp(t) * (exp(t) + 1) ** -2, "sigmoid"),
    Row("factor-missing chain-factor", lambda: -1 / (1 + exp(-t)) ** 2, "sigmoid"),
    Row("function-lost", lambda: U @ U.T @ v_c - u[o], CENTER),
    Row("function-lost", lambda: (1 + BK) * v_c, NEG_K),
    Row("function-lost", lambda: (1 - A_) * u[o] + total(s, sigmoid(B_) * u[ws[s]]), NEG),
    Row("index-wrong wrong-variable", lambda: v_c * (sigmoid(A_) - 1) + total(s, v_c * sigmoid(B_)), NEG),
    Row("outer-product", lambda: sigmoid(xs) @ (1 - sigmoid(xs)).T, "sigmoid-vector"),
    Row("function-lost", lambda: diag(sigmoid(xs) @ (1 - xs)), "sigmoid-vector"),
    Row("sign-all", lambda: hadamard(sigmoid(xs), sigmoid(xs) - 1), "sigmoid-vector"),
    Row("wrong-branch", lambda: indicator(compare(t, ">", 0)), "leaky-relu"),
    Row(
        "wrong-branch",
        lambda: indicator(compare(t, "<", 0)) + alpha * indicator(compare(t, ">", 0)),
        "leaky-relu",
    ),
    # matrices in general
    Row("symmetry", lambda: 2 * A @ q, truth=d(q.T @ A @ q, q)),
    Row("symmetry", lambda: 2 * A.T @ q, truth=(A + A.T) @ q),
    Row("product-order transpose", lambda: A.T @ B.T, truth=(A @ B).T),
    Row("product-order transpose", lambda: A @ B @ q, truth=B @ A @ q),
    Row("inverse-lost", lambda: cc * q / number(n), truth=q / (cc * number(n))),
)

RIGHT = (
    Row("", lambda: (y_hat[w] - y[w]) @ v_c, OTHER),
    Row("", lambda: v[c] @ y_hat.T - v_c @ y.T, MATRIX),
    Row("", lambda: -sigmoid(-A_) @ v_c, NEG_O),
    Row("", lambda: total(k, (1 - sigmoid(-BK)) @ u[ws[k]]) - (1 - sigmoid(A_)) @ u[o], NEG),
    Row("", lambda: total(w, exp(u[w].T @ v_c) @ u[w]) / total(w, exp(u[w].T @ v_c)) - u[o], CENTER),
    Row("", lambda: cases((y_hat[o] @ v_c - v_c, same(w, o)), (y_hat[w] @ v_c, differ(w, o))), OUTSIDE),
    Row("", lambda: cases((0, compare(t, "<", 0)), (1, compare(t, ">=", 0))), "relu"),
    Row("", lambda: sigmoid(t) - sigmoid(t) ** 2, "sigmoid"),
    Row("", lambda: P @ v_c, OTHER),
)
