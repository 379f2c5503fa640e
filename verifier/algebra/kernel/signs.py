"""What is known of the sign of a polynomial, for all sizes and wherever its indices lie."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from verifier.algebra.kernel.terms import IDEMPOTENT, Atom, Factors, Mono, Poly

if TYPE_CHECKING:
    from verifier.algebra.kernel.polynomial import Kernel


def atom_positive(kernel: Kernel, atom: Atom) -> bool:
    tag = atom[0]
    if tag in "ez":
        return True
    if tag == "t":
        return {((), ((atom, 1),)): Fraction(1)} in kernel.known_positive
    return tag == "p" and poly_positive(kernel, dict(atom[1]))


def _mono_sign(kernel: Kernel, mono: Mono) -> int:
    """1: surely positive, 0: surely not negative, -1: unknown."""
    sign = 0 if any(kernel.may_be_empty(over) for _, over in mono[0]) else 1
    for atom, power in mono[1]:
        if atom_positive(kernel, atom):
            continue
        even = Fraction(power).denominator == 1 and power % 2 == 0
        if even or atom[0] in IDEMPOTENT:
            sign = 0
        else:
            return -1
    return sign


def poly_positive(kernel: Kernel, poly: Poly) -> bool:
    """Whether a polynomial is surely > 0: positive coefficients on non-negative monomials, one of them positive."""
    if poly in kernel.known_positive:
        return True
    signs = [_mono_sign(kernel, mono) if c > 0 else -1 for mono, c in poly.items()]
    return bool(signs) and min(signs) >= 0 and max(signs) == 1


def surely_not_negative(kernel: Kernel, poly: Poly) -> bool:
    return all(c > 0 and _mono_sign(kernel, mono) >= 0 for mono, c in poly.items()) or poly_positive(
        kernel, poly
    )


def surely_nonzero(kernel: Kernel, poly: Poly) -> bool:
    """Whether a polynomial is 0 on a null set only, whatever the sizes and whichever indices fall together.

    x_i - x_j is 0 wherever i = j, and V - 1 where V = 1. What stays a non-zero function is a polynomial in which all
    monomials of one pattern, indices erased, have one sign: equal indices can merge them, but not cancel them. So are
    1 - exp(x) and exp(x) - exp(2 y): exponentials of different monomials are algebraically independent. Nothing is known
    of entries that hang together: sum_i Q_ij^2 - 1 is 0 for every orthogonal Q.
    """
    if poly_positive(kernel, poly) or poly_positive(kernel, kernel.scale(poly, -1)):
        return True
    if kernel.tied and _names(poly, kernel.tied):
        return False
    exponents = [atom[1] for mono in poly for atom, _ in mono[1] if atom[0] == "e"]
    if not all(_stays(kernel, exponent) for exponent in exponents):
        return False
    # exp(V x) is exp(2 x) for V = 2, and exp(sum_i x_i) is exp(x_1 + x_2): there how often is not counted.
    loose = {_pattern(exponent[1], set()) for exponent in exponents if not _is_plain(exponent)}
    signs: dict[Pattern, set[bool]] = {}
    certain = set()
    for (binders, factors), c in poly.items():
        tags = {atom[0] for atom, _ in factors}
        if tags & set("plo"):
            return False
        pattern = _pattern(factors, loose)
        signs.setdefault(pattern, set()).add(c > 0)
        if not tags & IDEMPOTENT and not any(kernel.may_be_empty(over) for _, over in binders):
            certain.add(pattern)
    return any(len(signs[pattern]) == 1 for pattern in certain)


def _names(thing: Any, tensors: set[str]) -> bool:
    """Whether an entry of one of these tensors occurs anywhere."""
    if isinstance(thing, dict):
        return any(_names(mono, tensors) for mono in thing)
    if type(thing) is not tuple:
        return False
    if len(thing) > 1 and thing[0] in ("t", "y") and thing[1] in tensors:
        return True
    return any(_names(part, tensors) for part in thing)


Pattern = tuple[tuple[Any, Any], ...]


def _stays(kernel: Kernel, exponent: Mono) -> bool:
    """Whether an exponent is of entries, sizes and plain exponentials alone, so that it vanishes for no sizes and indices."""
    binders, factors = exponent
    return not any(kernel.may_be_empty(over) for _, over in binders) and all(
        atom[0] in "tyz" or (atom[0] == "e" and _is_plain(atom[1])) for atom, _ in factors
    )


def _is_plain(exponent: Mono) -> bool:
    """Whether an exponent holds neither a sum nor a size."""
    binders, factors = exponent
    return not binders and all(
        atom[0] in "ty" or (atom[0] == "e" and _is_plain(atom[1])) for atom, _ in factors
    )


def _pattern(factors: Factors, loose: set[Pattern]) -> Pattern:
    """Which tensors occur in a monomial, plain and in exponents, and how often; indices and sizes are erased.

    Exponentials of one pattern count only where all stand on one side of the fraction: exp(x_i) / exp(x_j) may be 1.
    Of those in `loose` only the side counts.
    """
    powers: dict[Any, Any] = {}
    mixed = set()
    for atom, power in factors:
        key: Any = None
        if atom[0] in "ty":
            key = (atom[1],)
        elif atom[0] == "e" and (inside := _pattern(atom[1][1], loose)):
            key = ("exp", inside)
            if powers.get(key, power) * power < 0:
                mixed.add(key)
            if inside in loose:
                powers[key] = 1 if power > 0 else -1
                continue
        if key is not None:
            powers[key] = powers.get(key, 0) + power
    return tuple(sorted((key, power) for key, power in powers.items() if key not in mixed))
