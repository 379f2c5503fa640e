"""Another autodiff: a surface formula as a function of one symbol in autograd's numpy, and its Jacobian."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import autograd
import autograd.numpy as np

from tests.soundness.evaluate import Point
from verifier.expr import nodes as n

FUNCTIONS = {
    "exp": np.exp,
    "log": np.log,
    "tanh": np.tanh,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "relu": lambda x: np.maximum(x, 0),
    "max": np.maximum,
    "leaky_relu": lambda slope, x: np.where(x > 0, x, slope * x),
}


def jacobian(of: n.Expr, by: n.Expr, at: Point) -> Any:
    """d of / d by, in the shape that the language gives it."""
    name, rows, cols = _variable(by, at)

    def f(x: Any) -> Any:
        return value(of, replace(at, symbols={**at.symbols, name: x}))

    full = autograd.jacobian(f)(at.symbols[name])  # rows of, cols of, rows of the symbol, its columns
    part = full[:, :, :, cols : cols + 1] if cols is not None else full
    part = part[:, :, rows : rows + 1] if rows is not None else part
    if of.shape.is_scalar:
        return part[0, 0]
    if by.shape.is_scalar:
        return part[:, :, 0, 0]
    return part[:, 0, :, 0]


def _variable(by: n.Expr, at: Point) -> tuple[str, int | None, int | None]:
    match by:
        case n.Symbol(name=name):
            return name, None, None
        case n.Column(matrix=n.Symbol(name=name), index=index):
            return name, None, at.index(index) - 1
        case n.Entry(of=n.Symbol(name=name), row=row, col=None):
            return name, at.index(row) - 1, None
        case n.Entry(of=n.Symbol(name=name), row=row, col=col) if col is not None:
            return name, at.index(row) - 1, at.index(col) - 1
    raise TypeError(f"a derivative by {by}")


def value(expr: n.Expr, at: Point) -> Any:
    rows, cols = at.size(expr.shape.rows), at.size(expr.shape.cols)
    match expr:
        case n.Number(value=q):
            return np.full((rows, cols), float(q))
        case n.SizeNumber(size=size):
            return np.array([[float(at.size(size))]])
        case n.Symbol(one_hot=None, name=name):
            return at.symbols[name]
        case n.Symbol(one_hot=hot):
            return np.eye(rows)[:, at.index(hot) - 1 : at.index(hot)]
        case n.Identity():
            return np.eye(rows)
        case n.Named(body=body):
            return value(body, at)
        case n.Column(matrix=matrix, index=index):
            j = at.index(index)
            return value(matrix, at)[:, j - 1 : j]
        case n.Entry(of=of, row=row, col=None):
            return np.reshape(np.reshape(value(of, at), (-1,))[at.index(row) - 1], (1, 1))
        case n.Entry(of=of, row=row, col=col) if col is not None:
            return np.reshape(value(of, at)[at.index(row) - 1, at.index(col) - 1], (1, 1))
        case n.Add(terms=terms):
            return sum((value(t, at) for t in terms[1:]), value(terms[0], at))
        case n.Neg(arg=arg):
            return -value(arg, at)
        case n.Mul(factors=factors):
            total = value(factors[0], at)
            for factor in factors[1:]:
                right = value(factor, at)
                scales = (1, 1) in (total.shape, right.shape)
                total = total * right if scales else np.dot(total, right)
            return total
        case n.Hadamard(factors=factors):
            total = value(factors[0], at)
            for factor in factors[1:]:
                total = total * value(factor, at)
            return total
        case n.Div(top=top, bottom=bottom):
            return value(top, at) / value(bottom, at)
        case n.Pow(base=base, exponent=n.Number(value=q)):
            return value(base, at) ** (int(q) if q.denominator == 1 else float(q))
        case n.Transpose(arg=arg):
            return np.transpose(value(arg, at))
        case n.Diag(arg=arg):
            return np.diag(np.reshape(value(arg, at), (-1,)))
        case n.Apply(function=function, args=args) if function.name == "softmax":
            weights = np.exp(value(args[0], at))
            return weights / np.sum(weights, axis=0 if cols == 1 else 1, keepdims=True)
        case n.Apply(function=function, args=args):
            return FUNCTIONS[function.name](*(value(a, at) for a in args))
        case n.Sum(index=index, conditions=conditions, body=body):
            return sum((value(body, p) for p in at.places(index, conditions)), np.zeros((rows, cols)))
        case n.Indicator(conditions=conditions):
            return np.array([[float(all(map(at.holds, conditions)))]])
    raise TypeError(type(expr).__name__)
