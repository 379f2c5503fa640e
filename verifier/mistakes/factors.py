"""Candidate factors at every place of a formula, and which of them are inner derivatives.

Shared by `factor-missing` and `chain-factor`: the same edit is the second where the factor is the derivative of the
argument of a function by the variable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from verifier.expr.nodes import (
    Add,
    Apply,
    Column,
    Derivative,
    Div,
    Entry,
    Expr,
    Hadamard,
    Mul,
    Named,
    Neg,
    Number,
    Pow,
    Sum,
    Symbol,
    Transpose,
)
from verifier.expr.walk import nodes
from verifier.mistakes.model import Edit
from verifier.mistakes.trees import loosened, times, transposed
from verifier.mistakes.view import Spot, View

ONE = Number(Fraction(1))
NUMBERS = (Number(Fraction(2)), Number(Fraction(1, 2)))


def with_factors(view: View, wanted: Callable[[Expr], bool] = lambda _: True) -> Iterator[Edit]:
    """Every place times every candidate; `wanted` is asked of what would be put in, before anything is built."""
    yield from _beside_vectors(view, wanted)
    near = {node for tree in (view.truth, view.tree) for _, node in nodes(tree)}
    for spot in view.spots:
        if not _takes_factor(spot):
            continue
        offered: dict[Expr, None] = {}
        for factor in (*view.known.factors, *_names(view), *NUMBERS):
            for there in view.fitted(factor, spot):
                offered[there] = None
        for factor in offered:
            # A 1 that becomes something else is mostly a way to make a term vanish.
            unlikely = isinstance(spot.node, Number) and spot.parent is not None
            made_up = factor in NUMBERS and factor not in view.known.factors
            cost = 0.3 if unlikely else 0.2 if factor == spot.node else 0.1 if spot.inside else 0.0
            marked = (
                isinstance(factor, Entry) and isinstance(factor.of, Symbol) and factor.of.one_hot is not None
            )
            cost += 0.15 if made_up or marked else 0.04 if isinstance(factor, Add) else 0.0
            cost += 0.0 if factor in near else 0.03
            if wanted(factor):
                for new in _scaled(spot.node, factor):
                    yield Edit(path=spot.path, new=new, was=spot.node, now=factor, cost=cost)
            turned = Neg(factor)
            if _turns(factor) and wanted(turned):
                new = Mul((turned, spot.node))
                yield Edit(path=spot.path, new=new, was=spot.node, now=turned, cost=cost)
            if isinstance(factor, Add | Sum) and factor.shape.is_scalar:
                squared = Pow(factor, NUMBERS[0])
                now = _divided(ONE, squared)
                if wanted(now):
                    new = _divided(spot.node, squared)
                    yield Edit(path=spot.path, new=new, was=spot.node, now=now, cost=cost + 0.2)
            over = _divided(ONE, factor) if factor.shape.is_scalar else factor
            if over is not factor and not isinstance(factor, Number) and wanted(over):
                new = _divided(spot.node, factor)
                yield Edit(path=spot.path, new=new, was=spot.node, now=over, cost=cost + 0.1)


def _beside_vectors(view: View, wanted: Callable[[Expr], bool]) -> Iterator[Edit]:
    """Scalar terms in a sum with vectors, times a vector: sigma(a) - 1 + (..) u_w lacks the u_o of its first two."""
    for spot in view.spots:
        if not isinstance(spot.node, Add):
            continue
        scalars = tuple(t for t in spot.node.terms if t.shape.is_scalar or _is_number(t))
        rest = tuple(t for t in spot.node.terms if t not in scalars)
        if len(scalars) < 2 or not rest:
            continue
        group = Add(tuple(map(loosened, scalars)))
        for factor in view.known.names:
            if factor.shape == rest[0].shape and wanted(factor):
                new = Add((times(group, factor), *rest))
                yield Edit(path=spot.path, new=new, was=scalars[0], now=factor)


def _is_number(term: Expr) -> bool:
    return isinstance(term.arg if isinstance(term, Neg) else term, Number)


def _takes_factor(spot: Spot) -> bool:
    """A product takes a factor once, as a whole; a leaf inside a product takes none of its own."""
    if isinstance(spot.node, Neg | Derivative) or isinstance(
        spot.parent, Transpose | Entry | Column | Hadamard
    ):
        return False
    if isinstance(spot.parent, Mul):
        return False
    return not (isinstance(spot.node, Number) and spot.node.value == 0)


def _turns(factor: Expr) -> bool:
    """A function of -x, such as exp(-x): its own derivative brings a minus."""
    return isinstance(factor, Apply) and factor.shape.is_scalar and isinstance(factor.args[0], Neg)


def _names(view: View) -> Iterator[Expr]:
    for name in view.known.names:
        yield name
        if isinstance(name, Symbol | Named) and name.shape.is_vector:
            for at in view.known.of_length(name.shape.rows, ()):
                yield Entry(name, at)


def _scaled(node: Expr, factor: Expr) -> Iterator[Expr]:
    if isinstance(node, Number) and node.value == 1:
        yield factor
        return
    if factor.shape.is_scalar:
        yield times(factor, node)
        return
    if node.shape.is_scalar:
        yield times(node, factor)
        return
    if factor.shape == node.shape and node.shape.is_vector:
        parts = node.factors if isinstance(node, Hadamard) else (node,)
        yield Hadamard((factor, *parts))
    for side in (factor, transposed(factor)):
        if side.shape.cols == node.shape.rows:
            yield times(side, node)
        if node.shape.cols == side.shape.rows:
            yield times(node, side)


def _divided(node: Expr, factor: Expr) -> Expr:
    if isinstance(node, Div):
        return Div(node.top, times(node.bottom, factor))
    return Div(node, factor)


# --- inner derivatives -------------------------------------------------------------------------------------------


def inner_derivatives(view: View) -> Callable[[Expr], bool]:
    """Whether a factor is what the argument of a function gives by the chain rule: the c of tanh(c x)."""
    sources = [view.truth, view.tree] if view.quantity is None else [view.quantity]
    variables = _variables(sources)
    insides = [inside for source in sources for _, node in nodes(source) for inside in _arguments(node)]
    known: dict[Expr, bool] = {}

    def is_inner(factor: Expr) -> bool:
        bare = factor.arg if isinstance(factor, Transpose | Neg) else factor
        if bare not in known:
            known[bare] = any(_beside(bare, inside, variables) for inside in insides)
        return known[bare]

    return is_inner


def _variables(sources: list[Expr]) -> tuple[Expr, ...]:
    return tuple(n.by for s in sources for _, n in nodes(s) if isinstance(n, Derivative))


def _arguments(node: Expr) -> Iterator[Expr]:
    match node:
        case Apply(args=args):
            yield from args
        case Named(body=body):
            for _, inner in nodes(body):
                if isinstance(inner, Apply):
                    yield from inner.args


def _beside(factor: Expr, inside: Expr, variables: tuple[Expr, ...]) -> bool:
    """Whether `factor` is multiplied, in an argument, with the variable (or anything, if no variable is known)."""
    for _, node in nodes(inside):
        if not isinstance(node, Mul | Hadamard):
            continue
        bare = [f.arg if isinstance(f, Transpose | Neg) else f for f in node.factors]
        bare = [f.arg if isinstance(f, Transpose) else f for f in bare]
        if not any(_alike(factor, f) for f in bare):
            continue
        if not variables or any(_alike(v, f) or _holds(f, v) for v in variables for f in bare):
            return True
    return False


def _alike(left: Expr, right: Expr) -> bool:
    """The same but for the index."""
    match left, right:
        case Column(matrix=a), Column(matrix=b):
            return a == b
        case Entry(of=a), Entry(of=b):
            return a == b
        case Entry(of=a), b:
            return a == b
        case a, Entry(of=b):
            return a == b
    return left == right


def _holds(expr: Expr, variable: Expr) -> bool:
    return any(_alike(n, variable) for _, n in nodes(expr))
