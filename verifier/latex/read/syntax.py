"""The tree of what stands on the page, before anyone asks what it means: every node knows its characters.

Constructs add their own nodes beside their rules (`constructs/`). A `Prefix` takes what follows it in its product: a
sum, a derivative operator.
"""

from __future__ import annotations

from dataclasses import dataclass

from verifier.expr.nodes import Span


@dataclass(frozen=True, slots=True)
class Node:
    span: Span


@dataclass(frozen=True, slots=True)
class Num(Node):
    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A letter, a Greek letter by its word, or a known word. `font` matters for 1 and I alone."""

    name: str
    font: str = ""


@dataclass(frozen=True, slots=True)
class Text(Node):
    """Words in mathematics."""

    words: str


@dataclass(frozen=True, slots=True)
class Dots(Node):
    """Any of the dots that stand for what is left out."""


@dataclass(frozen=True, slots=True)
class Op(Node):
    r"""A sign between factors: `cdot`, `times`, `*`, `.`, `odot`, `/`."""

    symbol: str


@dataclass(frozen=True, slots=True)
class Prefix(Node):
    """An operator that takes what follows it in its product."""


@dataclass(frozen=True, slots=True)
class Run(Node):
    """Factors and the signs between them, in the order written; grouping is decided by meaning."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Terms(Node):
    """A sum: sign and product, sign and product."""

    parts: tuple[tuple[int, Run], ...]


@dataclass(frozen=True, slots=True)
class Clause(Node):
    """`a`, `a = b`, `a <= b < c`, or words."""

    parts: tuple[Terms, ...]
    relations: tuple[str, ...] = ()
    words: str = ""


Clauses = tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Bracket(Node):
    """`kind` is the opening bracket: `(`, `[`, `{` (a TeX group), `\\{`, or `rest` for what an operator takes in."""

    kind: str
    clauses: Clauses


@dataclass(frozen=True, slots=True)
class Script(Node):
    """A base with subscripts, superscripts and primes."""

    base: Node
    subs: tuple[Clauses, ...] = ()
    sups: tuple[Clauses, ...] = ()
    primes: int = 0


@dataclass(frozen=True, slots=True)
class Accent(Node):
    accent: str
    arg: Node


def sole(node: Node) -> Node:
    """What is left when sums of one term, products of one factor and brackets of one clause are opened; bars mean something."""
    while True:
        match node:
            case Terms(parts=((1, run),)):
                node = run
            case Run(items=(item,)):
                node = item
            case Bracket(kind=kind, clauses=(Clause(parts=(inner,), relations=()),)) if kind not in (
                "|",
                "||",
            ):
                node = inner
            case Clause(parts=(inner,), relations=()):
                node = inner
            case _:
                return node


def sole_of(clauses: Clauses) -> Node | None:
    """The one thing that stands in a script or bracket; None if there are several."""
    return sole(clauses[0]) if len(clauses) == 1 else None


def joined(*nodes: Node) -> Span:
    """From the first character of the first to the last of the last."""
    return nodes[0].span[0], nodes[-1].span[1]
