r"""Reasons to leave to a person what differs: a formula that may not have been meant as it was read.

A number behind a formula, `[3]` for an equation, a remark after a comma: where the formula is right without what stands
beside it, nobody can say that it is wrong. So it is with one branch of an answer by cases, with numbers alone where a
formula is asked for, and with what three dots stand for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from verifier.expr.nodes import (
    Cases,
    Each,
    Entry,
    Expr,
    Named,
    Number,
    Opaque,
    SizeNumber,
    Stack,
    Symbol,
    Unit,
)
from verifier.expr.walk import nodes, unfolded
from verifier.judging.truth import Truth
from verifier.latex.read.problems import Reading

IsRight = Callable[[Expr], bool]

_DOTS = re.compile(r"\\[a-z]*dots(?![A-Za-z])|\.\.\.|…|⋯|⋮")
_BREAK = re.compile(
    r"\\q?quad(?![A-Za-z])|\\hfill|\\\\|\\[;:,!]|(?<!\\)[,;:.~](?=\s|$|\\)|\\(?=\s)|\\text\s*(?=\{)|\s{2,}"
)
_TAG = re.compile(r"[\s.,;]*[(\[]\s*(?:\d+|[a-zA-Z*]|[ivx]+)\s*[)\]]\s*$")
_LABEL = re.compile(r"^\s*(?:[(\[]\s*(?:\d+|[a-z]|[ivx]+)\s*[)\]]|(?:\d+|[a-z])[.):])\s*")
_MOST = 8  # ways to leave something out
_NEAR = 2  # places of a formula, from either end, at which something else may begin


def aside_told(text: str, read: Callable[[str], Reading], is_right: IsRight) -> str:
    """What stands beside a formula that is right without it, as it was written; empty if there is no such thing."""
    for kept, left_out in _shortened(text):
        if any(is_right(formula) for formula in read(kept).all):
            return f"right, but for `{left_out.strip()}` beside it"
    return ""


def _shortened(text: str) -> Iterator[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for pattern in (_TAG, _LABEL):
        if match := pattern.search(text):
            found.append((text[: match.start()] + text[match.end() :], match.group()))
    breaks = list(_breaks(text))
    # Remarks stand at an end: the last places come first, then the first ones.
    for start, end in dict.fromkeys((*reversed(breaks[-_NEAR:]), *breaks[:_NEAR])):
        found += [(text[:start], text[start:]), (text[end:], text[:end])]
    yield from [(kept, rest) for kept, rest in found if kept.strip() and rest.strip(" \\,;:.~!")][:_MOST]


def _breaks(text: str) -> Iterator[tuple[int, int]]:
    """Where something else may begin, outside all brackets."""
    for match in _BREAK.finditer(text):
        before = text[: match.start()]
        if all(before.count(a) <= before.count(b) for a, b in ("{}", "()", "[]")) and not re.search(
            r"\\begin(?!.*\\end)", before, re.DOTALL
        ):
            yield match.span()


def of_numbers_alone(formula: Expr, claim: Expr) -> bool:
    """`[1] + [2]` where a formula is asked for: references, most likely. A zero is an answer."""
    if isinstance(formula, Number) and formula.value == 0:
        return False
    return not _speaks(formula) and _speaks(claim)


def _speaks(expr: Expr) -> bool:
    if isinstance(expr, Cases):
        return any(_speaks(branch) for branch, _ in expr.branches)
    kinds = Symbol | Named | Opaque | Entry | Unit | SizeNumber
    return any(isinstance(node, kinds) for _, node in nodes(expr))


def is_one_branch(formula: Expr, truth: Truth, proved: Callable[[Expr, Expr], bool]) -> bool:
    """Whether a formula is what the answer is in one of its cases."""
    claim = unfolded(truth.claim)
    return isinstance(claim, Cases) and any(
        branch.shape == formula.shape and proved(branch, formula) for branch, _ in claim.branches
    )


def rests_on_dots(text: str, formula: Expr) -> bool:
    """Whether three dots were read as a list, in which what is left out is told by its neighbours alone."""
    listed = any(
        isinstance(node, Stack) and any(isinstance(b, Each) for b in node.blocks)
        for _, node in nodes(formula)
    )
    return listed and bool(_DOTS.search(text))
