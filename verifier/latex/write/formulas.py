r"""Formulas as LaTeX: one function for each kind of node, one precedence table that decides all brackets.

A piece of LaTeX knows how strongly it holds together and whether it is open to the right: `\sum_w x_w`, `\log x` and
`\frac{\partial}{\partial x} f` take whatever factor follows them, so they are closed before another factor comes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from verifier.expr.indices import Place
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
from verifier.expr.shapes import lenient
from verifier.expr.walk import put_index
from verifier.latex.write.indices import (
    all_conditions,
    latex_bounds,
    latex_index,
    latex_size,
    script,
)

# How strongly a piece holds together: the precedence table.
SUM: Final = 0  # a + b, -a
ELEMENTS: Final = 1  # a \odot b
PRODUCT: Final = 2  # a b
FACTOR: Final = 3  # \frac{a}{b}, a^2, A^\top: stands in a product, takes no superscript
BASE: Final = 4  # a, u_w, (a + b), \sigma(x): takes a superscript

_TALL: Final = re.compile(r"\\(?:frac|sum|begin|left)(?![a-zA-Z])")
_SHORT_CALL: Final = frozenset({"log"})


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    strength: int
    open: bool = False
    """Whether a factor written after it would be taken into it."""


def latex(expr: Expr) -> str:
    """The formula in LaTeX."""
    return write(expr).text


def at_least(expr: Expr, strength: int, *, followed: bool = False) -> str:
    """`expr` where `strength` is needed; `followed`: another factor comes right after it."""
    piece = write(expr)
    if piece.strength >= strength and not (followed and piece.open):
        return piece.text
    if piece.open and isinstance(expr, Apply) and strength <= BASE:
        closed = call(expr)
        if strength <= FACTOR:
            return closed
    return bracketed(piece.text)


def bracketed(text: str) -> str:
    return rf"\left({text}\right)" if _TALL.search(text) else f"({text})"


def write(expr: Expr) -> Piece:
    match expr:
        case Number():
            return write_number(expr)
        case Symbol(latex=name) | Named(latex=name):
            return Piece(name, BASE)
        case Identity():
            return Piece("I", BASE)
        case Unit(index=index):
            return Piece(f"e_{script(latex_index(index))}", BASE)
        case SizeNumber(size=size):
            return Piece(latex_size(size), BASE if len(size.terms) + bool(size.constant) < 2 else SUM)
        case Opaque():
            return write_opaque(expr)
        case Column():
            return write_column(expr)
        case Entry():
            return write_entry(expr)
        case Add():
            return write_add(expr)
        case Neg(arg=arg):
            piece = write(arg)
            return Piece(f"-{at_least(arg, ELEMENTS)}", SUM, piece.open)
        case Mul():
            return write_product(expr)
        case Hadamard(factors=factors):
            parts = [at_least(f, PRODUCT, followed=True) for f in factors[:-1]]
            return Piece(
                r" \odot ".join((*parts, at_least(factors[-1], PRODUCT))), ELEMENTS, write(factors[-1]).open
            )
        case Div(top=top, bottom=bottom):
            return Piece(rf"\frac{{{latex(top)}}}{{{latex(bottom)}}}", FACTOR)
        case Pow():
            return write_power(expr)
        case Transpose(arg=arg):
            return Piece(rf"{base(arg)}^\top", FACTOR)
        case Apply():
            return write_call(expr)
        case Diag(arg=arg):
            return Piece(rf"\operatorname{{diag}}{bracketed(latex(arg))}", BASE)
        case Sum():
            return write_sum(expr)
        case Stack():
            return write_stack(expr)
        case Cases():
            return write_cases(expr)
        case Indicator(conditions=conditions):
            return Piece(rf"\mathbf{{1}}_{{\{{{all_conditions(conditions)}\}}}}", BASE)
        case Derivative():
            return write_derivative(expr)
    raise TypeError(type(expr).__name__)


# --- leaves and their parts -------------------------------------------------------------------------------------


def write_number(expr: Number) -> Piece:
    value = expr.value
    if value < 0:
        return Piece(f"-{write_number(replace(expr, value=-value)).text}", SUM)
    if value.denominator == 1:
        return Piece(str(value), BASE)
    return Piece(rf"\frac{{{value.numerator}}}{{{value.denominator}}}", FACTOR)


def write_opaque(expr: Opaque) -> Piece:
    if not expr.arguments:
        return Piece(expr.latex, BASE)
    inside = ", ".join(latex(a) if isinstance(a, Expr) else latex_index(a) for a in expr.arguments)
    return Piece(f"{expr.latex}({inside})", BASE)


def base(expr: Expr) -> str:
    """`expr` where a superscript follows."""
    if isinstance(expr, Number) and not expr.shape.is_scalar:
        return bold_number(expr)
    text = at_least(expr, BASE)
    if not isinstance(expr, Symbol | Named | Opaque) or "^" not in text:
        return text
    return bracketed(text)


def bold_number(expr: Number) -> str:
    """A vector of equal numbers where a plain number would be taken for a scalar."""
    one = write_number(replace(expr, value=Fraction(1))).text
    if expr.value in (0, 1):
        return rf"\mathbf{{{expr.value}}}"
    return rf"({write_number(expr).text} \mathbf{{{one}}})"


def indexed(expr: Expr, subscript: str) -> str:
    """`\\hat y_w`, `(\\hat y - y)_i`."""
    plain = isinstance(expr, Symbol | Named | Identity) and "_" not in latex(expr)
    if isinstance(expr, Symbol | Named) and not plain:
        return f"{{{latex(expr)}}}_{subscript}"
    if plain or (isinstance(expr, Apply) and expr.function.name not in _SHORT_CALL):
        return f"{at_least(expr, BASE)}_{subscript}"
    return f"{bracketed(latex(expr))}_{subscript}"


def write_column(expr: Column) -> Piece:
    at = latex_index(expr.index)
    if isinstance(expr.matrix, Symbol) and expr.matrix.columns is not None:
        return Piece(f"{expr.matrix.columns}_{script(at)}", BASE)
    return Piece(indexed(expr.matrix, f"{{:,{at}}}"), BASE)


def write_entry(expr: Entry) -> Piece:
    row = latex_index(expr.row)
    if expr.col is None:
        return Piece(indexed(expr.of, script(row)), BASE)
    col = latex_index(expr.col)
    comma = "" if len(row) == len(col) == 1 else ","
    return Piece(indexed(expr.of, f"{{{row}{comma}{col}}}"), BASE)


# --- arithmetic -------------------------------------------------------------------------------------------------


def write_add(expr: Add) -> Piece:
    first, *rest = expr.terms
    out = latex(first) if isinstance(first, Neg) else at_least(first, ELEMENTS)
    for term in rest:
        if isinstance(term, Neg):
            out += f" - {at_least(term.arg, ELEMENTS)}"
        else:
            out += f" + {at_least(term, ELEMENTS)}"
    return Piece(out, SUM, write(expr.terms[-1]).open)


def write_product(expr: Mul) -> Piece:
    out = ""
    last = len(expr.factors) - 1
    for at, factor in enumerate(expr.factors):
        if isinstance(factor, Number) and not factor.shape.is_scalar:
            text = bold_number(factor)
        else:
            text = at_least(factor, FACTOR, followed=at < last)
        before = expr.factors[at - 1] if at else None
        out += joint(before, text) + text
    return Piece(out, PRODUCT, write(expr.factors[-1]).open)


def joint(before: Expr | None, text: str) -> str:
    """What stands between a factor and the next: nothing but a space, unless the two would be read as one."""
    if before is None:
        return ""
    digits_meet = text[0].isdecimal() or (
        isinstance(before, Number) and text.startswith(r"\frac{") and text[6:7].isdecimal()
    )
    looks_like_call = (
        isinstance(before, Opaque) and not before.arguments and text.startswith(("(", r"\left("))
    )
    return r" \cdot " if digits_meet or looks_like_call else " "


def write_power(expr: Pow) -> Piece:
    return Piece(f"{base(expr.base)}^{script(latex(expr.exponent))}", FACTOR)


def call(expr: Apply) -> str:
    return f"{expr.function.latex}{bracketed(', '.join(map(latex, expr.args)))}"


def write_call(expr: Apply) -> Piece:
    r"""`\sigma(x)`; `\log \hat y_o`, `\log \frac{a}{b}` and `\log \sum_w x_w` need no brackets and are open."""
    if expr.function.name in _SHORT_CALL and len(expr.args) == 1:
        (arg,) = expr.args
        bare = isinstance(arg, Symbol | Named | Entry | Div | Sum | Apply | Number)
        if isinstance(arg, Sum) and not arg.shape.is_scalar:
            bare = False  # the logarithm would be taken of a number that may stand in front of the vector
        if (bare and not isinstance(arg, Entry | Number)) or (isinstance(arg, Number) and arg.value >= 0):
            return Piece(f"{expr.function.latex} {latex(arg)}", FACTOR, open=True)
        if isinstance(arg, Entry) and isinstance(arg.of, Symbol | Named):
            return Piece(f"{expr.function.latex} {latex(arg)}", FACTOR, open=True)
        return Piece(call(expr), FACTOR)
    return Piece(call(expr), BASE)


# --- binders, blocks and cases ----------------------------------------------------------------------------------


def write_sum(expr: Sum) -> Piece:
    below, above = latex_bounds(expr.index, expr.conditions)
    sign = rf"\sum_{{{below}}}" + (f"^{{{above}}}" if above is not None else "")
    return Piece(f"{sign} {at_least(expr.body, ELEMENTS)}", FACTOR, open=True)


def write_stack(expr: Stack) -> Piece:
    dots, between = (r"\cdots", " & ") if expr.across else (r"\vdots", r" \\ ")
    cells: list[str] = []
    for block in expr.blocks:
        cells.extend(run(block, dots) if isinstance(block, Each) else (latex(block),))
    return Piece(rf"\begin{{bmatrix}} {between.join(cells)} \end{{bmatrix}}", BASE)


def run(block: Each, dots: str) -> tuple[str, ...]:
    """The first and the last block of a run, with dots between; also of one that cannot be formed, to be shown."""
    ends = (block.index.range.low, block.index.range.high)
    with lenient():
        first, last = (latex(put_index(block.body, block.index.name, Place(at))) for at in ends)
    return first, dots, last


def write_cases(expr: Cases) -> Piece:
    rows = [
        rf"{latex(value)} & \text{{if }} {all_conditions(conditions)}"
        if conditions
        else rf"{latex(value)} & \text{{otherwise}}"
        for value, conditions in expr.branches
    ]
    return Piece(rf"\begin{{cases}} {(' ' + chr(92) * 2 + ' ').join(rows)} \end{{cases}}", FACTOR)


# --- derivatives ------------------------------------------------------------------------------------------------


def write_derivative(expr: Derivative) -> Piece:
    by = latex(expr.by)
    total = isinstance(expr.by, Symbol) and expr.by.shape.is_scalar and expr.of.shape.is_scalar
    if isinstance(expr.of, Symbol | Named | Opaque | Column | Entry):
        of = latex(expr.of)
        top, bottom = (f"d {of}", f"d {by}") if total else (rf"\partial {of}", rf"\partial {by}")
        return Piece(rf"\frac{{{tight_d(top)}}}{{{tight_d(bottom)}}}", FACTOR)
    sign = rf"\frac{{d}}{{{tight_d(f'd {by}')}}}" if total else rf"\frac{{\partial}}{{\partial {by}}}"
    bare = isinstance(expr.of, Apply | Sum | Div)
    return Piece(f"{sign} {latex(expr.of) if bare else bracketed(latex(expr.of))}", FACTOR, open=True)


def tight_d(text: str) -> str:
    """`d x` as `dx`; the space stays before a command that is no letter's."""
    return "d" + text[2:] if text.startswith("d ") else text
