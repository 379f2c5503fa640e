"""Random formulas beside what a slip makes of them: what the prover holds for equal, the numbers never refute.

`PAIRS_SEED=7 pytest tests/algebra/test_random_pairs.py` takes other pairs.
"""

from __future__ import annotations

import os
from random import Random

import pytest

from tests.algebra.random_formulas import a, formula, k, o, w, ws, x, y
from verifier.algebra.prove import prove
from verifier.evidence import Counterexample, Proof, Undefined
from verifier.expr.indices import IndexBelow
from verifier.expr.nodes import Apply, Expr, Indicator
from verifier.expr.walk import nodes, with_at
from verifier.functions.absolute import ABSOLUTE
from verifier.language import compare, differ, distinct, indicator, not_among, relu, same
from verifier.numbers.compare import compare as numbers

SEED = int(os.environ.get("PAIRS_SEED", "1"))
PAIRS = 120
HYPOTHESES = (not_among(o, ws), distinct(ws), differ(o, w), same(w, ws[k]), *compare(x, ">", 0))
MEETING = (same(o, w), same(w, ws[k]), differ(o, ws[k]), IndexBelow(o, w, strict=True), *compare(x, ">", y))


def slipped(rng: Random, whole: Expr) -> Expr:
    """The formula with one scalar in it changed where indices meet, in sign, or not at all."""
    path, part = rng.choice([(path, node) for path, node in nodes(whole) if node.shape.is_scalar])
    met = Indicator((rng.choice(MEETING),))
    changed = rng.choice(
        (
            part + a[rng.choice((o, w))] * met,
            part * (1 - met) + part * met,
            part * met,
            Apply(ABSOLUTE, (part,)),
            relu(part) - relu(-part),
            part * x / x,
            part + indicator(same(o, o)) - 1,
        )
    )
    return with_at(whole, path, changed)


@pytest.mark.parametrize("number", range(PAIRS))
def test_what_is_proved_is_not_refuted(number: int) -> None:
    rng = Random(f"{SEED}/{number}")
    left = formula(rng, rng.choice((2, 2, 3)), rough=True)
    right = slipped(rng, left)
    given = tuple(hypothesis for hypothesis in HYPOTHESES if rng.random() < 0.2)
    if isinstance(prove(left, right, given, budget=20_000), Proof):
        for seed in range(2):
            found = numbers(left, right, given, seed=seed)
            assert not isinstance(found, Counterexample | Undefined), f"{left} = {right}: {found}"


def test_some_of_them_are_proved_and_some_refuted() -> None:
    verdicts = set()
    for number in range(25):
        rng = Random(f"{SEED}/{number}")
        left = formula(rng, 2, rough=True)
        right = slipped(rng, left)
        verdicts.add(type(prove(left, right, (), budget=20_000)))
        verdicts.add(type(numbers(left, right, (), seed=1)))
    assert verdicts >= {Proof, Counterexample}
