"""Claims, links and answers that were proved before, in this file or another.

Only proofs of links and answers are kept. They hold for all sizes and depend on nothing that was drawn; a counterexample is sought
anew. Whether a formula can be proved to be a claim is asked for many claims while the place of a derivation is looked
for, and so is kept either way: a proof counts steps, not time.
"""

from __future__ import annotations

from typing import Final

from verifier.algebra.prove import prove
from verifier.evidence import Evidence, Proof
from verifier.expr.indices import Hypothesis
from verifier.expr.nodes import Expr
from verifier.grading.kept import Kept
from verifier.judging.answer import BUDGET
from verifier.judging.equal import evidence_for, zero_fitted

_Claim = tuple[Expr, Expr, tuple[Hypothesis, ...]]
_MOST: Final = 4096  # of either kind, in a process; a formula is a few kilobytes
_LINKS: Kept[_Claim, Proof] = Kept(_MOST)
_CLAIMS: Kept[_Claim, bool] = Kept(_MOST)


def known_evidence(
    before: Expr, formula: Expr, hypotheses: tuple[Hypothesis, ...], seed: int | None, budget: int = BUDGET
) -> Evidence:
    """What `evidence_for` says of a link or an answer, or its proof from before."""
    link = (before, formula, hypotheses)
    evidence = _LINKS.find(link) or evidence_for(before, formula, hypotheses, seed, budget)
    if isinstance(evidence, Proof):
        _LINKS.put(link, evidence)
    return evidence


def is_proved(claim: Expr, formula: Expr, hypotheses: tuple[Hypothesis, ...]) -> bool:
    """Whether a formula can be proved to be a claim."""
    return _CLAIMS.get(
        (claim, formula, hypotheses),
        lambda: _is_proved(claim, zero_fitted(formula, claim), hypotheses),
    )


def _is_proved(claim: Expr, formula: Expr, hypotheses: tuple[Hypothesis, ...]) -> bool:
    return claim.shape == formula.shape and isinstance(prove(claim, formula, hypotheses, BUDGET), Proof)
