"""What is said of one answer: a verdict, the evidence behind it, and findings, best first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from verifier.evidence import Evidence, Form
from verifier.expr.nodes import Expr, Span

Verdict = Literal["correct", "incorrect", "undecided", "unreadable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A finding as it is shown: `repair` is LaTeX that was checked to be right, `span` counts characters of the text."""

    code: str
    message: str
    repair: str | None = None
    span: Span | None = None
    severity: Literal["mistake", "note"] = "mistake"
    hint: str | None = None

    def as_json(self, hints: bool = False) -> dict[str, Any]:
        """With `hints` nothing gives the answer away: the hint stands for the message, and no repair is shown."""
        out: dict[str, Any] = {"code": self.code, "message": self.message}
        if hints:
            out["message"] = self.hint or self.code
        elif self.repair is not None:
            out["repair"] = self.repair
        if self.span is not None:
            out["span"] = list(self.span)
        if self.severity == "note":
            out["severity"] = "note"
        return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """`formula` is what was judged, as read. `ms` is reading and verdict, `diagnosis_ms` the search for findings."""

    verdict: Verdict
    evidence: Evidence | Form
    findings: tuple[Remark, ...] = ()
    formula: Expr | None = None
    ms: float = 0.0
    diagnosis_ms: float = 0.0

    def as_json(self, hints: bool = False) -> dict[str, Any]:
        return {
            "verdict": self.verdict,
            "evidence": self.evidence.as_json(),
            "findings": [finding.as_json(hints) for finding in self.findings],
            "ms": round(self.ms, 3),
            "diagnosis_ms": round(self.diagnosis_ms, 3),
        }

    def with_findings(self, *findings: Remark) -> Judgement:
        return replace(self, findings=(*self.findings, *findings))
