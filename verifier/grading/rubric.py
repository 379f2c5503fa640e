"""What a mistake costs: shares of a target's points, and points that differ from those of the set.

    final = 0.6            # of the points are for the final answer, the rest for the steps, where steps are shown
    follow_through = 0.5   # lines that hold after the first wrong one earn at most this share of the steps
    granularity = 0.25     # losses are multiples of this

    [costs]                # a right value in another form loses this share, instead of the final's
    layout = 0.25
    row-for-column = 0.25
    not-vectorised = 0
    leap = 0

    [points]               # other points than those of the set
    softmax-center = 4

All faults of a file are told at once. The maximum of a set is the same for every submission, so the ways of answering
one question must stay worth the same.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from verifier.errors import VerifierError
from verifier.questions import Ask, Either, ProblemSet

COSTS: Final = {
    "layout": Fraction(1, 4),
    "row-for-column": Fraction(1, 4),
    "not-vectorised": Fraction(0),
    "leap": Fraction(0),
}
_KEYS: Final = ("final", "follow_through", "granularity", "costs", "points")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """Shares are of a target's points. `points` holds only what differs from the set."""

    final: Fraction = Fraction(3, 5)
    follow_through: Fraction = Fraction(1, 2)
    granularity: Fraction = Fraction(1, 4)
    costs: Mapping[str, Fraction] = field(default_factory=lambda: dict(COSTS))
    points: Mapping[str, Fraction] = field(default_factory=dict)

    def worth(self, ask: Ask) -> Fraction:
        """What is not asked for is worth nothing, whatever a file says."""
        return self.points.get(ask.target.name, Fraction(ask.points)) if ask.asked else Fraction(0)

    def maximum(self, problem_set: ProblemSet) -> Fraction:
        total = Fraction(0)
        for part in problem_set.parts:
            for question in part.questions:
                way = question.ways[0] if isinstance(question, Either) else (question,)
                total += sum((self.worth(ask) for ask in way), Fraction(0))
        return total

    @property
    def fingerprint(self) -> str:
        """The same for two files that say the same in other words."""
        said = {
            "final": str(self.final),
            "follow_through": str(self.follow_through),
            "granularity": str(self.granularity),
            "costs": {code: str(share) for code, share in sorted(self.costs.items())},
            "points": {name: str(points) for name, points in sorted(self.points.items())},
        }
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def read_rubric(path: Path, sets: Iterable[ProblemSet], codes: Iterable[str]) -> Rubric:
    """The rubric of a file; every fault in it is a line of the one message that is raised.

    `sets` are those that may be graded, `codes` those that a finding can have.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise VerifierError(f"cannot read the rubric {path}: {error}") from error
    try:
        # Numbers as they are written: 0.1 is a tenth. What is no number at all is told as a fault.
        found = tomllib.loads(text, parse_float=_fraction)
    except tomllib.TOMLDecodeError as error:
        raise VerifierError(f"the rubric {path} is not TOML: {error}") from error
    faults: list[str] = []
    rubric = _checked(found, tuple(sets), frozenset(codes), faults.append)
    if faults:
        listed = "".join(f"\n  - {fault}" for fault in faults)
        count = "a fault" if len(faults) == 1 else f"{len(faults)} faults"
        raise VerifierError(f"the rubric {path} has {count}:{listed}")
    return rubric


def _fraction(written: str) -> Fraction | str:
    try:
        return Fraction(written)
    except ValueError:  # inf, nan
        return written


def _checked(
    found: Mapping[str, Any],
    sets: tuple[ProblemSet, ...],
    codes: frozenset[str],
    fault: Callable[[str], None],
) -> Rubric:
    for key in found:
        if key not in _KEYS:
            fault(f"`{key}` is no key of a rubric; there are {', '.join(_KEYS)}")
    default = Rubric()

    def share(key: str, value: object) -> Fraction:
        number = _number(value)
        if number is None or not 0 <= number <= 1:
            fault(f"`{key}` is {_shown(value)}; a share is a number from 0 to 1")
            return Fraction(0)
        return number

    shares = {key: share(key, found[key]) for key in ("final", "follow_through") if key in found}
    unit = _number(found.get("granularity", default.granularity))
    if unit is None or not 0 < unit <= 1:
        fault(f"`granularity` is {_shown(found['granularity'])}; it is a number above 0, at most 1")
        unit = default.granularity
    costs = dict(default.costs)
    for code, value in _table(found, "costs", fault).items():
        if code not in codes | costs.keys():
            fault(f"`costs.{code}`: no finding has this code; `verifier explain` lists them")
        costs[code] = share(f"costs.{code}", value)
    points = _points(_table(found, "points", fault), sets, fault)
    rubric = replace(default, **shares, granularity=unit, costs=costs, points=points)
    for problem_set in sets:
        _check_ways(problem_set, rubric, fault)
    return rubric


def _points(
    table: Mapping[str, Any], sets: tuple[ProblemSet, ...], fault: Callable[[str], None]
) -> dict[str, Fraction]:
    known = {ask.target.name for problem_set in sets for ask in problem_set.asks}
    points: dict[str, Fraction] = {}
    for name, value in table.items():
        number = _number(value)
        if name not in known:
            fault(f"`points.{name}`: no set that is graded has this target")
        elif number is None or not 0 <= number <= 1000:
            fault(f"`points.{name}` is {_shown(value)}; points are a number from 0 to 1000")
        else:
            points[name] = number
    return points


def _check_ways(problem_set: ProblemSet, rubric: Rubric, fault: Callable[[str], None]) -> None:
    for part in problem_set.parts:
        for question in part.questions:
            if not isinstance(question, Either):
                continue
            totals = [sum((rubric.worth(ask) for ask in way), Fraction(0)) for way in question.ways]
            if len(set(totals)) > 1:
                ways = " against ".join(
                    f"{' + '.join(ask.target.name for ask in way)} = {float(total):g}"
                    for way, total in zip(question.ways, totals, strict=True)
                )
                fault(f"part {part.label} of {problem_set.id}: ways of one question differ in points: {ways}")


def _table(found: Mapping[str, Any], key: str, fault: Callable[[str], None]) -> Mapping[str, Any]:
    table = found.get(key, {})
    if isinstance(table, dict):
        return table
    fault(f"`{key}` is {_shown(table)}; it is a table: [{key}]")
    return {}


def _number(value: object) -> Fraction | None:
    return Fraction(value) if isinstance(value, int | Fraction) and not isinstance(value, bool) else None


def _shown(value: object) -> str:
    return str(float(value)) if isinstance(value, Fraction) else repr(value)
