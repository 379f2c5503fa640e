"""What a worked derivation is made of: a line, a named rule, and what is known while rules are applied.

`Words` are what stands to the right of a line: pieces of plain text with formulas, index terms and conditions between
them. They stay pieces, so that the sheet, the terminal and the tests each print formulas in their own way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from verifier.evidence import Evidence
from verifier.expr.indices import Condition, Hypothesis, IndexTerm
from verifier.expr.nodes import Expr, Named

Words = tuple[str | Expr | IndexTerm | Condition, ...]
Prover = Callable[[Expr, Expr, tuple[Hypothesis, ...]], Evidence]


@dataclass(frozen=True, slots=True)
class Step:
    """A line: the formula, why it equals the line before, and the evidence of that link (None on the first line)."""

    expr: Expr
    words: Words = ()
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may look at: the claim it aims at, the hypotheses that hold here, the definitions in use.

    `definitions` are those of the quantity and the claim, innermost last; `taken` are letters no new index may have.
    """

    claim: Expr
    hypotheses: tuple[Hypothesis, ...] = ()
    definitions: tuple[Named, ...] = ()
    taken: frozenset[str] = frozenset()

    def under(self, conditions: tuple[Hypothesis, ...]) -> Context:
        return replace(self, hypotheses=(*self.hypotheses, *conditions)) if conditions else self


Say = Callable[[Expr, Expr, Context], Words]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One named identity, used from left to right. `rewrite` gives None where it does not apply.

    The words may depend on what was rewritten: then they are a function of the node before, the node after and the
    context. A rule without words is silent: it tidies up and never makes a line of its own.
    """

    name: str
    words: Words | Say
    rewrite: Callable[[Expr, Context], Expr | None]

    def say(self, before: Expr, after: Expr, context: Context) -> Words:
        return self.words if isinstance(self.words, tuple) else self.words(before, after, context)


def written(
    words: Words,
    formula: Callable[[Expr], str] = str,
    index: Callable[[IndexTerm], str] = str,
    condition: Callable[[Condition], str] | None = None,
    mark: str = "",
) -> str:
    """`words` as one string; `mark` stands on both sides of every formula (a dollar for prose)."""
    from verifier.expr.indices import Index, Picked, Place
    from verifier.expr.text import condition_text

    out = []
    for piece in words:
        if isinstance(piece, str):
            out.append(piece)
        elif isinstance(piece, Expr):
            out.append(f"{mark}{formula(piece)}{mark}")
        elif isinstance(piece, Index | Picked | Place):
            out.append(f"{mark}{index(piece)}{mark}")
        else:
            out.append(f"{mark}{(condition or condition_text)(piece)}{mark}")
    return "".join(out)
