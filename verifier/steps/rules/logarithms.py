"""Logarithms of quotients, products, powers and exponentials. Only where every factor is positive for sure."""

from __future__ import annotations

from verifier.expr.build import add
from verifier.expr.nodes import Add, Apply, Div, Entry, Expr, Mul, Named, Neg, Number, Pow, Sum, Symbol
from verifier.functions.exponential import EXP
from verifier.functions.logarithm import LOG
from verifier.functions.sigmoid import SIGMOID
from verifier.steps.entries import softmax_body
from verifier.steps.known import is_one
from verifier.steps.model import Context, Rule


def positive(expr: Expr) -> bool:
    """Whether a scalar is above 0 whatever the symbols are; False means: not for sure."""
    match expr:
        case Number(value=value):
            return value > 0
        case Symbol(positive=yes):
            return yes
        case Named(body=body):
            return positive(body)
        case Apply(function=function):
            return function in (EXP, SIGMOID)
        case Add(terms=parts) | Mul(factors=parts):
            return all(p.shape.is_scalar and positive(p) for p in parts)
        case Div(top=top, bottom=bottom):
            return positive(top) and positive(bottom)
        case Pow(base=base):
            return positive(base)
        case Sum(body=body, conditions=conditions):
            return not conditions and positive(body)
        case Entry(of=of):
            return softmax_body(of) is not None
    return False


def log(expr: Expr) -> Expr:
    return Apply(LOG, (expr,))


def _log_quotient(expr: Expr, context: Context) -> Expr | None:
    match expr:
        case Apply(function=function, args=(Div(top=a, bottom=b),)) if (
            function is LOG and positive(a) and positive(b)
        ):
            return Neg(log(b)) if is_one(a) else Add((log(a), Neg(log(b))))
    return None


def _log_product(expr: Expr, context: Context) -> Expr | None:
    match expr:
        case Apply(function=function, args=(Mul(factors=factors),)) if function is LOG:
            if all(f.shape.is_scalar and positive(f) for f in factors):
                return add(*map(log, factors))
    return None


def _log_power(expr: Expr, context: Context) -> Expr | None:
    match expr:
        case Apply(function=function, args=(Pow(base=base, exponent=n),)) if function is LOG and positive(
            base
        ):
            return Mul((n, log(base)))
    return None


def _log_exp(expr: Expr, context: Context) -> Expr | None:
    match expr:
        case Apply(function=outer, args=(Apply(function=inner, args=(x,)),)) if outer is LOG and inner is EXP:
            return x
    return None


RULES = (
    Rule("log of a quotient", ("logarithm of a quotient",), _log_quotient),
    Rule("log of a product", ("logarithm of a product",), _log_product),
    Rule("log of a power", ("logarithm of a power",), _log_power),
    Rule("log of exp", ("log undoes exp",), _log_exp),
)
