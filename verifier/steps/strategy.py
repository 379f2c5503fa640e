"""From the quantity to the claim: phases of rules, each of which gives at most one line.

The order is that of a lecturer: name the loss, write out the definitions, split the logarithm, push the derivative in,
differentiate layer by layer, recognise what has a name, write it with vectors, take out what is common. Nothing here
knows a target; what is folded, vectorised or reflected is what the claim speaks of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeGuard

from verifier.expr.indices import Hypothesis
from verifier.expr.nodes import Derivative, Expr, Named, Opaque, Stack, Symbol, Unit
from verifier.expr.walk import free_letters, nodes
from verifier.steps.apply import Fired, exhausted, once
from verifier.steps.model import Context, Rule, Words
from verifier.steps.order import key
from verifier.steps.rules import (
    cases,
    chain,
    choice,
    collect,
    definitions,
    linearity,
    logarithms,
    matrices,
    onehot,
    products,
    recognise,
    vectorise,
)
from verifier.steps.tidy import tidy

_LAYERS = 6  # functions nested in one another; a derivation with more is cut short and ends at the claim
MOST_LINES = 9
MOST_WIDE_LINES = 9  # with blocks side by side
MOST_REASONS = 2
CHAIN_RULE: Words = ("chain rule",)


@dataclass(frozen=True, slots=True)
class Line:
    """A line before it is proved. `minor`: how readily it is left out when there are too many; 0 is never."""

    expr: Expr
    reasons: tuple[Words, ...]
    minor: int = 0

    @property
    def words(self) -> Words:
        """At most two reasons; more would not be read. Several derivatives are the chain rule."""
        reasons = self.reasons
        if len(reasons) > MOST_REASONS:
            reasons = tuple(
                dict.fromkeys(
                    CHAIN_RULE if _is_derivative(r) else r for r in reasons if r != linearity.LINEAR
                )
            )
        out: Words = ()
        for reason in reasons[:MOST_REASONS]:
            out = (*out, "; ", *reason) if out else reason
        return out


def _is_derivative(reason: Words) -> bool:
    return isinstance(reason[0], str) and reason[0].startswith("derivative of ")


@dataclass(frozen=True, slots=True)
class Phase:
    """Rules that make one line together. `only` says for which formulas the phase is there at all."""

    rules: tuple[Rule, ...]
    minor: int = 0
    repeat: bool = True
    only: Callable[[Expr], bool] = lambda expr: True


def undone(expr: Expr) -> bool:
    """Whether a derivative is left that could be carried out."""
    return any(isinstance(node, Derivative) and not (isinstance(node.of, Opaque)) for _, node in nodes(expr))


def done(expr: Expr) -> bool:
    return not undone(expr)


_PUSH = (*linearity.RULES,)
_LINEAR = (*linearity.RULES, *products.LINEAR_RULES)
_CHAIN = (*chain.RULES, *products.CHAIN_RULES)

OPENING = (
    Phase(definitions.NAME_RULES, repeat=False, only=undone),
    Phase(onehot.PICK_RULES, only=undone),
    Phase(matrices.THROUGH_RULES, repeat=False, only=undone),
    Phase(onehot.SPLIT_RULES, only=done),
    Phase(onehot.ENTRY_RULES, only=done),
    Phase(definitions.UNFOLD_RULES, only=undone),
    Phase(cases.CASE_RULES, only=undone),
    Phase(logarithms.RULES, only=undone),
    Phase(matrices.RULES, only=undone),
    Phase(cases.BRANCH_RULES, minor=2, only=undone),
    Phase((*linearity.RULES[:1], *linearity.RULES[2:4]), minor=3, only=undone),
    Phase(matrices.THROUGH_RULES, repeat=False, only=undone),
)
CLOSING = (
    Phase(linearity.RULES[-1:]),
    Phase(collect.TRANSPOSE_RULES, minor=3),
    Phase(onehot.ENTRY_RULES),
    Phase(collect.CANCEL_RULES),
    Phase(collect.EXPAND_RULES),
    Phase(recognise.SPLIT_RULES, minor=1),
    Phase(collect.INTO_RULES, minor=2),
    Phase((*recognise.FOLD_RULES, *onehot.FOLD_RULES, *onehot.HERE_RULES)),
    Phase(collect.CANCEL_RULES),
    Phase((*recognise.REFLECT_RULES, *collect.TURN_RULES)),
    Phase((*vectorise.SPLIT_RULES, *vectorise.RULES, *onehot.COLUMN_RULES)),
    Phase(collect.COMMON_RULES),
    Phase(vectorise.STACK_RULES),
    Phase(definitions.WRITE_OUT_RULES),
)


def lines_to(quantity: Expr, context: Context) -> list[Line]:
    """The lines from the quantity to the claim, both included; the words of a line say why it equals the one before."""
    lines = [Line(quantity, ())]
    for phase in OPENING:
        _run(phase, lines, context)
    _differentiate(lines, context)
    if done(lines[-1].expr):
        for phase in CLOSING:
            _run(phase, lines, context)
    _end(lines, context.claim)
    return _at_most(lines, MOST_WIDE_LINES if any(_is_wide(line.expr) for line in lines) else MOST_LINES)


_WIDE = 5


def _is_wide(expr: Expr) -> bool:
    return isinstance(expr, Stack) and expr.across


def _run(phase: Phase, lines: list[Line], context: Context) -> bool:
    before = lines[-1].expr
    if key(before) == key(context.claim) or not phase.only(before):
        return False
    fired = Fired()
    if phase.repeat:
        after = exhausted(phase.rules, before, context, fired)
    else:
        after = tidy(once(phase.rules, before, context, fired))
    return _add(lines, after, fired, phase.minor)


def _add(lines: list[Line], after: Expr, fired: Fired, minor: int) -> bool:
    if after == lines[-1].expr or (minor and not fired.words):
        return False
    if not fired.words and key(after) == key(lines[-1].expr):
        lines[-1] = replace(lines[-1], expr=after)
        return False
    lines.append(Line(after, tuple(fired.words) or (("simplify",),), minor))
    return True


def _differentiate(lines: list[Line], context: Context) -> None:
    """Layer by layer: which terms matter, then the outermost functions, then what is linear below them."""
    for _ in range(_LAYERS):
        if not undone(lines[-1].expr) or key(lines[-1].expr) == key(context.claim):
            return
        moved = _run(Phase(choice.RULES, minor=1), lines, context)
        moved = _run(Phase(choice.PLACE_RULES, minor=1), lines, context) or moved
        before = lines[-1].expr
        outer, inner = Fired(), Fired()
        after = tidy(once(_CHAIN, before, context, outer))
        after = exhausted(_LINEAR, after, context, inner)
        words = outer if outer.words else inner
        if new_units := units_in(after) - units_in(before):
            unit = min(new_units, key=str)
            words.words.append((unit, " is the unit vector with its 1 at ", unit.index))
        if not words.words:
            words.words.append(linearity.LINEAR if undone(after) else ("differentiate",))
        if not _add(lines, after, words, _WIDE if _is_wide(after) and undone(after) else 0) and not moved:
            return


def units_in(expr: Expr) -> frozenset[Unit]:
    return frozenset(node for _, node in nodes(expr) if isinstance(node, Unit))


def _end(lines: list[Line], claim: Expr) -> None:
    """The claim as its author wrote it: in place of the last line if only the order differs, else after it."""
    last = lines[-1]
    if len(lines) > 1 and key(last.expr) == key(claim):
        lines[-1] = replace(last, expr=claim, minor=0)
    else:
        lines.append(Line(claim, (("collect terms",) if done(last.expr) else ("differentiate",),)))


def _at_most(lines: list[Line], most: int) -> list[Line]:
    """Minor lines left out, the most minor first; what they said is said on the line after."""
    while len(lines) > most:
        ranks = [line.minor for line in lines]
        worst = max(ranks)
        if worst == 0:
            break
        at = ranks.index(worst)
        said, after = lines[at].reasons, lines[at + 1]
        lines[at : at + 2] = [replace(after, reasons=tuple(dict.fromkeys((*said, *after.reasons))))]
    return lines


def definitions_in(*exprs: Expr) -> tuple[Named, ...]:
    """Every definition that occurs, also inside others."""
    found: dict[Named, None] = {}
    waiting = list(exprs)
    while waiting:
        for _, node in nodes(waiting.pop()):
            if isinstance(node, Named) and node not in found:
                found[node] = None
                waiting.append(node.body)
    return tuple(found)


def context_of(quantity: Expr, claim: Expr, hypotheses: tuple[Hypothesis, ...]) -> Context:
    definitions = definitions_in(quantity, claim)
    names = {
        n.name
        for part in (quantity, claim, *(d.body for d in definitions))
        for _, n in nodes(part)
        if _is_name(n)
    }
    taken = free_letters(quantity) | free_letters(claim) | names
    return Context(claim, hypotheses, definitions, frozenset(taken))


def _is_name(node: Expr) -> TypeGuard[Symbol | Named]:
    """A name that a bound index must not look like."""
    return isinstance(node, Symbol | Named)
