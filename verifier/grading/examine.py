"""From a document to what was found in it: every target's final answer judged, every line checked.

    examined = examine(read_document(path), sets, None, seed)

Relies on `documents` for where formulas stand and on `judging` for verdicts. Marks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from verifier.documents import Chain, Document, Given, Section, chains, outline
from verifier.expr.nodes import Expr, Number
from verifier.grading.assign import Judge, Placed, Question, by_cases, loss_named, place
from verifier.grading.conditions import on_side, with_opposites
from verifier.grading.definitions import in_passing, names_of, rest_of
from verifier.grading.final import Derivation, answers, final_of, names_answer
from verifier.grading.gathered import settle_gathered
from verifier.grading.misplaced import settle_misplaced
from verifier.grading.model import Examined, TargetResult, Unread
from verifier.grading.prose import answered_in_words
from verifier.grading.reading import Pages, losses_of
from verifier.grading.setting import choose_set
from verifier.grading.steps import steps_of
from verifier.judging.truth import Truth
from verifier.latex.read.scope import Scope
from verifier.questions import ProblemSet, Target
from verifier.questions.scope import undone

Part = tuple[Section, tuple[Chain, ...]]


_NAME = re.compile(
    r"\\?[A-Za-z]+(?:\s*\{?\s*[A-Za-z]+\s*\}?)?(?:\s*_\s*(?:\w|\{[\w\s,{}\\]*\}))?\s*(?:\([^()]*\))?\s*$"
)


@dataclass(slots=True)
class _Found:
    """What was placed so far."""

    derivations: dict[str, list[Derivation]] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    loss: Expr | None = None
    unread: list[Unread] = field(default_factory=list)


def examine(document: Document, sets: Mapping[str, ProblemSet], wanted: str | None, seed: int) -> Examined:
    """`wanted` names the set; None: the one whose lettering fits best."""
    parts: list[Part] = [(s, with_opposites(chains(s))) for s in outline(document) if s.kind != "coding"]
    targets = all_targets(sets, wanted)
    macros = {m.name: (m.nargs, m.body, m.default) for m in document.macros}
    notation = sets[wanted or next(iter(sets))].notation
    pages = Pages(macros, losses_of(targets), notation)
    if wanted is None:
        problem_set, why = choose_set(document, parts, sets, targets, pages)
        targets = all_targets(sets, problem_set.id)
    else:
        problem_set, why = sets[wanted], "as asked"
    found = _Found()
    givens: tuple[Given, ...] = ()
    names = names_of(chain for _, section_chains in parts for chain in section_chains)
    for section, section_chains in parts:
        own = tuple(g for g in section.givens if g.origin != "question")
        more = in_passing(section_chains, section, (*givens, *own), problem_set, targets, pages, names)
        givens = (*givens, *sorted((*own, *more), key=lambda g: (g.place.line, g.place.column)))
        for chain in section_chains:
            _take(chain, section_chains, section, givens, problem_set, targets, pages, found, seed)
    results = [
        _result(problem_set, name, targets, found, parts, pages, seed) for name in _names(problem_set, found)
    ]
    results = settle_misplaced(results, found.derivations, problem_set.targets, givens, pages, seed)
    results = settle_gathered(results, found.derivations, problem_set, givens, pages, seed)
    return Examined(
        set=problem_set.id,
        why_set=why,
        targets=tuple(results),
        unread=tuple(found.unread),
        repairs=tuple(repair.message for repair in document.repairs),
        problems=tuple(f"line {p.line}: {p.message}" for p in document.problems),
    )


def all_targets(sets: Mapping[str, ProblemSet], first: str | None) -> dict[str, Target]:
    """Every target of formulas by name: of the set that is meant first, then what only other years ask for."""
    order = [s for s in sets if s == first] + [s for s in sets if s != first]
    out: dict[str, Target] = {}
    for set_id in order:
        for name, target in sets[set_id].targets.items():
            out.setdefault(name, target)
    return out


def _names(problem_set: ProblemSet, found: _Found) -> list[str]:
    """The targets of the set, then those that only other years ask for and that were answered all the same."""
    own = [ask.target.name for ask in problem_set.asks]
    return own + [name for name in found.derivations if name not in own]


def _take(
    chain: Chain,
    beside: tuple[Chain, ...],
    section: Section,
    givens: tuple[Given, ...],
    problem_set: ProblemSet,
    targets: Mapping[str, Target],
    pages: Pages,
    found: _Found,
    seed: int,
) -> None:
    """Places one chain and checks its lines."""

    def is_right(chain: Chain, truth: Truth, scope: Scope) -> bool:
        reading = pages.member(chain.members[-1], scope)
        return any(
            undone(f, truth.allowed) is None and pages.proved(truth.claim, f, truth.hypotheses)
            for f in reading.all
        )

    if _declares(chain, givens):
        rest = rest_of(chain)
        if rest is None:
            return
        chain = rest
    question = Question(
        chain=chain,
        section=section,
        pages=pages,
        problem_set=problem_set,
        targets=targets,
        givens=givens,
        answered=found.answered,
        is_right=is_right,
        beside=beside,
        loss=found.loss,
    )
    at = place(question)
    found.loss = (at.target.loss if at is not None else None) or found.loss
    if at is None:
        found.loss = loss_named(pages, chain, targets.values()) or found.loss
        if chain.substantial:
            why = "it names none of the quantities that are asked for"
            found.unread.append(Unread(chain.line, " = ".join(m.latex for m in chain.members), why))
        return
    if _is_condition(at, pages, found):
        return
    steps = steps_of(at, pages, seed)
    for step in steps:
        if step.verdict == "unreadable":
            found.unread.append(Unread(step.line, step.latex, str(step.evidence.get("why", "not read"))))
    complete = (
        chain.substantial
        or at.named
        or names_answer(at, pages)
        or (at.by_label and len(chain.members) == 1 and _alone_right(at, is_right))
    )
    if steps or complete:
        found.derivations.setdefault(at.target.name, []).append(Derivation(at, tuple(steps), complete))
    if complete and answers(at, pages):
        found.answered.add(at.target.name)
        for case in by_cases(question, at):
            said = Derivation(case, tuple(steps_of(case, pages, seed)), complete)
            found.derivations.setdefault(case.target.name, []).append(said)


def _is_condition(at: Placed, pages: Pages, found: _Found) -> bool:
    """`dJ/dv_c = 0` where the gradient is something else: when it vanishes was asked, or is being said."""
    if on_side(at.conditions):
        return False
    last = pages.member(at.chain.members[-1], at.scope).formula
    zero = (
        isinstance(last, Number)
        and last.value == 0
        and not pages.proved(at.truth.claim, last, at.truth.hypotheses)
    )
    return zero and at.named and (at.chain.inline or at.target.name in found.answered)


def _alone_right(at: Placed, is_right: Judge) -> bool:
    """A bare `0` under its own label: an answer, though a short one."""
    return is_right(at.chain, at.truth.under(*at.conditions), at.scope)


def _declares(chain: Chain, givens: tuple[Given, ...]) -> bool:
    """Whether a chain is a definition that was taken in already: "let $a = u_o^\\top v_c$"."""
    return any(
        given.formula is not None
        and given.kind == "definition"
        and given.formula.origin(0) == chain.members[0].offset
        for given in givens
    ) and bool(_NAME.match(chain.members[0].latex))


def _result(
    problem_set: ProblemSet,
    name: str,
    targets: Mapping[str, Target],
    found: _Found,
    parts: list[Part],
    pages: Pages,
    seed: int,
) -> TargetResult:
    label = problem_set.label(name) if name in {a.target.name for a in problem_set.asks} else ""
    if name not in targets:
        return answered_in_words(problem_set, name, parts)
    derivations = found.derivations.get(name, [])
    result = final_of(targets[name], derivations, pages, seed)
    if result is None:
        steps = tuple(step for derivation in derivations for step in derivation.steps)
        words = answered_in_words(problem_set, name, parts)
        if words.verdict == "person" and _answered_by_formulas(problem_set, name, found):
            words = replace(words, verdict="missing", line=None, prose=None)
        return replace(words, part=label, steps=steps)
    return replace(result, part=label)


def _answered_by_formulas(problem_set: ProblemSet, name: str, found: _Found) -> bool:
    """Whether formulas under the same label answer its other questions: then its words are not an answer to this one."""
    mine = problem_set.label(name) if name in problem_set.targets else ""
    return any(
        problem_set.label(other) == mine
        for other in found.answered
        if other in problem_set.targets and other != name
    )


__all__ = ["all_targets", "examine"]
