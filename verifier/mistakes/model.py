"""What a mistake is, what an edit of a student's formula is, and what is said in the end.

A `Mistake` is one complete entry of the catalogue: what it is, how it is undone, what it catches and what it must stay
silent on. An `Edit` undoes it at one place. A `Finding` is an edit that was shown to make the answer right, in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from verifier.expr.indices import Hypothesis
from verifier.expr.nodes import Expr, Span
from verifier.expr.shapes import lenient
from verifier.expr.walk import Path

if TYPE_CHECKING:
    from verifier.mistakes.view import View

Severity = Literal["mistake", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """`new` in place of the node at `path`. `was` is the part that a reader should look at, `now` what belongs there.

    `cost` is added to the mistake's own: how far from what a person would say first. `reason` names a variant.
    """

    path: Path
    new: Expr
    was: Expr
    now: Expr | None = None
    cost: float = 0.0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a message is made of: the edit, the whole before and after, and why the formula cannot be formed, if so."""

    edit: Edit
    student: Expr
    repaired: Expr | None
    clash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`repair` is the student's formula put right, and was proved; None where nothing was repaired."""

    code: str
    message: str
    repair: Expr | None = None
    span: Span | None = None
    severity: Severity = "mistake"
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A formula beside the right one. `quantity` is what was asked for, where that matters."""

    written: Expr
    right: Expr
    hypotheses: tuple[Hypothesis, ...] = ()
    quantity: Expr | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One kind of mistake. `wrong`, `right`: LaTeX lines for whoever looks it up.

    `repairs` gives the edits that would undo it in a formula; None for what is found by other means. `cost` ranks kinds
    that explain an answer equally well: the lowest is what a person would say first. `hint` must not give the answer
    away. `caught` are diagnosed with this code first; on `passed`, which are right, nothing is said.
    """

    code: str
    title: str
    explanation: str
    why: str
    wrong: str
    right: str
    hint: str
    severity: Severity = "mistake"
    cost: float = 1.0
    repairs: Callable[[View], Iterator[Edit]] | None = None
    message: Callable[[Told], str] | None = None
    caught: tuple[Example, ...] = ()
    passed: tuple[Example, ...] = ()


def unformed(build: Callable[[], Expr]) -> Expr:
    """A formula of an example that need not fit together."""
    with lenient():
        return build()
