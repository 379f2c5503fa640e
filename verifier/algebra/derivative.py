"""Derivatives, by sympy's `diff` on index notation.

What is differentiated by is an entry of a declared tensor with fresh indices. A named quantity (d J / d yhat), or any
other formula that occurs in the operand, is made a variable of its own first: its occurrences are replaced by a fresh
symbol, and what is left of that symbol afterwards is replaced back by whoever reads the result.
"""

from __future__ import annotations

from typing import Any

from verifier.algebra.target import Unsupported
from verifier.expr.nodes import Column, Derivative, Each, Entry, Expr, Named, Opaque, Stack, Sum, Symbol, Transpose
from verifier.expr.walk import children, free_letters, rebuilt

VARIABLE = "∂"  # in no name that an author or a student can declare


def entry_of_derivative(lowering: Any, expr: Derivative, row: Any, col: Any) -> Any:
    """Entry (row, col) of d of / d by, as sympy. `lowering` is over a SympyAlgebra."""
    of, by = expr.of, expr.by
    if of.shape.is_scalar:
        at_of, at_by = (None, None), (row, col)
    elif by.shape.is_scalar:
        at_of, at_by = (row, col), (None, None)
    else:
        at_of, at_by = (row, None), (col, None)
    base = _base(by)
    if not isinstance(base, Symbol) or base.one_hot is not None:
        variable = Symbol(VARIABLE + str(len(lowering.algebra.variables)), base.shape, VARIABLE)
        of, found = _with_variable(_unfolded_around(of, base), base, variable)
        inside = _symbols(base)
        if (not found and not isinstance(base, Named)) or (inside and inside <= _symbols(of)):
            raise Unsupported(f"a derivative by `{base}`, on which the formula may depend in other ways than as written")
        lowering.algebra.variables[variable.name] = (base, lowering)
        by = _replace_base(by, variable)
    value = lowering.entry(of, *at_of)
    symbol, indices = _variable_entry(lowering, by, *at_by)
    return value.diff(lowering.algebra.entry(symbol, *indices))


def _symbols(expr: Expr) -> frozenset[str]:
    """Names of the symbols in a formula, those of definitions too."""
    own = frozenset((expr.name,)) if isinstance(expr, Symbol) else frozenset()
    return own.union(*map(_symbols, children(expr)))


def _base(by: Expr) -> Expr:
    """The formula that is the variable: the symbol of an entry, column or transpose, or the formula itself."""
    match by:
        case Column(matrix=inner) | Entry(of=inner) | Transpose(arg=inner):
            return _base(inner)
    return by


def _replace_base(by: Expr, new: Expr) -> Expr:
    match by:
        case Column() | Entry() | Transpose():
            return rebuilt(by, (_replace_base(children(by)[0], new),))
    return new


def _variable_entry(lowering: Any, by: Expr, row: Any, col: Any) -> tuple[Symbol, tuple[Any, ...]]:
    match by:
        case Symbol():
            return by, tuple(lowering.position(i) for i in (row, col) if i is not None)
        case Transpose(arg=arg):
            return _variable_entry(lowering, arg, col, row)
        case Column(matrix=matrix, index=index):
            return _variable_entry(lowering, matrix, row, lowering.index(index))
        case Entry(of=of, row=at, col=None):
            where: tuple[Any, Any] = (lowering.index(at), None)
            return _variable_entry(lowering, of, *(where[::-1] if of.shape.is_row else where))
        case Entry(of=of, row=at, col=second) if second is not None:
            return _variable_entry(lowering, of, lowering.index(at), lowering.index(second))
    raise Unsupported(f"a derivative by `{by}`")


def _unfolded_around(of: Expr, base: Expr) -> Expr:
    """Definitions opened up, except the one that is the variable."""
    if isinstance(of, Named):
        return of if of == base else _unfolded_around(of.body, base)
    return rebuilt(of, tuple(_unfolded_around(child, base) for child in children(of)))


def _with_variable(of: Expr, base: Expr, variable: Symbol) -> tuple[Expr, bool]:
    """Occurrences of `base` replaced, but not below a binder of one of its letters."""
    if of == base:
        return variable, True
    if isinstance(of, Named | Opaque):
        return of, False
    letters = free_letters(base)
    if isinstance(of, Sum) and of.index.name in letters:
        return of, False
    if isinstance(of, Stack) and any(isinstance(b, Each) and b.index.name in letters for b in of.blocks):
        return of, False
    parts = [_with_variable(child, base, variable) for child in children(of)]
    return rebuilt(of, tuple(part for part, _ in parts)), any(found for _, found in parts)
