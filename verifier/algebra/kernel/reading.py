"""From sympy index notation back into the kernel: how a derivative that sympy's `diff` made reaches its normal form."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import sympy

from verifier.algebra.derivative import entry_of_derivative, positions, with_variable
from verifier.algebra.index_notation import KINDS, Above, Below, OpaqueValue, Step
from verifier.algebra.kernel.facts import range_term, size_term
from verifier.algebra.kernel.forms import Form, KernelAlgebra, block_at
from verifier.algebra.kernel.polynomial import Kernel, accumulate
from verifier.algebra.kernel.terms import Poly, Term, mentions, rename_atom
from verifier.algebra.lower import BlockIndex, Lowering, partition_of
from verifier.algebra.symbolic import SympyAlgebra
from verifier.algebra.target import Unsupported
from verifier.expr.indices import Index, Range
from verifier.expr.nodes import Apply, Derivative, Div, Expr, Pow
from verifier.expr.sizes import Size
from verifier.expr.walk import children


def derivative(algebra: KernelAlgebra, lowering: Lowering, expr: Derivative, row: Any, col: Any) -> Form:
    """The entry of a derivative: lowered to sympy, differentiated there, read back."""
    kernel = algebra.kernel
    reader: Reader
    sympy_side = SympyAlgebra(covers=lambda value: not reader.poly(value))
    reader = Reader(kernel, sympy_side)

    def across(value: Any) -> Any:
        """An index value of the kernel as one of sympy."""
        if value is None:
            return None
        if isinstance(value, BlockIndex):
            return replace(value, inner=across(value.inner))
        dummy = sympy.Dummy("f", integer=True)
        sympy_side.outer[dummy] = value
        return dummy

    inner = Lowering(sympy_side, {letter: across(value) for letter, value in lowering.env.items()})
    value = entry_of_derivative(inner, expr, across(row), across(col))
    if _partial(expr.of):
        # What the operand needs, a derivative that is 0 or cancels would not show: reading it notes it in the kernel.
        where, _ = positions(expr, row, col)
        try:
            lowering.entry(expr.of, *where)
        except Unsupported:  # as z_i of a block list; what it is differentiated by may stand for it
            lowering.entry(with_variable(inner, expr)[0], *where)
    return Form(kernel, reader.read(value))


def _partial(expr: Expr) -> bool:
    """Whether a formula holds a division, a power or a function that is not defined everywhere."""
    if isinstance(expr, Div | Pow) or (isinstance(expr, Apply) and expr.function.domain is not None):
        return True
    return any(map(_partial, children(expr)))


class Reader:
    """Reads sympy expressions that a `SympyAlgebra` made, or that `diff` made of them."""

    def __init__(self, kernel: Kernel, source: SympyAlgebra) -> None:
        self.kernel = kernel
        self.source = source
        self.memo: dict[Any, Poly] = {}
        self.labels: dict[Any, Term] = {}
        self.active: list[Any] = []  # the dummies of the sums being read, outermost first
        self.inside: dict[Any, list[Any]] = {}  # dummy -> what was read below it
        self.algebra = KernelAlgebra(kernel)

    def read(self, value: Any) -> Poly:
        """The normal form; variables of derivatives are replaced by what they stand for."""
        for base, _ in self.source.variables.values():
            if not base.shape.is_scalar and partition_of(base, 0) is not None:
                self.kernel.facts.blocked.add(range_term(Range.upto(base.shape.rows)))
        poly = self.poly(value)
        for name, (base, lowering) in self.source.variables.items():
            poly = _put_back(self, poly, name, base, lowering)
        return poly

    def poly(self, value: Any) -> Poly:
        if value not in self.memo:
            self.memo[value] = self._poly(value)
            for dummy in self.active:
                self.inside[dummy].append(value)
        return self.memo[value]

    def _poly(self, value: Any) -> Poly:
        kernel = self.kernel
        if value.is_Rational:
            return kernel.constant(Fraction(int(value.p), int(value.q)))
        if value.is_Add:
            out: Poly = {}
            for arg in value.args:
                accumulate(out, self.poly(arg))
            return out
        if value.is_Mul:
            product = kernel.constant(1)
            for arg in value.args:
                product = kernel.mul(product, self.poly(arg))
            return product
        if isinstance(value, sympy.exp):
            return kernel.exp(self.poly(value.args[0]))
        if value.is_Pow:
            base, exponent = value.as_base_exp()
            return self.algebra.power(Form(kernel, self.poly(base)), Form(kernel, self.poly(exponent))).poly
        if isinstance(value, sympy.Sum):
            return self._sum(value)
        if isinstance(value, sympy.Indexed):
            return self.algebra.entry(self.source.tensors[value.base], *map(self.term, value.indices)).poly
        if isinstance(value, sympy.KroneckerDelta):
            return kernel.delta(*map(self.term, value.args))
        if value in self.source.tensors:
            return self.algebra.entry(self.source.tensors[value]).poly
        if value in self.source.sizes:
            return kernel.size(Size.of(self.source.sizes[value]))
        if isinstance(value, sympy.log):
            return kernel.log(self.poly(value.args[0]))
        if isinstance(value, Above):
            return kernel.above(self.poly(value.args[0]))
        if isinstance(value, Step):
            return kernel.step(self.poly(value.args[0]))
        if isinstance(value, Below):
            left, right = map(self.term, value.args)
            return kernel.below(left, right, strict=True)
        if isinstance(value, OpaqueValue):
            return self._opaque(value)
        if value is sympy.E:
            return kernel.exp(kernel.constant(1))
        raise Unsupported(f"{type(value).__name__} in an index expression")

    def _sum(self, value: Any) -> Poly:
        """sympy writes a sum of a sum as one with several limits, the innermost first."""
        return self._over([dummy for dummy, *_ in value.limits], value.function)

    def _over(self, dummies: list[Any], inner: Any) -> Poly:
        if not dummies:
            return self.poly(inner)
        *rest, dummy = dummies

        def body(label: Term) -> Poly:
            # `diff` uses a dummy again in another sum, and a range that is split asks more than once: each time the
            # dummy means another index, and what was read under the old one is forgotten.
            for seen in self.inside.pop(dummy, ()):
                self.memo.pop(seen, None)
            self.labels[dummy] = label
            self.inside[dummy] = []
            self.active.append(dummy)
            poly = self._over(rest, inner)
            self.active.pop()
            return poly

        return self.kernel.total(range_term(self.source.ranges[dummy]), body)

    def term(self, index: Any) -> Term:
        """An index expression as a term of the kernel."""
        if index in self.labels:
            return self.labels[index]
        if index in self.source.outer:
            return tuple(self.source.outer[index])
        if isinstance(index, sympy.Indexed):
            return self.algebra.pick(self.source.maps[index.base], self.term(index.indices[0]))
        known = self.source.indices.get(index)
        if isinstance(known, Index):
            return self.algebra.free(known)
        if isinstance(known, Size):
            return size_term(known)
        if isinstance(known, BlockIndex):
            return self.algebra.block(_back(self, known))
        if index.is_Integer:
            return size_term(Size.of(int(index)))
        raise Unsupported("an index that is no letter, place or sample")

    def _opaque(self, value: Any) -> Poly:
        name, slots, done = value.args
        words: list[Any] = []
        for slot in slots:
            kind = KINDS[slot[0]]
            if kind == "x":
                words.append((kind, self.term(slot[1])))
            else:
                words.append(
                    (kind, self.source.tensors[slot[1]].name, self.term(slot[2]) if kind == "v" else ())
                )
        by = sorted((int(d[0]), *map(self.term, d[1:])) for d in done)
        return self.kernel.atom(("o", str(name), tuple(words), tuple(by)))


def _put_back(reader: Reader, poly: Poly, name: str, base: Expr, lowering: Lowering) -> Poly:
    """Entries of the variable `name` replaced by those of `base`; sums over a blocked axis are split into its blocks."""
    kernel = reader.kernel
    env = {letter: _back(reader, value) for letter, value in lowering.env.items()}
    here = Lowering(reader.algebra, env)
    partition = partition_of(base, 0) if not base.shape.is_scalar else None

    def of_poly(part: Any) -> Poly:
        out: Poly = {}
        for mono, c in part:
            accumulate(out, of_mono(mono), c)
        return out

    def of_mono(mono: Any) -> Poly:
        binders, factors = mono
        if not _holds(factors, name):
            return {mono: Fraction(1)}
        names = {label: kernel.fresh(over) for label, over in binders}
        binders = tuple((names[label], over) for label, over in binders)
        factors = tuple((rename_atom(atom, names), power) for atom, power in factors)
        return split(binders, factors)

    def split(binders: Any, factors: Any) -> Poly:
        if partition is not None:
            for at, (label, over) in enumerate(binders):
                if over == range_term(Range.upto(base.shape.rows)) and _indexes(factors, name, label):
                    rest = binders[:at] + binders[at + 1 :]
                    out: Poly = {}
                    for number, block in enumerate(partition):
                        inner = kernel.fresh(range_term(block)) if block is not None else None
                        more = ((inner, range_term(block)),) if block is not None else ()
                        put = {label: reader.algebra.block(BlockIndex(partition, number, inner))}
                        placed = kernel.constant(1)
                        for atom, power in factors:
                            placed = kernel.mul(placed, kernel.substitute(atom, power, put))
                        for (own, changed), c in placed.items():
                            accumulate(out, split(rest + more + own, changed), c)
                    return out
        product = kernel.constant(1)
        for atom, power in factors:
            product = kernel.mul(product, of_atom(atom, power))
        return kernel.close(binders, product)

    def of_atom(atom: Any, power: Any) -> Poly:
        if not _holds(atom, name):
            return kernel.atom(atom, power)
        if atom[0] == "t":
            return kernel.power(_entry_at(here, base, atom[2:]), power)
        if atom[0] == "e":
            return kernel.exp(kernel.scale(of_mono(atom[1]), power))
        inner = of_poly(atom[1])
        made = {"p": lambda: inner, "l": lambda: kernel.log(inner), "s": lambda: kernel.above(inner)}[
            atom[0]
        ]()
        return kernel.power(made, power)

    return of_poly(poly.items())


def _entry_at(lowering: Lowering, base: Expr, at: tuple[Term, ...]) -> Poly:
    where = [block_at(t) if t[0] == "k" else t for t in at]
    if not where:
        poly = lowering.entry(base, None, None).poly
    elif base.shape.is_row:
        poly = lowering.entry(base, None, where[0]).poly
    else:
        poly = lowering.entry(base, where[0], where[1] if len(where) > 1 else None).poly
    return poly  # type: ignore[no-any-return]


def _back(reader: Reader, value: Any) -> Any:
    if isinstance(value, BlockIndex):
        return replace(value, inner=None if value.inner is None else reader.term(value.inner))
    return reader.term(value)


def _holds(thing: Any, name: str) -> bool:
    if type(thing) is not tuple:
        return False
    if len(thing) > 1 and thing[0] == "t" and thing[1] == name:
        return True
    return any(_holds(part, name) for part in thing if type(part) is tuple)


def _indexes(thing: Any, name: str, label: Term) -> bool:
    """Whether the variable occurs at this index."""
    if type(thing) is not tuple:
        return False
    if len(thing) > 1 and thing[0] == "t" and thing[1] == name:
        return mentions(thing[2:], {label})
    return any(_indexes(part, name, label) for part in thing if type(part) is tuple)
