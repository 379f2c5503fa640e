"""What an answer is held against: a closed form and the quantity that it is of, under hypotheses and a layout.

A layout that the writer declared ("U in R^{|V| x d}") turns the answer: the gradient by a writer's U that is our U^T is
the transpose of ours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from verifier.expr.indices import (
    Compare,
    Condition,
    Hypothesis,
    Index,
    IndexTerm,
    NotAmong,
    OtherIndex,
    Picked,
    SameIndex,
)
from verifier.expr.nodes import (
    Cases,
    Column,
    Derivative,
    Entry,
    Expr,
    Indicator,
    Named,
    Sum,
    Symbol,
    Transpose,
)
from verifier.expr.walk import free_letters, letters_of, nodes, put_index, put_term, unfolded
from verifier.questions.target import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """`claim` is the closed form that was proved; `allowed` are the derivatives that may stand in an answer."""

    quantity: Expr
    claim: Expr
    hypotheses: tuple[Hypothesis, ...] = ()
    allowed: tuple[Derivative, ...] = ()

    @property
    def variable(self) -> Expr | None:
        return self.quantity.by if isinstance(self.quantity, Derivative) else None

    @property
    def loss(self) -> Expr | None:
        return self.quantity.of if isinstance(self.quantity, Derivative) else None

    def turned(self) -> Truth:
        return replace(self, quantity=Transpose(self.quantity), claim=Transpose(self.claim))

    def under(self, *hypotheses: Hypothesis) -> Truth:
        return replace(self, hypotheses=(*self.hypotheses, *hypotheses))


def truths_of(target: Target) -> tuple[Truth, ...]:
    """The target's own closed form, then the other answers that count."""
    own = Truth(
        quantity=target.quantity, claim=target.claim, hypotheses=target.hypotheses, allowed=target.allowed
    )
    # The question itself is no answer, though it may stand in another form of it: [dJ/du_1, .., dJ/du_V], not dJ/du_w.
    return (
        own,
        *(
            replace(
                own,
                quantity=a.quantity,
                claim=a.claim,
                allowed=tuple(d for d in own.allowed if d != a.quantity),
            )
            for a in target.also
        ),
    )


# --- one quantity or another ------------------------------------------------------------------------------------


def same_term(left: IndexTerm | None, right: IndexTerm | None, hypotheses: tuple[Hypothesis, ...]) -> bool:
    """Whether two index terms are one under the hypotheses."""
    if left == right:
        return True
    if left is None or right is None:
        return False
    if isinstance(left, Picked) and isinstance(right, Picked) and left.map == right.map:
        return same_term(left.at, right.at, hypotheses)
    return any(isinstance(h, SameIndex) and {h.left, h.right} == {left, right} for h in hypotheses)


def same_variable(left: Expr, right: Expr, hypotheses: tuple[Hypothesis, ...] = ()) -> bool:
    """Whether two formulas name the same quantity to differentiate by."""
    match left, right:
        case Transpose(arg=a), _:
            return same_variable(a, right, hypotheses)
        case _, Transpose(arg=b):
            return same_variable(left, b, hypotheses)
        case Column(matrix=a, index=i), Column(matrix=b, index=j):
            return a == b and same_term(i, j, hypotheses)
        case Entry(of=a, row=i, col=k), Entry(of=b, row=j, col=n):
            return a == b and same_term(i, j, hypotheses) and same_term(k, n, hypotheses)
        case Symbol(name=a), Symbol(name=b):
            return a == b
        case Named(name=a), Named(name=b):
            return a == b and left.shape == right.shape
    return left == right


def contradicts(conditions: tuple[Hypothesis, ...], hypotheses: tuple[Hypothesis, ...]) -> bool:
    """Whether a condition says the opposite of a hypothesis: w = o beside w != o."""
    said, known = _pairs(conditions), _pairs(hypotheses)
    return any((not same, pair) in known for same, pair in said)


def implied(condition: Hypothesis, hypotheses: tuple[Hypothesis, ...]) -> bool:
    if isinstance(condition, OtherIndex) and _of_no_sample(condition, hypotheses):
        return True
    if isinstance(condition, SameIndex | OtherIndex):
        return bool(_pairs((condition,)) & _pairs(hypotheses))
    return condition in hypotheses


def _of_no_sample(condition: OtherIndex, hypotheses: tuple[Hypothesis, ...]) -> bool:
    """Whether a word is said to be no sample that is none: k != o, where o is not among the w_s."""
    for sample, word in ((condition.left, condition.right), (condition.right, condition.left)):
        if isinstance(sample, Picked) and NotAmong(word, sample.map) in hypotheses:
            return True
    return False


def _pairs(conditions: tuple[Hypothesis, ...]) -> set[tuple[bool, frozenset[IndexTerm]]]:
    """Equalities (True) and inequalities (False) of index terms, whichever side they stand on."""
    return {
        (isinstance(c, SameIndex), frozenset((c.left, c.right)))
        for c in conditions
        if isinstance(c, SameIndex | OtherIndex)
    }


# --- the writer's own letter ------------------------------------------------------------------------------------


def question_letter(truth: Truth) -> Index | None:
    """The letter that is free in the question: the w of "by u_w", the k of "by u_{w_k}"."""
    variable = truth.variable
    while isinstance(variable, Transpose):
        variable = variable.arg
    if not isinstance(variable, Column | Entry):
        return None
    term: IndexTerm = variable.index if isinstance(variable, Column) else variable.row
    while isinstance(term, Picked):
        term = term.at
    return term if isinstance(term, Index) else None


def letter_is_the_writers(truth: Truth) -> bool:
    """Whether the question leaves its letter to the writer: u_k, u_{w_k} and u_{w_s} are common names of one thing, and
    so are the entries x_i and x_j of a vector that is taken entry by entry."""
    variable = truth.variable
    return isinstance(variable, Entry) or (
        isinstance(variable, Column) and isinstance(variable.index, Picked)
    )


def relettered(truth: Truth, *formulas: Expr) -> Truth:
    """The truth in the letter that the writer uses for the question's: (yhat_k - y_k) v_c answers a question by u_w.

    The first formula that speaks decides: the left side, then the answer. A letter that the question knows is itself.
    """
    own = question_letter(truth)
    if own is None:
        return truth
    known = free_letters(truth.quantity) | free_letters(truth.claim) | {own.name}
    for hypothesis in truth.hypotheses:
        if isinstance(hypothesis, SameIndex | OtherIndex):
            known |= letters_of(hypothesis.left) | letters_of(hypothesis.right)
    for formula in formulas:
        used = free_letters(formula)
        if own.name in used:
            return truth
        strange = [i for i in letters(formula) if i.name in used - known and i.range == own.range]
        if len(strange) == 1:
            return _with_letter(truth, own.name, strange[0])
    return truth


def _with_letter(truth: Truth, old: str, new: Index) -> Truth:
    return replace(
        truth,
        quantity=put_index(truth.quantity, old, new),
        claim=put_index(truth.claim, old, new),
        hypotheses=tuple(
            replace(h, left=put_term(h.left, old, new), right=put_term(h.right, old, new))
            if isinstance(h, SameIndex | OtherIndex)
            else h
            for h in truth.hypotheses
        ),
    )


def letters(expr: Expr) -> frozenset[Index]:
    """The index letters of the entries, columns and conditions in a formula, the writer's own names written out, with
    their ranges."""
    out: set[Index] = set()
    for _, node in nodes(unfolded(expr)):
        terms: tuple[IndexTerm | None, ...] = ()
        match node:
            case Column(index=index):
                terms = (index,)
            case Entry(row=row, col=col):
                terms = (row, col)
            case Sum(conditions=conditions) | Indicator(conditions=conditions):
                terms = _compared(conditions)
            case Cases(branches=branches):
                terms = _compared(tuple(c for _, conditions in branches for c in conditions))
        for term in terms:
            while isinstance(term, Picked):
                term = term.at
            if isinstance(term, Index):
                out.add(term)
    return frozenset(out)


def _compared(conditions: tuple[Condition, ...]) -> tuple[IndexTerm, ...]:
    """The two sides of each comparison of indices."""
    return tuple(side for c in conditions if not isinstance(c, Compare) for side in (c.left, c.right))
