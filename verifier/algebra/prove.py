"""Proofs of equality for all sizes, by normal form."""

from __future__ import annotations

from verifier.algebra.derive import Derived, at, free_entries, kernel_for
from verifier.algebra.kernel.equality import is_zero
from verifier.algebra.kernel.forms import KernelAlgebra
from verifier.algebra.kernel.polynomial import BudgetExceeded, Kernel
from verifier.algebra.kernel.reading import Reader
from verifier.algebra.lower import Lowering
from verifier.algebra.target import Unsupported
from verifier.evidence import Nothing, Proof
from verifier.expr.indices import Hypothesis
from verifier.expr.nodes import Expr

BUDGET = 200_000


def prove(
    left: Expr, right: Expr, hypotheses: tuple[Hypothesis, ...] = (), budget: int = BUDGET
) -> Proof | Nothing:
    """Whether left = right for all sizes >= 1 and all values, up to null sets, under the hypotheses.

    `Nothing` says that no proof was found, and why; it is no refutation.
    """
    if left.shape != right.shape:
        return Nothing(f"the left side {left.shape.in_words()}, the right side {right.shape.in_words()}")
    kernel = kernel_for(hypotheses, budget)
    try:
        for row, col in free_entries(left, right):
            lowering = Lowering(KernelAlgebra(kernel))
            where = at(lowering, row), at(lowering, col)
            difference = lowering.entry(left, *where) - lowering.entry(right, *where)
            if not is_zero(kernel, difference.poly):
                return Nothing("the normal forms differ")
    except (Unsupported, BudgetExceeded) as why:
        return _open(why)
    return _proof(kernel)


def prove_derived(derived: Derived, claim: Expr, budget: int = BUDGET) -> Proof | Nothing:
    """The same for a derived quantity, whose derivative sympy has carried out, and a claim."""
    if derived.quantity.shape != claim.shape:
        return Nothing(f"the derivative {derived.quantity.shape.in_words()}, the claim {claim.shape.in_words()}")
    kernel = kernel_for(derived.hypotheses, budget)
    try:
        for entry in derived.entries:
            lowering = Lowering(KernelAlgebra(kernel))
            claimed = lowering.entry(claim, at(lowering, entry.row), at(lowering, entry.col)).poly
            value = Reader(kernel, entry.algebra).read(entry.value)
            if not is_zero(kernel, kernel.add(value, claimed, -1)):
                return Nothing("the normal forms differ")
    except (Unsupported, BudgetExceeded) as why:
        return _open(why)
    return _proof(kernel)


def _open(why: Exception) -> Nothing:
    return Nothing("the budget of steps is used up" if isinstance(why, BudgetExceeded) else str(why))


def _proof(kernel: Kernel) -> Proof:
    return Proof(tuple(sorted(kernel.rules)) or ("expansion",), tuple(sorted(kernel.facts.used)))
