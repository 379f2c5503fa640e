"""A formula in the author's own language: what error messages and the terminal show, `U @ (y_hat - y)`."""

from __future__ import annotations

from itertools import pairwise

from verifier.expr.indices import (
    Compare,
    Condition,
    Index,
    IndexBelow,
    IndexMap,
    OtherIndex,
    Picked,
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
from verifier.expr.sizes import Size

SUM, PRODUCT, SIGN, POWER, ATOM = range(5)


def text(expr: Expr, needed: int = SUM) -> str:
    written, strength = _write(expr)
    return written if strength >= needed else f"({written})"


def _write(expr: Expr) -> tuple[str, int]:
    match expr:
        case Number(value=value):
            return str(value), (SUM if value < 0 else ATOM if value.denominator == 1 else PRODUCT)
        case Symbol(name=name) | Named(name=name) | Opaque(name=name):
            return name, ATOM
        case Identity(size=size):
            return f"I({size})", ATOM
        case Unit(index=index):
            return f"unit({index})", ATOM
        case SizeNumber(size=size):
            return str(size), ATOM if len(size.terms) < 2 else SUM
        case Column(matrix=Symbol(columns=str(letter)), index=index):
            return f"{letter}[{index}]", ATOM
        case Column(matrix=matrix, index=index):
            return f"{text(matrix, ATOM)}[:, {index}]", ATOM
        case Entry(of=of, row=row, col=col):
            return f"{text(of, ATOM)}[{row}{'' if col is None else f', {col}'}]", ATOM
        case Add(terms=terms):
            out = text(terms[0], SUM)
            for term in terms[1:]:
                out += (
                    f" - {text(term.arg, PRODUCT)}" if isinstance(term, Neg) else f" + {text(term, PRODUCT)}"
                )
            return out, SUM
        case Neg(arg=arg):
            return f"-{text(arg, PRODUCT)}", SUM
        case Mul(factors=factors):
            out = text(factors[0], PRODUCT)
            for left, right in pairwise(factors):
                scalar = left.shape.is_scalar or right.shape.is_scalar
                out += f" {'*' if scalar else '@'} {text(right, SIGN)}"
            return out, PRODUCT
        case Hadamard(factors=factors):
            return f"hadamard({', '.join(map(text, factors))})", ATOM
        case Div(top=top, bottom=bottom):
            return f"{text(top, PRODUCT)} / {text(bottom, SIGN)}", PRODUCT
        case Pow(base=base, exponent=exponent):
            return f"{text(base, ATOM)}**{text(exponent, ATOM)}", POWER
        case Transpose(arg=arg):
            return f"{text(arg, ATOM)}.T", ATOM
        case Apply(function=function, args=args):
            return f"{function.name}({', '.join(map(text, args))})", ATOM
        case Diag(arg=arg):
            return f"diag({text(arg)})", ATOM
        case Sum(index=index, conditions=conditions, body=body):
            where = "".join(f", {condition_text(c)}" for c in conditions)
            return f"total({index}{where}: {text(body)})", ATOM
        case Stack(blocks=blocks):
            return f"[{', '.join(_block(b) for b in blocks)}]", ATOM
        case Cases(branches=branches):
            return f"cases({'; '.join(f'{text(v)} {_when(c)}' for v, c in branches)})", ATOM
        case Indicator(conditions=conditions):
            return f"indicator({_all(conditions)})", ATOM
        case Derivative(of=of, by=by):
            return f"d({text(of)})/d({text(by)})", ATOM
    raise TypeError(type(expr).__name__)


def _block(block: Expr | Each) -> str:
    return f"{text(block.body)} for each {block.index}" if isinstance(block, Each) else text(block)


def _all(conditions: tuple[Condition, ...]) -> str:
    return " and ".join(map(condition_text, conditions))


def _when(conditions: tuple[Condition, ...]) -> str:
    return f"if {_all(conditions)}" if conditions else "otherwise"


def condition_text(condition: Condition) -> str:
    match condition:
        case SameIndex(left=left, right=right):
            return f"{left} = {right}"
        case OtherIndex(left=left, right=right):
            return f"{left} != {right}"
        case IndexBelow(left=left, right=right, strict=strict):
            return f"{left} {'<' if strict else '<='} {right}"
        case Compare(left=a, operator=operator, right=b):
            return f"{text(a)} {operator} {text(b)}"


def shown(value: object) -> str:
    """Anything that an author may have put in a wrong place, for a message: as it is written, and short."""
    match value:
        case Expr():
            written = f"`{text(value)}`"
        case SameIndex() | OtherIndex() | IndexBelow() | Compare():
            written = f"`{condition_text(value)}`"
        case Index() | IndexMap() | Picked() | Size():
            written = f"`{value.name if isinstance(value, IndexMap) else value}`"
        case tuple():
            written = f"({', '.join(map(shown, value))})"
        case _:
            written = repr(value)
    return written if len(written) <= 60 else written[:57] + "..."
