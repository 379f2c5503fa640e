"""The leading part of a base over that base: lead S^-n = (S^-(n-1) - rest S^-n), where S = lead + rest.

So sum_w exp(theta_w) over itself is 1, and sigma(x) = 1 - sigma(-x).
"""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from typing import TYPE_CHECKING, Any

from verifier.algebra.kernel.terms import Atom, Binders, Factors, Frozen, Mono, Poly, mentions, rename_atom

if TYPE_CHECKING:
    from verifier.algebra.kernel.polynomial import Kernel


def use_lead(
    kernel: Kernel, atom: Atom, power: Any, binders: Binders, factors: dict[Atom, Any]
) -> Poly | None:
    """The monomial with the leading part of this base, or a factor of it below, taken out; None if neither is there."""
    lead, c, rest = _lead_of(kernel, atom[1])
    found = without_lead(lead, binders, factors)
    if found is None:
        return _split_off_inverse(kernel, atom, power, binders, factors)
    kernel.rules.add("a sum over itself is 1")
    kernel.tick(4)
    left, others = found
    if power == -1:
        others.pop(atom)
    else:
        others[atom] = power + 1
    once = kernel.scale(kernel.normal(left, dict(others)), 1 / c)
    if not rest:
        return once
    others[atom] = power
    return kernel.add(once, kernel.close(left, kernel.mul(_product_of(others), rest)), -1)


def _lead_of(kernel: Kernel, base: Frozen) -> tuple[Mono, Fraction, Poly]:
    """The leading monomial, its coefficient, and the others divided by that."""
    if base not in kernel.leads:
        lead, c = max(base, key=lambda item: (len(item[0][0]), _degree(item[0]), item[0]))
        kernel.leads[base] = (lead, c, {mono: value / c for mono, value in base if mono != lead})
    return kernel.leads[base]


def _split_off_inverse(
    kernel: Kernel, atom: Atom, power: Any, binders: Binders, factors: dict[Atom, Any]
) -> Poly | None:
    """a^-1 (s + T)^-1 with a monomial s and `a` in every term of T: (a^-1 - T a^-1 (s + T)^-1) / s.

    The leading part is in T, so that the same is never undone with the parts exchanged. Of two atoms that can take each
    other's place, as x and y in x + y + x y, the lower one stays.
    """
    base: Frozen = atom[1]
    if power.denominator != 1:
        return None
    for other, exponent in factors.items():
        if exponent >= 0 or other[0] not in UNITS:
            continue
        found = _without(kernel, other, base)
        if found is None:
            continue
        own, c = found
        if any(atom > other and _without(kernel, atom, base) is not None for atom, _ in own[1]):
            continue
        kernel.rules.add("partial fractions")
        kernel.tick(4)
        rest: Poly = {mono: value for mono, value in base if mono != own}
        inverse: Poly = {((), tuple((a, -p) for a, p in own[1])): 1 / c}
        once = kernel.mul(_product_of({**factors, atom: power + 1}), inverse)
        again = kernel.mul(kernel.mul(_product_of(factors), rest), inverse)
        return kernel.close(binders, kernel.add(once, again, -1))
    return None


def _without(kernel: Kernel, atom: Atom, base: Frozen) -> tuple[Mono, Fraction] | None:
    """The one term of a base that does not hold an atom, where it has an inverse and does not lead; else None."""
    bare = [(mono, c) for mono, c in base if _power_of(atom, mono) < 1]
    if len(bare) != 1 or bare[0][0] == _lead_of(kernel, base)[0] or not _is_unit(bare[0][0]):
        return None
    return bare[0]


UNITS = frozenset("tyez")  # tags of atoms that have an inverse of their own: entries, exponentials, sizes


def _is_unit(mono: Mono) -> bool:
    """Whether a monomial has an inverse that is one: no sum, no indicator, no base."""
    return not mono[0] and all(atom[0] in UNITS for atom, _ in mono[1])


def _power_of(atom: Atom, mono: Mono) -> Any:
    return next((power for other, power in mono[1] if other == atom), 0) if not mono[0] else 0


def _degree(mono: Mono) -> Any:
    return sum((power for _, power in mono[1]), 0)


def _product_of(powers: dict[Atom, Any]) -> Poly:
    return {((), tuple(sorted((atom, power) for atom, power in powers.items() if power))): Fraction(1)}


def _lacks(have: Any, wanted: Any) -> bool:
    """Whether a power cannot be taken out of another: of x^2 neither x^3 nor x^-1."""
    return bool(have < wanted if wanted > 0 else have > wanted)


Rest = tuple[Binders, dict[Atom, Any]]


def without_lead(lead: Mono, binders: Binders, factors: dict[Atom, Any]) -> Rest | None:
    """The monomial with one copy of `lead` taken out, or None. A bound index of the lead must occur nowhere else."""
    own, wanted = lead
    if not own:
        if not wanted or any(_lacks(factors.get(atom, 0), power) for atom, power in wanted):
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
            if (have != power) if bound else _lacks(have, power):
                fits = False
                break
            left[renamed] = have - power
        left = {a: p for a, p in left.items() if p}
        if fits and not any(mentions(atom, targets) for atom in left):
            return tuple(b for b in binders if b[0] not in targets), left
    return None
