"""One request of `verifier judge`: which truth, which scope, the judgement, and then the search for the mistake."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Final

from verifier.errors import VerifierError
from verifier.evidence import Counterexample, Nothing, Proof, ShapeClash, Undefined
from verifier.expr.indices import Compare, Distinct, Hypothesis, NotAmong, OtherIndex, Picked, SameIndex
from verifier.expr.nodes import (
    Column,
    Derivative,
    Diag,
    Each,
    Entry,
    Expr,
    Named,
    Span,
    Stack,
    Symbol,
    Transpose,
)
from verifier.expr.shapes import UNKNOWN
from verifier.expr.text import condition_text
from verifier.expr.walk import free_letters, letters_in, nodes, unfolded
from verifier.judging.answer import BUDGET, in_letters_of, judge_chain, unread
from verifier.judging.equal import evidence_for
from verifier.judging.findings import find_mistakes
from verifier.judging.requests import Answer, Equality, Refused
from verifier.judging.scopes import gradients_in_rows, scope_of_set, scope_of_truth, turned
from verifier.judging.truth import Truth, truths_of
from verifier.judging.verdict import Judgement, Remark
from verifier.latex.read import read_chain, read_formula, read_given, scope_from_kinds
from verifier.latex.read.budget import LimitReached
from verifier.latex.read.problems import Chain, Reading
from verifier.latex.read.scope import Scope, scope_of
from verifier.questions import Given, ProblemSet, Prose, Target

_ENDS_OPEN: Final = re.compile(r"=[\s$&]*(?:\\\\[\s$&]*)*(?:\\end\s*\{[a-z*]+\}[\s$]*)*$")


@dataclass(frozen=True, slots=True)
class Court:
    """What requests are judged by: the sets, the one that is meant, the seed of the points (None: drawn)."""

    sets: Mapping[str, ProblemSet]
    set_id: str
    seed: int | None = None

    def target(self, name: str) -> Target | Prose | None:
        """The target of that name in the set, or else in another set (the newest that has it)."""
        order = [self.set_id, *sorted((s for s in self.sets if s != self.set_id), reverse=True)]
        for set_id in order:
            found = self.sets[set_id]
            if name in found.targets:
                return found.targets[name]
            if name in found.prose:
                return found.prose[name]
        return None

    @property
    def notation(self) -> tuple[Given, ...]:
        return self.sets[self.set_id].notation

    def drawn_seed(self) -> int:
        return secrets.randbits(63) if self.seed is None else self.seed


def judge(request: Answer | Equality | Refused, court: Court) -> Judgement:
    """Never raises for anything that a request holds."""
    match request:
        case Answer():
            return _answer(request, court)
        case Equality():
            return _equality(request, court)
        case Refused():
            return Judgement(verdict="unreadable", evidence=Nothing(request.why))


# --- an answer to a target --------------------------------------------------------------------------------------


def _answer(request: Answer, court: Court) -> Judgement:
    target = court.target(request.target)
    if target is None:
        known = sorted({name for s in court.sets.values() for name in s.targets})
        return Judgement(
            verdict="unreadable",
            evidence=Nothing(f"no target {request.target!r}; there are {', '.join(known)}"),
        )
    if isinstance(target, Prose):
        return Judgement(
            verdict="undecided", evidence=Nothing("a question that is answered in words: a person decides")
        )
    return judge_answer(target, request.answer, request.given, court.drawn_seed(), court.notation)


def judge_answer(
    target: Target, answer: str, given: tuple[str, ...], seed: int, notation: tuple[Given, ...] = ()
) -> Judgement:
    """One answer against a target: the best of what it can be an answer to."""
    start = perf_counter()
    if _ENDS_OPEN.search(answer):
        return Judgement(verdict="unreadable", evidence=Nothing("nothing stands behind the last `=`"))
    best: tuple[Judgement, Truth, Scope] | None = None
    wrong: list[tuple[Judgement, Truth, Scope]] = []
    for truth in truths_of(target):
        scope = scope_of_truth(target, truth, notation)
        unclear = ""
        for statement in given:
            stated = read_given(statement, scope)
            scope, unclear = stated.scope, unclear or (statement if stated.unclear else "")
        chain = read_chain(answer, scope)
        scope = chain.scope or scope
        truth = turned(truth, scope)
        judgement = _unless_cut(chain, truth, judge_chain(chain, (truth,), seed))
        if judgement.verdict == "incorrect" and not truth.claim.shape.is_scalar and gradients_in_rows(given):
            as_row = judge_chain(chain, (truth.turned(),), seed)
            judgement, truth = (as_row, truth.turned()) if as_row.verdict == "correct" else (judgement, truth)
        truth = in_letters_of(chain, truth)
        judgement = _unless_any_number(judgement, (judgement.formula,), scope)
        if unclear and not truth.claim.shape.is_scalar and judgement.verdict in ("correct", "incorrect"):
            why = f"it rests on a layout that is not understood: {unclear}"
            judgement = replace(judgement, verdict="undecided", evidence=Nothing(why), findings=())
        if best is not None and _is_of_a_number(truth) and _holds_vectors(best[0].formula):
            continue  # what is transposed or laid on a diagonal is a vector: the answer is not the one for a number
        if judgement.verdict == "incorrect":
            wrong.append((judgement, truth, scope))
        if best is None or _better(judgement, best[0]):
            best = (judgement, truth, scope)
        if judgement.verdict == "correct":
            break
    assert best is not None
    judgement, truth, scope = best
    ms = (perf_counter() - start) * 1e3
    judgement = _diagnosed(judgement, truth, scope, ms)
    for other in wrong:
        if judgement.verdict != "incorrect" or any(f.severity == "mistake" for f in judgement.findings):
            break
        if other[1] is not truth:
            as_other = _diagnosed(*other, ms)
            spent = judgement.diagnosis_ms + as_other.diagnosis_ms
            told = (
                as_other.findings if any(f.code != "shape" for f in as_other.findings) else judgement.findings
            )
            judgement = replace(judgement, findings=told, diagnosis_ms=spent)
    return judgement


def _of_one_word(chain: Chain, span: Span, truth: Truth) -> bool:
    """Whether a bare letter may be short for the one column of that letter: v for v_c."""
    letter = chain.text[span[0] : span[1]]
    sources = (truth.quantity, truth.claim)
    columns = {n for s in sources for _, n in nodes(unfolded(s)) if isinstance(n, Column)}
    return sum(isinstance(c.matrix, Symbol) and c.matrix.columns == letter for c in columns) == 1


def _unless_any_number(judgement: Judgement, formulas: tuple[Expr | None, ...], scope: Scope) -> Judgement:
    """With a number of which it is not known which it is, what holds for all holds; nothing else is shown, and no derivative."""
    if not scope.anything or judgement.verdict not in ("correct", "incorrect"):
        return judgement
    parts = [n for f in formulas if f is not None for _, n in nodes(unfolded(f))]
    if not any(n in scope.anything for n in parts):
        return judgement
    if judgement.verdict == "correct" and not any(isinstance(n, Derivative) for n in parts):
        return judgement
    why = "it rests on a number of which it is not known which it is"
    return replace(judgement, verdict="undecided", evidence=Nothing(why), findings=())


def _unless_cut(chain: Chain, truth: Truth, judgement: Judgement) -> Judgement:
    """What is wrong only as far as it was read: behind a bracket that is never closed something may be lost, and a bare
    letter may be short for a column."""
    if judgement.verdict != "incorrect":
        return judgement
    if judgement.formula is not None and _dots_in_dots(judgement.formula):
        why = "a list with dots stands inside another; which of its letters the dots run over cannot be told"
        return replace(judgement, verdict="undecided", evidence=Nothing(why), findings=())
    for note in chain.notes:
        if (
            note.code == "letter-case"
            and isinstance(judgement.evidence, ShapeClash)
            and _of_one_word(chain, note.span, truth)
        ):
            why = f"`{chain.text[note.span[0] : note.span[1]]}` is no name of the question"
            return replace(judgement, verdict="undecided", evidence=Nothing(why), findings=())
        told = chain.left is not None and chain.left.formula is not None
        by_entries = not told and judgement.formula is not None and judgement.formula.shape.is_scalar
        if note.code == "index-undeclared" and isinstance(judgement.evidence, ShapeClash) and by_entries:
            why = f"{note.message}; one entry of the answer may be meant"
            return replace(judgement, verdict="undecided", evidence=Nothing(why), findings=())
        stray = chain.text[note.span[0] : note.span[1]]
        if note.code == "bracket" and stray.endswith(("(", "[", "{")):
            why = f"the bracket `{stray}` is never closed, and where it should be cannot be told"
            return replace(judgement, verdict="undecided", evidence=Nothing(why), findings=())
    return judgement


def _dots_in_dots(formula: Expr) -> bool:
    return any(
        isinstance(block, Each) and any(_is_run(node) for _, node in nodes(block.body))
        for _, stack in nodes(formula)
        if isinstance(stack, Stack)
        for block in stack.blocks
    )


def _is_run(node: Expr) -> bool:
    return isinstance(node, Stack) and any(isinstance(block, Each) for block in node.blocks)


def _is_of_a_number(truth: Truth) -> bool:
    return truth.variable is not None and truth.variable.shape.is_scalar


def _holds_vectors(formula: Expr | None) -> bool:
    return formula is not None and any(isinstance(node, Transpose | Diag) for _, node in nodes(formula))


def _better(new: Judgement, old: Judgement) -> bool:
    """Whether a second way of counting the answer says more than the first. What the first calls wrong by its value
    stays so unless the second calls it right; of what does not even have its shape the second may say more. What cannot
    be read as the first is not wrong for having another shape than the second."""
    if new.verdict == "correct":
        return True
    if isinstance(old.evidence, ShapeClash) and old.formula is not None and old.formula.shape != UNKNOWN:
        return new.verdict == "undecided" or isinstance(new.evidence, Counterexample)
    return (
        old.verdict == "unreadable"
        and new.verdict != "unreadable"
        and not isinstance(new.evidence, ShapeClash)
    )


def _diagnosed(judgement: Judgement, truth: Truth, scope: Scope, ms: float) -> Judgement:
    judgement = replace(judgement, ms=ms)
    if judgement.verdict != "incorrect" or not isinstance(judgement.evidence, Counterexample | ShapeClash):
        return judgement
    start = perf_counter()
    judgement = find_mistakes(judgement, truth, scope)
    return replace(judgement, diagnosis_ms=(perf_counter() - start) * 1e3)


# --- an equality ------------------------------------------------------------------------------------------------


def _of_one_question(formulas: tuple[Expr, ...], court: Court) -> str:
    """A definition that is no notation of a set and no loss, but of one question: the z of signed scores."""
    sets = court.sets.values()
    common = {given.what.name for s in sets for given in s.notation if isinstance(given.what, Named)}
    targets = [t for s in sets for t in s.targets.values()]
    common |= {t.loss.name for t in targets if isinstance(t.loss, Named)}
    asked = {t.quantity.by for t in targets if isinstance(t.quantity, Derivative)}
    own = {x for x in asked if isinstance(x, Named) and x.name not in common}
    found = (x for f in formulas for _, x in nodes(f) if isinstance(x, Named) and x in own)
    return next((x.latex for x in found), "")


def _equality(request: Equality, court: Court) -> Judgement:
    start = perf_counter()
    seed = court.drawn_seed()
    hypotheses: tuple[Hypothesis, ...] = ()  # what holds throughout a set
    assumed: tuple[Hypothesis, ...] = ()  # what some of its questions take for granted
    if request.symbols is not None:
        try:
            scope = scope_from_kinds(request.symbols)
        except (VerifierError, LimitReached) as error:
            return Judgement(verdict="unreadable", evidence=Nothing(str(error)))
    else:
        problem_set = court.sets[court.set_id]
        scope = scope_of_set(problem_set, problem_set.targets.values())
        standing = [h for t in problem_set.targets.values() for h in t.hypotheses]
        hypotheses = tuple(dict.fromkeys(h for h in standing if isinstance(h, NotAmong)))
        assumed = tuple(
            dict.fromkeys(h for h in standing if isinstance(h, Distinct | OtherIndex | SameIndex))
        )
    left, right, scope = _both_read(request, scope)
    if request.symbols is None and "unknown-symbol" in {p.kind for p in (*left.problems, *right.problems)}:
        left, right, scope = _both_read(request, _with_other_sets(scope, court))
    in_doubt = False
    if request.symbols is None and _takes_words_for_samples(left, right):
        plain = [
            t for t in court.sets[court.set_id].targets.values() if not scope_of(t.quantity, t.claim).families
        ]
        again = _both_read(request, scope_of_set(court.sets[court.set_id], plain))
        if again[0].formula is not None and again[1].formula is not None:
            left, right, scope = again
        else:
            in_doubt = True
    if left.formula is None or right.formula is None:
        problems = left.problems if left.formula is None else right.problems
        return replace(unread(problems), ms=(perf_counter() - start) * 1e3)
    if request.symbols is None:
        hypotheses += _of_numbers((*left.all, *right.all), court)
    judgement = _compared(left.all, right.all, hypotheses, seed)
    if judgement.verdict == "incorrect":
        judgement = _unless_assumed(judgement, left.all, right.all, hypotheses, assumed, seed)
        if in_doubt:
            doubt = Nothing("an index may be a word or a sample here")
            judgement = replace(judgement, verdict="undecided", evidence=doubt)
        if request.symbols is None and (name := _of_one_question((*left.all, *right.all), court)):
            doubt = Nothing(f"`{name}` is a name of one question alone; what it means here is not told")
            judgement = replace(judgement, verdict="undecided", evidence=doubt)
    if judgement.verdict == "incorrect" and request.symbols is None:
        for loss in (loss for loss in scope.losses if loss != scope.loss):
            others = [
                read_formula(side, replace(scope, loss=loss)).all for side in (request.left, request.right)
            ]
            if others == [left.all, right.all] or not all(others):
                continue
            of_other = _compared(others[0], others[1], hypotheses, seed)
            if of_other.verdict == "incorrect":
                of_other = _unless_assumed(of_other, others[0], others[1], hypotheses, assumed, seed)
            if of_other.verdict != "incorrect":
                other_loss = Nothing("right of another loss of the set; which one is meant is not said")
                judgement = replace(judgement, verdict="undecided", evidence=other_loss)
                break
    judgement = _unless_any_number(judgement, (*left.all, *right.all), scope)
    if (left.cut or right.cut) and judgement.verdict == "incorrect":
        why = Nothing("a side can be read in more ways than are tried")
        judgement = Judgement(verdict="undecided", evidence=why, formula=right.formula)
    truth = Truth(quantity=left.formula, claim=left.formula, hypotheses=hypotheses)
    return _diagnosed(judgement, truth, scope, (perf_counter() - start) * 1e3)


def _both_read(request: Equality, scope: Scope) -> tuple[Reading, Reading, Scope]:
    for statement in request.given:
        scope = read_given(statement, scope).scope
    return read_formula(request.left, scope), read_formula(request.right, scope), scope


def _takes_words_for_samples(left: Reading, right: Reading) -> bool:
    r"""Whether \hat y_i was read as the entry of a sample, \hat y_{w_i}, or of a word of a window: entries are of words."""
    read = [n for r in (left, right) for f in r.all for _, n in nodes(f)]
    return any(isinstance(n, Entry) and isinstance(n.row, Picked) for n in read)


def _with_other_sets(scope: Scope, court: Court) -> Scope:
    """The scope with the names that only the other years' questions have, such as the slope of a leaky ReLU."""
    for other in court.sets.values():
        known = scope_of_set(other, other.targets.values()).values
        scope = replace(scope, values={**known, **scope.values})
    return scope


def _of_numbers(formulas: tuple[Expr, ...], court: Court) -> tuple[Hypothesis, ...]:
    """What the questions know of the numbers that stand in the formulas: 0 < alpha < 1."""
    used = {n for f in formulas for _, n in nodes(f) if isinstance(n, Symbol)}
    found: dict[Hypothesis, None] = {}
    for target in (t for s in court.sets.values() for t in s.targets.values()):
        for hypothesis in target.hypotheses:
            if isinstance(hypothesis, Compare):
                symbols = {n for side in (hypothesis.left, hypothesis.right) for _, n in nodes(side)}
                if {n for n in symbols if isinstance(n, Symbol)} <= used:
                    found.setdefault(hypothesis)
    return tuple(found)


def _unless_assumed(
    judgement: Judgement,
    lefts: tuple[Expr, ...],
    rights: tuple[Expr, ...],
    hypotheses: tuple[Hypothesis, ...],
    assumed: tuple[Hypothesis, ...],
    seed: int,
) -> Judgement:
    """What is wrong in general and right under what a question of the set takes for granted is neither."""
    letters = frozenset().union(*map(free_letters, (*lefts, *rights)))
    for assumption in assumed:
        if isinstance(assumption, SameIndex | OtherIndex) and not letters_in(assumption) & letters:
            continue
        if _compared(lefts, rights, (*hypotheses, assumption), seed).verdict == "correct":
            why = f"right if {_said(assumption)}, and not otherwise"
            return replace(judgement, verdict="undecided", evidence=Nothing(why))
    return judgement


def _said(assumption: Hypothesis) -> str:
    if isinstance(assumption, SameIndex | OtherIndex):
        return condition_text(assumption)
    return "no word is drawn twice"


def _compared(
    lefts: tuple[Expr, ...], rights: tuple[Expr, ...], hypotheses: tuple[Hypothesis, ...], seed: int
) -> Judgement:
    """All pairs of readings; they have to agree, but for those whose shapes do not even fit."""
    found: list[Judgement] = []
    for left in lefts:
        for right in rights:
            evidence = evidence_for(left, right, hypotheses, seed, BUDGET)
            if isinstance(evidence, Proof):
                found.append(Judgement(verdict="correct", evidence=evidence, formula=right))
            elif isinstance(evidence, Counterexample | ShapeClash):
                found.append(Judgement(verdict="incorrect", evidence=evidence, formula=right))
            elif isinstance(evidence, Undefined):
                remark = Remark(code="domain", message=evidence.why, hint=evidence.why)
                nowhere = Nothing(f"not defined everywhere: {evidence.why}")
                found.append(
                    Judgement(verdict="undecided", evidence=nowhere, formula=right, findings=(remark,))
                )
            else:
                found.append(Judgement(verdict="undecided", evidence=evidence, formula=right))
    fitting = [j for j in found if not isinstance(j.evidence, ShapeClash)] or found
    if len({j.verdict for j in fitting}) > 1:
        return Judgement(
            verdict="undecided", evidence=Nothing("two readings differ in value"), formula=rights[0]
        )
    return fitting[0]
