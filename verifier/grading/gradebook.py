"""`gradebook.csv`: a row a submission, a column a target. Safe to open: no cell is a formula to a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from verifier.grading.points import told
from verifier.grading.standing import Standing, targets_in_order

_HEADS: Final = ("submission", "set", "score", "pending", "max_score", "needs_person", "remark")
_FORMULA: Final = re.compile(r"[\s\x00-\x1f]*[=+\-@＝＋－＠\t\r\n]")


def gradebook(standings: Sequence[Standing]) -> str:
    targets = targets_in_order(standings)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*_HEADS, *map(safe, targets)])
    for standing in standings:
        writer.writerow([*_row(standing), *_points(standing, targets)])
    return out.getvalue()


def safe(cell: str) -> str:
    """Text that a spreadsheet takes for text, in one line; an apostrophe before it says so."""
    return ("'" if _FORMULA.match(cell) else "") + " ".join(cell.split())


def _row(standing: Standing) -> list[str]:
    points = ["", "", _told(standing.max_score)]
    if not standing.trouble:
        points = [told(standing.score), told(standing.pending), _told(standing.max_score)]
    waiting = "whole submission" if standing.trouble else " ".join(standing.needs_person)
    return [safe(standing.submission), safe(standing.set_id), *points, safe(waiting), safe(standing.trouble)]


def _told(points: Fraction | None) -> str:
    return "" if points is None else told(points)


def _points(standing: Standing, targets: Sequence[str]) -> list[str]:
    """What waits for a person has no number yet; what is not counted has none either."""
    rows = {row.target: row for row in standing.targets if row.max_score > 0}
    return [told(rows[t].score) if t in rows and not rows[t].pending else "" for t in targets]
