"""Exact rational matrices with a declared structure."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from verifier.numbers.limits import CannotEvaluate

Matrix = tuple[tuple[Fraction, ...], ...]
Draw = Callable[[], Fraction]

KNOWN = frozenset(("symmetric", "positive-definite", "invertible", "orthogonal", "integer"))
PLAIN = frozenset(("integer",))  # a property of the entries, not of the matrix


def structured(structure: frozenset[str], rows: int, cols: int, draw: Draw) -> Matrix:
    """A matrix of the declared structure whose free entries come from `draw`."""
    if structure - KNOWN:
        raise CannotEvaluate(
            f"no numbers are drawn for a matrix that is {', '.join(sorted(structure - KNOWN))}"
        )
    if not structure - PLAIN:
        return tuple(tuple(draw() for _ in range(cols)) for _ in range(rows))
    if "orthogonal" in structure:
        return _reflection(rows, draw) if "symmetric" in structure else _cayley(rows, draw)
    if "positive-definite" in structure:
        half = [[draw() for _ in range(rows)] for _ in range(rows)]
        return _plus_identity(_product(half, _transposed(half)))
    for _ in range(64):
        square = [[draw() for _ in range(rows)] for _ in range(rows)]
        if "symmetric" in structure:
            square = [[square[min(i, j)][max(i, j)] for j in range(rows)] for i in range(rows)]
        if "invertible" not in structure or _inverse(square) is not None:
            return _frozen(square)
    raise CannotEvaluate("no matrix of the declared structure was found")


def _cayley(size: int, draw: Draw) -> Matrix:
    """(I - S)(I + S)^-1 for a skew S, with columns flipped by the sign of a draw: both determinants occur."""
    upper = [[draw() for _ in range(size)] for _ in range(size)]
    skew = [
        [upper[i][j] if i < j else -upper[j][i] if i > j else Fraction(0) for j in range(size)]
        for i in range(size)
    ]
    plus = [[(i == j) + skew[i][j] for j in range(size)] for i in range(size)]
    minus = [[(i == j) - skew[i][j] for j in range(size)] for i in range(size)]
    inverse = _inverse(plus)
    if inverse is None:
        raise ArithmeticError("I + S is invertible for every skew S")
    signs = [1 if upper[i][i] > 0 else -1 for i in range(size)]
    return _frozen([[x * signs[j] for j, x in enumerate(row)] for row in _product(minus, inverse)])


def _reflection(size: int, draw: Draw) -> Matrix:
    """I - 2 n n^T / n^T n: orthogonal and symmetric."""
    normal = [draw() for _ in range(size)]
    length = sum((x * x for x in normal), Fraction(0))
    return _frozen(
        [[(i == j) - 2 * normal[i] * normal[j] / length for j in range(size)] for i in range(size)]
    )


def _inverse(matrix: list[list[Fraction]]) -> list[list[Fraction]] | None:
    """By elimination in exact rationals; None for a singular matrix."""
    size = len(matrix)
    rows = [[*row, *(Fraction(i == j) for j in range(size))] for i, row in enumerate(matrix)]
    for at in range(size):
        pivot = next((r for r in range(at, size) if rows[r][at]), None)
        if pivot is None:
            return None
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [x / rows[at][at] for x in rows[at]]
        for r in range(size):
            if r != at and rows[r][at]:
                rows[r] = [x - rows[r][at] * y for x, y in zip(rows[r], rows[at], strict=True)]
    return [row[size:] for row in rows]


def _product(left: list[list[Fraction]], right: list[list[Fraction]]) -> list[list[Fraction]]:
    return [
        [sum((x * y for x, y in zip(row, col, strict=True)), Fraction(0)) for col in zip(*right, strict=True)]
        for row in left
    ]


def _transposed(matrix: list[list[Fraction]]) -> list[list[Fraction]]:
    return [list(row) for row in zip(*matrix, strict=True)]


def _plus_identity(matrix: list[list[Fraction]]) -> Matrix:
    return _frozen([[x + (i == j) for j, x in enumerate(row)] for i, row in enumerate(matrix)])


def _frozen(matrix: list[list[Fraction]]) -> Matrix:
    return tuple(tuple(Fraction(x) for x in row) for row in matrix)
