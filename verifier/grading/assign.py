"""Which target a derivation is about: by its label, by its left side, by its case, and by what its last line is.

Labels can be missing, doubled, wrong, or of another year; left sides can name the wrong quantity. So all of them speak,
and the last line is asked where they disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from verifier.documents import Chain, Given, Section
from verifier.expr.indices import Condition, Hypothesis
from verifier.expr.nodes import Derivative, Expr, Named, Opaque
from verifier.grading.reading import Pages, conditions_of
from verifier.judging.truth import Truth, contradicts, implied, same_variable
from verifier.latex.read.scope import Scope
from verifier.questions import ProblemSet, Target


@dataclass(frozen=True, slots=True)
class Placed:
    """A chain, the target it is about, the truth and scope it was read with, and the case it stands in."""

    chain: Chain
    section: Section
    target: Target
    truth: Truth
    scope: Scope
    conditions: tuple[Hypothesis, ...]
    named: bool  # whether the left side names the target's quantity
    by_label: bool


def label_of(section: Section) -> str:
    return ".".join(section.path)


def labelled(problem_set: ProblemSet, section: Section, chain: Chain | None = None) -> list[str]:
    """The targets, prose too, that stand under the label of a section (or of a row inside it)."""
    path = list(section.path)
    if chain is not None and chain.label and chain.label not in path:
        path.append(chain.label)
    while path:
        wanted = ".".join(path)
        found = [
            ask.target.name
            for ask in problem_set.asks
            if (own := problem_set.label(ask.target.name)) == wanted or own.startswith(wanted + ".")
        ]
        if found:
            return found
        path.pop()
    return []


def left_names(pages: Pages, chain: Chain, target: Target, givens: tuple[Given, ...]) -> Placement | None:
    """Whether the chain's left side names the quantity of a target."""
    left = chain.left or chain.inherited
    if left is None:
        return None
    for truth, scope in pages.truths(target, givens):
        reading = pages.member(left, scope)
        for formula in reading.all:
            if names_quantity(formula, truth, conditions_of(chain.case, chain, scope)):
                return truth, scope
    return None


Placement = tuple[Truth, Scope]


def names_quantity(formula: Expr, truth: Truth, conditions: tuple[Condition, ...] = ()) -> bool:
    """Whether a left side is the quantity that is asked for: the derivative of that loss by that variable."""
    if not isinstance(formula, Derivative):
        return formula == truth.quantity
    if truth.variable is None or not _same_loss(formula.of, truth.loss):
        return False
    return same_variable(formula.by, truth.variable, (*truth.hypotheses, *conditions))


def _same_loss(found: Expr, loss: Expr | None) -> bool:
    if isinstance(found, Named | Opaque) and isinstance(loss, Named | Opaque):
        return found.name == loss.name
    return (
        found == loss
        or not isinstance(found, Named | Opaque)
        and found.shape == (loss.shape if loss else None)
    )


def place(
    pages: Pages,
    problem_set: ProblemSet,
    targets: Mapping[str, Target],
    section: Section,
    chain: Chain,
    givens: tuple[Given, ...],
    finals: Mapping[str, object],
    is_right: object,
) -> Placed | None:
    """The target of a chain, or None where nothing speaks for any. `is_right(chain, target, truth, scope)` tells whether
    the last line is a proved answer to a target; `finals` are the targets that have an answer already."""
    under = [name for name in labelled(problem_set, section, chain) if name in targets]
    named = {
        name: found for name, target in targets.items() if (found := left_names(pages, chain, target, givens))
    }
    both = _fitting(pages, chain, [targets[n] for n in under if n in named], named, givens)
    if both:
        return _made(
            chain, section, pages, both[0], named.get(both[0].name), givens, named=True, by_label=True
        )
    alone = _fitting(pages, chain, [targets[n] for n in under], {}, givens)
    others = _fitting(pages, chain, [targets[n] for n in named if n not in under], named, givens)
    if alone and (not named or _any_right(is_right, pages, chain, alone, givens)):
        right = [t for t in alone if _any_right(is_right, pages, chain, [t], givens)]
        free = [t for t in alone if t.name not in finals]
        chosen = (right or free or alone)[0]
        return _made(chain, section, pages, chosen, None, givens, named=False, by_label=True)
    if others:
        right = [t for t in others if _any_right(is_right, pages, chain, [t], givens)]
        fresh = [t for t in others if t.name not in finals]
        chosen = (right or fresh or others)[0]
        return _made(chain, section, pages, chosen, named[chosen.name], givens, named=True, by_label=False)
    if not under and chain.substantial:
        right = [t for t in targets.values() if _any_right(is_right, pages, chain, [t], givens)]
        if right:
            return _made(chain, section, pages, right[0], None, givens, named=False, by_label=False)
    return None


def _any_right(
    is_right: object, pages: Pages, chain: Chain, targets: Iterable[Target], givens: tuple[Given, ...]
) -> bool:
    return any(
        is_right(chain, target, truth, scope)  # type: ignore[operator]
        for target in targets
        for truth, scope in pages.truths(target, givens)
    )


def _fitting(
    pages: Pages,
    chain: Chain,
    targets: list[Target],
    named: Mapping[str, Placement],
    givens: tuple[Given, ...],
) -> list[Target]:
    """The targets whose hypotheses the chain's case does not contradict, those that it states first."""
    kept: list[tuple[int, int, Target]] = []
    for number, target in enumerate(targets):
        truth, scope = named.get(target.name) or pages.truths(target, givens)[0]
        conditions = conditions_of(chain.case, chain, scope)
        if contradicts(conditions, truth.hypotheses):
            continue
        stated = sum(implied(c, truth.hypotheses) for c in conditions)
        unstated = sum(not any(implied(h, conditions) for _ in (0,)) for h in _index_facts(truth.hypotheses))
        kept.append((unstated - 2 * stated, number, target))
    return [target for *_, target in sorted(kept, key=lambda row: row[:2])]


def _index_facts(hypotheses: tuple[Hypothesis, ...]) -> list[Hypothesis]:
    from verifier.expr.indices import OtherIndex, SameIndex

    return [h for h in hypotheses if isinstance(h, SameIndex | OtherIndex)]


def _made(
    chain: Chain,
    section: Section,
    pages: Pages,
    target: Target,
    found: Placement | None,
    givens: tuple[Given, ...],
    *,
    named: bool,
    by_label: bool,
) -> Placed:
    truth, scope = found or pages.truths(target, givens)[0]
    conditions = tuple(c for c in conditions_of(chain.case, chain, scope) if not implied(c, truth.hypotheses))
    return Placed(chain, section, target, truth, scope, conditions, named, by_label)
