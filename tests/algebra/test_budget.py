"""What a proof may cost, and what it may divide by."""

from verifier.algebra.prove import prove
from verifier.evidence import Nothing, Proof
from verifier.language import (
    d,
    differ,
    exp,
    index,
    maximum,
    number,
    one_hot,
    relu,
    same,
    scalar,
    sigmoid,
    size,
    tanh,
    total,
    vector,
)

p, q, r = scalar("p"), scalar("q"), scalar("r")
K = size("K")
s, i, j = index("s", K), index("i", K), index("j", K)
a, b = vector("a", K), vector("b", K)


def check_proved(left, right):
    assert isinstance(prove(left, right), Proof)


def check_open(left, right, why):
    found = prove(left, right)
    assert isinstance(found, Nothing) and why in found.why


def test_products_of_sigmoids_over_a_difference_of_exponentials():
    check_proved(sigmoid(p) * sigmoid(q), (sigmoid(p) + sigmoid(q) - 1) / (1 - exp(-p - q)))
    check_proved(
        total(s, sigmoid(a[s]) * sigmoid(b[s])),
        total(s, (sigmoid(a[s]) + sigmoid(b[s]) - 1) / (1 - exp(-a[s] - b[s]))),
    )


def test_exponentials_that_fall_together_are_no_divisor():
    check_open(p, p * (exp(a[i]) - exp(a[j])) / (exp(a[i]) - exp(a[j])), "a division by what may be 0")
    check_open(p, p * (exp(a[i] - a[j]) - 1) / (exp(a[i] - a[j]) - 1), "a division by what may be 0")
    hot = one_hot("y", K, at=i)
    for divisor in (
        exp(number(K) * p) - exp(2 * p),
        exp(total(i, a[i])) - exp(a[1] + a[2]),
        exp(total(i, p)) - exp(p),
        exp(exp(number(K) * p)) - exp(exp(2 * p)),
        exp(p * hot[j]) - 1,
        exp(p * tanh(a[i] - a[j])) - 1,
        exp(total(index("q", 1, K - 1), p)) - 1,
    ):
        check_open(q, q * divisor / divisor, "a division by what may be 0")
    check_proved(q, q * (1 - exp(total(i, a[i]))) / (1 - exp(total(i, a[i]))))


def test_what_stands_under_a_derivative_has_a_value_too():
    y = one_hot("y", K, at=i)
    check_open(d(q, p), d(q * y[s] / y[s], p), "division by")
    check_open(d(q, p), d(q * relu(q) / relu(q), p), "division by")
    check_proved(d(q, p), d(q * exp(r) / exp(r), p))


def test_nested_switches_use_up_the_budget_and_not_the_evening():
    nested = p
    for _ in range(6):
        nested = maximum(nested * p, nested - q)
    check_open(nested, nested + r - r, "budget")


def test_what_is_known_of_a_letter_is_known_of_its_equals():
    w, x, o = index("w", K), index("x", K), index("o", K)
    y = one_hot("y", K, at=o)
    assert isinstance(prove(y[x] * p, 0 * p, (same(w, x), differ(w, o))), Proof)
