"""Whether an answer is the question again: the same formula but for bound letters, the order of factors, and where a
sign stands. It says nothing about value: a sum that was to be collapsed and was not is the question again."""

from __future__ import annotations

from dataclasses import replace

from verifier.expr.indices import Index
from verifier.expr.nodes import Expr, Mul, Neg, Sum
from verifier.expr.walk import nodes, put_index, transform


def restates(formula: Expr, question: Expr) -> bool:
    return _plain(formula) == _plain(question)


def _plain(expr: Expr) -> Expr:
    return transform(expr, _change)


def _change(node: Expr) -> Expr:
    match node:
        case Neg(arg=Neg(arg=arg)):
            return arg
        case Sum(index=index, conditions=(), body=Neg(arg=body)):
            return Neg(_change(Sum(index, (), body)))
        case Sum(index=index, conditions=(), body=body):
            depth = sum(isinstance(inner, Sum) for _, inner in nodes(body))
            letter = Index(f"#{depth}", index.range)
            return Sum(letter, (), put_index(body, index.name, letter))
        case Mul(factors=factors) if all(f.shape.is_scalar for f in factors):
            bare = [f.arg if isinstance(f, Neg) else f for f in factors]
            product = replace(node, factors=tuple(sorted(bare, key=repr)))
            return Neg(product) if sum(isinstance(f, Neg) for f in factors) % 2 else product
    return node
