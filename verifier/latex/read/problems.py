r"""What reading gives back: formulas, and what stood in the way, as values.

A `Problem` says why there is no formula; a `Note` says what was repaired or is a fault of notation alone. Both point at
characters of the text as given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from verifier.expr.indices import Condition
from verifier.expr.nodes import Expr, Span
from verifier.expr.shapes import Shape, ShapeError

if TYPE_CHECKING:
    from verifier.latex.read.scope import Scope

ProblemKind = Literal["unknown-symbol", "shape", "syntax", "unsupported", "range", "limit", "prose", "empty"]


@dataclass(frozen=True, slots=True)
class Problem:
    """`name`: the symbol or operator concerned; `operands`: what clashes, as the writer wrote it, with its shape."""

    kind: ProblemKind
    span: Span
    message: str
    name: str = ""
    error: ShapeError | None = None
    operands: tuple[tuple[str, Shape], ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A repair or a fault of notation; it never costs a reading. `code` is a word such as `partial-missing`."""

    code: str
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One text read. `formula` is the reading to take; `alternatives` are the others that have a shape as well.

    `loose`: where there is none because shapes do not fit, the formula as it stands, built under `lenient`. `cut`: there are
    more readings than were tried, so that nothing is wrong for what these are.
    """

    text: str
    formula: Expr | None
    alternatives: tuple[Expr, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    loose: Expr | None = None
    cut: bool = False

    @property
    def all(self) -> tuple[Expr, ...]:
        return () if self.formula is None else (self.formula, *self.alternatives)


@dataclass(frozen=True, slots=True)
class Member:
    r"""One member of a chain. `relation` stands before it: "=", "=>", "," or "" where nothing does. `conditions`: those behind it."""

    reading: Reading
    relation: str
    span: Span
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    r"""`left = a = b, w \ne c`: `left` says what is claimed (a derivative or a named loss), if it stands there.

    `conditions` are those written after the last member; `remarks` its words. `notes` holds those of all members.
    `scope`: what the names mean once the layouts and definitions within it are taken in. `claims`: both sides of what is said of known names on the way, `\\hat y = softmax(U^\\top v_c)`.
    """

    text: str
    left: Reading | None
    members: tuple[Member, ...]
    conditions: tuple[Condition, ...] = ()
    remarks: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    claims: tuple[tuple[Reading, Reading], ...] = ()
    scope: Scope | None = None

    @property
    def last(self) -> Member | None:
        return self.members[-1] if self.members else None


def sized(shape: Shape) -> str:
    """`is V x D`, `has length V`, as a sentence about one operand says it."""
    if shape.is_scalar:
        return "is a scalar"
    if shape.is_vector:
        return f"has length {shape.rows}"
    if shape.is_row:
        return f"is a row of length {shape.cols}"
    return f"is {shape.rows} x {shape.cols}"


def message_for(problem: Problem) -> str:
    """The problem in the writer's own words: what is there, and why it cannot be."""
    if problem.kind != "shape" or not problem.operands:
        return problem.message
    told: dict[str, str] = {f"`{written}`": sized(shape) for written, shape in problem.operands}
    parts = ", ".join(f"{written} {is_}" for written, is_ in told.items())
    return f"{problem.message}: {parts}"
