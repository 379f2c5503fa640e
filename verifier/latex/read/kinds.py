r"""A scope from declared kinds: `{"A": "R^{n x n}", "o": "index V", "y": "one-hot V o", "c": "positive R"}`.

A declared symbol is any value of its kind, whatever its name; letters for sizes are free. What the language does not hold
is refused by name when it is used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from verifier.errors import VerifierError
from verifier.expr.indices import Index, Range
from verifier.expr.nodes import Expr, Symbol
from verifier.expr.shapes import SCALAR, Shape, vector_shape
from verifier.expr.sizes import Size
from verifier.latex.read.names import canonical_latex
from verifier.latex.read.scope import Scope, known_functions

_STRUCTURES: Final = ("symmetric", "positive-definite", "invertible", "orthogonal")
_SPACE: Final = re.compile(r"R(?:\^\{?\s*([^{}]*?)\s*\}?)?$")
_SIZE: Final = re.compile(r"(\d{0,9})\s*([A-Za-z]?)\s*(?:([+-])\s*(\d{1,9}))?$")
_KINDS: Final = "R, positive R, R^n, R^{m x n}, symmetric R^{n x n}, index n, one-hot n o, integer"


def scope_from_kinds(kinds: Mapping[str, str]) -> Scope:
    """The scope of symbols declared by kind; a kind that is not known is a `VerifierError`."""
    values: dict[str, tuple[Expr, ...]] = {}
    indices: dict[str, Index] = {}
    sizes: dict[str, Size] = {}
    later: list[tuple[str, str]] = []
    outside: dict[str, str] = {}
    for name, kind in kinds.items():
        words = kind.split()
        if words[:1] == ["index"] and len(words) == 2:
            size = _size(words[1], name, sizes)
            indices[_key(name)] = Index(_key(name), Range.upto(size))
        elif words[:1] == ["one-hot"]:
            later.append((name, kind))
        elif words == ["integer"]:
            outside[_key(name)] = "is an integer, which this language does not hold"
        else:
            values[_key(name)] = (_symbol(name, kind, sizes),)
    for name, kind in later:
        values[_key(name)] = (_one_hot(name, kind, indices, sizes),)
    return Scope(
        values=values,
        indices=indices,
        sizes={n: s for n, s in sizes.items() if n not in values and n not in indices},
        functions={n: f for n, f in known_functions().items() if n not in {*values, *indices, *outside}},
        free=frozenset(indices),
        unsupported=outside,
        declared_only=True,
    )


def _key(name: str) -> str:
    key = canonical_latex(name)
    if key is None:
        raise VerifierError(
            f"{name!r} is no name for a symbol", r"use a letter, a Greek letter, or a letter with a subscript"
        )
    return key


def _symbol(name: str, kind: str, sizes: dict[str, Size]) -> Symbol:
    words = kind.split(maxsplit=1)
    structure: frozenset[str] = frozenset()
    positive = False
    space = kind.strip()
    if words and words[0] in _STRUCTURES:
        structure, space = frozenset((words[0],)), words[1] if len(words) > 1 else ""
    elif words[:1] == ["positive"]:
        positive, space = True, words[1] if len(words) > 1 else ""
    match = _SPACE.match(space.replace(r"\mathbb{R}", "R"))
    if match is None:
        raise VerifierError(f"{name}: {kind!r} is no kind of symbol", f"the kinds are {_KINDS}")
    shape = _shape(match.group(1), name, sizes)
    if structure and ((not shape.is_matrix and shape != SCALAR) or shape.rows != shape.cols):
        raise VerifierError(f"{name}: {words[0]} is of a square matrix, {shape} is none")
    if positive and not shape.is_scalar:
        raise VerifierError(f"{name}: only a scalar is declared positive")
    return Symbol(name, shape, name, positive=positive, structure=structure)


def _shape(exponent: str | None, name: str, sizes: dict[str, Size]) -> Shape:
    if not exponent:
        return SCALAR
    parts = re.split(r"\s*(?:\\times|×|\s+x\s+|\*)\s*|\s+x(?=\s)|(?<=\s)x\s+", exponent.strip())
    if len(parts) > 2:
        raise VerifierError(f"{name}: {exponent!r} is no shape", "a vector has one size, a matrix two")
    found = [_size(p, name, sizes) for p in parts]
    return vector_shape(found[0]) if len(found) == 1 else Shape(found[0], found[1])


def _size(text: str, name: str, sizes: dict[str, Size]) -> Size:
    match = _SIZE.match(text.strip())
    if match is None or not (match.group(1) or match.group(2)):
        raise VerifierError(
            f"{name}: {text!r} is no size", "a size is a letter, a number, or such as 2n and n+1"
        )
    count, letter, sign, constant = match.groups()
    size = Size.of(letter) * int(count or 1) if letter else Size.of(int(count))
    if letter:
        sizes.setdefault(letter, Size.of(letter))
    if constant:
        size = size + (int(constant) if sign == "+" else -int(constant))
    if not size.at_least(1):
        raise VerifierError(f"{name}: the size {text} may be less than 1")
    return size


def _one_hot(name: str, kind: str, indices: Mapping[str, Index], sizes: dict[str, Size]) -> Symbol:
    words = kind.split()
    if len(words) != 3 or words[2] not in indices:
        raise VerifierError(
            f"{name}: {kind!r} is no kind of symbol", "one-hot takes a size and a declared index: one-hot V o"
        )
    size = _size(words[1], name, sizes)
    at = indices[words[2]]
    if at.range.high != size:
        raise VerifierError(
            f"{name}: the index {words[2]} runs to {at.range.high}, the vector has length {size}"
        )
    return Symbol(name, vector_shape(size), name, one_hot=at)
