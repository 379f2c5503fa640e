"""What was proved before, in this file or another, and what could not be.

A proof counts steps, not time, and depends on nothing that is drawn: so whether there is one is kept either way. What
numbers say is kept only beside a proof; a counterexample is sought anew.
"""

from __future__ import annotations

from typing import Final

from verifier.algebra.prove import prove
from verifier.evidence import Evidence, Nothing, Proof
from verifier.expr.indices import Hypothesis
from verifier.expr.nodes import Expr
from verifier.grading.kept import Kept
from verifier.judging.answer import BUDGET
from verifier.judging.equal import evidence_for, zero_fitted

_Claim = tuple[Expr, Expr, tuple[Hypothesis, ...]]
_MOST: Final = 4096  # of either kind, in a process; a formula is a few kilobytes
_EVIDENCE: Kept[_Claim, Proof] = Kept(_MOST)
_TRIED: Kept[tuple[_Claim, int], Proof | Nothing] = Kept(_MOST)


def known_evidence(
    before: Expr, formula: Expr, hypotheses: tuple[Hypothesis, ...], seed: int | None, budget: int = BUDGET
) -> Evidence:
    """What `evidence_for` says of a link or an answer, or its proof from before."""
    claim = (before, formula, hypotheses)
    evidence = _EVIDENCE.find(claim) or evidence_for(before, formula, hypotheses, seed, budget, known_proof)
    if isinstance(evidence, Proof):
        _EVIDENCE.put(claim, evidence)
    return evidence


def is_proved(claim: Expr, formula: Expr, hypotheses: tuple[Hypothesis, ...]) -> bool:
    """Whether a formula can be proved to be a claim."""
    formula = zero_fitted(formula, claim)
    return claim.shape == formula.shape and isinstance(known_proof(claim, formula, hypotheses), Proof)


def known_proof(
    left: Expr, right: Expr, hypotheses: tuple[Hypothesis, ...], budget: int = BUDGET
) -> Proof | Nothing:
    """What `prove` finds."""
    return _TRIED.get(((left, right, hypotheses), budget), lambda: prove(left, right, hypotheses, budget))
