"""Definitions written out on the way in, and recognised again on the way out: the softmax, the sigmoid, named losses."""

from __future__ import annotations

from fractions import Fraction

from verifier.expr.indices import Index, IndexTerm, Range
from verifier.expr.nodes import (
    Add,
    Apply,
    Column,
    Derivative,
    Div,
    Entry,
    Expr,
    Mul,
    Named,
    Neg,
    Number,
    Sum,
    Transpose,
    Unit,
)
from verifier.expr.walk import free_letters, nodes, transform
from verifier.functions.exponential import EXP
from verifier.functions.logarithm import LOG
from verifier.functions.sigmoid import SIGMOID
from verifier.steps.entries import entry, softmax_body
from verifier.steps.known import depends, fresh, is_one
from verifier.steps.model import Context, Rule, Words
from verifier.steps.order import alike, key
from verifier.steps.product import Product, composed, product_of
from verifier.steps.rules.onehot import in_claim


def _named_loss(expr: Expr, context: Context) -> Expr | None:
    """A definition that is differentiated is written out, unless it is opaque or the variable itself."""
    match expr:
        case Derivative(of=Named(body=body) as of, by=by) if of != by and softmax_body(of) is None:
            return Derivative(body, by)
    return None


def _inner_name(expr: Expr, context: Context) -> Expr | None:
    """Inside a derivative: a definition that depends on the variable, where it is not a whole vector of the softmax."""
    if not isinstance(expr, Derivative):
        return None
    new = _without_names(expr.of, expr.by, context)
    return None if new == expr.of else Derivative(new, expr.by)


def _without_names(expr: Expr, by: Expr, context: Context) -> Expr:
    from verifier.expr.walk import children, rebuilt

    match expr:
        case Named() if expr == by or not depends(expr, by, context):
            return expr
        case Named(body=body):
            return expr if softmax_body(expr) is not None else _without_names(body, by, context)
        case Entry(of=of, row=row, col=None) if of != by and depends(of, by, context):
            inner = _without_names(of, by, context)
            lower = entry(inner, row)
            z = softmax_body(inner)
            if z is not None:
                return softmax_entry(z, row, free_letters(expr) | free_letters(by) | context.taken)
            return lower if lower != Entry(inner, row) else expr
    return rebuilt(expr, tuple(_without_names(child, by, context) for child in children(expr)))


def softmax_entry(z: Expr, row: IndexTerm, taken: frozenset[str]) -> Expr:
    """exp(z_row) / sum_x exp(z_x)."""
    letters = taken | free_letters(z)
    like = row.name if isinstance(row, Index) and row.name not in ("o", "c") else "w"
    x = fresh(Index(like, Range.upto(z.shape.rows)), letters)
    return Div(Apply(EXP, (entry(z, row),)), Sum(x, (), Apply(EXP, (entry(z, x),))))


def _sigmoid_itself(expr: Expr, context: Context) -> Expr | None:
    """The sigmoid written out where its own derivative is what is asked for."""
    match expr:
        case Derivative(of=Apply(function=function, args=(x,)), by=by) if function is SIGMOID and x == by:
            if x.shape.is_scalar:
                one = Number(Fraction(1))
                return Derivative(Div(one, Add((one, Apply(EXP, (Neg(x),))))), by)
    return None


def _says_name(before: Expr, after: Expr, context: Context) -> Words:
    assert isinstance(before, Derivative)
    return ("definition of ", before.of)


def _says_inner(before: Expr, after: Expr, context: Context) -> Words:
    assert isinstance(before, Derivative)
    for _, node in nodes(before.of):
        if softmax_body(node) is not None:
            return ("definition of the softmax",)
    used = [n for _, n in nodes(before.of) if isinstance(n, Named)]
    return ("definition of ", used[0]) if used else ()


# --- the way back -----------------------------------------------------------------------------------------------


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
                    case Neg(arg=Apply(function=function, args=(t,))) if function is SIGMOID and one is not None:
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
    for p, _ in softmaxes(context):
        if isinstance(p, Named):
            return ("the fraction is an entry of ", p)
    return ("the fraction is an entry of the softmax",)


def _says_reflect(before: Expr, after: Expr, context: Context) -> Words:
    return (before, " = ", after)


NAME_RULES = (Rule("definition of the loss", _says_name, _named_loss),)
UNFOLD_RULES = (
    Rule("definition inside", _says_inner, _inner_name),
    Rule("definition of the sigmoid", ("definition of the sigmoid",), _sigmoid_itself),
)
def _written_out(expr: Expr, context: Context) -> Expr | None:
    """A name that was introduced on the way, where the claim does not use it."""
    match expr:
        case Named(body=body) if expr not in context.definitions:
            return body
    return None


WRITE_OUT_RULES = (
    Rule("write out a name", lambda before, after, context: (before, " = ", after), _written_out),
)
SPLIT_RULES = (Rule("split a fraction", ("split the fraction",), _split_fraction),)
FOLD_RULES = (
    Rule("fold the softmax", _says_softmax, _fold_softmax),
    Rule("fold the sigmoid", ("definition of the sigmoid",), _fold_sigmoid),
)
REFLECT_RULES = (Rule("sigmoid of the opposite", _says_reflect, _reflect),)

