"""The lines of one derivation, each against the one before; checking starts afresh after a wrong one."""

from __future__ import annotations

from dataclasses import replace

from verifier.documents import Member
from verifier.evidence import Nothing
from verifier.expr.indices import Hypothesis
from verifier.expr.nodes import Derivative, Expr
from verifier.grading.assign import Placed, names_quantity
from verifier.grading.causes import causes, is_refuted, with_causes
from verifier.grading.conditions import on_side
from verifier.grading.doubts import aside_told
from verifier.grading.layouts import in_other_layouts
from verifier.grading.links import Link, linked, starts_with_part_of
from verifier.grading.model import Step
from verifier.grading.reading import Pages, is_damaged, is_of_any_loss
from verifier.judging.answer import unread
from verifier.judging.findings import GIVES_WAY
from verifier.judging.notes import noted
from verifier.judging.verdict import Remark
from verifier.latex.read.problems import Reading
from verifier.latex.write import latex

_DAMAGED = Link("unreadable", Nothing("the braces do not match; what stood here cannot be told"), None)
_UNSURE = Link(
    "undecided", Nothing("it uses a name that the writer defined in a way that could not be read"), None
)
_UNFORMED = Nothing(
    "the line before cannot be formed, so this does not follow from it; its value is right again"
)
_NO_VALUE = "there is no derivative where two branches meet; the question leaves this point out"


def steps_of(at: Placed, pages: Pages, seed: int) -> list[Step]:
    """One step for each member after the left side; the first follows from the left side, or from the question."""
    chain = at.chain
    hypotheses = (*at.truth.hypotheses, *at.assumed, *at.conditions)
    before: Expr | None = None
    members = list(chain.members)
    named = False
    if chain.left is not None:
        members = members[1:]
        left = pages.member(chain.left, at.scope)
        before = _left(at, pages, left)
        named = before is not None
    elif chain.inherited is not None:
        before = _left(at, pages, pages.member(chain.inherited, at.scope))
    out: list[Step] = []
    sure, doubtful, unformed = before, False, False
    damaged = any(is_damaged(member.latex) for member in chain.members)
    for number, member in enumerate(members):
        reading, prior = pages.member(member, at.scope), before
        if number == 0 and before is None and chain.left is None and not named:
            step, before = _opening(at, member, reading, hypotheses, seed)
        else:
            step, before = _step(at, member, reading, before, hypotheses, seed)
        if step is None:
            continue
        if number == 0 and step.verdict == "fails" and _is_equation(at, pages):
            sure = before
            continue
        if step.verdict == "fails" and damaged:
            step = _written(member, _DAMAGED, reading)
        elif step.verdict == "fails" and (pages.in_doubt(member.latex) or _expands(at, reading)):
            step = _written(member, _UNSURE, reading)
        elif step.verdict == "fails" and prior is not None and (told := _beside(at, pages, member, prior)):
            step = _written(member, Link("undecided", Nothing(told), reading.formula), reading)
        elif step.verdict == "fails" and doubtful and reading.formula is not None:
            step = _in_doubt(member, reading, sure, hypotheses, seed)
        elif step.verdict == "holds" and unformed and member.relation is not None:
            step = replace(step, verdict="fails", evidence=_UNFORMED.as_json())
        unformed = step.verdict == "fails" and reading.formula is None
        first = not any(s.verdict == "fails" for s in out)
        # The last line of a derivation that went well so far is the answer: `final` looks for its mistake.
        answer = first and number == len(members) - 1
        written = reading.formula or reading.loose  # what cannot be formed has a cause as well
        if step.verdict == "fails" and prior is not None and written is not None and not answer:
            step = _explained(at, pages, step, prior, written, hypotheses, first=first)
        if step.verdict in ("holds", "fails"):
            sure, doubtful = before, False
        else:
            doubtful = True
        out.append(step)
    if chain.left is not None and out:
        shown = latex(left.formula) if left.formula is not None else None
        out[0] = replace(out[0], left=chain.left.latex, left_printed=shown)
    return out


def _explained(
    at: Placed,
    pages: Pages,
    step: Step,
    prior: Expr,
    formula: Expr,
    hypotheses: tuple[Hypothesis, ...],
    *,
    first: bool,
) -> Step:
    """A refuted line with its cause, unless a mistake was told already."""
    told = any(r.severity == "mistake" and r.code not in GIVES_WAY for r in step.findings)
    if told or not is_refuted(step.evidence):
        return step
    return with_causes(step, causes(at, pages, prior, formula, hypotheses, first=first))


def _beside(at: Placed, pages: Pages, member: Member, prior: Expr) -> str:
    """What stands beside a line that follows without it."""
    hypotheses = (*at.truth.hypotheses, *at.assumed, *at.conditions)
    return aside_told(
        member.latex,
        lambda text: pages.read(text, at.scope),
        lambda formula: pages.proved(prior, formula, hypotheses),
    )


def _is_equation(at: Placed, pages: Pages) -> bool:
    """Whether a chain begins with a left side of its own that is no derivative: "when $U\\hat y = Uy$" is a condition, a
    loss as somebody writes it down a definition; neither is a step from what was asked."""
    if at.named or at.chain.left is None or not isinstance(at.truth.quantity, Derivative):
        return False
    said = pages.member(at.chain.left, at.scope).formula
    return said is not None and not isinstance(said, Derivative)


def _expands(at: Placed, reading: Reading) -> bool:
    """A loss that may be any, written out for one of them in names of the writer's that are not known."""
    return reading.formula is None and is_of_any_loss(at.truth)


def _in_doubt(
    member: Member, reading: Reading, sure: Expr | None, hypotheses: tuple[Hypothesis, ...], seed: int
) -> Step:
    """A link that fails over a line in doubt: it may hold from the last line that is sure; if not, either is wrong."""
    link = linked(sure, reading, hypotheses, seed) if sure is not None else None
    if link is None or link.verdict != "holds":
        why = Nothing("the line that it should follow from is in doubt")
        link = Link("undecided", why, reading.formula)
    return _written(member, link, reading)


def _left(at: Placed, pages: Pages, reading: Reading) -> Expr | None:
    """The left side as a formula: the quantity asked for, where it names that; else what it says."""
    for formula in reading.all:
        if names_quantity(pages, formula, at.truth, at.conditions):
            # On one side of a switch the quantity is the value of that branch.
            return at.truth.claim if on_side(at.conditions) else at.truth.quantity
    return reading.formula


def _opening(
    at: Placed, member: Member, reading: Reading, hypotheses: tuple[Hypothesis, ...], seed: int
) -> tuple[Step | None, Expr | None]:
    """A derivation that begins without a left side: with the answer, the loss, or a term taken up alone."""
    if reading.formula is None:
        return _written(member, _unread(reading), reading), None
    for begun in (at.truth.quantity, *([at.truth.loss] if at.truth.loss is not None else [])):
        link = linked(begun, reading, hypotheses, seed)
        if link.verdict == "holds":
            return _written(member, link, reading), link.formula
    return None, reading.formula


def _step(
    at: Placed,
    member: Member,
    reading: Reading,
    before: Expr | None,
    hypotheses: tuple[Hypothesis, ...],
    seed: int,
) -> tuple[Step, Expr | None]:
    if reading.formula is None and before is not None:
        others = in_other_layouts(reading)
        link = (
            linked(before, replace(reading, formula=others[0], alternatives=others[1:]), hypotheses, seed)
            if others
            else None
        )
        if link is not None and link.verdict != "fails":
            return _written(member, link, reading), link.formula
    if reading.formula is None:
        link = _unread(reading)
        return _written(member, link, reading), before
    if before is None:
        link = linked(at.truth.quantity, reading, hypotheses, seed)
        if link.verdict == "fails":
            link = Link("undecided", Nothing("what it should follow from could not be read"), link.formula)
        return _written(member, link, reading), link.formula or reading.formula
    link = linked(before, reading, hypotheses, seed)
    if at.named and on_side(at.conditions) == "=" and link.verdict != "fails":
        remark = Remark(code="domain", message=_NO_VALUE, hint=_NO_VALUE, span=reading.formula.span)
        link = Link("fails", Nothing(_NO_VALUE), reading.formula, (remark,))
    if link.verdict == "fails" and member.implicit:
        link = starts_with_part_of(before, reading, hypotheses, seed) or link
    return _written(member, link, reading), link.formula or reading.formula


def _unread(reading: Reading) -> Link:
    """What has no reading: wrong by its shapes, where it was read and cannot be formed."""
    judgement = unread(reading.problems)
    verdict = "fails" if judgement.verdict == "incorrect" else "unreadable"
    return Link(verdict, judgement.evidence, None, judgement.findings)  # type: ignore[arg-type]


def _written(member: Member, link: Link, reading: Reading) -> Step:
    notes = tuple(map(noted, reading.notes))
    return Step(
        line=member.line,
        latex=member.latex,
        relation=member.relation,
        verdict=link.verdict,  # type: ignore[arg-type]
        evidence=link.evidence.as_json(),
        findings=(*link.remarks, *notes),
        printed=latex(link.formula) if link.formula is not None else None,
    )
