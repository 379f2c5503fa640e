"""From a wrong answer to its findings: the search for the smallest repair, written for the one who answered.

What reading already said about shapes gives way to what the search found; notes on notation come last. Where nothing is
found, the answer differs and the evidence shows where: a cause is never invented.
"""

from __future__ import annotations

from dataclasses import replace

from verifier.expr.indices import Index
from verifier.expr.nodes import Expr, Sum
from verifier.expr.shapes import lenient
from verifier.expr.walk import free_letters, put_index, transform
from verifier.judging.truth import Truth
from verifier.judging.verdict import Judgement, Remark
from verifier.latex.read.scope import Scope
from verifier.latex.write import latex
from verifier.mistakes import DiagnosisContext, Finding, diagnose
from verifier.mistakes.trees import put_in_conditions

_LETTERS = ("s", "i", "j", "l", "r")
GIVES_WAY = frozenset({"shape"})  # what a found cause says better


def find_mistakes(judgement: Judgement, truth: Truth, scope: Scope) -> Judgement:
    """The judgement with the mistakes that explain it, best first."""
    if judgement.formula is None:
        return judgement
    known = tuple(value for values in scope.values.values() for value in values)
    context = DiagnosisContext(quantity=truth.quantity, known=known)
    formula = judgement.formula
    found = tuple(map(_remark, diagnose(formula, truth.claim, truth.hypotheses, context)))
    if not found and (apart := bound_apart(formula, free_letters(truth.claim))) != formula:
        again = replace(context, share=0.4)
        found = tuple(map(_remark, diagnose(apart, truth.claim, truth.hypotheses, again)))
    before = [
        r for r in judgement.findings if r.severity == "mistake" and not (found and r.code in GIVES_WAY)
    ]
    notes = [r for r in judgement.findings if r.severity == "note"]
    return replace(judgement, findings=(*found, *before, *notes))


def bound_apart(formula: Expr, taken: frozenset[str]) -> Expr:
    """The formula with other letters for its sums where they bind one of the question: sum_k .. under d/du_k."""

    def change(node: Expr) -> Expr:
        if not isinstance(node, Sum) or node.index.name not in taken:
            return node
        used = taken | free_letters(node.body) | free_letters(node)
        letter = Index(next((x for x in _LETTERS if x not in used), node.index.name + "'"), node.index.range)
        conditions = put_in_conditions(node.conditions, node.index.name, letter)
        return replace(
            node, index=letter, conditions=conditions, body=put_index(node.body, node.index.name, letter)
        )

    with lenient():
        return transform(formula, change)


def _remark(finding: Finding) -> Remark:
    return Remark(
        code=finding.code,
        message=finding.message,
        repair=latex(finding.repair) if finding.repair is not None else None,
        span=finding.span,
        severity=finding.severity,
        hint=finding.hint or None,
    )
