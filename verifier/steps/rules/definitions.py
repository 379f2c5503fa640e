"""Definitions written out: the loss, the softmax, the sigmoid; and names that were introduced on the way."""

from __future__ import annotations

from fractions import Fraction

from verifier.expr.indices import Index, IndexTerm, Range
from verifier.expr.nodes import (
    Add,
    Apply,
    Derivative,
    Div,
    Entry,
    Expr,
    Named,
    Neg,
    Number,
    Sum,
)
from verifier.expr.walk import children, free_letters, nodes, rebuilt
from verifier.functions.exponential import EXP
from verifier.functions.sigmoid import SIGMOID
from verifier.steps.entries import entry, softmax_body
from verifier.steps.known import depends, fresh
from verifier.steps.model import Context, Rule, Words


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


def _written_out(expr: Expr, context: Context) -> Expr | None:
    """A name that was introduced on the way, where the claim does not use it."""
    match expr:
        case Named(body=body) if expr not in context.definitions:
            return body
    return None


WRITE_OUT_RULES = (
    Rule("write out a name", lambda before, after, context: (before, " = ", after), _written_out),
)
NAME_RULES = (Rule("definition of the loss", _says_name, _named_loss),)
UNFOLD_RULES = (
    Rule("definition inside", _says_inner, _inner_name),
    Rule("definition of the sigmoid", ("definition of the sigmoid",), _sigmoid_itself),
)
