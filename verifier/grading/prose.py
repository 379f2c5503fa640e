"""Answers in words: never marked by the program, shown to a person with the model answer beside them."""

from __future__ import annotations

from verifier.documents import Chain, Heading, Image, Math, Prose, Section
from verifier.grading.labels import in_letters, labelled
from verifier.grading.model import TargetResult
from verifier.questions import ProblemSet

FEWEST_LETTERS = 6  # of words that count as an answer among others: "O(K) vs O(V)" is one
FEWEST_ALONE = 1  # and where nothing else is asked under the label


def answered_in_words(
    problem_set: ProblemSet, name: str, parts: list[tuple[Section, tuple[Chain, ...]]]
) -> TargetResult:
    """`person` where words stand under the label of a target, `missing` where nothing does."""
    known = {ask.target.name for ask in problem_set.asks}
    label = problem_set.label(name) if name in known else ""
    model = problem_set.prose[name].model_answer if name in problem_set.prose else None
    under = [section for section, _ in parts if name in labelled(problem_set, section)]
    own = [section for section in under if label and ".".join(in_letters(section.path)) == label]
    first = {id(section) for section in own}
    for section in (*own, *(s for s in under if id(s) not in first)):
        words = words_of(section)
        # Under a label of its own a word or two are an answer, "Less sums."
        alone = id(section) in first and name in problem_set.prose
        if sum(ch.isalpha() for ch in words) >= (FEWEST_ALONE if alone else FEWEST_LETTERS):
            line = section.line if id(section) in first else _first_line(section)
            return TargetResult(
                target=name, part=label, verdict="person", line=line, prose=words, model_answer=model
            )
    return TargetResult(target=name, part=label, verdict="missing", model_answer=model)


def _first_line(section: Section) -> int:
    """Where the words of an answer begin that stands under the label of a larger part."""
    return next((block.text.line for block in section.answer if isinstance(block, Prose)), section.line)


def words_of(section: Section) -> str:
    """The words of an answer, formulas as they stand between dollars; a picture is there, though nobody read it."""
    out: list[str] = []
    for block in section.answer:
        match block:
            case Prose(words=words) | Heading(words=words):
                out.append(words)
            case Math(raw=raw):
                out.append(raw)
            case Image(address=address, formula=None):
                out.append(f"[a picture: {address}]")
    return " ".join(part for part in out if part.strip())
