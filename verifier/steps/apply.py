"""Rules applied to a whole formula: once at the outermost places, or again and again until none fits.

What may be rewritten: everything but definitions, opaque losses, conditions, and what is differentiated by. Under a
binder the context knows the binder's conditions and forgets what was known of an outer index with its letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from verifier.expr.nodes import Cases, Column, Derivative, Each, Expr, Indicator, Named, Opaque, Stack, Sum
from verifier.expr.walk import children, rebuilt
from verifier.steps.known import shadowed
from verifier.steps.model import Context, Rule, Words
from verifier.steps.tidy import tidy

_MOST_ROUNDS = 24  # a bound for rules that would feed each other; no derivation of the sets needs more than 6


@dataclass(slots=True)
class Fired:
    """Which rules were used, in order, with the words each had for it."""

    words: list[Words] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    def note(self, rule: Rule, before: Expr, after: Expr, context: Context) -> None:
        words = rule.say(before, after, context)
        self.rules.append(rule.name)
        if words and words not in self.words:
            self.words.append(words)


def once(rules: Iterable[Rule], expr: Expr, context: Context, fired: Fired) -> Expr:
    """At every outermost place where a rule fits, the first that does; what it gives is not entered."""
    table = tuple(rules)

    def visit(node: Expr, known: Context) -> Expr:
        for rule in table:
            after = rule.rewrite(node, known)
            if after is not None and after != node:
                fired.note(rule, node, after, known)
                return after
        return inside(node, known, visit)

    return visit(expr, context)


def exhausted(rules: Iterable[Rule], expr: Expr, context: Context, fired: Fired) -> Expr:
    """The rules everywhere, until none fits."""
    table = tuple(rules)
    for _ in range(_MOST_ROUNDS):
        after = tidy(once(table, expr, context, fired))
        if after == expr:
            break
        expr = after
    return expr


def inside(node: Expr, context: Context, visit: Callable[[Expr, Context], Expr]) -> Expr:
    """`node` with its parts visited."""
    match node:
        case Named() | Opaque() | Indicator():
            return node
        case Derivative(of=of, by=by):
            inner = visit(of, context)
            return node if inner is of else Derivative(inner, by)
        case Column(matrix=Named()):
            return node
        case Sum(index=index, conditions=conditions, body=body):
            inner = visit(body, shadowed(context, index, conditions))
            return node if inner is body else Sum(index, conditions, inner)
        case Stack(blocks=blocks, across=across):
            new = tuple(
                Each(b.index, visit(b.body, shadowed(context, b.index, ())))
                if isinstance(b, Each)
                else visit(b, context)
                for b in blocks
            )
            return node if new == blocks else Stack(new, across)
        case Cases(branches=branches):
            values = tuple((visit(v, context.under(tuple(cs))), cs) for v, cs in branches)
            return node if values == branches else Cases(values)
    return rebuilt(node, tuple(visit(child, context) for child in children(node)))
