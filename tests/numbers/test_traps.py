"""Pairs at which float sampling goes wrong, with their near neighbours."""

from fractions import Fraction

import pytest

from tests.numbers.check import check_agrees, check_differs, check_undefined
from verifier.evidence import Agreement, Counterexample, Nothing
from verifier.expr.indices import Compare
from verifier.expr.nodes import Number
from verifier.language import (
    cases,
    compare,
    d,
    exp,
    formula,
    index,
    indicator,
    leaky_relu,
    log,
    matrix,
    maximum,
    one_hot,
    otherwise,
    relu,
    scalar,
    sigmoid,
    sizes,
    softmax,
    tanh,
    vector,
)
from verifier.numbers.compare import compare as by_numbers

x, y, alpha = scalar("x"), scalar("y"), scalar("alpha")
slope = compare(0, "<", alpha, "<", 1)


def binomial(power: int) -> object:
    """(x - 1)^power, written out."""
    terms, coefficient = formula(0), 1
    for at in range(power + 1):
        terms = terms + (-1) ** (power - at) * coefficient * x**at
        coefficient = coefficient * (power - at) // (at + 1)
    return terms


def test_a_power_written_out():
    check_agrees((x - 1) ** 20, binomial(20))
    check_differs((x - 1) ** 20, binomial(20) + Fraction(1, 10**25))


def test_exact_rationals():
    check_agrees(1 - formula(Fraction(1, 2)), formula(Fraction(1, 2)))
    check_agrees(formula(1) / 3 + formula(2) / 3, 1)


@pytest.mark.parametrize("at", [800, -800])
def test_softplus_and_sigmoid_far_out(at):
    far = formula(at)
    check_agrees(log(1 + exp(far)), far + log(1 + exp(-far)))
    check_agrees(1 - sigmoid(far), sigmoid(-far))
    check_agrees(sigmoid(far) * (1 - sigmoid(far)), exp(-far) / (1 + exp(-far)) ** 2)


def test_what_only_looks_saturated_differs():
    check_differs(log(1 + exp(formula(800))), 800)
    check_differs(sigmoid(formula(800)), 1)
    check_differs(tanh(formula(20)), 1)
    check_differs(exp(-(formula(6) ** 2)), 0)


def test_absolute_value_and_its_smooth_neighbour():
    size = maximum(x, -x)
    check_agrees(size, (x**2) ** Fraction(1, 2))
    check_differs(size, (x**2 + Fraction(1, 10**12)) ** Fraction(1, 2))
    check_differs((x**2) ** Fraction(1, 2), x)
    check_agrees((x**2) ** Fraction(1, 2), x, *compare(x, ">", 0))


@pytest.mark.parametrize("exponent", [0, 1, 5, 10, 15, 20, 25])
def test_wrong_by_little(exponent):
    little = Fraction(1, 10**exponent)
    check_differs(sigmoid(x), sigmoid(x) * (1 + little))
    check_differs(exp(x) / (1 + exp(x)), sigmoid(x) + little)


def test_domains():
    found = check_undefined(log(x**2), 2 * log(x))
    assert found.why == "log of a negative number"
    check_agrees(2 * log(x), log(x**2))
    check_agrees(log(x**2), 2 * log(x), *compare(x, ">", 0))
    check_undefined(x, x ** Fraction(1, 2) * x ** Fraction(1, 2))
    check_undefined(x, x + 1 / (y - y))
    check_undefined(abs_by_cases(), cases((x, compare(x, ">", 0))))


def abs_by_cases():
    return cases((x, compare(x, ">", 0)), (-x, otherwise))


def test_a_null_set_is_no_counterexample():
    check_agrees(x + 1, (x**2 - 1) / (x - 1), seeds=200)
    check_agrees(x / x, 1)
    check_agrees(cases((0, compare(x, "=", 1)), (x, otherwise)), x, seeds=200)


def test_size_one_counts():
    (n,) = sizes("n")
    a = vector("a", n)
    found = check_undefined(a.T @ a, a.T @ a + 0 / (number_of(n) - 1))
    assert found.sizes == {"n": 1}


def number_of(size):
    from verifier.language import number

    return number(size)


def test_both_sides_of_a_switch():
    zero = Number(Fraction(0))
    check_agrees(relu(x), x * indicator(Compare(x, ">", zero)))
    check_differs(relu(x), x)
    check_differs(relu(x), 0)
    # The switch lies where points of usual size do not: further ones are drawn.
    check_differs(relu(x - 20), 0)
    check_differs(relu(x + 20), x + 20)
    check_agrees(leaky_relu(alpha, x), maximum(alpha * x, x), *slope)
    check_differs(leaky_relu(alpha, x), maximum(alpha * x, x))
    check_differs(leaky_relu(alpha, x), x, *slope)


def test_a_side_that_is_not_met_is_said():
    found = by_numbers(relu(x), x, compare(x, ">", 0), seed=1)
    assert isinstance(found, Agreement)
    assert found.unmet == ("x < 0",)


def test_hypotheses_that_no_point_satisfies():
    found = by_numbers(x, x, compare(1, "<", x, "<", 0), seed=1)
    assert found == Nothing("no point satisfies the hypotheses")


def test_nothing_hangs():
    nine = formula(9)
    assert isinstance(by_numbers(nine ** (nine ** (nine**nine)), nine, seed=1), Nothing)
    assert isinstance(by_numbers(x ** (nine**nine), x, seed=1), Nothing)
    assert isinstance(by_numbers(exp(exp(exp(exp(exp(exp(x**2)))))), x, seed=1), Nothing)
    deep = x
    for _ in range(3000):
        deep = -deep
    assert isinstance(by_numbers(deep, x, seed=1), Nothing)
    wide = formula(1)
    for _ in range(40):
        wide = exp(-wide) * exp(wide)
    kind = type(by_numbers(wide, formula(2), seed=1))
    assert kind is Counterexample


def test_the_seed_decides():
    found = [by_numbers(relu(x) + y, x + y, seed=7) for _ in range(2)]
    assert found[0] == found[1]
    assert found[0].seed == 7
    assert by_numbers(relu(x) + y, x + y).seed != by_numbers(relu(x) + y, x + y).seed


def test_a_side_that_is_defined_nowhere_is_told_within_the_budget():
    D, V = sizes("D V")
    v, y = vector("v", D), one_hot("y", V, at=index("o", V))
    soft = softmax(matrix("U", D, V).T @ v)
    loss = -log(soft[index("o", V)])
    claim = v @ (exp(log(-soft)) - y).T
    check_undefined(d(loss, matrix("U", D, V)), claim, seeds=2)
