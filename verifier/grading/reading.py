"""Formulas of one document, read once for each scope: the reading of every member, left side and condition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from verifier.documents import Case, Chain, Given, Member
from verifier.expr.indices import Condition, OtherIndex, SameIndex
from verifier.expr.nodes import Expr, Named
from verifier.judging.scopes import scope_of_truth, turned
from verifier.judging.truth import Truth, truths_of
from verifier.latex.read import read_formula, read_given
from verifier.latex.read.problems import Reading
from verifier.latex.read.scope import Scope
from verifier.questions import Given as Notation
from verifier.questions import Target

_RELATED = re.compile(
    r"(?<![\\A-Za-z])([a-zA-Z])\s*(=|\\neq|\\ne|\\not\s*=|≠|!=|<>)\s*([a-zA-Z0])(?![A-Za-z(\\^])"
)
_FONTS = re.compile(r"\\(?:mathbf|boldsymbol|bm|mathrm|text|pmb)\s*|[{}$]")


@dataclass(slots=True)
class Pages:
    """What the writer's formulas mean under each truth. `givens` are the writer's own statements, in order."""

    macros: Mapping[str, object]
    losses: tuple[Expr, ...]
    notation: tuple[Notation, ...] = ()
    scopes: dict[tuple[Truth, int], Scope] = field(default_factory=dict)
    readings: dict[tuple[str, int], Reading] = field(default_factory=dict)

    def scope(self, target: Target, truth: Truth, givens: tuple[Given, ...]) -> Scope:
        """The scope of a target, all losses of the set known by their names, and what the writer stated before."""
        key = (truth, len(givens))
        if key not in self.scopes:
            own = scope_of_truth(target, truth, self.notation)
            others = tuple(loss for loss in self.losses if loss not in own.losses)
            scope = replace(own, losses=(*own.losses, *others)).with_macros(self.macros)  # type: ignore[arg-type]
            for given in givens:
                statement = given.formula.text if given.formula is not None else given.words
                scope = read_given(statement, scope).scope
            self.scopes[key] = scope
        return self.scopes[key]

    def read(self, text: str, scope: Scope) -> Reading:
        key = (text, id(scope))
        if key not in self.readings:
            self.readings[key] = read_formula(text, scope)
        return self.readings[key]

    def member(self, member: Member, scope: Scope) -> Reading:
        return self.read(member.latex, scope)

    def truths(self, target: Target, givens: tuple[Given, ...]) -> list[tuple[Truth, Scope]]:
        """What counts as an answer, each with the scope that it is read in, in the writer's layout."""
        out = []
        for truth in truths_of(target):
            scope = self.scope(target, truth, givens)
            out.append((turned(truth, scope), scope))
        return out


def losses_of(targets: Mapping[str, Target]) -> tuple[Expr, ...]:
    found: dict[Expr, None] = {}
    for target in targets.values():
        if isinstance(target.loss, Named):
            found.setdefault(target.loss)
    return tuple(found)


def conditions_of(case: Case | None, chain: Chain, scope: Scope) -> tuple[Condition, ...]:
    """`w = o`, `w \\ne 0` in the words that open a case or stand beside the chain, for letters that are indices."""
    texts = [case.text] if case is not None else []
    texts += [r.formula.text for r in chain.remarks if r.formula is not None]
    texts += [r.formula.text for m in chain.members for r in m.remarks if r.formula is not None]
    out: list[Condition] = []
    for text in texts:
        for left, relation, right in _RELATED.findall(_FONTS.sub("", text)):
            right = "o" if right == "0" else right
            if left in scope.indices and right in scope.indices and left != right:
                kind = SameIndex if relation == "=" else OtherIndex
                out.append(kind(scope.indices[left], scope.indices[right]))
    return tuple(dict.fromkeys(out))
