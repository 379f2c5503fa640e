"""Derivatives, by sympy's `diff` on index notation.

What is differentiated by is an entry of a declared tensor with fresh indices. A named quantity (d J / d yhat), or any
other formula that occurs in the operand, is made a variable of its own first: its occurrences are replaced by a fresh
symbol, and what is left of that symbol afterwards is replaced back by whoever reads the result.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from verifier.algebra.target import Unsupported
from verifier.expr.build import add, mul, sub
from verifier.expr.indices import IndexTerm, Place, SameIndex
from verifier.expr.nodes import (
    Column,
    Derivative,
    Each,
    Entry,
    Expr,
    Indicator,
    Mul,
    Named,
    Opaque,
    Stack,
    Sum,
    Symbol,
    Transpose,
)
from verifier.expr.sizes import ZERO
from verifier.expr.walk import children, free_letters, rebuilt, transform, unfolded

VARIABLE = "∂"  # in no name that an author or a student can declare


def entry_of_derivative(lowering: Any, expr: Derivative, row: Any, col: Any) -> Any:
    """Entry (row, col) of d of / d by, as sympy. `lowering` is over a SympyAlgebra."""
    of, by = with_variable(lowering, expr)
    at_of, at_by = positions(expr, row, col)
    value = lowering.entry(of, *at_of)
    symbol, indices = _variable_entry(lowering, by, *at_by)
    return value.diff(lowering.algebra.entry(symbol, *indices))


def positions(expr: Derivative, row: Any, col: Any) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    """Which entry of the operand, and of what it is differentiated by, entry (row, col) of the derivative is of."""
    if expr.of.shape.is_scalar:
        return (None, None), (row, col)
    if expr.by.shape.is_scalar:
        return (row, col), (None, None)
    return (row, None), (col, None)


def with_variable(lowering: Any, expr: Derivative) -> tuple[Expr, Expr]:
    """Operand and variable; a formula that is the variable has become a symbol of its own in both."""
    of, by = expr.of, _plain(expr.by)
    base = _base(by)
    if isinstance(base, Symbol) and base.one_hot is None:
        return of, by
    variable = Symbol(VARIABLE + str(len(lowering.algebra.variables)), base.shape, VARIABLE)
    of = _with_symbol(_unfolded_around(of, base), base, variable)
    lowering.algebra.variables[variable.name] = (base, lowering)
    return of, _replace_base(by, variable)


def _plain(by: Expr) -> Expr:
    """A definition that only renames a symbol, or a part of one, is that symbol."""
    bare = unfolded(by)
    return bare if isinstance(_base(bare), Symbol) else by


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


def _with_symbol(of: Expr, base: Expr, variable: Symbol) -> Expr:
    """Every occurrence of `base` replaced. What else depends on a part of it is held; what depends on all of it might be
    `base` written in another way, so nothing is said of that."""
    forms = _ways_to_write(base, variable)
    letters, symbols = free_letters(base), _symbols(base)
    replaced, found = _replaced(of, forms, letters, held=True)
    if not found and _symbols(of) & symbols:
        raise Unsupported(f"a derivative by `{base}`, which does not occur as such")
    if symbols and symbols <= _symbols(_replaced(of, forms, letters, held=False)[0]):
        raise Unsupported(
            f"a derivative by `{base}`, on which the formula may depend in other ways than as written"
        )
    return replaced


def _symbols(expr: Expr) -> frozenset[str]:
    """The names of what could be a variable in a formula, those of definitions too."""
    own = frozenset((expr.name,)) if isinstance(expr, Symbol) and expr.one_hot is None else frozenset()
    return own.union(*map(_symbols, children(expr)))


def _ways_to_write(base: Expr, variable: Symbol) -> dict[Expr, Expr]:
    """What is replaced: the formula by its name, written out, and turned round as in v^T u for u^T v; of a product
    U^T v also its entries u_w^T v, at any w."""
    body = unfolded(base)
    turned = _turned(body)
    forms: dict[Expr, Expr] = {
        turned: variable if turned.shape == base.shape else Transpose(variable),
        body: variable,
        base: variable,
    }
    match body:
        case Mul(factors=(Transpose(arg=matrix), vector)) if body.shape.is_vector and vector.shape.is_vector:
            score = Mul((Transpose(Column(matrix, _ANYWHERE)), vector))
            forms |= {score: Entry(variable, _ANYWHERE), _turned(score): Entry(variable, _ANYWHERE)}
    return forms


def _turned(expr: Expr) -> Expr:
    """The transpose, taken into a product."""
    match expr:
        case Transpose(arg=arg):
            return arg
        case Mul(factors=factors):
            return Mul(tuple(_turned(factor) for factor in reversed(factors)))
    return expr if expr.shape.is_scalar else Transpose(expr)


def _replaced(of: Expr, forms: dict[Expr, Expr], letters: frozenset[str], held: bool) -> tuple[Expr, bool]:
    """What is in `forms` replaced; whether it occurred. At other indices it is the variable where they are the same:
    in a sum over w, u_w^T v is the variable u_o^T v for w = o, and else it is held (left out where not `held`)."""
    if of in forms:
        return forms[of], True
    if isinstance(of, Named | Opaque):
        return of, False
    parts = [_replaced(child, forms, letters, held) for child in children(of)]
    bound = _bound(of) & letters
    if bound and any(found for _, found in parts):
        raise Unsupported(f"a derivative by what depends on {', '.join(sorted(bound))}, below a sum over it")
    for form, variable in forms.items():
        if type(of) is type(form) and _masked(of) == _masked(form):
            if any(_bound(node) for node in _below(of)):
                raise Unsupported("a derivative by a sum that occurs at other indices too")
            pairs = [(a, b) for a, b in zip(_terms(of), _terms(form), strict=True) if a != b]
            if isinstance(variable, Entry):
                ((at, _),) = [pair for pair in pairs if pair[1] == _ANYWHERE] or [(_ANYWHERE, _ANYWHERE)]
                variable, pairs = Entry(variable.of, at), [pair for pair in pairs if pair[1] != _ANYWHERE]
            same = Indicator(tuple(SameIndex(a, b) for a, b in pairs))
            if not pairs:
                return variable, True
            rest = (mul(sub(1, same), of),) if held else ()
            return add(mul(same, variable), *rest), True
    return rebuilt(of, tuple(part for part, _ in parts)), any(found for _, found in parts)


def _bound(expr: Expr) -> frozenset[str]:
    """The letters that a node binds."""
    match expr:
        case Sum(index=index):
            return frozenset((index.name,))
        case Stack(blocks=blocks):
            return frozenset(b.index.name for b in blocks if isinstance(b, Each))
    return frozenset()


def _below(expr: Expr) -> Iterator[Expr]:
    yield expr
    for child in children(expr):
        yield from _below(child)


def _terms(expr: Expr) -> list[IndexTerm]:
    """All index terms of a formula, in the order written."""
    match expr:
        case Column(index=index):
            own: list[IndexTerm] = [index]
        case Entry(row=row, col=col):
            own = [row] if col is None else [row, col]
        case _:
            own = []
    return own + [term for child in children(expr) for term in _terms(child)]


def _masked(expr: Expr) -> Expr:
    """A formula without its indices."""

    def mask(node: Expr) -> Expr:
        match node:
            case Column():
                return Column(node.matrix, _ANYWHERE)
            case Entry(of=of, col=col):
                return Entry(of, _ANYWHERE, None if col is None else _ANYWHERE)
        return node

    return transform(expr, mask)


_ANYWHERE = Place(ZERO)
