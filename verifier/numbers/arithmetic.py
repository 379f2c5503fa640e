"""Values of sums, products, quotients, powers and functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from flint import arb

from verifier.expr.nodes import Add, Apply, Diag, Div, Expr, Hadamard, Mul, Neg, Pow, Transpose
from verifier.expr.sizes import ONE
from verifier.numbers.dual import Element, ball
from verifier.numbers.limits import LARGEST_EXPONENT, Imprecise, NotDefined, TooLarge
from verifier.numbers.scene import Scene, Value
from verifier.numbers.values import (
    ZERO,
    entries_of,
    finite,
    matrix_value,
    note_side,
    rule,
    sign,
    spent,
    value,
)


def each(function: Callable[..., Element], *arrays: Any) -> Any:
    return np.frompyfunc(function, len(arrays), 1)(*arrays)


@rule(Add)
def value_add(expr: Add, scene: Scene) -> Value:
    out = value(expr.terms[0], scene)
    for term in expr.terms[1:]:
        out = spent(out + value(term, scene), scene)
    return out


@rule(Neg)
def value_neg(expr: Neg, scene: Scene) -> Value:
    return spent(-value(expr.arg, scene), scene)


@rule(Mul)
def value_mul(expr: Mul, scene: Scene) -> Value:
    """Grouped from the left. Shapes decide, not sizes: a D x 1 array at D = 1 is no scalar."""
    first = expr.factors[0]
    out, scalar, rows = value(first, scene), first.shape.is_scalar, first.shape.rows
    for factor in expr.factors[1:]:
        right, shape = value(factor, scene), factor.shape
        if scalar or shape.is_scalar:
            # The array stands on the left: a ball does not know how to multiply one.
            out = spent(right * out if scalar else out * right, scene)
            if scalar:
                scalar, rows = shape.is_scalar, shape.rows
            continue
        scene.work.spend(out.shape[0] * out.shape[1] * right.shape[1] * scene.cost)
        out = out @ right
        if rows == ONE and shape.cols == ONE:
            out, scalar = out[0, 0], True
    return out


@rule(Hadamard)
def value_hadamard(expr: Hadamard, scene: Scene) -> Value:
    out = value(expr.factors[0], scene)
    for factor in expr.factors[1:]:
        right = value(factor, scene)
        out = spent(out * right if isinstance(out, np.ndarray) else right * out, scene)
    return out


@rule(Div)
def value_div(expr: Div, scene: Scene) -> Value:
    top, bottom = value(expr.top, scene), value(expr.bottom, scene)
    for entry in bottom.flat if isinstance(bottom, np.ndarray) else (bottom,):
        _divisor(entry)
    return spent(np.true_divide(top, bottom) if isinstance(bottom, np.ndarray) else top / bottom, scene)


@rule(Pow)
def value_pow(expr: Pow, scene: Scene) -> Value:
    exponent = value(expr.exponent, scene)
    base = value(expr.base, scene)
    if isinstance(base, np.ndarray):
        return spent(each(lambda x: _power(x, exponent), base), scene)
    return _power(base, exponent)


def _power(base: Element, exponent: Element) -> Element:
    whole = _whole(exponent)
    if whole is not None:
        if whole < 0:
            _divisor(base)
        return base**whole
    bottom = ball(base)
    if bottom.is_zero() and ball(exponent) > 0 and bottom is base:
        return ZERO
    if bottom > 0:
        out = (exponent * base.log()).exp()
        return finite(out)
    if bottom < 0 and ball(exponent).contains_integer():
        raise Imprecise("whether an exponent is whole could not be told")
    if bottom <= 0:
        raise NotDefined("a power of a negative number by an exponent that is not whole")
    raise Imprecise("the sign of a base could not be told")


def _whole(exponent: Element) -> int | None:
    """The exponent as an integer if it is one exactly; refused when it is huge, before anything is raised to it."""
    if not isinstance(exponent, arb):
        return None
    if abs(exponent) > LARGEST_EXPONENT:
        raise TooLarge("an exponent is too large to evaluate")
    whole = exponent.unique_fmpz() if exponent.is_exact() and exponent.is_integer() else None
    return None if whole is None else int(whole)


def _divisor(entry: Element) -> None:
    bottom = ball(entry)
    if bottom != 0:
        return
    if bottom.is_zero():
        raise NotDefined("a division by 0")
    raise Imprecise("a divisor could not be told from 0")


@rule(Transpose)
def value_transpose(expr: Transpose, scene: Scene) -> Value:
    arg = value(expr.arg, scene)
    return arg.T if isinstance(arg, np.ndarray) else arg


@rule(Diag)
def value_diag(expr: Diag, scene: Scene) -> Value:
    entries = list(matrix_value(expr.arg, scene).flat)
    scene.work.spend(len(entries) ** 2)
    out = np.full((len(entries), len(entries)), ZERO, dtype=object)
    for at, entry in enumerate(entries):
        out[at, at] = entry
    return out


@rule(Apply)
def value_apply(expr: Apply, scene: Scene) -> Value:
    function = expr.function
    args = [value(arg, scene) for arg in expr.args]
    for at, kink in enumerate(kinks_of(expr)):
        note_side(at, expr, value(kink, scene), scene, kink)
    for needed in function.domain(*args) if function.domain is not None else ():
        for entry in entries_of(needed):
            side = sign(entry, f"the sign of the argument of {function.name}")
            if side <= 0:
                raise NotDefined(f"{function.name} of {'a negative number' if side else '0'}")
    if function.by_elements and not isinstance(args[0], np.ndarray):
        scene.work.spend(4 * scene.cost)
        return finite(function.value(*args))
    out = each(function.value, *args) if function.by_elements else function.value(*args)
    scene.work.spend(4 * out.size * scene.cost)
    for entry in out.flat:
        finite(entry)
    return out


def kinks_of(expr: Apply) -> tuple[Expr, ...]:
    """The expressions at whose zeros a function switches."""
    return () if expr.function.kinks is None else expr.function.kinks(*expr.args)
