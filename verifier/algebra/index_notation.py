"""The sympy classes of index notation: sympy's own, taught not to ask what nobody here can answer.

sympy's `diff` asks every part of every result whether it is zero, positive or integer, and looks for the free symbols of
a sum by rebuilding it. Of a tensor's entries nothing is known, so the answers are given at once; that is nine tenths of
the time of a derivative. Beyond that they are `Sum`, `Indexed`, `KroneckerDelta`, `exp` and `log`. None of them
simplifies: exp(log x) stays, which has another domain than x.
"""

from __future__ import annotations

from typing import Any, TypeVar

import sympy
from sympy import Dummy, Function, Indexed, Integer, KroneckerDelta, S, Tuple
from sympy.core.assumptions import StdFactKB, _assume_defined

C = TypeVar("C", bound=type)


class Direct:
    """`diff` by one variable goes straight to the rule of the class, without the general questions of sympy's
    `Derivative`; anything else that sympy asks for, such as a derivative of order 0, takes its own way."""

    def diff(self, *by: Any, **options: Any) -> Any:
        if len(by) == 1 and not options and isinstance(by[0], Indexed | sympy.Symbol):
            return self._eval_derivative(by[0])  # type: ignore[attr-defined]
        return super().diff(*by, **options)  # type: ignore[misc]


def inner_slope(value: Any, by: Any) -> Any:
    """The derivative of an argument by sympy's rule for it."""
    return value._eval_derivative(by)


def unasked(cls: C) -> C:
    """Of values of this class nothing is known but that they commute."""
    facts = dict.fromkeys(_assume_defined) | {"commutative": True}
    cls.default_assumptions = StdFactKB(facts)  # type: ignore[attr-defined]
    return cls


@unasked
class Total(Direct, sympy.Sum):  # type: ignore[misc]
    """A sum over dummies that occur nowhere else; sympy writes a sum of a sum as one."""

    is_number = False

    @property
    def free_symbols(self) -> set[Any]:
        if not hasattr(self, "_free"):
            ends = set().union(*(end.free_symbols for limit in self.limits for end in limit[1:]))
            self._free = (self.function.free_symbols - {limit[0] for limit in self.limits}) | ends
        return set(self._free)

    def _eval_derivative(self, by: Any) -> Any:
        inside = inner_slope(self.function, by)
        return self.func(inside, *self.limits) if inside is not S.Zero else S.Zero


@unasked
class Cell(Direct, Indexed):  # type: ignore[misc]
    """An entry of a tensor."""

    is_number = False

    @property
    def free_symbols(self) -> set[Any]:
        if not hasattr(self, "_free"):
            self._free = {self, self.base.label}.union(*(i.free_symbols for i in self.indices))
        return set(self._free)

    def _eval_derivative(self, by: Any) -> Any:
        if not isinstance(by, Indexed) or by.base != self.base:
            return S.Zero
        result = S.One
        for mine, theirs in zip(self.indices, by.indices, strict=True):
            result *= Delta(mine, theirs)
        return result


@unasked
class Delta(Direct, KroneckerDelta):  # type: ignore[misc]
    """1 where two indices are the same. Which of them never are is decided by the prover."""

    is_number = False

    @classmethod
    def eval(cls, i: Any, j: Any, delta_range: Any = None) -> Any:
        return S.One if i == j else None

    def _eval_derivative(self, by: Any) -> Any:
        return S.Zero


@unasked
class Exp(Direct, sympy.exp):  # type: ignore[misc]
    """exp, which stays what it is when it is multiplied or raised."""

    is_number = False

    @classmethod
    def eval(cls, arg: Any) -> Any:
        return None

    def _eval_derivative(self, by: Any) -> Any:
        return self * inner_slope(self.args[0], by)

    def as_base_exp(self) -> tuple[Any, Any]:
        return self, S.One

    def _eval_power(self, other: Any) -> Any:
        return None


@unasked
class Log(Direct, sympy.log):  # type: ignore[misc]
    """The natural logarithm."""

    is_number = False

    @classmethod
    def eval(cls, arg: Any, base: Any = None) -> Any:
        return None

    def _eval_derivative(self, by: Any) -> Any:
        return inner_slope(self.args[0], by) / self.args[0]


@unasked
class Step(Direct, Function):  # type: ignore[misc]
    """1 for a positive argument, 0 for a negative one; its derivative is 0 off the kink, and what happens at the kink
    is stated as a condition by the prover."""

    nargs = (1,)

    def _eval_derivative(self, by: Any) -> Any:
        return S.Zero


@unasked
class Above(Step):
    """The same where it stands alone, so that it matters that it is 0 for the argument 0."""


@unasked
class Below(Direct, Function):  # type: ignore[misc]
    """1 where the first index is below the second."""

    nargs = (2,)

    def _eval_derivative(self, by: Any) -> Any:
        return S.Zero


@unasked
class OpaqueValue(Direct, Function):  # type: ignore[misc]
    """A scalar function nobody looks into, or a derivative of it: (name, slots, derivatives), all Tuples.

    A slot is (whole, base), (column, base, index) or (index, index); a derivative is (slot number, indices...).
    """

    nargs = (3,)

    @classmethod
    def eval(cls, *args: Any) -> None:
        return None

    def _eval_derivative(self, by: Any) -> Any:
        name, slots, done = self.args
        base: Any = by.base if isinstance(by, Indexed) else by
        indices: Any = by.indices if isinstance(by, Indexed) else ()
        total = S.Zero
        for number, slot in enumerate(slots):
            if slot[0] == WHOLE and slot[1] == base:
                total += OpaqueValue(name, slots, Tuple(*done, Tuple(Integer(number), *indices)))
            elif slot[0] == COLUMN and slot[1] == base:
                row, column = indices
                again = OpaqueValue(name, slots, Tuple(*done, Tuple(Integer(number), row)))
                total += Delta(slot[2], column) * again
        return total


WHOLE, COLUMN, INDEX = Dummy("whole"), Dummy("column"), Dummy("index")
KINDS = {WHOLE: "w", COLUMN: "v", INDEX: "x"}
