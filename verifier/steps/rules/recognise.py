"""Definitions recognised again: an entry of the softmax, the sigmoid, and the sigmoid of the opposite argument."""

from __future__ import annotations

from fractions import Fraction

from verifier.expr.indices import IndexTerm
from verifier.expr.nodes import (
    Add,
    Apply,
    Column,
    Div,
    Entry,
    Expr,
    Mul,
    Named,
    Neg,
    Number,
    Sum,
    Symbol,
    Unit,
)
from verifier.expr.shapes import SCALAR
from verifier.expr.walk import nodes, transform
from verifier.functions.exponential import EXP
from verifier.functions.sigmoid import SIGMOID
from verifier.steps.entries import entry, softmax_body
from verifier.steps.known import is_one
from verifier.steps.model import Context, Rule, Words
from verifier.steps.order import alike
from verifier.steps.product import Product, composed, product_of
from verifier.steps.rules.onehot import in_claim


def softmaxes(context: Context) -> tuple[tuple[Expr, Expr], ...]:
    """(p, z) for every softmax p of z that has a name or stands in the claim."""
    found: dict[Expr, Expr] = {}
    for named in context.definitions:
        z = softmax_body(named)
        if z is not None:
            found[named] = z
    for _, node in nodes(context.claim):
        z = softmax_body(node)
        if z is not None and not any(alike(z, other) for other in found.values()):
            found[node] = z
    return tuple(found.items())


def _fold_softmax(expr: Expr, context: Context) -> Expr | None:
    """exp(z_i) / sum_x exp(z_x), anywhere in a product, is entry i of the softmax."""
    if not isinstance(expr, Mul | Div):
        return None
    parts = product_of(expr)
    for at, below in enumerate(parts.bottom):
        if not isinstance(below, Sum) or below.conditions:
            continue
        for p, z in softmaxes(context):
            if below.index.range.length != z.shape.rows:
                continue
            if not alike(_plain(below), _plain(Sum(below.index, (), Apply(EXP, (entry(z, below.index),))))):
                continue
            for which, above in enumerate(parts.top):
                place = _softmax_place(above, z)
                if place is not None:
                    top = (*parts.top[:which], Entry(p, place), *parts.top[which + 1 :])
                    bottom = (*parts.bottom[:at], *parts.bottom[at + 1 :])
                    return composed(Product(parts.coefficient, top, bottom, parts.chain), expr.shape)
    return None


def _softmax_place(above: Expr, z: Expr) -> IndexTerm | None:
    """i, where `above` is exp(z_i)."""
    if not isinstance(above, Apply) or above.function is not EXP:
        return None
    wanted = _plain(above.args[0])
    for term in index_terms(wanted):
        if alike(_plain(entry(z, term)), wanted):
            return term
    return None


def _plain(expr: Expr) -> Expr:
    """`expr` with definitions written out and entries taken as far down as they go."""

    def change(node: Expr) -> Expr:
        match node:
            case Named(body=body):
                return body
            case Entry(of=of, row=row, col=None) if of.shape.is_vector:
                return entry(of, row)
        return node

    return transform(expr, change)


def index_terms(expr: Expr) -> list[IndexTerm]:
    found: dict[IndexTerm, None] = {}
    for _, node in nodes(expr):
        match node:
            case Column(index=at) | Entry(row=at) | Unit(index=at):
                found[at] = None
    return list(found)


def has_function(expr: Expr, function: object) -> bool:
    return any(isinstance(node, Apply) and node.function is function for _, node in nodes(expr))


def _one_plus_exp(expr: Expr) -> Expr | None:
    """t, where `expr` is 1 + exp(t)."""
    match expr:
        case Add(terms=(a, b)):
            for one, other in ((a, b), (b, a)):
                if is_one(one) and isinstance(other, Apply) and other.function is EXP:
                    return other.args[0]
    return None


def opposite(expr: Expr) -> Expr:
    return expr.arg if isinstance(expr, Neg) else Neg(expr)


def _fold_sigmoid(expr: Expr, context: Context) -> Expr | None:
    """1 / (1 + exp(-t)) is sigma(t), and exp(t) / (1 + exp(t)) too."""
    if not isinstance(expr, Mul | Div) or not has_function(context.claim, SIGMOID):
        return None
    parts = product_of(expr)
    top, bottom, changed = list(parts.top), [], False
    for below in parts.bottom:
        t = _one_plus_exp(below)
        above = None if t is None else next((f for f in top if alike(f, Apply(EXP, (t,)))), None)
        if t is not None and above is not None:
            top[top.index(above)] = _sigmoid_of(t, context)
        elif t is not None:
            top.append(_sigmoid_of(opposite(t), context))
        else:
            bottom.append(below)
        changed = changed or t is not None
    if not changed:
        return None
    return composed(Product(parts.coefficient, tuple(top), tuple(bottom), parts.chain), expr.shape)


def _sigmoid_of(t: Expr, context: Context) -> Expr:
    """sigma(t), or 1 - sigma(-t) where the claim speaks of -t alone."""
    plain, other = Apply(SIGMOID, (t,)), Apply(SIGMOID, (opposite(t),))
    if not in_claim(context, plain) and in_claim(context, other):
        return Add((Number(Fraction(1), t.shape), Neg(other)))
    return plain


def _split_fraction(expr: Expr, context: Context) -> Expr | None:
    """e / (1 + e)^2 as a product of two fractions, so that each can be recognised."""
    match expr:
        case Div(bottom=bottom, top=top) if bottom.shape.is_scalar and top.shape.is_scalar:
            parts = product_of(expr)
        case _:
            return None
    if len(parts.bottom) != 2 or not has_function(context.claim, SIGMOID):
        return None
    if not all(_one_plus_exp(b) is not None for b in parts.bottom):
        return None
    first, second = parts.bottom
    left = Div(Number(Fraction(1)), first)
    right = composed(Product(Fraction(1), parts.top, (second,)), expr.shape)
    whole = Mul((left, right))
    return Neg(whole) if parts.coefficient == -1 else whole if parts.coefficient == 1 else None


def _reflect(expr: Expr, context: Context) -> Expr | None:
    """1 - sigma(-t) = sigma(t), and each of them for the other, whichever the claim speaks of."""
    match expr:
        case Add(terms=terms):
            one = next((t for t in terms if is_one(t)), None)
            for term in terms:
                match term:
                    case Neg(arg=Apply(function=function, args=(t,))) if (
                        function is SIGMOID and one is not None
                    ):
                        other = Apply(SIGMOID, (opposite(t),))
                        if in_claim(context, other) and not in_claim(context, term.arg):
                            rest = [f for f in terms if f is not term and f is not one]
                            return Add((other, *rest)) if rest else other
        case Apply(function=function, args=(t,)) if function is SIGMOID:
            other = Apply(SIGMOID, (opposite(t),))
            if in_claim(context, other) and not in_claim(context, expr):
                return Add((Number(Fraction(1), expr.shape), Neg(other)))
    return None


def _says_softmax(before: Expr, after: Expr, context: Context) -> Words:
    known = {p for p, _ in softmaxes(context)}
    for _, node in nodes(after):
        if isinstance(node, Entry) and node.of in known:
            return ("the fraction is ", node)
    return ("the fraction is an entry of the softmax",)


def _says_reflect(before: Expr, after: Expr, context: Context) -> Words:
    """In a letter of its own: the argument is often long."""
    a = Symbol("a", SCALAR, "a")
    plain, other = Apply(SIGMOID, (a,)), Apply(SIGMOID, (Neg(a),))
    if isinstance(before, Add):
        return ((_less(other)), " = ", plain)
    return (plain, " = ", _less(other))


def _less(expr: Expr) -> Expr:
    return Add((Number(Fraction(1)), Neg(expr)))


def _says_sigmoid(before: Expr, after: Expr, context: Context) -> Words:
    """Named where it is 1 / (1 + exp(-t)) itself; spelt out where the fraction is 1 - sigma."""
    parts = product_of(before)
    for below in parts.bottom:
        t = _one_plus_exp(below)
        if t is not None:
            for above in parts.top:
                value = _sigmoid_of(t, context)
                if alike(above, Apply(EXP, (t,))) and isinstance(value, Add):
                    return (Div(above, below), " = ", value)
    return ("definition of the sigmoid",)


SPLIT_RULES = (Rule("split a fraction", ("split the fraction",), _split_fraction),)
FOLD_RULES = (
    Rule("fold the softmax", _says_softmax, _fold_softmax),
    Rule("fold the sigmoid", _says_sigmoid, _fold_sigmoid),
)
REFLECT_RULES = (Rule("sigmoid of the opposite", _says_reflect, _reflect),)
