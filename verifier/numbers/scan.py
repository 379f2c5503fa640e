"""What a formula speaks of: its sizes, symbols, free index letters and index maps.

Iterative, so that a formula of any depth can be scanned; `Contents.depth` and `.nodes` let the caller refuse it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from verifier.expr.indices import (
    Compare,
    Condition,
    Distinct,
    Hypothesis,
    Index,
    IndexMap,
    IndexTerm,
    NotAmong,
    Picked,
    Range,
)
from verifier.expr.nodes import (
    Cases,
    Column,
    Each,
    Entry,
    Expr,
    Identity,
    Indicator,
    Named,
    Number,
    Opaque,
    SizeNumber,
    Stack,
    Sum,
    Symbol,
    Unit,
)
from verifier.expr.sizes import Size
from verifier.expr.walk import children
from verifier.numbers.limits import DEEPEST, TooLarge, Work


@dataclass(slots=True)
class Contents:
    """Everything to which a point must give a value."""

    sizes: set[str] = field(default_factory=set)
    symbols: dict[str, Symbol] = field(default_factory=dict)
    letters: dict[str, Index] = field(default_factory=dict)
    maps: dict[str, IndexMap] = field(default_factory=dict)
    opaque: set[str] = field(default_factory=set)


Bound = frozenset[str]


def contents(
    exprs: Iterable[Expr], hypotheses: Iterable[Hypothesis] = (), work: Work | None = None
) -> Contents:
    """What occurs in the formulas and hypotheses together; raises `TooLarge` for a formula that is too deep."""
    work = work or Work()
    found = Contents()
    stack: list[tuple[Expr, Bound, int]] = [(e, frozenset(), 0) for e in exprs]
    for hypothesis in hypotheses:
        for part in _in_hypothesis(hypothesis, found):
            stack.append((part, frozenset(), 0))
    seen: set[tuple[int, Bound]] = set()
    while stack:
        node, bound, depth = stack.pop()
        if depth > DEEPEST:
            raise TooLarge("too deeply nested to evaluate")
        if (id(node), bound) in seen:
            continue
        seen.add((id(node), bound))
        work.spend(1)
        _note(node, bound, found)
        for child, inner in _inside(node, bound):
            stack.append((child, inner, depth + 1))
    return found


def _inside(node: Expr, bound: Bound) -> list[tuple[Expr, Bound]]:
    match node:
        case Sum(index=index):
            return [(child, bound | {index.name}) for child in children(node)]
        case Stack(blocks=blocks):
            return [(b.body, bound | {b.index.name}) if isinstance(b, Each) else (b, bound) for b in blocks]
        case Named(body=body):
            return [(body, bound)]
    return [(child, bound) for child in children(node)]


def _note(node: Expr, bound: Bound, found: Contents) -> None:
    """Take down what `node` itself names; its children come by themselves."""
    _sizes(found, node.shape.rows, node.shape.cols)
    match node:
        case Symbol(one_hot=at):
            found.symbols[node.name] = node
            _term(at, bound, found)
        case Identity(size=size) | SizeNumber(size=size):
            _sizes(found, size)
        case Unit(index=index):
            _term(index, bound, found)
        case Column(index=index):
            _term(index, bound, found)
        case Entry(row=row, col=col):
            _term(row, bound, found)
            _term(col, bound, found)
        case Sum(index=index, conditions=conditions):
            _range(index.range, found)
            _conditions(conditions, bound | {index.name}, found)
        case Stack(blocks=blocks):
            for block in blocks:
                if isinstance(block, Each):
                    _range(block.index.range, found)
        case Cases(branches=branches):
            for _, conditions in branches:
                _conditions(conditions, bound, found)
        case Indicator(conditions=conditions):
            _conditions(conditions, bound, found)
        case Opaque(arguments=arguments):
            found.opaque.add(node.name)
            for argument in arguments:
                if not isinstance(argument, Expr):
                    _term(argument, bound, found)
        case Number():
            pass


def _conditions(conditions: tuple[Condition, ...], bound: Bound, found: Contents) -> None:
    for condition in conditions:
        if not isinstance(condition, Compare):
            _term(condition.left, bound, found)
            _term(condition.right, bound, found)


def _in_hypothesis(hypothesis: Hypothesis, found: Contents) -> tuple[Expr, ...]:
    nothing: Bound = frozenset()
    match hypothesis:
        case Compare(left=left, right=right):
            return (left, right)
        case NotAmong(term=term, map=map_):
            _term(term, nothing, found)
            _map(map_, found)
        case Distinct(map=map_):
            _map(map_, found)
        case _:
            _term(hypothesis.left, nothing, found)
            _term(hypothesis.right, nothing, found)
    return ()


def _term(term: IndexTerm | None, bound: Bound, found: Contents) -> None:
    match term:
        case Index(name=name, range=range_):
            _range(range_, found)
            if name not in bound:
                found.letters.setdefault(name, term)
        case Picked(map=map_, at=at):
            _map(map_, found)
            _term(at, bound, found)
        case None:
            pass
        case _:
            _sizes(found, term.at)


def _map(map_: IndexMap, found: Contents) -> None:
    found.maps.setdefault(map_.name, map_)
    _range(map_.arguments, found)
    _range(map_.values, found)


def _range(range_: Range, found: Contents) -> None:
    _sizes(found, range_.low, range_.high)


def _sizes(found: Contents, *sizes: Size) -> None:
    for size in sizes:
        found.sizes.update(size.names)
