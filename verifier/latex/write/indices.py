"""Sizes, shapes, index terms, conditions and ranges as LaTeX."""

from __future__ import annotations

from typing import Final, assert_never

from verifier.expr.indices import (
    Compare,
    Condition,
    Distinct,
    Hypothesis,
    Index,
    IndexBelow,
    IndexMap,
    IndexTerm,
    NotAmong,
    OtherIndex,
    Picked,
    Place,
    Range,
    SameIndex,
    range_of,
)
from verifier.expr.shapes import Shape
from verifier.expr.sizes import ONE, Size
from verifier.latex.greek import LETTERS
from verifier.names import latex_of

RELATIONS: Final = {"<": "<", "<=": r"\le", ">": ">", ">=": r"\ge", "=": "=", "!=": r"\ne"}


def letter(name: str) -> str:
    """An index letter or size name: `w`, `w'`, `\\omega`, `\\mathrm{Vocab}`."""
    stem = name.rstrip("'")
    primes = name[len(stem) :]
    head, under, tail = stem.partition("_")
    if under:
        return f"{letter(head)}_{script(latex_of(tail))}{primes}"
    if stem in LETTERS or len(stem) == 1 or not stem.isascii():
        return latex_of(stem) + primes
    return (stem if not stem.isalpha() else rf"\mathrm{{{stem}}}") + primes


def latex_size(size: Size) -> str:
    out = ""
    for name, count in size.terms:
        factor = "" if abs(count) == 1 else str(abs(count))
        joined = (
            f"{factor} {letter(name)}" if factor and letter(name)[0] == "\\" else f"{factor}{letter(name)}"
        )
        sign = (" - " if count < 0 else " + ") if out else ("-" if count < 0 else "")
        out += sign + joined
    if not out:
        return str(size.constant)
    return out + (f" {'-' if size.constant < 0 else '+'} {abs(size.constant)}" if size.constant else "")


def latex_shape(shape: Shape) -> str:
    r"""`\mathbb{R}^{D \times V}`, `\mathbb{R}^D`, `\mathbb{R}`."""
    if shape.is_scalar:
        return r"\mathbb{R}"
    if shape.cols == ONE:
        return rf"\mathbb{{R}}^{script(latex_size(shape.rows))}"
    return rf"\mathbb{{R}}^{{{_factor(shape.rows)} \times {_factor(shape.cols)}}}"


def _factor(size: Size) -> str:
    """A size where another stands beside it: `(K + 1)`."""
    text = latex_size(size)
    return f"({text})" if len(size.terms) + bool(size.constant) > 1 else text


def latex_index(term: IndexTerm) -> str:
    match term:
        case Index(name=name):
            return letter(name)
        case Place(at=at):
            return latex_size(at)
        case Picked(map=family, at=at):
            return tight(family.latex.format(latex_index(at)).replace("+-", "-"))
    assert_never(term)


def script(text: str) -> str:
    """A subscript or superscript: braces unless it is one character or one command."""
    one_command = text.startswith("\\") and text[1:].isalpha()
    return text if len(text) == 1 or one_command else f"{{{text}}}"


def tight(text: str) -> str:
    """`w_{s}` as `w_s`."""
    stem, mark, rest = text.partition("_{")
    return f"{stem}_{rest[0]}" if mark and len(rest) == 2 and rest[1] == "}" else text


def latex_condition(condition: Condition) -> str:
    match condition:
        case SameIndex(left=left, right=right):
            return f"{latex_index(left)} = {latex_index(right)}"
        case OtherIndex(left=left, right=right):
            return rf"{latex_index(left)} \ne {latex_index(right)}"
        case IndexBelow(left=left, right=right, strict=strict):
            return rf"{latex_index(left)} {'<' if strict else chr(92) + 'le'} {latex_index(right)}"
        case Compare(left=left, operator=operator, right=right):
            from verifier.latex.write.formulas import latex

            return f"{latex(left)} {RELATIONS[operator]} {latex(right)}"
    assert_never(condition)


def all_conditions(conditions: tuple[Condition, ...]) -> str:
    return ", ".join(map(latex_condition, conditions))


def latex_hypothesis(hypothesis: Hypothesis) -> str:
    match hypothesis:
        case NotAmong(term=term, map=family):
            return rf"{latex_index(term)} \notin \{{{values(family)}\}}"
        case Distinct(map=family):
            return rf"{values(family)} \text{{ pairwise different}}"
        case _:
            return latex_condition(hypothesis)


def values(family: IndexMap) -> str:
    """`w_1, \\ldots, w_K`."""
    first, last = (
        latex_index(Picked(family, Place(at))) for at in (family.arguments.low, family.arguments.high)
    )
    return rf"{first}, \ldots, {last}"


def latex_bounds(index: Index, conditions: tuple[Condition, ...]) -> tuple[str, str | None]:
    """What stands below and above a summation sign."""
    low, high = latex_size(index.range.low), latex_size(index.range.high)
    name = latex_index(index)
    if not conditions:
        return f"{name}={low}", high
    if len(conditions) == 1 and _says_range(index, conditions[0]):
        return latex_condition(conditions[0]), None
    rows = (rf"{low} \le {name} \le {high}", *map(latex_condition, conditions))
    return rf"\substack{{{' '.join((rows[0], *(chr(92) * 2 + ' ' + r for r in rows[1:])))}}}", None


def _says_range(index: Index, condition: Condition) -> bool:
    """Whether `w != o` alone tells the range, because o is a letter of that range."""
    return (
        isinstance(condition, OtherIndex)
        and condition.left == index
        and isinstance(condition.right, Index)
        and range_of(condition.right) == index.range
        and index.range == Range.upto(index.range.high)
    )
