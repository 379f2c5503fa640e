"""What one text meets, and what has to hold of the answer: a verdict of those there are, places inside the text, no contradiction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from time import process_time
from typing import Any

from verifier.documents import chains, outline, read_bytes
from verifier.grading.examine import examine
from verifier.judging.judge import Court, judge
from verifier.judging.requests import Answer, Equality, Refused, read_request
from verifier.judging.verdict import Judgement
from verifier.mistakes.table import catalogue
from verifier.questions import ProblemSet, load_sets

SET = "cs224n-a2-2022"
VERDICTS = frozenset(("correct", "incorrect", "undecided", "unreadable"))
OF_TARGETS = VERDICTS | {"missing", "person"}
CODES = frozenset(catalogue())
OF_STEPS = frozenset(("holds", "fails", "undecided", "unreadable"))


@dataclass(frozen=True)
class Met:
    """`what` names the verdict, to be counted; `seconds` of the processor went into it; `complaints` are what must not be."""

    what: str
    seconds: float
    complaints: tuple[str, ...] = ()


def meet(asked: Mapping[str, Any], seed: int) -> Met:
    if "document" in asked:
        return _document(str(asked["document"]), str(asked["suffix"]), bool(asked.get("grade")), seed)
    line = str(asked["line"]) if "line" in asked else json.dumps(dict(asked))
    request = read_request(line)
    start = process_time()
    judgement = judge(request, Court(_sets(), SET, seed))
    seconds = process_time() - start
    return Met(judgement.verdict, seconds, tuple(_of_judgement(request, judgement, seed)))


@cache
def _sets() -> dict[str, ProblemSet]:
    return load_sets()


def _of_judgement(request: Answer | Equality | Refused, judgement: Judgement, seed: int) -> Iterator[str]:
    said = json.loads(json.dumps(judgement.as_json()))
    if said["verdict"] not in VERDICTS:
        yield f"a verdict that there is not: {said['verdict']}"
    if said["verdict"] == "correct" and said["evidence"]["kind"] != "proof":
        yield f"correct without a proof: {said['evidence']}"
    if said["verdict"] == "incorrect" and said["evidence"]["kind"] not in ("counterexample", "shape", "form"):
        yield f"incorrect without evidence: {said['evidence']}"
    text = (
        request.answer
        if isinstance(request, Answer)
        else request.right
        if isinstance(request, Equality)
        else ""
    )
    longest = max(len(text), len(request.left) if isinstance(request, Equality) else 0)
    for finding in said["findings"]:
        start, end = finding.get("span", (0, 0))
        if not 0 <= start <= end <= longest:
            yield f"a finding outside the text: {finding}"
        if finding.get("severity") != "note" and finding["code"] not in CODES:
            yield f"a mistake that no page explains: {finding['code']}"
    if said["verdict"] not in ("correct", "incorrect"):
        return
    if isinstance(request, Equality):
        if request.left == request.right and said["evidence"]["kind"] not in ("proof", "shape"):
            yield "a formula is not itself"
        turned = Equality(
            id=None, left=request.right, right=request.left, symbols=request.symbols, given=request.given
        )
        yield from _contradiction(judgement, turned, seed, "the sides change places")
    else:
        yield from _contradiction(judgement, request, seed + 1, "other points are drawn")


def _contradiction(
    judgement: Judgement, request: Answer | Equality | Refused, seed: int, when: str
) -> Iterator[str]:
    again = judge(request, Court(_sets(), SET, seed))
    if {again.verdict, judgement.verdict} >= {"correct", "incorrect"}:
        yield f"{judgement.verdict}, and {again.verdict} when {when}"


def _document(source: str, suffix: str, grade: bool, seed: int) -> Met:
    start = process_time()
    document = read_bytes(source.encode("utf-8", "surrogatepass"), suffix)
    if grade:
        examined = examine(document, _sets(), None, seed)
        verdicts = {t.verdict for t in examined.targets}
        steps = {s.verdict for t in examined.targets for s in t.steps}
        complaints = [
            f"a verdict that there is not: {v}" for v in (verdicts - OF_TARGETS) | (steps - OF_STEPS)
        ]
        return Met("graded", process_time() - start, (*complaints, *_places(examined, document.source)))
    lines = document.source.count("\n") + document.source.count("\r") + 1
    complaints = []
    for section in outline(document):
        for chain in chains(section):
            for member in chain.members:
                if not 0 <= member.offset <= len(document.source):
                    complaints.append(f"a formula outside the file: {member.latex!r} at {member.offset}")
                if not 1 <= member.line <= lines:
                    complaints.append(f"a formula below the file: {member.latex!r} in line {member.line}")
    return Met("read", process_time() - start, tuple(complaints))


def _places(examined: Any, source: str) -> Iterator[str]:
    lines = source.count("\n") + source.count("\r") + 1
    for target in examined.targets:
        for step in target.steps:
            if not 1 <= step.line <= lines:
                yield f"a step outside the file: line {step.line}"
    for unread in examined.unread:
        if not 1 <= unread.line <= lines:
            yield f"an unread formula outside the file: line {unread.line}"
