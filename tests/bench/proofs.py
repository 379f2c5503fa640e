"""How long a proof takes: every target beside `sympy.simplify`, and how the cost grows."""

from __future__ import annotations

import signal
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

import sympy
from sympy.core.cache import clear_cache

from tests.bench.explicit import differences
from tests.bench.timing import milliseconds, table
from tests.soundness.points import everything
from tests.soundness.suite import targets
from verifier.algebra.derive import derive
from verifier.algebra.prove import prove, prove_derived
from verifier.evidence import Proof
from verifier.expr.nodes import Cases, Expr, Opaque
from verifier.language import exp, hadamard, indices, matrix, scalar, sigmoid, size, total, vector
from verifier.questions import Target

SMALL = {"D": 2, "V": 3, "K": 2, "m": 1, "n": 3}
LARGER = {"D": 4, "V": 6, "K": 3, "m": 2, "n": 6}
PATIENCE = 30  # seconds for one target through sympy


def beside_sympy() -> str:
    rows: list[tuple[Any, ...]] = []
    for name, target in targets().items():
        derived = derive(target.quantity, target.hypotheses, target.claim)
        assert isinstance(prove_derived(derived, target.claim), Proof), name
        ours = milliseconds(lambda d=derived, c=target.claim: prove_derived(d, c))
        deriving = milliseconds(lambda t=target: derive(t.quantity, t.hypotheses, t.claim))
        rows.append((name, deriving, ours, *(_simplified(target, sizes) for sizes in (SMALL, LARGER))))
    middle = [median(row[k] for row in rows if isinstance(row[k], float)) for k in range(1, 5)]
    both = [row for row in rows if isinstance(row[3], float)]
    fair = median(row[2] for row in both)
    rows.append(("**median**", *middle))
    rows.append(("**times slower than the proof**", "", "", middle[2] / fair, middle[3] / fair))
    head = ("target", "derive ms", "prove ms, all sizes", "sympy ms, V=3 D=2", "sympy ms, V=6 D=4")
    return table(head, rows)


def _simplified(target: Target, sizes: dict[str, int]) -> float | str:
    """Milliseconds in which `simplify` finds all entries of the difference 0, or why it does not."""
    if any(isinstance(x, Opaque | Cases) for x in everything((target.quantity, target.claim))):
        return "not expressible"
    entries = differences(target, sizes)
    before = signal.signal(signal.SIGALRM, _out_of_time)
    times = []
    try:
        for _ in range(3):
            clear_cache()
            signal.alarm(PATIENCE)
            start = perf_counter()
            zero = all(sympy.simplify(entry) == 0 for entry in entries)
            times.append((perf_counter() - start) * 1000)
            if not zero:
                return "not simplified to 0"
    except TimeoutError:
        return f"over {PATIENCE} s"
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    return median(times)


def _out_of_time(*_: object) -> None:
    raise TimeoutError


# --- how the cost grows -------------------------------------------------------------------------------------------


def growth() -> str:
    rows = []
    for what, sizes, make in (
        ("terms of a sum", (2, 4, 8, 16, 32, 64), terms),
        ("factors of a product of sums", (1, 2, 3, 4, 5), factors),
        ("functions inside each other", (1, 2, 4, 8), nesting),
        ("sums inside each other", (1, 2, 3, 4, 5, 6), summation),
        ("matrices in a product", (2, 4, 6, 8, 10), matrices),
    ):
        cells = []
        for count in sizes:
            left, right = make(count)
            found = prove(left, right)
            assert isinstance(found, Proof), (what, count, found)
            cells.append(f"{count}: {milliseconds(lambda a=left, b=right: prove(a, b), 5):.1f}")
        rows.append((what, ", ".join(cells)))
    return table(("what grows", "how many: ms of the proof"), rows)


def _sum(parts: list[Expr]) -> Expr:
    out = parts[0]
    for part in parts[1:]:
        out = out + part
    return out


def terms(count: int) -> tuple[Expr, Expr]:
    """sum_k c_k sigma(x_k) exp(x_k), shuffled and with sigma turned round."""
    xs = [scalar(f"x{k}") for k in range(count)]
    left = [Fraction(k + 1, 3) * (sigmoid(x) * exp(x)) for k, x in enumerate(xs)]
    right = [Fraction(k + 1, 3) * (exp(x) - exp(x) * sigmoid(-x)) for k, x in enumerate(xs)]
    Random(1).shuffle(right)
    return _sum(left), _sum(right)


def factors(count: int) -> tuple[Expr, Expr]:
    xs = [scalar(f"x{k}") for k in range(count)]
    left, right = 1 + exp(xs[0]), exp(xs[0]) + 1
    for x in xs[1:]:
        left, right = left * (1 + exp(x)), (exp(x) + 1) * right
    return left, right


def nesting(count: int) -> tuple[Expr, Expr]:
    left = right = scalar("x")
    for _ in range(count):
        left, right = sigmoid(left), 1 - sigmoid(-right)
    return left, right


def summation(count: int) -> tuple[Expr, Expr]:
    """The sum over n indices of a product along a chain, in the other order."""
    n = size("n")
    A, a = matrix("A", n, n), vector("a", n)
    letters = indices(" ".join(f"i{k}" for k in range(count + 1)), n)
    chain = [A[p, q] for p, q in pairwise(letters)]
    body: Expr = a[letters[0]]
    turned: Expr = a[letters[-1]]
    back = A.T
    for p, q in pairwise(letters):
        turned = turned * back[p, q]
    for factor in chain:
        body = body * factor
    for letter in letters:
        body, turned = total(letter, body), total(letter, turned)
    return body, turned


def matrices(count: int) -> tuple[Expr, Expr]:
    n = size("n")
    each: list[Expr] = [matrix(f"A{k}", n, n) for k in range(count)]
    left, right = each[0], each[-1].T
    for k in range(1, count):
        left, right = left @ each[k], right @ each[-1 - k].T
    return hadamard(left, left), hadamard(right.T, right.T)


def sections() -> list[tuple[str, Callable[[], str]]]:
    return [("Proofs beside sympy.simplify", beside_sympy), ("How the cost of a proof grows", growth)]
