"""The final answer of a target: which of its derivations carries it, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from verifier.evidence import Counterexample, Form, Nothing, ShapeClash
from verifier.expr.indices import Compare, OtherIndex, SameIndex
from verifier.expr.nodes import Derivative, Entry, Expr, Named, Opaque, Symbol
from verifier.expr.walk import free_letters, nodes, put_index
from verifier.grading.assign import Placed
from verifier.grading.causes import causes, is_refuted, with_causes
from verifier.grading.conditions import impossible, on_side
from verifier.grading.doubts import aside_told, is_one_branch, of_numbers_alone, rests_on_dots
from verifier.grading.model import Step, TargetResult
from verifier.grading.proved import known_evidence
from verifier.grading.reading import Pages, is_damaged, is_of_any_loss
from verifier.judging.answer import judge_reading
from verifier.judging.findings import GIVES_WAY, find_mistakes
from verifier.judging.notes import noted
from verifier.judging.truth import Truth, letter_is_the_writers, letters, question_letter
from verifier.judging.verdict import Judgement, Remark
from verifier.latex.read.scope import Scope
from verifier.latex.write import latex
from verifier.questions import Target
from verifier.questions.scope import undone


@dataclass(frozen=True, slots=True)
class Derivation:
    """A chain in its place with its lines checked; `complete`: more than a mention in passing."""

    at: Placed
    steps: tuple[Step, ...]
    complete: bool


Row = tuple[Derivation, Judgement]


def final_of(
    target: Target, derivations: Sequence[Derivation], pages: Pages, seed: int
) -> TargetResult | None:
    """The verdict about the last answer that was given; None where there is none."""
    rows = [(d, _judged(d.at, pages, seed)) for d in derivations if d.complete and answers(d.at, pages)]
    rows = [row for row in rows if not _aside(row[0].at, pages) or _answers_aside(row, pages)]
    rows = rows or _unsaid(derivations, pages, seed)
    if not rows:
        return None
    derivation, judgement = _chosen(rows, pages)
    at = derivation.at
    judgement = _of_another(derivation, _left_side(at, judgement, pages))
    if judgement.verdict == "incorrect" and isinstance(judgement.evidence, Counterexample | ShapeClash):
        judgement = find_mistakes(judgement, at.truth, at.scope)
        doubt = _doubt(at, judgement, pages)
        if doubt:
            judgement = replace(judgement, verdict="undecided", evidence=Nothing(doubt), findings=())
            derivation = replace(derivation, steps=_in_doubt(derivation.steps, judgement))
            derivations = [derivation if d.at is at else d for d in derivations]
    if isinstance(judgement.evidence, Counterexample) and _follows(derivation):
        why = Nothing(
            "every line follows from the quantity that is asked for, and yet the answer differs from it"
        )
        judgement = replace(judgement, verdict="undecided", evidence=why, findings=())
    if any(impossible(d.at.chain, d.at.truth) for d in derivations) and judgement.verdict != "correct":
        judgement = _with_wrong_case(judgement)
    return TargetResult(
        target=target.name,
        part="",
        verdict=judgement.verdict,
        line=derivations[0].at.chain.line,
        final=at.chain.members[-1].latex,
        final_printed=latex(judgement.formula) if judgement.formula is not None else None,
        evidence=judgement.evidence.as_json(),
        findings=judgement.findings,
        steps=_with_wrong_end(derivations, derivation, judgement, pages),
    )


def _unsaid(derivations: Sequence[Derivation], pages: Pages, seed: int) -> list[Row]:
    """Where nothing says that it is the answer: what ends in the shape of one, for a person to decide."""
    rows: list[Row] = []
    for derivation in derivations:
        at = derivation.at
        last = pages.member(at.chain.members[-1], at.scope).formula
        if not derivation.complete or last is None or last.shape != at.truth.claim.shape or _aside(at, pages):
            continue
        judgement = _judged(at, pages, seed)
        if judgement.verdict == "incorrect":
            why = Nothing("nothing says that this is the answer to what was asked")
            judgement = replace(judgement, verdict="undecided", evidence=why)
        rows.append((derivation, judgement))
    return rows


def _chosen(rows: list[Row], pages: Pages) -> Row:
    """The derivation that carries the answer: under its own left side before one that stands alone; of those the last."""
    own = [row for row in rows if row[0].at.named and row[0].at.chain.left is not None] or rows
    own = [row for row in own if not impossible(row[0].at.chain, row[0].at.truth)] or own
    if on_side(own[-1][0].at.conditions):
        return _of_branches([row for row in own if on_side(row[0].at.conditions)])
    if _on_entries(own[-1], pages):
        return _of_entries([row for row in own if _on_entries(row, pages)])
    if own[-1][1].verdict == "unreadable":
        said = [row for row in own if row[1].verdict != "unreadable"]
        return (said or [row for row in rows if row[1].verdict == "correct"] or own)[-1]
    return own[-1]


def _on_entries(row: Row, pages: Pages) -> bool:
    """Whether an answer is told for the entries where two indices of its left side are the same, or are not."""
    at = row[0].at
    said = pages.member(at.chain.left, at.scope).formula if at.chain.left is not None else None
    own = letters(said) if said is not None else frozenset()
    return any(
        isinstance(condition, SameIndex | OtherIndex) and {condition.left, condition.right} <= own
        for condition in at.conditions
    )


def _of_entries(rows: list[Row]) -> Row:
    """Entries told case by case, i = j and i != j: wrong with one wrong case. Where the two are the same is what counts;
    what all others are is no answer by itself."""
    for row in rows:
        if row[1].verdict != "correct":
            return row
    same = [row for row in rows if any(isinstance(c, SameIndex) for c in row[0].at.conditions)]
    if same:
        return same[-1]
    derivation, judgement = rows[-1]
    why = Nothing("told for the entries where the indices differ only")
    return derivation, replace(judgement, verdict="undecided", evidence=why)


def _of_branches(rows: list[Row]) -> Row:
    """A function given branch by branch: wrong with one wrong branch, right where both sides of 0 are."""
    branches = [row for row in rows if on_side(row[0].at.conditions) in "<>"] or rows
    for row in branches:
        if row[1].verdict != "correct":
            return row
    derivation, judgement = branches[-1]
    if {on_side(row[0].at.conditions) for row in branches} >= {"<", ">"}:
        return branches[-1]
    message = "one branch is given and right; the other is not there"
    remark = Remark(code="unfinished", message=message, hint=message)
    return derivation, replace(
        judgement, verdict="undecided", evidence=Nothing(message), findings=(remark, *judgement.findings)
    )


def answers(at: Placed, pages: Pages) -> bool:
    """Whether a chain can hold the final answer: not a term taken up alone, not a loss written out."""
    chain = at.chain
    if chain.case is not None and chain.case.kind == "terms" and not at.named:
        return False
    if at.named or (chain.left is None and chain.inherited is None):
        return True
    left = chain.left or chain.inherited
    said = pages.member(left, at.scope).formula if left is not None else None
    if _is_own_name(said, at.scope):
        return at.by_label and (chain.substantial or names_answer(at, pages))
    if isinstance(at.truth.quantity, Derivative) and said is not None and undone(said, ()) is None:
        return False
    return at.by_label and chain.substantial


def _doubt(at: Placed, judgement: Judgement, pages: Pages) -> str:
    """Why an answer that differs may not have been meant as it was read; empty if nothing speaks for that."""
    truth, last = at.truth.under(*at.conditions), at.chain.members[-1]

    def is_right(formula: Expr) -> bool:
        return undone(formula, truth.allowed) is None and pages.proved(truth.claim, formula, truth.hypotheses)

    if told := aside_told(last.latex, lambda text: pages.read(text, at.scope), is_right):
        return told
    formula = judgement.formula
    if formula is None:
        return ""
    if (stranger := _another_letter(formula, truth)) and is_right(stranger):
        return "a sample has two letters, one on the left and one in the answer; with one it is right"
    if of_numbers_alone(formula, truth.claim):
        return "there are numbers alone where a formula was asked for"
    if not any(isinstance(c, Compare) for c in at.conditions) and is_one_branch(
        formula, truth, lambda claim, own: pages.proved(claim, own, truth.hypotheses)
    ):
        return "it is the answer in one of the cases; which case is meant is not told"
    explained = any(remark.repair is not None for remark in judgement.findings)
    if not explained and rests_on_dots(last.latex, formula):
        return "what the three dots stand for cannot be told"
    return ""


def _another_letter(formula: Expr, truth: Truth) -> Expr | None:
    """The formula in the question's letter for a sample, where it has one more that nothing tells: u_k beside u_{w_s}."""
    own = question_letter(truth)
    if own is None or not letter_is_the_writers(truth):
        return None
    strangers = free_letters(formula) - free_letters(truth.claim) - free_letters(truth.quantity)
    return put_index(formula, next(iter(strangers)), own) if len(strangers) == 1 else None


def _in_doubt(steps: tuple[Step, ...], judgement: Judgement) -> tuple[Step, ...]:
    """The lines of an answer in doubt: the last is no more wrong than the answer is."""
    if not steps or steps[-1].verdict != "fails":
        return steps
    notes = tuple(remark for remark in steps[-1].findings if remark.severity == "note")
    last = replace(steps[-1], verdict="undecided", evidence=judgement.evidence.as_json(), findings=notes)
    return (*steps[:-1], last)


def _follows(derivation: Derivation) -> bool:
    """Whether every line was proved, from a left side that names the quantity: then the answer was read in two ways."""
    return (
        derivation.at.named
        and bool(derivation.steps)
        and all(step.verdict == "holds" for step in derivation.steps)
    )


def _aside(at: Placed, pages: Pages) -> bool:
    """A derivation of something else on the way: the derivative of one term, or in a sentence of what is not known."""
    if at.named or at.chain.left is None:
        return False
    said = pages.member(at.chain.left, at.scope).formula
    if said is None or _is_own_name(said, at.scope):
        return at.chain.inline
    if _has_own_letter(said, at.scope):
        return True
    if not isinstance(said, Derivative):
        return False
    # By a score z_k of the writer's, or an entry of \hat y: on the way to what was asked.
    by = said.by.of if isinstance(said.by, Entry) else said.by
    by_the_way = isinstance(by, Named) and not isinstance(at.truth.variable, Named)
    # What the writer has named may be one term; a loss of the questions is none, whatever its name.
    whole = isinstance(said.of, Opaque) or said.of in (at.truth.loss, *pages.losses)
    if not whole and isinstance(said.of, Named) and at.truth.loss is not None:
        whole = pages.proved(at.truth.loss, said.of, at.truth.hypotheses)
    return by_the_way or not whole


def names_answer(at: Placed, pages: Pages) -> bool:
    """`g = U(\\hat y - y)` in a display under the label: an answer that was given a name, by its shape."""
    left, last = at.chain.left, pages.member(at.chain.members[-1], at.scope).formula
    if left is None or last is None or at.chain.inline or at.truth.claim.shape.is_scalar:
        return False
    named = _is_own_name(pages.member(left, at.scope).formula, at.scope)
    return named and at.by_label and last.shape == at.truth.claim.shape


def _is_own_name(said: Expr | None, scope: Scope) -> bool:
    """`g = ..`: a name of the writer's for what follows, of which nothing is known."""
    return isinstance(said, Symbol) and _has_own_letter(said, scope)


def _has_own_letter(said: Expr, scope: Scope) -> bool:
    """Whether a formula is about a letter that the question does not have, as a rule that is recalled is."""
    known = {value for values in scope.values.values() for value in values} | {scope.variable}
    return any(
        isinstance(node, Symbol) and node.shape.is_scalar and node not in known for _, node in nodes(said)
    )


def _answers_aside(row: Row, pages: Pages) -> bool:
    """Whether what is no answer by its left side is one all the same: it has the value, and is not the derivative of
    one term that is told in passing."""
    chain = row[0].at.chain
    in_passing = chain.inline and chain.left is not None and pages.member(chain.left, row[0].at.scope).all
    return row[1].verdict == "correct" and not in_passing


def _judged(at: Placed, pages: Pages, seed: int) -> Judgement:
    truth = at.truth.under(*at.conditions)
    reading = pages.member(at.chain.members[-1], at.scope)
    judgement = judge_reading(reading, truth, seed, known_evidence)
    if judgement.verdict == "incorrect" and any(is_damaged(m.latex) for m in at.chain.members):
        why = Nothing("the braces do not match; what stood here cannot be told")
        judgement = Judgement(verdict="unreadable", evidence=why)
    doubted = pages.in_doubt(at.chain.members[-1].latex) or (
        reading.formula is None and is_of_any_loss(at.truth)
    )
    if judgement.verdict == "incorrect" and doubted:
        why = Nothing("it uses a name that the writer defined in a way that could not be read")
        judgement = Judgement(verdict="undecided", evidence=why)
    if judgement.verdict == "incorrect" and isinstance(at.truth.variable, Named):
        why = Nothing("what is shared can be told in several ways; this is none that is known to be right")
        judgement = replace(judgement, verdict="undecided", evidence=why)
    notes = tuple(map(noted, reading.notes))
    return replace(judgement, findings=(*judgement.findings, *notes))


def _left_side(at: Placed, judgement: Judgement, pages: Pages) -> Judgement:
    """A right right side under a left side that names another quantity."""
    if judgement.verdict != "correct" or at.named or at.chain.left is None:
        return judgement
    left = pages.member(at.chain.left, at.scope).formula
    if left is None or undone(left, ()) is None or _aside(at, pages):
        return judgement
    message = "the left side names another quantity than the one that was asked for; the right side is right"
    remark = Remark(code="wrong-variable", message=message, hint="look at the left side")
    return replace(
        judgement, verdict="incorrect", evidence=Form(message), findings=(remark, *judgement.findings)
    )


def _of_another(derivation: Derivation, judgement: Judgement) -> Judgement:
    """An equality that holds, of another quantity than the one of which something was to be shown: "the sum without its
    minus is so, and with it as well"."""
    at = derivation.at
    own = at.named or at.chain.left is None or isinstance(at.truth.quantity, Derivative)
    holds = bool(derivation.steps) and all(step.verdict == "holds" for step in derivation.steps)
    if judgement.verdict != "incorrect" or own or not holds:
        return judgement
    why = Nothing("what is written holds; it is about another quantity than the one that was asked for")
    return replace(judgement, verdict="undecided", evidence=why)


def _with_wrong_case(judgement: Judgement) -> Judgement:
    """Told before a difference whose cause was not found, after a repair that was."""
    message = "a case is treated that cannot occur: no sample is the word that was seen"
    case = Remark(code="wrong-case", message=message, hint="can this case occur?")
    explained = [r for r in judgement.findings if r.repair is not None]
    others = [r for r in judgement.findings if r.repair is None]
    return replace(judgement, findings=(*explained, case, *others))


def _with_wrong_end(
    derivations: Sequence[Derivation], final: Derivation, judgement: Judgement, pages: Pages
) -> tuple[Step, ...]:
    """Every line of a target. A layout is the writer's own until the answer: where all links hold up to a layout and
    the answer has the wrong one, the last link is where it went wrong."""
    steps: list[Step] = []
    for derivation in derivations:
        own = derivation.steps
        if derivation is final and not own and judgement.verdict == "incorrect":
            own = (_answer_alone(derivation, judgement),)
        elif (
            derivation is final
            and judgement.verdict == "incorrect"
            and not isinstance(judgement.evidence, Form)
            and all(step.verdict == "holds" for step in own)
        ):
            last = replace(
                own[-1], verdict="fails", evidence=judgement.evidence.as_json(), findings=judgement.findings
            )
            own = (*own[:-1], last)
        elif derivation is final and judgement.verdict == "incorrect" and _went_wrong_at_the_end(own):
            own = (*own[:-1], with_causes(own[-1], judgement.findings))
        elif derivation is not final and _went_wrong_at_the_end(own):
            own = (*own[:-1], with_causes(own[-1], _why_not(derivation, pages)))
        steps += own
    return tuple(steps)


def _why_not(derivation: Derivation, pages: Pages) -> tuple[Remark, ...]:
    """The mistake in the last line of an attempt that was given up, or of a case beside the answer."""
    at = derivation.at
    reading = pages.member(at.chain.members[-1], at.scope)
    formula = reading.formula or reading.loose
    if formula is None or not at.named or not is_refuted(derivation.steps[-1].evidence):
        return ()
    hypotheses = (*at.truth.hypotheses, *at.assumed, *at.conditions)
    return causes(at, pages, at.truth.quantity, formula, hypotheses, first=True)


def _answer_alone(derivation: Derivation, judgement: Judgement) -> Step:
    """An answer without a left side and without a line before it: what it does not follow from is the question."""
    member = derivation.at.chain.members[-1]
    return Step(
        line=member.line,
        latex=member.latex,
        relation=member.relation,
        verdict="fails",
        evidence=judgement.evidence.as_json(),
        findings=judgement.findings,
        printed=latex(judgement.formula) if judgement.formula is not None else None,
    )


def _went_wrong_at_the_end(steps: tuple[Step, ...]) -> bool:
    """Whether the last line alone fails, and nothing told yet why."""
    return (
        bool(steps)
        and steps[-1].verdict == "fails"
        and not any(step.verdict == "fails" for step in steps[:-1])
        and not any(r.severity == "mistake" and r.code not in GIVES_WAY for r in steps[-1].findings)
    )
