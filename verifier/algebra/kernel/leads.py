"""Whether a monomial holds the leading part of a base, as exp(theta_w) is part of sum_w exp(theta_w)."""

from __future__ import annotations

from itertools import permutations
from typing import Any

from verifier.algebra.kernel.terms import Atom, Binders, Factors, Mono, mentions, rename_atom

Rest = tuple[Binders, dict[Atom, Any]]


def without_lead(lead: Mono, binders: Binders, factors: dict[Atom, Any]) -> Rest | None:
    """The monomial with one copy of `lead` taken out, or None. A bound index of the lead must occur nowhere else."""
    own, wanted = lead
    if not own:
        if not wanted or any(factors.get(atom, 0) < power for atom, power in wanted):
            return None
        left = dict(factors)
        for atom, power in wanted:
            left[atom] -= power
        return binders, {a: p for a, p in left.items() if p}
    if len(own) > len(binders):
        return None
    return _match_bound(own, wanted, binders, factors)


def _match_bound(own: Binders, wanted: Factors, binders: Binders, factors: dict[Atom, Any]) -> Rest | None:
    for chosen in permutations(binders, len(own)):
        if any(mine[1] != theirs[1] for mine, theirs in zip(own, chosen, strict=True)):
            continue
        names = {mine[0]: theirs[0] for mine, theirs in zip(own, chosen, strict=True)}
        targets = set(names.values())
        left = dict(factors)
        fits = True
        for atom, power in wanted:
            renamed = rename_atom(atom, names)
            have = left.get(renamed, 0)
            bound = mentions(renamed, targets)
            if (have != power) if bound else (have < power):
                fits = False
                break
            left[renamed] = have - power
        left = {a: p for a, p in left.items() if p}
        if fits and not any(mentions(atom, targets) for atom in left):
            return tuple(b for b in binders if b[0] not in targets), left
    return None
