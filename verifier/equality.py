"""Both judges on one equality: the normal form, which proves, and ball arithmetic, which refutes.

They share neither code nor lowering. A proof beside a counterexample is a fault of ours and raises `JudgesDisagree`;
it is never papered over.
"""

from __future__ import annotations

from verifier.algebra.derive import Derived, derive
from verifier.algebra.prove import BUDGET, prove, prove_derived
from verifier.algebra.target import Unsupported
from verifier.evidence import Agreement, Counterexample, Decision, Nothing, Proof, ShapeClash, Undefined
from verifier.expr.indices import Hypothesis
from verifier.expr.nodes import Expr
from verifier.numbers import compare as by_numbers
from verifier.numbers.compare import compare

POINTS = 6


class JudgesDisagree(RuntimeError):
    """The normal form proves what a rigorous counterexample refutes: one of the two judges has a fault."""

    def __init__(self, left: Expr, right: Expr, found: Counterexample) -> None:
        super().__init__(f"proved and refuted at once: {left} = {right}; {found}")
        self.found = found


def decide(
    left: Expr,
    right: Expr,
    hypotheses: tuple[Hypothesis, ...] = (),
    *,
    points: int = POINTS,
    seed: int | None = None,
    budget: int = BUDGET,
) -> Decision:
    """Is left = right, wherever left is defined? The stronger evidence of the two judges."""
    if left.shape != right.shape:
        return Decision(ShapeClash(left.shape, right.shape))
    return joined(left, right, prove(left, right, hypotheses, budget), hypotheses, points, seed)


def decide_derived(
    derived: Derived, claim: Expr, *, points: int = POINTS, seed: int | None = None, budget: int = BUDGET
) -> Decision:
    """The same for a quantity whose derivative sympy has carried out; the numbers see the surface, not sympy's form."""
    if derived.quantity.shape != claim.shape:
        return Decision(ShapeClash(derived.quantity.shape, claim.shape))
    proof = prove_derived(derived, claim, budget)
    return joined(derived.quantity, claim, proof, derived.hypotheses, points, seed)


def joined(
    left: Expr,
    right: Expr,
    proof: Proof | Nothing,
    hypotheses: tuple[Hypothesis, ...],
    points: int = POINTS,
    seed: int | None = None,
) -> Decision:
    """What the prover found, and what the numbers say to it."""
    numbers = compare(left, right, hypotheses, points=points, seed=seed)
    match proof, numbers:
        case Proof(), Counterexample():
            raise JudgesDisagree(left, right, numbers)
        case Proof(), Undefined() | Nothing(why=by_numbers.NO_POINT):  # of nothing everything is true
            return Decision(numbers, numbers)
        case Proof(), _:
            return Decision(proof, numbers)
        case _, Counterexample() | Undefined() | Agreement():
            return Decision(numbers, numbers)
        case _:
            return Decision(proof, numbers)


__all__ = ["Derived", "JudgesDisagree", "Unsupported", "decide", "decide_derived", "derive", "joined"]
