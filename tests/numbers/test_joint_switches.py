"""Switches are met jointly: what differs only where two of them lie on certain sides is found, whatever the seed."""

from tests.numbers.check import check_agrees, check_differs
from verifier.language import cases, compare, d, hadamard, maximum, otherwise, relu, scalar, size, vector

p, x, y, z = scalar("p"), scalar("x"), scalar("y"), scalar("z")
a = vector("a", size("n"))


def test_a_slope_above_one_turns_the_branches_around():
    by_sign = cases((1, compare(x, ">", 0)), (p, otherwise))
    check_differs(d(maximum(p * x, x), x), by_sign, seeds=120)
    check_agrees(d(maximum(p * x, x), x), by_sign, *compare(0, "<", p, "<", 1), seeds=10)


def test_two_switches_of_different_letters():
    check_differs(d(relu(x) * relu(y), x), cases((y, compare(x, ">", 0)), (0, otherwise)), seeds=120)
    check_differs(relu(x) * relu(y), cases((x * y, compare(x * y, ">", 0)), (0, otherwise)), seeds=120)
    check_agrees(d(relu(x) * relu(y), x), cases((relu(y), compare(x, ">", 0)), (0, otherwise)), seeds=10)


def test_three_switches():
    only_all = cases(
        (x * y * z, (*compare(x, ">", 0), *compare(y, ">", 0), *compare(z, ">", 0))), (0, otherwise)
    )
    check_agrees(relu(x) * relu(y) * relu(z), only_all, seeds=10)
    check_differs(relu(x) * relu(y) * relu(z), relu(x) * relu(y * z), seeds=60)


def test_by_elements():
    check_agrees(hadamard(relu(a), relu(-a)), hadamard(a, 0 * a), seeds=10)
    check_differs(hadamard(relu(a), relu(p * a)), hadamard(p * a, relu(a)), seeds=60)


def test_a_magnitude_that_only_one_of_two_letters_has():
    check_differs(maximum(x * x, y), cases((x * x, compare(x * x, ">", y)), (x, otherwise)), seeds=60)
    check_differs(maximum(100 * x, y), cases((100 * x, compare(x, ">", y)), (y, otherwise)), seeds=60)
