r"""The naive softmax loss, J = -log P(O=o | C=c): its gradients by v_c, by a column u_w and by U; cross-entropy."""

from verifier.language import d, define, differ, each, exp, index, log, same, stack, total
from verifier.questions import Also, Prose, Target

from .notation import U, V, o, u, v_c, w, y, y_hat

x = index("x", V)  # the letter of the normalising sum, so that w stays free for "by u_w"
J = define("J", r"J_{\text{naive-softmax}}", -log(exp(u[o].T @ v_c) / total(x, exp(u[x].T @ v_c))))

cross_entropy = Target(
    name="cross-entropy",
    title="Cross-entropy is the naive softmax loss",
    statement=(
        r"Show that the cross-entropy between the one-hot vector $y$ and the prediction $\hat y$ "
        r"is the naive softmax loss $-\log \hat y_o$."
    ),
    quantity=-total(w, y[w] * log(y_hat[w])),
    claim=-log(y_hat[o]),
)

softmax_center = Target(
    name="softmax-center",
    title="Gradient by the center vector",
    statement=(
        r"Find the gradient of $J_{\text{naive-softmax}}$ by the center vector $v_c$, "
        r"in vector form, in terms of $y$, $\hat y$ and $U$."
    ),
    quantity=d(J, v_c),
    claim=U @ (y_hat - y),
)

softmax_zero = Prose(
    name="softmax-zero",
    title="When the gradient is zero",
    question=r"When is the gradient by $v_c$ that you found equal to zero?",
    model_answer=r"""
The gradient $U(\hat y - y)$ is zero exactly when $U \hat y = U y$, that is, when $\hat y - y$ lies in the null space of
$U$. Since $U y = u_o$, this says that the average of all outside vectors under the model's own distribution,
$\sum_w \hat y_w u_w$, is the vector $u_o$ of the word that was seen.

$\hat y = y$ would be enough, but it never happens: with finite scores every $\hat y_w$ is positive, so as soon as there
is more than one word $\hat y_o < 1$. With $V > D$ the null space of $U$ is not trivial, so the gradient can be zero
although $\hat y \neq y$.
""",
)

softmax_terms = Prose(
    name="softmax-terms",
    title="What the two terms do",
    question=(
        r"The gradient by $v_c$ is a difference of two terms. What does each of them do to $v_c$ "
        r"when it is subtracted from $v_c$ in a step of gradient descent?"
    ),
    model_answer=r"""
The gradient is $U \hat y - U y$, so a step of gradient descent with rate $\eta$ adds $\eta\, U y = \eta\, u_o$ to $v_c$
and takes away $\eta\, U \hat y = \eta \sum_w \hat y_w u_w$.

The first term pulls the center vector towards the outside vector of the word that was seen next to it, so that
$u_o^\top v_c$ grows. The second pushes it away from the average of all outside vectors, each weighted with the
probability that the model gives it now: away most from the words that the model expects too much. When what is
expected equals what was seen, the two cancel.
""",
)

normalisation = Prose(
    name="normalisation",
    title="When normalisation loses what is needed",
    question=(
        r"In many tasks word vectors are divided by their length, $u_x / \lVert u_x \rVert_2$, before use. Words of a "
        r"phrase are then classified by the sign of the sum of their vectors. When does the division take away "
        r"information that this needs, when does it not? Think of words $x \neq y$ with $u_x = \alpha u_y$."
    ),
    model_answer=r"""
If $u_x = \alpha u_y$ with a scalar $\alpha > 0$, both vectors point the same way and differ in length alone; after the
division they are the same, and the two words can no longer be told apart. Where the length carries what is to be
decided, that is lost: a strong word such as "superb" may be a long vector in the direction of "good", and in the
sum over the phrase it should outweigh a weak word of the other sign. After the division every word counts alike and the
sign of the sum may change.

Nothing is lost where only the direction matters: for a single word, or when all vectors have about the same length, the
sign of the sum stays as it was. Length often reflects little more than how frequent a word is, and then the division even helps.
For $\alpha < 0$ the vectors point opposite ways and stay apart.
""",
)

softmax_true_outside = Target(
    name="softmax-true-outside",
    title="Gradient by the outside vector that was seen",
    statement=(
        r"Find the gradient of $J_{\text{naive-softmax}}$ by $u_w$ for $w = o$, the true outside word, "
        r"in terms of $y$, $\hat y$ and $v_c$."
    ),
    quantity=d(J, u[o]),
    claim=(y_hat[o] - 1) * v_c,
    hypotheses=(same(w, o),),
)

softmax_other_outside = Target(
    name="softmax-other-outside",
    title="Gradient by every other outside vector",
    statement=(
        r"Find the gradient of $J_{\text{naive-softmax}}$ by $u_w$ for $w \neq o$, every other word, "
        r"in terms of $y$, $\hat y$ and $v_c$."
    ),
    quantity=d(J, u[w]),
    claim=y_hat[w] * v_c,
    hypotheses=(differ(w, o),),
)

softmax_outside = Target(
    name="softmax-outside",
    title="Both cases in one",
    statement=r"Find the gradient of $J_{\text{naive-softmax}}$ by $u_w$ for any word $w$.",
    quantity=d(J, u[w]),
    claim=(y_hat[w] - y[w]) * v_c,
)

softmax_outside_matrix = Target(
    name="softmax-outside-matrix",
    title="Gradient by all outside vectors at once",
    statement=(
        r"Write down the gradient of $J_{\text{naive-softmax}}$ by the matrix $U$. "
        r"It may be given by its columns $\partial J_{\text{naive-softmax}} / \partial u_w$."
    ),
    quantity=d(J, U),
    claim=v_c @ (y_hat - y).T,
    also=(
        Also("by its columns", d(J, U), stack(each(w, d(J, u[w])))),
        Also("one column of it", d(J, u[w]), (y_hat[w] - y[w]) * v_c),
    ),
    allowed=(d(J, u[w]),),
)
