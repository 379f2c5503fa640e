"""One submission as it stands in the journal: what was found, what it is worth, and what it was made from.

`as_json` and `result_from_json` are inverse to each other; the keys are those of the journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from verifier.grading.marks import Decided, Loss, Mark
from verifier.grading.model import Examined, Step, TargetResult, Unread
from verifier.grading.points import exact, number
from verifier.judging.verdict import Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a result was made from. What differs in one of these is graded again.

    `asked` is the set by name, or `auto`; `seed` what the points of the numbers were drawn from.
    """

    file: str
    set: str
    program: str
    asked: str
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a submission has no marks: `kind` is `not-text`, `not-read`, `too-long`, `time`, `crash` or
    `fault`."""

    kind: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`source` is the file, as seen from the folder of the results. Without `examined` there is `trouble`."""

    submission: str
    source: str
    origin: Origin
    rubric: str
    version: str
    examined: Examined | None = None
    marks: tuple[Mark, ...] = ()
    max_score: Fraction | None = None
    trouble: Trouble | None = None
    seconds: float = 0.0

    @property
    def score(self) -> Fraction:
        return sum((mark.score for mark in self.marks), Fraction(0))

    @property
    def pending(self) -> Fraction:
        return sum((mark.pending for mark in self.marks), Fraction(0))

    @property
    def needs_person(self) -> tuple[str, ...]:
        return tuple(mark.target for mark in self.marks if mark.waits)

    def with_decisions(self, decisions: Mapping[str, Decided]) -> Result:
        decided = (
            mark.by_person(decisions[mark.target]) if mark.target in decisions else mark
            for mark in self.marks
        )
        return replace(self, marks=tuple(decided))

    def as_json(self) -> dict[str, Any]:
        graded = self.examined is not None
        examined = self.examined or Examined(set="", why_set="", targets=())
        out: dict[str, Any] = {
            "submission": self.submission,
            "set": examined.set or (None if self.origin.asked == "auto" else self.origin.asked),
            "score": number(self.score) if graded else None,
            "pending": number(self.pending) if graded else None,
            "max_score": None if self.max_score is None else number(self.max_score),
            "needs_person": list(self.needs_person),
            "repairs": list(examined.repairs),
            "targets": [_mark_json(mark) for mark in self.marks],
            "unread": [{"line": u.line, "latex": u.latex, "why": u.why} for u in examined.unread],
            "problems": list(examined.problems),
            "why_set": examined.why_set,
            "source": self.source,
            "hashes": {
                "file": self.origin.file,
                "set": self.origin.set,
                "rubric": self.rubric,
                "program": self.origin.program,
            },
            "version": self.version,
            "asked": self.origin.asked,
            "seed": self.origin.seed,
            "seconds": round(self.seconds, 3),
        }
        if self.trouble is not None:
            out["trouble"] = {"kind": self.trouble.kind, "message": self.trouble.message}
        return out


def _mark_json(mark: Mark) -> dict[str, Any]:
    result = mark.result
    out: dict[str, Any] = {
        "target": result.target,
        "part": result.part,
        "line": result.line,
        "score": number(mark.score),
        "pending": number(mark.pending),
        "max_score": number(mark.max_score),
        "verdict": result.verdict,
        "final": result.final,
        "final_printed": result.final_printed,
        "evidence": result.evidence,
        "findings": [finding.as_json() for finding in result.findings],
        "steps": [step.as_json() for step in result.steps],
        "first_wrong_step": result.first_wrong_step,
        "losses": [{"points": number(loss.points), "reason": loss.reason} for loss in mark.losses],
        "prose": result.prose,
        "model_answer": result.model_answer,
    }
    if mark.note:
        out["note"] = mark.note
    if mark.decided is not None:
        out["override"] = {"points": number(mark.decided.points), "comment": mark.decided.comment}
    return out


def result_from_json(row: Mapping[str, Any]) -> Result:
    """Raises KeyError, TypeError or ValueError on what is no line of a journal."""
    hashes = row["hashes"]
    trouble = row.get("trouble")
    marks = tuple(_mark_from(found) for found in row["targets"])
    examined = Examined(
        set=row["set"] or "",
        why_set=row["why_set"],
        targets=tuple(mark.result for mark in marks),
        unread=tuple(Unread(u["line"], u["latex"], u["why"]) for u in row["unread"]),
        repairs=tuple(row["repairs"]),
        problems=tuple(row["problems"]),
    )
    return Result(
        submission=row["submission"],
        source=row["source"],
        origin=Origin(
            file=hashes["file"],
            set=hashes["set"],
            program=hashes["program"],
            asked=row["asked"],
            seed=row["seed"],
        ),
        rubric=hashes["rubric"],
        version=row["version"],
        examined=None if trouble else examined,
        marks=marks,
        max_score=None if row["max_score"] is None else exact(row["max_score"]),
        trouble=Trouble(trouble["kind"], trouble["message"]) if trouble else None,
        seconds=row["seconds"],
    )


def _mark_from(found: Mapping[str, Any]) -> Mark:
    result = TargetResult(
        target=found["target"],
        part=found["part"],
        verdict=found["verdict"],
        line=found["line"],
        final=found["final"],
        final_printed=found["final_printed"],
        evidence=found["evidence"],
        findings=tuple(map(_remark_from, found["findings"])),
        steps=tuple(map(_step_from, found["steps"])),
        prose=found["prose"],
        model_answer=found["model_answer"],
    )
    return Mark(
        result=result,
        max_score=exact(found["max_score"]),
        score=exact(found["score"]),
        pending=exact(found["pending"]),
        losses=tuple(Loss(exact(loss["points"]), loss["reason"]) for loss in found["losses"]),
        note=found.get("note", ""),
    )


def _step_from(found: Mapping[str, Any]) -> Step:
    return Step(
        line=found["line"],
        latex=found["latex"],
        relation=found["relation"] or None,
        verdict=found["verdict"],
        evidence=found["evidence"],
        findings=tuple(map(_remark_from, found["findings"])),
        printed=found["printed"],
        left=found.get("left"),
        left_printed=found.get("left_printed"),
    )


def _remark_from(found: Mapping[str, Any]) -> Remark:
    span = found.get("span")
    return Remark(
        code=found["code"],
        message=found["message"],
        repair=found.get("repair"),
        span=(span[0], span[1]) if span else None,
        severity=found.get("severity", "mistake"),
    )
