"""What is 0 at some indices, sizes or values: where a case hides a division by it, where hypotheses leave nothing else."""

from fractions import Fraction

from tests.algebra.check import check_proved, check_refuted, check_unproved
from verifier.expr.indices import IndexBelow, Place
from verifier.expr.nodes import Symbol
from verifier.expr.shapes import Shape
from verifier.language import (
    cases,
    compare,
    index,
    indicator,
    indices,
    log,
    otherwise,
    same,
    scalar,
    size,
    total,
    vector,
)

n = size("n")
i, j = indices("i j", n)
x = vector("x", n)
a, b, p = scalar("a"), scalar("b"), scalar("p", positive=True)
gap = x[j] - x[i]  # 0 where i = j
before = IndexBelow(i, j, strict=True)
met = indicator(same(i, j))
# 0 wherever it is defined, which only a common denominator shows.
nothing = 1 / (gap * (gap + a)) + 1 / (a * (gap + a)) - 1 / (a * gap)


def only(value, *conditions):
    """The value in one case, else 0."""
    return cases((value, conditions), (0, otherwise))


def test_no_common_denominator_that_a_case_keeps_from_being_zero():
    check_proved(nothing, 0)
    check_refuted(only(nothing, before) + met, 0)
    check_refuted(only(nothing, *compare(x[i], "<", x[j])) + met, 0)
    check_refuted(only(nothing, before) + met, indicator(before) * 0)


def test_a_fraction_in_a_case_is_not_joined_with_what_stands_beside_it():
    check_refuted(met / (only(1 / gap, before) + a), 0)
    check_refuted(met * log(only(1 / gap**2, before) + p), 0)
    check_refuted(met * (only(1 / gap**2, before) + p) ** Fraction(1, 2), 0)
    check_proved(only(1 / gap, before) * gap, indicator(before))


def test_entries_that_hang_together_are_not_taken_for_free():
    q = Symbol("Q", Shape(n, n), "Q", structure=frozenset({"orthogonal"}))
    k = index("k", n)
    excess = total(k, q[k, 1] ** 2) - 1
    check_refuted(indicator(*compare(0, ">", excess)), 1 - indicator(*compare(excess, ">", 0)))
    check_unproved(1, excess / excess)


def test_a_hypothesis_that_leaves_a_null_set():
    check_refuted(indicator(*compare(a, ">", 0)), 1 - indicator(*compare(0, ">", a)), compare(a, "=", 0))
    check_refuted(1, a / a, compare(a, "=", 0))
    check_unproved(1, (a - b) / (a - b), compare(a, "=", b))
    check_unproved(1, (a - b) / (a - b), compare(a, ">=", b), compare(a, "<=", b))
    check_proved(a * b / b, a, compare(a, ">=", b))


def test_a_need_of_every_term_covers_its_own_range_only():
    longer = vector("x", n + 1)
    few, last = total(i, log(longer[i])), longer[Place(n + 1)]
    check_refuted(few, few + log(last) - log(last))
    late = index("k", 3, n)
    some = total(late, log(x[late]))
    check_refuted(some, some + log(x[1]) - log(x[1]))
    every = total(i, log(x[i]))
    check_proved(every, every + log(x[j]) - log(x[j]))
    check_proved(every, every + log(x[1]) - log(x[1]))
