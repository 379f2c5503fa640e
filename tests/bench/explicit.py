"""The same equality as sympy sees it: every entry written out at fixed sizes, symbols for the entries of every tensor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import sympy

from tests.soundness.evaluate import Numbers, Point, value
from tests.soundness.points import points
from verifier.expr import nodes as n
from verifier.questions import Target

SYMPY = Numbers(lambda q: sympy.Rational(q.numerator, q.denominator), sympy.exp, sympy.log, None)


def differences(target: Target, sizes: dict[str, int]) -> list[Any]:
    """Entry by entry the derivative, carried out by sympy, less the claim. Not for losses that stay opaque, nor for
    cases, which need the sign of a symbol."""
    (point,) = points((target.quantity, target.claim), target.hypotheses, "bench", 1, (sizes,))
    symbols = {name: _entries(name, array.shape) for name, array in point.symbols.items()}
    here = replace(point, symbols=symbols, numbers=SYMPY)
    quantity = target.quantity
    left = _slopes(quantity, here) if isinstance(quantity, n.Derivative) else value(quantity, here)
    return list((left - value(target.claim, here)).flat)


def _entries(name: str, shape: tuple[int, ...]) -> Any:
    out = np.empty(shape, dtype=object)
    for at in np.ndindex(*shape):
        out[at] = sympy.Symbol("_".join([name, *(str(i + 1) for i in at)]), real=True)
    return out


def _slopes(quantity: n.Derivative, at: Point) -> Any:
    by = quantity.by
    if isinstance(by, n.Named):
        actual = value(by, at)
        variable = _entries(by.name, actual.shape)
        back = dict(zip(variable.flat, actual.flat, strict=True))
        of = value(quantity.of, replace(at, moved={by.name: variable}))
    else:
        variable, back = value(by, at), {}
        of = value(quantity.of, at)
    rows = [[e.diff(x).subs(back) for x in variable.flat] for e in of.flat]
    return np.array(rows, dtype=object).reshape(at.size(quantity.shape.rows), at.size(quantity.shape.cols))
