"""The class as a whole: how the scores lie, which targets are hard, which mistakes were made by how many."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from verifier.grading.points import told
from verifier.grading.standing import Slip, Standing, targets_in_order
from verifier.grading.view import Quoted, quoted, title_of
from verifier.questions import ProblemSet

BINS: Final = 10


@dataclass(frozen=True, slots=True)
class Bin:
    label: str
    count: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetTally:
    """`mean` in percent of what is decided, None where nothing is."""

    name: str
    title: str
    mean: int | None
    right: int
    wrong: int
    missing: int
    waiting: int
    recovered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipTally:
    code: str
    count: int
    share: int
    targets: str
    example: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    submission: str
    link: str
    set_id: str
    score: str
    pending: str
    max_score: str
    waiting: str
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryView:
    title: str
    sets: str
    count: int
    graded: int
    mean: str
    median: str
    bins: tuple[Bin, ...]
    targets: tuple[TargetTally, ...]
    mistakes: tuple[SlipTally, ...]
    notes: tuple[SlipTally, ...]
    waiting: tuple[RowView, ...]
    rows: tuple[RowView, ...]
    made_by: str


def summary_view(
    standings: Sequence[Standing], sets: Mapping[str, ProblemSet], links: Mapping[str, str], made_by: str
) -> SummaryView:
    """`links`: where the report of a submission lies, as an address."""
    shares = [float(s.share) for s in standings if s.share is not None]
    seen = {s.set_id: sum(x.set_id == s.set_id for x in standings) for s in standings if s.set_id}
    rows = tuple(_row(standing, links) for standing in standings)
    titles = {sets[name].title for name in seen if name in sets}
    return SummaryView(
        title=titles.pop() if len(titles) == 1 else "Submissions",
        sets=", ".join(name if len(seen) == 1 else f"{name} ({n})" for name, n in sorted(seen.items())),
        count=len(standings),
        graded=sum(not s.trouble for s in standings),
        mean=f"{100 * statistics.fmean(shares):.0f} %" if shares else "",
        median=f"{100 * statistics.median(shares):.0f} %" if shares else "",
        bins=_bins(shares),
        targets=_targets(standings, sets),
        mistakes=_slips(standings, note=False),
        notes=_slips(standings, note=True),
        waiting=tuple(row for row in rows if row.waiting or row.trouble),
        rows=rows,
        made_by=made_by,
    )


def _bins(shares: Sequence[float]) -> tuple[Bin, ...]:
    counts = [0] * BINS
    for share in shares:
        counts[min(BINS - 1, int(share * BINS + 1e-9))] += 1
    most = max(counts, default=0) or 1
    width = 100 // BINS
    return tuple(
        Bin(f"{width * at}–{width * (at + 1)}", count, round(100 * count / most))
        for at, count in enumerate(counts)
    )


def _targets(standings: Sequence[Standing], sets: Mapping[str, ProblemSet]) -> tuple[TargetTally, ...]:
    """The hardest first; those of which nothing is decided last."""
    tallies = [_target(name, standings, sets) for name in targets_in_order(standings)]
    return tuple(sorted(tallies, key=lambda t: (t.mean is None, t.mean or 0)))


def _target(name: str, standings: Sequence[Standing], sets: Mapping[str, ProblemSet]) -> TargetTally:
    rows = [(s, row) for s in standings for row in s.targets if row.target == name]
    decided = [row for _, row in rows if row.max_score and not row.pending]
    most = sum((row.max_score for row in decided), Fraction(0))
    got = sum((row.score for row in decided), Fraction(0))
    # Where every answer still waits, those who gave none do not say how hard it was.
    open_yet = all(row.verdict == "missing" for row in decided) and len(decided) < len(rows)
    return TargetTally(
        name=name,
        title=title_of(name, sets.get(rows[0][0].set_id)),
        mean=round(100 * got / most) if most and not open_yet else None,
        right=sum(row.verdict == "correct" for _, row in rows),
        wrong=sum(row.verdict == "incorrect" for _, row in rows),
        missing=sum(row.verdict == "missing" for _, row in rows),
        waiting=sum(row.pending > 0 for _, row in rows),
        recovered=sum(row.verdict == "correct" and row.wrong_step for _, row in rows),
    )


def _slips(standings: Sequence[Standing], *, note: bool) -> tuple[SlipTally, ...]:
    """Grouped by code; a submission counts once for each."""
    made: dict[str, dict[str, list[Slip]]] = {}
    for standing in standings:
        for slip in standing.slips:
            if slip.note == note:
                made.setdefault(slip.code, {}).setdefault(standing.submission, []).append(slip)
    tallies = []
    for code, by in made.items():
        slips = [slip for own in by.values() for slip in own]
        targets = dict.fromkeys(slip.target for slip in slips)
        tallies.append(
            SlipTally(
                code=code,
                count=len(by),
                share=round(100 * len(by) / len(standings)),
                targets=", ".join(targets),
                example=quoted(slips[0].message),
            )
        )
    return tuple(sorted(tallies, key=lambda t: (-t.count, t.code)))


def _row(standing: Standing, links: Mapping[str, str]) -> RowView:
    return RowView(
        submission=" ".join(standing.submission.split()),
        link=links.get(standing.submission, ""),
        set_id=standing.set_id,
        score="" if standing.trouble else told(standing.score),
        pending=told(standing.pending) if standing.pending else "",
        max_score="" if standing.max_score is None else told(standing.max_score),
        waiting=", ".join(standing.needs_person),
        trouble=standing.trouble,
    )
