"""The sieve lets pass what agrees and throws out what differs."""

from tests.numbers.subject import U, k, naive, negative, o, o_apart, s, u, v_c, w, ws, x, y, y_hat
from verifier.language import cases, compare, d, log, otherwise, relu, same, scalar, sigmoid, total
from verifier.numbers.sieve import Sieve

CENTER = U @ (y_hat - y)


def test_right_candidates_pass():
    sieve = Sieve(d(naive, v_c), seed=1)
    for candidate in (CENTER, -(U @ (y - y_hat)), U @ y_hat - u[o], total(x, y_hat[x] * u[x]) - u[o]):
        assert sieve.agrees(candidate) is True


def test_wrong_candidates_do_not():
    sieve = Sieve(CENTER, seed=1)
    for candidate in (-CENTER, U @ (y_hat + y), U @ y_hat, U @ y_hat - u[w], y_hat[o] * v_c, y_hat - y):
        assert sieve.agrees(candidate) is False


def test_hypotheses_and_repeats():
    sieve = Sieve(d(negative, u[ws[k]]), (o_apart,), seed=1)
    one = (1 - sigmoid(-(u[ws[k]].T @ v_c))) * v_c
    every = total(s, (1 - sigmoid(-(u[ws[s]].T @ v_c))) * v_c, same(ws[s], ws[k]))
    assert sieve.agrees(every) is True
    assert sieve.agrees(one) is False


def test_switches_and_domains():
    z = scalar("z")
    sieve = Sieve(d(relu(z), z), compare(z, "!=", 0), seed=1)
    assert sieve.agrees(cases((1, compare(z, ">", 0)), (0, otherwise))) is True
    assert sieve.agrees(cases((0, compare(z, ">", 0)), (1, otherwise))) is False
    assert Sieve(log(z**2), seed=1).agrees(2 * log(z)) is False
    assert Sieve(z, seed=1).agrees(d(naive, v_c).T @ v_c) is False


def test_a_reference_without_a_value_says_nothing():
    z = scalar("z")
    sieve = Sieve(log(-(z**2)), seed=1)
    assert not sieve.ready
    assert sieve.agrees(z) is None
