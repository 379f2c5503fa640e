"""An answer that is wrong where it was placed, and right for a question that has no answer: a person decides.

Labels and cases can mislead. Where the left side does not say whose answer it is, a formula that is proved right for a
question left open was hardly meant for another. It is moved there where a right answer to the first question stands
beside it; else neither is called right, wrong or missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from verifier.documents import Given
from verifier.evidence import Nothing
from verifier.grading.assign import Placed, left_names
from verifier.grading.final import Derivation, final_of
from verifier.grading.model import TargetResult
from verifier.grading.reading import Pages
from verifier.grading.steps import steps_of
from verifier.questions import Target
from verifier.questions.scope import undone


def settle_misplaced(
    results: Sequence[TargetResult],
    derivations: Mapping[str, Sequence[Derivation]],
    targets: Mapping[str, Target],
    givens: tuple[Given, ...],
    pages: Pages,
    seed: int,
) -> list[TargetResult]:
    """The results, with both questions open where an answer may have been placed at the wrong one of them."""
    out = {result.target: result for result in results}
    for result in results:
        if result.verdict != "incorrect":
            continue
        at = final_place(result, derivations.get(result.target, ()))
        missing = [
            targets[r.target]
            for r in out.values()
            if r.verdict == "missing" and r.target in targets and not (at and _is_told(at, result, r))
        ]
        moved = next((m for other in missing if at and (m := moved_to(at, other, givens, pages))), None)
        if at is None or moved is None:
            continue
        others = [d for d in derivations[result.target] if d.at is not at]
        own = final_of(targets[result.target], others, pages, seed)
        certain = own is not None and own.verdict == "correct"
        there = final_of(
            moved.target, [Derivation(moved, tuple(steps_of(moved, pages, seed)), True)], pages, seed
        )
        if there is None:
            continue
        why = f"right for another question, {moved.target.title.lower()}, which has no answer of its own"
        part = out[moved.target.name].part
        out[moved.target.name] = replace(there if certain else doubted(there, why), part=part)
        if certain and own is not None:
            out[result.target] = replace(own, part=result.part)
        else:
            lines = {(step.line, step.latex) for step in there.steps}
            kept = tuple(step for step in result.steps if (step.line, step.latex) not in lines)
            out[result.target] = doubted(replace(result, steps=kept), why)
    return [out[result.target] for result in results]


def _is_told(at: Placed, result: TargetResult, other: TargetResult) -> bool:
    """Whether label and left side both say that an answer is not to another part's question."""
    return at.by_label and at.named and result.part != other.part


def doubted(result: TargetResult, why: str) -> TargetResult:
    return replace(result, verdict="undecided", evidence=Nothing(why).as_json(), findings=())


def final_place(result: TargetResult, derivations: Sequence[Derivation]) -> Placed | None:
    """The place of the derivation that ends in the answer that was judged."""
    return next((d.at for d in reversed(derivations) if d.at.chain.members[-1].latex == result.final), None)


def moved_to(at: Placed, target: Target, givens: tuple[Given, ...], pages: Pages) -> Placed | None:
    """The chain at another question, if its last line is a proved answer there and its left side allows it."""
    said = at.chain.left or at.chain.inherited
    named = left_names(pages, at.chain, target, givens) if said is not None else None
    if said is not None and named is None:
        return None
    for truth, scope in [named] if named is not None else pages.truths(target, givens):
        for formula in pages.member(at.chain.members[-1], scope).all:
            if undone(formula, truth.allowed) is None and pages.proved(
                truth.claim, formula, truth.hypotheses
            ):
                return replace(at, target=target, truth=truth, scope=scope, conditions=(), assumed=())
    return None
