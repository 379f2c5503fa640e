"""Points satisfy the hypotheses, have unequal sizes, and meet what happens rarely."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.numbers.subject import K, U, k, naive, negative, o, o_apart, w, ws
from verifier.language import compare, differ, distinct, matrix, same, scalar, total
from verifier.numbers.draw import Plan, draw, is_small
from verifier.numbers.limits import Work

PLACES = (negative, naive, total(k, U[1, w]))


def points(*hypotheses, exprs=PLACES, count=48, seed=1):
    plan = Plan.of(exprs, hypotheses, Work())
    found = [draw(plan, seed, number, Work()) for number in range(count)]
    assert all(found)
    return found


def test_sizes_are_unequal_and_now_and_then_small():
    drawn = points(o_apart)
    regular = [p.sizes for p in drawn if not is_small(p.number)]
    assert all(len(set(sizes.values())) == 3 and sizes["V"] >= 4 for sizes in regular)
    assert any(p.sizes["D"] == 1 for p in drawn) and any(p.sizes["K"] == 1 for p in drawn)
    assert {p.sizes["V"] for p in points(differ(w, o), exprs=(naive, U[1, w]))} >= {2, 4, 5}
    assert any(p.sizes["V"] == 1 for p in points(exprs=(naive,)))


def test_index_hypotheses():
    for p in points(o_apart, distinct(ws), differ(w, o)):
        assert p.indices["o"] not in p.maps["w"]
        assert len(set(p.maps["w"])) == p.sizes["K"] < p.sizes["V"]
        assert p.indices["w"] != p.indices["o"]
    assert all(p.indices["w"] == p.indices["o"] for p in points(same(w, o)))


def test_what_is_not_excluded_happens():
    drawn = [p for p in points(o_apart) if not is_small(p.number)]
    assert any(p.indices["w"] == p.indices["o"] for p in drawn)
    assert any(p.indices["w"] != p.indices["o"] for p in drawn)
    assert any(p.indices["w"] in p.maps["w"] for p in drawn)
    assert any(len(set(p.maps["w"])) < len(p.maps["w"]) for p in drawn)
    assert any(len(set(p.maps["w"])) == len(p.maps["w"]) > 1 for p in drawn)


def test_comparisons():
    alpha, x = scalar("alpha"), scalar("x")
    drawn = points(*compare(0, "<", alpha, "<", 1), *compare(x, "!=", 0), exprs=(alpha * x,))
    assert all(0 < p.tensors["alpha"][0][0] < 1 for p in drawn)
    assert {p.tensors["x"][0][0] > 0 for p in drawn} == {True, False}
    for p in points(*compare(x * x, "<", alpha), exprs=(alpha,), count=12):
        assert p.tensors["x"][0][0] ** 2 < p.tensors["alpha"][0][0]
    assert all(p.tensors["r"][0][0] > 0 for p in points(exprs=(scalar("r", positive=True),)))


def test_the_same_seed_draws_the_same_points():
    assert points(o_apart) == points(o_apart)
    assert points(o_apart) != points(o_apart, seed=2)


@pytest.mark.parametrize("structure", ["symmetric", "positive-definite", "invertible", "orthogonal"])
def test_structures_are_exact(structure):
    A = replace(matrix("A", K, K), structure=frozenset((structure,)))
    for p in points(exprs=(A,), count=12):
        rows = p.tensors["A"]
        size = len(rows)
        product = [
            [sum((rows[i][n] * rows[j][n] for n in range(size)), Fraction(0)) for j in range(size)]
            for i in range(size)
        ]
        match structure:
            case "orthogonal":
                assert product == [[Fraction(i == j) for j in range(size)] for i in range(size)]
            case "invertible":
                assert determinant([list(row) for row in rows]) != 0
            case _:
                assert all(rows[i][j] == rows[j][i] for i in range(size) for j in range(size))
        if structure == "positive-definite":
            assert all(determinant([list(row[:n]) for row in rows[:n]]) > 0 for n in range(1, size + 1))


def determinant(rows: list[list[Fraction]]) -> Fraction:
    if len(rows) == 1:
        return rows[0][0]
    minors = ([r[:at] + r[at + 1 :] for r in rows[1:]] for at in range(len(rows)))
    return sum(((-1) ** at * rows[0][at] * determinant(m) for at, m in enumerate(minors)), Fraction(0))


def test_no_room():
    plan = Plan.of((negative,), (o_apart, same(o, ws[k])), Work())
    assert draw(plan, 1, 0, Work()) is None
