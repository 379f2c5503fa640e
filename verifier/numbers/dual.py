"""Forward-mode dual numbers over any ring elements, balls or other dual numbers.

Every derivative that is being taken has its own `level`; a number of another level is a constant to it. The inner of two
nested derivatives has the higher level, so the parts of its dual numbers may be dual numbers of lower levels, never the
other way round: perturbations cannot be confused. `tangents` maps the number of a variable to its partial derivative; a
variable that is not in it has derivative 0.
"""

from __future__ import annotations

from typing import Any, TypeAlias

Element: TypeAlias = Any  # a ball (flint.arb) or a Dual


class Dual:
    """A value with its partial derivatives."""

    __slots__ = ("level", "tangents", "value")

    def __init__(self, level: int, value: Element, tangents: dict[int, Element]) -> None:
        self.level = level
        self.value = value
        self.tangents = tangents

    def scaled(self, value: Element, by: Element) -> Dual:
        return Dual(self.level, value, {at: t * by for at, t in self.tangents.items()})

    def __neg__(self) -> Dual:
        return Dual(self.level, -self.value, {at: -t for at, t in self.tangents.items()})

    def __add__(self, other: Element) -> Dual:
        if not isinstance(other, Dual) or other.level < self.level:
            return Dual(self.level, self.value + other, self.tangents)
        if other.level > self.level:
            return Dual(int(other.level), self + other.value, other.tangents)
        total = dict(self.tangents)
        for at, t in other.tangents.items():
            total[at] = total[at] + t if at in total else t
        return Dual(self.level, self.value + other.value, total)

    __radd__ = __add__

    def __sub__(self, other: Element) -> Element:
        return self + (-other)

    def __rsub__(self, other: Element) -> Element:
        return -self + other

    def __mul__(self, other: Element) -> Dual:
        if not isinstance(other, Dual) or other.level < self.level:
            return self.scaled(self.value * other, other)
        if other.level > self.level:
            return other.scaled(other.value * self, self)
        left, right = self.value, other.value
        total = {at: t * right for at, t in self.tangents.items()}
        for at, t in other.tangents.items():
            total[at] = total[at] + left * t if at in total else left * t
        return Dual(self.level, left * right, total)

    __rmul__ = __mul__

    def __truediv__(self, other: Element) -> Element:
        if isinstance(other, Dual):
            return self * other**-1
        return self.scaled(self.value / other, 1 / other)

    def __rtruediv__(self, other: Element) -> Element:
        return self**-1 * other

    def __pow__(self, exponent: int) -> Dual:
        if exponent == 0:
            return Dual(self.level, self.value**0, {})
        return self.scaled(self.value**exponent, exponent * self.value ** (exponent - 1))

    def exp(self) -> Dual:
        value = self.value.exp()
        return self.scaled(value, value)

    def log(self) -> Dual:
        return self.scaled(self.value.log(), 1 / self.value)

    def __gt__(self, other: Element) -> bool:
        return bool(self.value > other)

    def __lt__(self, other: Element) -> bool:
        return bool(self.value < other)

    def __repr__(self) -> str:
        return f"Dual({self.level}, {self.value}, {self.tangents})"


def ball(element: Element) -> Element:
    """The ball at the bottom of a tower of dual numbers."""
    while isinstance(element, Dual):
        element = element.value
    return element


def partial(element: Element, level: int, at: int) -> Element:
    """The partial derivative by variable `at` of `level`; None where it is 0."""
    if isinstance(element, Dual) and element.level == level:
        return element.tangents.get(at)
    return None
