"""On which sides several switches lay at once.

Two formulas may agree on either side of each switch and differ where two of them lie on certain sides together: for
x > 0 and p > 1, say. So switches are met jointly, in twos and threes, as far as points reach. A switch is known by the
formula whose sign it follows, so that `x > 0` on one side and the kink of relu(x) on the other are one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations, product

from verifier.expr.build import sub
from verifier.expr.indices import Compare
from verifier.expr.nodes import Add, Expr, Neg, Number
from verifier.numbers.scene import Switches

AT_POINTS = 2
TOGETHER = 3  # how many switches are looked at together
MOST_SWITCHES = 6  # of a formula with more, the first


@dataclass(slots=True)
class SidesTogether:
    """For each few switches, the combinations of sides, and at how many points each was met."""

    seen: dict[tuple[Expr, ...], Counter[tuple[int, ...]]] = field(default_factory=dict)
    order: dict[Expr, None] = field(default_factory=dict)

    def add(self, switches: Switches) -> None:
        """Take down the sides of one point."""
        here = _signs(switches)
        self.order.update(dict.fromkeys(here))
        for several in self._groups():
            if all(switch in here for switch in several):
                self.seen.setdefault(several, Counter()).update(_combinations([here[s] for s in several]))

    def complete(self) -> bool:
        """Whether every combination of sides was met, and not by one point alone: at one, values may coincide."""
        return all(self._is_met(several) for several in self._groups())

    def _is_met(self, several: tuple[Expr, ...]) -> bool:
        met = self.seen.get(several, Counter())
        return len(met) == 2 ** len(several) and min(met.values()) >= AT_POINTS

    def _groups(self) -> list[tuple[Expr, ...]]:
        known = list(self.order)[:MOST_SWITCHES]
        return list(combinations(known, min(len(known), TOGETHER))) if known else []


def _signs(switches: Switches) -> dict[Expr, list[int]]:
    """The formulas that switch, each with its signs in the order in which they were met."""
    found: dict[Expr, list[int]] = {}
    for key, signs in switches.signs.items():
        what = switches.what[key]
        if isinstance(what, Expr):
            formula, turn = _bare(what)
        elif isinstance(what, Compare):
            formula, turn = _bare(sub(what.left, what.right))
        else:
            continue
        # A condition that is asked only where another has failed tells less than one that always is.
        if len(signs) > len(found.get(formula, ())):
            found[formula] = [turn * sign for sign in signs]
    return found


def _bare(formula: Expr, turn: int = 1) -> tuple[Expr, int]:
    """The formula whose sign decides, without zeros and a sign before it; -1 if that turns its sides around."""
    match formula:
        case Neg(arg=arg):
            return _bare(arg, -turn)
        case Add(terms=terms):
            kept = [t for t in terms if not _is_zero(t)]
            return _bare(kept[0], turn) if len(kept) == 1 else (formula, turn)
    return formula, turn


def _is_zero(term: Expr) -> bool:
    return (isinstance(term, Number) and term.value == 0) or (isinstance(term, Neg) and _is_zero(term.arg))


def _combinations(signs: list[list[int]]) -> set[tuple[int, ...]]:
    """Entry by entry where all have as many; else any may stand with any."""
    found = zip(*signs, strict=True) if len({len(s) for s in signs}) == 1 else product(*map(set, signs))
    return {combination for combination in found if 0 not in combination}
