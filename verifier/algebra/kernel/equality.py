"""Is a polynomial zero? First as it stands, then over common denominators: outside all sums, and inside merged sums.

Merging: sum_k f(k) + sum_k g(k) is sum_k (f + g)(k), and f + g may vanish only over a common denominator, as in
1/(a(a+b)) + 1/(b(a+b)) = 1/(ab).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from fractions import Fraction
from itertools import islice, permutations
from typing import Any

from verifier.algebra.kernel.functions import DIVISION
from verifier.algebra.kernel.polynomial import Kernel, accumulate
from verifier.algebra.kernel.signs import surely_nonzero
from verifier.algebra.kernel.terms import MOST_ORDERS, Atom, Mono, Need, Poly, Term, mentions, rename_atom
from verifier.algebra.target import Unsupported

ROUNDS = 4


def is_zero(kernel: Kernel, poly: Poly, needs: Container[Need] = ()) -> bool:
    """True is a proof wherever `needs` are met. False only says that none was found."""
    if not poly:
        return True
    poly = _over_common_denominator(kernel, poly, needs)
    if not poly:
        return True
    groups: dict[tuple[Term, ...], Poly] = defaultdict(dict)
    for mono, c in poly.items():
        groups[tuple(sorted(over for _, over in mono[0]))][mono] = c
    for ranges, group in groups.items():
        if not ranges or not _vanishes_inside(kernel, ranges, group, needs):
            return False
    kernel.rules.add("sums over one range merged")
    return True


def _over_common_denominator(kernel: Kernel, poly: Poly, needs: Container[Need]) -> Poly:
    """The polynomial times its denominators that hold no bound index of their sum, until none is left.

    Not times what may be 0, unless there is nothing to prove where it is: a case may keep it from being divided by.
    """
    nonzero: dict[Atom, bool] = {}
    for _ in range(ROUNDS):
        worst: dict[Atom, Any] = {}
        for (binders, factors), _c in poly.items():
            bound = {label for label, _ in binders}
            for atom, power in factors:
                if atom[0] != "p" or power >= 0 or (bound and mentions(atom, bound)):
                    continue
                if atom not in nonzero:
                    needed = (DIVISION, atom[1]) in needs
                    nonzero[atom] = needed or surely_nonzero(kernel, dict(atom[1]))
                if nonzero[atom]:
                    worst[atom] = max(worst.get(atom, 0), -power)
        if not worst:
            break
        kernel.rules.add("common denominator")
        out: Poly = {}
        for (binders, factors), c in poly.items():
            raised = dict(factors)
            for atom, power in worst.items():
                raised[atom] = raised.get(atom, 0) + power
            accumulate(out, kernel.normal(binders, {a: p for a, p in raised.items() if p}), c)
        poly = out
    return poly


def _vanishes_inside(kernel: Kernel, ranges: tuple[Term, ...], group: Poly, needs: Container[Need]) -> bool:
    """Whether the summands of sums over the same ranges add up to zero, for some way to line their indices up."""
    labels = [(kernel.fresh(over), over) for over in ranges]
    opened: Poly = {}
    for mono, c in sorted(group.items(), key=lambda item: -len(item[0][1])):
        accumulate(opened, {_lined_up(mono, labels, opened): Fraction(1)}, c)
    again: Poly = {}
    for (_, factors), c in opened.items():
        accumulate(again, kernel.normal((), dict(factors)), c)
    return not _over_common_denominator(kernel, again, needs)


def _lined_up(mono: Mono, labels: list[tuple[Term, Term]], sofar: Poly) -> Mono:
    """The summand of `mono` over `labels`, in the order that shares most atoms with the summands before."""
    binders, factors = mono
    seen = {atom for _, others in sofar for atom, _ in others}
    best: tuple[int, Mono] | None = None
    for chosen in islice(permutations(labels), MOST_ORDERS):
        if any(mine[1] != theirs[1] for mine, theirs in zip(binders, chosen, strict=True)):
            continue
        names = {mine[0]: theirs[0] for mine, theirs in zip(binders, chosen, strict=True)}
        renamed = tuple(sorted((rename_atom(atom, names), power) for atom, power in factors))
        shared = sum(atom in seen for atom, _ in renamed)
        if best is None or shared > best[0]:
            best = (shared, ((), renamed))
    if best is None:  # ranges of several kinds, met in no order that was tried
        raise Unsupported("sums too deep to be lined up")
    return best[1]
