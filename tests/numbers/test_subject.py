"""The targets of the first subject: what is right agrees, the near neighbour differs."""

import pytest

from tests.numbers.check import check_agrees, check_differs
from tests.numbers.subject import (
    U,
    V,
    c,
    k,
    naive,
    negative,
    o,
    o_apart,
    s,
    theta,
    u,
    v_c,
    w,
    ws,
    x,
    y,
    y_hat,
)
from verifier.expr.nodes import Derivative
from verifier.expr.shapes import ShapeError
from verifier.language import (
    cases,
    columns,
    d,
    diag,
    differ,
    distinct,
    each,
    exp,
    index,
    log,
    matrix,
    opaque,
    otherwise,
    same,
    sigmoid,
    sizes,
    stack,
    total,
    vector,
    window,
)

a = u[o].T @ v_c


def test_center():
    claim = U @ (y_hat - y)
    check_agrees(d(naive, v_c), claim)
    check_agrees(claim, total(x, y_hat[x] * u[x]) - u[o])
    check_differs(d(naive, v_c), -claim)
    check_differs(claim, U @ (y_hat + y))
    with pytest.raises(ShapeError):
        U.T @ (y_hat - y)


def test_outside():
    check_agrees(d(naive, u[w]), (y_hat[w] - y[w]) * v_c)
    check_agrees(d(naive, u[w]), cases(((y_hat[o] - 1) * v_c, same(w, o)), (y_hat[w] * v_c, otherwise)))
    check_agrees(d(naive, u[w]), y_hat[w] * v_c, differ(w, o))
    check_agrees(d(naive, u[o]), (y_hat[o] - 1) * v_c)
    check_agrees(d(naive, U), v_c @ (y_hat - y).T)
    check_agrees(d(naive, U), stack(each(w, (y_hat[w] - y[w]) * v_c)))
    # Wrong at w = o only: some points have it.
    check_differs(d(naive, u[w]), y_hat[w] * v_c, seeds=30)
    check_differs(d(naive, u[w]), (y_hat[w] - y[w]) * v_c + 0 * v_c + (1 - y_hat[o]) * y[w] * v_c)


def test_scores_as_variables():
    check_agrees(d(naive, theta), y_hat - y)
    check_agrees(d(-total(w, y[w] * log(y_hat[w])), y_hat), -y / y_hat)
    check_agrees(d(y_hat, theta), diag(y_hat) - y_hat @ y_hat.T)
    check_agrees(d(naive, theta[w]), y_hat[w] - y[w])
    check_differs(d(naive, theta), y_hat)
    # Scores that are written out are entries of theta too, wherever the sign stands.
    written = -(u[o].T) @ v_c + log(total(x, exp(u[x].T @ v_c)))
    check_agrees(d(written, theta), y_hat - y)
    check_agrees(Derivative(written, a), y_hat[o] - 1)
    check_agrees(Derivative(negative, a), sigmoid(a) - 1, o_apart)


def test_negative_sampling():
    sample = u[ws[s]].T @ v_c
    check_agrees(
        d(negative, v_c),
        (sigmoid(a) - 1) * u[o] + total(s, (1 - sigmoid(-sample)) * u[ws[s]]),
        o_apart,
    )
    check_differs(
        d(negative, v_c), (sigmoid(a) - 1) * u[o] + total(s, (1 - sigmoid(sample)) * u[ws[s]]), o_apart
    )
    check_agrees(d(negative, u[o]), (sigmoid(a) - 1) * v_c, o_apart)
    # o may be among the samples: then the gradient has more terms.
    check_differs(d(negative, u[o]), (sigmoid(a) - 1) * v_c, seeds=20)


def test_samples_that_repeat():
    one = (1 - sigmoid(-(u[ws[k]].T @ v_c))) * v_c
    every = total(s, (1 - sigmoid(-(u[ws[s]].T @ v_c))) * v_c, same(ws[s], ws[k]))
    check_agrees(d(negative, u[ws[k]]), every, o_apart)
    check_agrees(d(negative, u[ws[k]]), one, o_apart, distinct(ws))
    check_differs(d(negative, u[ws[k]]), one, o_apart, seeds=30)


def test_skipgram():
    (m,) = sizes("m")
    centers = matrix("V", U.shape.rows, V, columns="v")
    v, words, j = columns(centers), window("w", "t", m, V), index("j", -m, m)
    term = opaque("J", v[c], words[j], U)
    loss = total(j, term, differ(j, 0))
    check_agrees(d(loss, U), total(j, d(term, U), differ(j, 0)))
    check_differs(d(loss, U), total(j, d(term, U)))
    check_agrees(d(loss, v[c]), total(j, d(term, v[c]), differ(j, 0)))
    check_agrees(d(loss, v[w]), 0 * v[w], differ(w, c))
    check_differs(d(loss, v[w]), 0 * v[w], seeds=30)
    check_differs(d(opaque("J", v[c], words[j], U), U), d(opaque("J", v[c], o, U), U))
    check_agrees(
        d(opaque("J", v[c], w, U), U), stack(each(x, d(opaque("J", v[c], w, U), u[x]))), differ(w, o)
    )


def test_jacobian_of_the_sigmoid():
    z = vector("z", V)
    check_agrees(d(sigmoid(z), z), diag(sigmoid(z)) @ diag(1 - sigmoid(z)))
    check_differs(d(sigmoid(z), z), diag(sigmoid(z)))


def test_structures():
    from dataclasses import replace

    A = replace(matrix("A", V, V), structure=frozenset(("symmetric",)))
    B, Q = matrix("B", V, V), replace(matrix("Q", V, V), structure=frozenset(("orthogonal",)))
    z = vector("z", V)
    check_agrees(d(z.T @ A @ z, z), 2 * (A @ z))
    check_differs(d(z.T @ B @ z, z), 2 * (B @ z))
    check_agrees(d(z.T @ A @ z, A), z @ z.T)
    check_agrees((Q @ z).T @ (Q @ z), z.T @ z)
    check_differs((B @ z).T @ (B @ z), z.T @ z)
