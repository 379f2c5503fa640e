"""From what was found to points, by a rubric. Each mark lost has one line of reason.

What is decided is counted, what waits for a person is pending and costs nothing. A question that can be answered in
several ways (`Either`) is marked by the way that was given; where several were, by the better one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from verifier.grading.model import Examined, Step, TargetResult
from verifier.grading.points import rounded
from verifier.grading.rubric import Rubric
from verifier.judging.verdict import Remark
from verifier.questions import Ask, Either, ProblemSet, Prose

PENDING: Final = ("undecided", "unreadable", "person")
_REASON_LENGTH: Final = 240


@dataclass(frozen=True, slots=True)
class Loss:
    points: Fraction
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A person's word on one target; it stands for whatever the program said."""

    points: Fraction
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One target with its points. `note` says why it counts in another way than it seems.

    `score + pending + losses = max_score`, until a person has decided.
    """

    result: TargetResult
    max_score: Fraction
    score: Fraction
    pending: Fraction
    losses: tuple[Loss, ...] = ()
    note: str = ""
    decided: Decided | None = None

    @property
    def target(self) -> str:
        return self.result.target

    @property
    def waits(self) -> bool:
        """Does it wait for a person? What carries no points does not."""
        return self.pending > 0

    def by_person(self, decided: Decided) -> Mark:
        return replace(self, score=decided.points, pending=Fraction(0), decided=decided)


def marks(examined: Examined, problem_set: ProblemSet, rubric: Rubric) -> tuple[Mark, ...]:
    """A mark for each target that is asked for or was answered, in the order of the set."""
    found = {result.target: result for result in examined.targets}
    out: list[Mark] = []
    for part in problem_set.parts:
        for question in part.questions:
            if isinstance(question, Either):
                out += _either(question, found, problem_set, rubric)
            elif question.asked or _given(question, found):
                out.append(_mark(_result(question, found, problem_set), rubric.worth(question), rubric))
    placed = {ask.target.name for ask in problem_set.asks}
    for result in examined.targets:
        if result.target not in placed and result.verdict != "missing":
            out.append(_uncounted(result, "not asked for in this set"))
    return tuple(out)


def _given(ask: Ask, found: dict[str, TargetResult]) -> bool:
    return ask.target.name in found and found[ask.target.name].verdict != "missing"


def _result(ask: Ask, found: dict[str, TargetResult], problem_set: ProblemSet) -> TargetResult:
    name = ask.target.name
    if name in found:
        return found[name]
    model = ask.target.model_answer if isinstance(ask.target, Prose) else None
    return TargetResult(target=name, part=problem_set.label(name), verdict="missing", model_answer=model)


def _either(
    question: Either, found: dict[str, TargetResult], problem_set: ProblemSet, rubric: Rubric
) -> list[Mark]:
    given = [way for way in question.ways if any(_given(ask, found) for ask in way)] or [question.ways[0]]
    marked = [
        [_mark(_result(ask, found, problem_set), rubric.worth(ask), rubric) for ask in way] for way in given
    ]
    best = max(range(len(given)), key=lambda at: (_expected(marked[at]), -at))
    counted = {mark.target for mark in marked[best]}
    others = [
        _uncounted(mark.result, "the other form of the answer is the one that is marked")
        for at, way in enumerate(marked)
        if at != best
        for mark in way
        if mark.result.verdict != "missing" and mark.target not in counted
    ]
    return [*marked[best], *others]


def _expected(way: list[Mark]) -> Fraction:
    """What is pending counts half: a form that is decided and mostly right is not put off for an open one."""
    return sum((mark.score + mark.pending / 2 for mark in way), Fraction(0))


def _uncounted(result: TargetResult, note: str) -> Mark:
    zero = Fraction(0)
    return Mark(result=result, max_score=zero, score=zero, pending=zero, note=note)


def _mark(result: TargetResult, worth: Fraction, rubric: Rubric) -> Mark:
    zero = Fraction(0)
    if result.verdict in PENDING:
        return Mark(result=result, max_score=worth, score=zero, pending=worth)
    losses = _losses(result, worth, rubric)
    lost = sum((loss.points for loss in losses), zero)
    return Mark(result=result, max_score=worth, score=worth - lost, pending=zero, losses=losses)


def _losses(result: TargetResult, worth: Fraction, rubric: Rubric) -> tuple[Loss, ...]:
    """Losses are rounded as they add up, so that together they never exceed what the target is worth."""
    if worth == 0:
        return ()
    if result.verdict == "missing":
        return (Loss(worth, "no answer was found"),)
    wanted = [*_for_the_final(result, rubric), *_for_the_steps(result, rubric)]
    losses: list[Loss] = []
    exact = so_far = Fraction(0)
    for share, reason in wanted:
        exact += share * worth
        upto = min(worth, rounded(exact, rubric.granularity))
        if upto > so_far:
            losses.append(Loss(upto - so_far, reason))
        so_far = max(so_far, upto)
    return tuple(losses)


def _for_the_final(result: TargetResult, rubric: Rubric) -> list[tuple[Fraction, str]]:
    costly = [
        (rubric.costs[finding.code], _one_line(finding.message))
        for finding in result.findings
        if rubric.costs.get(finding.code, Fraction(0)) > 0 and not _is_notation(finding)
    ]
    if result.verdict == "correct":
        return costly
    if _only_form(result, rubric):
        return costly[:1]
    share = rubric.final if _links(result) else Fraction(1)
    return [(share, _one_line(f"the final answer is wrong: {_why(result)}"))]


def _is_notation(finding: Remark) -> bool:
    """Notation never costs a mark; how an answer is laid out may, where the rubric says so."""
    return finding.severity == "note" and finding.code not in ("not-vectorised", "leap")


def _only_form(result: TargetResult, rubric: Rubric) -> bool:
    """Is all that is wrong with the final something that the rubric has a price for?"""
    mistakes = [finding.code for finding in result.findings if not _is_notation(finding)]
    return bool(mistakes) and mistakes[0] in rubric.costs


def _why(result: TargetResult) -> str:
    mistakes = [finding.message for finding in result.findings if finding.severity != "note"]
    if mistakes:
        return mistakes[0]
    evidence = result.evidence or {}
    said = evidence.get("why") or evidence.get("message")
    return str(said) if said else "it differs from what was asked for"


def _links(result: TargetResult) -> list[Step]:
    """The links that earn points. A line that says once more what stands above it is none."""
    links: list[Step] = []
    before: str | None = None
    for step in result.steps:
        if step.printed is None or step.printed != before:
            links.append(step)
        before = step.printed
    return links


def _for_the_steps(result: TargetResult, rubric: Rubric) -> list[tuple[Fraction, str]]:
    links = _links(result)
    if not links:
        return []
    share = 1 - rubric.final
    wrong = [at for at, step in enumerate(links) if step.verdict == "fails"]
    if not wrong:
        kind = (result.evidence or {}).get("kind")
        if result.verdict == "correct" or kind == "form" or _only_form(result, rubric) or _open(links):
            return []
        return [(share, "the lines agree with one another, but do not lead from what was asked")]
    right_before = Fraction(wrong[0], len(links))
    right_after = Fraction(len(links) - wrong[0] - len(wrong), len(links))
    earned = min(Fraction(1), right_before + min(right_after, rubric.follow_through))
    return [(share * (1 - earned), _told_wrong(links, wrong))]


def _open(links: list[Step]) -> bool:
    """Where a link is undecided or unreadable, the mistake may lie there, and the rest may be right."""
    return any(step.verdict in ("undecided", "unreadable") for step in links)


def _told_wrong(links: list[Step], wrong: list[int]) -> str:
    first = links[wrong[0]]
    mistakes = [finding.message for finding in first.findings if finding.severity != "note"]
    said = mistakes[0] if mistakes else "it does not follow from the line before"
    more = sorted({links[at].line for at in wrong[1:]} - {first.line})
    also = f" (also line{'s' if len(more) > 1 else ''} {', '.join(map(str, more))})" if more else ""
    return _one_line(f"step in line {first.line}: {said}", len(also)) + also


def _one_line(words: str, spare: int = 0) -> str:
    line = " ".join(words.split())
    room = _REASON_LENGTH - spare
    return line if len(line) <= room else line[: room - 1].rstrip() + "…"
