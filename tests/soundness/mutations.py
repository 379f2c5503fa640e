"""Mutations: what people get wrong, made at a node; whether the value changes is decided by numpy, not here."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

from tests.soundness.rewritings import Rule, Scope
from verifier.expr import nodes as n
from verifier.expr.build import mul, neg, sub
from verifier.expr.indices import Index, IndexTerm, OtherIndex, Picked, Range, SameIndex, range_of
from verifier.expr.sizes import ONE
from verifier.functions.table import functions

SIGMOID, TANH, EXP, LOG = (functions()[name] for name in ("sigmoid", "tanh", "exp", "log"))


def sign_of_a_term(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    if not isinstance(node, n.Add):
        return None
    k = rng.randrange(len(node.terms))
    term = node.terms[k]
    turned = term.arg if isinstance(term, n.Neg) else neg(term)
    return n.Add((*node.terms[:k], turned, *node.terms[k + 1 :]))


def sign_of_all(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    return node.arg if isinstance(node, n.Neg) else neg(node)


def sign_inside(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    match node:
        case n.Apply(function=f, args=(*most, x)):
            return n.Apply(f, (*most, x.arg if isinstance(x, n.Neg) else neg(x)))
    return None


def transposed(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    """Transposed where shapes allow: squares, and both factors of a product."""
    match node:
        case n.Mul(factors=(a, b)) if not a.shape.is_scalar and not b.shape.is_scalar:
            if a.shape == b.shape.transposed and a.shape.rows == a.shape.cols:
                return n.Mul((b, a))
    if node.shape.is_matrix and node.shape.rows == node.shape.cols:
        return n.Transpose(node)
    return None


def hat_dropped(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    hots = [s for s in scope.normalised if isinstance(s, n.Symbol)]
    soft = [s for s in scope.normalised if not isinstance(s, n.Symbol)]
    for mine, theirs in ((soft, hots), (hots, soft)):
        if node in mine and theirs:
            return rng.choice(theirs)
    return None


def factor_dropped(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    match node:
        case n.Mul(factors=factors) | n.Hadamard(factors=factors):
            k = rng.randrange(len(factors))
            rest = (*factors[:k], *factors[k + 1 :])
            return rest[0] if len(rest) == 1 else type(node)(rest)
        case n.Div(top=top):
            return top
    return None


def factor_added(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    extra: list[n.Expr] = [n.Number(Fraction(2)), n.Apply(SIGMOID, (rng.choice(scope.scalars),))]
    extra += [rng.choice(scope.scalars)] + [
        n.SizeNumber(s) for s in node.shape.rows.names and [node.shape.rows]
    ]
    if not node.shape.is_scalar and rng.random() < 0.3:
        return n.Hadamard((node, node))
    return mul(rng.choice(extra), node)


def term_dropped(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    if not isinstance(node, n.Add):
        return None
    k = rng.randrange(len(node.terms))
    rest = (*node.terms[:k], *node.terms[k + 1 :])
    return rest[0] if len(rest) == 1 else n.Add(rest)


def term_added(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    if node.shape.is_scalar:
        return n.Add((node, rng.choice(scope.scalars)))
    return n.Add((node, n.Number(Fraction(rng.choice((-1, 1)), 3), node.shape)))


def index_swapped(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    def other(term: IndexTerm | None) -> IndexTerm | None:
        if isinstance(term, Picked) and rng.random() < 0.5:
            return replace(term, at=other(term.at) or term.at)
        if term is None or range_of(term) is None:
            return None
        here = [c for c in scope.letters if c.range == range_of(term) and c != term]
        return rng.choice(here) if here else None

    match node:
        case n.Column(matrix=matrix, index=index):
            new = other(index)
            return n.Column(matrix, new) if new is not None else None
        case n.Entry(of=of, row=row, col=col):
            new = other(row)
            return n.Entry(of, new, col) if new is not None else None
        case n.Symbol(one_hot=hot) if hot is not None:
            new = other(hot)
            return replace(node, one_hot=new, name=node.name + "2") if new is not None else None
    return None


def sum_range_changed(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    if not isinstance(node, n.Sum):
        return None
    over = node.index.range
    if node.conditions and rng.random() < 0.6:
        return n.Sum(node.index, (), node.body)
    if over.low == -over.high:
        shorter = Range(ONE, over.high)
    elif rng.random() < 0.5 and not node.conditions:
        here = [c for c in scope.letters if c.range == over and c.name != node.index.name]
        if here:
            make = rng.choice((SameIndex, OtherIndex))
            return n.Sum(node.index, (make(node.index, rng.choice(here)),), node.body)
        shorter = Range(over.low + 1, over.high)
    else:
        shorter = Range(over.low, over.high - 1)
    return n.Sum(Index(node.index.name, shorter), node.conditions, node.body)


def condition_turned(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    match node:
        case n.Sum(index=index, conditions=(SameIndex(left=a, right=b), *rest), body=body):
            return n.Sum(index, (OtherIndex(a, b), *rest), body)
        case n.Sum(index=index, conditions=(OtherIndex(left=a, right=b), *rest), body=body):
            return n.Sum(index, (SameIndex(a, b), *rest), body)
        case n.Cases(branches=((x, first), (y, second))):
            return n.Cases(((y, first), (x, second)))
        case n.Cases(branches=((x, first), (y, second), *rest)):
            return n.Cases(((y, first), (x, second), *rest))
    return None


def sum_dropped(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    match node:
        case n.Sum(index=index, body=body):
            from verifier.expr.walk import put_index

            here = [c for c in scope.letters if c.range == index.range and c.name != index.name]
            return put_index(body, index.name, rng.choice(here)) if here else None
    return None


def function_lost(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    match node:
        case n.Apply(function=f, args=(*_, x)):
            if rng.random() < 0.5:
                return x
            others = [g for g in (SIGMOID, TANH, EXP) if g is not f]
            return n.Apply(rng.choice(others), (x,))
    return None


def number_changed(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    if isinstance(node, n.Number):
        return replace(node, value=node.value + rng.choice((-2, -1, 1, Fraction(1, 1000))))
    return None


def squared(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    if node.shape.is_scalar:
        return n.Pow(node, n.Number(Fraction(2)))
    return n.Hadamard((node, node))


def one_minus(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    """1 - x for x, or the other way round."""
    match node:
        case n.Add(terms=(n.Number(), n.Neg(arg=x))):
            return x
        case n.Apply() | n.Entry() | n.Named():
            return sub(1, node) if node.shape.is_scalar or node.shape.is_vector else None
    return None


def nudged(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    """Wrong by little: by a millionth part."""
    return mul(n.Number(1 + Fraction(1, 10**6)), node)


MUTATIONS: dict[str, Rule] = {
    rule.__name__.replace("_", "-"): rule
    for rule in (
        sign_of_a_term,
        sign_of_all,
        sign_inside,
        transposed,
        hat_dropped,
        factor_dropped,
        factor_added,
        term_dropped,
        term_added,
        index_swapped,
        sum_range_changed,
        condition_turned,
        sum_dropped,
        function_lost,
        number_changed,
        squared,
        one_minus,
        nudged,
    )
}
