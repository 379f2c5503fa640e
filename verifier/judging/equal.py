"""One formula against the truth: proved, refuted, or open, with the form that was asked for.

The proof comes first and is cheap; the numbers then either confirm it (and notice where the answer is not defined) or
look for a counterexample. A proof beside a counterexample raises `JudgesDisagree`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from verifier.algebra.prove import prove
from verifier.equality import JudgesDisagree
from verifier.evidence import Agreement, Counterexample, Evidence, Nothing, Proof, ShapeClash, Undefined
from verifier.expr.build import fitted
from verifier.expr.indices import Hypothesis
from verifier.expr.nodes import Add, Expr, Mul, Neg, Number, Sum
from verifier.numbers.compare import compare

CONFIRMING, SEEKING = 2, 6  # points: beside a proof, and without one


Prover = Callable[[Expr, Expr, tuple[Hypothesis, ...], int], Proof | Nothing]


def evidence_for(
    reference: Expr,
    formula: Expr,
    hypotheses: tuple[Hypothesis, ...],
    seed: int | None,
    budget: int,
    proved: Prover = prove,
) -> Evidence:
    """What shows, or refutes, that `formula` equals `reference`. `proved` finds a proof: anew, or one from before."""
    reference, formula = zero_fitted(reference, formula), zero_fitted(formula, reference)
    if formula.shape != reference.shape:
        return ShapeClash(reference.shape, formula.shape)
    proof = proved(reference, formula, hypotheses, budget)
    points = CONFIRMING if isinstance(proof, Proof) else SEEKING
    numbers = compare(reference, formula, hypotheses, points=points, seed=seed)
    match proof, numbers:
        case Proof(), Counterexample():
            raise JudgesDisagree(reference, formula, numbers)
        case Proof(), Undefined():
            return numbers
        case Proof(), _:
            return proof
        case _, Counterexample() | Undefined() | Agreement():
            return numbers
    return proof


def zero_fitted(formula: Expr, reference: Expr) -> Expr:
    """A literal 0 fits every shape, and so does a sum of them."""
    if _is_zero(formula):
        return fitted(Number(Fraction(0)), reference.shape)
    return formula


def _is_zero(formula: Expr) -> bool:
    while isinstance(formula, Sum | Neg):
        formula = formula.body if isinstance(formula, Sum) else formula.arg
    if isinstance(formula, Add):
        return all(map(_is_zero, formula.terms))
    if isinstance(formula, Mul):
        return any(map(_is_zero, formula.factors))
    return isinstance(formula, Number) and formula.value == 0


def stronger(first: Evidence, second: Evidence) -> Evidence:
    """Of two readings' evidence, the one to show."""
    order = (Proof, Counterexample, Undefined, ShapeClash, Agreement, Nothing)
    return min(first, second, key=lambda e: order.index(type(e)))
