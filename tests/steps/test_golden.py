"""Some derivations as a student reads them, in the author's language."""

from verifier.algebra.prove import prove
from verifier.questions import Target, load_sets
from verifier.steps import worked_steps, written

TARGETS: dict[str, Target] = {name: t for s in load_sets().values() for name, t in s.targets.items()}

SOFTMAX_CENTER = """
d(J)/d(v[c])
= d(-log(exp(u[o].T @ v[c]) / total(x: exp(u[x].T @ v[c]))))/d(v[c])  | definition of J
= d(-u[o].T @ v[c] + log(total(x: exp(u[x].T @ v[c]))))/d(v[c])  | logarithm of a quotient; log undoes exp
= -u[o] + 1 / total(x: exp(u[x].T @ v[c])) * total(x: d(exp(u[x].T @ v[c]))/d(v[c]))  | linearity; derivative of the logarithm
= -u[o] + 1 / total(x: exp(u[x].T @ v[c])) * total(x: exp(u[x].T @ v[c]) * u[x])  | derivative of the exponential
= -u[o] + total(w: exp(u[w].T @ v[c]) / total(x: exp(u[x].T @ v[c])) * u[w])  | the denominator goes inside the sum
= -u[o] + total(w: y_hat[w] * u[w])  | the fraction is y_hat[w]
= -U @ y + U @ y_hat  | u[o] = U @ y; total(w: y_hat[w] * u[w]) = U @ y_hat
= U @ (y_hat - y)  | take out the common factor
"""

SIGMOID = """
d(sigmoid_x)/d(x)
= d(1 / (1 + exp(-x)))/d(x)  | definition of sigmoid_x
= -1 / (1 + exp(-x))**2 * d(exp(-x))/d(x)  | derivative of a reciprocal
= exp(-x) / (1 + exp(-x))**2  | derivative of the exponential
= 1 / (1 + exp(-x)) * (exp(-x) / (1 + exp(-x)))  | split the fraction
= sigmoid(x) * (1 - sigmoid(x))  | exp(-x) / (1 + exp(-x)) = 1 - sigmoid(x)
"""

NEGATIVE_REPEATED = """
d(J_neg)/d(u[w[k]])
= d(-log(sigmoid(u[o].T @ v[c])) - total(s: log(sigmoid(-u[w[s]].T @ v[c]))))/d(u[w[k]])  | definition of J_neg
= -d(total(s: log(sigmoid(-u[w[s]].T @ v[c]))))/d(u[w[k]])  | linearity; log(sigmoid(u[o].T @ v[c])) does not depend on u[w[k]]
= -total(s, w[s] = w[k]: d(log(sigmoid(-u[w[s]].T @ v[c])))/d(u[w[k]]))  | only terms with w[s] = w[k] depend on u[w[k]]
= -total(s, w[s] = w[k]: d(log(sigmoid(-u[w[k]].T @ v[c])))/d(u[w[k]]))  | in these terms w[s] = w[k]
= -total(s, w[s] = w[k]: 1 / sigmoid(-u[w[k]].T @ v[c]) * d(sigmoid(-u[w[k]].T @ v[c]))/d(u[w[k]]))  | derivative of the logarithm
= total(s, w[s] = w[k]: sigmoid(-u[w[k]].T @ v[c]) * (1 - sigmoid(-u[w[k]].T @ v[c])) / sigmoid(-u[w[k]].T @ v[c]) * v[c])  | derivative of the sigmoid
= total(s, w[s] = w[k]: (1 - sigmoid(-u[w[k]].T @ v[c])) * v[c])  | cancel
= total(s, w[s] = w[k]: sigmoid(u[w[k]].T @ v[c]) * v[c])  | 1 - sigmoid(-a) = sigmoid(a)
"""

OTHER_CENTER = """
d(J_sg)/d(v[w])
= d(total(j, j != 0: J))/d(v[w])  | definition of J_sg
= total(j, j != 0: d(J)/d(v[w]))  | linearity
= 0  | J does not depend on v[w]
"""

OUTSIDE_MATRIX = """
d(J)/d(U)
= d(-log(exp(u[o].T @ v[c]) / total(x: exp(u[x].T @ v[c]))))/d(U)  | definition of J
= d(-u[o].T @ v[c] + log(total(x: exp(u[x].T @ v[c]))))/d(U)  | logarithm of a quotient; log undoes exp
= [d(-u[o].T @ v[c] + log(total(x: exp(u[x].T @ v[c]))))/d(u[w]) for each w]  | column by column
= [-indicator(w = o) * v[c] + 1 / total(x: exp(u[x].T @ v[c])) * d(exp(u[w].T @ v[c]))/d(u[w]) for each w]  | chain rule; only the term x = w depends on u[w]
= [-indicator(w = o) * v[c] + exp(u[w].T @ v[c]) / total(x: exp(u[x].T @ v[c])) * v[c] for each w]  | derivative of the exponential
= [-y[w] * v[c] + y_hat[w] * v[c] for each w]  | y[w] is 1 for w = o, else 0; the fraction is y_hat[w]
= [(y_hat[w] - y[w]) * v[c] for each w]  | take out the common factor
= v[c] @ (y_hat - y).T  | these columns are those of an outer product
"""


def derivation(name: str) -> str:
    target = TARGETS[name]
    first, *rest = worked_steps(target.quantity, target.claim, target.hypotheses, prove)
    return "\n".join((str(first.expr), *(f"= {step.expr}  | {written(step.words)}" for step in rest)))


def test_softmax_by_the_center_vector():
    assert derivation("softmax-center") == SOFTMAX_CENTER.strip()


def test_sigmoid():
    assert derivation("sigmoid") == SIGMOID.strip()


def test_a_loss_that_does_not_depend_on_a_vector():
    assert derivation("skipgram-other-center") == OTHER_CENTER.strip()


def test_a_matrix_column_by_column():
    assert derivation("softmax-outside-matrix") == OUTSIDE_MATRIX.strip()


def test_a_unit_vector_is_introduced():
    assert "unit(i) is the unit vector with its 1 at i" in derivation("negative-reuse")


def test_negative_sampling_with_words_drawn_more_than_once():
    assert derivation("negative-repeated") == NEGATIVE_REPEATED.strip()
