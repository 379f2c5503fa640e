"""The words of the kernel: index terms, atoms, monomials, all plain nested tuples that compare and hash.

    index term   ("b", height, n) bound    ("f", letter) free       ("c", terms, constant) a fixed place
                 ("m", map, term) picked   ("k", (block, cut), term or ()) a place in a block
    atom         ("t", tensor, *terms)     an entry of a declared tensor, or a scalar
                 ("y", tensor, *terms)     an entry of a symmetric matrix, its terms sorted
                 ("z", name)               a size as a number
                 ("d", term, term)         Kronecker delta                      (idempotent)
                 ("i", term, term)         1 where the left term is below       (idempotent)
                 ("s", poly)               1 where the polynomial is positive   (idempotent)
                 ("e", monomial)           exp of one monomial; its coefficient is the atom's exponent
                 ("p", poly)               a polynomial as a base
                 ("l", poly)               its logarithm
                 ("o", name, slots, derivatives)   an opaque function or a derivative of it
    monomial     (binders, factors): binders ((label, range), ...), factors ((atom, exponent), ...) sorted
    polynomial   {monomial: Fraction}; inside an atom frozen as a sorted tuple of items
    range        (low terms, low constant, high terms, high constant)

A bound label carries the height of its sum: higher than every sum inside it. So labels stay put when a formula is
wrapped in another one, and a new outer label can never be captured by an inner sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import islice
from typing import Any

Term = tuple[Any, ...]
Atom = tuple[Any, ...]
Binders = tuple[tuple[Term, Term], ...]
Factors = tuple[tuple[Atom, Any], ...]
Mono = tuple[Binders, Factors]
Poly = dict[Mono, Fraction]
Frozen = tuple[tuple[Mono, Fraction], ...]
Need = tuple[str, Frozen]  # in words, and of what

UNIT: Mono = ((), ())
IDEMPOTENT = frozenset("dis")
NESTED = frozenset("eslp")
MOST_ORDERS = 720  # orders of equally coloured bound indices that are tried


def freeze(poly: Mapping[Mono, Fraction]) -> Frozen:
    return tuple(sorted(poly.items()))


def labels_in(term: Term) -> Iterable[Term]:
    """The bound labels of an index term."""
    while term:
        if term[0] == "b":
            yield term
            return
        if term[0] not in "mk":
            return
        term = term[2]


def mentions(thing: Any, wanted: Any) -> bool:
    """Whether one of the terms `wanted` (a set) occurs anywhere in a nested tuple."""
    if type(thing) is not tuple:
        return False
    if thing and thing[0] in _TERM_TAGS and thing in wanted:
        return True
    for part in thing:  # noqa: SIM110 - nothing in a proof is asked as often, and `any` costs twice as much
        if type(part) is tuple and mentions(part, wanted):
            return True
    return False


_TERM_TAGS = frozenset("bfcmk")


def height(atom: Atom) -> int:
    """The height of the highest sum inside an atom, 0 if there is none."""
    tag = atom[0]
    if tag == "e":
        return height_of_mono(atom[1])
    if tag in NESTED:
        return max((height_of_mono(mono) for mono, _ in atom[1]), default=0)
    return 0


def height_of_mono(mono: Mono) -> int:
    binders, factors = mono
    if binders:
        return int(binders[0][0][1])
    return max((height(atom) for atom, _ in factors), default=0)


# --- renaming (injective; nothing simplifies) -----------------------------------------------------------------


def rename_term(term: Term, names: Mapping[Term, Term]) -> Term:
    if term in names:
        return names[term]
    if term and term[0] in "mk" and term[2]:
        return (term[0], term[1], rename_term(term[2], names))
    return term


def rename_atom(atom: Atom, names: Mapping[Term, Term]) -> Atom:
    tag = atom[0]
    if tag == "t":
        return (tag, atom[1], *(rename_term(t, names) for t in atom[2:]))
    if tag == "y":
        return (tag, atom[1], *sorted(rename_term(t, names) for t in atom[2:]))
    if tag == "d":
        left, right = rename_term(atom[1], names), rename_term(atom[2], names)
        return (tag, left, right) if left <= right else (tag, right, left)
    if tag == "e":
        return (tag, rename_mono(atom[1], names))
    if tag in NESTED:
        return (tag, rename_frozen(atom[1], names))
    if tag == "i":
        return (tag, rename_term(atom[1], names), rename_term(atom[2], names))
    if tag == "o":
        slots = tuple((*slot[:-1], rename_term(slot[-1], names)) for slot in atom[2])
        derivatives = tuple((by[0], *(rename_term(t, names) for t in by[1:])) for by in atom[3])
        return (tag, atom[1], slots, derivatives)
    return atom


def rename_mono(mono: Mono, names: Mapping[Term, Term]) -> Mono:
    binders, factors = mono
    if binders and any(label in names for label, _ in binders):
        hidden = {label for label, _ in binders}
        names = {old: new for old, new in names.items() if old not in hidden}
    if not names or not mentions(factors, names):
        return mono
    return canonical(binders, [(rename_atom(atom, names), power) for atom, power in factors])


def rename_frozen(poly: Frozen, names: Mapping[Term, Term]) -> Frozen:
    return tuple(sorted((rename_mono(mono, names), c) for mono, c in poly))


# --- canonical names of bound indices ---------------------------------------------------------------------------


def canonical(binders: Iterable[tuple[Term, Term]], factors: Iterable[tuple[Atom, Any]]) -> Mono:
    """The monomial with its bound labels named canonically and its factors sorted.

    Colour refinement splits the labels by how they occur; of what it leaves open all orders are tried and the least kept.
    Beyond `MOST_ORDERS` orders the first is taken: equal monomials may then differ in form, which can only leave a
    question open.
    """
    binders, factors = list(binders), list(factors)
    if not binders:
        factors.sort()
        return ((), tuple(factors))
    level = 1 + max((height(atom) for atom, _ in factors), default=0)
    if any(0 < label[1] < level for label, _ in binders):
        # A label that a sum inside uses too would look as if it occurred there.
        apart = {label: ("b", _APART, number) for number, (label, _) in enumerate(binders)}
        factors = [(rename_atom(atom, apart), power) for atom, power in factors]
        binders = [(apart[label], over) for label, over in binders]
    if len(binders) == 1:
        ((old, over),) = binders
        new = ("b", level, 0)
        return (((new, over),), tuple(sorted(_renamed(factors, {old: new}))))
    best: Mono | None = None
    for order in islice(
        _orders(binders, factors, dict.fromkeys((label for label, _ in binders), 0)), MOST_ORDERS
    ):
        names = {old: ("b", level, number) for number, (old, _) in enumerate(order)}
        mono: Mono = (
            tuple((names[old], over) for old, over in order),
            tuple(sorted(_renamed(factors, names))),
        )
        if best is None or mono < best:
            best = mono
    assert best is not None
    return best


def _orders(
    binders: list[tuple[Term, Term]], factors: list[tuple[Atom, Any]], colour: dict[Term, int]
) -> Iterator[list[tuple[Term, Term]]]:
    """The orders of the labels that the colours allow. Where several have one colour, each in turn is set apart and the
    others are coloured anew; one that can be exchanged for another, all else as it is, need not be tried beside it."""
    colour = _coloured(binders, factors, colour)
    ranked = sorted(binders, key=lambda binder: colour[binder[0]])
    tied = [b for b in ranked if sum(colour[other] == colour[b[0]] for other in colour) > 1]
    if not tied:
        yield ranked
        return
    first = [b for b in tied if colour[b[0]] == colour[tied[0][0]]]
    tried: list[Term] = []
    for label, _ in first:
        if any(_exchangeable(label, other, factors) for other in tried):
            continue
        tried.append(label)
        apart = {other: 2 * c + (c == colour[label] and other != label) for other, c in colour.items()}
        yield from _orders(binders, factors, apart)


def _exchangeable(one: Term, other: Term, factors: list[tuple[Atom, Any]]) -> bool:
    return sorted(_renamed(factors, {one: other, other: one})) == sorted(factors)


def _renamed(factors: Iterable[tuple[Atom, Any]], names: Mapping[Term, Term]) -> list[tuple[Atom, Any]]:
    return [(rename_atom(atom, names) if mentions(atom, names) else atom, power) for atom, power in factors]


_SELF: Term = ("b", 98, 0)
_APART = 97


def _coloured(
    binders: list[tuple[Term, Term]], factors: list[tuple[Atom, Any]], colour: dict[Term, int]
) -> dict[Term, int]:
    """The colours refined by how the labels occur, until nothing changes; they are the ranks 0, 1, ..."""
    ranges = dict(binders)
    count = len(set(colour.values()))
    while True:
        keys = {}
        for label in colour:
            masks = {other: ("b", 99, rank) for other, rank in colour.items()}
            masks[label] = _SELF
            here = [(rename_atom(a, masks), power) for a, power in factors if mentions(a, {label})]
            keys[label] = (ranges[label], colour[label], sorted(here))
        ranked: list[Any] = []
        for key in sorted(keys.values()):
            if not ranked or ranked[-1] != key:
                ranked.append(key)
        colour = {label: ranked.index(key) for label, key in keys.items()}
        if len(ranked) == count or len(ranked) == len(binders):
            return colour
        count = len(ranked)
