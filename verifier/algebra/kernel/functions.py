"""Powers, exponentials and logarithms of normal polynomials.

What is taken apart needs a known sign: log(ab) = log a + log b and (ab)^q = a^q b^q are used only where the factors are
surely positive (exponentials, sizes, declared positives, sums of such), so sqrt(x^2) = x is never used.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from verifier.algebra.kernel.polynomial import BIGGEST_POWER, accumulate
from verifier.algebra.kernel.signs import atom_positive, poly_positive, surely_nonzero, surely_not_negative
from verifier.algebra.kernel.terms import (
    IDEMPOTENT,
    UNIT,
    Atom,
    Frozen,
    Poly,
    mentions,
)
from verifier.algebra.target import Unsupported

if TYPE_CHECKING:
    from verifier.algebra.kernel.polynomial import Kernel

ROUNDS = 4  # of taking out common factors
# What a formula may have no value for.
DIVISION = "a division by what may be 0"
ROOT = "a root of what may be negative"
LOGARITHM = "a logarithm of what may not be positive"


def product_of(powers: dict[Atom, Any]) -> Poly:
    return {((), tuple(sorted(powers.items()))): Fraction(1)}


# --- content ----------------------------------------------------------------------------------------------------


def content(
    kernel: Kernel, poly: Poly, only: Callable[[Atom], bool] | None = None
) -> tuple[dict[Atom, Any], Poly]:
    """Common powers of atoms taken out: poly = product(atom^power) * rest. `only(atom)` limits which atoms.

    A denominator of one term is a common power of all, so the rest has none: x - x/(1+y) is x y (1+y)^-1.
    """
    out: dict[Atom, Any] = {}
    for _ in range(ROUNDS):
        common = _common_powers(poly, only)
        if not common:
            break
        rest: Poly = {}
        for (binders, factors), c in poly.items():
            left = dict(factors)
            for atom, power in common.items():
                left[atom] = left.get(atom, 0) - power
            accumulate(rest, kernel.normal(binders, left), c)
        if not rest:
            break
        for atom, power in common.items():
            out[atom] = out.get(atom, 0) + power
        poly = rest
    return {a: p for a, p in out.items() if p}, poly


def _common_powers(poly: Poly, only: Callable[[Atom], bool] | None) -> dict[Atom, Any]:
    common: dict[Atom, Any] | None = None
    for binders, factors in poly:
        bound = {label for label, _ in binders}
        here = {
            a: p
            for a, p in factors
            if a[0] not in IDEMPOTENT and not (bound and mentions(a, bound)) and (only is None or only(a))
        }
        common = here if common is None else _least(common, here)
    return common or {}


def _least(one: dict[Atom, Any], other: dict[Atom, Any]) -> dict[Atom, Any]:
    least = {atom: min(one.get(atom, 0), other.get(atom, 0)) for atom in {*one, *other}}
    return {atom: power for atom, power in least.items() if power}


def leading_coefficient(poly: Poly) -> Fraction:
    return poly[max(poly)]


def quotient(kernel: Kernel, poly: Poly) -> tuple[Poly, dict[Atom, Any]]:
    """A sum of fractions as one: (numerator, {base: power}), over the denominators that hold no index of their sum.

    sigma(a) = 1 - 1/(1 + e^a) is e^a / (1 + e^a): so its inverse, its sign and its logarithm are found. Beside a switch,
    a denominator that may be 0 is left: where the switch is off, what stands with it has a value still.
    """
    below: dict[Atom, Any] = {}
    if len(poly) < 2:
        return poly, below
    switched = any(atom[0] in IDEMPOTENT for _, factors in poly for atom, _ in factors)
    for (binders, factors), _ in poly.items():
        bound = {label for label, _ in binders}
        for atom, p in factors:
            if (
                atom[0] == "p"
                and p < 0
                and Fraction(p).denominator == 1
                and not (bound and mentions(atom, bound))
                and not (switched and not surely_nonzero(kernel, dict(atom[1])))
            ):
                below[atom] = max(below.get(atom, 0), -p)
    if not below:
        return poly, below
    kernel.rules.add("common denominator")
    top: Poly = {}
    for (binders, factors), c in poly.items():
        raised = dict(factors)
        for atom, p in below.items():
            raised[atom] = raised.get(atom, 0) + p
        accumulate(top, kernel.normal(binders, {a: p for a, p in raised.items() if p}), c)
    return top, below


# --- powers -----------------------------------------------------------------------------------------------------


def power(kernel: Kernel, base: Poly, exponent: Any) -> Poly:
    exponent = Fraction(exponent)
    kernel.tick()
    if exponent == 0:
        return kernel.constant(1)
    if exponent == 1:
        return base
    if not base:
        if exponent < 0:
            raise Unsupported("division by zero")
        return {}
    if exponent.denominator == 1 and exponent > 0:
        return _repeated(kernel, base, int(exponent))
    whole = exponent.denominator == 1
    if list(base) == [UNIT]:
        return _number_power(kernel, base[UNIT], exponent)
    if len(base) == 1:
        ((binders, factors), c) = next(iter(base.items()))
        if not binders:
            return _mono_power(kernel, factors, c, exponent)
    top, below = quotient(kernel, base)
    if below and (whole or all(atom_positive(kernel, a) for a in below)):
        out = power(kernel, top, exponent)
        for atom, p in below.items():
            out = kernel.mul(out, _atom_power(kernel, atom, -p * exponent))
        return out
    common, rest = content(kernel, base, None if whole else lambda a: atom_positive(kernel, a))
    if whole and (sides := by_switch(kernel, rest)) is not None and all(sides[1:]):
        switch, below_it, above_it = sides
        out = kernel.add(
            power(kernel, below_it, exponent), _turned_on(kernel, switch, below_it, above_it, exponent)
        )
        for atom, p in common.items():
            out = kernel.mul(out, _atom_power(kernel, atom, p * exponent))
        return out
    lead = leading_coefficient(rest)
    scale = lead if whole or lead > 0 else -lead
    rest = kernel.scale(rest, 1 / scale)
    if exponent < 0 and not surely_nonzero(kernel, rest):
        kernel.need(DIVISION, rest)
    if not whole and not surely_not_negative(kernel, rest):
        kernel.need(ROOT, rest)
    out = power(kernel, kernel.constant(scale), exponent)
    for atom, p in common.items():
        out = kernel.mul(out, _atom_power(kernel, atom, p * exponent))
    if list(rest) == [UNIT]:
        return kernel.mul(out, power(kernel, rest, exponent))
    if len(rest) == 1 and not next(iter(rest))[0] and common:
        return kernel.mul(out, power(kernel, rest, exponent))
    return kernel.mul(out, kernel.normal((), {("p", kernel.frozen(rest)): exponent}))


def by_switch(kernel: Kernel, poly: Poly) -> tuple[Atom, Poly, Poly] | None:
    """A sum with one switch s in it, a + b s: the switch, and what the sum is beside it on either side, a and a + b.

    None where it holds none or several.
    """
    switches = {atom for _, factors in poly for atom, _ in factors if atom[0] in IDEMPOTENT}
    if len(switches) != 1:
        return None
    (switch,) = switches
    if any(mentions(switch, {label for label, _ in binders}) for binders, _ in poly if binders):
        return None
    below: Poly = {}
    above: Poly = {}
    for (binders, factors), c in poly.items():
        rest = tuple((atom, p) for atom, p in factors if atom != switch)
        if len(rest) == len(factors):
            accumulate(below, {(binders, factors): Fraction(1)}, c)
        accumulate(above, {(binders, rest): Fraction(1)}, c)
    return switch, below, above


def _turned_on(kernel: Kernel, switch: Atom, below: Poly, above: Poly, exponent: Fraction) -> Poly:
    """What (a + b s)^q has more where its switch is on: s ((a + b)^q - a^q)."""
    kernel.rules.add("a switch by cases")
    more = kernel.add(power(kernel, above, exponent), power(kernel, below, exponent), -1)
    return kernel.mul(kernel.atom(switch), more)


def _repeated(kernel: Kernel, base: Poly, times: int) -> Poly:
    if len(base) == 1 and not next(iter(base))[0]:
        ((_, factors), c) = next(iter(base.items()))
        if abs(c) != 1 and times > 4096:
            raise Unsupported("a number too large to write out")
        return kernel.scale(kernel.normal((), {a: p * times for a, p in factors}), c**times)
    if times > BIGGEST_POWER:
        raise Unsupported(f"a power of a sum beyond {BIGGEST_POWER}")
    out = base
    for _ in range(times - 1):
        out = kernel.mul(out, base)
    return out


def _atom_power(kernel: Kernel, atom: Atom, exponent: Any) -> Poly:
    exponent = Fraction(exponent)
    if atom[0] == "p" and exponent >= 1:
        return kernel.normal((), {atom: exponent})
    return kernel.normal((), {atom: exponent if exponent.denominator > 1 else int(exponent)})


def _mono_power(kernel: Kernel, factors: Any, c: Fraction, exponent: Fraction) -> Poly:
    if any(atom[0] in IDEMPOTENT for atom, _ in factors) and exponent < 0:
        raise Unsupported("division by an indicator")
    if exponent.denominator == 1:
        out = kernel.constant(c**exponent.numerator)
        for atom, p in factors:
            out = kernel.mul(out, _atom_power(kernel, atom, p * exponent))
        return out
    out = kernel.constant(1)
    unknown: list[tuple[Atom, Any]] = []
    for atom, p in factors:
        if atom_positive(kernel, atom):
            out = kernel.mul(out, _atom_power(kernel, atom, p * exponent))
        else:
            unknown.append((atom, p))
    if not unknown:
        return kernel.mul(out, _number_power(kernel, c, exponent))
    out = kernel.mul(out, _number_power(kernel, abs(c), exponent))
    inner: Poly = {((), tuple(unknown)): Fraction(1 if c > 0 else -1)}
    if not surely_not_negative(kernel, inner):
        kernel.need(ROOT, inner)
    return kernel.mul(out, {((), ((("p", kernel.frozen(inner)), exponent),)): Fraction(1)})


def _number_power(kernel: Kernel, base: Fraction, exponent: Fraction) -> Poly:
    if exponent.denominator == 1:
        if abs(exponent) > 4096:
            raise Unsupported("a number too large to write out")
        return kernel.constant(base**exponent.numerator)
    if base < 0:
        raise Unsupported("a fractional power of a negative number")
    if base in (0, 1):
        return kernel.constant(base)
    out = kernel.constant(1)
    for prime, count in _primes(base):
        total = count * exponent
        whole = total.numerator // total.denominator
        out = kernel.scale(out, Fraction(prime) ** whole)
        if total != whole:
            out = kernel.mul(out, {((), ((("p", ((UNIT, Fraction(prime)),)), total - whole),)): Fraction(1)})
    return out


def _primes(value: Fraction) -> list[tuple[int, int]]:
    """Prime factors with exponents, negative in the denominator."""
    out: dict[int, int] = {}
    for number, sign in ((value.numerator, 1), (value.denominator, -1)):
        divisor = 2
        while divisor * divisor <= number and divisor < 10_000:
            while number % divisor == 0:
                out[divisor] = out.get(divisor, 0) + sign
                number //= divisor
            divisor += 1
        if number > 1:
            out[number] = out.get(number, 0) + sign
    return sorted(out.items())


# --- exponentials -----------------------------------------------------------------------------------------------


def exp(kernel: Kernel, value: Poly) -> Poly:
    """exp of a sum is a product; exp(q log S) is S^q for a positive S."""
    if len(value) > 1:
        kernel.rules.add("exp of a sum")
    out = kernel.constant(1)
    factors: dict[Atom, Any] = {}
    for mono, c in value.items():
        binders, inside = mono
        if not binders and len(inside) == 1 and inside[0][0][0] == "l" and inside[0][1] == 1:
            kernel.rules.add("exp of a logarithm")
            out = kernel.mul(out, power(kernel, dict(inside[0][0][1]), c))
        else:
            exponent = int(c) if c.denominator == 1 else c
            factors[("e", mono)] = factors.get(("e", mono), 0) + exponent
    return kernel.mul(out, kernel.normal((), factors))


# --- logarithms -------------------------------------------------------------------------------------------------


def log(kernel: Kernel, value: Poly) -> Poly:
    """Positive factors are split off; what is left is one atom."""
    if not value:
        raise Unsupported("the logarithm of zero")
    top, below = quotient(kernel, value)
    out: Poly = {}
    if below and all(atom_positive(kernel, a) for a in below):
        kernel.rules.add("logarithm of a quotient")
        for atom, p in below.items():
            accumulate(out, _log_atom(atom), -Fraction(p))
        return kernel.add(out, log(kernel, top))
    common, rest = content(kernel, value)
    unknown: dict[Atom, Any] = {}
    for atom, p in common.items():
        if atom[0] == "e":
            kernel.rules.add("logarithm of exp")
            accumulate(out, {atom[1]: Fraction(p)})
        elif atom_positive(kernel, atom):
            accumulate(out, _log_atom(atom), Fraction(p))
        else:
            unknown[atom] = p
    if len(common) + (len(rest) > 1) > 1:
        kernel.rules.add("logarithm of a product")
    lead = abs(leading_coefficient(rest))
    rest = kernel.scale(rest, 1 / lead)
    _need_positive(kernel, unknown, rest)
    for prime, count in _primes(lead):
        accumulate(out, kernel.atom(("l", ((UNIT, Fraction(prime)),))), count)
    if list(rest) == [UNIT] and len(unknown) == 1 and rest[UNIT] == 1:
        ((atom, p),) = unknown.items()
        if Fraction(p).denominator > 1 or p % 2:
            return kernel.add(out, _log_atom(atom), Fraction(p))
    if unknown:
        positive = poly_positive(kernel, rest)
        inner = product_of(unknown)
        if positive and list(rest) != [UNIT]:
            accumulate(out, kernel.atom(("l", kernel.frozen(rest))))
            rest = kernel.constant(1)
        rest = kernel.mul(inner, rest)
        if len(rest) == 1 and len(unknown) == 1 and not next(iter(rest))[0] and rest == inner:
            ((atom, p),) = unknown.items()
            if p % 2:
                return kernel.add(out, _log_atom(atom), Fraction(p))
    if list(rest) == [UNIT]:
        if rest[UNIT] < 0:
            raise Unsupported("the logarithm of a negative number")
        return out
    return kernel.add(out, kernel.atom(("l", kernel.frozen(rest))))


def _need_positive(kernel: Kernel, unknown: dict[Atom, Any], rest: Poly) -> None:
    """Notes what has to be positive for a logarithm to exist, up to factors that are."""
    odd = {atom: 1 for atom, p in unknown.items() if Fraction(p).denominator > 1 or p % 2}
    inner = kernel.mul(product_of(odd), rest)
    surely = surely_not_negative(kernel, inner) and surely_nonzero(kernel, inner)
    if list(inner) != [UNIT] and not surely:
        kernel.need(LOGARITHM, inner)


def _log_atom(atom: Atom) -> Poly:
    """log of an atom that is positive wherever the logarithm is defined."""
    inner: Frozen = atom[1] if atom[0] == "p" else ((((), ((atom, 1),)), Fraction(1)),)
    return {((), ((("l", inner), 1),)): Fraction(1)}
