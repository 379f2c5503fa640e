"""A key that two formulas share when they differ in writing only: order of terms and factors, signs, bound letters.

It says nothing about value beyond that (no distribution, no definitions unfolded), and it is what "the same" means when
factors are cancelled or when a line is compared with the claim.
"""

from __future__ import annotations

from collections.abc import Mapping

from verifier.expr.indices import (
    Compare,
    Condition,
    IndexBelow,
    IndexTerm,
    OtherIndex,
    Picked,
    Place,
    SameIndex,
)
from verifier.expr.nodes import (
    Add,
    Apply,
    Cases,
    Column,
    Derivative,
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
    Opaque,
    Pow,
    SizeNumber,
    Stack,
    Sum,
    Symbol,
    Transpose,
    Unit,
)
from verifier.steps.product import product_of

Names = Mapping[str, str]
NOTHING: Names = {}


def key(expr: Expr, bound: Names = NOTHING) -> str:
    match expr:
        case Add() | Neg(arg=Add()):
            return f"({'+'.join(sorted(_terms(expr, bound, 1)))})"
        case Mul() | Neg() | Div() | Number() | Pow(exponent=Number()):
            return _product_key(expr, bound)
        case Symbol(name=name, one_hot=at):
            return name if at is None else f"{name}:{_term(at, bound)}"
        case Named(name=name):
            return f"{name}!"
        case Identity(size=size):
            return f"I{size}"
        case SizeNumber(size=size):
            return f"#{size}"
        case Unit(index=index, size=size):
            return f"e[{_term(index, bound)}]{size}"
        case Column(matrix=matrix, index=index):
            return f"{key(matrix, bound)}[:{_term(index, bound)}]"
        case Entry(of=of, row=row, col=col):
            second = "" if col is None else "," + _term(col, bound)
            return f"{key(of, bound)}[{_term(row, bound)}{second}]"
        case Hadamard(factors=factors):
            return f"had({','.join(sorted(key(f, bound) for f in factors))})"
        case Pow(base=base, exponent=exponent):
            return f"{key(base, bound)}^{key(exponent, bound)}"
        case Transpose(arg=arg):
            return f"{key(arg, bound)}'"
        case Apply(function=function, args=args):
            return f"{function.name}({','.join(key(a, bound) for a in args)})"
        case Diag(arg=arg):
            return f"diag({key(arg, bound)})"
        case Sum(index=index, conditions=conditions, body=body):
            inner = {**bound, index.name: f"${len(bound)}"}
            where = ",".join(sorted(_condition(c, inner) for c in conditions))
            return f"sum{len(bound)}[{index.range.low}..{index.range.high};{where}]({key(body, inner)})"
        case Stack(blocks=blocks, across=across):
            return f"stack{across}({','.join(_block(b, bound) for b in blocks)})"
        case Cases(branches=branches):
            return f"cases({';'.join(key(v, bound) + '|' + _conditions(cs, bound) for v, cs in branches)})"
        case Indicator(conditions=conditions):
            return f"1[{_conditions(conditions, bound)}]"
        case Opaque(name=name, arguments=arguments):
            parts = (key(a, bound) if isinstance(a, Expr) else _term(a, bound) for a in arguments)
            return f"{name}<{','.join(parts)}>"
        case Derivative(of=of, by=by):
            return f"d({key(of, bound)})/d({key(by, bound)})"
    raise TypeError(type(expr).__name__)


def _terms(expr: Expr, bound: Names, sign: int) -> list[str]:
    match expr:
        case Number(value=value):
            return [f"{value * sign}:{expr.shape}"]
        case Add(terms=terms):
            return [k for t in terms for k in _terms(t, bound, sign)]
        case Neg(arg=arg):
            return _terms(arg, bound, -sign)
    return [_product_key(expr, bound, sign)]


def _product_key(expr: Expr, bound: Names, sign: int = 1) -> str:
    parts = product_of(expr)
    coefficient = parts.coefficient * sign
    if not (parts.top or parts.bottom or parts.chain):
        return f"{coefficient}:{expr.shape}"
    top = sorted(_factor_key(f, bound) for f in parts.top)
    bottom = sorted(_factor_key(f, bound) for f in parts.bottom)
    chain = "@".join(_factor_key(f, bound) for f in parts.chain)
    if coefficient == 1 and len(top) + len(parts.chain) == 1 and not bottom:
        return (top or [chain])[0]
    return f"{coefficient}*{'*'.join(top)}/{'*'.join(bottom)}*{chain}"


def _factor_key(expr: Expr, bound: Names) -> str:
    """The key of one factor of a product; an inner product reads the same from both ends."""
    if isinstance(expr, Mul):
        forward = "@".join(_factor_key(f, bound) for f in expr.factors)
        backward = "@".join(_factor_key(turned(f), bound) for f in reversed(expr.factors))
        return f"<{min(forward, backward)}>"
    if isinstance(expr, Neg | Div | Number) or (isinstance(expr, Pow) and isinstance(expr.exponent, Number)):
        parts = product_of(expr)
        if parts.is_one_factor:
            return f"^{expr}" if not isinstance(expr, Pow) else f"{key(expr.base, bound)}^{expr.exponent}"
        return _product_key(expr, bound)
    return key(expr, bound)


def turned(expr: Expr) -> Expr:
    return expr.arg if isinstance(expr, Transpose) else Transpose(expr)


def _term(term: IndexTerm, bound: Names) -> str:
    match term:
        case Place(at=at):
            return str(at)
        case Picked(map=family, at=at):
            return f"{family.name}[{_term(at, bound)}]"
    return bound.get(term.name, term.name)


def _block(block: Expr | Each, bound: Names) -> str:
    if not isinstance(block, Each):
        return key(block, bound)
    return f"each[{block.index.range.length}]{key(block.body, {**bound, block.index.name: f'${len(bound)}'})}"


def _conditions(conditions: tuple[Condition, ...], bound: Names) -> str:
    return ",".join(sorted(_condition(c, bound) for c in conditions))


def _condition(condition: Condition, bound: Names) -> str:
    match condition:
        case SameIndex(left=a, right=b):
            return "=".join(sorted((_term(a, bound), _term(b, bound))))
        case OtherIndex(left=a, right=b):
            return "!".join(sorted((_term(a, bound), _term(b, bound))))
        case IndexBelow(left=a, right=b, strict=strict):
            return f"{_term(a, bound)}<{strict}{_term(b, bound)}"
        case Compare(left=x, operator=operator, right=y):
            return f"{key(x, bound)}{operator}{key(y, bound)}"


def alike(left: Expr, right: Expr) -> bool:
    """Whether two formulas differ in writing only."""
    return left == right or key(left) == key(right)
