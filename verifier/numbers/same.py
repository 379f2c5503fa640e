"""Which parts of a formula stand for the variable that it is differentiated by.

A derivative by an expression, such as the score u_o^T v_c or a definition, treats that expression as an independent
variable wherever it is written. Index terms are compared by their value at the point: in a sum over w, u_w^T v_c stands
for the variable u_o^T v_c when w = o, and for entry w of the variable U^T v_c always.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeGuard

from verifier.expr.indices import IndexTerm
from verifier.expr.nodes import (
    Apply,
    Cases,
    Column,
    Entry,
    Expr,
    Identity,
    Indicator,
    Mul,
    Named,
    Neg,
    Number,
    Opaque,
    SizeNumber,
    Stack,
    Sum,
    Symbol,
    Transpose,
    Unit,
)
from verifier.expr.walk import children, free_letters
from verifier.numbers.scene import Scene, Value, Variable, place

Evaluate = Callable[[Expr, Scene], Value]


def variable_at(expr: Expr, scene: Scene, value: Evaluate) -> Value | None:
    """What the independent variable gives for `expr` at this point, if `expr` is written as it is."""
    for variable in scene.instead:
        found = _written_as(expr, scene, variable, value)
        if found is not None:
            variable.met += 1
            return found
    return None


def _written_as(expr: Expr, scene: Scene, variable: Variable, value: Evaluate) -> Value | None:
    if same_here(expr, scene, variable.expr, variable.letters):
        return variable.value
    if not isinstance(expr, Mul):
        return None
    # Signs and scalar factors may stand anywhere in a product: -u_o^T v is -(u_o^T v).
    sign, rest = 1, []
    for factor in expr.factors:
        flipped, bare = _unsigned(factor)
        sign *= flipped
        rest.append(bare)
    scalars = [f for f in rest if f.shape.is_scalar]
    core = [f for f in rest if not f.shape.is_scalar]
    if len(core) != 2:
        return None
    found = _pair(core[0], core[1], scene, variable)
    if found is None:
        return None
    for factor in scalars:
        found = found * value(factor, scene)
    return found if sign > 0 else -found


def _pair(left: Expr, right: Expr, scene: Scene, variable: Variable) -> Value | None:
    """A product of two, and an inner product in either order."""
    pair = Mul((left, right))
    pairs = (pair, Mul((Transpose(right), left.arg))) if _is_inner(left, right) else (pair,)
    for written in pairs:
        if same_here(written, scene, variable.expr, variable.letters):
            return variable.value
        found = _entry_of_product(written, scene, variable)
        if found is not None:
            return found
    return None


def _is_inner(left: Expr, right: Expr) -> TypeGuard[Transpose]:
    return isinstance(left, Transpose) and left.arg.shape.is_vector and right.shape.is_vector


def _unsigned(factor: Expr) -> tuple[int, Expr]:
    match factor:
        case Neg(arg=arg):
            return -1, arg
        case Transpose(arg=Neg(arg=arg)):
            return -1, Transpose(arg)
    return 1, factor


def _entry_of_product(expr: Expr, scene: Scene, variable: Variable) -> Value | None:
    """u_w^T v, or v^T u_w, as entry w of the variable U^T v."""
    match variable.expr, expr:
        case Mul(factors=(Transpose(arg=matrix), right)), Mul(factors=(Transpose(arg=a), b)) if (
            expr.shape.is_scalar and right.shape.is_vector and matrix.shape.is_matrix
        ):
            for column, vector in ((a, b), (b, a)):
                if (
                    isinstance(column, Column)
                    and same_here(column.matrix, scene, matrix, variable.letters)
                    and same_here(vector, scene, right, variable.letters)
                ):
                    return variable.value[place(column.index, scene) - 1, 0]
    return None


def same_here(expr: Expr, scene: Scene, other: Expr, letters: dict[str, int]) -> bool:
    """Whether both are written alike, definitions unfolded, with index terms that have the same value at this point."""
    while isinstance(expr, Named):
        expr = expr.body
    while isinstance(other, Named):
        other = other.body
    if type(expr) is not type(other) or expr.shape != other.shape:
        return False
    if isinstance(expr, Sum | Stack | Cases | Indicator):
        return expr == other and all(
            _letter(name, scene) == letters.get(name, scene.point.indices.get(name))
            for name in free_letters(expr)
        )
    match expr, other:
        case (Number(), Number()) | (Identity(), Identity()) | (SizeNumber(), SizeNumber()):
            return expr == other
        case Symbol(), Symbol():
            if expr.name != other.name:
                return False
        case Apply(), Apply():
            if expr.function is not other.function:
                return False
        case Opaque(), Opaque():
            if expr.name != other.name:
                return False
    mine, theirs = terms_of(expr), terms_of(other)
    if len(mine) != len(theirs):
        return False
    elsewhere = replace(scene, bound=letters, fixed={})
    if any(place(a, scene) != place(b, elsewhere) for a, b in zip(mine, theirs, strict=True)):
        return False
    parts, others = children(expr), children(other)
    return len(parts) == len(others) and all(
        same_here(a, scene, b, letters) for a, b in zip(parts, others, strict=True)
    )


def terms_of(expr: Expr) -> tuple[IndexTerm, ...]:
    """The index terms that a node itself holds."""
    match expr:
        case Symbol(one_hot=at):
            return () if at is None else (at,)
        case Unit(index=index) | Column(index=index):
            return (index,)
        case Entry(row=row, col=col):
            return (row,) if col is None else (row, col)
        case Opaque(arguments=arguments):
            return tuple(a for a in arguments if not isinstance(a, Expr))
    return ()


def _letter(name: str, scene: Scene) -> int | None:
    return scene.bound.get(name, scene.fixed.get(name, scene.point.indices.get(name)))
