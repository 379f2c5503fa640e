"""What shows only in a narrow case is found, whatever the seed: between two switches, or where just two letters meet."""

from fractions import Fraction

from tests.numbers.check import check_agrees, check_differs, check_undefined
from verifier.language import (
    cases,
    columns,
    compare,
    d,
    index,
    indices,
    matrix,
    maximum,
    not_among,
    one_hot,
    otherwise,
    relu,
    samples,
    scalar,
    sizes,
    total,
    vector,
    window,
)

D, V, K = sizes("D V K")
x, alpha = scalar("x"), scalar("alpha")
w, c, o = indices("w c o", V)
v = vector("v", D)
y, z = one_hot("y", V, at=o), vector("z", V)
u = columns(matrix("U", D, V, columns="u"))
by_sign = cases((1, compare(x, ">", 0)), (0, otherwise))
thousandth = Fraction(1, 1000)


def test_between_two_thresholds():
    check_differs(d(relu(x), x), cases((1, compare(x, ">", thousandth)), (0, otherwise)), seeds=60)
    check_differs(by_sign, cases((1, compare(x, ">", Fraction(1, 10**7))), (0, otherwise)), seeds=20)
    check_differs(by_sign, cases((1, compare(3 * x, ">", thousandth)), (0, otherwise)), seeds=20)
    check_agrees(by_sign, cases((1, compare(1000 * x, ">", 0)), (0, otherwise)), seeds=20)


def test_far_from_every_usual_value():
    check_differs(x, cases((x, compare(x, "<", 5000)), (0, otherwise)), seeds=20)


def test_no_case_applies_between_two_thresholds():
    with_a_gap = cases((1, compare(x, ">", thousandth)), (0, compare(x, "<", 0)))
    check_undefined(d(relu(x), x), with_a_gap, seeds=60)


def test_a_threshold_that_another_letter_sets():
    bounds = compare(0, "<", alpha, "<", 1)
    leaky = d(maximum(alpha * x, x), x)
    late = cases((1, compare(x, ">", thousandth * alpha)), (alpha, otherwise))
    check_differs(leaky, late, *bounds, seeds=40)
    check_agrees(leaky, cases((1, compare(x, ">", 0)), (alpha, compare(x, "<", alpha))), *bounds, seeds=20)


def test_two_letters_that_meet_beside_a_third():
    check_differs((z[w] - y[w]) * v, (z[w] - y[c]) * v, seeds=60)
    check_agrees((z[w] - y[w]) * v, z[w] * v - y[w] * v, seeds=20)


def test_a_letter_that_is_a_sample():
    s = index("s", K)
    words = samples("w", K, V)
    apart = not_among(o, words)
    check_differs(y[words[s]] * v, y[c] * v, apart, seeds=40)
    check_agrees(y[words[s]] * v, 0 * v, apart, seeds=20)
    check_differs(u[c], u[words[s]], apart, seeds=20)


def test_samples_and_a_window_of_the_same_words_without_any_letter():
    (m,) = sizes("m")
    s, j = index("s", K), index("j", -m, m)
    drawn, around = samples("w", K, V), window("q", "t", m, V)
    both = total(s, z[drawn[s]]) + total(j, z[around[j]])
    check_agrees(both, total(j, z[around[j]]) + total(s, z[drawn[s]]), seeds=3)
    check_differs(both, total(s, z[drawn[s]]) - total(j, z[around[j]]), seeds=3)
