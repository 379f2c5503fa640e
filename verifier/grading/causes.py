"""Why a line does not follow from the one before: the search for the smallest repair, with the line before as the truth.

The search is dear, so a document has a share of it: the first wrong line of every derivation first of all.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from verifier.evidence import Nothing
from verifier.expr.indices import Hypothesis
from verifier.expr.nodes import Expr
from verifier.grading.assign import Placed
from verifier.grading.model import Step
from verifier.grading.reading import Pages
from verifier.judging.findings import GIVES_WAY, find_mistakes
from verifier.judging.verdict import Judgement, Remark

FIRST_LINES, OTHER_LINES = 4, 2  # searches for one document: first wrong lines of derivations, and later ones


def causes(
    at: Placed,
    pages: Pages,
    before: Expr,
    formula: Expr,
    hypotheses: tuple[Hypothesis, ...],
    *,
    first: bool,
) -> tuple[Remark, ...]:
    """What is wrong in a line that is refuted; nothing where the share of the document is used up."""
    truth = at.truth.claim if before == at.truth.quantity else before
    key = (formula, truth, hypotheses)
    if key not in pages.causes:
        if len(pages.causes) >= (FIRST_LINES if first else OTHER_LINES):
            return ()
        wrong = Judgement(verdict="incorrect", evidence=Nothing("does not follow"), formula=formula)
        held = replace(at.truth, claim=truth, hypotheses=hypotheses)
        pages.causes[key] = find_mistakes(wrong, held, at.scope).findings
    return pages.causes[key]


def with_causes(step: Step, found: tuple[Remark, ...]) -> Step:
    """The step with what explains it; that its shapes do not fit gives way to why."""
    explained = any(remark.severity == "mistake" for remark in found)
    kept = (r for r in step.findings if r not in found and not (explained and r.code in GIVES_WAY))
    return replace(step, findings=(*found, *kept))


def is_refuted(evidence: dict[str, Any]) -> bool:
    return evidence.get("kind") in ("counterexample", "shape")
