r"""What a construct is: the tokens it starts with, how it is parsed, what its nodes mean, and examples of both.

One construct, one file in `constructs/`, found by walking. Its examples are its tests: text -> the formula in the author's
words, and near neighbours that must be refused.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from verifier.expr.nodes import Expr, Span
from verifier.latex.read.syntax import Clauses, Node, Prefix

if TYPE_CHECKING:
    from verifier.latex.read.elaborate import Elaborator
    from verifier.latex.read.parser import Parser

Parse = Callable[["Parser"], "Node | None"]
# What a node can mean: the formulas that have a shape, likeliest first; none, and the problem is noted.
Meaning = Callable[["Elaborator", Any], "list[Expr]"]
# A prefix operator and the items after it: each formula with how many of those items it took in.
Reach = Callable[["Elaborator", Any, "tuple[Node, ...]"], "list[tuple[Expr, int]]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Construct:
    """`starts`: token -> rule, which answers None where it does not apply after all.

    `order`: of constructs that start with the same token, the one with the lower number is asked first.
    `examples`: text -> what `str` prints for the formula read in the scope `examples_in`; `refused`: text -> kind.
    """

    name: str
    order: int = 0
    starts: Mapping[str, Parse] = field(default_factory=dict)
    means: Mapping[type[Node], Meaning] = field(default_factory=dict)
    reaches: Mapping[type[Prefix], Reach] = field(default_factory=dict)
    rest_after_sign: tuple[type[Prefix], ...] = ()
    bars: Callable[[Span, str, Clauses], Node] | None = None
    examples: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Registry:
    """All constructs, by what the parser and the elaboration look them up by."""

    constructs: tuple[Construct, ...]
    starts: Mapping[str, tuple[Parse, ...]]
    means: Mapping[type[Node], Meaning]
    reaches: Mapping[type[Prefix], Reach]
    rest_after_sign: tuple[type[Prefix], ...]
    bars: Callable[[Span, str, Clauses], Node]

    def takes_rest(self, item: Node) -> bool:
        return isinstance(item, self.rest_after_sign)


@cache
def registry() -> Registry:
    """Every construct of the folder."""
    import verifier.latex.read.constructs as folder

    found: list[Construct] = []
    for module in sorted(m.name for m in pkgutil.iter_modules(folder.__path__)):
        found.extend(
            value
            for value in vars(importlib.import_module(f"{folder.__name__}.{module}")).values()
            if isinstance(value, Construct)
        )
    starts: dict[str, tuple[Parse, ...]] = {}
    for construct in sorted(found, key=lambda c: c.order):
        for text, parse in construct.starts.items():
            starts[text] = (*starts.get(text, ()), parse)
    (bars,) = [c.bars for c in found if c.bars is not None]
    return Registry(
        tuple(found),
        starts,
        {node: rule for c in found for node, rule in c.means.items()},
        {node: rule for c in found for node, rule in c.reaches.items()},
        tuple(t for c in found for t in c.rest_after_sign),
        bars,
    )
