"""Steps of normal polynomials: when one may be turned round, and what two of them say of each other.

x > 0 and x > 1 are two atoms, yet the second implies the first. What follows from the sign of a difference or a sum of
two switching polynomials is used here; nothing else is known of how conditions hang together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any

from verifier.algebra.kernel.functions import by_switch, content, leading_coefficient, product_of
from verifier.algebra.kernel.polynomial import accumulate
from verifier.algebra.kernel.signs import atom_positive, poly_positive, surely_nonzero, surely_not_negative
from verifier.algebra.kernel.terms import UNIT, Atom, Mono, Poly

if TYPE_CHECKING:
    from verifier.algebra.kernel.polynomial import Kernel


def step(kernel: Kernel, value: Poly) -> Poly:
    """1 where the value is positive, as a factor of what vanishes with the value, as in relu(x) = x step(x).

    So step(-x) may be written 1 - step(x), also where x is 0.
    """
    return _switch(kernel, value, turns=lambda inner: True)


def above(kernel: Kernel, value: Poly) -> Poly:
    """1 where the value is positive, 0 where it is 0 or negative.

    Turned round, above(-x) = 1 - above(x), only if the value is 0 on a null set at most: x_i - x_j is 0 where i = j.
    """
    return _switch(kernel, value, turns=lambda inner: surely_nonzero(kernel, inner))


def _switch(kernel: Kernel, value: Poly, turns: Callable[[Poly], bool]) -> Poly:
    if not value:
        return {}
    if (sides := by_switch(kernel, value)) is not None:
        kernel.rules.add("a switch by cases")
        within, below, beyond = sides
        off, on = (_switch(kernel, side, turns) for side in (below, beyond))
        return kernel.add(off, kernel.mul(kernel.atom(within), kernel.add(on, off, -1)))
    common, rest = content(kernel, value, lambda atom: atom[0] in "ty" or atom_positive(kernel, atom))
    odd: dict[Atom, Any] = {}
    for atom, p in common.items():
        if Fraction(p).denominator == 1 and p % 2 and not atom_positive(kernel, atom):
            odd[atom] = 1
    lead = leading_coefficient(rest)
    sign = 1 if lead > 0 else -1
    rest = kernel.scale(rest, 1 / lead)
    if known := _known_sign(kernel, rest):
        sign *= known
        rest = kernel.constant(1)
    inner = kernel.mul(product_of(odd), rest)
    if list(inner) == [UNIT]:
        return kernel.constant(1 if sign * inner[UNIT] > 0 else 0)
    if known := _known_sign(kernel, inner):
        return kernel.constant(1 if sign * known > 0 else 0)
    if leading_coefficient(inner) < 0:
        sign, inner = -sign, kernel.scale(inner, -1)
    if sign < 0 and not turns(inner):
        return kernel.atom(("s", kernel.frozen(kernel.scale(inner, -1))))
    kernel.facts.used.add("except possibly where a switch is exactly at its kink")
    one = kernel.atom(("s", kernel.frozen(inner)))
    return one if sign > 0 else kernel.add(kernel.constant(1), one, -1)


def _known_sign(kernel: Kernel, poly: Poly) -> int:
    """1 or -1 where the sign is known (also from a hypothesis, up to a positive number), else 0."""
    for sign in (1, -1):
        if _is_positive(kernel, kernel.scale(poly, sign)):
            return sign
    return 0


def _is_positive(kernel: Kernel, poly: Poly) -> bool:
    """Whether a polynomial is surely positive, perhaps as a positive multiple of what a hypothesis says is, or as that
    and something that is not negative."""
    if poly_positive(kernel, poly):
        return True
    if any(surely_not_negative(kernel, kernel.add(poly, known, -1)) for known in kernel.known_positive):
        return True
    lead = abs(leading_coefficient(poly))
    return any(
        kernel.scale(poly, 1 / lead) == kernel.scale(known, 1 / abs(leading_coefficient(known)))
        for known in kernel.known_positive
    )


# --- two at a time ----------------------------------------------------------------------------------------------


def joined(kernel: Kernel, factors: dict[Atom, Any]) -> Poly | None:
    """A product in which two steps hang together, with what the two amount to in their place; None if none do."""
    steps = [atom for atom in factors if atom[0] == "s"]
    for one, other in combinations(steps, 2):
        both = _together(kernel, one, other)
        if both is not None:
            kernel.rules.add("conditions that imply each other")
            rest = {atom: power for atom, power in factors.items() if atom not in (one, other)}
            return kernel.mul(product_of(rest), both)
    return None


def _together(kernel: Kernel, one: Atom, other: Atom) -> Poly | None:
    """step(p) step(q) as a sum of single steps, where q = a p + r and the signs of a and r are known."""
    for first, second in ((one, other), (other, one)):
        p, q = dict(first[1]), dict(second[1])
        for a, r in _multiples(kernel, p, q):
            if _is_positive(kernel, a):
                if _not_negative(kernel, r):  # p > 0 implies q > 0
                    return kernel.atom(first)
                if _not_negative(kernel, kernel.scale(r, -1)):  # q > 0 implies p > 0
                    return kernel.atom(second)
            elif _is_positive(kernel, kernel.scale(a, -1)):
                if _not_negative(kernel, kernel.scale(r, -1)):  # never both
                    return {}
                if r and _is_positive(kernel, r):  # one of the two at least
                    return kernel.add(
                        kernel.add(kernel.atom(one), kernel.atom(other)), kernel.constant(1), -1
                    )
    return None


def _multiples(kernel: Kernel, p: Poly, q: Poly) -> Iterator[tuple[Poly, Poly]]:
    """Ways to write q as a p + r."""
    for sign in (1, -1):
        yield kernel.constant(sign), kernel.add(q, p, -sign)
    if len(p) > 1 or next(iter(p))[0]:
        return
    (((_, factors), c),) = p.items()
    multiple, rest = dict[Mono, Fraction](), dict[Mono, Fraction]()
    for (binders, others), d in q.items():
        powers = dict(others)
        if all(powers.get(atom) == power for atom, power in factors):
            quotient = tuple((atom, power) for atom, power in others if (atom, power) not in factors)
            accumulate(multiple, {(binders, quotient): d / c})
        else:
            rest[binders, others] = d
    if multiple:
        yield multiple, rest


def _not_negative(kernel: Kernel, poly: Poly) -> bool:
    return bool(poly) and (surely_not_negative(kernel, poly) or _is_positive(kernel, poly))
