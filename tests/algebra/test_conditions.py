"""Conditions that imply or exclude each other; beside each, a near neighbour that must not be proved."""

from fractions import Fraction

from tests.algebra.check import check_proved, check_refuted
from verifier.language import (
    cases,
    compare,
    d,
    exp,
    index,
    indicator,
    maximum,
    otherwise,
    relu,
    scalar,
    sigmoid,
    size,
    total,
    vector,
)

x, z, alpha = scalar("x"), scalar("z"), scalar("alpha")
by_sign = cases((1, compare(x, ">", 0)), (0, otherwise))
little = Fraction(1, 1000)


def above(left, right):
    return indicator(*compare(left, ">", right))


def test_a_second_condition_that_only_has_to_cover_the_rest():
    check_proved(d(relu(x), x), cases((1, compare(x, ">", 0)), (0, compare(x, "<", little))))
    check_proved(by_sign, cases((1, compare(x, ">", 0)), (0, compare(x, "<", sigmoid(x)))))
    check_proved(by_sign, cases((1, compare(x, ">", 0)), (0, compare(x, "<", 3))))
    check_refuted(by_sign, cases((0, compare(x, "<", little)), (1, otherwise)))
    check_refuted(by_sign, cases((0, compare(x, "<", sigmoid(x))), (1, otherwise)))


def test_a_bound_that_a_hypothesis_makes_positive():
    bounds = compare(0, "<", alpha, "<", 1)
    covered = cases((1, compare(x, ">", 0)), (alpha, compare(x, "<", alpha)))
    check_proved(d(maximum(alpha * x, x), x), covered, bounds)
    check_refuted(d(maximum(alpha * x, x), x), cases((alpha, compare(x, "<", alpha)), (1, otherwise)), bounds)


def test_a_side_that_a_hypothesis_tells():
    bounds, below = compare(0, "<", alpha, "<", 1), compare(x, "<", 0)
    check_proved(maximum(alpha * x, x), alpha * x, bounds, below)
    check_proved(maximum(alpha * x, x), x, bounds, compare(x, ">", 0))
    check_refuted(maximum(alpha * x, x), x, bounds, below)
    check_refuted(maximum(alpha * x, x), alpha * x, below)


def test_a_condition_that_a_hypothesis_implies():
    check_proved(above(x, 0), 1, compare(x, ">", 1))
    check_proved(above(2, alpha), 1, compare(0, "<", alpha, "<", 1))
    check_proved(relu(1 + alpha + exp(x)), 1 + alpha + exp(x), compare(alpha, ">", 0))
    check_refuted(above(x, 1), 1, compare(x, ">", 0))
    check_refuted(above(x, 1), 1, compare(x, ">", -1))
    check_refuted(above(alpha, Fraction(1, 2)), 1, compare(0, "<", alpha, "<", 1))


def test_products_of_indicators():
    check_proved(above(x, 1) * above(x, 0), above(x, 1))
    check_proved(above(x, 1) * above(-1, x), 0 * x)
    check_proved(above(x, -1) * above(1, x), above(x, -1) + above(1, x) - 1)
    check_proved(above(x, exp(z)) * above(x, 0), above(x, exp(z)))
    check_refuted(above(x, 1) * above(x, 0), above(x, 0))
    check_refuted(above(x, z) * above(x, 0), above(x, z))
    check_refuted(above(x, -1) * above(-2, x), above(x, -1))


def test_inside_a_sum():
    n = size("n")
    a, k = vector("a", n), index("k", n)
    check_proved(total(k, above(a[k], 2) * above(a[k], 1) * a[k]), total(k, above(a[k], 2) * a[k]))
    check_refuted(total(k, above(a[k], 2) * above(a[k], 1) * a[k]), total(k, above(a[k], 1) * a[k]))


def test_the_product_of_two_functions_of_one_side():
    check_proved(relu(x) * relu(x - 1), (x * x - x) * above(x, 1))
    check_proved(relu(x) * relu(-x), 0 * x)
    check_proved(differ_by_parts(), x)


def differ_by_parts():
    """x in three parts, cut at 0 and 1."""
    return x * above(0, x) + x * above(x, 0) * above(1, x) + x * above(x, 1)
