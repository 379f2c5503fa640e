"""Losses that no set holds: the rules are not written for the targets of one assignment."""

import pytest

from tests.steps.letters import A, U, W, X, a, b, i, n, o, p, q, t, u, v, w, xs, y, y_hat
from verifier.algebra.prove import prove
from verifier.expr.nodes import Expr
from verifier.language import (
    cases,
    columns,
    compare,
    d,
    define,
    diag,
    exp,
    formula,
    hadamard,
    index,
    log,
    matrix,
    number,
    one_hot,
    relu,
    samples,
    scalar,
    sigmoid,
    sizes,
    softmax,
    tanh,
    total,
    vector,
)
from verifier.steps import stopped_at, worked_steps

MOST_LINES = 12
penalty = scalar("lambda", positive=True)
square = matrix("B", n, n)
label = index("k", n)
target = one_hot("y", n, at=label)
affine = define("z", "z", W @ v + b)
guess = define("p_hat", r"\hat p", softmax(affine))
inner, outer = sigmoid(p * t), sigmoid(q * sigmoid(p * t))

LOSSES: dict[str, tuple[Expr, Expr]] = {
    "logistic regression": (
        d(-total(i, a[i] * log(sigmoid(xs[i].T @ v)) + (1 - a[i]) * log(1 - sigmoid(xs[i].T @ v))), v),
        X @ (sigmoid(X.T @ v) - a),
    ),
    "ridge": (
        d(define("J", "J", (A @ v - b).T @ (A @ v - b) + penalty * (v.T @ v)), v),
        2 * (A.T @ (A @ v - b)) + 2 * penalty * v,
    ),
    "mean squared error": (
        d((A @ v - b).T @ (A @ v - b) / number(n), v),
        2 / number(n) * (A.T @ (A @ v - b)),
    ),
    "squared error as a sum": (
        d(formula(1) / 2 * total(i, (xs[i].T @ v - b[i]) ** 2), v),
        X @ (X.T @ v - b),
    ),
    "length of A v": (d((A @ v).T @ (A @ v), v), 2 * (A.T @ A @ v)),
    "softplus": (d(log(1 + exp(t)), t), sigmoid(t)),
    "linear and log-sum-exp": (d(a.T @ b + log(total(i, exp(b[i]))), b), a + softmax(b)),
    "two sigmoids, outer weight": (
        d((outer - a.T @ b) ** 2, q),
        2 * (outer - a.T @ b) * outer * (1 - outer) * inner,
    ),
    "two sigmoids, inner weight": (d(outer, p), outer * (1 - outer) * q * inner * (1 - inner) * t),
    "entropy by a probability": (d(-total(i, a[i] * log(a[i])), a[label]), -log(a[label]) - 1),
    "entropy": (d(-total(i, a[i] * log(a[i])), a), -log(a) - 1),
    "hidden layer by its input": (
        d(a.T @ sigmoid(W @ v), v),
        W.T @ hadamard(a, sigmoid(W @ v), 1 - sigmoid(W @ v)),
    ),
    "hidden layer by its weights": (
        d(a.T @ sigmoid(W @ v), W),
        hadamard(a, sigmoid(W @ v), 1 - sigmoid(W @ v)) @ v.T,
    ),
    "quadratic form": (d(a.T @ square @ a, a), (square + square.T) @ a),
    "bilinear form by its matrix": (d(a.T @ W @ v, W), a @ v.T),
    "cross-entropy as an inner product": (d(-(y.T @ log(y_hat)), v), U @ (y_hat - y)),
    "cross-entropy as a sum": (d(-total(w, y[w] * log(y_hat[w])), v), U @ (y_hat - y)),
    "cross-entropy by a column": (d(-log(y_hat[o]), u[w]), (y_hat[w] - y[w]) * v),
    "softmax regression by the weights": (d(-log(guess[label]), W), (guess - target) @ v.T),
    "softmax regression by the offset": (d(-log(guess[label]), b), guess - target),
    "softmax regression by the input": (d(-log(guess[label]), v), W.T @ (guess - target)),
    "softmax": (d(softmax(a), a), diag(softmax(a)) - softmax(a) @ softmax(a).T),
    "tanh": (d(tanh(2 * t), t), 2 * (1 - tanh(2 * t) ** 2)),
    "swish": (d(t * sigmoid(t), t), sigmoid(t) + t * sigmoid(t) * (1 - sigmoid(t))),
    "Gaussian": (d(exp(-(a.T @ a) / 2), a), -exp(-(a.T @ a) / 2) * a),
    "rational": (d(t / (1 + t**2), t), (1 - t**2) / (1 + t**2) ** 2),
}


@pytest.mark.parametrize("name", LOSSES)
def test_an_unseen_loss_reaches_its_claim(name: str):
    quantity, claim = LOSSES[name]
    steps = worked_steps(quantity, claim, (), prove)
    assert stopped_at(steps) is None
    assert steps[-1].expr == claim
    assert len(steps) <= MOST_LINES


def test_a_kink_away_from_zero_of_the_variable():
    switch = p * t
    claim = cases((p, compare(switch, ">", 0)), (0, compare(switch, "<", 0)))
    steps = worked_steps(d(relu(switch), t), claim, compare(switch, "!=", 0), prove)
    assert stopped_at(steps) is None
    assert any("kink" in str(piece) for step in steps for piece in step.words)


def test_what_a_sum_binds_is_not_what_is_differentiated_by():
    """sum_w exp(u_w^T v) by u_w: the w of the sum is another."""
    normaliser = total(w, exp(u[w].T @ v))
    steps = worked_steps(d(log(normaliser), u[w]), y_hat[w] * v, (), prove)
    assert stopped_at(steps) is None and steps[-1].expr == y_hat[w] * v


def test_names_of_vectors_are_not_used_for_new_indices():
    x = vector("x", n)
    steps = worked_steps(d(log(total(i, exp(x[i]))), x), softmax(x), (), prove)
    assert stopped_at(steps) is None
    letters = {str(node) for step in steps for node in [step.expr]}
    assert not any("total(x" in line for line in letters)


def test_scores_of_each_sample_are_differentiated_inside_the_sum_over_them():
    """-1/N sum_i log softmax(M x_i)_{c_i} by M: the scores hold the i of the sum."""
    N, C, L = sizes("N C L")
    at = index("i", N)
    M, features = matrix("M", C, L), columns(matrix("X", L, N, columns="x"))
    labels = samples("c", N, C)
    scores = M @ features[at]
    truth = one_hot("y", C, at=labels[at])
    loss = define("J", "J", -total(at, log(softmax(scores)[labels[at]])) / number(N))
    claim = total(at, (softmax(scores) - truth) @ features[at].T) / number(N)
    steps = worked_steps(d(loss, M), claim, (), prove)
    assert stopped_at(steps) is None and len(steps) >= 7
    assert any("chain rule through " in step.words for step in steps)
