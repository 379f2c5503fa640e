"""What must not be proved: true at one size only, at other indices only, on another domain, or by a name."""

from fractions import Fraction

from tests.algebra.check import check_proved, check_refuted, check_unproved
from verifier.expr.indices import Compare, Index, IndexBelow, Range
from verifier.expr.nodes import Number
from verifier.expr.shapes import vector_shape
from verifier.language import (
    cases,
    columns,
    compare,
    d,
    define,
    differ,
    distinct,
    each,
    exp,
    hadamard,
    identity,
    index,
    indicator,
    indices,
    log,
    matrix,
    maximum,
    not_among,
    number,
    one_hot,
    opaque,
    otherwise,
    relu,
    same,
    samples,
    scalar,
    sigmoid,
    size,
    sizes,
    softmax,
    stack,
    total,
    vector,
    window,
)

D, V, K, m = sizes("D V K m")
i, j, o, w = indices("i j o w", V)
s, k = indices("s k", K)
x, y, z = scalar("x"), scalar("y"), scalar("z")
half = Fraction(1, 2)
a, b = vector("a", V), vector("b", V)
U = matrix("U", D, V, columns="u")
u = columns(U)
v = vector("v", D)
hot = one_hot("y", V, at=o)
theta = define("theta", r"\theta", U.T @ v)
y_hat = define("y_hat", r"\hat y", softmax(theta))
ws = samples("w", K, V)


def ones(length):
    return Number(Fraction(1), vector_shape(length))


# --- sizes ------------------------------------------------------------------------------------------------------


def test_cayley_hamilton_of_2_by_2_is_not_proved_for_n():
    n = size("n")
    A = matrix("A", n, n)
    p = index("p", n)
    trace = total(p, A[p, p])
    square = total(p, (A @ A)[p, p])
    determinant = (trace * trace - square) / 2
    check_refuted(A @ A - trace * A + determinant * identity(n), 0 * identity(n))
    B = matrix("B", 2, 2)
    det = B[1, 1] * B[2, 2] - B[1, 2] * B[2, 1]
    left, right = B @ B - (B[1, 1] + B[2, 2]) * B + det * identity(2), 0 * identity(2)
    for row in (1, 2):
        for col in (1, 2):
            check_proved(left[row, col], right[row, col])


def test_what_holds_at_one_size_only():
    check_refuted(total(i, 1), 1)
    check_refuted(total(i, a[i]), a[1])
    check_refuted(total(i, a[i]) * total(i, b[i]), total(i, a[i] * b[i]))
    check_refuted(number(V) ** 2, number(V))
    check_refuted(exp(number(V) * x), exp(x))
    check_refuted(a.T @ ones(V), a[1] + a[2])
    check_proved(total(i, 1), number(V))
    check_proved(total(i, total(j, 1)), number(V) ** 2)


def test_a_sum_that_may_be_empty_is_not_counted():
    check_refuted(total(index("q", 1, K - 2), 1), number(K) - 2)
    check_refuted(total(index("q", 3, K), 1), number(K) - 2)
    check_unproved(total(index("q", K, V), 1), number(V) - number(K) + 1)
    check_proved(total(index("q", 2, K), 1), number(K) - 1)
    check_proved(total(index("q", 1, K - 1), 1), number(K) - 1)
    q = index("q", 1, K - 2)
    check_unproved(log(y * total(q, exp(x))), log(total(q, exp(x))) + log(y))
    check_proved(total(Index("q", Range(K + 1, K)), exp(x)), 0)


def test_a_vector_need_not_sum_to_1():
    q = vector("q", V)
    check_refuted(total(i, q[i]), 1)
    check_refuted(total(w, q[w]) * y_hat[o], y_hat[o])
    check_proved(total(w, y_hat[w]) * x, x)


def test_a_place_may_lie_outside():
    """a_2 exists only from size 2 on; the sum of what is picked at 2 is not 1 for every size."""
    check_unproved(total(i, indicator(same(i, 2))), 1)
    check_proved(total(i, indicator(same(i, 1))), 1)


# --- indices ----------------------------------------------------------------------------------------------------


def test_a_sum_over_a_part_does_not_pick_what_lies_outside():
    p = index("p", 1, K)
    r = index("r", 1, K + 1)
    c = vector("c", K + 1)
    check_refuted(total(p, c[p] * indicator(same(p, r))), c[r])
    check_refuted(total(p, indicator(same(p, r))), 1)
    check_proved(total(r, c[r] * indicator(same(p, r))), c[p])
    check_proved(total(p, c[p] * indicator(same(p, index("n", K + 1, 2 * K)))), 0)


def test_letters_are_not_captured():
    U2 = matrix("A", V, V)
    check_refuted(total(i, U2[i, w] * a[i]), total(w, U2[w, w] * a[w]))
    check_refuted(total(i, total(j, U2[i, j] * a[i])), total(i, total(i, U2[i, i] * a[i])))
    inner = total(i, a[i] * b[i])
    check_proved(total(i, inner * a[i]), inner * total(j, a[j]))
    check_refuted(total(i, inner * a[i]), total(i, a[i] * b[i] * a[i]))
    # the inner letter hides the outer one
    check_proved(total(i, total(i, a[i])), number(V) * total(i, a[i]))


def test_samples_may_repeat():
    check_refuted(total(s, indicator(same(ws[s], ws[k]))), 1)
    check_proved(total(s, indicator(same(ws[s], ws[k]))), 1, distinct(ws))
    check_refuted(total(s, a[ws[s]], same(ws[s], o)), 0)
    check_proved(total(s, a[ws[s]], same(ws[s], o)), 0, not_among(o, ws))
    check_refuted(total(s, a[ws[s]], differ(ws[s], ws[k])), total(s, a[ws[s]]) - a[ws[k]])
    check_proved(total(s, a[ws[s]], differ(ws[s], ws[k])), total(s, a[ws[s]]) - a[ws[k]], distinct(ws))
    check_refuted(indicator(same(ws[s], ws[k])), indicator(same(s, k)))


def test_a_window_may_repeat_its_words():
    c = index("c", -m, m)
    wt = window("w", "t", m, V)
    check_refuted(total(c, indicator(same(wt[c], o)), differ(c, 0)), 1)
    check_refuted(total(c, a[wt[c]], differ(c, 0)), total(c, a[wt[c]]))
    check_proved(total(c, a[wt[c]], differ(c, 0)), total(c, a[wt[c]]) - a[wt[0]])


# --- comparisons ------------------------------------------------------------------------------------------------


def test_a_comparison_is_not_decided_as_if_equality_never_happened():
    one = Number(Fraction(1))
    zero = Number(Fraction(0))
    check_refuted(indicator(Compare(x, ">=", x)), 0)
    check_refuted(indicator(Compare(x, "=", x)), 0)
    check_refuted(indicator(Compare(x, "!=", x)), 1)
    check_refuted(indicator(Compare(one, "=", one)), 0)
    check_refuted(indicator(Compare(hot[w], "=", one)), 0)
    check_refuted(indicator(Compare(hot[w], "<", zero)) + indicator(Compare(hot[w], ">", zero)), 1)
    check_refuted(indicator(Compare(a[i], ">", a[j])) + indicator(Compare(a[j], ">", a[i])), 1)
    pairs = total(i, total(j, indicator(Compare(a[i], ">", a[j])) + indicator(Compare(a[j], ">", a[i]))))
    check_refuted(pairs, number(V) ** 2)
    check_refuted(indicator(Compare(number(V) * x, ">", x)) + indicator(Compare(x, ">", number(V) * x)), 1)
    check_proved(indicator(Compare(x, ">=", x)), 1)
    check_proved(indicator(Compare(x, "!=", x)), 0)
    check_proved(indicator(Compare(x, ">", y)) + indicator(Compare(y, ">", x)), 1)
    check_proved(indicator(Compare(x, ">", zero)) + indicator(Compare(x, "<", zero)), 1)
    check_proved(maximum(a[i], a[j]), maximum(a[j], a[i]))
    check_proved(relu(x) - relu(-x), x)


def test_cases_must_cover_everything():
    check_unproved(cases((1, compare(x, ">", 0)), (1, compare(x, "<", -1))), 1)
    check_proved(cases((1, compare(x, ">", 0)), (1, compare(x, "<", 0))), 1)
    check_refuted(
        cases((1, compare(x, ">", 0)), (0, otherwise)), cases((0, compare(x, ">", 0)), (1, otherwise))
    )
    check_refuted(cases((x, same(w, o)), (y, otherwise)), cases((y, same(w, o)), (x, otherwise)))
    check_proved(cases((x, same(w, o)), (y, otherwise)), x, same(w, o))
    check_proved(cases((x, same(w, o)), (y, otherwise)), y, differ(w, o))


# --- signs and domains ------------------------------------------------------------------------------------------


def test_roots_and_logarithms_need_a_sign():
    check_refuted((x**2) ** half, x)
    check_proved((x**2) ** half, x, compare(x, ">", 0))
    p = scalar("p", positive=True)
    check_proved((p**2) ** half, p)
    check_refuted(log(x**2), 2 * log(x))
    check_proved(log(x**2), 2 * log(x), compare(x, ">", 0))
    check_refuted(log(x * y), log(x) + log(y))
    check_proved(log(p * x**2), log(p) + log(x**2))
    check_refuted((x * y) ** half, x**half * y**half)
    check_refuted((x**6) ** half, x**3)
    check_refuted(log(x**2 * y**2), 2 * log(x) + 2 * log(y))


def test_the_right_side_has_to_be_defined_where_the_left_is():
    check_refuted(x, exp(log(x)))
    check_refuted(x, (x**half) ** 2)
    check_refuted(hot[w], exp(log(hot[w])))  # log 0 where w is not o
    check_proved((a[i] ** 2) ** half * (a[j] ** 2) ** half, (a[j] ** 2) ** half * (a[i] ** 2) ** half)
    check_refuted(1, (number(V) - 1) / (number(V) - 1))
    check_refuted(a[o], exp(total(w, hot[w] * log(a[w]))))
    check_proved(exp(log(x)), x)
    check_proved((x**half) ** 2, x)
    check_proved(total(w, hot[w] * log(a[w])), log(a[o]))
    check_refuted(log(a[o]), total(w, hot[w] * log(a[w])))
    check_refuted(total(w, log(a[w]), same(w, o)), total(w, hot[w] * log(a[w])))
    positive = compare(x, ">", 0)
    check_refuted(cases((log(x), positive), (0, otherwise)), indicator(*positive) * log(x))
    check_refuted(indicator(same(w, o)) / log(a[w]), indicator(same(w, o)) / log(a[o]))
    check_proved(total(i, log(a[i])), total(j, log(a[j])))
    check_proved(x / x, 1)
    check_proved(1, x / x)  # 0 at a null set only


# --- derivatives ------------------------------------------------------------------------------------------------


def test_a_loss_of_a_number_is_not_constant():
    f = opaque("f", x)
    check_unproved(d(f, x), 0)
    check_proved(d(f * x, x), f + x * d(f, x))
    check_proved(d(opaque("f", v), x), 0)


def test_a_loss_depends_on_its_words():
    c = index("c", -m, m)
    wt = window("w", "t", m, V)
    J = opaque("J", v, wt[c], U)
    check_refuted(total(c, d(J, v)), number(2 * m + 1) * d(opaque("J", v, wt[1], U), v))
    check_refuted(d(J, U), d(opaque("J", v, wt[1], U), U))
    check_refuted(d(J, v), d(opaque("L", v, wt[c], U), v))
    check_proved(d(total(c, J, differ(c, 0)), U), total(c, d(J, U)) - d(opaque("J", v, wt[0], U), U))


def test_a_derivative_by_a_definition_sees_it_where_it_is_written_out():
    h = define("h", "h", v)
    check_proved(d(v.T @ v, h), 2 * v)
    check_refuted(d(v.T @ v, h), 0)
    check_unproved(d(v.T @ v, theta), 0)
    check_refuted(d(theta.T @ (U.T @ v), theta), theta)
    check_proved(d(theta.T @ (U.T @ v), theta), 2 * theta)
    check_refuted(d(theta.T @ (v.T @ U).T, theta), theta)
    check_proved(d(theta.T @ (v.T @ U).T, theta), 2 * theta)
    scores = log(total(w, exp(u[w].T @ v)))
    check_proved(d(-theta[o] + scores, theta), y_hat - hot)
    check_refuted(d(-theta[o] + scores, theta), -hot)
    check_unproved(d(theta.T @ theta + (U @ U.T @ v).T @ v, theta), 2 * theta)


def test_a_derivative_by_one_score_sees_it_among_all_scores():
    score = define("score", "a", u[o].T @ v)
    naive = -score + log(total(w, exp(u[w].T @ v)))
    check_refuted(d(naive, score), -1)
    check_proved(d(naive, score), y_hat[o] - 1)
    negative = -log(sigmoid(score)) - total(s, log(sigmoid(-(u[ws[s]].T @ v))))
    check_refuted(d(negative, score), sigmoid(score) - 1)
    check_proved(d(negative, score), sigmoid(score) - 1, not_among(o, ws))


# --- block lists --------------------------------------------------------------------------------------------------


def test_a_run_of_blocks_starts_where_its_letter_starts():
    q = index("q", 0, m)
    shifted = index("q", 1, m + 1)
    wt = window("w", "t", m + 1, V)
    run = stack(each(q, u[wt[q]]))
    check_refuted(run @ ones(m + 1), total(shifted, u[wt[shifted]]))
    check_proved(run @ ones(m + 1), total(q, u[wt[q]]))


def test_wide_blocks_are_not_taken_for_columns():
    A, B = matrix("A", D, V), matrix("B", D, V)
    check_unproved(stack(A, B) @ ones(2 * V), A @ ones(V) + B @ ones(V))
    check_unproved(stack(A, B)[1, 2], B[1, 1])


# --- by a name ----------------------------------------------------------------------------------------------------


def test_names_mean_nothing():
    check_refuted(vector("y_hat", V), y_hat)
    check_refuted(scalar("e"), exp(1))
    check_refuted(scalar("sigma") * x, sigmoid(x))
    check_refuted(hadamard(a, b), a)


def test_order_of_words_and_of_factors():
    A, B = matrix("A", V, V), matrix("B", V, V)
    check_refuted(A @ B, B @ A)
    check_refuted(A.T, A)
    check_refuted(a @ b.T, b @ a.T)
    below = total(i, total(j, a[i] * b[j], IndexBelow(i, j, True)))
    above = total(i, total(j, a[i] * b[j], IndexBelow(j, i, True)))
    check_refuted(below, above)
    check_refuted(below + above, total(i, a[i]) * total(i, b[i]))


def test_places_of_one_cut_are_not_those_of_another():
    """[a, b_1, ..., b_K] and [b_1, ..., b_K, a] have one length; an identity between them keeps positions."""
    head, B = vector("h", D), matrix("B", D, K, columns="b")
    b_ = columns(B)
    first = stack(head, each(s, b_[s]))
    last = stack(each(s, b_[s]), head)
    check_refuted(first @ identity(K + 1) @ last.T, head @ head.T + B @ B.T)
    check_refuted(first @ last.T, head @ head.T + B @ B.T)
    check_proved(first @ first.T, head @ head.T + B @ B.T)
    check_proved(last @ last.T, first @ first.T)
    place = index("i", K + 1)
    z = define("z", "z", sigmoid(first.T @ v))
    again = stack(each(place, z[place]), down=True)
    check_proved(again, z)
