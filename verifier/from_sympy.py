"""Plain sympy as a formula: for an author who would rather write `1 / (1 + exp(-x))` in sympy.

Scalars only: symbols (taken as real), rational numbers, + - * / and powers, exp, log, tanh, Max, Piecewise over
comparisons. The language of vectors is `verifier.language`; anything else is refused by name. It reads sympy objects
and makes none; text never comes here. sympy orders sums and products as it likes, and so does what is printed.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

import sympy
from sympy.core.relational import Relational

from verifier.errors import VerifierError
from verifier.expr.build import add, div, mul, neg, power, sub
from verifier.expr.indices import Compare, Condition
from verifier.expr.nodes import Apply, Cases, Expr, Number
from verifier.functions.exponential import EXP
from verifier.functions.logarithm import LOG
from verifier.functions.maximum import MAX
from verifier.functions.tanh import TANH
from verifier.language import scalar

_FUNCTIONS = {sympy.exp: EXP, sympy.log: LOG, sympy.tanh: TANH}
_SIGNS = {
    sympy.StrictLessThan: "<",
    sympy.LessThan: "<=",
    sympy.StrictGreaterThan: ">",
    sympy.GreaterThan: ">=",
    sympy.Equality: "=",
    sympy.Unequality: "!=",
}


def from_sympy(value: sympy.Basic) -> Expr:
    """The formula that a sympy expression over scalars stands for."""
    match value:
        case sympy.Rational():
            return _number(Fraction(int(value.p), int(value.q)))
        case sympy.Symbol():
            return scalar(value.name, positive=bool(value.is_positive))
        case sympy.Add():
            return _sum(value)
        case sympy.Mul():
            return _product(value)
        case sympy.Pow():
            base, exponent = value.as_base_exp()
            if exponent.is_Rational and exponent.is_negative:
                return div(1, _power(base, -exponent))
            return _power(base, exponent)
        case sympy.Max():
            return reduce(lambda a, b: Apply(MAX, (a, b)), map(from_sympy, value.args))
        case sympy.Piecewise():
            return Cases(tuple((from_sympy(v), _condition(c)) for v, c in value.args))
        case sympy.exp() | sympy.log() | sympy.tanh() if len(value.args) == 1:
            return Apply(_FUNCTIONS[value.func], (from_sympy(value.args[0]),))
        case sympy.core.numbers.Exp1():
            return Apply(EXP, (Number(Fraction(1)),))
    raise VerifierError(
        f"`{value}` is sympy that cannot be taken as a formula: {type(value).__name__}",
        "scalars, rational numbers, + - * /, powers, exp, log, tanh, Max and Piecewise are; "
        "vectors and sums are written in verifier.language",
    )


def _number(value: Fraction) -> Expr:
    return neg(Number(-value)) if value < 0 else Number(value)


def _sum(value: sympy.Add) -> Expr:
    """Numbers first, then sympy's own printing order; a negative term is taken away."""
    number, rest = value.as_coeff_Add()
    terms = ([number] if number else []) + list(sympy.Add.make_args(rest.as_expr()))
    out = from_sympy(terms[0])
    for term in terms[1:]:
        out = sub(out, from_sympy(-term)) if term.could_extract_minus_sign() else add(out, from_sympy(term))
    return out


def _product(value: sympy.Mul) -> Expr:
    if value.could_extract_minus_sign():
        return neg(from_sympy(-value))
    top, bottom = sympy.fraction(value, exact=True)  # inexact, exp(-x) would go below the bar
    if bottom != 1:
        return div(from_sympy(top), from_sympy(bottom))
    return mul(*map(from_sympy, top.as_ordered_factors())) if isinstance(top, sympy.Mul) else from_sympy(top)


def _power(base: sympy.Expr, exponent: sympy.Expr) -> Expr:
    return from_sympy(base) if exponent == 1 else power(from_sympy(base), from_sympy(exponent))


def _condition(condition: sympy.Basic) -> tuple[Condition, ...]:
    if condition is sympy.true:
        return ()
    if isinstance(condition, sympy.And):
        return tuple(c for part in condition.args for c in _condition(part))
    if isinstance(condition, Relational) and type(condition) in _SIGNS:
        return (Compare(from_sympy(condition.lhs), _SIGNS[type(condition)], from_sympy(condition.rhs)),)
    raise VerifierError(
        f"`{condition}` is not a condition of a Piecewise that is understood", "compare scalars"
    )
