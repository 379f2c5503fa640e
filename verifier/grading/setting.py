"""Which lettering a document uses: the set whose labels agree best with what stands under them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from verifier.documents import Chain, Document, Section
from verifier.grading.assign import labelled, left_names
from verifier.grading.reading import Pages
from verifier.questions import ProblemSet, Target

_POINTS = re.compile(r"\(?\s*(\d{2})\s*(?:points|pts|分)\s*\)?", re.I)
_YEAR = re.compile(r"\b(20[12]\d)\b")


def choose_set(
    document: Document,
    parts: list[tuple[Section, tuple[Chain, ...]]],
    sets: Mapping[str, ProblemSet],
    targets: Mapping[str, Target],
    pages: Pages,
) -> tuple[ProblemSet, str]:
    """The set, and in words why. Votes: each derivation whose label and left side agree, the total of points, a year."""
    votes: dict[str, float] = dict.fromkeys(sets, 0.0)
    agreeing: dict[str, int] = dict.fromkeys(sets, 0)
    labels = {section.path for section, _ in parts if section.path}
    for section, chains in parts:
        if not section.path:
            continue
        named = {
            name
            for chain in chains
            for name, t in targets.items()
            if left_names(pages, chain, t, section.givens)
        }
        if not named:
            continue
        for set_id, problem_set in sets.items():
            under = set(labelled(problem_set, section))
            if under & named:
                votes[set_id] += 1
                agreeing[set_id] += 1
            elif under:
                votes[set_id] -= 0.5
    for set_id, problem_set in sets.items():
        known = {tuple(problem_set.label(a.target.name).split(".")) for a in problem_set.asks}
        known |= {label[:n] for label in known for n in range(1, len(label))}
        votes[set_id] -= 0.3 * sum(label not in known for label in labels)
    head = document.source[:6000]
    told = {int(n) for n in _POINTS.findall(head)}
    years = {int(n) for n in _YEAR.findall(head)}
    for set_id, problem_set in sets.items():
        votes[set_id] += 0.75 * (problem_set.points in told) + 0.6 * (problem_set.year in years)
    best = max(sets, key=lambda set_id: (votes[set_id], sets[set_id].year))
    why = f"{agreeing[best]} of the labelled derivations stand where {best} asks for them"
    if sets[best].points in told:
        why += f"; it is worth {sets[best].points} points"
    return sets[best], why
