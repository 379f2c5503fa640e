"""Derivatives of the functions of one number that networks are built from."""

from verifier.language import (
    cases,
    compare,
    d,
    define,
    diag,
    differ,
    exp,
    hadamard,
    indices,
    maximum,
    same,
    scalar,
    sigmoid,
    size,
    vector,
)
from verifier.questions import Also, Given, Target

x, alpha = scalar("x"), scalar("alpha")
xs = vector("x", size("n"))

relu = Target(
    name="relu",
    title="Derivative of ReLU",
    statement=r"Find the derivative of $\operatorname{ReLU}(x) = \max(0, x)$ by the number $x \neq 0$.",
    quantity=d(define("relu_x", r"\operatorname{ReLU}(x)", maximum(0, x)), x),
    claim=cases((1, compare(x, ">", 0)), (0, compare(x, "<", 0))),
    hypotheses=(compare(x, "!=", 0),),
    given=(Given(x, r"a number other than $0$"),),
)

leaky_relu = Target(
    name="leaky-relu",
    title="Derivative of leaky ReLU",
    statement=(
        r"Find the derivative of $\operatorname{LeakyReLU}(x) = \max(\alpha x, x)$ by the number $x \neq 0$, "
        r"where $0 < \alpha < 1$."
    ),
    quantity=d(define("leaky_relu_x", r"\operatorname{LeakyReLU}(x)", maximum(alpha * x, x)), x),
    claim=cases((1, compare(x, ">", 0)), (alpha, compare(x, "<", 0))),
    hypotheses=(compare(0, "<", alpha, "<", 1), compare(x, "!=", 0)),
    given=(Given(x, r"a number other than $0$"), Given(alpha, r"the slope on the left, $0 < \alpha < 1$")),
)

_slope = d(define("sigmoid_x", r"\sigma(x)", 1 / (1 + exp(-x))), x)
_slope_claim = sigmoid(x) * (1 - sigmoid(x))
_jacobian = d(sigmoid(xs), xs)
_jacobian_claim = diag(hadamard(sigmoid(xs), 1 - sigmoid(xs)))

i, k = indices("i k", size("n"))
_by_entries = (
    Also("entry by entry", d(sigmoid(xs[i]), xs[i]), sigmoid(xs[i]) * (1 - sigmoid(xs[i]))),
    Also(
        "by any entry",
        d(sigmoid(xs[i]), xs[k]),
        cases((sigmoid(xs[i]) * (1 - sigmoid(xs[i])), same(i, k)), (0, differ(i, k))),
    ),
)

sigmoid_scalar = Target(
    name="sigmoid",
    title="Derivative of the sigmoid",
    statement=(
        r"Find the derivative of the sigmoid $\sigma(x) = \frac{1}{1 + e^{-x}}$ by the number $x$, "
        r"in terms of $\sigma(x)$."
    ),
    quantity=_slope,
    claim=_slope_claim,
    given=(Given(x, "a number"),),
    also=(Also("for a vector, by elements", _jacobian, _jacobian_claim), *_by_entries),
)

sigmoid_vector = Target(
    name="sigmoid-vector",
    title="Jacobian of the sigmoid",
    statement=(
        r"The sigmoid $\sigma(x) = \frac{1}{1 + e^{-x}}$ of a vector $x$ is taken by elements. "
        r"Find its derivative by $x$, in terms of $\sigma(x)$."
    ),
    quantity=_jacobian,
    claim=_jacobian_claim,
    given=(Given(xs, "a vector"),),
    also=(Also("for a number", _slope, _slope_claim), *_by_entries),
)
