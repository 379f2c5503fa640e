r"""What is given throughout: V words, each with a center vector v_w and an outside vector u_w in R^D."""

from verifier.language import columns, define, indices, matrix, one_hot, size, softmax
from verifier.questions import Given

D, V = size("D"), size("V")
o, c, w = indices("o c w", V)

U = matrix("U", D, V, columns="u")
u = columns(U)
centers = matrix("V", D, V, columns="v")
v = columns(centers)
v_c = v[c]

y = one_hot("y", V, at=o)
y_hat = define("y_hat", r"\hat y", softmax(U.T @ v_c))

NOTATION = (
    Given(U, "outside vectors: column $w$ is $u_w$, the vector of the word $w$ as an outside word"),
    Given(v_c, "center vector of the center word $c$, one of the center vectors $v_1, \\dots, v_V$"),
    Given(o, "the outside word that was seen next to it, with outside vector $u_o$"),
    Given(y, "the true distribution, one-hot: $1$ at $o$ and $0$ elsewhere"),
    Given(y_hat, r"the predicted distribution: $\hat y_w = P(O = w \mid C = c)$"),
)
CONVENTIONS = (
    r"There are $V$ words, and each has two vectors of length $D$. Vectors are columns. The gradient of a scalar has the shape of what it is taken by; "
    r"the Jacobian of a vector by a vector has $\partial f_i / \partial x_j$ in row $i$ and column $j$."
)
