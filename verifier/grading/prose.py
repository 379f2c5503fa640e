"""Answers in words: never marked by the program, shown to a person with the model answer beside them."""

from __future__ import annotations

from verifier.documents import Chain, Heading, Math, Prose, Section
from verifier.grading.labels import labelled
from verifier.grading.model import TargetResult
from verifier.questions import ProblemSet

FEWEST_LETTERS = 6  # of words that count as an answer: "O(K) vs O(V)" is one


def answered_in_words(
    problem_set: ProblemSet, name: str, parts: list[tuple[Section, tuple[Chain, ...]]]
) -> TargetResult:
    """`person` where words stand under the label of a target, `missing` where nothing does."""
    known = {ask.target.name for ask in problem_set.asks}
    label = problem_set.label(name) if name in known else ""
    model = problem_set.prose[name].model_answer if name in problem_set.prose else None
    for section, _ in parts:
        if name not in labelled(problem_set, section):
            continue
        words = words_of(section)
        if sum(ch.isalpha() for ch in words) >= FEWEST_LETTERS:
            return TargetResult(
                target=name, part=label, verdict="person", line=section.line, prose=words, model_answer=model
            )
    return TargetResult(target=name, part=label, verdict="missing", model_answer=model)


def words_of(section: Section) -> str:
    """The words of an answer, formulas as they stand between dollars."""
    out: list[str] = []
    for block in section.answer:
        match block:
            case Prose(words=words) | Heading(words=words):
                out.append(words)
            case Math(raw=raw):
                out.append(raw)
    return " ".join(part for part in out if part.strip())
