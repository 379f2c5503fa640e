"""Dual numbers against another autodiff, against finite differences, and one derivative inside another."""

from fractions import Fraction

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from tests.numbers.check import check_agrees, check_differs
from tests.numbers.subject import U, V, naive, negative, o, o_apart, u, v_c
from verifier.expr.nodes import Derivative, Expr
from verifier.language import d, exp, log, scalar, sigmoid, tanh, vector
from verifier.numbers.draw import Plan, draw
from verifier.numbers.dual import Dual
from verifier.numbers.evaluate import Scene, matrix_value
from verifier.numbers.limits import Work
from verifier.numbers.point import Point


def point_for(expr: Expr, *hypotheses, number=0, seed=0) -> Point:
    found = draw(Plan.of((expr,), hypotheses, Work()), seed, number, Work())
    assert found is not None
    return found


def floats(expr: Expr, point: Point) -> np.ndarray:
    return np.vectorize(lambda ball: float(ball.mid()))(matrix_value(expr, Scene(point, Work()))).astype(
        float
    )


def array(point: Point, name: str) -> np.ndarray:
    return np.array([[float(x) for x in row] for row in point.tensors[name]])


def softmax_loss(U, v, point):
    scores = anp.dot(U.T, v)[:, 0]
    return anp.log(anp.sum(anp.exp(scores))) - scores[point.indices["o"] - 1]


def negative_loss(U, v, point):
    scores = anp.dot(U.T, v)[:, 0]
    loss = anp.log(1 + anp.exp(-scores[point.indices["o"] - 1]))
    return loss + sum(anp.log(1 + anp.exp(scores[at - 1])) for at in point.maps["w"])


LOSSES = [(naive, softmax_loss, ()), (negative, negative_loss, (o_apart,))]


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize(("loss", "by_autograd", "hypotheses"), LOSSES)
def test_against_autograd(loss, by_autograd, hypotheses, number):
    point = point_for(loss, *hypotheses, number=number)
    left, right = array(point, "U"), array(point, "v_c")
    for at, by in enumerate((U, v_c)):
        expected = autograd.grad(by_autograd, at)(left, right, point)
        np.testing.assert_allclose(floats(d(loss, by), point), expected, rtol=1e-8, atol=1e-10)
    column = autograd.grad(by_autograd, 0)(left, right, point)[:, [point.indices["o"] - 1]]
    np.testing.assert_allclose(floats(d(loss, u[o]), point), column, rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize(("loss", "by_numpy", "hypotheses"), LOSSES)
def test_against_finite_differences(loss, by_numpy, hypotheses):
    point = point_for(loss, *hypotheses, seed=3)
    left, right, step = array(point, "U"), array(point, "v_c"), 1e-6
    slopes = floats(d(loss, v_c), point)
    for at in range(len(right)):
        moved = right.copy()
        moved[at] += step
        there = by_numpy(left, moved, point)
        moved[at] -= 2 * step
        assert slopes[at, 0] == pytest.approx((there - by_numpy(left, moved, point)) / (2 * step), abs=1e-6)


def test_a_derivative_inside_a_derivative():
    x, y, z = scalar("x"), scalar("y"), vector("z", V)
    check_agrees(d(d(log(1 + exp(x)), x), x), sigmoid(x) * (1 - sigmoid(x)))
    # Perturbations that must not be confused: d/dx (x * d/dy (x + y)) is 1, not 2.
    check_agrees(d(x * d(x + y, y), x), 1)
    check_agrees(d(x * d(x * y, y), x), 2 * x)
    check_agrees(d(d(x**3 * tanh(y), x), y), 3 * x**2 * (1 - tanh(y) ** 2))
    check_agrees(d(d(z.T @ z, z), z).T, d(d(z.T @ z, z), z))


def test_a_derivative_by_what_does_not_occur():
    x, y = scalar("x"), scalar("y")
    check_agrees(d(exp(x), y), 0)
    check_differs(d(x * y, y), 0)
    from verifier.evidence import Nothing
    from verifier.numbers.compare import compare

    found = compare(Derivative(exp(x) * y, x * y), x, seed=1)
    assert isinstance(found, Nothing)
    assert "is not a function of" in found.why


def test_arithmetic_of_dual_numbers():
    one = Fraction(1)
    a, b = Dual(1, Fraction(3), {0: one}), Dual(1, Fraction(5), {1: one})
    assert (a * b).tangents == {0: 5, 1: 3}
    assert (a - b).tangents == {0: 1, 1: -1}
    assert (a**3).tangents == {0: 27}
    assert (1 / b).tangents == {1: Fraction(-1, 25)}
    assert (a / b).tangents == {0: Fraction(1, 5), 1: Fraction(-3, 25)}
    assert (2 - a).value == -1
    inner = Dual(2, a, {0: one})
    product = a * inner * b
    assert product.level == 2
    assert product.tangents[0].tangents == {0: 5, 1: 3}
