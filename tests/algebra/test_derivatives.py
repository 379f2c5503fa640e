"""Derivatives of sympy's `diff`, before any normal form, against autograd at random points; and the closed forms."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from tests.algebra.check import check_proved, check_refuted
from tests.algebra.index_values import derived_array
from tests.algebra.through_autograd import jacobian
from tests.soundness.evaluate import value
from tests.soundness.points import points
from tests.soundness.suite import targets
from verifier.algebra.derive import derive
from verifier.expr.nodes import Derivative, Expr, Named, Opaque
from verifier.expr.walk import children
from verifier.language import (
    columns,
    d,
    define,
    diag,
    each,
    exp,
    hadamard,
    identity,
    index,
    indices,
    log,
    matrix,
    number,
    one_hot,
    relu,
    scalar,
    sigmoid,
    sizes,
    softmax,
    stack,
    tanh,
    total,
    vector,
)

TARGETS = targets()
n, m, p, q = sizes("n m p q")
X, w, y = matrix("X", n, m), vector("w", m), vector("y", n)
i, j = index("i", n), index("j", m)
lam, b = scalar("lam"), scalar("b")
a, c = vector("a", p), vector("c", q)
A, B = matrix("A", p, q), matrix("B", q, p)
W1, W2, b1 = matrix("W1", q, p), matrix("W2", 1, q), vector("b1", q)
k = index("k", p)
o = index("o", p)
hot = one_hot("t", p, at=o)
half = Fraction(1, 2)


def check_derivative(of: Expr, by: Expr, claim: Expr | int | None = None, seeds: int = 3) -> None:
    """sympy's entries agree with autograd, and the closed form is proved."""
    quantity = d(of, by)
    derived = derive(quantity)
    for at in points((quantity,), (), "derivatives", seeds):
        expected = jacobian(of, by, at)
        assert np.allclose(derived_array(derived, at), expected, rtol=1e-9, atol=1e-11), f"d {of} / d {by}"
    if claim is not None:
        check_proved(quantity, claim)
        check_refuted(
            quantity, 2 * claim + 1 if isinstance(claim, Expr) and claim.shape.is_scalar else -quantity + 1
        )


def _contains(expr: Expr, kind: type) -> bool:
    return isinstance(expr, kind) or any(_contains(child, kind) for child in children(expr))


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_targets(name: str) -> None:
    target = TARGETS[name]
    if not isinstance(target.quantity, Derivative) or _contains(target.quantity, Opaque):
        return  # nothing to differentiate, or a loss that stays opaque: its values are checked in the soundness suite
    of, by = target.quantity.of, target.quantity.by
    derived = None if isinstance(by, Named) else derive(target.quantity, target.hypotheses)
    for at in points((target.quantity, target.claim), target.hypotheses, "targets", 4):
        claimed = value(target.claim, at)
        if derived is None:
            assert np.allclose(claimed, value(target.quantity, at), rtol=1e-6, atol=1e-8)
            continue
        expected = jacobian(of, by, at)
        assert np.allclose(claimed, expected, rtol=1e-9, atol=1e-11)
        assert np.allclose(derived_array(derived, at), expected, rtol=1e-9, atol=1e-11)


# --- losses of other courses -------------------------------------------------------------------------------------


def test_ridge_regression():
    r = X @ w - y
    check_derivative(r.T @ r + lam * (w.T @ w), w, 2 * X.T @ (X @ w - y) + 2 * lam * w)
    gradient = 2 * X.T @ r + 2 * lam * w
    check_derivative(gradient, w, 2 * X.T @ X + 2 * lam * identity(m))
    check_derivative(r.T @ r / number(n), w, (2 / number(n)) * (X.T @ (X @ w - y)))


def test_logistic_regression_with_its_hessian():
    s = sigmoid(X @ w)
    loss = -total(i, y[i] * log(s[i]) + (1 - y[i]) * log(1 - s[i]))
    check_derivative(loss, w, X.T @ (s - y))
    check_derivative(X.T @ (s - y), w, X.T @ diag(hadamard(s, 1 - s)) @ X)
    softplus = total(i, log(1 + exp((X @ w)[i])) - y[i] * (X @ w)[i])
    check_derivative(softplus, w, X.T @ (s - y))


def test_log_sum_exp_and_softmax():
    value_ = log(total(k, exp(a[k])))
    check_derivative(value_, a, softmax(a))
    check_derivative(softmax(a), a, diag(softmax(a)) - softmax(a) @ softmax(a).T)
    check_derivative(log(softmax(a)), a, identity(p) - stack(each(k, softmax(a)[k] * number_vector(p))))


def number_vector(length):
    from verifier.expr.nodes import Number
    from verifier.expr.shapes import vector_shape

    return Number(Fraction(1), vector_shape(length))


def test_cross_entropy_of_a_linear_layer():
    z = A @ c + a
    prediction = define("prediction", "p", softmax(z))
    loss = -total(k, hot[k] * log(prediction[k]))
    check_derivative(loss, c, A.T @ (prediction - hot))
    check_derivative(loss, A, (prediction - hot) @ c.T)
    check_derivative(loss, a, prediction - hot)


def test_a_net_of_two_layers():
    h = tanh(W1 @ a + b1)
    out = W2 @ h
    check_derivative(out, W2, h.T)
    check_derivative(out, b1, hadamard(1 - hadamard(h, h), W2.T))
    check_derivative(out, W1, hadamard(1 - hadamard(h, h), W2.T) @ a.T)
    check_derivative(out, a, W1.T @ hadamard(1 - hadamard(h, h), W2.T))
    loss = (out - lam) ** 2
    check_derivative(loss, W2, 2 * (out - lam) * h.T)


def test_quadratic_forms():
    S = matrix("S", p, p)
    check_derivative(a.T @ S @ a, a, (S + S.T) @ a)
    check_derivative(a.T @ S @ a, S, a @ a.T)
    check_derivative(total(k, (S @ S)[k, k]), S, 2 * S.T)
    check_derivative((a.T @ a) ** 2, a, 4 * (a.T @ a) * a)
    check_derivative(S @ a, a, S)
    check_derivative(hadamard(a, a), a, 2 * diag(a))


def test_chains_of_functions():
    check_derivative(sigmoid(A @ c), c, diag(hadamard(sigmoid(A @ c), 1 - sigmoid(A @ c))) @ A)
    check_derivative(tanh(a), a, diag(1 - hadamard(tanh(a), tanh(a))))
    check_derivative(relu(A @ c), c)
    check_derivative(log(1 + exp(lam * b)), lam, b * sigmoid(lam * b))
    check_derivative(sigmoid(sigmoid(lam)), lam)
    check_derivative((1 + lam**2) ** half, lam, lam / (1 + lam**2) ** half)
    check_derivative(exp(-half * (a.T @ a)), a, -exp(-half * (a.T @ a)) * a)
    check_derivative(1 / (1 + a.T @ a), a, -2 / (1 + a.T @ a) ** 2 * a)
    check_derivative((a.T @ a) ** half, a, (a.T @ a) ** -half * a)


def test_by_entries_and_columns():
    k2, l2 = indices("k l", p)
    u = columns(matrix("U", q, p, columns="u"))
    check_derivative(a.T @ a, a[k2], 2 * a[k2])
    check_derivative(total(k, exp(u[k].T @ c)), u[l2], exp(u[l2].T @ c) * c)
    check_derivative(softmax(a)[k2], a[l2])
    check_derivative((A @ c)[k2], A[k2, index("r", q)], c[index("r", q)])


def test_the_chain_rule_through_definitions():
    theta = define("theta", "t", A @ c)
    prediction = define("prediction", "p", softmax(theta))
    loss = -log(prediction[o])
    through = d(prediction, theta).T @ d(loss, prediction)
    check_proved(d(loss, theta), through)
    check_proved(d(loss, c), A.T @ through)
    check_proved(d(loss, c), d(theta, c).T @ through)
    check_refuted(d(loss, c), d(theta, c).T @ d(loss, prediction))
    check_refuted(d(loss, theta), -through)


def test_derivatives_of_derivatives():
    f = exp(a.T @ a)
    check_derivative_twice = d(d(f, a), a)
    check_proved(check_derivative_twice, 2 * f * identity(p) + 4 * f * (a @ a.T))
    g = log(total(k, exp(a[k])))
    check_proved(d(d(g, a), a), diag(softmax(a)) - softmax(a) @ softmax(a).T)
    check_proved(d(d(sigmoid(lam), lam), lam), sigmoid(lam) * (1 - sigmoid(lam)) * (1 - 2 * sigmoid(lam)))
