"""What the printer writes, the reader reads back to the same formula."""

import random

import pytest

from tests.latex.dialects import DIALECTS, spoken
from tests.latex.formulas import Maker, a, b, plain
from tests.latex.word2vec import J as LOSS
from tests.latex.word2vec import J_neg, J_sg, centers, k, u, w, y, y_hat
from tests.seeds import seed_of_run
from verifier.latex.read import Scope, read_chain, read_formula, scope_of
from verifier.latex.write import latex


@pytest.fixture(scope="module")
def scope() -> Scope:
    return scope_of(LOSS, J_neg, J_sg, y, y_hat, centers, u[w], k, a, b, loss=LOSS, free=("o", "c", "w", "k"))


def check_round_trip(seeds: range, scope: Scope) -> None:
    for seed in seeds:
        made = Maker(seed).formula(seed % 4 + 1)
        written = latex(made)
        reading = read_formula(written, scope)
        assert reading.formula is not None, (seed, written, reading.problems)
        assert plain(reading.formula) == plain(made), (seed, written)
        assert not reading.alternatives, (seed, written)


def test_some_formulas(scope: Scope) -> None:
    check_round_trip(range(400), scope)


@pytest.fixture
def first() -> int:
    """Where ten thousand seeds begin."""
    return int(seed_of_run("ROUND_TRIP_SEED"), 16)


@pytest.mark.slow
def test_ten_thousand_formulas(scope: Scope, first: int) -> None:
    check_round_trip(range(first, first + 10_000), scope)


@pytest.mark.slow
def test_ten_thousand_formulas_in_dialects(scope: Scope, first: int) -> None:
    check_dialects(range(first, first + 10_000), scope)


def test_dialects(scope: Scope) -> None:
    check_dialects(range(500), scope)


def check_dialects(seeds: range, scope: Scope) -> None:
    """The same formulas in the ways that people type them; where there are several readings, ours is among them."""
    for seed in seeds:
        made = Maker(seed).formula(seed % 4 + 1)
        written = spoken(latex(made), random.Random(seed))
        chain = read_chain(written, scope)
        assert len(chain.members) == 1, (seed, written)
        assert any(plain(f) == plain(made) for f in chain.members[0].reading.all), (
            seed,
            written,
            chain.problems,
        )


@pytest.mark.parametrize("name", DIALECTS)
def test_every_dialect_changes_something(name: str) -> None:
    written = [latex(Maker(seed).formula(seed % 4 + 1)) for seed in range(200)]
    assert any(DIALECTS[name](text) != text for text in written)


def test_formulas_are_many_and_different() -> None:
    """The generator does not draw the same formula again and again."""
    written = {latex(Maker(seed).formula(seed % 4 + 1)) for seed in range(400)}
    assert len(written) > 300
