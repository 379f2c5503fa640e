r"""What the names on a page mean: made from the formulas of a target, or from declared kinds (`kinds.py`).

Keys are canonical spellings: `y`, `hat y`, `alpha`, `J_neg-sample`. A name may mean several things (V: the matrix of
center vectors, a size, a set of words); where it stands decides. A scope is a value; `with_…` gives a larger one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import prod
from typing import Final

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
    Place,
    Range,
)
from verifier.expr.nodes import (
    Apply,
    Cases,
    Column,
    Each,
    Entry,
    Expr,
    Indicator,
    Named,
    Opaque,
    SizeNumber,
    Stack,
    Sum,
    Symbol,
    Unit,
)
from verifier.expr.sizes import Size
from verifier.expr.walk import children, free_letters
from verifier.functions.base import Function
from verifier.functions.table import functions as all_functions
from verifier.functions.table import spellings
from verifier.latex.read.budget import within_limits
from verifier.latex.read.macros import Macros
from verifier.latex.read.names import canonical_latex

# Other letters for a size, where the scope does not use them otherwise.
_SIZE_ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "V": ("Vocab", "W", "N", "n"),
    "D": ("d", "dim"),
    "K": (),
    "m": ("M",),
}
_LOSS_LETTERS: Final = ("J", "L", "ell", "Loss", "CE", "f", "F")
# Words in the subscript of a loss, and the family they tell.
_FAMILIES: Final[dict[str, tuple[str, ...]]] = {
    "neg": ("neg", "ns", "sampl"),
    "skip": ("skip", "sg", "gram"),
    "naive": ("naive", "softmax", "ce", "cross", "entropy", "sm", "nsm"),
}


VARIANTS: Final = 4  # ways in which names that may mean several things are taken


@dataclass(frozen=True, slots=True)
class Family:
    """A family of words, w_s or w_{t+j}: its letter, and the `t` of the latter."""

    map: IndexMap
    letter: str
    center: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """`values`: key -> formulas it may mean, likeliest first. `columns`: letter -> the matrix whose columns it names. `indexed`: a
    writer's own b_k -> its index and formula. `rows`: letters of columns that the writer takes for rows.

    `free`: letters that are free in what is asked, so that a sum over "w_s = w_k" binds the other one. `loss`: what a
    bare J means; `variable`: what a prime differentiates by. `sets`: a writer's own set of samples -> how it was told.
    `own_functions`: f -> x and the body, where the writer has said what f(x) is.
    `declared_only`: a name that nobody declared is unknown, even one that a reader might guess. `anything`: numbers of the writer's of which it is not known which they are: what
    holds for all of them holds, what does not is open. `borrowed`: names and
    letters of columns that the set knows and the question does not speak of, so that a writer may give them another
    meaning. `guessed`: names of sizes that nobody declared (N for V); they count where they fit.
    """

    values: Mapping[str, tuple[Expr, ...]] = field(default_factory=dict)
    columns: Mapping[str, Expr] = field(default_factory=dict)
    indexed: Mapping[str, tuple[Index, Expr]] = field(default_factory=dict)
    rows: frozenset[str] = frozenset()
    indices: Mapping[str, Index] = field(default_factory=dict)
    families: tuple[Family, ...] = ()
    sizes: Mapping[str, Size] = field(default_factory=dict)
    guessed: frozenset[str] = frozenset()
    functions: Mapping[str, Function] = field(default_factory=dict)
    own_functions: Mapping[str, tuple[Symbol, Expr]] = field(default_factory=dict)
    applied: Mapping[str, str] = field(
        default_factory=dict
    )  # f -> v_c, where f(v_c) is a value of the writer's
    losses: tuple[Expr, ...] = ()
    loss: Expr | None = None
    opaques: tuple[Opaque, ...] = ()
    variable: Expr | None = None
    probability: tuple[Expr, IndexTerm] | None = None
    free: frozenset[str] = frozenset()
    unsupported: Mapping[str, str] = field(default_factory=dict)
    macros: Macros = field(default_factory=dict)
    sets: Mapping[str, str] = field(default_factory=dict)
    declared_only: bool = False
    borrowed: frozenset[str] = frozenset()
    anything: frozenset[Expr] = frozenset()

    @property
    def known_words(self) -> frozenset[str]:
        """Names of several letters."""
        keys = (*self.values, *self.indices, *self.sizes)
        return frozenset(k for k in keys if len(k) > 1 and k.isalpha() and k.isascii())

    @property
    def ranges(self) -> tuple[Range, ...]:
        seen: dict[Range, None] = {}
        for index in self.indices.values():
            seen.setdefault(index.range)
        for family in self.families:
            seen.setdefault(family.map.arguments)
            seen.setdefault(family.map.values)
        return tuple(seen)

    @property
    def samples(self) -> Family | None:
        """The family of samples, where the loss is over samples."""
        return next((f for f in self.families if f.center is None), None)

    def variants(self) -> tuple[Scope, ...]:
        """The scopes in which every name has one value, for names that may mean several things."""
        several = [key for key, values in self.values.items() if len(values) > 1]
        if not several:
            return (self,)
        choices = itertools.islice(itertools.product(*(self.values[k] for k in several)), VARIANTS)
        return tuple(
            replace(self, values={**self.values, **{k: (v,) for k, v in zip(several, way, strict=True)}})
            for way in choices
        )

    def leaves_out(self, written: set[str]) -> bool:
        """Whether there are more ways to take the names in a text than `variants` gives."""
        several = {key: len(values) for key, values in self.values.items() if len(values) > 1}
        named = {key.lstrip("\\").partition("_")[0] for key in several}
        return prod(several.values()) > VARIANTS and bool(named & {text.lstrip("\\") for text in written})

    def with_value(self, key: str, *values: Expr) -> Scope:
        columns = {k: v for k, v in self.columns.items() if k != key or k not in self.borrowed}
        return replace(
            self,
            values={**self.values, key: tuple(map(within_limits, values))},
            columns=columns,
            borrowed=self.borrowed - {key},
        )

    def names(self, key: str) -> bool:
        """Whether a key names a value or a column of the question, or what its writer has defined."""
        head = key.partition("_")[0]
        return (key in self.values and key not in self.borrowed) or (
            head in self.columns and head not in self.borrowed
        )

    def with_columns(self, letter: str, matrix: Expr) -> Scope:
        return replace(self, columns={**self.columns, letter: matrix})

    def with_indexed(self, letter: str, index: Index, value: Expr) -> Scope:
        return replace(self, indexed={**self.indexed, letter: (index, within_limits(value))})

    def with_function(self, name: str, function: Function) -> Scope:
        return replace(self, functions={**self.functions, name: function})

    def with_own_function(self, name: str, argument: Symbol, body: Expr) -> Scope:
        return replace(self, own_functions={**self.own_functions, name: (argument, body)})

    def with_applied(self, name: str, arguments: str, value: Expr) -> Scope:
        return replace(self.with_value(name, value), applied={**self.applied, name: arguments})

    def with_rows(self, key: str) -> Scope:
        return replace(self, rows=self.rows | {key})

    def with_size(self, name: str, size: Size) -> Scope:
        return replace(self, sizes={**self.sizes, name: size}, guessed=self.guessed - {name})

    def with_free(self, letters: Iterable[str]) -> Scope:
        return replace(self, free=frozenset(letters))

    def with_set(self, name: str, members: str) -> Scope:
        return replace(self, sets={**self.sets, name: members})

    def with_macros(self, macros: Macros) -> Scope:
        return replace(self, macros={**self.macros, **macros})

    def loss_named(self, subscript: str) -> Expr | None:
        """The loss that `J_subscript` means."""
        family = family_in(subscript)
        if family is not None:
            for loss in self.losses:
                if family_in(_subscript_of(loss)) == family:
                    return loss
            own = family_in(_subscript_of(self.loss)) if self.loss is not None else None
            if own is not None and own != family:
                return None
        return self.loss if self.loss is not None else self.losses[0] if self.losses else None

    def is_loss(self, name: str) -> bool:
        return (
            bool(self.losses or self.loss or self.opaques)
            and name in _LOSS_LETTERS
            and name not in self.values
            and name not in self.own_functions
            and name not in self.applied
        )


def scope_of(
    *things: Expr | IndexTerm | IndexMap | Size | Hypothesis,
    loss: Expr | None = None,
    variable: Expr | None = None,
    free: Iterable[str] | None = None,
    macros: Macros | None = None,
) -> Scope:
    """A scope in which every name of `things` is known.

    `loss`: the formula that J means; default: the first scalar definition whose name is a loss's. `free`: letters that
    are free in what is asked; default: those free in `things`.
    """
    found = _Found()
    for thing in (
        *things,
        *((loss,) if loss is not None else ()),
        *((variable,) if variable is not None else ()),
    ):
        found.take(thing)
    scope = found.scope()
    if variable is not None:
        # The x that is asked about is the x that is written, where a target knows a scalar and a vector of one name.
        scope = replace(
            scope, values={k: (variable,) if variable in v else v for k, v in scope.values.items()}
        )
    if loss is None and scope.losses:
        loss = scope.losses[0]
    letters = (
        free
        if free is not None
        else frozenset().union(*(free_letters(t) for t in things if isinstance(t, Expr)))
    )
    return replace(scope, loss=loss, variable=variable, free=frozenset(letters), macros=macros or {})


class _Found:
    """What a walk through formulas collects."""

    def __init__(self) -> None:
        self.values: dict[str, tuple[Expr, ...]] = {}
        self.columns: dict[str, Expr] = {}
        self.indices: dict[str, Index] = {}
        self.families: dict[str, Family] = {}
        self.sizes: dict[str, Size] = {}
        self.losses: dict[Expr, None] = {}
        self.opaques: dict[Opaque, None] = {}
        self.probability: tuple[Expr, IndexTerm] | None = None

    def take(self, thing: object) -> None:
        match thing:
            case Expr():
                for node in _all_nodes(thing):
                    self._node(node)
            case Index() | Picked() | Place():
                self._term(thing)
            case IndexMap():
                self._map(thing)
            case Size():
                self._size(thing)
            case NotAmong(term=term, map=family):
                self._term(term)
                self._map(family)
            case Distinct(map=family):
                self._map(family)
            case Compare(left=left, right=right):
                self.take(left)
                self.take(right)

    def _node(self, node: Expr) -> None:
        self._size(node.shape.rows)
        self._size(node.shape.cols)
        match node:
            case Symbol():
                self._value(node.latex, node)
                self._value(node.name, node)
                if node.columns is not None:
                    self.columns.setdefault(node.columns, node)
                if node.one_hot is not None:
                    self._term(node.one_hot)
            case Named():
                self._named(node)
            case Opaque():
                self.opaques.setdefault(node)
                for argument in node.arguments:
                    if not isinstance(argument, Expr):
                        self._term(argument)
            case Column(index=index) | Unit(index=index):
                self._term(index)
            case Entry(row=row, col=col):
                self._term(row)
                if col is not None:
                    self._term(col)
            case Sum(index=index):
                self._term(index)
            case Stack(blocks=blocks):
                for block in blocks:
                    if isinstance(block, Each):
                        self._term(block.index)
            case SizeNumber(size=size):
                self._size(size)
        for condition in _conditions_of(node):
            if not isinstance(condition, Compare):
                self._term(condition.left)
                self._term(condition.right)

    def _value(self, latex: str, value: Expr) -> None:
        key = canonical_latex(latex)
        if key is not None and value not in (had := self.values.get(key, ())):
            self.values[key] = (*had, value)

    def _named(self, node: Named) -> None:
        key = canonical_latex(node.latex)
        if node.shape.is_scalar and (key is None or key.partition("_")[0] in _LOSS_LETTERS):
            self.losses.setdefault(node)
            return
        self._value(node.latex, node)
        body = node.body
        if node.shape.is_vector and isinstance(body, Apply) and body.function.name == "softmax":
            center = next((n.index for n in _all_nodes(body) if isinstance(n, Column)), None)
            if center is not None:
                self.probability = (node, center)

    def _term(self, term: IndexTerm) -> None:
        match term:
            case Index():
                if term.name not in self.indices:
                    self.indices[term.name] = term
                self._size(term.range.low)
                self._size(term.range.high)
            case Picked(map=family, at=at):
                self._map(family)
                self._term(at)
            case Place(at=at):
                self._size(at)

    def _map(self, family: IndexMap) -> None:
        if family.name not in self.families:
            shown = re.sub(r"[{}\s]", "", family.latex.format("@"))
            letter, _, rest = shown.partition("_")
            center = rest.partition("+")[0] if "+" in rest else None
            self.families[family.name] = Family(family, letter, center)
        for size in (family.arguments.low, family.arguments.high, family.values.high):
            self._size(size)

    def _size(self, size: Size) -> None:
        for name in size.names:
            self.sizes.setdefault(name, Size.of(name))

    def scope(self) -> Scope:
        sizes = dict(self.sizes)
        for name, aliases in _SIZE_ALIASES.items():
            if name in self.sizes:
                for alias in aliases:
                    if alias not in self.values and alias not in self.indices:
                        sizes.setdefault(alias, self.sizes[name])
        return Scope(
            values=self.values,
            columns=self.columns,
            indices=self.indices,
            families=tuple(self.families.values()),
            sizes=sizes,
            guessed=frozenset(sizes.keys() - self.sizes.keys()),
            functions=known_functions(),
            losses=tuple(self.losses),
            opaques=tuple(self.opaques),
            probability=self.probability,
        )


def known_functions() -> dict[str, Function]:
    """Names by which the functions of the language are called on a page."""
    out = {spelling.lstrip("\\"): function for spelling, function in spellings().items()}
    return {**out, **all_functions()}


def _all_nodes(expr: Expr) -> Iterator[Expr]:
    """Every node, the bodies of definitions too; each definition once."""
    stack, seen = [expr], set()
    while stack:
        node = stack.pop()
        if isinstance(node, Named):
            if node in seen:
                continue
            seen.add(node)
        yield node
        stack.extend(reversed(children(node)))


def _conditions_of(node: Expr) -> tuple[Condition, ...]:
    match node:
        case Sum(conditions=conditions) | Indicator(conditions=conditions):
            return conditions
        case Cases(branches=branches):
            return tuple(c for _, conditions in branches for c in conditions)
    return ()


def _subscript_of(loss: Expr) -> str:
    return loss.latex if isinstance(loss, Named | Opaque) else ""


def family_in(subscript: str) -> str | None:
    """The family of losses that the words of a subscript tell."""
    letters = re.sub(r"[^a-z]", "", re.sub(r"\\[a-zA-Z]+", "", subscript).lower())
    for family, words in _FAMILIES.items():
        if any(
            word in letters if len(word) > 2 else word == letters or letters.startswith("j" + word)
            for word in words
        ):
            return family
    return None
