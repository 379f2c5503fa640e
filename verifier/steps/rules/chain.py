"""The chain rule through a function of the table, and the Jacobians of functions by elements and of the softmax."""

from __future__ import annotations

from verifier.expr.build import hadamard, mul, sub
from verifier.expr.indices import Index, Range
from verifier.expr.nodes import (
    Apply,
    Derivative,
    Diag,
    Each,
    Entry,
    Expr,
    Mul,
    Named,
    Number,
    Stack,
    Transpose,
)
from verifier.expr.walk import free_letters
from verifier.functions.exponential import EXP
from verifier.functions.logarithm import LOG
from verifier.functions.sigmoid import SIGMOID
from verifier.functions.softmax import SOFTMAX
from verifier.functions.tanh import TANH
from verifier.steps.entries import entry, softmax_body
from verifier.steps.known import depends, fresh
from verifier.steps.model import Context, Rule, Words


def _scalar(expr: Expr, context: Context) -> Expr | None:
    match expr:
        case Derivative(of=Apply(function=function, args=args) as of, by=by) if (
            of.shape.is_scalar and function.derivative is not None and function.kinks is None
        ):
            partials = function.derivative(*args)
        case _:
            return None
    terms = [
        mul(partial, Derivative(arg, by))
        for partial, arg in zip(partials, args, strict=True)
        if depends(arg, by, context)
    ]
    if not terms:
        return None
    whole = terms[0]
    for term in terms[1:]:
        whole = whole + term
    return whole


def _elements(expr: Expr, context: Context) -> Expr | None:
    """Entry i of f(g) depends on entry i of g alone: the Jacobian of f is diagonal."""
    match expr:
        case Derivative(of=Apply(function=function, args=(arg,)) as of, by=by) if (
            of.shape.is_vector and function.by_elements and function.derivative is not None
        ):
            (partial,) = function.derivative(arg)
            if partial.shape != of.shape:
                return None
            if by.shape.is_scalar:
                return hadamard(partial, Derivative(arg, by))
            if arg == by:
                i = fresh(Index("i", Range.upto(of.shape.rows)), context.taken | free_letters(of))
                return Diag(Stack((Each(i, Derivative(entry(of, i), Entry(by, i))),), across=False))
            return Mul((Diag(partial), Derivative(arg, by)))
    return None


def _softmax(expr: Expr, context: Context) -> Expr | None:
    """The Jacobian of the softmax is diag(p) - p p^T."""
    match expr:
        case Derivative(of=of, by=by) if (
            (z := softmax_body(of)) is not None and of != by and not isinstance(of, Number)
        ):
            jacobian = sub(Diag(of), Mul((of, Transpose(of))))
            if z == by:
                return jacobian
            return Mul((jacobian, Derivative(z, by)))
    return None


_KNOWN = {
    LOG: ("derivative of the logarithm",),
    EXP: ("derivative of the exponential",),
    TANH: ("derivative of the hyperbolic tangent",),
    SOFTMAX: ("Jacobian of the softmax",),
}


def _says(before: Expr, after: Expr, context: Context) -> Words:
    assert isinstance(before, Derivative)
    of = before.of
    assert isinstance(of, Apply)
    if of.function is SIGMOID:
        return ("derivative of the sigmoid",)
    return _KNOWN.get(of.function, (f"derivative of {of.function.name}",))


def _says_elements(before: Expr, after: Expr, context: Context) -> Words:
    assert isinstance(before, Derivative) and isinstance(before.of, Apply | Named)
    name = before.of.function.name if isinstance(before.of, Apply) else before.of.name
    if isinstance(after, Diag):
        return ("entry i depends on entry i alone: the Jacobian is diagonal",)
    return (f"{name} acts by elements: its Jacobian is diagonal",)


RULES = (
    Rule("chain rule", _says, _scalar),
    Rule("chain rule by elements", _says_elements, _elements),
    Rule("Jacobian of the softmax", ("Jacobian of the softmax",), _softmax),
)
