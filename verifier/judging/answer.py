"""Judging an answer to a target: reading, left side, conditions, form, value, and then the mistakes.

The verdict rests on evidence alone: `correct` on a proof, `incorrect` on a counterexample, a shape clash or the form.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from time import perf_counter
from typing import Final

from verifier.evidence import Agreement, Counterexample, Evidence, Form, Nothing, Proof, ShapeClash, Undefined
from verifier.expr.indices import Condition, Hypothesis, OtherIndex, SameIndex
from verifier.expr.nodes import Cases, Column, Derivative, Expr, Sum, Symbol
from verifier.expr.shapes import ShapeError
from verifier.expr.walk import free_letters, letters_in, nodes
from verifier.judging.equal import evidence_for, stronger, zero_fitted
from verifier.judging.left_side import entry_by_entry, hedged, left_side, turned_with_its_left_side
from verifier.judging.notes import noted
from verifier.judging.restated import restates
from verifier.judging.truth import (
    Truth,
    contradicts,
    implied,
    letter_is_the_writers,
    question_letter,
    relettered,
)
from verifier.judging.verdict import Judgement, Remark
from verifier.latex.read.problems import Chain, Member, Problem, Reading, message_for
from verifier.questions.scope import undone

BUDGET = 60_000  # steps of all proofs about one answer
_EXPLAINS: Final = re.compile(
    r"(?<![a-z])(?:where|so|since|because|with|then|as|note|here|given|i\.e)(?![a-z])|其中|因为|=\s*[01]",
    re.IGNORECASE,
)
Hearing = Callable[[Expr, Expr, tuple[Hypothesis, ...], int | None, int], Evidence]


def judge_chain(chain: Chain, truths: tuple[Truth, ...], seed: int | None = None) -> Judgement:
    """The judgement of a chain's last member against each truth that counts; the best one is taken."""
    found: Judgement | None = None
    for truth in truths:
        judgement = _judge_one(chain, truth, seed)
        if judgement.verdict == "correct":
            return judgement
        if found is None or _rank(judgement) < _rank(found):
            found = judgement
    assert found is not None
    return found


def _rank(judgement: Judgement) -> int:
    """What is shown when nothing is correct: a value that differs says more than a shape that does not fit."""
    if judgement.verdict == "undecided":
        return 0
    if judgement.verdict == "unreadable":
        return 4
    return 1 if isinstance(judgement.evidence, Form | Counterexample) else 2


def _turned_round(chain: Chain, truth: Truth) -> Chain:
    r"""`(\sigma(..) - 1) v_c = \frac{\partial J}{\partial u_o}`: what is asked for stands on the right side."""
    last = chain.last
    formula = last.reading.formula if last is not None else None
    if chain.left is not None or len(chain.members) < 2 or last is None or last.relation != "=":
        return chain
    if (
        not isinstance(formula, Derivative)
        or formula.of != truth.loss
        or undone(formula, truth.allowed) is None
    ):
        return chain
    if any(isinstance(m.reading.formula, Derivative) for m in chain.members[:-1]):
        return chain
    return replace(chain, left=last.reading, members=chain.members[:-1])


def _judge_one(chain: Chain, truth: Truth, seed: int | None) -> Judgement:
    chain = _turned_round(chain, truth)
    last = chain.last
    if last is None:
        return unread(chain.problems)
    left = chain.left.formula if chain.left is not None else None
    named = relettered(truth, left) if left is not None else truth
    if named is truth and (tied := _tied(chain, truth)):
        return _judge_named(chain, last, truth.under(*tied), seed)
    if named is truth and last.reading.formula is not None:
        truth = relettered(truth, last.reading.formula)
        told = any(implied(c, truth.hypotheses) for c in chain.conditions)
        if truth is not named and not letter_is_the_writers(truth) and not told:
            return _in_a_letter_of_its_own(_judge_named(chain, last, truth, seed))
        named = truth
    return _judge_named(chain, last, named, seed)


def _tied(chain: Chain, truth: Truth) -> tuple[SameIndex, ...]:
    """The conditions that say the writer's letter is the question's: `(\\hat y_k - 1) v_c, k = o`."""
    own = question_letter(truth)
    known = free_letters(truth.quantity) | free_letters(truth.claim)
    same = [c for c in chain.conditions if isinstance(c, SameIndex) and own in (c.left, c.right)]
    return tuple(c for c in same if letters_in(c) - known and not contradicts((c,), truth.hypotheses))


def in_letters_of(chain: Chain, truth: Truth) -> Truth:
    """The truth in the letters by which a chain's last member was judged."""
    if chain.last is None:
        return truth
    left = chain.left.formula if chain.left is not None else None
    named = relettered(truth, left) if left is not None else truth
    if named is truth and chain.last.reading.formula is not None and letter_is_the_writers(truth):
        return relettered(truth, chain.last.reading.formula)
    return named


def _in_a_letter_of_its_own(judgement: Judgement) -> Judgement:
    """Right if the letter is the question's, but nothing in the answer says so."""
    if judgement.verdict != "correct":
        return judgement
    why = "right if its letter is the one that the question calls otherwise; nothing in the answer says so"
    remark = Remark(
        code="index-wrong", message=why, span=judgement.formula.span if judgement.formula else None, hint=why
    )
    return replace(
        judgement, verdict="undecided", evidence=Nothing(why), findings=(remark, *judgement.findings)
    )


def _judge_named(chain: Chain, last: Member, truth: Truth, seed: int | None) -> Judgement:
    if len(finals := _finals(chain)) > 1:
        return _several(finals, chain, truth, seed)
    branches = _branches(chain)
    conditions = () if branches else tuple(c for c in chain.conditions if not implied(c, truth.hypotheses))
    if contradicts(conditions, truth.hypotheses):
        why = Form("the answer is for another case than the one that was asked for")
        return Judgement(verdict="incorrect", evidence=why, findings=(_plain("wrong-case", why.why, last),))
    judgement = judge_reading(branches or last.reading, truth, seed)
    judgement = replace(judgement, findings=(*judgement.findings, *_notes(chain)))
    if judgement.verdict == "correct" and any(n.code == "shape-told" for n in chain.notes):
        doubt = "the formula is right, and what is said of its shape is not"
        return replace(judgement, verdict="undecided", evidence=Nothing(doubt))
    first = chain.members[0].reading.formula
    if judgement.verdict == "correct" and len(chain.members) > 1 and isinstance(first, Column | Symbol):
        doubt = "the right side is right; the left side names a vector, not its derivative"
        return replace(judgement, verdict="undecided", evidence=Nothing(doubt))
    if judgement.verdict == "correct" and _counts_repeats(chain, truth):
        doubt = (
            "right if the braces list every sample, and not if they are a set, in which a word stands once"
        )
        return replace(judgement, verdict="undecided", evidence=Nothing(doubt))
    if judgement.verdict == "correct":
        return (
            left_side(chain, truth, judgement, seed)
            or hedged(chain, judgement)
            or _restricted(chain, conditions, judgement)
            or _restated(chain, truth, judgement)
            or _claimed(chain, truth, judgement, seed)
            or judgement
        )
    return (
        entry_by_entry(chain, truth, judgement, seed)
        or turned_with_its_left_side(chain, truth, judgement, seed)
        or _one_case(conditions, last, truth, judgement, seed)
        or _with_an_aside(chain, truth, judgement, seed)
        or judgement
    )


def _with_an_aside(chain: Chain, truth: Truth, judgement: Judgement, seed: int | None) -> Judgement | None:
    """A right member, and behind it what it is under a condition of its own: `U(\\hat y - y) = 0 \\text{ when } ..`."""
    if judgement.verdict != "incorrect" or len(chain.members) < 2 or not chain.remarks:
        return None
    if judge_reading(chain.members[-2].reading, truth, seed).verdict != "correct":
        return None
    why = "the member before the last is right; the last one stands under words of its own"
    return replace(judgement, verdict="undecided", evidence=Nothing(why), findings=())


def _restricted(chain: Chain, conditions: tuple[Condition, ...], judgement: Judgement) -> Judgement | None:
    """Right throughout, and said for some words only: whether that is the whole answer, a person has to say."""
    if not any(isinstance(c, SameIndex | OtherIndex) for c in conditions):
        return None
    if any(_EXPLAINS.search(remark) for remark in chain.remarks):
        return None  # "where y_w = 1 if w = o" is about a name
    why = "the formula is right; it is said for one case only"
    return replace(judgement, verdict="undecided", evidence=Nothing(why))


def _one_case(
    conditions: tuple[Condition, ...], last: Member, truth: Truth, judgement: Judgement, seed: int | None
) -> Judgement | None:
    """Right for the case that it names, of a question that has more cases."""
    if not conditions or judgement.verdict != "incorrect":
        return None
    if judge_reading(last.reading, truth.under(*conditions), seed).verdict != "correct":
        return None
    why = Form("right for the case that it names; the other case is missing")
    return Judgement(
        verdict="incorrect",
        evidence=why,
        findings=(_plain("unfinished", why.why, last),),
        formula=judgement.formula,
    )


def _counts_repeats(chain: Chain, truth: Truth) -> bool:
    """Whether a sum over `\\{w_1, .., w_K\\}` stands where samples that are one word are to be counted."""
    if not any(note.code == "samples-as-set" for note in chain.notes):
        return False
    return any(isinstance(node, Sum) and node.conditions for _, node in nodes(truth.claim))


def _branches(chain: Chain) -> Reading | None:
    r"""A case a line, `f'(x) = 1, x > 0 \\ f'(x) = \alpha, x < 0`: the case distinction that they make together."""
    rows = {
        member.conditions: member.reading.formula
        for member in chain.members
        if member.conditions and member.reading.formula is not None
    }
    if len(rows) < 2 or not chain.members[-1].conditions:
        return None
    try:
        return Reading(chain.text, Cases(tuple((value, said) for said, value in rows.items())))
    except ShapeError:
        return None


def _finals(chain: Chain) -> list[Member]:
    """Finals that stand side by side without a choice: `a, b` or `a \\text{ or } b`."""
    out = [chain.members[-1]]
    for member, after in zip(chain.members[-2::-1], chain.members[::-1], strict=False):
        if after.relation not in (",", "or"):
            break
        out.append(member)
    return out[::-1]


def _several(finals: list[Member], chain: Chain, truth: Truth, seed: int | None) -> Judgement:
    judgements = [judge_reading(member.reading, truth, seed) for member in finals]
    if len({j.verdict for j in judgements}) == 1 and judgements[-1].verdict == "correct":
        return judgements[-1]
    remark = _plain(
        "two-finals", "two different answers stand here, and nothing says which one is meant", finals[-1]
    )
    return Judgement(verdict="undecided", evidence=Nothing("two answers"), findings=(remark,))


def judge_reading(
    reading: Reading, truth: Truth, seed: int | None, hear: Hearing = evidence_for
) -> Judgement:
    """Every reading whose shape fits is judged (every one where none does); they have to agree.

    `hear` finds the evidence: anew, or what a class has written before.
    """
    if reading.formula is None:
        return replace(unread(reading.problems), formula=reading.loose)
    fitting = [f for f in reading.all if zero_fitted(f, truth.claim).shape == truth.claim.shape] or list(
        reading.all
    )
    judgements = [_judge_formula(formula, truth, seed, hear) for formula in fitting]
    if len({j.verdict for j in judgements}) > 1:
        why = "the answer can be read in two ways that differ in value"
        return Judgement(verdict="undecided", evidence=Nothing(why), formula=reading.formula)
    if reading.cut and judgements[0].verdict == "incorrect":
        why = "the answer can be read in more ways than are tried"
        return Judgement(verdict="undecided", evidence=Nothing(why), formula=reading.formula)
    return judgements[0]


def _judge_formula(formula: Expr, truth: Truth, seed: int | None, hear: Hearing) -> Judgement:
    formula = zero_fitted(formula, truth.claim)
    left_undone = undone(_asked_for(formula, truth), truth.allowed)
    evidence = hear(truth.claim, formula, truth.hypotheses, seed, BUDGET)
    if left_undone is not None and isinstance(evidence, Proof | Agreement):
        return _not_finished(formula, left_undone, truth)
    match evidence:
        case Proof():
            notes = (_not_vectorised(formula),) if _could_be_vectorised(formula, truth) else ()
            return Judgement(verdict="correct", evidence=evidence, findings=notes, formula=formula)
        case Counterexample() | ShapeClash():
            return Judgement(verdict="incorrect", evidence=evidence, formula=formula)
        case Undefined():
            remark = Remark(
                code="domain",
                message=f"the answer is not defined everywhere: {evidence.why}",
                span=formula.span,
                hint="Is there a value for which the answer says nothing?",
            )
            at = ", ".join(f"{name} = {value}" for name, value in evidence.values.items())
            nowhere = Nothing(f"not defined everywhere: {evidence.why}" + (f" at {at}" if at else ""))
            return Judgement(verdict="undecided", evidence=nowhere, findings=(remark,), formula=formula)
    return Judgement(verdict="undecided", evidence=evidence, formula=formula)


def _asked_for(formula: Expr, truth: Truth) -> Expr:
    """Of a case distinction the cases that the question asks for."""
    if not isinstance(formula, Cases):
        return formula
    kept = tuple(b for b in formula.branches if not contradicts(b[1], truth.hypotheses))
    return replace(formula, branches=kept) if kept else formula


def _not_finished(formula: Expr, left: Derivative, truth: Truth) -> Judgement:
    whole = isinstance(formula, Derivative)
    code = "not-differentiated" if whole else "unfinished"
    message = (
        "this is the question again: the derivative is still to be taken"
        if whole
        else ("a derivative is left undone; the answer should be in the quantities that are given")
    )
    remark = Remark(code=code, message=message, span=left.span, hint=message)
    return Judgement(verdict="incorrect", evidence=Form(message), findings=(remark,), formula=formula)


def _could_be_vectorised(formula: Expr, truth: Truth) -> bool:
    return not truth.claim.shape.is_scalar and _sums(formula) > _sums(truth.claim)


def _sums(expr: Expr) -> int:
    """Sums that a matrix product could say: those of a softmax written out stand inside a quotient and do not count."""
    return sum(isinstance(node, Sum) and not node.shape.is_scalar for _, node in nodes(expr))


def _not_vectorised(formula: Expr) -> Remark:
    message = "right; it was asked for in vector form, without a sum over words"
    return Remark(code="not-vectorised", message=message, span=formula.span, severity="note", hint=message)


# --- the form of the whole --------------------------------------------------------------------


def _claimed(chain: Chain, truth: Truth, judgement: Judgement, seed: int | None) -> Judgement | None:
    """A right answer beside which a known name is said to be something that it is not shown to be."""
    for left, right in chain.claims:
        ways = [(a, b) for a in left.all for b in right.all]
        if not any(isinstance(evidence_for(a, b, truth.hypotheses, seed, BUDGET), Proof) for a, b in ways):
            why = f"the formula is right; what is said of `{left.text}` beside it is not shown to be"
            return replace(judgement, verdict="undecided", evidence=Nothing(why))
    return None


def _restated(chain: Chain, truth: Truth, judgement: Judgement) -> Judgement | None:
    """The question handed in as the answer, where an equality was to be shown."""
    formula = judgement.formula
    if (
        isinstance(truth.quantity, Derivative)
        or formula is None
        or len(chain.members) > 1
        or chain.left is not None
    ):
        return None
    if not restates(formula, truth.quantity):
        return None
    message = "this is the question again: what it is equal to was asked for"
    remark = Remark(code="unfinished", message=message, span=formula.span, hint=message)
    return Judgement(verdict="incorrect", evidence=Form(message), findings=(remark,), formula=formula)


# --- what could not be read -------------------------------------------------------------------------------------


def unread(problems: tuple[Problem, ...]) -> Judgement:
    """A formula that has no reading: one that was read but cannot be formed is wrong by its shapes."""
    start = perf_counter()
    shapes = [p for p in problems if p.kind == "shape" and p.error is not None]
    if shapes and all(p.kind == "shape" for p in problems):
        problem = shapes[0]
        message = message_for(problem)
        operands = [shape for _, shape in problem.operands] or [o.shape for o in problem.error.operands]  # type: ignore[union-attr]
        clash = ShapeClash(operands[0], operands[-1], message)
        remark = Remark(code="shape", message=message, span=problem.span, hint=message)
        return Judgement(
            verdict="incorrect", evidence=clash, findings=(remark,), ms=(perf_counter() - start) * 1e3
        )
    findings = tuple(
        Remark(code="symbol-unknown", message=message_for(p), span=p.span, hint=message_for(p))
        for p in problems
        if p.kind == "unknown-symbol"
    )
    why = (
        "; ".join(dict.fromkeys(message_for(p) for p in problems)) or "nothing that can be read as a formula"
    )
    return Judgement(verdict="unreadable", evidence=Nothing(why), findings=findings)


def _plain(code: str, message: str, member: Member) -> Remark:
    return Remark(code=code, message=message, span=member.span, hint=message)


def _notes(chain: Chain) -> tuple[Remark, ...]:
    seen: dict[str, Remark] = {}
    for note in chain.notes:
        seen.setdefault(note.code, noted(note))
    return tuple(seen.values())


__all__ = ["BUDGET", "judge_chain", "judge_reading", "stronger", "unread"]
