"""The normal form: polynomials whose monomials are sums over bound indices of products of atoms.

Every operation returns normal polynomials: bound indices renamed apart and named canonically, products distributed,
deltas substituted away, unused indices counted, exponents merged, the leading part of a base over that base rewritten
(so softmax sums to one and sigma(x) = 1 - sigma(-x)). The rules that fired are recorded by name in `rules`.

Sound for every size >= 1, up to null sets of points (a factor is cancelled as if it were not 0). Exact rationals only.
An empty polynomial is a proof of equality; a non-empty one proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from verifier.algebra.kernel.facts import Facts, range_ends, size_term
from verifier.algebra.kernel.leads import use_lead
from verifier.algebra.kernel.terms import (
    IDEMPOTENT,
    UNIT,
    Atom,
    Frozen,
    Mono,
    Need,
    Poly,
    Term,
    canonical,
    freeze,
    labels_in,
    mentions,
    rename_atom,
)
from verifier.algebra.target import Unsupported
from verifier.expr.sizes import Size

BIGGEST_POWER = 24
UNROLLED = 16  # a sum of up to this many terms, whatever the sizes, is written out
LARGEST_ATOM = 3_000  # nodes inside one atom


class BudgetExceeded(Exception):
    """The step budget of a proof is used up; the question stays open."""


class Kernel:
    """Polynomial arithmetic under given facts, with a budget of steps. One instance serves one proof."""

    def __init__(self, facts: Facts, budget: int = 200_000) -> None:
        self.facts = facts
        self.budget = budget
        self.rules: set[str] = set()
        self.known_positive: list[Poly] = []
        self.tied: set[str] = set()  # tensors whose entries hang together, as those of an orthogonal matrix
        # What has to be positive, or not 0, for a formula to have a value: in any case, and if a condition holds.
        self.needs: set[Need] = set()
        self.perhaps: set[Need] = set()
        self._guards = 0
        self._labels = 0
        self.leads: dict[Frozen, tuple[Mono, Fraction, Poly]] = {}

    # --- small things ----------------------------------------------------------------------------------------

    def tick(self, cost: int = 1) -> None:
        self.budget -= cost
        if self.budget < 0:
            raise BudgetExceeded

    def need(self, why: str, poly: Poly) -> None:
        (self.perhaps if self._guards else self.needs).add((why, freeze(poly)))

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """What is read inside counts only where a condition holds."""
        self._guards += 1
        try:
            yield
        finally:
            self._guards -= 1

    def taken_needs(self) -> tuple[set[Need], set[Need]]:
        """What the formulas read since the last call need to have a value: in any case, and at most."""
        taken = self.needs, self.needs | self.perhaps
        self.needs, self.perhaps = set(), set()
        return taken

    def frozen(self, poly: Poly) -> Frozen:
        """The polynomial as the inside of an atom. What is large is paid for, since all that is done with it later
        goes through all of it: so the budget bounds the time."""
        inside = freeze(poly)
        weight = weight_of(inside, LARGEST_ATOM)
        if weight >= LARGEST_ATOM:
            raise BudgetExceeded
        self.tick(weight)
        return inside

    def fresh(self, over: Term) -> Term:
        self._labels += 1
        label = ("b", 0, self._labels)
        self.facts.ranges[label] = over
        return label

    @staticmethod
    def constant(value: Fraction | int) -> Poly:
        return {UNIT: Fraction(value)} if value else {}

    @staticmethod
    def atom(atom: Atom, power: Any = 1) -> Poly:
        return {((), ((atom, power),)): Fraction(1)}

    @staticmethod
    def add(left: Poly, right: Poly, factor: Fraction | int = 1) -> Poly:
        out = dict(left)
        accumulate(out, right, factor)
        return out

    @staticmethod
    def scale(poly: Poly, factor: Fraction | int) -> Poly:
        return {mono: c * factor for mono, c in poly.items()} if factor else {}

    def size(self, size: Size) -> Poly:
        out = self.constant(size.constant)
        for name, c in size.terms:
            accumulate(out, self.atom(("z", name)), c)
        return out

    # --- products and sums -----------------------------------------------------------------------------------

    def mul(self, left: Poly, right: Poly) -> Poly:
        if len(left) == 1 and UNIT in left:
            return self.scale(right, left[UNIT])
        if len(right) == 1 and UNIT in right:
            return self.scale(left, right[UNIT])
        out: Poly = {}
        for a, c in left.items():
            for b, d in right.items():
                accumulate(out, self._mono_product(a, b), d if c == 1 else c * d)
        return out

    def _mono_product(self, left: Mono, right: Mono) -> Poly:
        binders, factors = left
        more, others = right
        if binders and more:
            taken = {label for label, _ in binders}
            if any(label in taken for label, _ in more):
                names = {label: self.fresh(over) for label, over in more}
                more = tuple((names[label], over) for label, over in more)
                others = tuple((rename_atom(atom, names), power) for atom, power in others)
        merged = dict(factors)
        for atom, power in others:
            merged[atom] = merged.get(atom, 0) + power
        return self.normal((*binders, *more), merged)

    def close(self, binders: tuple[tuple[Term, Term], ...], poly: Poly) -> Poly:
        """The sum of an open polynomial over labels that occur free in it."""
        out: Poly = {}
        for (inner, factors), c in poly.items():
            accumulate(out, self.normal((*binders, *inner), dict(factors)), c)
        return out

    def total(self, over: Term, body: Callable[[Term], Poly]) -> Poly:
        """Sum over a range. One that straddles 0 is split there; one that starts or ends one place off a plain range is
        that range without the place (all sizes >= 1, an empty sum is 0)."""
        low, high = range_ends(over)
        one = Size.of(1)
        if (low - high).at_least(1):
            return {}
        if (high - low).is_number and (high - low).constant < UNROLLED:
            self.rules.add("a sum of a few terms written out")
            out: Poly = {}
            for at in range((high - low).constant + 1):
                accumulate(out, body(size_term(low + at)))
            return out
        if (-low).at_least(0) and high.at_least(0):
            self.rules.add("a range split at 0")
            below = self.total(_range(low, Size.of(-1)), body) if low != Size.of(0) else {}
            above = self.total(_range(one, high), body) if high != Size.of(0) else {}
            return self.add(self.add(below, body(size_term(Size.of(0)))), above)
        if low.is_number and low.constant == 2 and high.at_least(1):
            return self.add(self.total(_range(one, high), body), body(size_term(one)), -1)
        if high.constant == -1 and high.terms and (high + 1 - low).at_least(0):
            return self.add(self.total(_range(low, high + 1), body), body(size_term(high + 1)), -1)
        if low.constant == 1 and low.terms and (high - low + 1).at_least(0):
            return self.add(self.total(_range(low - 1, high), body), body(size_term(low - 1)), -1)
        label = self.fresh(over)
        return self.close(((label, over),), body(label))

    # --- one monomial to normal form ---------------------------------------------------------------------------

    def normal(self, binders: tuple[tuple[Term, Term], ...], factors: dict[Atom, Any]) -> Poly:
        self.tick(1 + len(factors))
        for atom, power in list(factors.items()):
            if power == 0:
                del factors[atom]
            elif atom[0] in IDEMPOTENT:
                if power < 0:
                    raise Unsupported("division by an indicator")
                factors[atom] = 1
        if any(atom[0] in "dp" for atom in factors) or sum(atom[0] == "s" for atom in factors) > 1:
            binders, factors = self._opened(binders, factors)
            if (steps := self._joined_steps(factors)) is not None:
                return self.close(tuple(binders), steps)
            for atom, power in factors.items():
                if atom[0] == "d":
                    before = set(self.needs), set(self.perhaps)
                    changed = self._use_delta(atom, binders, factors)
                    self.needs, self.perhaps = (
                        before  # what is read again at another index was needed at its own
                    )
                elif atom[0] == "p" and power >= 1:
                    changed = self._expand_base(atom, power, binders, factors)
                elif atom[0] == "p" and power < 0:
                    changed = use_lead(self, atom, power, tuple(binders), factors)
                else:
                    continue
                if changed is not None:
                    return changed
        if binders:
            used = [
                b
                for b in binders
                if self._may_be_negative(b[1]) or any(mentions(atom, {b[0]}) for atom in factors)
            ]
            if len(used) < len(binders):
                return self._count_unused(binders, used, factors)
        return self._ordered(binders, factors) or {canonical(binders, factors.items()): Fraction(1)}

    def _ordered(self, binders: Any, factors: dict[Atom, Any]) -> Poly | None:
        """One way round for each comparison of indices: [a < b] is 1 - [a = b] - [b < a], and under sums that may be
        exchanged both are half of the rest. Only beside factors that have a value at a = b too."""
        if not any(atom[0] == "i" for atom in factors):
            return None
        if not all(_is_everywhere(atom, power) for atom, power in factors.items()):
            return None
        own = canonical(binders, factors.items())
        for atom in [a for a in factors if a[0] == "i"]:
            rest = {a: p for a, p in factors.items() if a != atom}
            turned = {**rest, ("i", atom[2], atom[1]): 1}
            other = canonical(binders, turned.items())
            if other > own:
                continue
            self.rules.add("order of indices")
            plain: Poly = {((), tuple(rest.items())): Fraction(1)}
            apart = self.add(plain, self.mul(plain, self.delta(atom[1], atom[2])), -1)
            whole = self.close(tuple(binders), apart)
            if other == own:
                return self.scale(whole, Fraction(1, 2))
            return self.add(whole, self.close(tuple(binders), {((), tuple(turned.items())): Fraction(1)}), -1)
        return None

    def _joined_steps(self, factors: dict[Atom, Any]) -> Poly | None:
        from verifier.algebra.kernel.switches import joined

        return joined(self, factors) if sum(atom[0] == "s" for atom in factors) > 1 else None

    def _opened(self, binders: Any, factors: dict[Atom, Any]) -> tuple[Any, dict[Atom, Any]]:
        """Bound labels made fresh, so that what is multiplied in below them cannot be captured."""
        names = {label: self.fresh(over) for label, over in binders if label[1] != 0}
        if not names:
            return binders, factors
        binders = tuple((names.get(label, label), over) for label, over in binders)
        return binders, {rename_atom(atom, names): power for atom, power in factors.items()}

    @staticmethod
    def may_be_empty(over: Term) -> bool:
        """Whether a range holds nothing for some sizes, as 3..K does for K = 2."""
        low, high = range_ends(over)
        return not (high - low + 1).at_least(1)

    @staticmethod
    def _may_be_negative(over: Term) -> bool:
        """Whether high - low + 1 is not how many places there are, as for 3..K where K = 1."""
        low, high = range_ends(over)
        return not (high - low + 1).at_least(0)

    def _count_unused(self, binders: Any, used: Any, factors: dict[Atom, Any]) -> Poly:
        self.rules.add("an index that does not occur is counted")
        out = {canonical(used, factors.items()): Fraction(1)}
        for _, over in (b for b in binders if b not in used):
            low, high = range_ends(over)
            out = self.mul(out, self.size(high - low + 1))
        return out

    def _use_delta(self, atom: Atom, binders: Any, factors: dict[Atom, Any]) -> Poly | None:
        """Sum over a delta: substitute and drop the index. Else write one of two equal terms for both, elsewhere."""
        left, right = atom[1], atom[2]
        for label, over in binders:
            if label not in (left, right):
                continue
            value = right if left == label else left
            inside = self.facts.lies_in(value, over)
            if inside is False:
                return {}
            if inside and label not in labels_in(value):
                self.rules.add("sum over a Kronecker delta")
                rest = {a: p for a, p in factors.items() if a != atom}
                return self._substituted(tuple(b for b in binders if b[0] != label), rest, {label: value})
        keep, drop = (left, right) if _rank(left) <= _rank(right) else (right, left)
        if mentions(keep, {drop}):
            keep, drop = drop, keep
        rest = {a: p for a, p in factors.items() if a != atom}
        if any(mentions(a, {drop}) for a in rest):
            self.rules.add("equal indices written as one")
            inner = self._product(self.substitute(a, p, {drop: keep}) for a, p in rest.items())
            return self.close(tuple(binders), self.mul(self.atom(atom), inner))
        return None

    def _substituted(self, binders: Any, factors: dict[Atom, Any], put: dict[Term, Term]) -> Poly:
        inner = self._product(self.substitute(a, p, put) for a, p in factors.items())
        return self.close(tuple(binders), inner) if binders else inner

    def _product(self, parts: Iterable[Poly]) -> Poly:
        out = self.constant(1)
        for part in parts:
            out = self.mul(out, part)
        return out

    def _expand_base(self, atom: Atom, power: Any, binders: Any, factors: dict[Atom, Any]) -> Poly:
        whole = power.numerator // power.denominator
        rest = {a: p for a, p in factors.items() if a != atom}
        if power != whole:
            rest[atom] = power - whole
        return self.close(
            tuple(binders),
            self.mul({((), tuple(sorted(rest.items()))): Fraction(1)}, self.power(dict(atom[1]), whole)),
        )

    # --- substitution ----------------------------------------------------------------------------------------

    def put(self, term: Term, put: dict[Term, Term]) -> Term:
        if term in put:
            return put[term]
        if term and term[0] in "mk" and term[2]:
            return self.facts.represent((term[0], term[1], self.put(term[2], put)))
        return term

    def substitute(self, atom: Atom, power: Any, put: dict[Term, Term]) -> Poly:
        """atom^power with index terms replaced, simplified afresh."""
        if not mentions(atom, put):
            return self.atom(atom, power)
        tag = atom[0]
        if tag == "y":
            return self.atom((tag, atom[1], *sorted(self.put(t, put) for t in atom[2:])), power)
        if tag == "t":
            return self.atom((tag, atom[1], *(self.put(t, put) for t in atom[2:])), power)
        if tag == "d":
            return self.delta(self.put(atom[1], put), self.put(atom[2], put))
        if tag == "i":
            return self.below(self.put(atom[1], put), self.put(atom[2], put), strict=True)
        if tag == "e":
            return self.exp(self.scale(self.substitute_mono(atom[1], put), power))
        if tag == "p":
            return self.power(self.substitute_poly(atom[1], put), power)
        if tag == "l":
            return self.power(self.log(self.substitute_poly(atom[1], put)), power)
        if tag == "s":
            return self.above(self.substitute_poly(atom[1], put))
        slots = tuple((*slot[:-1], self.put(slot[-1], put)) for slot in atom[2])
        derivatives = tuple((by[0], *(self.put(t, put) for t in by[1:])) for by in atom[3])
        return self.atom((tag, atom[1], slots, derivatives), power)

    def substitute_mono(self, mono: Mono, put: dict[Term, Term]) -> Poly:
        binders, factors = mono
        hidden = {label for label, _ in binders}
        here = {old: new for old, new in put.items() if old not in hidden}
        if not mentions(factors, here):
            return {mono: Fraction(1)}
        binders, opened = self._opened(binders, dict(factors))
        return self._substituted(binders, opened, here)

    def substitute_poly(self, poly: Frozen, put: dict[Term, Term]) -> Poly:
        out: Poly = {}
        for mono, c in poly:
            accumulate(out, self.substitute_mono(mono, put), c)
        return out

    # --- indicators ------------------------------------------------------------------------------------------

    def delta(self, left: Term, right: Term) -> Poly:
        left, right = self.facts.represent(left), self.facts.represent(right)
        if left == right:
            return self.constant(1)
        if self.facts.differ(left, right):
            return {}
        if left[0] == right[0] == "k" and left[1] == right[1]:
            return self.delta(left[2], right[2])
        if left[0] == right[0] == "m" and left[1] == right[1] in self.facts.distinct:
            self.rules.add("distinct samples")
            return self.delta(left[2], right[2])
        return self.atom(("d", left, right) if left <= right else ("d", right, left))

    def below(self, left: Term, right: Term, strict: bool) -> Poly:
        if not strict:
            return self.add(self.constant(1), self.below(right, left, strict=True), -1)
        if left == right:
            return {}
        if left[0] == right[0] == "c":
            gap = Size(right[1], right[2]) - Size(left[1], left[2])
            if gap.at_least(1):
                return self.constant(1)
            if (-gap).at_least(0):
                return {}
        return self.atom(("i", left, right))

    # --- powers, exponentials, logarithms: see functions.py ------------------------------------------------------

    def power(self, base: Poly, exponent: Any) -> Poly:
        from verifier.algebra.kernel.functions import power

        return power(self, base, exponent)

    def exp(self, value: Poly) -> Poly:
        from verifier.algebra.kernel.functions import exp

        return exp(self, value)

    def log(self, value: Poly) -> Poly:
        from verifier.algebra.kernel.functions import log

        return log(self, value)

    def step(self, value: Poly) -> Poly:
        from verifier.algebra.kernel.switches import step

        return step(self, value)

    def above(self, value: Poly) -> Poly:
        from verifier.algebra.kernel.switches import above

        return above(self, value)


def _is_everywhere(atom: Atom, power: Any) -> bool:
    """Whether a factor has a value whatever its indices are: no quotient, no logarithm."""
    if atom[0] == "e":
        return all(_is_everywhere(inner, p) for inner, p in atom[1][1])
    return atom[0] in "tyzid" and power > 0


def weight_of(thing: Any, limit: int) -> int:
    """How many tuples a nested tuple holds, counted up to a limit."""
    count, stack = 0, [thing]
    while stack and count < limit:
        count += 1
        stack.extend(part for part in stack.pop() if type(part) is tuple)
    return count


def accumulate(out: Poly, more: Poly, factor: Fraction | int = 1) -> None:
    """out += factor * more, in place."""
    plain = factor == 1
    for mono, c in more.items():
        value = c if plain else c * factor
        known = out.get(mono)
        if known is not None:
            value = known + value
        if value:
            out[mono] = value if type(value) is Fraction else Fraction(value)
        else:
            out.pop(mono, None)


def _range(low: Size, high: Size) -> Term:
    return (low.terms, low.constant, high.terms, high.constant)


def _rank(term: Term) -> tuple[int, Term]:
    """Of two equal terms the one of lower rank is written: fixed places, then letters, samples, bound labels."""
    return ("cfkmb".index(term[0]), term)
