"""Links that were proved before: a class writes the same lines over and over.

Only proofs are kept. They hold for all sizes and depend on nothing that was drawn, so it makes no difference to any
verdict which file a worker saw first; a counterexample is sought anew.
"""

from __future__ import annotations

from typing import Final

from verifier.evidence import Evidence, Proof
from verifier.expr.indices import Hypothesis
from verifier.expr.nodes import Expr
from verifier.judging.answer import BUDGET
from verifier.judging.equal import evidence_for

_KEPT: Final = 4096  # proofs a process; a formula is a few kilobytes
_Claim = tuple[Expr, Expr, tuple[Hypothesis, ...]]
_PROOFS: dict[_Claim, Proof] = {}


def link_evidence(before: Expr, formula: Expr, hypotheses: tuple[Hypothesis, ...], seed: int) -> Evidence:
    """What `evidence_for` says of a link, or its proof from before."""
    claim = (before, formula, hypotheses)
    known = _PROOFS.pop(claim, None)
    evidence = known or evidence_for(before, formula, hypotheses, seed, BUDGET)
    if isinstance(evidence, Proof):
        _PROOFS[claim] = evidence  # the last used stands last
        if len(_PROOFS) > _KEPT:
            del _PROOFS[next(iter(_PROOFS))]
    return evidence
