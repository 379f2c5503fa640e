"""A problem set: parts with letters and points, and which targets each part asks for.

A part asks for several things, or lets the writer choose between ways of answering (`Either`). Points are checked when
a set is built: what is asked in a part adds up to the part's points, every way of a choice to the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from verifier.errors import VerifierError
from verifier.expr.nodes import Expr
from verifier.expr.text import shown
from verifier.names import checked_words
from verifier.questions.scope import check_symbols
from verifier.questions.target import Given, Prose, Target, checked_name

Points = Fraction | int


@dataclass(frozen=True, slots=True)
class Ask:
    """One target in a part. `label`: its own letter (`b.ii`), where it is not the part's.

    `asked=False`: not asked for in this set, judged when given; it carries no points.
    """

    target: Target | Prose
    points: Points = 0
    label: str = ""
    asked: bool = True

    def __post_init__(self) -> None:
        if not isinstance(self.target, Target | Prose):
            raise VerifierError(f"{shown(self.target)} is no target", "an Ask is for a Target or a Prose")
        _check_amount(self.points, self.target.name)


@dataclass(frozen=True, slots=True)
class Either:
    """Ways of answering one question, each complete and worth the same: one form, or the pair of its cases."""

    ways: tuple[tuple[Ask, ...], ...]

    def __init__(self, *ways: tuple[Ask, ...] | Ask) -> None:
        object.__setattr__(self, "ways", tuple(w if isinstance(w, tuple) else (w,) for w in ways))

    @property
    def points(self) -> Points:
        return sum(ask.points for ask in self.ways[0])


@dataclass(frozen=True, slots=True)
class Part:
    """A lettered part. `text`: what the hand-out says before the questions, in words."""

    label: str
    points: Points
    questions: tuple[Ask | Either, ...]
    title: str = ""
    text: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.label, str) or not self.label.strip():
            raise VerifierError(
                f"{self.label!r} is no label of a part", 'a label is a letter or number, as in "b"'
            )
        _check_amount(self.points, f"part {self.label}")
        checked_words(self.title, f"the title of part {self.label}")
        checked_words(self.text, f"the text of part {self.label}")
        if not isinstance(self.questions, tuple):
            raise VerifierError(
                f"the questions of part {self.label} are no tuple", "one alone is (Ask(...),)"
            )
        for question in self.questions:
            if not isinstance(question, Ask | Either):
                raise VerifierError(
                    f"part {self.label}: {shown(question)} is no question", "use Ask or Either"
                )

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Every ask in order, those of all ways of a choice."""
        return tuple(
            ask
            for question in self.questions
            for way in (question.ways if isinstance(question, Either) else ((question,),))
            for ask in way
        )


@dataclass(frozen=True, kw_only=True)
class ProblemSet:
    """A problem set. `notation`: what is given throughout; `text`: an introduction in words."""

    id: str
    title: str
    course: str
    year: int
    parts: tuple[Part, ...]
    notation: tuple[Given, ...] = ()
    text: str = ""

    def __post_init__(self) -> None:
        checked_name(self.id, "set")
        self._check_fields()
        for part in self.parts:
            _check_points(part, self.id)
        seen: set[str] = set()
        for ask in self.asks:
            if ask.target.name in seen:
                raise VerifierError(f"the set {self.id} holds two targets named {ask.target.name}")
            seen.add(ask.target.name)
        self._check_symbols()

    def _check_fields(self) -> None:
        if not isinstance(self.year, int) or isinstance(self.year, bool):
            raise VerifierError(
                f"the year of {self.id} is {self.year!r}", "a year is a whole number: year=2026"
            )
        for field in ("title", "course", "text"):
            checked_words(getattr(self, field), f"the {field} of {self.id}")
        for field, kind in (("parts", Part), ("notation", Given)):
            for entry in getattr(self, field) if isinstance(getattr(self, field), tuple) else (None,):
                if not isinstance(entry, kind):
                    raise VerifierError(
                        f"the {field} of {self.id} hold {shown(entry)}",
                        f"{field} is a tuple of {kind.__name__}s",
                    )
        labels = [part.label for part in self.parts]
        for label in labels:
            if labels.count(label) > 1:
                raise VerifierError(f"the set {self.id} has two parts labelled {label}")

    def _check_symbols(self) -> None:
        """What is given throughout means in every target what it means in the notation."""
        given = tuple(g.what for g in self.notation if isinstance(g.what, Expr))
        for target in self.targets.values():
            check_symbols(
                f"the target {target.name} with the notation of {self.id}", *given, *target.formulas
            )

    @property
    def asks(self) -> Iterator[Ask]:
        return (ask for part in self.parts for ask in part.asks)

    @property
    def points(self) -> Points:
        return sum(part.points for part in self.parts)

    @cached_property
    def targets(self) -> dict[str, Target]:
        """The targets of formulas by name, in the order of the parts."""
        return {a.target.name: a.target for a in self.asks if isinstance(a.target, Target)}

    @cached_property
    def prose(self) -> dict[str, Prose]:
        """The questions in words by name."""
        return {a.target.name: a.target for a in self.asks if isinstance(a.target, Prose)}

    def label(self, name: str) -> str:
        """The letter under which a target stands: its own, or that of its part."""
        part, ask = self._placed[name]
        return ask.label or part.label

    def ask(self, name: str) -> Ask:
        return self._placed[name][1]

    def part(self, name: str) -> Part:
        """The part in which a target stands."""
        return self._placed[name][0]

    def under(self, label: str) -> tuple[str, ...]:
        """The targets that stand under a label, or under one of its parts: `b` is that of `b.ii` too."""
        return self._under.get(label, ())

    @cached_property
    def _under(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for ask in self.asks:
            letters = self.label(ask.target.name).split(".")
            for count in range(1, len(letters) + 1):
                label = ".".join(letters[:count])
                found[label] = (*found.get(label, ()), ask.target.name)
        return found

    @cached_property
    def _placed(self) -> dict[str, tuple[Part, Ask]]:
        return {ask.target.name: (part, ask) for part in self.parts for ask in part.asks}


def _check_amount(points: Points, of: str) -> None:
    if not isinstance(points, int | Fraction) or isinstance(points, bool) or points < 0:
        raise VerifierError(
            f"{of} is worth {points!r} points", "points are a whole number or a Fraction, from 0 on"
        )


def _check_points(part: Part, where: str) -> None:
    place = f"part {part.label} of {where}"
    for ask in part.asks:
        if not ask.asked and ask.points:
            raise VerifierError(f"{place}: {ask.target.name} is not asked for, so it carries no points")
    for question in part.questions:
        if isinstance(question, Either) and len({sum(a.points for a in way) for way in question.ways}) != 1:
            raise VerifierError(f"{place}: the ways of answering one question are worth different points")
    told = sum(question.points for question in part.questions)
    if told != part.points:
        raise VerifierError(
            f"{place} is worth {part.points} points, its questions {told}",
            "the points of the questions of a part add up to those of the part",
        )
