"""Where a formula has kinks: the places at which its derivative does not exist, less those that hypotheses exclude."""

from __future__ import annotations

from fractions import Fraction

from verifier.expr.indices import Compare, Hypothesis
from verifier.expr.nodes import Apply, Cases, Derivative, Expr, Number, Symbol
from verifier.expr.shapes import SCALAR
from verifier.expr.walk import nodes, unfolded
from verifier.steps.model import Context
from verifier.steps.order import alike
from verifier.steps.rules.cases import CASE_RULES

_EXCLUDES = ("!=", "<", ">")


def open_kinks(quantity: Expr, hypotheses: tuple[Hypothesis, ...]) -> tuple[Compare, ...]:
    """The equations at which some function in a quantity switches, as far as no hypothesis excludes them."""
    found: dict[Compare, None] = {}
    for _, node in nodes(unfolded(quantity)):
        if isinstance(node, Apply) and node.function.kinks is not None:
            found.update(dict.fromkeys(_switches(node, hypotheses)))
    return tuple(kink for kink in found if not _excluded(kink, hypotheses))


def _switches(call: Apply, hypotheses: tuple[Hypothesis, ...]) -> list[Compare]:
    """x = 0 for relu(x), and for max(a x, x) where a is known to be below 1; else as the function has it."""
    context = Context(call, hypotheses)
    for rule in CASE_RULES:
        by_cases = (
            rule.rewrite(Derivative(call, Symbol("x", SCALAR, "x")), context)
            if call.shape.is_scalar
            else None
        )
        match by_cases:
            case Derivative(of=Cases(branches=((_, (Compare(left=left, right=right),)), *_))):
                return [Compare(left, "=", right)]
    kinks = call.function.kinks(*call.args) if call.function.kinks is not None else ()
    return [Compare(kink, "=", Number(Fraction(0), kink.shape)) for kink in kinks]


def _excluded(kink: Compare, hypotheses: tuple[Hypothesis, ...]) -> bool:
    for hypothesis in hypotheses:
        if isinstance(hypothesis, Compare) and hypothesis.operator in _EXCLUDES:
            pairs = ((hypothesis.left, hypothesis.right), (hypothesis.right, hypothesis.left))
            if any(alike(kink.left, a) and alike(kink.right, b) for a, b in pairs):
                return True
    return False
