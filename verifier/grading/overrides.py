"""`overrides.toml`: what a person decided, applied whenever the outputs are rebuilt.

    [[override]]
    submission = "alice.md"
    target = "softmax-terms"
    points = 1
    comment = "both terms named"

The file is a person's: it is read, never written. Its faults are told all at once, before anything is graded.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from verifier.errors import VerifierError
from verifier.grading.marks import Decided
from verifier.grading.points import told
from verifier.grading.result import Result

NAME: Final = "overrides.toml"
_KEYS: Final = ("submission", "target", "points", "comment")


@dataclass(frozen=True, slots=True)
class Overrides:
    """Decisions by submission and target."""

    decisions: Mapping[str, Mapping[str, Decided]]

    def apply(self, result: Result) -> tuple[Result, list[str]]:
        """The result as decided, and what could not be applied to it."""
        wanted = self.decisions.get(result.submission, {})
        marks = {mark.target: mark for mark in result.marks}
        applied: dict[str, Decided] = {}
        faults: list[str] = []
        for target, decided in wanted.items():
            place = f"{NAME}: {result.submission}, {target}"
            if result.trouble is not None:
                faults.append(f"{place}: the submission could not be graded, so it has no targets")
            elif target not in marks:
                faults.append(f"{place}: {result.examined.set if result.examined else ''} has no such target")
            elif decided.points > marks[target].max_score:
                most = told(marks[target].max_score)
                faults.append(f"{place}: {told(decided.points)} points, where {most} can be had")
            else:
                applied[target] = decided
        return result.with_decisions(applied), faults

    def strangers(self, submissions: Collection[str]) -> list[str]:
        """Decisions on submissions that are not there."""
        return [
            f"{NAME}: there is no submission {name!r}" for name in self.decisions if name not in submissions
        ]


def read_overrides(folder: Path, targets: Collection[str]) -> Overrides:
    """The decisions in a folder of results, none where there is no such file. `targets`: those of all sets."""
    path = folder / NAME
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Overrides({})
    except (OSError, UnicodeDecodeError) as error:
        raise VerifierError(f"cannot read {path}: {error}") from error
    try:
        found = tomllib.loads(text, parse_float=_fraction)
    except tomllib.TOMLDecodeError as error:
        raise VerifierError(f"{path} is not TOML: {error}") from error
    decisions: dict[str, dict[str, Decided]] = {}
    faults = [f"`{key}` is no key here; a decision is [[override]]" for key in found if key != "override"]
    rows = found.get("override", [])
    if not isinstance(rows, list):
        faults.append("`override` is not a list of tables; a decision begins with [[override]]")
        rows = []
    for at, row in enumerate(rows, 1):
        wrong = _faults(row, targets)
        if not wrong and row["target"] in decisions.get(row["submission"], {}):
            wrong = [f"{row['submission']}, {row['target']} was decided before"]
        faults += [f"override {at}: {fault}" for fault in wrong]
        if not wrong:
            decided = Decided(points=Fraction(row["points"]), comment=row.get("comment", ""))
            decisions.setdefault(row["submission"], {})[row["target"]] = decided
    if faults:
        listed = "".join(f"\n  - {fault}" for fault in faults)
        count = "a fault" if len(faults) == 1 else f"{len(faults)} faults"
        raise VerifierError(f"{path} has {count}:{listed}")
    return Overrides(decisions)


def _fraction(written: str) -> Fraction | str:
    try:
        return Fraction(written)
    except ValueError:  # inf, nan
        return written


def _faults(row: Any, targets: Collection[str]) -> list[str]:
    if not isinstance(row, dict):
        return ["it is not a table"]
    faults = [
        f"`{key}` is no key of a decision; there are {', '.join(_KEYS)}" for key in row if key not in _KEYS
    ]
    faults += [f"`{key}` is missing" for key in _KEYS[:3] if key not in row]
    faults += [
        f"`{key}` is not text"
        for key in ("submission", "target", "comment")
        if not isinstance(row.get(key, ""), str)
    ]
    points = row.get("points", 0)
    if not isinstance(points, int | Fraction) or isinstance(points, bool) or points < 0:
        faults.append("`points` is not a number from 0 on")
    target = row.get("target", "")
    if isinstance(target, str) and target and target not in targets:
        faults.append(f"no set has a target {target!r}")
    return faults
