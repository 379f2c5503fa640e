"""What is known besides the formulas: ranges of letters, equal or different indices, signs. Made from hypotheses.

A fact that is used is recorded as a condition, in words, so that the verdict can print it.
"""

from __future__ import annotations

from verifier.algebra.kernel.terms import Term
from verifier.expr.indices import (
    Distinct,
    Hypothesis,
    Index,
    IndexMap,
    IndexTerm,
    NotAmong,
    OtherIndex,
    Picked,
    Place,
    Range,
    SameIndex,
)
from verifier.expr.sizes import Size


def size_term(size: Size) -> Term:
    return ("c", size.terms, size.constant)


def term_size(term: Term) -> Size:
    return Size(term[1], term[2])


def range_term(over: Range) -> Term:
    return (over.low.terms, over.low.constant, over.high.terms, over.high.constant)


def range_ends(over: Term) -> tuple[Size, Size]:
    return Size(over[0], over[1]), Size(over[2], over[3])


def term_of(term: IndexTerm) -> Term:
    """An index term of the surface, with letters taken as free."""
    match term:
        case Index(name=name):
            return ("f", name)
        case Place(at=at):
            return size_term(at)
        case Picked(map=index_map, at=at):
            return ("m", index_map.name, term_of(at))


class Facts:
    """Index facts. `ranges` grows as letters, maps and labels are met."""

    def __init__(self, hypotheses: tuple[Hypothesis, ...]) -> None:
        self.ranges: dict[Term, Term] = {}
        self.map_values: dict[str, Term] = {}
        self.same: dict[Term, Term] = {}
        self.other: set[tuple[Term, Term]] = set()
        self.not_among: set[tuple[Term, str]] = set()
        self.distinct: set[str] = set()
        self.used: set[str] = set()
        self.blocked: set[Term] = set()  # ranges of blocked axes: every ("k", ..) place lies on one of them
        for hypothesis in hypotheses:
            self._take(hypothesis)
        # w = x and w != o say x != o: what is known of a term is known of the one that stands for it.
        self.other = {(self.represent(a), self.represent(b)) for a, b in self.other}
        self.not_among = {(self.represent(term), name) for term, name in self.not_among}

    def _take(self, hypothesis: Hypothesis) -> None:
        match hypothesis:
            case SameIndex(left=a, right=b):
                left, right = self.represent(term_of(a)), self.represent(term_of(b))
                if left != right:
                    # the later name gives way to the earlier one: w = o writes o
                    self.same[left] = right
            case OtherIndex(left=a, right=b):
                left, right = term_of(a), term_of(b)
                self.other |= {(left, right), (right, left)}
            case NotAmong(term=term, map=index_map):
                self.not_among.add((term_of(term), index_map.name))
            case Distinct(map=index_map):
                self.distinct.add(index_map.name)

    def represent(self, term: Term) -> Term:
        """The one of several equal terms that stands for all."""
        while term in self.same:
            term = self.same[term]
        return term

    def know(self, index: Index | IndexMap) -> None:
        if isinstance(index, IndexMap):
            self.map_values[index.name] = range_term(index.values)
        else:
            self.ranges[("f", index.name)] = range_term(index.range)

    def range_of(self, term: Term) -> Term | None:
        return self.map_values.get(term[1]) if term[0] == "m" else self.ranges.get(term)

    def differ(self, left: Term, right: Term) -> bool:
        """Whether two terms are known to differ."""
        if (left, right) in self.other:
            return True
        for a, b in ((left, right), (right, left)):
            if b[0] == "m" and (a, b[1]) in self.not_among:
                return True
        if left[0] == "k" and right[0] == "k":
            (number, cut), (other, other_cut) = left[1], right[1]
            return bool(cut == other_cut and number != other)
        if left[0] == "c" and right[0] == "c":
            gap = term_size(left) - term_size(right)
            return gap.at_least(1) or (-gap).at_least(1)
        return False

    def lies_in(self, term: Term, over: Term) -> bool | None:
        """Whether a term surely lies in a range (True), surely does not (False), or neither is known (None)."""
        if term[0] == "c":
            at, (low, high) = term_size(term), range_ends(over)
            if (at - low).at_least(0) and (high - at).at_least(0):
                return True
            return False if (low - at).at_least(1) or (at - high).at_least(1) else None
        if term[0] == "k":
            return True if over in self.blocked else None
        mine = self.range_of(term)
        if mine is None:
            return None
        if mine == over:
            return True
        (low, high), (mine_low, mine_high) = range_ends(over), range_ends(mine)
        if (mine_low - low).at_least(0) and (high - mine_high).at_least(0):
            return True
        return False if (mine_low - high).at_least(1) or (low - mine_high).at_least(1) else None
