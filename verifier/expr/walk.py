"""Going through a surface tree: children, rebuilding, replacing, free index letters, renaming of indices.

Rebuilding settles shapes afresh, so an edit that does not fit raises `ShapeError`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import attrgetter
from typing import Any

from verifier.expr.build import add, fitted
from verifier.expr.indices import (
    Compare,
    Condition,
    Index,
    IndexBelow,
    IndexTerm,
    OtherIndex,
    Picked,
    SameIndex,
)
from verifier.expr.nodes import (
    Add,
    Apply,
    Cases,
    Column,
    Derivative,
    Diag,
    Div,
    Each,
    Entry,
    Expr,
    Hadamard,
    Indicator,
    Mul,
    Named,
    Neg,
    Number,
    Opaque,
    Pow,
    Stack,
    Sum,
    Symbol,
    Transpose,
    Unit,
)
from verifier.expr.shapes import SCALAR

Path = tuple[int, ...]


def children(expr: Expr) -> tuple[Expr, ...]:
    """The sub-formulas, in the order in which `rebuilt` takes them back."""
    below = _CHILDREN.get(type(expr))
    return () if below is None else below(expr)


def _in_sum(expr: Sum) -> tuple[Expr, ...]:
    return (*_in_conditions(expr.conditions), expr.body) if expr.conditions else (expr.body,)


def _in_cases(expr: Cases) -> tuple[Expr, ...]:
    return tuple(part for value, cs in expr.branches for part in (value, *_in_conditions(cs)))


# Asked for more often than anything else, so by a table.
_CHILDREN: dict[type[Expr], Callable[[Any], tuple[Expr, ...]]] = {
    Add: attrgetter("terms"),
    Mul: attrgetter("factors"),
    Hadamard: attrgetter("factors"),
    Apply: attrgetter("args"),
    Neg: lambda e: (e.arg,),
    Transpose: lambda e: (e.arg,),
    Diag: lambda e: (e.arg,),
    Div: lambda e: (e.top, e.bottom),
    Pow: lambda e: (e.base, e.exponent),
    Derivative: lambda e: (e.of, e.by),
    Column: lambda e: (e.matrix,),
    Entry: lambda e: (e.of,),
    Named: lambda e: (e.body,),
    Sum: _in_sum,
    Stack: lambda e: tuple(b.body if isinstance(b, Each) else b for b in e.blocks),
    Cases: _in_cases,
    Indicator: lambda e: _in_conditions(e.conditions),
    Opaque: lambda e: tuple(a for a in e.arguments if isinstance(a, Expr)),
}


def rebuilt(expr: Expr, parts: tuple[Expr, ...]) -> Expr:
    """`expr` with new children; the same object when they are the same objects."""
    if all(new is old for new, old in zip(parts, children(expr), strict=True)):
        return expr
    match expr:
        case Add() | Mul() | Hadamard():
            return type(expr)(parts, span=expr.span)
        case Apply():
            return Apply(expr.function, parts, span=expr.span)
        case Neg() | Transpose() | Diag():
            return type(expr)(parts[0], span=expr.span)
        case Div() | Pow() | Derivative():
            return type(expr)(parts[0], parts[1], span=expr.span)
        case Column():
            return Column(parts[0], expr.index, span=expr.span)
        case Entry():
            return Entry(parts[0], expr.row, expr.col, span=expr.span)
        case Named():
            return replace(expr, body=parts[0])
        case Sum():
            return replace(expr, conditions=_conditions_with(expr.conditions, iter(parts)), body=parts[-1])
        case Stack():
            blocks = zip(expr.blocks, parts, strict=True)
            return replace(
                expr, blocks=tuple(replace(b, body=p) if isinstance(b, Each) else p for b, p in blocks)
            )
        case Cases():
            rest = iter(parts)
            branches = tuple((next(rest), _conditions_with(cs, rest)) for _, cs in expr.branches)
            return replace(expr, branches=branches)
        case Indicator():
            return replace(expr, conditions=_conditions_with(expr.conditions, iter(parts)))
        case Opaque():
            rest = iter(parts)
            return replace(
                expr, arguments=tuple(next(rest) if isinstance(a, Expr) else a for a in expr.arguments)
            )
    raise TypeError(f"{type(expr).__name__} has no children")


def _in_conditions(conditions: tuple[Condition, ...]) -> tuple[Expr, ...]:
    return tuple(side for c in conditions if isinstance(c, Compare) for side in (c.left, c.right))


def _conditions_with(conditions: tuple[Condition, ...], parts: Iterator[Expr]) -> tuple[Condition, ...]:
    return tuple(
        Compare(next(parts), c.operator, next(parts)) if isinstance(c, Compare) else c for c in conditions
    )


def transform(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """`change` applied to every node, leaves first."""
    return change(rebuilt(expr, tuple(transform(child, change) for child in children(expr))))


def nodes(expr: Expr) -> Iterator[tuple[Path, Expr]]:
    """Every node with its path, outermost first. A definition's body is not entered."""
    stack: list[tuple[Path, Expr]] = [((), expr)]
    while stack:
        path, node = stack.pop()
        yield path, node
        if not isinstance(node, Named):
            stack.extend(((*path, at), child) for at, child in reversed(list(enumerate(children(node)))))


def weight(expr: Expr) -> int:
    """How many nodes the formula has with its definitions written out: twenty of them, each twice the one before, are a
    million."""
    try:
        return expr._weight
    except AttributeError:
        total = 1 + sum(map(weight, children(expr)))
        object.__setattr__(expr, "_weight", total)
        return total


def at_path(expr: Expr, path: Path) -> Expr:
    for step in path:
        expr = children(expr)[step]
    return expr


def with_at(expr: Expr, path: Path, new: Expr) -> Expr:
    """`expr` with the node at `path` replaced."""
    if not path:
        return new
    parts = list(children(expr))
    parts[path[0]] = with_at(parts[path[0]], path[1:], new)
    return rebuilt(expr, tuple(parts))


def settled(expr: Expr) -> Expr:
    """`expr` built afresh, leaves first, with literal numbers fitted anew to their neighbours; raises `ShapeError`.

    For trees built under `lenient`, or edited.
    """
    parts = tuple(settled(child) for child in children(expr))
    match expr:
        case Add():
            return replace(add(*map(_loosened, parts)), span=expr.span)
        case Cases():
            made = _with_parts(expr, parts)
            assert isinstance(made, Cases)
            shape = next((v.shape for v, _ in made.branches if not v.shape.is_scalar), SCALAR)
            return replace(made, branches=tuple((fitted(v, shape), cs) for v, cs in made.branches))
        case Apply() | Hadamard():
            shape = next((p.shape for p in parts if not p.shape.is_scalar), SCALAR)
            return _with_parts(expr, tuple(fitted(p, shape) for p in parts))
    return _with_parts(expr, parts) if parts else expr


def _loosened(term: Expr) -> Expr:
    """A literal number without the shape that it took from its neighbours."""
    match term:
        case Number():
            return Number(term.value, span=term.span)
        case Neg(arg=Number() as number):
            return Neg(_loosened(number), span=term.span)
    return term


def _with_parts(expr: Expr, parts: tuple[Expr, ...]) -> Expr:
    """Like `rebuilt`, but always made anew, so that the shape is settled again."""
    new = rebuilt(expr, parts)
    return replace(new) if new is expr else new


def unfolded(expr: Expr, only: frozenset[str] | None = None) -> Expr:
    """Definitions replaced by their bodies: all, or those of the names given."""

    def change(node: Expr) -> Expr:
        return node.body if isinstance(node, Named) and (only is None or node.name in only) else node

    return transform(expr, change)


# --- indices ----------------------------------------------------------------------------------------------------


def letters_of(term: IndexTerm) -> frozenset[str]:
    match term:
        case Index(name=name):
            return frozenset((name,))
        case Picked(at=at):
            return letters_of(at)
    return frozenset()


def letters_in(condition: Condition) -> frozenset[str]:
    match condition:
        case SameIndex(left=a, right=b) | OtherIndex(left=a, right=b) | IndexBelow(left=a, right=b):
            return letters_of(a) | letters_of(b)
        case Compare(left=x, right=y):
            return free_letters(x) | free_letters(y)


_NONE: frozenset[str] = frozenset()


def free_letters(expr: Expr) -> frozenset[str]:
    """The index letters that occur free; a node remembers its own."""
    try:
        return expr._letters
    except AttributeError:
        letters = _free_letters(expr)
        object.__setattr__(expr, "_letters", letters)
        return letters


def _free_letters(expr: Expr) -> frozenset[str]:
    match expr:
        case Symbol(one_hot=at):
            return letters_of(at) if at is not None else _NONE
        case Unit(index=index):
            return letters_of(index)
        case Column(matrix=matrix, index=index):
            return free_letters(matrix) | letters_of(index)
        case Entry(of=of, row=row, col=col):
            return free_letters(of) | letters_of(row) | (letters_of(col) if col is not None else _NONE)
        case Sum(index=index, conditions=conditions, body=body):
            inner = free_letters(body).union(*map(letters_in, conditions))
            return inner - {index.name}
        case Stack(blocks=blocks):
            return _NONE.union(
                *(
                    free_letters(b.body) - {b.index.name} if isinstance(b, Each) else free_letters(b)
                    for b in blocks
                )
            )
        case Cases(branches=branches):
            return _NONE.union(*(free_letters(v).union(*map(letters_in, cs)) for v, cs in branches))
        case Indicator(conditions=conditions):
            return _NONE.union(*map(letters_in, conditions))
        case Opaque(arguments=arguments):
            return _NONE.union(
                *(free_letters(a) if isinstance(a, Expr) else letters_of(a) for a in arguments)
            )
    return _NONE.union(*map(free_letters, children(expr)))


def put_term(term: IndexTerm, letter: str, new: IndexTerm) -> IndexTerm:
    match term:
        case Index(name=name) if name == letter:
            return new
        case Picked(at=at):
            return replace(term, at=put_term(at, letter, new))
    return term


def put_index(expr: Expr, letter: str, new: IndexTerm) -> Expr:
    """`expr` with the free index `letter` replaced by `new`; binders that would capture `new` are renamed."""
    if letter not in free_letters(expr):
        return expr
    match expr:
        case Symbol(one_hot=at) if at is not None:
            return replace(expr, one_hot=put_term(at, letter, new))
        case Unit(index=index):
            return replace(expr, index=put_term(index, letter, new))
        case Column(matrix=matrix, index=index):
            return replace(expr, matrix=put_index(matrix, letter, new), index=put_term(index, letter, new))
        case Entry(of=of, row=row, col=col):
            col = col if col is None else put_term(col, letter, new)
            return replace(expr, of=put_index(of, letter, new), row=put_term(row, letter, new), col=col)
        case Sum(index=index, conditions=conditions, body=body):
            if index.name in letters_of(new):
                fresh = fresh_index(index, letters_of(new) | free_letters(expr) | free_letters(body))
                body = put_index(body, index.name, fresh)
                conditions = tuple(_put_condition(c, index.name, fresh) for c in conditions)
                index = fresh
            conditions = tuple(_put_condition(c, letter, new) for c in conditions)
            return replace(expr, index=index, conditions=conditions, body=put_index(body, letter, new))
        case Stack(blocks=blocks):
            return replace(expr, blocks=tuple(_put_block(b, letter, new) for b in blocks))
        case Cases(branches=branches):
            put = tuple(
                (put_index(v, letter, new), tuple(_put_condition(c, letter, new) for c in cs))
                for v, cs in branches
            )
            return replace(expr, branches=put)
        case Indicator(conditions=conditions):
            return replace(expr, conditions=tuple(_put_condition(c, letter, new) for c in conditions))
        case Opaque(arguments=arguments):
            args = tuple(
                put_index(a, letter, new) if isinstance(a, Expr) else put_term(a, letter, new)
                for a in arguments
            )
            return replace(expr, arguments=args)
    return rebuilt(expr, tuple(put_index(child, letter, new) for child in children(expr)))


def _put_block(block: Expr | Each, letter: str, new: IndexTerm) -> Expr | Each:
    if not isinstance(block, Each):
        return put_index(block, letter, new)
    index, body = block.index, block.body
    if index.name == letter:
        return block
    if index.name in letters_of(new):
        index = fresh_index(index, letters_of(new) | free_letters(body))
        body = put_index(body, block.index.name, index)
    return Each(index, put_index(body, letter, new))


def _put_condition(condition: Condition, letter: str, new: IndexTerm) -> Condition:
    match condition:
        case Compare(left=x, operator=operator, right=y):
            return Compare(put_index(x, letter, new), operator, put_index(y, letter, new))
        case SameIndex() | OtherIndex() | IndexBelow():
            return replace(
                condition,
                left=put_term(condition.left, letter, new),
                right=put_term(condition.right, letter, new),
            )


def fresh_index(index: Index, taken: frozenset[str]) -> Index:
    """`index` under a letter that is not in `taken`: w', w'', ..."""
    name = index.name
    while name in taken:
        name += "'"
    return Index(name, index.range)
