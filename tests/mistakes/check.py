"""What is asked of every diagnosis: which code comes first, and that a repair equals the right form."""

from __future__ import annotations

from verifier.equality import decide
from verifier.expr.indices import Hypothesis
from verifier.expr.nodes import Expr
from verifier.expr.walk import settled
from verifier.mistakes import DiagnosisContext, Finding, diagnose


def diagnosis(
    written: Expr, right: Expr, hypotheses: tuple[Hypothesis, ...] = (), quantity: Expr | None = None
) -> tuple[Finding, ...]:
    return diagnose(written, right, hypotheses, DiagnosisContext(quantity=quantity))


def check_repairs(findings: tuple[Finding, ...], right: Expr, hypotheses: tuple[Hypothesis, ...]) -> None:
    """Every repair is a formula that can be formed, proved equal to the right one, and not refuted by numbers."""
    for finding in findings:
        assert finding.message and finding.hint
        if finding.repair is not None:
            assert decide(right, settled(finding.repair), hypotheses, seed=7).holds, finding
