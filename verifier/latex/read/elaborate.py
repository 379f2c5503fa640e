"""Syntax to formulas: what each node can mean in a scope.

Every rule gives back the formulas that have a shape, likeliest first, at most `CHOICES`; none means that a problem was
noted. Ambiguity is thus carried upward until a shape decides; what shapes cannot decide ends as alternatives.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from verifier.expr.indices import Index, Range
from verifier.expr.nodes import Expr, Number, Span
from verifier.expr.shapes import Shape, ShapeError
from verifier.latex.read.balance import balanced
from verifier.latex.read.budget import LimitReached
from verifier.latex.read.construct import Registry
from verifier.latex.read.problems import Problem, ProblemKind
from verifier.latex.read.scope import Scope
from verifier.latex.read.syntax import Clause, Clauses, Dots, Node, Text
from verifier.latex.read.tokens import Source
from verifier.latex.write import latex

CHOICES = 10  # readings of a part that are kept
TRIED = 120  # combinations of its parts that are tried for them
DEPTH = 150


class Elaborator:
    """One elaboration: the scope, the letters bound around the node at hand, and what went wrong so far."""

    def __init__(self, scope: Scope, source: Source, registry: Registry) -> None:
        self.scope = scope
        self.source = source
        self.registry = registry
        self.problems: list[Problem] = []
        self.bound: dict[str, Index] = {}
        self.zero_is_place = False
        self.depth = 0
        self.cut = False  # whether readings were left out because there are too many

    # --- meaning

    def value(self, node: Node) -> list[Expr]:
        """The formulas that `node` can mean."""
        self.source.budget.step()
        rule = self.registry.means.get(type(node))
        if rule is None:
            what = (
                "dots stand"
                if isinstance(node, Dots)
                else "words stand"
                if isinstance(node, Text)
                else "this stands"
            )
            return self.fail("syntax", node.span, f"{what} where a formula is expected")
        self.depth += 1
        if self.depth > DEPTH:
            raise LimitReached("the formula is nested too deeply")
        try:
            return rule(self, node)
        except ShapeError as error:
            self.shape_problem(error, node.span)
            return []
        finally:
            self.depth -= 1

    def only(self, clauses: Clauses, span: Span) -> list[Expr]:
        """The value of clauses that must be one formula."""
        if len(clauses) == 1 and len(clauses[0].parts) == 1 and clauses[0].parts[0].parts:
            return self.value(clauses[0].parts[0])
        return self.fail("syntax", span, f"`{self.written(span)}` is not one formula")

    def clause_value(self, clause: Clause) -> list[Expr]:
        return self.only((clause,), clause.span)

    # --- problems and notes

    def fail(self, kind: ProblemKind, span: Span, message: str, name: str = "") -> list[Expr]:
        self.problems.append(Problem(kind, span, message, name))
        return []

    def shape_problem(self, error: ShapeError, span: Span) -> None:
        operands = tuple((self.written_as(part), part.shape) for part in error.operands)
        span = balanced(self.source.text, span)
        message = f"`{self.written(span)}` cannot be formed"
        if error.hint and len(operands) < 2:
            message += f" ({error.hint})"
        self.problems.append(Problem("shape", span, message, error=error, operands=operands))

    def written(self, span: Span) -> str:
        return self.source.slice(span)

    def written_as(self, expr: Expr) -> str:
        """An operand in the writer's own characters, where it has some."""
        return self.written(expr.span) if expr.span is not None else latex(expr)

    def note(self, code: str, span: Span, message: str) -> None:
        self.source.note(code, span[0], span[1], message)

    # --- choices

    def combined(
        self, choices: Sequence[Sequence[Expr]], build: Callable[[tuple[Expr, ...]], Expr], span: Span
    ) -> list[Expr]:
        """`build` over every combination that has a shape; the problem of the first one if none has."""
        if any(not c for c in choices):
            return []
        out: list[Expr] = []
        first: ShapeError | None = None
        for parts in self.ways(choices, out):
            try:
                made = placed(build(parts), span)
            except ShapeError as error:
                first = first or error
                continue
            if made not in out:
                out.append(made)
        if not out and first is not None:
            self.shape_problem(first, span)
        return out

    def first_of(self, choices: Sequence[Expr]) -> Expr:
        """The likeliest reading, where the others cannot be followed; a bold 1 or 0 is of the size that fits anyhow."""
        self.cut = self.cut or (len(choices) > 1 and not isinstance(choices[0], Number))
        return choices[0]

    def ways(self, choices: Sequence[Sequence[Expr]], out: list[Expr]) -> Iterator[tuple[Expr, ...]]:
        """The combinations to try while `out` fills; those that are left out are remembered."""
        for count, parts in enumerate(itertools.product(*choices)):
            if count == TRIED or len(out) >= CHOICES:
                self.cut = True
                return
            self.source.budget.step()
            yield parts

    @contextmanager
    def binding(self, letter: str, index: Index) -> Iterator[None]:
        """`letter` bound to `index` inside; an inner binding hides an outer one."""
        before = self.bound.get(letter)
        self.bound[letter] = index
        try:
            yield
        finally:
            if before is None:
                del self.bound[letter]
            else:
                self.bound[letter] = before

    def wide(self, shape: Shape) -> Range:
        """The positions of a vector or row."""
        return Range.upto(shape.rows if not shape.is_row else shape.cols)


def placed(expr: Expr, span: Span) -> Expr:
    """`expr` with its place in the text, unless it has one."""
    return expr if expr.span is not None else replace(expr, span=span)
