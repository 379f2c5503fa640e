"""Whether the names of a question mean one thing each, and whether an answer is one.

A letter may be a number in one target and a vector in another; within a target it is declared once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verifier.errors import VerifierError
from verifier.expr.indices import Compare, Hypothesis
from verifier.expr.nodes import Column, Derivative, Expr, Named, Opaque, Symbol, Transpose
from verifier.expr.walk import children, nodes


def symbols_in(*exprs: Expr) -> Iterator[Symbol]:
    """Every declared symbol, also inside definitions."""
    for expr in exprs:
        if isinstance(expr, Symbol):
            yield expr
        yield from symbols_in(*children(expr))


def in_hypotheses(hypotheses: Iterable[Hypothesis]) -> tuple[Expr, ...]:
    return tuple(side for h in hypotheses if isinstance(h, Compare) for side in (h.left, h.right))


def check_symbols(where: str, *exprs: Expr) -> None:
    """Refuse a name that is declared twice, and differently."""
    known: dict[str, Symbol] = {}
    for symbol in symbols_in(*exprs):
        other = known.setdefault(symbol.name, symbol)
        if other is symbol or _kind(other) == _kind(symbol):
            continue
        raise VerifierError(
            f"{where}: two symbols are named {symbol.name}: one {_in_words(other)}, one {_in_words(symbol)}",
            "give one of them another name; latex= says how it is printed",
        )


def _kind(symbol: Symbol) -> object:
    return symbol.of_shape, symbol.positive, symbol.one_hot is None, symbol.structure


def _in_words(symbol: Symbol) -> str:
    more = [*sorted(symbol.structure), *(["positive"] if symbol.positive else [])]
    more += ["one-hot"] if symbol.one_hot is not None else []
    return symbol.shape.in_words() + (f" ({', '.join(more)})" if more else "")


def undone(answer: Expr, allowed: tuple[Derivative, ...]) -> Derivative | None:
    """The first derivative in an answer that may not stand there; what is allowed is so whatever its indices are.

    A derivative behind a name that the answer gives it is found as well.
    """
    for _, node in nodes(answer):
        if isinstance(node, Derivative) and not any(_alike(node, may) for may in allowed):
            return node
        if isinstance(node, Named) and (inside := undone(node.body, allowed)) is not None:
            return inside
    return None


def _alike(found: Derivative, may: Derivative) -> bool:
    return _named(found.of) == _named(may.of) and _named(found.by) == _named(may.by)


def _named(expr: Expr) -> object:
    match expr:
        case Opaque(name=name) | Named(name=name) | Symbol(name=name):
            return name
        case Column(matrix=matrix):
            return ("column", _named(matrix))
        case Transpose(arg=arg):
            return _named(arg)
    return expr
