"""Proofs of equality for all sizes, by normal form."""

from __future__ import annotations

from typing import Any

from verifier.algebra.derive import Derived, at, free_entries, kernel_for
from verifier.algebra.kernel.equality import is_zero
from verifier.algebra.kernel.forms import KernelAlgebra
from verifier.algebra.kernel.polynomial import BudgetExceeded, Kernel
from verifier.algebra.kernel.reading import Reader
from verifier.algebra.kernel.terms import Need, Poly
from verifier.algebra.lower import Lowering
from verifier.algebra.target import Unsupported
from verifier.evidence import Nothing, Proof
from verifier.expr.indices import Compare, Hypothesis
from verifier.expr.nodes import Expr

BUDGET = 200_000
NULL_SET = "the hypotheses leave a null set of values"


def prove(
    left: Expr, right: Expr, hypotheses: tuple[Hypothesis, ...] = (), budget: int = BUDGET
) -> Proof | Nothing:
    """Whether left = right for all sizes >= 1 and all values at which left is defined, up to null sets, under the
    hypotheses. There the right side is defined too.

    `Nothing` says that no proof was found, and why; it is no refutation.
    """
    if left.shape != right.shape:
        return Nothing(f"the left side {left.shape.in_words()}, the right side {right.shape.in_words()}")
    kernel = kernel_for(hypotheses, budget)
    try:
        if _leave_little(kernel, hypotheses):
            return Nothing(NULL_SET)
        for row, col in free_entries(left, right):
            lowering = Lowering(KernelAlgebra(kernel))
            where = at(lowering, row), at(lowering, col)
            one, (needs, _) = lowering.entry(left, *where).poly, kernel.taken_needs()
            other, (_, more) = lowering.entry(right, *where).poly, kernel.taken_needs()
            if found := _open_question(kernel, kernel.add(one, other, -1), needs, more):
                return found
    except (Unsupported, BudgetExceeded, RecursionError) as why:
        return _open(why)
    return _proof(kernel)


def prove_derived(derived: Derived, claim: Expr, budget: int = BUDGET) -> Proof | Nothing:
    """The same for a derived quantity, whose derivative sympy has carried out, and a claim."""
    if derived.quantity.shape != claim.shape:
        return Nothing(
            f"the derivative {derived.quantity.shape.in_words()}, the claim {claim.shape.in_words()}"
        )
    kernel = kernel_for(derived.hypotheses, budget)
    try:
        if _leave_little(kernel, derived.hypotheses):
            return Nothing(NULL_SET)
        for entry in derived.entries:
            lowering = Lowering(KernelAlgebra(kernel))
            where = at(lowering, entry.row), at(lowering, entry.col)
            value, (needs, _) = Reader(kernel, entry.algebra).read(entry.value), kernel.taken_needs()
            claimed, (_, more) = lowering.entry(claim, *where).poly, kernel.taken_needs()
            if found := _open_question(kernel, kernel.add(value, claimed, -1), needs, more):
                return found
    except (Unsupported, BudgetExceeded, RecursionError) as why:
        return _open(why)
    return _proof(kernel)


def _leave_little(kernel: Kernel, hypotheses: tuple[Hypothesis, ...]) -> bool:
    """Whether equations among the hypotheses confine the values to a null set, of which a proof says nothing."""
    lowering = Lowering(KernelAlgebra(kernel))
    least: list[Poly] = []
    for hypothesis in hypotheses:
        if isinstance(hypothesis, Compare) and hypothesis.operator in ("=", "<=", ">="):
            rise = lowering.scalar(hypothesis.right) - lowering.scalar(hypothesis.left)
            least += [rise.poly] * (hypothesis.operator != ">=") + [(-rise).poly] * (
                hypothesis.operator != "<="
            )
    kernel.taken_needs()
    return any(kernel.scale(poly, -1) in least for poly in least if poly)


def _open_question(kernel: Kernel, difference: Poly, needs: set[Need], more: set[Need]) -> Nothing | None:
    """Why left = right is not proved, or None: they differ, or the right side, which needs `more`, may lack a value where
    the left side, which needs `needs`, has one."""
    if not is_zero(kernel, difference, needs):
        return Nothing("the normal forms differ")
    for need in sorted(more - needs):
        if not any(_covers(kernel, own, need, {}) for own in needs):
            return Nothing(f"equal where both have a value, but the right side has {need[0]}")
    return None


def _covers(kernel: Kernel, general: Any, special: Any, put: dict[Any, Any]) -> bool:
    """Whether one need is another with its bound indices replaced: log x_i for all i has a value only if log x_o has.

    What replaces an index has to lie where that runs, and that not be nowhere. Sums inside are the same in both.
    """
    if general == special:
        return True
    if type(general) is not tuple or type(special) is not tuple:
        return False
    if len(general) == 3 and general[:2] == ("b", 0) and special and type(special[0]) is str:
        over = kernel.facts.ranges[general]
        fits = not kernel.may_be_empty(over) and kernel.facts.lies_in(special, over)
        return bool(fits and put.setdefault(general, special) == special)
    return len(general) == len(special) and all(
        _covers(kernel, a, b, put) for a, b in zip(general, special, strict=True)
    )


def _open(why: Exception) -> Nothing:
    if isinstance(why, BudgetExceeded):
        return Nothing("the budget of steps is used up")
    return Nothing("nested too deeply for a proof" if isinstance(why, RecursionError) else str(why))


def _proof(kernel: Kernel) -> Proof:
    return Proof(tuple(sorted(kernel.rules)) or ("expansion",), tuple(sorted(kernel.facts.used)))
