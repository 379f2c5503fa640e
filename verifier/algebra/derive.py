"""The derivative that a target asks for, by sympy's `diff`, before any normal form has seen it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from verifier.algebra.kernel.polynomial import Kernel
from verifier.algebra.kernel.reading import Reader
from verifier.algebra.lower import BlockIndex, Lowering, Partition, partition_of
from verifier.algebra.symbolic import SympyAlgebra
from verifier.algebra.target import Unsupported
from verifier.expr.indices import Hypothesis, Index, Range
from verifier.expr.nodes import Expr
from verifier.expr.sizes import ONE

ROW, COLUMN = "row·", "column·"  # free letters of entries; in no name that can be declared


@dataclass(frozen=True, slots=True)
class DerivedEntry:
    """One entry, or one family of entries, of a derived quantity: `value` is sympy in index notation."""

    row: Any
    col: Any
    value: Any
    algebra: SympyAlgebra


@dataclass(frozen=True, slots=True)
class Derived:
    """A quantity whose derivatives were carried out by sympy; nothing is simplified."""

    quantity: Expr
    hypotheses: tuple[Hypothesis, ...]
    entries: tuple[DerivedEntry, ...]

    def as_sympy(self) -> tuple[Any, ...]:
        return tuple(entry.value for entry in self.entries)


def derive(quantity: Expr, hypotheses: tuple[Hypothesis, ...] = (), like: Expr | None = None) -> Derived:
    """Derive every entry of `quantity` (one family of entries for each block of a blocked axis).

    `like` is a formula it will be compared with, whose blocks count too. Raises `Unsupported`.
    """
    out = []
    for row, col in free_entries(quantity, like):
        reader: Reader
        algebra = SympyAlgebra(covers=lambda value: not reader.poly(value))  # noqa: B023 -- called at once
        reader = Reader(kernel_for(hypotheses), algebra)
        lowering = Lowering(algebra)
        value = lowering.entry(quantity, at(lowering, row), at(lowering, col))
        out.append(DerivedEntry(row, col, value, algebra))
    return Derived(quantity, hypotheses, tuple(out))


def as_sympy(expr: Expr, row: Index | None = None, col: Index | None = None) -> Any:
    """One entry of a formula as a sympy expression in index notation; `row`, `col` default to fresh letters."""
    (where, *_) = free_entries(expr, None)
    algebra = SympyAlgebra()
    lowering = Lowering(algebra)
    return lowering.entry(expr, at(lowering, row or where[0]), at(lowering, col or where[1]))


Place = Index | BlockIndex | None  # a free letter, a block with a letter inside, or no index


def free_entries(left: Expr, right: Expr | None) -> list[tuple[Place, Place]]:
    """The families of entries that have to be compared: one for each pair of blocks."""
    shape = left.shape
    axes = []
    for axis, (size, name) in enumerate(((shape.rows, ROW), (shape.cols, COLUMN))):
        if size == ONE:
            axes.append([None])
            continue
        partition = partition_of(left, axis)
        other = partition_of(right, axis) if right is not None else None
        if partition is not None and other is not None and partition != other:
            raise Unsupported("an axis cut into different blocks on the two sides")
        partition = partition or other
        axes.append(_places(partition, Index(name, Range.upto(size))))
    return [(row, col) for row in axes[0] for col in axes[1]]


def _places(partition: Partition | None, letter: Index) -> list[Any]:
    if partition is None:
        return [letter]
    return [
        BlockIndex(partition, n, None if block is None else Index(letter.name, block))
        for n, block in enumerate(partition)
    ]


def at(lowering: Lowering, place: Place) -> Any:
    if place is None or isinstance(place, Index):
        return None if place is None else lowering.index(place)
    return replace(place, inner=None if place.inner is None else lowering.index(place.inner))


def kernel_for(hypotheses: tuple[Hypothesis, ...], budget: int = 200_000) -> Kernel:
    """A kernel under these hypotheses."""
    from verifier.algebra.kernel.facts import Facts
    from verifier.algebra.kernel.forms import KernelAlgebra
    from verifier.expr.indices import Compare

    kernel = Kernel(Facts(hypotheses), budget)
    lowering = Lowering(KernelAlgebra(kernel))
    for hypothesis in hypotheses:
        if isinstance(hypothesis, Compare) and hypothesis.operator in ("<", ">"):
            sides = (hypothesis.left, hypothesis.right)
            low, high = sides if hypothesis.operator == "<" else sides[::-1]
            kernel.known_positive.append((lowering.scalar(high) - lowering.scalar(low)).poly)
    return kernel
