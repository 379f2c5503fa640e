"""The cases: for every target and every rule a quota of variants of its claim, distinct after normalisation.

Gold is by construction for rewritings and by numpy for mutations; nothing here knows the prover. `python -m
tests.soundness.suite SEED` makes both suites, judges them and prints the numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from random import Random

from tests.soundness.mutations import MUTATIONS
from tests.soundness.points import everything
from tests.soundness.rewritings import RULES, Rule, Scope, rewritten
from verifier.expr import nodes as n
from verifier.expr.indices import Index
from verifier.expr.walk import children, free_letters, put_index, rebuilt
from verifier.functions.sigmoid import SIGMOID
from verifier.questions import Target, load_sets

TRIES = 12  # for each variant that is wanted
LARGEST = 6_000  # characters


@dataclass(frozen=True)
class Case:
    target: Target
    rule: str
    claim: n.Expr


def targets() -> dict[str, Target]:
    """Every target of all sets by name, those of a scalar and of a vector, and the further forms that count."""
    out: dict[str, Target] = {}
    for problem_set in load_sets().values():
        out |= problem_set.targets
    return out


def scope_of(target: Target) -> Scope:
    """What lies about in a target, to be multiplied by 1 with."""
    found = list(everything((target.quantity, target.claim, target.hypotheses)))
    free = free_letters(target.quantity) | free_letters(target.claim)
    letters = {x.name: x for x in found if isinstance(x, Index) and x.name in free}
    scalars: list[n.Expr] = []
    vectors: list[n.Expr] = []
    normalised: list[n.Expr] = []
    for thing in found:
        if not isinstance(thing, n.Expr) or not free_letters(thing) <= set(letters):
            continue
        match thing:
            case n.Symbol(one_hot=None) if thing.shape.is_scalar:
                scalars.append(thing)
            case n.Column():
                vectors.append(thing)
            case n.Symbol(one_hot=hot) if hot is not None:
                normalised.append(thing)
            case n.Named(body=n.Apply(function=f)) if f.name == "softmax":
                normalised.append(thing)
            case n.Symbol() if thing.shape.is_vector:
                vectors.append(thing)
    scalars += [n.Mul((n.Transpose(a), b)) for a, b in pairwise(vectors) if a.shape == b.shape]
    scalars += [n.Mul((n.Transpose(a), a)) for a in vectors[:1]]
    scalars += [n.Apply(SIGMOID, (s,)) for s in scalars[:2]]
    unique = tuple(dict.fromkeys(scalars)) or (n.Number(Fraction(1, 3)),)
    return Scope(unique, tuple(dict.fromkeys(normalised)), tuple(letters.values()))


def key(expr: n.Expr) -> str:
    """The text of a formula with double negations dropped, sums flat and bound letters named in their order."""
    return str(_flat(expr, 0))


def _flat(expr: n.Expr, depth: int) -> n.Expr:
    match expr:
        case n.Neg(arg=n.Neg(arg=inner)):
            return _flat(inner, depth)
        case n.Named(body=body) if expr.name.startswith("q_"):
            return _flat(body, depth)
        case n.Add(terms=terms):
            flat: list[n.Expr] = []
            for term in (_flat(t, depth) for t in terms):
                flat.extend(term.terms if isinstance(term, n.Add) else (term,))
            return n.Add(tuple(flat))
        case n.Sum(index=index, conditions=conditions, body=body):
            named = Index(f"#{depth}", index.range)
            inner = put_index(n.Indicator(conditions), index.name, named) if conditions else None
            kept = inner.conditions if isinstance(inner, n.Indicator) else ()
            return n.Sum(named, kept, _flat(put_index(body, index.name, named), depth + 1))
    return rebuilt(expr, tuple(_flat(c, depth) for c in children(expr)))


def cases(target: Target, rules: Mapping[str, Rule], quota: int, seed: str) -> Iterator[Case]:
    """Up to `quota` variants for each rule; further true rewritings round about make them different."""
    scope = scope_of(target)
    seen = {key(target.claim)}
    for name, rule in rules.items():
        rng = Random(f"{seed}/{target.name}/{name}")
        made = 0
        for attempt in range(quota * TRIES):
            if made == quota:
                break
            variant = _variant(target.claim, rule, rng, scope, extra=min(attempt, 3) if made else 0)
            if variant is None or variant.shape != target.claim.shape:
                continue
            text = key(variant)
            if text not in seen and len(text) <= LARGEST:
                seen.add(text)
                made += 1
                yield Case(target, name, variant)


def _variant(claim: n.Expr, rule: Rule, rng: Random, scope: Scope, extra: int) -> n.Expr | None:
    steps = [rng.choice(list(RULES.values())) for _ in range(rng.randint(0, extra))]
    steps.insert(rng.randint(0, len(steps)), rule)
    for step in steps:
        new = rewritten(claim, step, rng, scope)
        if new is None:
            if step is rule:
                return None
            continue
        claim = new
    return claim


def rewritings(quota: int, seed: str) -> Iterator[Case]:
    for target in targets().values():
        yield from cases(target, RULES, quota, seed)


def mutations(quota: int, seed: str) -> Iterator[Case]:
    for target in targets().values():
        yield from cases(target, MUTATIONS, quota, seed)
