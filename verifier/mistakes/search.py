"""Diagnosis by repair: the smallest edits of a student's own formula that make it right, and what they are called.

Every kind of mistake proposes edits; numbers sift them beside the right form, and what is left is proved. One edit is
tried first, then pairs. Where nothing is found nothing is said: a cause is never invented. The budget counts nodes of
candidates, not time, so that a diagnosis is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from verifier.algebra.prove import prove
from verifier.evidence import Proof
from verifier.expr.build import fitted
from verifier.expr.indices import Hypothesis
from verifier.expr.nodes import Diag, Expr, Named, Span
from verifier.expr.shapes import ShapeError, lenient
from verifier.expr.walk import at_path, nodes, settled, transform, unfolded
from verifier.mistakes.model import Edit, Finding, Mistake, Told
from verifier.mistakes.recognised import (
    Recognised,
    aimed,
    in_one_case,
    instead_of_nothing,
    is_zero,
    not_differentiated,
    nothing_instead,
    of_another_question,
)
from verifier.mistakes.screen import Screen
from verifier.mistakes.table import catalogue
from verifier.mistakes.trees import is_formed, put_at
from verifier.mistakes.view import View, gathered, spots_of, view_of
from verifier.mistakes.words import clash_of

BUDGET = 30_000  # nodes of candidates
PAIRS, FURTHER_PAIRS = 9_000, 4_000  # the part of it that is for pairs, and for rarer ones
LARGEST, DEEPEST = 400, 60  # nodes of a formula that is looked at, and how they may nest
PROOF_BUDGET = 40_000  # steps of one proof
WINDOW = 0.3  # how much less natural a second explanation may be
SAME_WINDOW = 0.25  # and one that only gives another name to the same repair
MOST_FINDINGS = 3
MOST_FIRST = 40  # edits that a second one is tried on
PAIRED = (
    "sign-all",
    "sign-term",
    "sign-inside",
    "hat-dropped",
    "transpose",
    "outer-product",
    "index-lost",
    "index-wrong",
)
FURTHER = {  # slips that come with another one: a sum too long and a term forgotten, a function lost and a sign
    "function-lost": ("sign-term", "sign-all"),
    "sum-spurious": ("term-extra", "sign-inside", "sign-term", "sign-all"),
    "sum-range": ("term-missing", "sign-inside", "sign-term"),
    "sum-missing": ("sign-inside",),
    "factor-missing": ("sign-inside", "sign-all", "sign-term"),
}
LAYOUT = "layout"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisContext:
    """What is known around an answer. `quantity`: what was asked for. `known`: further formulas whose names and terms
    count as known, such as other right forms. `other_layout`: the writer stores matrices the other way elsewhere."""

    quantity: Expr | None = None
    known: tuple[Expr, ...] = ()
    other_layout: bool = False
    seed: int = 20_240_101
    share: float = 1.0  # of the operations that a search may cost


@dataclass(frozen=True, slots=True)
class Candidate:
    """An edited formula, and the kinds of mistakes that were undone on the way, most telling first."""

    tree: Expr
    cost: float
    steps: tuple[tuple[Mistake, Edit], ...]


@dataclass(slots=True)
class Purse:
    """What may still be spent, and what is known of the trees that were tried."""

    left: int
    verdicts: dict[Expr, bool] = field(default_factory=dict)

    def at_most(self, nodes_: int) -> Purse:
        return Purse(min(self.left, nodes_), self.verdicts)

    def pays(self, nodes_: int) -> bool:
        self.left -= nodes_
        return self.left >= 0


def diagnose(
    student: Expr,
    truth: Expr,
    hypotheses: tuple[Hypothesis, ...] = (),
    context: DiagnosisContext | None = None,
    budget: int = BUDGET,
) -> tuple[Finding, ...]:
    """What is wrong in `student`, best first; empty where nothing can be said, or nothing is wrong.

    `student` may be unformed (`verifier.expr.shapes.lenient`); `truth` is a right form under the hypotheses.
    """
    context = context or DiagnosisContext()
    if _too_large(student):
        return ()
    if (entries := aimed(student, truth)) is not truth:
        of_entries = diagnose(student, entries, hypotheses, context, budget)
        if of_entries:
            return tuple(
                replace(f, repair=Diag(f.repair) if f.repair is not None else None) for f in of_entries
            )
    clash = clash_of(student, truth)
    known = gathered((truth, *_some(context.quantity), *context.known, student), hypotheses)
    letters = tuple(known.letters.values())
    screen = Screen(truth, hypotheses, letters, context.seed, also=_formed((student,)), share=context.share)
    if not screen.ready or (not clash and screen.agrees(_settled(student)) is not False):
        return ()
    view = View(student, truth, known, spots_of(student), hypotheses, context.quantity)
    found = _as(not_differentiated(view, context.seed))
    if not found and is_zero(truth):
        found = _as(of_another_question(view, context.seed) or instead_of_nothing(view))
    found = found or _repaired(view, screen, Purse(budget), context.seed)
    return _told(_chosen(found, context), view, clash) or _unformed(student, clash)


def _repaired(view: View, screen: Screen, purse: Purse, seed: int) -> list[Candidate]:
    """One edit; then what the answer is as a whole; then two edits."""
    found = _right(_singles(view), view, screen, purse)
    found = found or _as(in_one_case(view, seed) or of_another_question(view, seed) or nothing_instead(view))
    found = found or _in_definitions(view, screen, purse)
    found = found or _right(_pairs(view), view, screen, purse.at_most(PAIRS))
    found = found or _right(_further_pairs(view), view, screen, purse.at_most(FURTHER_PAIRS))
    return found or _by_elements(view, screen, purse)


def _in_definitions(view: View, screen: Screen, purse: Purse) -> list[Candidate]:
    """One edit inside what the writer named: of lambda = 1 - sigma(..) the part behind the `=`."""
    sources = [view.truth, *_some(view.quantity)]
    known = {n.name for source in sources for _, n in nodes(unfolded(source)) if isinstance(n, Named)}
    known |= {n.name for source in sources for _, n in nodes(source) if isinstance(n, Named)}
    if not any(_is_own(node, known) for _, node in nodes(view.tree)):
        return []
    with lenient():
        opened = transform(view.tree, lambda node: _opened(node) if _is_own(node, known) else node)
    if _too_large(opened):
        return []
    return _right(_singles(view_of(opened, view)), view, screen, purse.at_most(PAIRS))


def _is_own(node: Expr, known: set[str]) -> bool:
    return isinstance(node, Named) and node.name not in known


def _opened(node: Expr) -> Expr:
    """The body of a definition; what is said of its parts points at the name that stands in the answer."""
    assert isinstance(node, Named)
    return transform(node.body, lambda part: replace(part, span=node.span))


def _by_elements(view: View, screen: Screen, purse: Purse) -> list[Candidate]:
    """One edit of what can be formed if vectors side by side are multiplied by elements."""
    if is_formed(view.tree):
        return []
    for meant in _singles(view, ("shape",)):
        if is_formed(meant.tree) and meant.tree.shape == view.truth.shape:
            return _right(_singles(view_of(meant.tree, view)), view, screen, purse.at_most(PAIRS))
    return []


def _too_large(expr: Expr) -> bool:
    return any(count > LARGEST or len(path) > DEEPEST for count, (path, _) in enumerate(nodes(expr)))


def _settled(expr: Expr) -> Expr:
    try:
        return settled(expr)
    except ShapeError:
        return expr


def _formed(trees: Iterable[Expr]) -> tuple[Expr, ...]:
    return tuple(t for t in trees if is_formed(t))


def _some(expr: Expr | None) -> tuple[Expr, ...]:
    return () if expr is None else (expr,)


# --- candidates --------------------------------------------------------------------------------------------------


def _singles(view: View, codes: Iterable[str] | None = None) -> list[Candidate]:
    """All formulas that are one edit away, the most natural first."""
    with lenient():
        out = list(_edited(view, codes))
    out.sort(key=lambda c: c.cost)
    return out


def _edited(view: View, codes: Iterable[str] | None) -> Iterator[Candidate]:
    book = catalogue()
    for code in book if codes is None else codes:
        mistake = book[code]
        if mistake.repairs is None:
            continue
        for edit in mistake.repairs(view):
            tree = put_at(view.tree, edit.path, edit.new)
            yield Candidate(tree, mistake.cost + edit.cost, ((mistake, edit),))


def _pairs(view: View) -> Iterator[Candidate]:
    """Two edits: the whole sign with anything, and the commonest slips with one another."""
    firsts = _singles(view, PAIRED)[:MOST_FIRST]
    for first in firsts:
        sign = first.steps[0][0].code == "sign-all"
        for second in _singles(view_of(first.tree, view), None if sign else PAIRED):
            steps = (*first.steps, *second.steps)
            if sign or second.cost < first.cost:
                steps = steps[::-1]
            yield Candidate(second.tree, first.cost + second.cost, steps)


def _further_pairs(view: View) -> Iterator[Candidate]:
    for code, after in FURTHER.items():
        for first in _singles(view, (code,))[:MOST_FIRST]:
            for second in _singles(view_of(first.tree, view), after):
                yield Candidate(second.tree, first.cost + second.cost, (*first.steps, *second.steps))


def _right(candidates: Iterable[Candidate], view: View, screen: Screen, purse: Purse) -> list[Candidate]:
    """Those that agree with the right form at every point; of one tree only the best explanation of each kind."""
    out: list[Candidate] = []
    verdicts = purse.verdicts
    size = max(1, len(view.spots))
    for candidate in candidates:
        tree = fitted(candidate.tree, view.truth.shape)
        if tree.shape != view.truth.shape:
            continue
        if tree not in verdicts:
            if not purse.pays(size) or screen.is_spent:
                break
            verdicts[tree] = is_formed(tree) and screen.agrees(tree) is True
        if verdicts[tree]:
            out.append(Candidate(tree, candidate.cost, candidate.steps))
            if len(candidate.steps) > 1 and len(out) >= MOST_FINDINGS:
                break
    return out


def _as(recognised: Recognised | None) -> list[Candidate]:
    if recognised is None:
        return []
    code, edit = recognised
    mistake = catalogue()[code]
    return [Candidate(edit.new, mistake.cost, ((mistake, edit),))]


# --- what is said ------------------------------------------------------------------------------------------------


def _chosen(found: list[Candidate], context: DiagnosisContext) -> list[Candidate]:
    """The best explanation, others that are as good and of another kind, and another layout if it explains the whole."""
    if not found:
        return []
    found = sorted(found, key=lambda c: c.cost)
    best = found[0]
    kept: dict[tuple[str, ...], Candidate] = {}
    for candidate in found:
        key = tuple(m.code for m, _ in candidate.steps)
        if key in kept or (candidate.cost > best.cost + WINDOW and key != (LAYOUT,)):
            continue
        again = any(candidate.tree == k.tree for k in kept.values())
        if again and candidate.cost > best.cost + SAME_WINDOW and key != (LAYOUT,):
            continue
        if len(kept) < MOST_FINDINGS or key == (LAYOUT,):
            kept[key] = candidate
    chosen = list(kept.values())
    if context.other_layout:
        chosen.sort(key=lambda c: c.steps[0][0].code != LAYOUT)
    return chosen


def _told(chosen: list[Candidate], view: View, clash: str) -> tuple[Finding, ...]:
    out: dict[str, Finding] = {}
    student = view.tree
    for candidate in chosen:
        proved = candidate.tree is not student and _is_proved(candidate.tree, view)
        for mistake, edit in candidate.steps:
            repair = candidate.tree if proved and mistake.code != LAYOUT else None
            told = Told(edit=edit, student=student, repaired=repair, clash=clash)
            message = mistake.message(told) if mistake.message is not None else mistake.explanation
            out.setdefault(
                mistake.code,
                Finding(
                    code=mistake.code,
                    message=message,
                    repair=repair,
                    span=_span(student, edit),
                    severity=mistake.severity,
                    hint=mistake.hint,
                ),
            )
    return tuple(out.values())


def _is_proved(tree: Expr, view: View) -> bool:
    """Only what is proved is offered as a repair; agreement at points is enough to name the mistake."""
    return isinstance(prove(view.truth, tree, view.hypotheses, PROOF_BUDGET), Proof)


def _span(student: Expr, edit: Edit) -> Span | None:
    """The characters of the edited part, or of the smallest part around it that has a place in the text."""
    if edit.was.span is not None:
        return edit.was.span
    path = edit.path
    while True:
        try:
            node = at_path(student, path)
        except IndexError:
            node = student
        if node.span is not None or not path:
            return node.span
        path = path[:-1]


def _unformed(student: Expr, clash: str) -> tuple[Finding, ...]:
    """No repair was found, but the formula cannot be formed, and that much is sure."""
    if not clash:
        return ()
    mistake = catalogue()["shape"]
    told = Told(edit=Edit(path=(), new=student, was=student), student=student, repaired=None, clash=clash)
    message = mistake.message(told) if mistake.message is not None else clash
    return (Finding(code="shape", message=message, span=student.span, hint=mistake.hint),)
