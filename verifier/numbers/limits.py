"""What can stop an evaluation: a budget of elementary operations, and the reasons for which a point has no value.

The reasons are exceptions inside this room only; `compare` and `Sieve` turn them into values.
"""

from __future__ import annotations

from dataclasses import dataclass

WORK = 4_000_000  # elementary operations for one comparison, some fifty times what answers take: half a second at worst
SIFTING = 6_000_000  # for all candidates of one diagnosis, with the doubtful among them
GLANCE = 1_500_000  # for a single look at one formula beside another
DEEPEST = 120  # nesting of a formula; each level takes a few frames of Python's stack
LARGEST_EXPONENT = 10_000


class NoValue(ArithmeticError):
    """There is no value; the message says why, in words."""


class TooLarge(NoValue):
    """The budget is used up, or a formula is too large or too deep to be evaluated at all."""


class NotDefined(NoValue):
    """Certainly no value at this point: log of a negative number, division by exactly 0, no case that applies.

    Whether that holds on more than a null set is for the caller to find out.
    """


class OutOfRange(NoValue):
    """The sizes of this point are too small for a fixed position that the formula names."""


class Imprecise(NoValue):
    """The ball is too wide to tell; more precision may help."""


class CannotEvaluate(NoValue):
    """A formula that has no numeric meaning here, such as a derivative by something that does not occur."""


@dataclass(slots=True)
class Work:
    """Operations that are left. Counted, not timed, so that the verdict is the same on every machine."""

    left: int = WORK

    def spend(self, operations: int) -> None:
        self.left -= operations
        if self.left < 0:
            raise TooLarge("too large to evaluate")
