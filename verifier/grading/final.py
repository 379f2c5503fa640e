"""The final answer of a target: which of its derivations carries it, and what is said of it."""

from __future__ import annotations

from dataclasses import replace

from verifier.evidence import Counterexample, ShapeClash
from verifier.grading.assign import Placed
from verifier.grading.model import Step, TargetResult
from verifier.judging.answer import judge_reading
from verifier.judging.findings import find_mistakes
from verifier.judging.truth import undone
from verifier.judging.verdict import Form, Judgement, Remark
from verifier.latex.read import read_formula
from verifier.latex.write import latex
from verifier.questions import Target


def final_of(target: Target, placed: list[Placed], steps: tuple[Step, ...], seed: int) -> TargetResult | None:
    """The verdict about the last answer that was given; None where there is none."""
    found = [(at, _judged(at, seed)) for at in placed if _answers(at)]
    if not found:
        return None
    # An answer under its own left side counts before one that stands alone; of those the last.
    own = [row for row in found if row[0].named and row[0].chain.left is not None] or found
    at, judgement = own[-1]
    if judgement.verdict == "unreadable" and (read := [r for r in own if r[1].verdict != "unreadable"]):
        at, judgement = read[-1]
    judgement = _left_side(at, judgement)
    if judgement.verdict == "incorrect" and isinstance(judgement.evidence, Counterexample | ShapeClash):
        judgement = find_mistakes(judgement, at.chain.members[-1].latex, at.truth, at.scope, seed)
    member = at.chain.members[-1]
    return TargetResult(
        target=target.name,
        part="",
        verdict=judgement.verdict,
        line=placed[0].chain.line,
        final=member.latex,
        final_printed=latex(judgement.formula) if judgement.formula is not None else None,
        evidence=judgement.evidence.as_json(),
        findings=judgement.findings,
        steps=steps,
    )


def _answers(at: Placed) -> bool:
    """Whether a chain can hold the final answer: not a term taken up alone, not a loss written out."""
    chain = at.chain
    if chain.case is not None and chain.case.kind == "terms" and not at.named:
        return False
    return at.named or (chain.left is None and chain.inherited is None) or at.by_label and chain.substantial


def _judged(at: Placed, seed: int) -> Judgement:
    truth = at.truth.under(*at.conditions)
    reading = read_formula(at.chain.members[-1].latex, at.scope)
    judgement = judge_reading(reading, truth, seed)
    notes = tuple(
        Remark(code=n.code, message=n.message, span=n.span, severity="note", hint=n.message)
        for n in reading.notes
    )
    return replace(judgement, findings=(*judgement.findings, *notes))


def _left_side(at: Placed, judgement: Judgement) -> Judgement:
    """A right right side under a left side that names another quantity."""
    if judgement.verdict != "correct" or at.named or at.chain.left is None:
        return judgement
    left = read_formula(at.chain.left.latex, at.scope).formula
    if left is None or undone(left, ()) is None:
        return judgement
    message = "the left side names another quantity than the one that was asked for; the right side is right"
    remark = Remark(code="wrong-variable", message=message, hint="look at the left side")
    return replace(
        judgement, verdict="incorrect", evidence=Form(message), findings=(remark, *judgement.findings)
    )
