"""The derivative of the inner function is missing."""

from collections.abc import Iterator

from verifier.expr.build import mul
from verifier.expr.nodes import Apply, Column, Div, Expr
from verifier.expr.walk import transform
from verifier.language import d, hadamard, scalar, sigmoid, softmax, tanh
from verifier.mistakes.factors import inner_derivatives, with_factors
from verifier.mistakes.letters import NEG_TRUE, SLOPE, W, a, o, t, tanh_slope, u, v_c, z
from verifier.mistakes.model import Edit, Example, Mistake, Told
from verifier.mistakes.view import View
from verifier.mistakes.words import because, quoted


def _repairs(view: View) -> Iterator[Edit]:
    yield from _below_a_line(view)
    for edit in with_factors(view, inner_derivatives(view)):
        # A vector is missed for its shape first; a number or a matrix is missed in the chain.
        later = 0.25 if isinstance(edit.now, Column) else 0.0
        yield Edit(path=edit.path, new=edit.new, was=edit.was, now=edit.now, cost=edit.cost + later)


def _below_a_line(view: View) -> Iterator[Edit]:
    """1 / f(x) from a logarithm, and f'(x) forgotten: at one place, or at all of them."""
    places = [(spot, slope) for spot in view.spots if (slope := _slope(spot.node)) is not None]
    for spot, slope in places:
        yield Edit(path=spot.path, new=mul(spot.node, slope), was=spot.node, now=slope)
    if len(places) > 1:
        new = transform(view.tree, lambda n: n if (slope := _slope(n)) is None else mul(n, slope))
        yield Edit(path=(), new=new, was=view.tree, cost=0.1)


def _slope(node: Expr) -> Expr | None:
    below = node.bottom if isinstance(node, Div) else None
    if not isinstance(below, Apply) or below.function.derivative is None or not below.shape.is_scalar:
        return None
    return below.function.derivative(below.args[0])[0]


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
        Example(written=-(1 / sigmoid(u[o].T @ v_c)) * v_c, right=NEG_TRUE),
        Example(written=1 - tanh(_c * t) ** 2, right=d(tanh(_c * t), t)),
        Example(written=softmax(hadamard(a, a)), right=hadamard(a, softmax(hadamard(a, a)))),
        Example(written=tanh_slope(a, W, z), right=d(a.T @ tanh(W @ z), z)),
    ),
    passed=(
        Example(written=_c * (1 - tanh(_c * t) ** 2), right=d(tanh(_c * t), t)),
        Example(written=SLOPE, right=SLOPE),
    ),
)
