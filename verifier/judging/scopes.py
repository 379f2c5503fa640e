"""What the names in an answer mean: the scope of a target, of a whole set, and what the writer's layout turns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Final

from verifier.expr.indices import OtherIndex, SameIndex
from verifier.expr.nodes import Column, Expr, Named, Symbol, Transpose
from verifier.expr.walk import free_letters, letters_of
from verifier.judging.truth import Truth
from verifier.latex.read.names import canonical_latex
from verifier.latex.read.scope import Scope, scope_of
from verifier.questions import Given, ProblemSet, Target

_IN_ROWS: Final = re.compile(
    r"(?:gradients?|derivatives?|jacobians?)\b.*\brows?\b|\brow[\s-]+gradients?|\bnumerator[\s-]+layout|梯度.*行",
    re.IGNORECASE | re.DOTALL,
)
_NOT_SO: Final = re.compile(r"\b(?:not|no|never|columns?|denominator)\b|n't\b|列", re.IGNORECASE)


@lru_cache(maxsize=256)
def scope_of_truth(target: Target, truth: Truth, notation: tuple[Given, ...] = ()) -> Scope:
    """The names of a target as one of its answers sees them: x is a number for the scalar form, a vector for the other.

    `notation` is what the set gives throughout; a name of the target's own comes first.
    """
    given = [g.what for g in target.given]
    if truth.quantity != target.quantity:
        given = []
    named = [
        side for h in truth.hypotheses if isinstance(h, SameIndex | OtherIndex) for side in (h.left, h.right)
    ]
    free = free_letters(truth.quantity).union(free_letters(truth.claim), *map(letters_of, named))
    own = (truth.quantity, truth.claim, *truth.hypotheses, *named, *truth.allowed, *given)
    loss = truth.loss if isinstance(truth.loss, Named) else None
    scope = scope_of(*own, *(g.what for g in notation), loss=loss, variable=truth.variable, free=free)
    asked = scope_of(*own, loss=loss, variable=truth.variable, free=free)
    known = {*scope.values, *scope.columns} - {*asked.values, *asked.columns}
    # A size that the question does not speak of is none of its own: the d of x_1, .., x_d is the length of its x.
    sizes = {name: size for name, size in scope.sizes.items() if name in asked.sizes}
    return replace(scope, borrowed=frozenset(known), sizes=sizes, guessed=scope.guessed & sizes.keys())


def scope_of_set(problem_set: ProblemSet, targets: Iterable[Target]) -> Scope:
    """The names of all targets of a set together, for an equality that names no target."""
    things: list[object] = [given.what for given in problem_set.notation]
    losses: list[Expr] = []
    for target in targets:
        things += [target.quantity, target.claim, *target.hypotheses, *(given.what for given in target.given)]
        if isinstance(target.loss, Named):
            losses.append(target.loss)
    return scope_of(*things, loss=losses[0] if losses else None)  # type: ignore[arg-type]


def turned(truth: Truth, scope: Scope) -> Truth:
    """The truth in the layout that the writer declared."""
    variable = truth.variable
    if variable is None or truth.claim.shape.is_scalar:
        return truth
    base = variable.matrix if isinstance(variable, Column) else variable
    if isinstance(variable, Symbol) and isinstance(_meaning(scope, variable), Transpose):
        return truth.turned()
    key = canonical_latex(variable.latex) if isinstance(variable, Symbol) else _column_key(base)
    if key is not None and key in scope.rows and truth.claim.shape.is_vector:
        return truth.turned()
    return truth


def gradients_in_rows(given: tuple[str, ...]) -> bool:
    """Whether the writer has said that gradients are written as rows, or in numerator layout."""
    return any(_IN_ROWS.search(said) and not _NOT_SO.search(said) for said in given)


def _meaning(scope: Scope, symbol: Symbol) -> Expr | None:
    key = canonical_latex(symbol.latex)
    values = scope.values.get(key, ()) if key is not None else ()
    return values[0] if values else None


def _column_key(base: Expr) -> str | None:
    return base.columns if isinstance(base, Symbol) else None
