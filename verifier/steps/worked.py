"""Worked steps: every link handed to a prover, and a derivation that stops at the first link that is not proved.

`worked_steps` makes the lines by rules; `check_own_steps` takes an author's. Who proves is the caller's affair: this
room knows the surface tree and nothing of normal forms or numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from verifier.evidence import Evidence, Proof
from verifier.expr.indices import Hypothesis
from verifier.expr.nodes import Derivative, Expr, Named
from verifier.steps.links import freed, proved_link
from verifier.steps.model import Prover, Step, Words
from verifier.steps.strategy import Line, context_of, lines_to

LEAP: Words = ("by comparing normal forms",)


def worked_steps(
    quantity: Expr, claim: Expr, hypotheses: tuple[Hypothesis, ...], prove: Prover
) -> tuple[Step, ...]:
    """The quantity first, the claim last. If a link cannot be proved, the derivation ends with that line."""
    lines = lines_to(quantity, context_of(quantity, claim, hypotheses))
    return _proved(lines, hypotheses, prove, may_skip=True)


def check_own_steps(
    quantity: Expr,
    own: Sequence[tuple[Expr, Words]],
    claim: Expr,
    hypotheses: tuple[Hypothesis, ...],
    prove: Prover,
) -> tuple[Step, ...]:
    """An author's lines between the quantity and the claim (which need not be repeated), each proved."""
    lines = [Line(quantity, ()), *(Line(expr, (words,) if words else ()) for expr, words in own)]
    if lines[-1].expr != claim:
        lines.append(Line(claim, ()))
    return _proved(lines, hypotheses, prove, may_skip=False)


def stopped_at(steps: Sequence[Step]) -> Step | None:
    """The step whose link to the one before is not proved; it is the last, and the derivation is not complete."""
    return next((s for s in steps[1:] if not isinstance(s.evidence, Proof)), None)


def _proved(
    lines: list[Line], hypotheses: tuple[Hypothesis, ...], prove: Prover, *, may_skip: bool
) -> tuple[Step, ...]:
    """With `may_skip`, lines that cannot be linked are left out when a line after them can be."""
    steps = [Step(lines[0].expr)]
    link = _linker(lines[0].expr, hypotheses, prove)
    at = 1
    while at < len(lines):
        line = lines[at]
        evidence: Evidence = link(steps[-1].expr, line.expr)
        if not isinstance(evidence, Proof) and may_skip:
            for later in range(at + 1, len(lines)):
                beyond = link(steps[-1].expr, lines[later].expr)
                if isinstance(beyond, Proof):
                    # What was said of the line counts from the line before it, which is left out.
                    line, evidence, at = replace(lines[later], reasons=(LEAP,)), beyond, later
                    break
        steps.append(Step(line.expr, line.words, evidence))
        if not isinstance(evidence, Proof):
            break
        at += 1
    return tuple(steps)


def _linker(
    quantity: Expr, hypotheses: tuple[Hypothesis, ...], prove: Prover
) -> Callable[[Expr, Expr], Evidence]:
    """Proves a link; where the quantity is a derivative by a definition, with that definition as a free variable."""

    def link(left: Expr, right: Expr) -> Evidence:
        if isinstance(quantity, Derivative) and isinstance(quantity.by, Named):
            left, right = freed(left, quantity.by), freed(right, quantity.by)
        return proved_link(left, right, hypotheses, prove)

    return link
