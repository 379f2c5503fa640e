"""From a wrong answer to its findings: the search for the smallest repair, written for the one who answered.

What reading already said about shapes gives way to what the search found; notes on notation come last. Where nothing is
found, the answer differs and the evidence shows where: a cause is never invented.
"""

from __future__ import annotations

from dataclasses import replace

from verifier.judging.truth import Truth
from verifier.judging.verdict import Judgement, Remark
from verifier.latex.read.scope import Scope
from verifier.latex.write import latex
from verifier.mistakes import DiagnosisContext, Finding, diagnose

GIVES_WAY = frozenset({"shape"})  # what a found cause says better


def find_mistakes(judgement: Judgement, truth: Truth, scope: Scope) -> Judgement:
    """The judgement with the mistakes that explain it, best first."""
    if judgement.formula is None:
        return judgement
    known = tuple(value for values in scope.values.values() for value in values)
    context = DiagnosisContext(quantity=truth.quantity, known=known)
    found = tuple(map(_remark, diagnose(judgement.formula, truth.claim, truth.hypotheses, context)))
    before = [
        r for r in judgement.findings if r.severity == "mistake" and not (found and r.code in GIVES_WAY)
    ]
    notes = [r for r in judgement.findings if r.severity == "note"]
    return replace(judgement, findings=(*found, *before, *notes))


def _remark(finding: Finding) -> Remark:
    return Remark(
        code=finding.code,
        message=finding.message,
        repair=latex(finding.repair) if finding.repair is not None else None,
        span=finding.span,
        severity=finding.severity,
        hint=finding.hint or None,
    )
