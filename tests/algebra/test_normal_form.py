"""The normal form is one: the same under shuffling, renaming and re-association, and normal again."""

from __future__ import annotations

from random import Random

import pytest

from tests.algebra.random_formulas import formula, k, o, w
from tests.seeds import seed_of_run
from tests.soundness import rewritings as rules
from tests.soundness.mutations import MUTATIONS
from tests.soundness.suite import scope_of, targets
from verifier.algebra.derive import kernel_for
from verifier.algebra.kernel.forms import KernelAlgebra
from verifier.algebra.kernel.polynomial import BudgetExceeded, Kernel, accumulate
from verifier.algebra.kernel.terms import Poly
from verifier.algebra.lower import Lowering
from verifier.algebra.prove import prove
from verifier.algebra.target import Unsupported
from verifier.evidence import Counterexample, Proof, Undefined
from verifier.expr.nodes import Expr
from verifier.numbers.compare import compare

SCOPE = rules.Scope((), (), ())
ORDER = (rules.shuffled, rules.regrouped, rules.renamed)
LETTERS = (o, w, k)
FORMULAS = 150


def normal(expr: Expr, kernel: Kernel | None = None) -> Poly:
    return Lowering(KernelAlgebra(kernel or kernel_for(()))).scalar(expr).poly


@pytest.fixture
def rng() -> Random:
    return Random(seed_of_run("NORMAL_FORM_SEED"))


def samples(rng: Random, depth: int = 3) -> list[Expr]:
    """Random formulas that the prover can read within a small budget."""
    out: list[Expr] = []
    while len(out) < FORMULAS:
        expr = formula(rng, depth)
        try:
            normal(expr, kernel_for((), 4000))
        except (Unsupported, BudgetExceeded):
            continue
        out.append(expr)
    return out


def test_order_grouping_and_names_do_not_matter(rng: Random) -> None:
    for expr in samples(rng):
        expected = normal(expr)
        variant = expr
        for _ in range(4):
            variant = rules.rewritten(variant, rng.choice(ORDER), rng, SCOPE) or variant
            assert normal(variant) == expected, f"{expr}\nand\n{variant}"


def test_it_is_normal_again(rng: Random) -> None:
    for expr in samples(rng):
        kernel = kernel_for(())
        poly = normal(expr, kernel)
        again: Poly = {}
        for (binders, factors), c in poly.items():
            accumulate(again, kernel.normal(binders, dict(factors)), c)
        assert again == poly, expr
        assert kernel.mul(poly, kernel.constant(1)) == poly
        assert (
            kernel.substitute_poly(tuple(sorted(poly.items())), {("f", "no such letter"): ("f", "another")})
            == poly
        )


def test_what_is_expanded_is_proved(rng: Random) -> None:
    changes = (rules.expanded, rules.negated_twice, rules.condition_written_out, rules.factor_into_sum)
    proved = 0
    cases = samples(rng)
    for expr in cases:
        variant = expr
        for _ in range(3):
            variant = rules.rewritten(variant, rng.choice(changes), rng, SCOPE) or variant
        proved += isinstance(prove(expr, variant), Proof)
    assert proved >= 0.97 * len(cases)


def test_two_formulas_are_proved_equal_only_if_they_are(rng: Random) -> None:
    """Random pairs and pairs that differ in one place: a proof is never beside a counterexample."""
    scope = rules.Scope((formula(rng, 0),), (), LETTERS)
    for _ in range(FORMULAS):
        expr = formula(rng, rng.randint(1, 3), rough=True)
        wrong = rules.rewritten(expr, rng.choice(list(MUTATIONS.values())), rng, scope)
        if wrong is None or wrong.shape != expr.shape or not isinstance(prove(expr, wrong, (), 4000), Proof):
            continue
        found = compare(expr, wrong, seed=rng.randrange(10**6))
        assert not isinstance(found, Counterexample | Undefined), f"{expr} = {wrong}: {found}"


@pytest.mark.parametrize("name", sorted(targets()))
def test_claims_in_any_order(name: str, rng: Random) -> None:
    target = targets()[name]
    scope = scope_of(target)
    variant = target.claim
    for _ in range(6):
        variant = rules.rewritten(variant, rng.choice(ORDER), rng, scope) or variant
    assert isinstance(prove(target.claim, variant, target.hypotheses), Proof)
    assert isinstance(prove(variant, target.claim, target.hypotheses), Proof)
