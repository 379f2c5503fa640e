"""Which target a derivation is about: by its label, by its left side, by its case, and by what its last line is.

Labels can be missing, doubled, wrong, or of another year; left sides can name the wrong quantity. So all of them speak,
and the last line is asked where they disagree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from verifier.documents import Chain, Given, Section
from verifier.expr.indices import Compare, Condition, Distinct, Hypothesis, OtherIndex, SameIndex
from verifier.expr.nodes import Cases, Column, Derivative, Expr, Named, Number, Opaque, Symbol
from verifier.grading.conditions import conditions_of, on_side
from verifier.grading.labels import labelled
from verifier.grading.reading import Pages
from verifier.judging.truth import (
    Truth,
    contradicts,
    implied,
    letter_is_the_writers,
    relettered,
    same_variable,
)
from verifier.latex.read.scope import Scope
from verifier.questions import Either, ProblemSet, Target


@dataclass(frozen=True, slots=True)
class Placed:
    """A chain, the target it is about, the truth and scope it was read with, and the case it stands in."""

    chain: Chain
    section: Section
    target: Target
    truth: Truth
    scope: Scope
    conditions: tuple[Hypothesis, ...]
    assumed: tuple[Hypothesis, ...]  # what the question says beside: that no sample comes twice
    named: bool  # whether the left side names the target's quantity
    by_label: bool


_VARIABLE = re.compile(r"(?<![A-Za-z\\])[uvUV]_(?:\{(?:[^{}]|\{[^{}]*\})*\}|\w)")
_LOSS = re.compile(r"(?<![A-Za-z])[JL](?![A-Za-z])|\\ell(?![A-Za-z])")
_MATH = re.compile(r"\$[^$]*\$")
Placement = tuple[Truth, Scope]
Judge = Callable[[Chain, Truth, Scope], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One chain and all that speaks for where it belongs. `beside` are the chains of its section; `answered` are the targets that have an answer already;
    `is_right` tells whether a chain ends in a proved answer; `loss` is the one that was last spoken of."""

    chain: Chain
    beside: tuple[Chain, ...]
    section: Section
    pages: Pages
    problem_set: ProblemSet
    targets: Mapping[str, Target]
    givens: tuple[Given, ...]
    answered: Collection[str]
    is_right: Judge
    loss: Expr | None = None


# --- left sides -------------------------------------------------------------------------------------------------


def left_names(pages: Pages, chain: Chain, target: Target, givens: tuple[Given, ...]) -> Placement | None:
    """The truth of a target that the chain's left side names, if it does; of several the one that the last line fits."""
    left = chain.left or chain.inherited
    if left is None:
        return None
    named = [
        (truth, scope)
        for truth, scope in pages.truths(target, givens)
        if any(
            names_quantity(pages, f, truth, conditions_of(chain, scope, f))
            for f in pages.member(left, scope).all
        )
    ]
    return _fittest(pages, chain, named) if named else None


def _fittest(pages: Pages, chain: Chain, placements: list[Placement]) -> Placement:
    """Of several forms of an answer the one whose shape the last line has: a number, or a matrix of derivatives."""
    if len(placements) == 1:
        return placements[0]
    last = chain.members[-1]
    for truth, scope in placements:
        if any(pages.proved(truth.claim, f, truth.hypotheses) for f in pages.member(last, scope).all):
            return truth, scope
    for truth, scope in placements:
        if any(f.shape == truth.claim.shape for f in pages.member(last, scope).all):
            return truth, scope
    return placements[0]


def loss_named(pages: Pages, chain: Chain, targets: Iterable[Target]) -> Expr | None:
    """The loss that the left side is by its own name, the same for every question: J_{neg-sample}, not a bare J."""
    if chain.left is None:
        return None
    read = (pages.member(chain.left, pages.truths(target, ())[0][1]).formula for target in targets)
    found = {formula for formula in read if isinstance(formula, Named) and formula in pages.losses}
    return found.pop() if len(found) == 1 else None


def names_quantity(
    pages: Pages, formula: Expr, truth: Truth, conditions: tuple[Hypothesis, ...] = ()
) -> bool:
    """Whether a left side is the quantity that is asked for: the derivative of that loss by that variable, or its value."""
    if not isinstance(formula, Derivative):
        if formula == truth.quantity:
            return True
        value = not isinstance(formula, Number | Named | Opaque)
        return value and pages.proved(truth.claim, formula, (*truth.hypotheses, *conditions))
    if truth.variable is None or not _same_loss(pages, formula.of, truth):
        return False
    truth = relettered(truth, formula)
    assert truth.variable is not None
    return same_variable(formula.by, truth.variable, (*truth.hypotheses, *conditions))


def _same_loss(pages: Pages, found: Expr, truth: Truth) -> bool:
    """Whether what is differentiated is the loss: by its name, or written out."""
    loss = truth.loss
    if loss is None or found == loss:
        return loss is not None
    if isinstance(found, Named | Opaque) and isinstance(loss, Named | Opaque) and found.name == loss.name:
        return found.shape == loss.shape
    if isinstance(found, Opaque) or isinstance(loss, Opaque):
        return False
    return pages.proved(loss, found, truth.hypotheses)


# --- the place --------------------------------------------------------------------------------------------------


def place(question: Question) -> Placed | None:
    """The target of a chain, or None where nothing speaks for any."""
    pages, chain, targets, givens = question.pages, question.chain, question.targets, question.givens
    under = [n for n in labelled(question.problem_set, question.section, chain) if n in targets]
    named = {name: at for name, target in targets.items() if (at := left_names(pages, chain, target, givens))}
    if chain.left is not None and _LOSS.search(chain.left.latex):
        # J is a loss: what a question calls otherwise is not meant by it under another label.
        named = {n: at for n, at in named.items() if n in under or not _is_a_function(targets[n])}
    both = _fitting(question, [n for n in under if n in named], named)
    if not both and chain.case is not None and any(name in named for name in under):
        # The left side under its own label says more than a case that was left open before it.
        question = replace(question, chain=replace(chain, case=None))
        chain, both = question.chain, _fitting(question, [n for n in under if n in named], named)
    alone = _readable(question, _fitting(question, under, {}))
    if both:
        first = _preferred(question, both, named)
        if _right(question, first) and not _right(question, first, at=named[first.name]):
            # The whole is right, under a left side that names one column of it.
            return _made(question, first, None, by_label=True)
        if first.name not in question.answered or _right(question, first):
            return _made(question, first, named.get(first.name), by_label=True)
        # Asked and answered before: the left side may be a slip, where the answer is one that is still missing.
        missing = [t for t in alone if t.name not in question.answered and _right(question, t)]
        if missing:
            return _made(question, missing[0], None, by_label=True)
        if (later := _elsewhere(question, under, named, first)) is not None:
            return _made(question, later, named[later.name], by_label=False)
        return _made(question, first, named.get(first.name), by_label=True)
    right = [t for t in alone if _right(question, t)]
    if alone and (right or not named):
        free = [t for t in alone if t.name not in question.answered]
        told = _by_variable(question, alone)
        return _made(question, (right or told or free or alone)[0], None, by_label=True)
    others = _fitting(question, [n for n in named if n not in under], named)
    # A quantity by something that a set defines (z) is known by its label, or by its value.
    others = [t for t in others if not isinstance(named[t.name][0].variable, Named) or _right(question, t)]
    if others:
        right = [t for t in others if _right(question, t)]
        fresh = [t for t in right or others if t.name not in question.answered] or right or others
        # A bare J is the loss that was spoken of before.
        chosen = ([t for t in fresh if t.loss == question.loss] or fresh)[0]
        return _made(question, chosen, named[chosen.name], by_label=False)
    if not under and chain.substantial:
        for target in targets.values():
            if _right(question, target) and not _writes_loss(question, target):
                return _made(question, target, None, by_label=False)
    return None


def _elsewhere(
    question: Question, under: list[str], named: Mapping[str, Placement], first: Target
) -> Target | None:
    """The question without an answer that a line is about, where its left side names it and its label is that of one
    answered before: the labels of later parts were left out. It is right there, or names what is asked there and at the
    first question only a part of it."""
    free = [n for n in named if n not in under and n not in question.answered]
    # Whatever vanishes is right where a zero was asked for.
    free = [n for n in free if not isinstance(named[n][0].claim, Number)]
    fitting = _fitting(question, free, named)
    right = [t for t in fitting if _right(question, t, at=named[t.name])]

    def is_own(target: Target) -> bool:
        return named[target.name] == question.pages.truths(target, question.givens)[0]

    own = [] if is_own(first) else [t for t in fitting if is_own(t)]
    return next(iter(right or own), None)


def _by_variable(question: Question, targets: list[Target]) -> list[Target]:
    """Those of "with respect to $u_k$", where a chain under such words has no left side of its own, and those by the
    variable of a left side that is the derivative of a term."""
    chain, pages = question.chain, question.pages
    kept = []
    for target in targets:
        truth, scope = pages.truths(target, question.givens)[0]
        said = [chain.left.latex] if chain.left is not None else _told_variables(chain)
        read = [f for text in said for f in pages.read(text, scope).all]
        if any(isinstance(f, Derivative) and names_quantity(pages, f, truth) for f in read):
            kept.append(target)
            continue
        by = [f.by if chain.left is not None and isinstance(f, Derivative) else f for f in read]
        by = [f for f in by if isinstance(f, Column | Symbol)]
        if truth.loss is not None and any(
            names_quantity(pages, Derivative(truth.loss, f), truth) for f in by
        ):
            kept.append(target)
    return kept


def _told_variables(chain: Chain) -> list[str]:
    if chain.case is None or chain.case.kind != "variable":
        return []
    return [math.latex for math in chain.case.math] + _VARIABLE.findall(_MATH.sub(" ", chain.case.text))


def _is_a_function(target: Target) -> bool:
    """Whether the question is about a function that it names otherwise than a loss: sigma(x), f(x)."""
    if target.loss is None or isinstance(target.loss, Opaque):
        return False
    return not (isinstance(target.loss, Named) and _LOSS.search(target.loss.latex))


def _writes_loss(question: Question, target: Target) -> bool:
    """Whether a chain only writes a loss out that its left side names: no answer, whatever it ends in."""
    left, pages = question.chain.left, question.pages
    if left is None:
        return False
    said = pages.member(left, pages.truths(target, question.givens)[0][1]).formula
    return said is not None and said in pages.losses and said != target.quantity


def by_cases(question: Question, at: Placed) -> list[Placed]:
    """What an answer in one formula, told case by case, says to the questions of its cases, where these are asked one by
    one as well: the left side and the last line, once for each."""
    pages, chain = question.pages, question.chain
    last = pages.member(chain.members[-1], at.scope).formula
    if chain.left is None or not isinstance(last, Cases) or any(isinstance(c, Compare) for c in _told(last)):
        return []
    short = replace(chain, members=(chain.left, chain.members[-1]), case=None, remarks=())
    question = replace(question, chain=short)
    out = []
    for name in _other_ways(question.problem_set, at.target.name):
        target = question.targets.get(name)
        found = left_names(pages, short, target, question.givens) if target is not None else None
        if target is not None and found is not None and name not in question.answered:
            out.append(_made(question, target, found, by_label=at.by_label))
    return out


def _of_all_cases(question: Question, targets: list[Target], named: Mapping[str, Placement]) -> Target | None:
    """The question that an answer told case by case is about: the one that is not about one of the cases."""
    for target in targets:
        truth, scope = named[target.name]
        last = question.pages.member(question.chain.members[-1], scope).formula
        if isinstance(last, Cases) and _told(last) and not _index_facts(truth.hypotheses):
            return target
    return None


def _told(cases: Cases) -> list[Condition]:
    return [condition for _, conditions in cases.branches for condition in conditions]


def _other_ways(problem_set: ProblemSet, name: str) -> list[str]:
    """The questions that together ask for what a target asks for."""
    ways = [
        [tuple(ask.target.name for ask in way) for way in question.ways]
        for part in problem_set.parts
        for question in part.questions
        if isinstance(question, Either)
    ]
    return [other for either in ways if (name,) in either for way in either if len(way) > 1 for other in way]


def _readable(question: Question, targets: list[Target]) -> list[Target]:
    """Those whose names the last line uses; all, where none is."""
    last = question.chain.members[-1]
    kept = [
        target
        for target in targets
        if any(
            question.pages.member(last, scope).formula is not None
            for _, scope in question.pages.truths(target, question.givens)
        )
    ]
    return kept or targets


def _right(
    question: Question, target: Target, chain: Chain | None = None, at: Placement | None = None
) -> bool:
    """Whether a chain ends in a proved answer to a target, in the writer's letter."""
    chain, pages = chain or question.chain, question.pages
    for truth, scope in [at] if at is not None else pages.truths(target, question.givens):
        lettered, scope, conditions = _lettered(pages, chain, truth, scope)
        if question.is_right(chain, lettered.under(*conditions), scope):
            return True
    return False


def _preferred(question: Question, fitting: list[Target], named: Mapping[str, Placement]) -> Target:
    """Of targets that the left side names: the one whose case is stated, else the one whose answer this is."""
    chain, pages = question.chain, question.pages
    readable = [t for t in fitting if pages.member(chain.members[-1], named[t.name][1]).formula is not None]
    # A left side that names a target's own quantity is not about one that may be answered in that form too.
    own = [t for t in readable if named[t.name] == pages.truths(t, question.givens)[0]]
    candidates = own or readable or fitting
    if (whole := _of_all_cases(question, candidates, named)) is not None:
        return whole
    if any(_index_facts(conditions_of(chain, named[t.name][1])) for t in candidates):
        return candidates[0]
    if any(on_side(conditions_of(chain, named[t.name][1])) for t in candidates):
        # One branch of a function is that of another too: what stands beside it tells.
        return max(candidates, key=lambda t: sum(_right(question, t, other) for other in question.beside))
    right = [t for t in candidates if _right(question, t)]
    return (right or candidates)[0]


def _fitting(question: Question, names: list[str], named: Mapping[str, Placement]) -> list[Target]:
    """The targets whose hypotheses the chain's case does not contradict, those that it states first."""
    kept: list[tuple[int, int, Target]] = []
    for number, name in enumerate(names):
        target = question.targets[name]
        truth, scope = named.get(name) or question.pages.truths(target, question.givens)[0]
        conditions = conditions_of(question.chain, scope)
        if contradicts(conditions, truth.hypotheses):
            continue
        stated = sum(implied(c, truth.hypotheses) for c in conditions)
        unstated = sum(not implied(h, conditions) for h in _index_facts(truth.hypotheses))
        kept.append((unstated - 2 * stated, number, target))
    return [target for *_, target in sorted(kept, key=lambda row: row[:2])]


def _index_facts(hypotheses: tuple[Hypothesis, ...]) -> list[Hypothesis]:
    return [h for h in hypotheses if isinstance(h, SameIndex | OtherIndex)]


def _made(question: Question, target: Target, found: Placement | None, *, by_label: bool) -> Placed:
    """The chain at its target, in the writer's own letter for what the question calls w or k."""
    chain, pages = question.chain, question.pages
    truth, scope = found or _fittest(pages, chain, pages.truths(target, question.givens))
    lettered, scope, conditions = _lettered(pages, chain, truth, scope)
    return Placed(
        chain,
        question.section,
        target,
        lettered,
        scope,
        conditions,
        assumed=_assumed(question, target),
        named=found is not None,
        by_label=by_label,
    )


def _assumed(question: Question, target: Target) -> tuple[Hypothesis, ...]:
    """That samples are distinct, where other targets of the same label say so."""
    asks = question.problem_set.asks
    label = next((question.problem_set.label(a.target.name) for a in asks if a.target == target), None)
    beside = [
        a.target
        for a in asks
        if isinstance(a.target, Target) and label and question.problem_set.label(a.target.name) == label
    ]
    found = dict.fromkeys(h for t in beside for h in t.hypotheses if isinstance(h, Distinct))
    return tuple(h for h in found if h not in target.hypotheses)


def _lettered(
    pages: Pages, chain: Chain, truth: Truth, scope: Scope
) -> tuple[Truth, Scope, tuple[Condition, ...]]:
    """The truth in the writer's letter, the scope of what follows the left side, and the case it stands in."""
    left = chain.left or chain.inherited
    said = pages.member(left, scope).formula if left is not None else None
    lettered = relettered(truth, said) if said is not None else truth
    last = pages.member(chain.members[-1], scope).formula
    if lettered is truth and last is not None and letter_is_the_writers(truth):
        lettered = relettered(truth, last)
    scope = pages.inside(scope, said)
    conditions = tuple(c for c in conditions_of(chain, scope, said) if not implied(c, lettered.hypotheses))
    return _on_branch(lettered, conditions), scope, conditions


def _on_branch(truth: Truth, conditions: tuple[Condition, ...]) -> Truth:
    """The truth on one side of a switch, where the case names the condition of a branch."""
    if isinstance(truth.claim, Cases):
        for value, needed in truth.claim.branches:
            if needed and all(condition in conditions for condition in needed):
                return replace(truth, claim=value)
    return truth
