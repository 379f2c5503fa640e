"""What repairs do to trees: put a part in place, flip a sign, transpose, take an entry, name the parts of a product.

Trees may be unformed (`verifier.expr.shapes.lenient`); literal numbers are fitted anew to their neighbours. What is
built here is written as a person would write it: no double minus, no transpose of a transpose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from verifier.expr.build import add, fitted
from verifier.expr.indices import Condition, IndexTerm
from verifier.expr.nodes import (
    Add,
    Apply,
    Cases,
    Column,
    Diag,
    Div,
    Each,
    Entry,
    Expr,
    Hadamard,
    Identity,
    Indicator,
    Mul,
    Named,
    Neg,
    Number,
    Stack,
    Sum,
    Transpose,
)
from verifier.expr.shapes import SCALAR, UNKNOWN
from verifier.expr.walk import Path, children, put_index, rebuilt

T = TypeVar("T")


def put_at(tree: Expr, path: Path, new: Expr) -> Expr:
    """`tree` with the node at `path` replaced; only the way down to it is built anew."""
    if not path:
        return new
    parts = list(children(tree))
    parts[path[0]] = put_at(parts[path[0]], path[1:], new)
    return _rebuilt(tree, tuple(parts))


def _rebuilt(tree: Expr, parts: tuple[Expr, ...]) -> Expr:
    match tree:
        case Add():
            made = add(*map(loosened, parts))
            return made if made.span == tree.span else replace(made, span=tree.span)
        case Cases():
            loose = rebuilt(tree, tuple(map(loosened, parts)))
            assert isinstance(loose, Cases)
            shape = next((v.shape for v, _ in loose.branches if not v.shape.is_scalar), SCALAR)
            return replace(loose, branches=tuple((fitted(v, shape), cs) for v, cs in loose.branches))
        case Apply() | Hadamard():
            shape = next((p.shape for p in parts if not p.shape.is_scalar), SCALAR)
            return rebuilt(tree, tuple(fitted(loosened(p), shape) for p in parts))
        case Neg():
            return negated(parts[0]) if isinstance(parts[0], Neg) else rebuilt(tree, parts)
        case Transpose():
            return transposed(parts[0]) if isinstance(parts[0], Transpose) else rebuilt(tree, parts)
    return rebuilt(tree, parts)


def loosened(term: Expr) -> Expr:
    """A literal number without the shape that it took from its neighbours."""
    match term:
        case Number():
            return term if term.of_shape == SCALAR else Number(term.value, span=term.span)
        case Neg(arg=Number() as number):
            return Neg(loosened(number), span=term.span)
    return term


def is_formed(tree: Expr) -> bool:
    """Whether all in a tree has a shape; candidates share most of their parts, so a node remembers."""
    try:
        return tree._formed
    except AttributeError:
        below = () if isinstance(tree, Named) else children(tree)
        formed = tree.shape != UNKNOWN and all(map(is_formed, below))
        object.__setattr__(tree, "_formed", formed)
        return formed


def everywhere(tree: Expr, change: Callable[[Expr], Expr | None]) -> Expr:
    """`change` at every node, outermost first; what it replaces, and definitions, are not entered."""
    new = change(tree)
    if new is not None:
        return new
    if not children(tree) or isinstance(tree, Named):
        return tree
    parts = tuple(everywhere(child, change) for child in children(tree))
    return tree if all(a is b for a, b in zip(parts, children(tree), strict=True)) else _rebuilt(tree, parts)


# --- signs -------------------------------------------------------------------------------------------------------


def negated(expr: Expr) -> Expr:
    """The opposite, with the minus where a person would put it: U(y - z) becomes U(z - y)."""
    match expr:
        case Neg(arg=arg):
            return arg
        case Number(value=value) if value < 0:
            return replace(expr, value=-value)
        case Add(terms=terms):
            flipped = sorted((opposite(t) for t in terms), key=lambda t: isinstance(t, Neg))
            return replace(add(*flipped), span=expr.span)
        case Mul(factors=factors):
            for kind in (Neg, Add):
                for at, factor in enumerate(factors):
                    bare = factor.arg if isinstance(factor, Transpose) else factor
                    if isinstance(bare, kind):
                        new = Transpose(negated(bare)) if isinstance(factor, Transpose) else negated(bare)
                        return replace(expr, factors=(*factors[:at], new, *factors[at + 1 :]))
        case Sum(body=Neg(arg=body)):
            return replace(expr, body=body)
        case Div(top=Neg(arg=top)):
            return replace(expr, top=top)
    return Neg(expr)


def opposite(term: Expr) -> Expr:
    """One term of a sum with the other sign; a minus inside its factors stays where it is."""
    if isinstance(term, Neg):
        return term.arg
    if isinstance(term, Number) and term.value < 0:
        return replace(term, value=-term.value)
    return Neg(term)


# --- transposes and entries -------------------------------------------------------------------------------------


def transposed(expr: Expr) -> Expr:
    """The transpose, worked in as a person would."""
    match expr:
        case Transpose(arg=arg):
            return arg
        case Neg(arg=arg):
            return Neg(transposed(arg))
        case Mul(factors=factors):
            scalars = tuple(f for f in factors if f.shape.is_scalar)
            rest = tuple(transposed(f) for f in reversed(factors) if not f.shape.is_scalar)
            return Mul((*scalars, *rest)) if len(scalars) + len(rest) > 1 else (*scalars, *rest)[0]
        case Sum(body=body):
            return replace(expr, body=transposed(body))
        case Diag() | Identity():
            return expr
        case Add(terms=terms) if any(isinstance(t, Transpose | Mul | Sum) for t in terms):
            return Add(tuple(transposed(t) for t in terms))
        case Number(of_shape=shape):
            return replace(expr, of_shape=shape.transposed)
    return expr if expr.shape.is_scalar else Transpose(expr)


def entry_at(expr: Expr, at: IndexTerm) -> Expr:
    """One entry of a vector or row, written into its terms: (a - b)_w becomes a_w - b_w."""
    match expr:
        case Add(terms=terms):
            return Add(tuple(entry_at(t, at) for t in terms))
        case Neg(arg=arg):
            return Neg(entry_at(arg, at))
        case Transpose(arg=arg):
            return entry_at(arg, at)
        case Number():
            return loosened(expr)
        case Mul(factors=factors) if sum(not f.shape.is_scalar for f in factors) == 1:
            return Mul(tuple(f if f.shape.is_scalar else entry_at(f, at) for f in factors))
    return expr if expr.shape.is_scalar else Entry(expr, at)


def reindexed(expr: Expr, old: IndexTerm, new: IndexTerm) -> Expr:
    """Every column or entry at `old` taken at `new` instead."""

    def change(node: Expr) -> Expr | None:
        match node:
            case Column(matrix=matrix, index=index) if index == old:
                return Column(matrix, new, span=node.span)
            case Entry(of=of, row=row, col=None) if row == old:
                return Entry(of, new, span=node.span)
        return None

    return everywhere(expr, change)


def put_in_conditions(
    conditions: tuple[Condition, ...], letter: str, new: IndexTerm
) -> tuple[Condition, ...]:
    """The conditions of a sum with another term for its letter."""
    put = put_index(Indicator(conditions), letter, new)
    assert isinstance(put, Indicator)
    return put.conditions


# --- products ----------------------------------------------------------------------------------------------------


def product(factors: tuple[Expr, ...]) -> Expr:
    flat = tuple(
        g for f in factors for g in (f.factors if isinstance(f, Mul) and f.shape.is_scalar else (f,))
    )
    ones = tuple(f for f in flat if not (isinstance(f, Number) and f.value == 1))
    return Mul(ones) if len(ones) > 1 else (ones or flat)[0]


def times(left: Expr, right: Expr) -> Expr:
    """`left right` as one product."""
    lefts = left.factors if isinstance(left, Mul) else (left,)
    rights = right.factors if isinstance(right, Mul) and left.shape.is_scalar else (right,)
    return Mul((*lefts, *rights))


def without(parts: tuple[T, ...], at: int) -> tuple[T, ...]:
    return (*parts[:at], *parts[at + 1 :])


def with_part(parts: tuple[Expr, ...], at: int, new: Expr) -> tuple[Expr, ...]:
    return (*parts[:at], new, *parts[at + 1 :])


def scalar_runs(expr: Mul) -> Iterator[tuple[int, int]]:
    """Runs of factors, from and to, that make a scalar of their own: the u_w^T v_c of u_w^T v_c u_w."""
    factors = expr.factors
    for start, first in enumerate(factors):
        if not first.shape.is_row and not isinstance(first, Transpose):
            continue
        for end in range(start + 2, len(factors) + 1):
            if end - start < len(factors) and Mul(factors[start:end]).shape.is_scalar:
                yield start, end
                break


def bodies(stack: Stack) -> tuple[Expr, ...]:
    return tuple(b.body if isinstance(b, Each) else b for b in stack.blocks)
