"""A product taken apart: rational coefficient, scalar factors above and below the line, and the chain of matrices.

Scalars commute with everything and matrix products associate, so nothing but the way of writing is lost. Quotients by
elements, products by elements and powers of vectors stay whole, as one factor of the chain.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from verifier.expr.nodes import Div, Expr, Mul, Neg, Number, Pow
from verifier.expr.shapes import Shape


@dataclass(frozen=True, slots=True)
class Product:
    coefficient: Fraction
    top: tuple[Expr, ...] = ()
    bottom: tuple[Expr, ...] = ()
    chain: tuple[Expr, ...] = ()

    @property
    def is_one_factor(self) -> bool:
        return abs(self.coefficient) == 1 and not self.bottom and len(self.top) + len(self.chain) == 1


def product_of(expr: Expr) -> Product:
    match expr:
        case Number(value=value) if expr.shape.is_scalar:
            return Product(value)
        case Neg(arg=arg):
            inner = product_of(arg)
            return Product(-inner.coefficient, inner.top, inner.bottom, inner.chain)
        case Div(top=top, bottom=bottom) if bottom.shape.is_scalar:
            above, below = product_of(top), product_of(bottom)
            if below.coefficient == 0 or below.chain:
                return _single(expr)
            return Product(
                above.coefficient / below.coefficient,
                above.top + below.bottom,
                above.bottom + below.top,
                above.chain,
            )
        case Pow(base=base, exponent=Number(value=value)) if (
            base.shape.is_scalar and value.denominator == 1 and 2 <= abs(value) <= 4
        ):
            if value > 0:
                return Product(Fraction(1), (base,) * int(value))
            return Product(Fraction(1), (), (base,) * int(-value))
        case Mul(factors=factors):
            return _of_factors(factors)
    return _single(expr)


def _single(expr: Expr) -> Product:
    return Product(Fraction(1), (expr,)) if expr.shape.is_scalar else Product(Fraction(1), (), (), (expr,))


def _of_factors(factors: Iterable[Expr]) -> Product:
    coefficient = Fraction(1)
    top: list[Expr] = []
    bottom: list[Expr] = []
    chain: list[Expr] = []
    for factor in factors:
        parts = product_of(factor)
        coefficient *= parts.coefficient
        top += parts.top
        bottom += parts.bottom
        for link in parts.chain:
            chain.append(link)
            if (
                chain[0].shape.rows == link.shape.cols
                and Shape(chain[0].shape.rows, link.shape.cols).is_scalar
            ):
                # The chain so far is an inner product: a scalar like any other.
                top.append(Mul(tuple(chain)) if len(chain) > 1 else chain[0])
                chain = []
    return Product(coefficient, tuple(top), tuple(bottom), tuple(chain))


def composed(product: Product, shape: Shape) -> Expr:
    """The product written out: sign, fraction of scalars, then the matrices; `shape` is for a product that is 0."""
    if product.coefficient == 0:
        return Number(Fraction(0), shape)
    coefficient = abs(product.coefficient)
    top = list(product.top)
    if coefficient.numerator != 1 or (coefficient.denominator != 1 and not product.bottom):
        whole = coefficient if not product.bottom else Fraction(coefficient.numerator)
        top.insert(0, Number(whole))
    below = list(product.bottom)
    if product.bottom and coefficient.denominator != 1:
        below.insert(0, Number(Fraction(coefficient.denominator)))
    factors: list[Expr] = []
    if below:
        factors.append(Div(_times(top) if top else Number(Fraction(1)), _times(below)))
    else:
        factors += top
    factors += product.chain
    if not factors:
        factors.append(Number(Fraction(1)))
    whole_product = _times(factors)
    return Neg(whole_product) if product.coefficient < 0 else whole_product


def _times(factors: list[Expr]) -> Expr:
    """The factors side by side; a scalar that stands there twice becomes a square."""
    together: list[Expr] = []
    for factor in factors:
        if factor.shape.is_scalar and not isinstance(factor, Number) and factors.count(factor) > 1:
            factor = Pow(factor, Number(Fraction(factors.count(factor))))
            if factor in together:
                continue
        together.append(factor)
    return together[0] if len(together) == 1 else Mul(tuple(together))
