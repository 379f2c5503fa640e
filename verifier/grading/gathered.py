"""A line after a case, about all words: it gathers the cases, and is no second answer to the one before it.

A writer who is done with w = o may write what holds of every word with no more than a blank line between. Where such a
line is right without the case, it answers the question as a whole and the case keeps its own answer. Where only one of
the two is right, nobody can tell whether the line was to correct the case or to gather all cases: a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from verifier.documents import Given
from verifier.expr.nodes import Entry, Symbol
from verifier.expr.walk import nodes
from verifier.grading.assign import Placed
from verifier.grading.final import Derivation, final_of
from verifier.grading.misplaced import doubted, final_place, moved_to
from verifier.grading.model import TargetResult
from verifier.grading.reading import Pages
from verifier.grading.steps import steps_of
from verifier.questions import Either, ProblemSet


def settle_gathered(
    results: Sequence[TargetResult],
    derivations: Mapping[str, Sequence[Derivation]],
    problem_set: ProblemSet,
    givens: tuple[Given, ...],
    pages: Pages,
    seed: int,
) -> list[TargetResult]:
    """The results, with what was said of all cases at the question of all cases."""
    out = {result.target: result for result in results}
    for case, whole in _cases(problem_set):
        result = out.get(case)
        if (
            result is None
            or result.verdict not in ("correct", "incorrect")
            or out[whole].verdict != "missing"
        ):
            continue
        here = derivations.get(case, ())
        at = final_place(result, here)
        before = [d for d in here if d.at is not at]
        if at is None or not any(_same_case(d.at, at) for d in before):
            continue
        own = final_of(problem_set.targets[case], before, pages, seed)
        if own is None:
            continue
        if result.verdict == "incorrect":
            if own.verdict == "correct" and _tells_the_word(at, pages):
                why = f"alone it ends in `{own.final}`, which is right; the line after it may be about all cases"
                out[case] = doubted(result, why)
            continue
        there = _whole(at, problem_set, whole, givens, pages, seed)
        if there is None:
            continue
        out[whole] = replace(there, part=out[whole].part)
        if own.verdict != "correct":
            why = f"it ends in what is right for all cases; alone it ends in `{own.final}`"
            own = doubted(own, why)
        out[case] = replace(own, part=result.part)
    return [out[result.target] for result in results]


def _whole(
    at: Placed, problem_set: ProblemSet, name: str, givens: tuple[Given, ...], pages: Pages, seed: int
) -> TargetResult | None:
    """The line as an answer to the question of all cases, if it is a right one."""
    free = replace(at, chain=replace(at.chain, case=None))
    moved = moved_to(free, problem_set.targets[name], givens, pages)
    if moved is None:
        return None
    told = Derivation(moved, tuple(steps_of(moved, pages, seed)), True)
    there = final_of(moved.target, [told], pages, seed)
    return there if there is not None and there.verdict == "correct" else None


def _tells_the_word(at: Placed, pages: Pages) -> bool:
    """Whether a line has an entry of the one-hot vector, as what holds of every word has."""
    read = pages.member(at.chain.members[-1], at.scope).all
    return any(
        isinstance(node, Entry) and isinstance(node.of, Symbol) and node.of.one_hot is not None
        for formula in read
        for _, node in nodes(formula)
    )


def _cases(problem_set: ProblemSet) -> list[tuple[str, str]]:
    """The questions about one case, each with the one that asks for all cases at once."""
    out: list[tuple[str, str]] = []
    for part in problem_set.parts:
        for question in part.questions:
            if isinstance(question, Either):
                wholes = [way[0].target.name for way in question.ways if len(way) == 1]
                cases = [ask.target.name for way in question.ways if len(way) > 1 for ask in way]
                out += [(case, whole) for whole in wholes for case in cases]
    return [pair for pair in out if all(name in problem_set.targets for name in pair)]


def _same_case(before: Placed, at: Placed) -> bool:
    """Whether an answer under its own left side stands in the same opened case, in a chain of its own."""
    mine, other = at.chain.case, before.chain.case
    return mine is not None and mine == other and before.named and at.chain.left is not None
