r"""What stands before a right answer: a left side that names another quantity, or words and signs that take it back.

`\\frac{\\partial \\log \\hat y_o}{\\partial v_c} = U(\\hat y - y)` is false though its right side is the answer: the left
side has to be the quantity that was asked for, in value, in whichever layout.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from verifier.evidence import Counterexample, Form, Nothing, Proof, ShapeClash
from verifier.expr.indices import Index
from verifier.expr.nodes import Derivative, Entry, Expr, Mul, Neg, Number, Transpose
from verifier.expr.walk import free_letters
from verifier.judging.equal import evidence_for
from verifier.judging.truth import Truth, same_variable
from verifier.judging.verdict import Judgement, Remark
from verifier.latex.read.problems import Chain, message_for
from verifier.questions.scope import undone

BUDGET = 20_000  # steps of the proof about a left side
_TAKEN_BACK: Final = re.compile(
    r"\\(?:text|textrm|mbox|mathrm|textit|textbf)\s*\{(?:[^{}]*\b(?:minus|plus|times|wrong|incorrect|false|untrue)\b"
    r"|\s*(?:is\s+|but\s+)?(?:not|never|negative(?:\s+of)?)\s*\}"
    r"|\s*(?:transposed|squared|negated|halved|doubled|inverted)\b"
    r"|\s*[-+*/]\s*(?:\d|[b-zB-Z]\b))",
    re.IGNORECASE,
)


def left_side(chain: Chain, truth: Truth, judgement: Judgement, seed: int | None) -> Judgement | None:
    """A right right side under a left side that is something else, or that could not be read."""
    if chain.left is not None and chain.left.formula is None:
        why = "the right side is right; the left side could not be read: " + "; ".join(
            message_for(p) for p in chain.left.problems
        )
        return replace(judgement, verdict="undecided", evidence=Nothing(why))
    if not isinstance(truth.quantity, Derivative):
        return None
    left = _named(chain)
    if left is None:
        return None
    if _is_what_is_differentiated(left, truth, seed):
        why = "the right side is right; the left side names what was to be differentiated, not its derivative"
        return replace(judgement, verdict="undecided", evidence=Nothing(why))
    derivative = _derivative_in(left)
    if derivative is None:
        return None
    if not same_variable(derivative.by, truth.quantity.by, truth.hypotheses) or not _is_asked(
        left, truth, seed
    ):
        return _of_another(left)
    return None


def entry_by_entry(chain: Chain, truth: Truth, judgement: Judgement, seed: int | None) -> Judgement | None:
    r"""`\frac{\partial J}{\partial U_{ij}} = (v_c)_i (\hat y_j - y_j)`: every entry of what was asked for, one by one."""
    left = chain.left.formula if chain.left is not None else None
    formula, asked = judgement.formula, truth.quantity
    if not isinstance(left, Derivative) or not isinstance(asked, Derivative) or formula is None:
        return None
    if not isinstance(left.by, Entry) or left.by.of != asked.by or left.of != asked.of:
        return None
    letters = [term for term in (left.by.row, left.by.col) if term is not None]
    known = free_letters(asked) | free_letters(truth.claim)
    if not all(isinstance(term, Index) and term.name not in known for term in letters):
        return None
    evidence = evidence_for(left, formula, truth.hypotheses, seed, BUDGET)
    if isinstance(evidence, Proof):
        message = "right, entry by entry; it was asked for in vector form"
        note = Remark(
            code="not-vectorised", message=message, span=formula.span, severity="note", hint=message
        )
        return replace(judgement, verdict="correct", evidence=evidence, findings=(note,))
    return None


def turned_with_its_left_side(
    chain: Chain, truth: Truth, judgement: Judgement, seed: int | None
) -> Judgement | None:
    """A row under a left side that is transposed, (dJ/dx)^T = .., is no gradient left as a row: it says what is true."""
    left = chain.left.formula if chain.left is not None else None
    formula = judgement.formula
    if not isinstance(left, Transpose) or not isinstance(judgement.evidence, ShapeClash) or formula is None:
        return None
    if formula.shape != truth.claim.shape.transposed:
        return None
    if isinstance(evidence_for(Transpose(truth.claim), formula, truth.hypotheses, seed, BUDGET), Proof):
        why = "right as the transpose that its left side names; the gradient itself was asked for"
        return replace(judgement, verdict="undecided", evidence=Nothing(why), findings=())
    return None


def _named(chain: Chain) -> Expr | None:
    """The left side, or a first member that stands for one: `-\\frac{\\partial J}{\\partial v_c} = ..`, `\\sigma(x) = ..`."""
    if chain.left is not None:
        return chain.left.formula
    first = chain.members[0].reading.formula
    return first if len(chain.members) > 1 and chain.members[1].relation == "=" else None


def _is_what_is_differentiated(left: Expr, truth: Truth, seed: int | None) -> bool:
    """`J = ..`, `\\sigma(x) = ..`: the function where its derivative was asked for."""
    loss = truth.loss
    if loss is None or left.shape != loss.shape or undone(left, ()) is not None:
        return False
    return left == loss or isinstance(evidence_for(loss, left, truth.hypotheses, seed, BUDGET), Proof)


def _derivative_in(left: Expr) -> Derivative | None:
    """The derivative that a left side is, up to its sign, a number and its layout."""
    match left:
        case Derivative():
            return left
        case Neg(arg=arg) | Transpose(arg=arg):
            return _derivative_in(arg)
        case Mul(factors=(Number(), arg)):
            return _derivative_in(arg)
    return None


def _is_asked(left: Expr, truth: Truth, seed: int | None) -> bool:
    """Whether a left side is not shown to be another quantity; how a derivative lies is the writer's."""
    if isinstance(left, Derivative) and left.of == truth.loss:
        return True
    ways = [left, left.arg if isinstance(left, Transpose) else Transpose(left)]
    if truth.claim.shape.is_scalar:
        ways = ways[:1]
    refuted = (Counterexample, ShapeClash)
    return any(
        not isinstance(evidence_for(truth.claim, way, truth.hypotheses, seed, BUDGET), refuted)
        for way in ways
    )


def _of_another(left: Expr) -> Judgement:
    message = "the left side names another quantity than the one that was asked for; the right side is right"
    remark = Remark(code="wrong-variable", message=message, span=left.span, hint="look at the left side")
    return Judgement(verdict="incorrect", evidence=Form(message), findings=(remark,), formula=left)


def hedged(chain: Chain, judgement: Judgement) -> Judgement | None:
    """A right formula that is not said to be the answer: by "minus" or "wrong" in words, or by a sign such as \\propto."""
    if any(member.relation == "~" for member in chain.members):
        why = "the formula is right; it is said to be nearly, or up to a factor, what was asked for"
    elif _TAKEN_BACK.search(chain.text):
        why = "the formula is right; what the words beside it do to it, a person has to say"
    else:
        return None
    return replace(judgement, verdict="undecided", evidence=Nothing(why))
