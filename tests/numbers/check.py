"""What the tests of the numeric judge say: a pair of formulas agrees, or differs at a point that can be replayed."""

from fractions import Fraction

from verifier.evidence import Agreement, Counterexample, Undefined
from verifier.expr.indices import Hypothesis
from verifier.expr.nodes import Expr
from verifier.language import formula
from verifier.numbers.compare import compare
from verifier.numbers.replay import replay


def check_agrees(left: Expr | int, right: Expr | int, *hypotheses: Hypothesis, seeds: int = 5) -> None:
    for seed in range(seeds):
        found = compare(formula(left), formula(right), hypotheses, seed=seed)
        assert isinstance(found, Agreement), (seed, found)
        assert found.points >= 6


def check_differs(
    left: Expr | int, right: Expr | int, *hypotheses: Hypothesis, seeds: int = 5
) -> Counterexample:
    for seed in range(seeds):
        found = compare(formula(left), formula(right), hypotheses, seed=seed)
        assert isinstance(found, Counterexample), (seed, found)
        assert Fraction(found.bound) > 0
        assert replay(found, formula(left), formula(right))
    return found


def check_undefined(left: Expr, right: Expr, *hypotheses: Hypothesis, seeds: int = 5) -> Undefined:
    for seed in range(seeds):
        found = compare(left, right, hypotheses, seed=seed)
        assert isinstance(found, Undefined), (seed, found)
    return found
