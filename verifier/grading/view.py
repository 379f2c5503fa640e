"""What a report shows of one submission, as finished values for its templates.

Everything that a student wrote is a plain string here, which the templates escape; formulas are only what our printer
wrote. Words of findings are cut at their backquotes, so that what was quoted stands out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from verifier.errors import VerifierError
from verifier.grading.marks import Mark
from verifier.grading.model import Step
from verifier.grading.points import told
from verifier.grading.result import Result
from verifier.judging.verdict import Remark
from verifier.questions import ProblemSet, Target
from verifier.questions import Prose as AskedInWords
from verifier.render import Prose, Text, read_paragraphs

VERDICTS: Final = {
    "correct": "right",
    "incorrect": "wrong",
    "undecided": "for a person",
    "unreadable": "for a person",
    "person": "for a person",
    "missing": "missing",
}
MARKS: Final = {"holds": "✓", "fails": "✗", "undecided": "?", "unreadable": "?"}
LINK_WORDS: Final = {
    "holds": "follows from the line before",
    "fails": "does not follow from the line before",
    "undecided": "neither shown right nor shown wrong",
    "unreadable": "could not be read",
}
# Relations that stand as formulas; any other is shown as it was written.
RELATIONS: Final = {
    "=": "=", r"\approx": r"\approx", r"\equiv": r"\equiv", r"\propto": r"\propto", r"\Rightarrow": r"\Rightarrow",
    r"\Leftrightarrow": r"\Leftrightarrow", r"\to": r"\to", ":=": ":=",
}  # fmt: skip
_LONGEST_VALUE: Final = 400
_LONGEST_FORMULA: Final = 600
# Commands that only set mathematics: what is quoted with no other is shown as a formula, anything else as characters.
_PLAIN_COMMAND: Final = re.compile(
    r"\\(?:alpha|beta|gamma|delta|epsilon|eta|theta|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|chi|psi|omega|Delta|Theta"
    r"|Lambda|Sigma|Phi|Psi|Omega|partial|nabla|frac|sqrt|sum|substack|log|exp|max|min|tanh|operatorname|hat|widehat|tilde|bar"
    r"|mathbf|mathrm|mathbb|boldsymbol|left|right|top|cdots?|ldots|odot|circ|otimes|times|leq?|geq?|neq?|in|notin|mid|quad"
    r"|[,;:!{}])"
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A piece of a message: words, or characters that were quoted, which may be a formula."""

    text: str
    code: bool
    formula: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    code: str
    words: tuple[Quoted, ...]
    before: str
    marked: str
    after: str
    repair: str | None
    note: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """`brief` in one line, `rows` what there is to see when it is unfolded."""

    brief: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    number: int
    source: str
    printed: str | None
    left: str
    left_printed: str | None
    relation: str
    relation_known: bool
    verdict: str
    mark: str
    words: str
    findings: tuple[FindingView, ...]
    explained: bool
    evidence: EvidenceView | None
    brief: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetView:
    name: str
    part: str
    title: str
    score: str
    pending: str
    max_score: str
    counted: bool
    verdict: str
    verdict_words: str
    telling: str
    line: int | None
    lines: tuple[LineView, ...]
    final: str | None
    final_printed: str | None
    findings: tuple[FindingView, ...]
    evidence: EvidenceView | None
    losses: tuple[tuple[str, tuple[Quoted, ...]], ...]
    note: str
    decided: str
    prose: str
    model_answer: tuple[Prose, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    submission: str
    set_id: str
    title: str
    why_set: str
    trouble: str
    score: str
    pending: str
    max_score: str
    share: int
    pending_share: int
    targets: tuple[TargetView, ...]
    waiting: tuple[TargetView, ...]
    unread: tuple[tuple[int, str, str], ...]
    repairs: tuple[str, ...]
    problems: tuple[str, ...]
    made_by: str


def report_view(result: Result, sets: Mapping[str, ProblemSet]) -> ReportView:
    examined = result.examined
    problem_set = sets.get(examined.set if examined else result.origin.asked)
    targets = tuple(_target(mark, problem_set) for mark in result.marks)
    maximum = result.max_score or Fraction(0)
    return ReportView(
        submission=one_line(result.submission),
        set_id=problem_set.id if problem_set else (examined.set if examined else ""),
        title=problem_set.title if problem_set else "",
        why_set=examined.why_set if examined and result.origin.asked == "auto" else "",
        trouble=one_line(result.trouble.message) if result.trouble else "",
        score=told(result.score),
        pending=told(result.pending) if result.pending else "",
        max_score=told(maximum),
        share=_percent(result.score, maximum),
        pending_share=_percent(result.pending, maximum),
        targets=targets,
        waiting=tuple(v for v, mark in zip(targets, result.marks, strict=True) if mark.waits),
        unread=tuple((u.line, u.latex, one_line(u.why)) for u in examined.unread) if examined else (),
        repairs=tuple(map(one_line, examined.repairs)) if examined else (),
        problems=tuple(map(one_line, examined.problems)) if examined else (),
        made_by=f"verifier {result.version}",
    )


def title_of(name: str, problem_set: ProblemSet | None) -> str:
    """The title of a target; with that of its part, where an earlier one of the set has the same."""
    asked = None if problem_set is None else _asked(name, problem_set)
    if problem_set is None or asked is None:
        return name
    first = next(ask.target.name for ask in problem_set.asks if ask.target.title == asked.title)
    part = problem_set.part(name).title
    return asked.title if first == name or not part else f"{asked.title}, {part[0].lower()}{part[1:]}"


def _asked(name: str, problem_set: ProblemSet) -> Target | AskedInWords | None:
    return problem_set.targets.get(name) or problem_set.prose.get(name)


def _percent(points: Fraction, of: Fraction) -> int:
    return max(0, min(100, round(100 * points / of))) if of else 0


def _target(mark: Mark, problem_set: ProblemSet | None) -> TargetView:
    result = mark.result
    lines = _lines(result.steps)
    # What is said beside the last line is not said once more of the final answer.
    said = {(f.code, f.message) for step in result.steps for f in step.findings if step.latex == result.final}
    own = [finding for finding in result.findings if (finding.code, finding.message) not in said]
    shown = bool(result.steps) and result.steps[-1].latex == result.final
    # Shapes that do not fit are told with the line; a counterexample to the final is another than one to a link.
    again = shown and result.steps[-1].evidence.get("kind") == "shape"
    show_evidence = result.verdict in ("incorrect", "undecided", "unreadable") and not again
    return TargetView(
        name=result.target,
        part=result.part,
        title=title_of(result.target, problem_set),
        score=told(mark.score),
        pending=told(mark.pending) if mark.pending else "",
        max_score=told(mark.max_score),
        counted=mark.max_score > 0,
        verdict=result.verdict,
        verdict_words="decided by a person" if mark.decided else VERDICTS[result.verdict],
        telling=_telling(mark),
        line=result.line,
        lines=lines,
        final=None if shown else result.final,
        final_printed=None if shown else result.final_printed,
        findings=tuple(_finding(finding, result.final or "") for finding in own),
        evidence=_evidence(result.evidence, "asked for", "given") if show_evidence else None,
        losses=() if mark.decided else tuple((told(x.points), quoted(x.reason)) for x in mark.losses),
        note=mark.note,
        decided=one_line(mark.decided.comment) or "without a comment" if mark.decided else "",
        prose=result.prose or "",
        model_answer=_paragraphs(result.model_answer) if result.model_answer and result.prose else (),
    )


def _telling(mark: Mark) -> str:
    """How the final answer and the lines before it stand to each other, in a sentence."""
    result = mark.result
    first = result.first_wrong_step
    if first is None:
        if result.verdict == "incorrect" and result.steps:
            return "No line was found to be wrong, but the final answer is."
        return ""
    line = result.steps[first].line
    if result.verdict == "correct":
        return f"The final answer is right, but line {line} does not follow from the line before it."
    return f"The first line that does not follow from the one before it is line {line}."


def _lines(steps: tuple[Step, ...]) -> tuple[LineView, ...]:
    """The lines of a derivation; a note is shown where it first applies, not once more at each line after it."""
    noted: set[tuple[str, str]] = set()
    lines = []
    for step in steps:
        notes = {(f.code, f.message) for f in step.findings if f.severity == "note"}
        kept = tuple(f for f in step.findings if f.severity != "note" or (f.code, f.message) not in noted)
        lines.append(_line(replace(step, findings=kept)))
        noted |= notes
    return tuple(lines)


def _line(step: Step) -> LineView:
    relation = step.relation or ""
    evidence = _evidence(step.evidence, "line before", "this line")
    return LineView(
        number=step.line,
        source=step.latex,
        printed=step.printed,
        left=step.left or "",
        left_printed=step.left_printed,
        relation=RELATIONS.get(relation, relation),
        relation_known=relation in RELATIONS,
        verdict=step.verdict,
        mark=MARKS[step.verdict],
        words=LINK_WORDS[step.verdict],
        # Mistakes first: notes cost nothing.
        findings=tuple(
            _finding(finding, step.latex)
            for finding in sorted(step.findings, key=lambda finding: finding.severity == "note")
        ),
        explained=any(finding.severity != "note" for finding in step.findings),
        evidence=None if step.verdict == "holds" else evidence,
        brief=evidence.brief if evidence else "",
    )


def _finding(finding: Remark, text: str) -> FindingView:
    start, end = finding.span or (0, 0)
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    if start >= end:
        start = end = 0
    return FindingView(
        code=finding.code,
        words=quoted(finding.message),
        before=text[:start],
        marked=text[start:end],
        after=text[end:] if end else "",
        repair=finding.repair,
        note=finding.severity == "note",
    )


def quoted(message: str) -> tuple[Quoted, ...]:
    """Words outside backquotes, characters inside; a backquote that is left open quotes nothing."""
    pieces = re.split(r"`([^`]*)`", one_line(message))
    return tuple(
        Quoted(piece, bool(at % 2), bool(at % 2) and _is_formula(piece))
        for at, piece in enumerate(pieces)
        if piece
    )


def _is_formula(text: str) -> bool:
    """Whether what was quoted is mathematics of plain commands alone, with its braces matched."""
    if len(text) > _LONGEST_FORMULA or not re.search(r"[\\_^=+]|^\(?\w\)?$", text):
        return False
    commands = re.findall(r"\\(?:[A-Za-z]+|.|$)", text, re.DOTALL)
    if not all(map(_PLAIN_COMMAND.fullmatch, commands)):
        return False
    bare, depth = re.sub(r"\\[{}]", "", text), 0
    if re.search(r"[^\x20-\x7e]|[&%#$~\"]", bare):
        return False
    for brace in re.findall(r"[{}]", bare):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def one_line(words: str) -> str:
    return " ".join(words.split())


def _paragraphs(author: str) -> tuple[Prose, ...]:
    try:
        return read_paragraphs(author)
    except VerifierError:  # of a journal that was edited by hand: shown as it stands
        return ((Text(author),),)


def _evidence(found: Mapping[str, Any] | None, left: str, right: str) -> EvidenceView | None:
    if not found:
        return None
    match found.get("kind"):
        case "proof":
            conditions = ", ".join(map(str, found.get("conditions", ())))
            return EvidenceView(
                brief="proved for all sizes" + (f" where {conditions}" if conditions else ""), rows=()
            )
        case "counterexample":
            return _counterexample(found, left, right)
        case "shape":
            rows = ((left, _value(found.get("left"))), (right, _value(found.get("right"))))
            return EvidenceView(brief="the shapes do not fit", rows=rows)
        case "form":
            return EvidenceView(brief=one_line(str(found.get("why", ""))), rows=())
        case "agreement":
            return EvidenceView(brief=f"agrees at {found.get('points')} points, which is no proof", rows=())
    return EvidenceView(brief=one_line(str(found.get("why", ""))), rows=())


def _counterexample(found: Mapping[str, Any], left: str, right: str) -> EvidenceView:
    rows = [("sizes", _pairs(found.get("sizes"))), ("indices", _pairs(found.get("indices")))]
    values = found.get("values")
    rows += [(str(name), _value(value)) for name, value in values.items()] if isinstance(values, dict) else []
    if "entry" in found:
        rows.append(("entry", _value(found["entry"])))
    rows += [(left, _value(found.get("left"))), (right, _value(found.get("right")))]
    if "bound" in found:
        rows.append(("apart by", f"at least {_value(found['bound'])}"))
    why = f": {one_line(str(found['why']))}" if "why" in found else ""
    return EvidenceView(brief=f"a counterexample{why}", rows=tuple(row for row in rows if row[1]))


def _pairs(found: object) -> str:
    return ", ".join(f"{k} = {_value(v)}" for k, v in found.items()) if isinstance(found, dict) else ""


def _value(value: object) -> str:
    """Numbers as they are; a list as a vector, a list of lists by rows."""
    if isinstance(value, list | tuple):
        inside = ("; " if value and isinstance(value[0], list | tuple) else ", ").join(map(_bare, value))
        told_value = f"({inside})"
    else:
        told_value = "" if value is None else str(value)
    return told_value if len(told_value) <= _LONGEST_VALUE else told_value[:_LONGEST_VALUE] + " …"


def _bare(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
