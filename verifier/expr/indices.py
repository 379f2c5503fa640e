"""Indices and the conditions on them.

An index term is one of: an `Index` (a free or bound letter with its range), a `Place` (a fixed position: 1, V, 0) or a
`Picked` (a value of an index map: the word `w_s` drawn at sample s, the word `w_{t+j}` of a window). Binding is by
letter: an inner binder hides an outer one, as on paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from verifier.expr.sizes import Size

if TYPE_CHECKING:
    from verifier.expr.nodes import Expr


@dataclass(frozen=True, slots=True)
class Range:
    """The integers from `low` to `high`, both counted in. Two ranges are one when their ends are."""

    low: Size
    high: Size

    @staticmethod
    def upto(size: Size | int | str) -> Range:
        return Range(Size.of(1), Size.of(size))

    @property
    def length(self) -> Size:
        return self.high - self.low + 1


@dataclass(frozen=True, slots=True)
class Index:
    """A letter that runs over `range`. `latex` is how it is printed (default: the name)."""

    name: str
    range: Range

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Place:
    """A fixed position, such as 1, K or 0."""

    at: Size

    def __str__(self) -> str:
        return str(self.at)


@dataclass(frozen=True, slots=True)
class IndexMap:
    """A family of indices: sample s -> word w_s. Values lie in `values` and may repeat unless a hypothesis says not.

    `latex` is a template in which `{}` stands for the argument: `w_{{{}}}`, `w_{{t+{}}}`.
    """

    name: str
    arguments: Range
    values: Range
    latex: str

    def __getitem__(self, at: Index | Place | Picked | int) -> Picked:
        return Picked(self, Place(Size.of(at)) if isinstance(at, int) else at)


@dataclass(frozen=True, slots=True)
class Picked:
    map: IndexMap
    at: Index | Place | Picked

    def __str__(self) -> str:
        return f"{self.map.name}[{self.at}]"


IndexTerm = Index | Place | Picked


def range_of(term: IndexTerm) -> Range | None:
    """The range in which a term lies; None for a fixed position, which fits wherever it exists."""
    match term:
        case Index():
            return term.range
        case Picked():
            return term.map.values
        case Place():
            return None


# --- conditions -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SameIndex:
    """`left = right`, both index terms."""

    left: IndexTerm
    right: IndexTerm


@dataclass(frozen=True, slots=True)
class OtherIndex:
    """`left != right`, both index terms."""

    left: IndexTerm
    right: IndexTerm


@dataclass(frozen=True, slots=True)
class IndexBelow:
    """`left < right` or `left <= right`; only index letters with integer meaning (windows, samples)."""

    left: IndexTerm
    right: IndexTerm
    strict: bool


@dataclass(frozen=True, slots=True)
class Compare:
    """`left OP right` between scalars, OP one of < <= > >= = != ."""

    left: Expr
    operator: str
    right: Expr


@dataclass(frozen=True, slots=True)
class NotAmong:
    """`term` is none of the values of `map` (o is not a sample)."""

    term: IndexTerm
    map: IndexMap


@dataclass(frozen=True, slots=True)
class Distinct:
    """The values of `map` are pairwise different."""

    map: IndexMap


Condition = SameIndex | OtherIndex | IndexBelow | Compare
Hypothesis = Condition | NotAmong | Distinct
