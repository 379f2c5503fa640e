"""From entries and columns back to vectors and matrices: sum_w a_w u_w = U a, sum_w a_w b_w = a^T b, columns = v a^T."""

from __future__ import annotations

from fractions import Fraction

from verifier.expr.nodes import Add, Column, Diag, Each, Expr, Mul, Stack, Sum, Transpose, Unit
from verifier.expr.shapes import vector_shape
from verifier.expr.walk import free_letters
from verifier.steps.entries import lifted, ones
from verifier.steps.model import Context, Rule, Words
from verifier.steps.product import Product, composed, product_of
from verifier.steps.rules.onehot import speaks_of


def _columns(expr: Expr, context: Context) -> Expr | None:
    """sum_w a_w u_w = U a."""
    if not isinstance(expr, Sum) or expr.conditions:
        return None
    parts = product_of(expr.body)
    index = expr.index
    if not _only_last_moves(parts, index.name) or not isinstance(parts.chain[-1], Column):
        return None
    matrix = parts.chain[-1].matrix
    if parts.chain[-1].index != index or index.name in free_letters(matrix) or not speaks_of(context, matrix):
        return None
    if matrix.shape.cols != index.range.length:
        return None
    return _collected(expr, parts, (*parts.chain[:-1], matrix))


def _unit(expr: Expr, context: Context) -> Expr | None:
    """sum_i a_i e_i = a."""
    if not isinstance(expr, Sum) or expr.conditions:
        return None
    parts = product_of(expr.body)
    if not _only_last_moves(parts, expr.index.name):
        return None
    if parts.chain[-1] != Unit(expr.index, expr.index.range.length):
        return None
    return _collected(expr, parts, parts.chain[:-1])


def _only_last_moves(parts: Product, letter: str) -> bool:
    """Whether of the matrices of a product the last alone may depend on the index."""
    return bool(parts.chain) and not any(letter in free_letters(f) for f in parts.chain[:-1])


def _collected(expr: Sum, parts: Product, left: tuple[Expr, ...]) -> Expr | None:
    letter = expr.index.name
    if any(letter in free_letters(f) for f in parts.bottom):
        return None
    fixed = tuple(f for f in parts.top if letter not in free_letters(f))
    moving = tuple(f for f in parts.top if letter in free_letters(f))
    if moving:
        vector = lifted(composed(Product(Fraction(1), moving), expr.shape), expr.index)
        if vector is None:
            return None
    else:
        vector = ones(vector_shape(expr.index.range.length))
    return composed(Product(parts.coefficient, fixed, parts.bottom, (*left, vector)), expr.shape)


def _inner(expr: Expr, context: Context) -> Expr | None:
    """sum_i a_i b_i = a^T b, where the claim speaks of both as wholes."""
    if not isinstance(expr, Sum) or expr.conditions or not expr.shape.is_scalar:
        return None
    parts = product_of(expr.body)
    if parts.bottom or len(parts.top) != 2:
        return None
    a, b = (lifted(f, expr.index) for f in parts.top)
    if a is None or b is None or not (speaks_of(context, a) or speaks_of(context, b)):
        return None
    return composed(Product(parts.coefficient, (Mul((Transpose(a), b)),)), expr.shape)


def _stack(expr: Expr, context: Context) -> Expr | None:
    """Columns a_1 v, ..., a_V v are v a^T."""
    match expr:
        case Stack(blocks=(Each(index=index, body=body),), across=True):
            parts = product_of(body)
        case _:
            return None
    if any(index.name in free_letters(f) for f in (*parts.bottom, *parts.chain[:-1])):
        return None
    fixed = tuple(f for f in parts.top if index.name not in free_letters(f))
    moving = tuple(f for f in parts.top if index.name in free_letters(f))
    last = parts.chain[-1] if parts.chain else None
    if last is None:
        return None
    if index.name not in free_letters(last):
        a = lifted(composed(Product(Fraction(1), moving), body.shape), index) if moving else None
        if a is None:
            return None
        return composed(
            Product(parts.coefficient, fixed, parts.bottom, (*parts.chain, Transpose(a))), expr.shape
        )
    if isinstance(last, Column) and last.index == index and index.name not in free_letters(last.matrix):
        chain: tuple[Expr, ...] = (*parts.chain[:-1], last.matrix)
        if moving:
            a = lifted(composed(Product(Fraction(1), moving), body.shape), index)
            if a is None:
                return None
            chain = (*chain, Diag(a))
        return composed(Product(parts.coefficient, fixed, parts.bottom, chain), expr.shape)
    return None


def _down(expr: Expr, context: Context) -> Expr | None:
    """A column of entries f(x_1), ..., f(x_n) is f(x) by elements."""
    match expr:
        case Stack(blocks=(Each(index=index, body=body),), across=False) if body.shape.is_scalar:
            return lifted(body, index)
    return None


def _split(expr: Expr, context: Context) -> Expr | None:
    """A sum of sums term by term, where that lets a term be written by matrices."""
    match expr:
        case Sum(index=index, conditions=(), body=Add(terms=terms)):
            parts = tuple(Sum(index, (), t) for t in terms)
            if any(rule(p, context) is not None for p in parts for rule in (_columns, _unit, _inner)):
                return Add(parts)
    return None


def _says_columns(before: Expr, after: Expr, context: Context) -> Words:
    return (before, " = ", after)


RULES = (
    Rule("sum of columns", _says_columns, _columns),
    Rule("sum of unit vectors", ("entry by entry, as a vector",), _unit),
    Rule("sum of products", _says_columns, _inner),
)
SPLIT_RULES = (Rule("sum of sums", (), _split),)
STACK_RULES = (
    Rule("entries one below the other", ("in vector form",), _down),
    Rule("columns side by side", ("these columns are those of an outer product",), _stack),
)
