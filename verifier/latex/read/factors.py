r"""How factors group into one product: from the left, or in whatever way has shapes.

Two columns of one length make no matrix product. With `\cdot` between them their inner product is meant; when both are
values by elements, such as \sigma(x)(1 - \sigma(x)), the product by elements.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from verifier.expr.nodes import Add, Apply, Div, Expr, Hadamard, Mul, Neg, Number, Pow, Span, Transpose
from verifier.expr.shapes import ShapeError
from verifier.latex.read.elaborate import Elaborator, placed


class FactorLike(Protocol):
    @property
    def choices(self) -> list[Expr]: ...
    @property
    def sign(self) -> str: ...
    @property
    def span(self) -> Span: ...


def grouped(el: Elaborator, factors: Sequence[FactorLike]) -> list[Expr]:
    """What a row of factors can mean."""
    if len(factors) == 1:
        return factors[0].choices
    span = (factors[0].span[0], factors[-1].span[1])
    signs = [f.sign for f in factors]
    out: list[Expr] = []
    first: ShapeError | None = None
    for parts in el.ways([f.choices for f in factors], out):
        try:
            made: Expr | None = Mul(_flat(parts), span=span)
        except ShapeError as error:
            first = first or error
            made = _by_elements(parts, span) or _inner(el, parts, signs, span) or _regrouped(el, parts)
        if made is not None and made not in out:
            out.append(placed(made, span))
    if not out and first is not None:
        el.shape_problem(first, _error_span(first, span))
    return out


def _flat(parts: tuple[Expr, ...]) -> tuple[Expr, ...]:
    head = parts[0]
    return (*head.factors, *parts[1:]) if isinstance(head, Mul) else parts


def _error_span(error: ShapeError, span: Span) -> Span:
    """The characters of the two operands that clash, where these have any."""
    spans = [o.span for o in error.operands]
    if error.operands and isinstance(error.operands[0], Mul) and spans[0] is None:
        inner = [f.span for f in error.operands[0].factors]
        spans[0] = (inner[0][0], inner[-1][1]) if inner[0] and inner[-1] else None
    known = [s for s in spans if s is not None]
    if len(known) < 2 or len(known) < len(spans):
        return span
    return min(s[0] for s in known), max(
        max(s[1] for s in known), span[1] if known[-1][1] >= span[1] - 2 else 0
    )


def _by_elements(parts: tuple[Expr, ...], span: Span) -> Expr | None:
    vectors = [p for p in parts if not p.shape.is_scalar]
    if len(vectors) < 2 or len({p.shape for p in vectors}) > 1 or vectors[0].shape.is_matrix:
        return None
    if not all(value_by_elements(p) for p in vectors):
        return None
    return Hadamard(parts, span=span)


def value_by_elements(expr: Expr) -> bool:
    """Whether a vector is made by functions of the elements, as in 1 - sigma(x)."""
    match expr:
        case Apply(function=function):
            return function.by_elements
        case Number():
            return True
        case Neg(arg=arg) | Pow(base=arg):
            return value_by_elements(arg)
        case Add(terms=parts) | Hadamard(factors=parts):
            return all(value_by_elements(p) or p.shape.is_scalar for p in parts)
        case Mul(factors=parts):
            return all(value_by_elements(p) or p.shape.is_scalar for p in parts)
        case Div(top=top, bottom=bottom):
            return all(value_by_elements(p) or p.shape.is_scalar for p in (top, bottom))
    return False


def _inner(el: Elaborator, parts: tuple[Expr, ...], signs: list[str], span: Span) -> Expr | None:
    """`a \\cdot b` of two columns of one length."""
    for at in range(1, len(parts)):
        left, right = parts[at - 1], parts[at]
        if signs[at] == "cdot" and left.shape == right.shape and left.shape.is_vector:
            start = left.span[0] if left.span else span[0]
            end = right.span[1] if right.span else span[1]
            inner = Mul((Transpose(left, span=left.span), right), span=(start, end))
            el.note("dot-product", (start, end), "the dot between two vectors is read as their inner product")
            try:
                rest = (*parts[: at - 1], inner, *parts[at + 1 :])
                return inner if len(rest) == 1 else Mul(rest, span=span)
            except ShapeError:
                return None
    return None


def _regrouped(el: Elaborator, parts: tuple[Expr, ...]) -> Expr | None:
    """Some grouping that has shapes, found from the shortest stretches up; all such groupings have one value."""
    n = len(parts)
    if n < 3 or n > 12:
        return None
    best: dict[tuple[int, int], Expr] = {(i, i + 1): part for i, part in enumerate(parts)}
    for width in range(2, n + 1):
        for start in range(n - width + 1):
            for middle in range(start + width - 1, start, -1):
                el.source.budget.step()
                left, right = best.get((start, middle)), best.get((middle, start + width))
                if left is None or right is None:
                    continue
                try:
                    best[start, start + width] = Mul((*_flat((left,)), right))
                    break
                except ShapeError:
                    continue
    return best.get((0, n))
