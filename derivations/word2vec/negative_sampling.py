r"""The negative sampling loss over K sampled words w_1..w_K, none of which is o; samples distinct, and not."""

from verifier.language import (
    d,
    define,
    distinct,
    each,
    index,
    indices,
    log,
    not_among,
    ones,
    same,
    samples,
    sigmoid,
    size,
    stack,
    total,
)
from verifier.questions import Also, Given, Lemma, Line, Prose, Target

from .notation import V, o, u, v_c

K = size("K")
s, k = indices("s k", K)
ws = samples("w", K, V)

J = define(
    "J_neg",
    r"J_{\text{neg-sample}}",
    -log(sigmoid(u[o].T @ v_c)) - total(s, log(sigmoid(-(u[ws[s]].T @ v_c)))),
)
_given = (Given(ws, r"the $K$ negative samples, words of the vocabulary other than $o$"),)
_others = (not_among(o, ws),)

negative_center = Target(
    name="negative-center",
    title="Gradient by the center vector",
    statement=(
        r"Find the gradient of $J_{\text{neg-sample}}$ by $v_c$, "
        r"in terms of $v_c$, $u_o$ and the $u_{w_s}$, $s = 1, \dots, K$."
    ),
    quantity=d(J, v_c),
    claim=(sigmoid(u[o].T @ v_c) - 1) * u[o] + total(s, sigmoid(u[ws[s]].T @ v_c) * u[ws[s]]),
    hypotheses=_others,
    given=_given,
)

negative_true_outside = Target(
    name="negative-true-outside",
    title="Gradient by the outside vector that was seen",
    statement=r"Find the gradient of $J_{\text{neg-sample}}$ by $u_o$.",
    quantity=d(J, u[o]),
    claim=(sigmoid(u[o].T @ v_c) - 1) * v_c,
    hypotheses=_others,
    given=_given,
)

negative_sample = Target(
    name="negative-sample",
    title="Gradient by the vector of a sample, all samples distinct",
    statement=(
        r"Find the gradient of $J_{\text{neg-sample}}$ by $u_{w_k}$, the outside vector of the $k$-th negative sample. "
        r"No word is drawn twice."
    ),
    quantity=d(J, u[ws[k]]),
    claim=sigmoid(u[ws[k]].T @ v_c) * v_c,
    hypotheses=(*_others, distinct(ws)),
    given=_given,
)

# The signs stand inside the matrix, so that one vector serves all three gradients.
signed = define("U_signed", r"U_{o, \{w_1, \dots, w_K\}}", stack(u[o], each(s, -u[ws[s]])))
z = define("z", "z", signed.T @ v_c)
i = index("i", K + 1)
J_of_z = define("J_neg", r"J_{\text{neg-sample}}", -total(i, log(sigmoid(z[i]))))
loss_in_z = Lemma(
    "the loss in $z$ is the loss of negative sampling",
    (
        Line(J),
        Line(J.body, "definition"),
        Line(
            -(ones(K + 1).T @ log(sigmoid(z))),
            r"the entries of $z$ are $u_o^\top v_c$ and the $-u_{w_s}^\top v_c$",
        ),
        Line(J_of_z.body, r"entry by entry, for any vector $z$"),
    ),
)

negative_reuse = Target(
    name="negative-reuse",
    title="What the three gradients share",
    statement=(
        r"The three gradients can share work. With $U_{o, \{w_1, \dots, w_K\}} = [u_o, -u_{w_1}, \dots, -u_{w_K}]$ "
        r"and the signed scores $z = U_{o, \{w_1, \dots, w_K\}}^\top v_c$ the loss is "
        r"$-\sum_{i=1}^{K+1} \log \sigma(z_i)$. Which quantity, computed once, serves all three?"
    ),
    quantity=d(J_of_z, z),
    claim=sigmoid(z) - 1,
    hypotheses=_others,
    given=(
        *_given,
        Given(signed, "the outside vectors concerned, those of the samples with a minus"),
        Given(z, "the signed scores"),
    ),
    lemmas=(loss_in_z,),
    also=(Also("with the other sign", -d(J_of_z, z), 1 - sigmoid(z)),),
)

negative_efficiency = Prose(
    name="negative-efficiency",
    title="Why this loss is cheaper",
    question=r"Say in a sentence why this loss is much cheaper to compute than the naive softmax loss.",
    model_answer=r"""
The naive softmax loss needs the normalising sum over the whole vocabulary, and its gradient touches every column of
$U$: $O(VD)$ work for each pair of words. Negative sampling takes $K + 1$ inner products and its gradient touches the
$K + 1$ columns $u_o, u_{w_1}, \dots, u_{w_K}$ alone: $O(KD)$, with $K$ around ten where $V$ is in the hundred thousands.
""",
)

negative_repeated = Target(
    name="negative-repeated",
    title="Gradient by the vector of a sample, samples may repeat",
    statement=(
        r"Now a word may be drawn more than once. Find the gradient of $J_{\text{neg-sample}}$ by $u_{w_k}$; "
        r"split the sum of the loss into the samples that are the word $w_k$ and those that are not."
    ),
    quantity=d(J, u[ws[k]]),
    claim=total(s, sigmoid(u[ws[k]].T @ v_c) * v_c, same(ws[s], ws[k])),
    hypotheses=_others,
    given=_given,
)
