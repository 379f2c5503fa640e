"""Sizes: how long a vector is, where a sum ends. An affine integer expression in named sizes: `D`, `K + 1`, `2m`.

Every named size stands for any integer of at least 1. Nothing here knows about values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Size:
    """`sum(coefficient * name) + constant`; `terms` is sorted by name and holds no zero coefficient."""

    terms: tuple[tuple[str, int], ...]
    constant: int = 0

    @staticmethod
    def of(value: Size | int | str) -> Size:
        if isinstance(value, Size):
            return value
        return Size((), value) if isinstance(value, int) else Size(((value, 1),), 0)

    def __add__(self, other: Size | int) -> Size:
        other = Size.of(other)
        total = dict(self.terms)
        for name, coefficient in other.terms:
            total[name] = total.get(name, 0) + coefficient
        kept = tuple(sorted((name, c) for name, c in total.items() if c))
        return Size(kept, self.constant + other.constant)

    def __radd__(self, other: int) -> Size:
        return self + other

    def __neg__(self) -> Size:
        return Size(tuple((name, -c) for name, c in self.terms), -self.constant)

    def __sub__(self, other: Size | int) -> Size:
        return self + (-Size.of(other))

    def __mul__(self, factor: int) -> Size:
        if factor == 0:
            return Size((), 0)
        return Size(tuple((name, c * factor) for name, c in self.terms), self.constant * factor)

    __rmul__ = __mul__

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for name, _ in self.terms)

    @property
    def is_number(self) -> bool:
        return not self.terms

    def value(self, sizes: Mapping[str, int]) -> int:
        total = self.constant
        for name, c in self.terms:
            total += c * sizes[name]
        return total

    def at_least(self, bound: int) -> bool:
        """Whether the size is at least `bound` for every choice of named sizes >= 1 (False: not for sure)."""
        least = self.constant
        for _, c in self.terms:
            if c < 0:
                return False
            least += c
        return least >= bound

    def __str__(self) -> str:
        out = ""
        for name, c in self.terms:
            sign = "-" if c < 0 else ("+" if out else "")
            factor = "" if abs(c) == 1 else str(abs(c))
            out += f" {sign} {factor}{name}" if out else f"{sign}{factor}{name}"
        if self.constant or not out:
            out += (
                (f" {'-' if self.constant < 0 else '+'} {abs(self.constant)}") if out else str(self.constant)
            )
        return out


ONE = Size((), 1)
ZERO = Size((), 0)
