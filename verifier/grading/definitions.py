r"""Names that a writer brings in without saying "let": `Z = \sum_w ..` in passing, a score `\theta_i = u_i^\top v_c`.

A line with a lone name that nobody knows on its left, and a formula that can be read on its right, is a definition where
the name comes back in a later formula. A name that comes back nowhere may be the writer's word for the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from verifier.documents import Chain, Given, Section
from verifier.grading.assign import left_names
from verifier.grading.labels import labelled
from verifier.grading.reading import Pages
from verifier.questions import ProblemSet, Target

_LONE = re.compile(
    r"\s*(?:\\(?:boldsymbol|mathbf|bm|vec|hat|tilde|mathrm)\s*)?\{?\s*(\\?[A-Za-z]+)\s*\}?'?"
    r"\s*(?:_\s*(?:\w|\{[\w\s,\\{}]*\}))?\s*$"
)
_TERMS = re.compile(r"\\(?:partial|nabla|frac|sum)(?![A-Za-z])|\\mathrm\{d\}")
_NO_VALUE = re.compile(rf"^{_LONE.pattern}|^\s*[-\d.]*\s*$|[^\\],|dots")
_UNDONE = re.compile(r"\\(?:partial|nabla)(?![A-Za-z])|\\mathrm\{d\}|'")


@dataclass(frozen=True, slots=True)
class Names:
    """The formulas of a document in order, to tell whether a name comes back."""

    formulas: tuple[tuple[int, str], ...]

    def come_back(self, name: str, after: int) -> bool:
        used = re.compile(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])")
        return any(at > after and used.search(latex) for at, latex in self.formulas)


def names_of(chains: Iterable[Chain]) -> Names:
    found = {(m.offset, m.latex) for chain in chains for m in chain.members}
    return Names(tuple(sorted(found)))


def in_passing(
    chains: Sequence[Chain],
    section: Section,
    givens: tuple[Given, ...],
    problem_set: ProblemSet,
    targets: Mapping[str, Target],
    pages: Pages,
    names: Names,
) -> Iterator[Given]:
    """The definitions of one section that no word announces, in order; each counts for those after it."""
    told = {g.formula.origin(0) for g in section.givens if g.formula is not None}
    for chain in chains:
        left = chain.left
        match = _LONE.match(left.latex) if left is not None and left.offset not in told else None
        if (
            left is None
            or match is None
            or _TERMS.search(left.latex)
            or _NO_VALUE.search(chain.members[1].latex)
        ):
            continue
        last = max(m.offset for m in chain.members)
        if not names.come_back(match[1], last):
            continue
        # Under a label all its targets know a name or none does; elsewhere one that some know may be new to others.
        under = [n for n in labelled(problem_set, section, chain) if n in targets] or list(targets)
        if all(_knows(pages, targets[n], givens, left.latex) for n in under):
            continue
        body = next((m for m in reversed(chain.members[1:]) if not _UNDONE.search(m.latex)), chain.members[1])
        text = left.text.joined(body.text, " = ")
        given = Given(
            words=chain.lead, formula=text, kind="definition", origin="answer", place=left.text.place(0)
        )
        if _may_answer(
            pages,
            chain,
            chains,
            [targets[n] for n in labelled(problem_set, section, chain) if n in targets],
            givens,
        ):
            continue
        if any(_knows(pages, targets[n], givens, body.latex) for n in under):
            givens = (*givens, given)
            yield given


def _may_answer(
    pages: Pages, chain: Chain, beside: Sequence[Chain], under: Sequence[Target], givens: tuple[Given, ...]
) -> bool:
    """Whether `g = U(\\hat y - y)` gives the answer a name: it has the shape of one, and no other line says what it is of."""
    for target in under:
        truth, scope = pages.truths(target, givens)[0]
        last = pages.member(chain.members[-1], scope).formula
        if truth.claim.shape.is_scalar or last is None or last.shape != truth.claim.shape:
            continue
        if not any(left_names(pages, other, target, givens) for other in beside if other is not chain):
            return True
    return False


def _knows(pages: Pages, target: Target, givens: tuple[Given, ...], latex: str) -> bool:
    _, scope = pages.truths(target, givens)[0]
    return pages.knows(latex, scope)


def rest_of(chain: Chain) -> Chain | None:
    """What a definition says beyond the name: `\\delta = dJ/d\\theta = p - y` claims the second equality."""
    if len(chain.members) < 3 or not _UNDONE.search(chain.members[1].latex):
        return None
    first, *others = chain.members[1:]
    return replace(chain, members=(replace(first, relation=None, implicit=False), *others), inherited=None)
