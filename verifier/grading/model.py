"""What was found in one submission, before any marks: values only.

`examine(document, ...)` of `verifier.grading.examine` makes an `Examined`; `marks` turns it into points by a rubric;
`journal` writes lines of results; `reports` writes what people read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from verifier.judging.verdict import Remark

TargetVerdict = Literal["correct", "incorrect", "undecided", "unreadable", "missing", "person"]
StepVerdict = Literal["holds", "fails", "undecided", "unreadable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One link: `latex` is the member as it stands in the file, the verdict is about the link from the one before.

    `line` is where its text begins in the file as it is. `printed` is what was read, written by our printer.
    `left`, `left_printed`: the left side that is written before it, where a derivation begins with one here.
    """

    line: int
    latex: str
    relation: str | None
    verdict: StepVerdict
    evidence: dict[str, Any]
    findings: tuple[Remark, ...] = ()
    printed: str | None = None
    left: str | None = None
    left_printed: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "line": self.line,
            "latex": self.latex,
            "relation": self.relation or "",
            "verdict": self.verdict,
            "evidence": self.evidence,
            "findings": [f.as_json() for f in self.findings],
            "printed": self.printed,
            "left": self.left,
            "left_printed": self.left_printed,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetResult:
    """One target. `verdict` is about its final answer; `prose` is what was written in words, for a person."""

    target: str
    part: str
    verdict: TargetVerdict
    line: int | None = None
    final: str | None = None
    final_printed: str | None = None
    evidence: dict[str, Any] | None = None
    findings: tuple[Remark, ...] = ()
    steps: tuple[Step, ...] = ()
    prose: str | None = None
    model_answer: str | None = None

    @property
    def first_wrong_step(self) -> int | None:
        """The number of the first link that fails, counted from 0."""
        return next((n for n, step in enumerate(self.steps) if step.verdict == "fails"), None)


@dataclass(frozen=True, slots=True)
class Unread:
    """A formula that belongs nowhere or could not be read; listed, never lost."""

    line: int
    latex: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One submission as read and judged. `why_set` says which lettering was taken and why, where it was `auto`."""

    set: str
    why_set: str
    targets: tuple[TargetResult, ...]
    unread: tuple[Unread, ...] = ()
    repairs: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
