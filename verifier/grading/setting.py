"""Which lettering a document uses: the set whose labels agree best with what stands under them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from verifier.documents import Chain, Document, Section
from verifier.grading.assign import left_names
from verifier.grading.labels import in_letters, labelled
from verifier.grading.reading import Pages
from verifier.questions import ProblemSet, Target

_POINTS = re.compile(r"\(?\s*(\d{2})\s*(?:points|pts|分)\s*\)?", re.I)
_YEAR = re.compile(r"\b(20[12]\d)\b")
USUAL = "cs224n-a2-2022"  # what is taken where nothing speaks for any, as `judge` does

# What each sign is worth: a derivation where the set asks for it, elsewhere, under a label that the set lacks or has
# to the letter, a quantity that is not asked, points and a year in the head.
AGREES, DISAGREES, UNKNOWN, EXACT, NOT_ASKED, POINTS, YEAR = 1.0, -0.5, -0.3, 0.15, -0.4, 0.75, 0.6


def choose_set(
    document: Document,
    parts: list[tuple[Section, tuple[Chain, ...]]],
    sets: Mapping[str, ProblemSet],
    targets: Mapping[str, Target],
    pages: Pages,
) -> tuple[ProblemSet, str]:
    """The set, and in words why. Votes: each derivation whose label and left side agree, the total of points, a year."""
    answered = [
        (section, names)
        for section, chains in parts
        if (names := _named(section, chains, targets, pages)) or section.path
    ]
    head = document.source[:6000]
    told = {int(n) for n in _POINTS.findall(head)}
    years = {int(n) for n in _YEAR.findall(head)}
    votes = {
        set_id: _votes(problem_set, answered)
        + POINTS * (problem_set.points in told)
        + YEAR * (problem_set.year in years)
        for set_id, problem_set in sets.items()
    }
    best = max(sets, key=lambda set_id: (round(votes[set_id], 6), set_id == USUAL, sets[set_id].year))
    return sets[best], _why(sets[best], answered, sets[best].points in told)


def _named(
    section: Section, chains: tuple[Chain, ...], targets: Mapping[str, Target], pages: Pages
) -> frozenset[str]:
    """The targets that the left sides of a section name."""
    return frozenset(
        name
        for chain in chains
        for name, target in targets.items()
        if left_names(pages, chain, target, section.givens)
    )


def _votes(problem_set: ProblemSet, answered: list[tuple[Section, frozenset[str]]]) -> float:
    asked = {ask.target.name for ask in problem_set.asks}
    own = {tuple(problem_set.label(name).split(".")) for name in asked}
    known = own | {label[:n] for label in own for n in range(1, len(label))}
    votes = 0.0
    for section, named in answered:
        path = in_letters(section.path)
        votes += UNKNOWN * (bool(path) and path not in known) + EXACT * (path in own)
        votes += NOT_ASKED * (bool(named) and not named & asked)
        under = set(labelled(problem_set, section))
        if named and path:
            votes += AGREES if under & named else DISAGREES if under else 0.0
    return votes


def _why(problem_set: ProblemSet, answered: list[tuple[Section, frozenset[str]]], points: bool) -> str:
    labels = [(section, named) for section, named in answered if named and section.path]
    agree = sum(bool(set(labelled(problem_set, section)) & named) for section, named in labels)
    if not labels:
        return f"no label tells the lettering; {problem_set.id} fits what is answered"
    why = f"{agree} of {len(labels)} labelled derivations stand where {problem_set.id} asks for them"
    return why + f"; it is worth {problem_set.points} points" if points else why
