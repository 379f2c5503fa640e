r"""The skip-gram loss over a window, the sum of any loss J(v_c, w_{t+j}, U); words of the window may repeat."""

from verifier.language import d, define, differ, index, log, one_hot, opaque, sigmoid, size, total, window
from verifier.questions import Also, Given, Target

from .negative_sampling import s, ws
from .notation import U, V, c, u, v, v_c, w, y_hat

m = size("m")
j = index("j", -m, m)
wt = window("w", "t", m, V)

J_one = opaque("J", v_c, wt[j], U)
J = define("J_sg", r"J_{\text{skip-gram}}", total(j, J_one, differ(j, 0)))
J_softmax = define("J_sg", r"J_{\text{skip-gram}}", total(j, -log(y_hat[wt[j]]), differ(j, 0)))
J_negative = define(
    "J_sg",
    r"J_{\text{skip-gram}}",
    total(
        j,
        -log(sigmoid(u[wt[j]].T @ v_c)) - total(s, log(sigmoid(-(u[ws[s]].T @ v_c)))),
        differ(j, 0),
    ),
)
y_word = one_hot("y_word", V, at=wt[j], latex=r"y_{w_{t+j}}")
_expanded = "with the naive softmax loss written out"
_given = (
    Given(
        wt, r"the words of the window around position $t$, $-m \leq j \leq m$, $j \neq 0$; they may repeat"
    ),
    Given(J_one, "the loss of one outside word, such as one of the two above"),
)

skipgram_outside_matrix = Target(
    name="skipgram-outside-matrix",
    title="Gradient by the outside vectors",
    statement=(
        r"Find the gradient of $J_{\text{skip-gram}}$ by $U$, "
        r"in terms of $\partial J(v_c, w_{t+j}, U) / \partial U$."
    ),
    quantity=d(J, U),
    claim=total(j, d(J_one, U), differ(j, 0)),
    given=_given,
    allowed=(d(J_one, U),),
    also=(Also(_expanded, d(J_softmax, U), total(j, v_c @ (y_hat - y_word).T, differ(j, 0))),),
)

skipgram_center = Target(
    name="skipgram-center",
    title="Gradient by the center vector",
    statement=(
        r"Find the gradient of $J_{\text{skip-gram}}$ by $v_c$, "
        r"in terms of $\partial J(v_c, w_{t+j}, U) / \partial v_c$."
    ),
    quantity=d(J, v_c),
    claim=total(j, d(J_one, v_c), differ(j, 0)),
    given=_given,
    allowed=(d(J_one, v_c),),
    also=(
        Also(_expanded, d(J_softmax, v_c), total(j, U @ y_hat - u[wt[j]], differ(j, 0))),
        Also(
            "with the negative sampling loss written out",
            d(J_negative, v_c),
            total(
                j,
                (sigmoid(u[wt[j]].T @ v_c) - 1) * u[wt[j]] + total(s, sigmoid(u[ws[s]].T @ v_c) * u[ws[s]]),
                differ(j, 0),
            ),
        ),
    ),
)

skipgram_other_center = Target(
    name="skipgram-other-center",
    title="Gradient by every other center vector",
    statement=r"Find the gradient of $J_{\text{skip-gram}}$ by $v_w$ for every $w \neq c$.",
    quantity=d(J, v[w]),
    claim=0,
    hypotheses=(differ(w, c),),
    given=(*_given, Given(v[w], "center vector of a word other than the center word")),
)
