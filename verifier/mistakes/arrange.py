"""The ways in which the factors of a product can be ordered and transposed, and what the difference is called.

A product of two vectors that becomes a matrix is an outer product; two matrices that change places are `product-order`;
every other change is a matter of transposes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

from verifier.expr.nodes import Expr, Mul, Neg, Transpose
from verifier.mistakes.trees import transposed

MOST = 3  # factors that are not scalars, up to which every arrangement is tried
Kind = Literal["transpose", "outer-product", "product-order"]


@dataclass(frozen=True, slots=True)
class Arrangement:
    new: Expr
    was: Expr
    now: Expr | None
    kind: Kind
    cost: float


def arrangements(node: Mul) -> Iterator[Arrangement]:
    slots = [at for at, f in enumerate(node.factors) if not f.shape.is_scalar]
    if not 2 <= len(slots) <= MOST:
        yield from _single(node, slots)
        return
    bases = [_bare(node.factors[at]) for at in slots]
    flags = tuple(_is_turned(node.factors[at]) for at in slots)
    for order in (tuple(range(len(slots))), tuple(reversed(range(len(slots))))):
        kept = tuple(flags[i] for i in order)
        for turned in product((False, True), repeat=len(slots)):
            if turned == kept and order[0] == 0:
                continue
            yield _arranged(node, slots, bases, kept, order, turned)


def _arranged(
    node: Mul,
    slots: list[int],
    bases: list[Expr],
    kept: tuple[bool, ...],
    order: tuple[int, ...],
    turned: tuple[bool, ...],
) -> Arrangement:
    factors = list(node.factors)
    for slot, i, flag in zip(slots, order, turned, strict=True):
        factors[slot] = transposed(bases[i]) if flag else bases[i]
    new = Mul(tuple(factors))
    changes = sum(a != b for a, b in zip(kept, turned, strict=True))
    reversed_ = order[0] != 0
    both_vectors = len(slots) == 2 and all(b.shape.is_vector for b in bases)
    kind: Kind = "transpose"
    if both_vectors and turned == (False, True):
        kind = "outer-product"
    elif reversed_ and changes == 0 and all(b.shape.is_matrix for b in bases):
        kind = "product-order"
    was, now = node, new
    if changes == 1 and not reversed_ and kind == "transpose":
        at = next(n for n, (a, b) in enumerate(zip(kept, turned, strict=True)) if a != b)
        was, now = node.factors[slots[at]], factors[slots[at]]  # type: ignore[assignment]
    cost = 0.1 * max(changes - 1, 0) + (0.1 if reversed_ else 0.0)
    return Arrangement(new, was, now, kind, 0.0 if kind == "outer-product" else cost)


def _single(node: Mul, slots: list[int]) -> Iterator[Arrangement]:
    for at in slots:
        factor = node.factors[at]
        other = transposed(_bare(factor)) if not _is_turned(factor) else _bare(factor)
        new = Mul((*node.factors[:at], other, *node.factors[at + 1 :]))
        yield Arrangement(new, factor, other, "transpose", 0.0)


def _bare(factor: Expr) -> Expr:
    match factor:
        case Transpose(arg=arg):
            return arg
        case Neg(arg=Transpose(arg=arg)):
            return Neg(arg)
    return transposed(factor) if factor.shape.is_row else factor


def _is_turned(factor: Expr) -> bool:
    bare = factor.arg if isinstance(factor, Neg) else factor
    return isinstance(bare, Transpose) or factor.shape.is_row
