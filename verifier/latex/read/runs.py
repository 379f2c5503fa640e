r"""A product as written, item by item: which items an operator or a bare function takes in, and how factors group.

A sum and a derivative operator take the rest of the product; `\log`, `\exp`, `\sigma` without brackets the longest part
of it that is a scalar. A name before a bracket is a call if it is declared as a function, else a factor. Matrix products
group from the left, or in whatever way has shapes.
"""

from __future__ import annotations

from typing import NamedTuple

from verifier.expr.nodes import Expr, Hadamard, Mul, Number, Span
from verifier.expr.shapes import ShapeError
from verifier.latex.read.calls import called, function_of, misread_log, own_call
from verifier.latex.read.elaborate import CHOICES, Elaborator
from verifier.latex.read.factors import grouped
from verifier.latex.read.losses import loss_call
from verifier.latex.read.syntax import Node, Op, Prefix, Run


class Factor(NamedTuple):
    """`sign`: what stands before it: "", `cdot`, `times`, `odot`, `/`, ..."""

    choices: list[Expr]
    sign: str
    span: Span


Factors = tuple[Factor, ...]


def run(el: Elaborator, node: Run) -> list[Expr]:
    items = node.items
    if len(items) == 1 and not isinstance(items[0], Prefix | Op) and function_of(el, items[0]) is None:
        return el.value(items[0])
    return product(el, items, node.span)


def product(el: Elaborator, items: tuple[Node, ...], span: Span) -> list[Expr]:
    """What a row of items can mean."""
    out: list[Expr] = []
    for factors in _factorings(el, items, 0):
        for value in _outer(el, factors, span):
            if value not in out:
                out.append(value)
        if len(out) > CHOICES:
            el.cut = True
            break
    return out[:CHOICES]


def _factorings(el: Elaborator, items: tuple[Node, ...], at: int) -> list[Factors]:
    """Every way in which the items from `at` on fall into factors."""
    sign = ""
    while at < len(items) and isinstance(items[at], Op):
        op = items[at]
        assert isinstance(op, Op)
        sign = op.symbol if op.symbol in ("odot", "otimes", "/") or not sign else sign
        at += 1
        if at == len(items):
            el.fail("syntax", op.span, f"a factor is missing after `{el.written(op.span)}`")
            return []
    if at == len(items):
        return [()]
    out: list[Factors] = []
    for choices, after in units(el, items, at):
        if not choices:
            continue
        span = (items[at].span[0], items[after - 1].span[1])
        factor = Factor(choices, sign, span)
        out.extend((factor, *rest) for rest in _factorings(el, items, after))
        if len(out) > CHOICES:
            el.cut = True
            break
    return out[:CHOICES]


def units(el: Elaborator, items: tuple[Node, ...], at: int) -> list[tuple[list[Expr], int]]:
    """The factor that starts at `at`: its meanings and where it ends, once for each reach it may have."""
    item = items[at]
    el.source.budget.step()
    try:
        return _units(el, items, at)
    except ShapeError as error:
        el.shape_problem(error, (item.span[0], items[-1].span[1]))
        return []


def _units(el: Elaborator, items: tuple[Node, ...], at: int) -> list[tuple[list[Expr], int]]:
    item = items[at]
    if isinstance(item, Prefix):
        reach = el.registry.reaches[type(item)]
        ends: dict[int, list[Expr]] = {}
        for value, count in reach(el, item, items[at + 1 :]):
            ends.setdefault(at + 1 + count, []).append(value)
        return [(values, end) for end, values in ends.items()]
    function = function_of(el, item) or misread_log(el, items, at)
    if function is not None:
        return [(values, at + 1 + count) for values, count in called(el, function, item, items[at + 1 :])]
    if at + 1 < len(items):
        call = own_call(el, item, items[at + 1])
        call = call if call is not None else loss_call(el, item, items[at + 1])
        if call is not None:
            return [(call, at + 2)]
    return [(el.value(item), at + 1)]


def _outer(el: Elaborator, factors: Factors, span: Span) -> list[Expr]:
    r"""Products between `\otimes` signs first. Of the Kronecker product what is a product here too: of a column and a row,
    and with a number."""
    parts: list[list[Factor]] = [[]]
    for factor in factors:
        if factor.sign == "otimes" and parts[-1]:
            parts.append([])
        parts[-1].append(factor)
    if len(parts) == 1:
        return _by_elements(el, factors, span)
    out = [_by_elements(el, tuple(part), (part[0].span[0], part[-1].span[1])) for part in parts]
    made = out[0]
    for right in out[1:]:
        made = [k for a in made for b in right if (k := _kronecker(a, b, span)) is not None]
    if not made and all(out):
        el.fail(
            "unsupported", span, "this Kronecker product is not part of this language", "Kronecker product"
        )
    return made


def _kronecker(left: Expr, right: Expr, span: Span) -> Expr | None:
    if left.shape.is_scalar or right.shape.is_scalar or (left.shape.is_vector and right.shape.is_row):
        return Mul((left, right), span=span)
    return Mul((right, left), span=span) if left.shape.is_row and right.shape.is_vector else None


def _by_elements(el: Elaborator, factors: Factors, span: Span) -> list[Expr]:
    """Products between `\\odot` signs first, then the product by elements of these."""
    segments: list[list[Factor]] = [[]]
    for factor in factors:
        if factor.sign == "odot" and segments[-1]:
            segments.append([])
        segments[-1].append(factor)
    choices = [_quotients(el, tuple(s)) for s in segments]
    if len(choices) == 1:
        return choices[0]
    return el.combined(choices, lambda parts: Hadamard(_spread(parts)), span)


def _spread(parts: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """A product by elements at the head goes on flat, as an author's does."""
    head, *rest = parts
    return (*head.factors, *rest) if isinstance(head, Hadamard) else parts


def _quotients(el: Elaborator, factors: Factors) -> list[Expr]:
    """`a b / c d`: the division is by the next factor; by all that follows it directly, as a second reading."""
    slashes = [at for at, f in enumerate(factors) if f.sign == "/" and at]
    if not slashes:
        return grouped(el, factors)
    out: list[Expr] = []
    for wide in (False, True):
        end = slashes[-1] + 1
        numbers = all(isinstance(v, Number) for f in factors[:end] for v in f.choices)
        while wide and not numbers and end < len(factors) and factors[end].sign == "":
            end += 1
        if wide and end == slashes[-1] + 1:
            break
        top = _quotients(el, factors[: slashes[-1]])
        bottom = grouped(el, factors[slashes[-1] : end])
        span = (factors[0].span[0], factors[end - 1].span[1])
        quotient = el.combined([top, bottom], lambda p: p[0] / p[1], span)
        if end < len(factors) and quotient:
            quotient = grouped(el, (Factor(quotient, "", span), *factors[end:]))
        out.extend(q for q in quotient if q not in out)
    return out
