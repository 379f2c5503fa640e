"""What the gradebook, the class summary and the terminal need of a submission; the rest is not kept in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from verifier.grading.result import Result
from verifier.grading.view import one_line


@dataclass(frozen=True, slots=True)
class TargetStanding:
    target: str
    verdict: str
    score: Fraction
    pending: Fraction
    max_score: Fraction
    wrong_step: bool


@dataclass(frozen=True, slots=True)
class Slip:
    """A finding that was made, once for each kind and target; `note`: it costs nothing."""

    code: str
    target: str
    message: str
    note: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    submission: str
    set_id: str
    score: Fraction
    pending: Fraction
    max_score: Fraction | None
    targets: tuple[TargetStanding, ...]
    slips: tuple[Slip, ...]
    needs_person: tuple[str, ...]
    trouble: str
    unread: int
    seconds: float

    @property
    def share(self) -> Fraction | None:
        """Of what is decided; None where nothing is."""
        if self.trouble or not self.max_score or self.pending >= self.max_score:
            return None
        return self.score / (self.max_score - self.pending)


def standing_of(result: Result) -> Standing:
    return Standing(
        submission=result.submission,
        set_id=result.examined.set if result.examined else "",
        score=result.score,
        pending=result.pending,
        max_score=result.max_score,
        targets=tuple(
            TargetStanding(
                m.target,
                m.result.verdict,
                m.score,
                m.pending,
                m.max_score,
                m.result.first_wrong_step is not None,
            )
            for m in result.marks
        ),
        slips=_slips(result),
        needs_person=result.needs_person,
        trouble=one_line(result.trouble.message) if result.trouble else "",
        unread=len(result.examined.unread) if result.examined else 0,
        seconds=result.seconds,
    )


def _slips(result: Result) -> tuple[Slip, ...]:
    slips: dict[tuple[str, str], Slip] = {}
    for mark in result.marks:
        found = [*mark.result.findings, *(f for step in mark.result.steps for f in step.findings)]
        for finding in found:
            slip = Slip(finding.code, mark.target, finding.message, finding.severity == "note")
            slips.setdefault((finding.code, mark.target), slip)
    return tuple(slips.values())


def targets_in_order(standings: Iterable[Standing]) -> list[str]:
    """Every target that somebody has, each after those that stand before it in a set."""
    order: dict[str, None] = {}
    for standing in standings:
        order.update(dict.fromkeys(row.target for row in standing.targets))
    return list(order)
