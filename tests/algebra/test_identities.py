"""What a lecturer expects to be proved, and beside each its near neighbour that must not be."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.algebra.check import check_proved, check_refuted
from verifier.expr.indices import Compare, IndexBelow
from verifier.expr.nodes import Hadamard, Number, Unit
from verifier.expr.shapes import vector_shape
from verifier.language import (
    cases,
    columns,
    compare,
    d,
    define,
    diag,
    differ,
    distinct,
    each,
    exp,
    hadamard,
    identity,
    index,
    indicator,
    indices,
    leaky_relu,
    log,
    matrix,
    maximum,
    not_among,
    number,
    one_hot,
    otherwise,
    relu,
    same,
    samples,
    scalar,
    sigmoid,
    sizes,
    softmax,
    stack,
    tanh,
    total,
    vector,
    window,
)

n, m, p, K, r = sizes("n m p K r")
i, j, k, o, w = indices("i j k o w", n)
a, b, c = (vector(name, n) for name in "abc")
x, y, z, t = (scalar(name) for name in "xyzt")
q = scalar("q", positive=True)
A, B = matrix("A", n, m), matrix("B", m, p)
C = matrix("C", p, n)
S, T = matrix("S", n, n), matrix("T", n, n)
I = identity(n)  # noqa: E741 -- as on paper
U = matrix("U", m, n, columns="u")
u = columns(U)
v = vector("v", m)
half = Fraction(1, 2)
P = define("P", "p", softmax(U.T @ v))
hot = one_hot("y", n, at=o)
ones = Number(Fraction(1), vector_shape(n))
s, h = indices("s h", K)
ws = samples("w", K, n)
g = index("g", -r, r)
wt = window("w", "t", r, n)
ge = sigmoid


def trace(M):
    return total(i, M[i, i])


# (name, left, right, a near neighbour of right that is wrong, hypotheses)
IDENTITIES = [
    ("transpose of a product", (A @ B).T, B.T @ A.T, None, ()),
    ("transpose of three", (A @ B @ C).T, C.T @ B.T @ A.T, A.T.T @ B @ C, ()),
    ("transpose twice", A.T.T, A, 2 * A, ()),
    ("associativity", A @ (B @ C), (A @ B) @ C, (A @ B) @ C + I, ()),
    ("trace is cyclic", trace(S @ T), trace(T @ S), trace(S @ T.T), ()),
    ("trace of the transpose", trace(S.T), trace(S), trace(S @ S), ()),
    ("trace of an outer product", trace(a @ b.T), a.T @ b, a.T @ a, ()),
    ("trace of the identity", trace(I), number(n), number(n) ** 2, ()),
    ("quadratic form of the symmetric part", a.T @ S @ a, half * (a.T @ (S + S.T) @ a), a.T @ (S + S.T) @ a, ()),
    ("skew part vanishes", a.T @ (S - S.T) @ a, 0, a.T @ S @ a, ()),
    ("square of a sum", (a + b).T @ (a + b), a.T @ a + 2 * (a.T @ b) + b.T @ b, a.T @ a + b.T @ b, ()),
    ("a scalar is its transpose", a.T @ S @ b, b.T @ S.T @ a, b.T @ S @ a, ()),
    ("outer product applied", (a @ b.T) @ c, (b.T @ c) * a, (a.T @ c) * b, ()),
    ("outer products multiplied", (a @ b.T) @ (b @ a.T), (b.T @ b) * (a @ a.T), (a.T @ a) * (b @ b.T), ()),
    ("Frobenius norm", total(i, total(j, S[i, j] ** 2)), trace(S.T @ S), trace(S @ S), ()),
    ("diagonal product", diag(a) @ diag(b), diag(hadamard(a, b)), diag(a + b), ()),
    ("diagonal times vector", diag(a) @ b, hadamard(a, b), a + b, ()),
    ("diagonal scales rows", (diag(a) @ S)[i, j], a[i] * S[i, j], a[j] * S[i, j], ()),
    ("diagonal scales columns", (S @ diag(a))[i, j], S[i, j] * a[j], a[i] * S[i, j], ()),
    ("diagonal of ones", diag(ones), I, 2 * I, ()),
    ("Hadamard commutes", hadamard(a, b), hadamard(b, a), hadamard(a, a), ()),
    ("Hadamard distributes", hadamard(a, b + c), hadamard(a, b) + hadamard(a, c), hadamard(a, b) + c, ()),
    ("inner product as Hadamard", a.T @ b, ones.T @ hadamard(a, b), ones.T @ (a + b), ()),
    ("Hadamard with outer", hadamard(a @ b.T, S), diag(a) @ S @ diag(b), diag(b) @ S @ diag(a), ()),
    ("a matrix by its columns", U, stack(each(w, u[w])), -stack(each(w, u[w])), ()),
    ("product as outer products", U @ U.T, total(w, u[w] @ u[w].T), total(w, u[w]) @ total(w, u[w]).T, ()),
    ("product with a vector", U @ a, total(w, a[w] * u[w]), total(w, u[w]), ()),
    ("picking a column", U @ hot, u[o], u[w], ()),
    ("picking by a basis vector", U @ Unit(w, n), u[w], u[o], ()),
    ("one-hot entries", hot[w], indicator(same(w, o)), indicator(differ(w, o)), ()),
    ("one-hot sums to 1", total(w, hot[w]), 1, number(n), ()),
    ("one-hot squared", hadamard(hot, hot), hot, ones, ()),
    ("one-hot inner product", hot.T @ a, a[o], total(w, a[w]), ()),
    ("sum of a one-hot of logs", total(w, hot[w] * log(P[w])), log(P[o]), log(P[w]), ()),
    ("softmax sums to 1", ones.T @ P, 1, number(n), ()),
    ("softmax is blind to shifts", softmax(a + x * ones), softmax(a), softmax(x * a), ()),
    ("softmax as a ratio", P[o] / P[w], exp((u[o] - u[w]).T @ v), exp((u[o] + u[w]).T @ v), ()),
    ("log softmax", log(softmax(a)[k]), a[k] - log(total(j, exp(a[j]))), a[k] - total(j, a[j]), ()),
    ("centered gradient", total(w, (P[w] - hot[w]) * u[w]), U @ (P - hot), U @ (P + hot), ()),
    ("gradient sums to 0", total(w, P[w] - hot[w]), 0, 1, ()),
    ("variance", total(w, P[w] * (a[w] - P.T @ a) ** 2), total(w, P[w] * a[w] ** 2) - (P.T @ a) ** 2, 0, ()),
    ("covariance", U @ (diag(P) - P @ P.T) @ U.T, total(w, P[w] * u[w] @ u[w].T) - U @ P @ P.T @ U.T, U @ U.T, ()),
    ("softmax of two", softmax(stack(x, y, down=True))[1], sigmoid(x - y), sigmoid(x + y), ()),
    ("sigmoid turned", 1 - sigmoid(x), sigmoid(-x), sigmoid(x), ()),
    ("sigmoid slope", sigmoid(x) * (1 - sigmoid(x)), exp(-x) / (1 + exp(-x)) ** 2, exp(-x) / (1 + exp(-x)), ()),
    ("sigmoid even slope", sigmoid(x) * sigmoid(-x), (1 / (2 + exp(x) + exp(-x))), 1 / (1 + exp(x)), ()),
    ("logit", log(sigmoid(x)) - log(1 - sigmoid(x)), x, -x, ()),
    ("softplus", log(1 + exp(x)), x - log(sigmoid(x)), x + log(sigmoid(x)), ()),
    ("tanh as sigmoid", tanh(x), 2 * sigmoid(2 * x) - 1, 2 * sigmoid(x) - 1, ()),
    ("tanh is odd", tanh(-x), -tanh(x), tanh(x), ()),
    ("tanh of a sum", tanh(x + y), (tanh(x) + tanh(y)) / (1 + tanh(x) * tanh(y)), tanh(x) + tanh(y), ()),
    ("tanh slope", 1 - tanh(x) ** 2, 4 / (exp(x) + exp(-x)) ** 2, 2 / (exp(x) + exp(-x)) ** 2, ()),
    (
        "partial fractions in a sum",
        total(k, 1 / (exp(a[k]) * (exp(a[k]) + exp(b[k]))) + 1 / (exp(b[k]) * (exp(a[k]) + exp(b[k])))),
        total(k, exp(-a[k] - b[k])),
        total(k, exp(-a[k])) * total(k, exp(-b[k])),
        (),
    ),
    (
        "two sums of partial fractions",
        total(i, 1 / (exp(a[i]) * (exp(a[i]) + q))) + total(j, 1 / (q * (exp(a[j]) + q))),
        total(k, exp(-a[k])) / q,
        total(k, exp(-a[k])),
        (),
    ),
    (
        "product of sigmoids in a sum",
        total(k, sigmoid(a[k]) * sigmoid(b[k])),
        total(k, (sigmoid(a[k]) + sigmoid(b[k]) - 1) / (1 - exp(-a[k] - b[k]))),
        total(k, (sigmoid(a[k]) + sigmoid(b[k])) / (1 - exp(-a[k] - b[k]))),
        (),
    ),
    ("relu minus relu", relu(x) - relu(-x), x, relu(x), ()),
    ("relu squared", relu(x) ** 2, x * relu(x), x * x, ()),
    ("relu is max", relu(x), maximum(x, 0), maximum(-x, 0), ()),
    ("max is symmetric", maximum(x, y), maximum(y, x), maximum(x, -y), ()),
    ("max by relu", maximum(x, y), y + relu(x - y), x + relu(x - y), ()),
    ("max of positive multiples", maximum(q * x, q * y), q * maximum(x, y), maximum(x, y), ()),
    ("relu of a positive multiple", relu(q * x), q * relu(x), relu(x), ()),
    ("leaky relu", leaky_relu(t, x), relu(x) - t * relu(-x), relu(x) + t * relu(-x), ()),
    ("leaky relu as max", maximum(t * x, x), leaky_relu(t, x), relu(x), compare(0, "<", t, "<", 1)),
    ("indicator squared", indicator(same(w, o)) ** 2, indicator(same(w, o)), 1, ()),
    ("cases as indicators", cases((x, same(w, o)), (y, otherwise)), y + (x - y) * hot[w], x + y * hot[w], ()),
    ("cases of equal branches", cases((x, compare(z, ">", 0)), (x, otherwise)), x, -x, ()),
    ("a sum without one", total(w, a[w], differ(w, o)), total(w, a[w]) - a[o], total(w, a[w]) - a[k], ()),
    ("a sum without two", total(w, a[w], differ(w, o), differ(w, k)), total(w, a[w]) - a[o] - a[k], 0, (differ(o, k),)),
    (
        "a sum without two that may be one",
        total(w, a[w], differ(w, o), differ(w, k)),
        total(w, a[w]) - a[o] - a[k] + hot[k] * a[k],
        total(w, a[w]) - a[o] - a[k],
        (),
    ),
    ("product of sums", total(i, a[i]) * total(j, b[j]), total(i, total(j, a[i] * b[j])), a.T @ b, ()),
    ("order of sums", total(i, total(j, S[i, j])), total(j, total(i, S[i, j])), trace(S), ()),
    ("sum of a constant", total(i, x), number(n) * x, x, ()),
    ("mean of centered", total(i, a[i] - total(j, a[j]) / number(n)), 0, 1, ()),
    (
        "sum of squares about the mean",
        total(i, (a[i] - total(j, a[j]) / number(n)) ** 2),
        a.T @ a - total(j, a[j]) ** 2 / number(n),
        a.T @ a - total(j, a[j]) ** 2,
        (),
    ),
    ("pairs", total(i, total(j, (a[i] - a[j]) ** 2)), 2 * number(n) * (a.T @ a) - 2 * total(i, a[i]) ** 2, 0, ()),
    ("below and not below", total(j, a[j], IndexBelow(i, j, True)) + total(j, a[j], IndexBelow(j, i, False)), total(j, a[j]), a[i], ()),
    ("exp of a sum", exp(x + y), exp(x) * exp(y), exp(x) + exp(y), ()),
    ("exp of a multiple", exp(3 * x), exp(x) ** 3, 3 * exp(x), ()),
    ("exp of half", exp(x / 2) ** 2, exp(x), exp(x / 4), ()),
    ("log of a quotient", log(exp(x) / (1 + exp(y))), x - log(1 + exp(y)), x - y, ()),
    ("log of a product of positives", log(q * exp(x)), log(q) + x, log(q) * x, ()),
    ("log of 8", log(Number(Fraction(8))), 3 * log(Number(Fraction(2))), 4 * log(Number(Fraction(2))), ()),
    ("root of 8", Number(Fraction(8)) ** half, 2 * Number(Fraction(2)) ** half, 3 * Number(Fraction(2)) ** half, ()),
    ("rationalised", 1 / (1 + q**half), (1 - q**half) / (1 - q), (1 + q**half) / (1 - q), ()),
    ("normalised vector", (a / (a.T @ a) ** half).T @ (a / (a.T @ a) ** half), 1, number(n), ()),
    ("projection is idempotent", (a @ a.T / (a.T @ a)) @ (a @ a.T / (a.T @ a)), a @ a.T / (a.T @ a), a @ a.T, ()),
    ("projection is blind to scale", a @ a.T @ b / (a.T @ a), (2 * a) @ (2 * a).T @ b / ((2 * a).T @ (2 * a)), b, ()),
    ("reflection squared", (I - 2 * (a @ a.T) / (a.T @ a)) @ (I - 2 * (a @ a.T) / (a.T @ a)), I, -I, ()),
    ("half a window", total(g, a[wt[g]], differ(g, 0)), total(index("g", 1, r), a[wt[index("g", 1, r)]]) + total(index("g", -r, -1), a[wt[index("g", -r, -1)]]), total(g, a[wt[g]]), ()),
    ("length of a window", total(g, 1, differ(g, 0)), 2 * number(r), 2 * number(r) + 1, ()),
    ("matching samples", total(s, a[ws[s]], same(ws[s], ws[h])), a[ws[h]] * total(s, indicator(same(ws[s], ws[h]))), a[ws[h]], ()),
    ("distinct samples", total(s, a[ws[s]], same(ws[s], ws[h])), a[ws[h]], 0, (distinct(ws),)),
    ("o is no sample", total(s, hot[ws[s]]), 0, 1, (not_among(o, ws),)),
    ("gradient of a norm", d((a.T @ a) ** half, a), a / (a.T @ a) ** half, a, ()),
    ("Jacobian of normalising", d(a / (a.T @ a) ** half, a), I / (a.T @ a) ** half - a @ a.T / (a.T @ a) ** Fraction(3, 2), I, ()),
    ("product rule", d((a.T @ b) * (a.T @ c), a), (a.T @ c) * b + (a.T @ b) * c, (a.T @ c) * b, ()),
    ("quotient rule", d((a.T @ b) / (1 + a.T @ a), a), b / (1 + a.T @ a) - 2 * (a.T @ b) / (1 + a.T @ a) ** 2 * a, b, ()),
    ("gradient by a matrix", d(v.T @ U @ a, U), v @ a.T, None, ()),
    ("gradient of a residual", d((U @ a - v).T @ (U @ a - v), U), 2 * (U @ a - v) @ a.T, 2 * (U @ a + v) @ a.T, ()),
    ("gradient of the trace", d(trace(S @ T), S), T.T, T, ()),
    ("second derivative of a form", d(d(a.T @ S @ a, a), a), S + S.T, 2 * S, ()),
    ("entropy by the scores", d(-(P.T @ log(P)), v), -(U @ (hadamard(P, log(P)) - (P.T @ log(P)) * P)), 0 * v, ()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("left", "right", "wrong", "given"), [row[1:] for row in IDENTITIES], ids=[row[0] for row in IDENTITIES]
)
def test_identity(left, right, wrong, given):
    check_proved(left, right, *given)
    if wrong is not None:
        check_refuted(left, wrong, *given)


def test_there_are_enough():
    assert len(IDENTITIES) >= 90
    assert sum(row[3] is not None for row in IDENTITIES) >= 80
    assert isinstance(hadamard(a, b), Hadamard)
    assert isinstance(compare(x, ">", 0)[0], Compare)


def test_a_list_of_one_block_is_that_block():
    only = index("i", 1)
    check_proved(stack(a), a)
    check_proved(stack(each(only, a)), a)
    check_proved(stack(stack(a).T @ b), a.T @ b)


def test_a_root_of_a_fraction():
    q = scalar("q")
    root = (3 / q) ** Fraction(1, 2)
    check_proved(root / root, 1)
    check_proved(maximum(x, a[1]) / root * root, maximum(x, a[1]))
    check_proved(1 / root, root * q / 3)
    check_refuted(1 / root, root * q)


def test_partial_fractions_of_atoms_that_can_take_each_others_place_come_to_an_end():
    both = x + y + x * y
    check_proved(1 / (x * both), (1 / x - (1 + y) / both) / y)
    check_proved(1 / (y * both), (1 / y - (1 + x) / both) / x)
    check_proved(1 / (x * both) - 1 / (y * both), (y - x) / (x * y * both))
    check_proved(1 / (x * (sigmoid(y) + x)) * x, 1 / (x + sigmoid(y)))
    three = x * y + y * z + z * x
    check_proved(1 / (x * three) * x * three, 1)
    check_proved(1 / (z * three) + 1 / (y * three) + 1 / (x * three), 1 / (x * y * z))
    check_refuted(1 / (x * both), 1 / (y * both))
