"""A point: concrete sizes, indices, index maps and exact rational values at which both sides are evaluated.

Values are drawn when they are first asked for, each from its own stream of the seed, so a point serves formulas that
speak of further symbols of the set too. Unstructured values are dyadic: sums and products of them are exact balls, so an
exact zero is recognised as one. They are never 0, since what happens on a null set is not asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from random import Random
from typing import Any, Literal

from verifier.expr.indices import Index, IndexMap, IndexTerm, Picked, Place
from verifier.expr.nodes import Symbol
from verifier.expr.sizes import Size
from verifier.numbers.limits import OutOfRange
from verifier.numbers.tensors import Matrix, structured

Signs = Literal["any", "positive", "negative"]
SIGNS: tuple[Signs, ...] = ("any", "positive", "negative")
COARSE, FINE = 4, 1024
MAGNITUDES = (Fraction(1, 16), Fraction(1, 4), Fraction(1), Fraction(4), Fraction(16))
Bounds = dict[str, tuple[Fraction | None, Fraction | None]]


@dataclass(frozen=True, slots=True)
class Point:
    """`maps` hold their values in the order of their arguments. `draw` tells apart redraws of the tensors alone.

    `scale` is the magnitude of generic values; with `fine` every value is moved a little, each number of it another way;
    `signs` says which signs occur; `bounds` are those that hypotheses set to scalars. With `mixed`, every symbol has a
    magnitude and signs of its own. Values are multiples of 1/`grain`: coarse ones are easily read, fine ones are
    hardly ever equal.
    """

    seed: int
    number: int
    sizes: dict[str, int]
    indices: dict[str, int]
    maps: dict[str, tuple[int, ...]]
    tensors: dict[str, Matrix] = field(default_factory=dict)
    scale: Fraction = Fraction(1)
    fine: int = 0
    signs: Signs = "any"
    bounds: Bounds = field(default_factory=dict)
    draw: int = 0
    mixed: bool = False
    grain: int = COARSE

    def redrawn(self) -> Point:
        """The same sizes and indices with other values of the same kind."""
        return replace(self, tensors={}, draw=self.draw + 1)

    def scaled(self, scale: Fraction, signs: Signs) -> Point:
        """The same sizes and indices with values of another magnitude."""
        return replace(self.redrawn(), scale=scale, signs=signs, grain=FINE)

    def varied(self) -> Point:
        """The same sizes and indices with values of which each symbol's are of another magnitude and sign."""
        return replace(self.redrawn(), mixed=True, grain=FINE)

    def moved(self, fine: int) -> Point:
        """The same sizes and indices with values nearby."""
        return replace(self, tensors={}, fine=fine)

    def with_scalar(self, name: str, value: Fraction) -> Point:
        """The same point, with one scalar at a value of choice."""
        return replace(self, tensors={**self.tensors, name: ((value,),)})

    def with_letters(self, letters: dict[str, int]) -> Point:
        """The same sizes and samples with letters at values of choice."""
        return replace(self, tensors={}, indices={**self.indices, **letters})

    def size(self, size: Size) -> int:
        for name, _ in size.terms:
            if name not in self.sizes:
                self.sizes[name] = self._stream("size", name).randint(2, 5)
        return size.value(self.sizes)

    def letter(self, index: Index) -> int:
        """The value of a free index letter."""
        value = self.indices.get(index.name)
        if value is None:
            low, high = self.size(index.range.low), self.size(index.range.high)
            if low > high:
                raise OutOfRange(f"the range of {index.name} is empty at this size")
            value = self.indices[index.name] = self._stream("index", index.name).randint(low, high)
        return value

    def picked(self, map_: IndexMap, at: int) -> int:
        values = self.maps.get(map_.name)
        low = self.size(map_.arguments.low)
        if values is None:
            stream = self._stream("map", map_.name)
            ends = self.size(map_.values.low), self.size(map_.values.high)
            count = self.size(map_.arguments.high) - low + 1
            values = self.maps[map_.name] = tuple(stream.randint(*ends) for _ in range(max(count, 0)))
        if not 0 <= at - low < len(values):
            raise OutOfRange(f"{map_.name} has no value at {at}")
        return values[at - low]

    def place(self, term: IndexTerm) -> int:
        """The value of an index term whose letters are free."""
        match term:
            case Index():
                return self.letter(term)
            case Picked(map=map_, at=at):
                return self.picked(map_, self.place(at))
            case Place(at=at):
                return self.size(at)

    def tensor(self, symbol: Symbol) -> Matrix:
        """The exact entries of a symbol that is not one-hot."""
        found = self.tensors.get(symbol.name)
        if found is None:
            rows, cols = self.size(symbol.of_shape.rows), self.size(symbol.of_shape.cols)
            stream = self._stream("tensor", symbol.name, self.draw)
            scale, signs = self._manner(symbol)
            noise = self._stream("noise", symbol.name, self.draw, self.fine)
            found = self.tensors[symbol.name] = structured(
                symbol.structure, rows, cols, lambda: self._entry(symbol, stream, noise, scale, signs)
            )
        return found

    def _manner(self, symbol: Symbol) -> tuple[Fraction, Signs]:
        """The magnitude of a symbol's values, and which signs they have."""
        if not self.mixed:
            return self.scale, self.signs
        stream = self._stream("manner", symbol.name, self.draw)
        return stream.choice(MAGNITUDES), stream.choice(SIGNS)

    def _entry(
        self, symbol: Symbol, stream: Random, noise: Random, scale: Fraction, signs: Signs
    ) -> Fraction:
        low, high = self.bounds.get(symbol.name, (None, None))
        if "integer" in symbol.structure:
            size = Fraction(stream.randint(1, 9))
        else:
            multiple = scale.numerator * stream.randint(1, 3 * self.grain)
            size = Fraction(multiple, scale.denominator * self.grain)
        nearby = Fraction(noise.randint(1, 2**20), 2**26) if self.fine else Fraction(0)
        if nearby and "integer" not in symbol.structure:
            size += nearby
        if symbol.positive and (low is None or low < 0):
            low = Fraction(0)
        if low is not None and high is not None:
            return low + (high - low) * (Fraction(stream.randint(1, 15), 16) + nearby)
        if low is not None:
            return low + size
        if high is not None:
            return high - size
        below = stream.random() < 0.5 if signs == "any" else signs == "negative"
        return -size if below else size

    def _stream(self, *what: str | int) -> Random:
        return Random("/".join(map(str, (self.seed, self.number, *what))))

    def values_as_json(self) -> dict[str, Any]:
        """Exact rationals as strings: a scalar, a list for a vector or row, a list of rows for a matrix."""
        return {name: _json(matrix) for name, matrix in sorted(self.tensors.items())}

    def indices_as_json(self) -> dict[str, Any]:
        """Letters, and maps with "[]" behind their name: a letter w and samples w_s may stand side by side."""
        return {**self.indices, **{f"{name}[]": list(values) for name, values in self.maps.items()}}


def _json(matrix: Matrix) -> Any:
    rows = [[str(x) for x in row] for row in matrix]
    if len(rows) == 1:
        return rows[0][0] if len(rows[0]) == 1 else rows[0]
    return [row[0] for row in rows] if len(rows[0]) == 1 else rows
