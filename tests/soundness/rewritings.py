"""Rewritings that keep the value: each takes a node and gives an equal one, or None where it says nothing.

They work on the surface tree and know nothing of the prover. `Scope` holds the letters, one-hot vectors and normalised
vectors of a target, from which factors of 1 and terms of 0 are made.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from verifier.expr import nodes as n
from verifier.expr.build import add, div, fitted, mul, neg, sub
from verifier.expr.indices import Index, OtherIndex, Place, Range, SameIndex
from verifier.expr.shapes import ShapeError
from verifier.expr.sizes import ONE, Size
from verifier.expr.walk import children, free_letters, put_index, rebuilt
from verifier.functions.exponential import EXP
from verifier.functions.logarithm import LOG
from verifier.functions.sigmoid import SIGMOID


@dataclass(frozen=True)
class Scope:
    scalars: tuple[n.Expr, ...]  # some scalars of the target
    normalised: tuple[n.Expr, ...]  # vectors that sum to 1
    letters: tuple[Index, ...]  # free letters that have a value


Rule = Callable[[n.Expr, Random, Scope], n.Expr | None]
ONE_ = n.Number(Fraction(1))
_count = iter(range(10**9))


def letter(over: Range, taken: frozenset[str]) -> Index:
    name = next(c for c in "ijpqrabefghln" if c not in taken)
    return Index(name, over)


def over_length(size: Size, *exprs: n.Expr) -> Index:
    return letter(Range.upto(size), frozenset().union(*map(free_letters, exprs)))


def at(vector: n.Expr, index: Index) -> n.Expr:
    return n.Entry(vector, index)


def column(matrix: n.Expr, index: Index) -> n.Expr:
    return n.Column(matrix, index)


# --- order and grouping -----------------------------------------------------------------------------------------


def shuffled(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    match node:
        case n.Add(terms=parts) | n.Hadamard(factors=parts):
            order = list(parts)
            rng.shuffle(order)
            return type(node)(tuple(order))
        case n.Mul(factors=factors) if any(f.shape.is_scalar for f in factors):
            scalar = [f for f in factors if f.shape.is_scalar]
            other = [f for f in factors if not f.shape.is_scalar]
            if scalar and _scalar_prefix(factors):
                return None
            for factor in scalar:
                other.insert(rng.randint(0, len(other)), factor)
            return n.Mul(tuple(other))
    return None


def _scalar_prefix(factors: tuple[n.Expr, ...]) -> bool:
    """Whether a partial product of matrices is a scalar, so that factors may not wander across it."""
    wide = [f for f in factors if not f.shape.is_scalar]
    return any(n.Mul(tuple(wide[:k])).shape.is_scalar for k in range(2, len(wide)))


def regrouped(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    match node:
        case n.Add(terms=terms) if len(terms) > 2:
            cut = rng.randint(1, len(terms) - 1)
            return n.Add((n.Add(terms[:cut]) if cut > 1 else terms[0], *terms[cut:]))
        case n.Mul(factors=factors) if len(factors) > 2 and not _scalar_prefix(factors):
            cut = rng.randint(1, len(factors) - 1)
            return n.Mul((*factors[:cut], n.Mul(factors[cut:])) if cut < len(factors) - 1 else factors)
    return None


def expanded(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    match node:
        case n.Mul(factors=factors) | n.Hadamard(factors=factors):
            for k, factor in enumerate(factors):
                if isinstance(factor, n.Add):
                    terms = (type(node)((*factors[:k], t, *factors[k + 1 :])) for t in factor.terms)
                    return n.Add(tuple(terms))
        case n.Neg(arg=n.Add(terms=terms)):
            return n.Add(tuple(map(neg, terms)))
        case n.Transpose(arg=n.Add(terms=terms)):
            return n.Add(tuple(map(n.Transpose, terms)))
        case n.Sum(index=index, conditions=conditions, body=n.Add(terms=terms)):
            return n.Add(tuple(n.Sum(index, conditions, t) for t in terms))
        case n.Div(top=n.Add(terms=terms), bottom=bottom):
            return n.Add(tuple(n.Div(t, bottom) for t in terms))
    return None


def refolded(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    """x as a multiple of two copies; a sum of a product as a product with what it was scaled by."""
    share = Fraction(rng.randint(1, 5), rng.randint(6, 9))
    return add(mul(n.Number(share), node), mul(n.Number(1 - share), node))


def renamed(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    if not isinstance(node, n.Sum):
        return None
    taken = free_letters(node.body) | free_letters(node)
    names = [c for c in "abefghlnpqrijzκλ" if c not in taken]
    fresh = Index(rng.choice(names), node.index.range)
    inner = put_index(n.Indicator(node.conditions), node.index.name, fresh) if node.conditions else None
    conditions = inner.conditions if isinstance(inner, n.Indicator) else ()
    return n.Sum(fresh, conditions, put_index(node.body, node.index.name, fresh))


# --- functions --------------------------------------------------------------------------------------------------


def sigma_turned(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    match node:
        case n.Apply(function=f, args=(x,)) if f is SIGMOID:
            return sub(1, n.Apply(SIGMOID, (neg(x),)))
        case n.Add(terms=(n.Number(value=one), n.Neg(arg=n.Apply(function=f, args=(x,))))) if f is SIGMOID:
            return n.Apply(SIGMOID, (neg(x),)) if one == 1 else None
    return None


def sigma_written_out(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    match node:
        case n.Apply(function=f, args=(x,)) if f is SIGMOID:
            if rng.random() < 0.5:
                return div(fitted(ONE_, x.shape), add(1, n.Apply(EXP, (neg(x),))))
            return div(n.Apply(EXP, (x,)), add(1, n.Apply(EXP, (x,))))
    return None


def softmax_written_out(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    """softmax(x) as exp(x) over its sum, also with a constant taken off all scores."""
    match node:
        case n.Apply(function=f, args=(x,)) if f.name == "softmax" and x.shape.is_vector:
            if rng.random() < 0.3:
                shift = rng.choice(scope.scalars)
                run = over_length(x.shape.rows, x, shift)
                x = n.Stack((n.Each(run, sub(n.Entry(x, run), shift)),), across=False)
            w = over_length(x.shape.rows, x)
            return div(n.Apply(EXP, (x,)), n.Sum(w, (), n.Apply(EXP, (at(x, w),))))
        case n.Entry(of=n.Named(body=n.Apply(function=f, args=(x,))), row=row) if f.name == "softmax":
            w = over_length(x.shape.rows, x, node)
            return div(n.Apply(EXP, (n.Entry(x, row),)), n.Sum(w, (), n.Apply(EXP, (at(x, w),))))
    return None


def unfolded_name(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    return node.body if isinstance(node, n.Named) else None


def folded_name(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    if isinstance(node, n.Number | n.Named):
        return None
    return n.Named(f"q_{next(_count)}", "q", node)


def exp_of_log(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    match node:
        case n.Apply(function=f) if f.name in ("sigmoid", "softmax", "exp"):
            return n.Apply(EXP, (n.Apply(LOG, (node,)),))
        case n.Entry(of=n.Named() as of) if of in scope.normalised:
            return n.Apply(EXP, (n.Apply(LOG, (node,)),))
    if node.shape.is_scalar and rng.random() < 0.5:
        return n.Apply(LOG, (n.Apply(EXP, (node,)),))
    return None


# --- signs, ones and zeros --------------------------------------------------------------------------------------


def negated_twice(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    if isinstance(node, n.Add) and rng.random() < 0.5:
        return neg(n.Add(tuple(map(neg, node.terms))))
    return neg(neg(node))


def zero_added(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    if not node.shape.is_scalar:
        return n.Add((node, node, neg(node)))
    extra = rng.choice(scope.scalars)
    return n.Add((node, extra, neg(extra)))


def common_denominator(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    """Over 1 + exp(t), which is never 0."""
    t = rng.choice(scope.scalars)
    bottom = add(1, n.Apply(EXP, (t,)))
    if isinstance(node, n.Add):
        return n.Div(n.Add(tuple(mul(bottom, term) for term in node.terms)), bottom)
    return n.Div(mul(bottom, node), bottom)


def times_one(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    """Times the sum of a softmax."""
    if not scope.normalised:
        t = rng.choice(scope.scalars)
        return mul(add(n.Apply(SIGMOID, (t,)), n.Apply(SIGMOID, (neg(t),))), node)
    p = rng.choice(scope.normalised)
    w = over_length(p.shape.rows, p, node)
    if rng.random() < 0.5:
        return n.Sum(w, (), mul(at(p, w), node))
    return mul(n.Sum(w, (), at(p, w)), node)


# --- sums -------------------------------------------------------------------------------------------------------


def split_off(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    """One element taken out of a sum; a window cut at 0."""
    if not isinstance(node, n.Sum):
        return None
    index = node.index
    if index.range.low == -index.range.high:
        halves = (Range(Size.of(1), index.range.high), Range(index.range.low, Size.of(-1)))
        parts = [n.Sum(Index(index.name, h), node.conditions, node.body) for h in halves]
        for condition in _open(node, Place(Size.of(0))):
            parts.append(condition)
        return n.Add(tuple(parts))
    here = [c for c in scope.letters if c.range == index.range and c.name not in (index.name,)]
    if not here or node.conditions:
        return None
    at_one = rng.choice(here)
    rest = n.Sum(index, (OtherIndex(index, at_one),), node.body)
    return n.Add((put_index(node.body, index.name, at_one), rest))


def _open(node: n.Sum, place: Place) -> list[n.Expr]:
    """The summand at a place, times whether the conditions hold there."""
    body = put_index(node.body, node.index.name, place)
    if not node.conditions:
        return [body]
    condition = put_index(n.Indicator(node.conditions), node.index.name, place)
    return [mul(condition, body)]


def condition_written_out(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    """The conditions of a sum as an indicator, or as the whole sum without what they leave out."""
    match node:
        case n.Sum(index=index, conditions=(_, *_) as conditions, body=body):
            return n.Sum(index, (), mul(n.Indicator(tuple(conditions)), body))
        case n.Sum(index=index, conditions=(), body=body):
            here = [c for c in scope.letters if c.range == index.range and c.name != index.name]
            if not here:
                return None
            w = rng.choice(here)
            parts = (n.Sum(index, (make(index, w),), body) for make in (SameIndex, OtherIndex))
            return n.Add(tuple(parts))
    return None


def factor_into_sum(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    match node:
        case n.Mul(factors=factors):
            for k, factor in enumerate(factors):
                if not isinstance(factor, n.Sum):
                    continue
                others = frozenset().union(*(free_letters(f) for m, f in enumerate(factors) if m != k))
                if factor.index.name in others:
                    continue
                inner = n.Mul((*factors[:k], factor.body, *factors[k + 1 :]))
                return n.Sum(factor.index, factor.conditions, inner)
        case n.Neg(arg=n.Sum(index=index, conditions=conditions, body=body)):
            return n.Sum(index, conditions, neg(body))
    return None


def by_columns(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    """A matrix times a vector as a sum of columns, an inner product as a sum over entries."""
    match node:
        case n.Mul(factors=(a, b)) if not a.shape.is_scalar and not b.shape.is_scalar:
            if a.shape.cols == ONE:
                return None
            j = over_length(a.shape.cols, a, b)
            left = at(a, j) if a.shape.is_row else column(a, j)
            if b.shape.is_vector:
                return n.Sum(j, (), mul(left, at(b, j)))
    return None


def as_stack(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    """A matrix as its columns side by side, a vector as its entries one above the other."""
    if isinstance(node, n.Stack):
        return None
    if node.shape.is_matrix:
        j = over_length(node.shape.cols, node)
        return n.Stack((n.Each(j, column(node, j)),))
    if node.shape.is_vector:
        j = over_length(node.shape.rows, node)
        return n.Stack((n.Each(j, at(node, j)),), across=False)
    return None


def transposed_twice(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    match node:
        case n.Mul(factors=(a, b)) if not a.shape.is_scalar and not b.shape.is_scalar:
            return n.Transpose(n.Mul((n.Transpose(b), n.Transpose(a))))
    return n.Transpose(n.Transpose(node)) if not node.shape.is_scalar else None


# --- one-hot, Kronecker, cases ----------------------------------------------------------------------------------


def one_hot_forms(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    match node:
        case n.Symbol(one_hot=hot) if hot is not None:
            return n.Unit(hot, node.shape.rows)
        case n.Entry(of=n.Symbol(one_hot=hot), row=row) if hot is not None:
            here = (SameIndex(row, hot),)
            if rng.random() < 0.5:
                return n.Indicator(here)
            return n.Cases(((ONE_, here), (n.Number(Fraction(0)), ())))
        case n.Column(matrix=matrix, index=index):
            return mul(matrix, n.Unit(index, matrix.shape.cols))
        case n.Entry(of=of, row=row) if of.shape.is_vector:
            j = over_length(of.shape.rows, of, node)
            return n.Sum(j, (), mul(n.Indicator((SameIndex(j, row),)), at(of, j)))
    return None


def identity_factor(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    if node.shape.is_vector or node.shape.is_matrix:
        return mul(n.Identity(node.shape.rows), node)
    return None


def diagonal_factor(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    match node:
        case n.Hadamard(factors=(a, b)) if a.shape.is_vector and b.shape.is_vector:
            return mul(n.Diag(a), b)
        case n.Diag(arg=arg) if arg.shape.is_vector:
            j = over_length(arg.shape.rows, arg)
            return n.Stack((n.Each(j, mul(at(arg, j), n.Unit(j, arg.shape.rows))),))
    return None


def by_cases(node: n.Expr, rng: Random, scope: Scope) -> n.Expr | None:
    """Split by whether two letters are the same."""
    pairs = [(a, b) for a in scope.letters for b in scope.letters if a.range == b.range and a.name < b.name]
    if not pairs:
        return None
    same = (SameIndex(*rng.choice(pairs)),)
    other = (OtherIndex(same[0].left, same[0].right),)
    if rng.random() < 0.5:
        return n.Cases(((node, same), (node, other)))
    return n.Add((mul(n.Indicator(same), node), mul(n.Indicator(other), node)))


RULES: dict[str, Rule] = {
    rule.__name__.replace("_", "-"): rule
    for rule in (
        shuffled,
        regrouped,
        expanded,
        refolded,
        renamed,
        sigma_turned,
        sigma_written_out,
        softmax_written_out,
        unfolded_name,
        folded_name,
        exp_of_log,
        negated_twice,
        zero_added,
        common_denominator,
        times_one,
        split_off,
        condition_written_out,
        factor_into_sum,
        by_columns,
        as_stack,
        transposed_twice,
        one_hot_forms,
        identity_factor,
        diagonal_factor,
        by_cases,
    )
}


# --- at some place in a formula ---------------------------------------------------------------------------------


def sites(expr: n.Expr, change: Callable[[n.Expr], n.Expr | None]) -> list[n.Expr]:
    """The formula with `change` made at each place where it says something and the shapes fit, one place at a time."""
    out = []
    here = None
    with suppress(ShapeError):
        here = change(expr)
    if here is not None and here != expr:
        out.append(here)
    if isinstance(expr, n.Derivative | n.Opaque):
        return out
    parts = children(expr)
    for k, part in enumerate(parts):
        for new in sites(part, change):
            if isinstance(expr, n.Named):
                out.append(new)  # what is changed inside has lost its name
                continue
            with suppress(ShapeError):
                out.append(rebuilt(expr, (*parts[:k], new, *parts[k + 1 :])))
    return out


def rewritten(expr: n.Expr, rule: Rule, rng: Random, scope: Scope) -> n.Expr | None:
    """`rule` at a random place where it applies."""
    found = sites(expr, lambda node: rule(node, rng, scope))
    return rng.choice(found) if found else None
