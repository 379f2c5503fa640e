"""The link between two members of a derivation: does the second follow from the first?

Layout of intermediate derivatives is the writer's: a link fails only if no consistent layout makes it true, so a row
where a column stood before holds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from verifier.evidence import Counterexample, Evidence, Nothing, Proof, ShapeClash, Undefined
from verifier.expr.indices import Hypothesis
from verifier.expr.nodes import Add, Apply, Expr, Mul, Neg, Opaque, Transpose
from verifier.expr.walk import children
from verifier.grading.proved import known_evidence
from verifier.judging.equal import zero_fitted
from verifier.judging.verdict import Remark
from verifier.latex.read.problems import Reading


@dataclass(frozen=True, slots=True)
class Link:
    """`verdict` as in a grade; `formula` is the reading of the second member that was taken."""

    verdict: str
    evidence: Evidence
    formula: Expr | None
    remarks: tuple[Remark, ...] = ()


def linked(before: Expr, reading: Reading, hypotheses: tuple[Hypothesis, ...], seed: int) -> Link:
    """The best of the readings of the second member: a link fails only if it fails in all of them."""
    found = [_one(before, formula, hypotheses, seed) for formula in reading.all]
    if reading.cut:
        why = Nothing("the line can be read in more ways than are tried")
        found = [Link("undecided", why, link.formula) if link.verdict == "fails" else link for link in found]
    for verdict in ("holds", "undecided", "fails"):
        for link in found:
            if link.verdict == verdict:
                return link
    return Link("unreadable", Nothing("not read"), None)


def _one(before: Expr, formula: Expr, hypotheses: tuple[Hypothesis, ...], seed: int) -> Link:
    before, formula = zero_fitted(before, formula), zero_fitted(formula, before)
    if before.shape != formula.shape and before.shape == formula.shape.transposed:
        evidence = known_evidence(before, Transpose(formula), hypotheses, seed)
        if isinstance(evidence, Proof):
            message = "a row here, a column in the line before; the layout of an intermediate result is yours"
            remark = Remark(
                code="row-for-column", message=message, severity="note", hint=message, span=formula.span
            )
            return Link("holds", evidence, formula, (remark,))
        evidence = ShapeClash(before.shape, formula.shape)
    else:
        evidence = known_evidence(before, formula, hypotheses, seed)
    match evidence:
        case Proof():
            return Link("holds", evidence, formula)
        case Counterexample() | ShapeClash():
            if _opens_a_loss(before, formula) or _opens_a_loss(formula, before):
                why = "a loss that stood for any loss is written out here as one of them"
                return Link("undecided", Nothing(why), formula)
            return Link("fails", evidence, formula)
        case Undefined():
            remark = Remark(
                code="domain", message=f"not defined everywhere: {evidence.why}", span=formula.span
            )
            return Link("undecided", evidence, formula, (remark,))
    return Link("undecided", evidence, formula)


def _opens_a_loss(closed: Expr, opened: Expr) -> bool:
    """Whether one side keeps the loss of a word as a name and the other writes some loss out."""
    return _holds(closed, Opaque) and not _holds(opened, Opaque) and _holds(opened, Apply)


def _holds(expr: Expr, kind: type[Expr]) -> bool:
    return isinstance(expr, kind) or any(_holds(child, kind) for child in children(expr))


def starts_with_part_of(
    before: Expr, reading: Reading, hypotheses: tuple[Hypothesis, ...], seed: int
) -> Link | None:
    """A line that takes up one term of the line before, without saying so: a sub-derivation begins."""
    for term in _parts(before):
        for formula in reading.all:
            for sign in (term, Neg(term)):
                if sign.shape != formula.shape:
                    continue
                evidence = known_evidence(sign, formula, hypotheses, seed)
                if isinstance(evidence, Proof):
                    message = "one term of the line before is taken up alone here"
                    remark = Remark(
                        code="leap", message=message, severity="note", hint=message, span=formula.span
                    )
                    return Link("holds", evidence, formula, (remark,))
    return None


def _parts(expr: Expr) -> list[Expr]:
    if isinstance(expr, Neg):
        return [Neg(part) for part in _parts(expr.arg)]
    if isinstance(expr, Mul):
        return []
    return list(expr.terms) if isinstance(expr, Add) else []


def with_remarks(link: Link, *remarks: Remark) -> Link:
    return replace(link, remarks=(*link.remarks, *remarks))
