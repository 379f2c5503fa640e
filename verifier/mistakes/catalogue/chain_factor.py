"""The derivative of the inner function is missing."""

from collections.abc import Iterator

from verifier.expr.nodes import Column
from verifier.language import d, hadamard, scalar, softmax, tanh
from verifier.mistakes.factors import inner_derivatives, with_factors
from verifier.mistakes.letters import SLOPE, W, a, t, tanh_slope, z
from verifier.mistakes.model import Edit, Example, Mistake, Told
from verifier.mistakes.view import View
from verifier.mistakes.words import because, quoted


def _repairs(view: View) -> Iterator[Edit]:
    for edit in with_factors(view, inner_derivatives(view)):
        # A vector is missed for its shape first; a number or a matrix is missed in the chain.
        later = 0.25 if isinstance(edit.now, Column) else 0.0
        yield Edit(path=edit.path, new=edit.new, was=edit.was, now=edit.now, cost=edit.cost + later)


def _message(told: Told) -> str:
    now = f", {quoted(told.edit.now)}," if told.edit.now is not None else ""
    return f"the derivative of the inner function{now} is missing in {quoted(told.edit.was)}{because(told)}. The chain rule: the derivative of f(g(x)) is f'(g(x)) times g'(x)"


_c = scalar("c")

MISTAKE = Mistake(
    code="chain-factor",
    title="The inner derivative is missing",
    explanation="The outer function was differentiated, and the factor that the inner one brings by the chain rule is missing.",
    why="The argument is more than the bare variable, and the rule is used as if it were not.",
    wrong=r"\frac{d}{dx} \tanh(cx) = 1 - \tanh^2(cx)",
    right=r"\frac{d}{dx} \tanh(cx) = c(1 - \tanh^2(cx))",
    hint="What stands inside the function, and what is its derivative?",
    cost=1.05,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(written=1 - tanh(_c * t) ** 2, right=d(tanh(_c * t), t)),
        Example(written=softmax(hadamard(a, a)), right=hadamard(a, softmax(hadamard(a, a)))),
        Example(written=tanh_slope(a, W, z), right=d(a.T @ tanh(W @ z), z)),
    ),
    passed=(
        Example(written=_c * (1 - tanh(_c * t) ** 2), right=d(tanh(_c * t), t)),
        Example(written=SLOPE, right=SLOPE),
    ),
)
