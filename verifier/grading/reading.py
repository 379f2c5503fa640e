"""Formulas of one document, read once for each scope: the reading of every member, left side and condition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from verifier.documents import Given, Member
from verifier.expr.indices import Hypothesis
from verifier.expr.nodes import (
    Add,
    Apply,
    Derivative,
    Div,
    Expr,
    Mul,
    Named,
    Neg,
    Number,
    Opaque,
    Pow,
    Symbol,
)
from verifier.expr.shapes import SCALAR
from verifier.expr.walk import nodes
from verifier.grading.kept import Kept
from verifier.grading.proved import is_proved
from verifier.judging.scopes import scope_of_truth, turned
from verifier.judging.truth import Truth, truths_of
from verifier.judging.verdict import Remark
from verifier.latex.read import read_formula, read_given
from verifier.latex.read.chain import inside
from verifier.latex.read.macros import Macros
from verifier.latex.read.problems import Problem, Reading
from verifier.latex.read.scope import Scope
from verifier.questions import Given as Notation
from verifier.questions import Target

_OF_ONE_LETTER = (Add, Apply, Derivative, Div, Mul, Neg, Number, Pow)
_BREAK = re.compile(r"[;；。，,]\s+|(?<=[，；。])|\b(?:and|while|but|whereas)\b|以及|而")
_SAYS = re.compile(r"\b(?:is|are|has|have)\b|[为是]|\\in(?![a-z])")
_IN_WORDS = re.compile(r"\\(?:text\w*|mbox|hbox)\s*\{(?:[^{}]|\{[^{}]*\})*\}")
_ESCAPED = re.compile(r"\\\\|\\[{}]")
_MATH = re.compile(r"\$[^$]*\$")


# By which scope it is, so what is kept holds that scope too, lest another takes its place.
_READ: Kept[tuple[str, int], tuple[Scope, Reading]] = Kept(4096)
_WITHIN: Kept[tuple[int, frozenset[str]], tuple[Scope, Scope]] = Kept(512)


@lru_cache(maxsize=512)
def plain_scope(
    target: Target,
    truth: Truth,
    notation: tuple[Notation, ...],
    losses: tuple[Expr, ...],
    macros: tuple[tuple[str, tuple[int, str]], ...],
) -> Scope:
    """The scope of a target where the writer has stated nothing, all losses of the set known by their names."""
    own = scope_of_truth(target, truth, notation)
    others = tuple(loss for loss in losses if loss not in own.losses)
    return replace(own, losses=(*own.losses, *others)).with_macros(dict(macros))


@dataclass(slots=True)
class Pages:
    """What the writer's formulas mean under each truth. `givens` are the writer's own statements, in order.

    `lasting`: the scopes that hold nothing of the writer's own, by which they are; what is read in them is kept.
    """

    macros: Macros
    losses: tuple[Expr, ...]
    notation: tuple[Notation, ...] = ()
    scopes: dict[tuple[Truth, tuple[int, ...]], Scope] = field(default_factory=dict)
    placed: dict[tuple[str, tuple[int, ...]], list[tuple[Truth, Scope]]] = field(default_factory=dict)
    causes: dict[tuple[Expr, Expr, tuple[Hypothesis, ...]], tuple[Remark, ...]] = field(default_factory=dict)
    defined: dict[str, bool] = field(default_factory=dict)  # a definition: could it be read for some target
    within: dict[tuple[int, frozenset[str]], Scope] = field(default_factory=dict)
    readings: dict[tuple[str, int], Reading] = field(default_factory=dict)
    lasting: dict[int, Scope] = field(default_factory=dict)
    latest: dict[Truth, tuple[tuple[int, ...], Scope]] = field(default_factory=dict)
    known: dict[tuple[str, int], bool] = field(default_factory=dict)

    def scope(self, target: Target, truth: Truth, givens: tuple[Given, ...]) -> Scope:
        """The scope of a target, all losses of the set known by their names, and what the writer stated before."""
        key = (truth, tuple(map(id, givens)))
        if key not in self.scopes:
            scope, stated = self._stated_before(target, truth, key[1])
            for given in givens[stated:]:
                for statement in statements(given):
                    read = read_given(statement, scope)
                    scope = read.scope
                    if given.kind == "definition":
                        said = _squeezed(statement)
                        self.defined[said] = self.defined.get(said, False) or not read.problems
            self.scopes[key] = scope
            self.latest[truth] = (key[1], scope)
        return self.scopes[key]

    def _stated_before(self, target: Target, truth: Truth, givens: tuple[int, ...]) -> tuple[Scope, int]:
        """What a scope is built on, and how many of the statements are in it: a document states more and more."""
        known, scope = self.latest.get(truth, ((), None))
        if scope is not None and known == givens[: len(known)]:
            return scope, len(known)
        scope = plain_scope(target, truth, self.notation, self.losses, tuple(self.macros.items()))
        self.lasting[id(scope)] = scope
        return scope, 0

    def inside(self, scope: Scope, left: Expr | None) -> Scope:
        """The scope of what follows a left side, in which the writer's letter is the free one."""
        within = inside(scope, left)
        key = (id(scope), within.free)
        if key not in self.within:
            if id(scope) in self.lasting:
                _, within = _WITHIN.get(key, lambda: (scope, within))
                self.lasting[id(within)] = within
            self.within[key] = within
        return self.within[key]

    def read(self, text: str, scope: Scope) -> Reading:
        key = (text, id(scope))
        if key not in self.readings:
            if id(scope) in self.lasting:
                _, self.readings[key] = _READ.get(key, lambda: (scope, _read(text, scope)))
            else:
                self.readings[key] = _read(text, scope)
        return self.readings[key]

    def knows(self, text: str, scope: Scope) -> bool:
        """Whether a formula can be read with the names that are known, and no letter taken for any number."""
        key = (text, id(scope))
        if key not in self.known:
            self.known[key] = read_formula(text, scope).formula is not None
        return self.known[key]

    def proved(self, claim: Expr, formula: Expr, hypotheses: tuple[Hypothesis, ...]) -> bool:
        """Whether a formula is a claim."""
        return is_proved(claim, formula, hypotheses)

    def in_doubt(self, latex: str) -> bool:
        """Whether a formula uses a name whose definition by the writer could not be read: it may mean anything."""
        plain = _squeezed(latex)
        unread = (said.partition("=")[0] for said, read in self.defined.items() if not read)
        return any(name and name in plain for name in unread)

    def member(self, member: Member, scope: Scope) -> Reading:
        return self.read(member.latex, scope)

    def truths(self, target: Target, givens: tuple[Given, ...]) -> list[tuple[Truth, Scope]]:
        """What counts as an answer, each with the scope that it is read in, in the writer's layout."""
        # What is given is the document's own, so it is told apart by which it is: to compare its text takes long.
        key = (target.name, tuple(map(id, givens)))
        if key not in self.placed:
            scopes = [(truth, self.scope(target, truth, givens)) for truth in truths_of(target)]
            self.placed[key] = [(turned(truth, scope), scope) for truth, scope in scopes]
        return self.placed[key]


# `[1] + [2]`, `(1) + (2)`: parts that the writer has numbered, no numbers.
_NUMBERED = re.compile(
    r"\s*-?\s*(?:\[\s*\d\s*\]|\(\s*\d\s*\)\s*[-+]\s*\(\s*\d\s*\))(?:\s*[-+]\s*[\[(]\s*\d\s*[\])])*\s*"
)


def _read(text: str, scope: Scope) -> Reading:
    if _NUMBERED.fullmatch(text):
        named = Problem("unknown-symbol", (0, len(text)), f"`{text.strip()}` names parts by their numbers")
        return Reading(text, None, problems=(named,))
    reading = read_formula(text, scope)
    return reading if reading.formula is not None else _of_one_letter(text, scope, reading)


def _of_one_letter(text: str, scope: Scope, reading: Reading) -> Reading:
    r"""A rule that is recalled on the way, `\frac{d}{dz} \log\sigma(z) = 1 - \sigma(z)`: its letter is a scalar of its own, or what
    the question differentiates by where that is a name as well.

    Only where nothing else stands in the formula, so that no letter of the question is taken for another.
    """
    unknown = {problem.name for problem in reading.problems if problem.kind == "unknown-symbol"}
    letter = next(iter(unknown)) if len(unknown) == 1 else ""
    if len(letter) != 1 or not letter.isalpha():
        return reading
    asked = (
        scope.variable if isinstance(scope.variable, Symbol) and not scope.variable.shape.is_matrix else None
    )
    scalar = asked or Symbol(letter, SCALAR, letter)
    again = read_formula(text, replace(scope.with_value(letter, scalar), variable=scalar))
    alone = all(
        node == scalar or isinstance(node, _OF_ONE_LETTER)
        for formula in again.all
        for _, node in nodes(formula)
    )
    return again if again.formula is not None and alone else reading


def losses_of(targets: Mapping[str, Target]) -> tuple[Expr, ...]:
    found: dict[Expr, None] = {}
    for target in targets.values():
        if isinstance(target.loss, Named):
            found.setdefault(target.loss)
    return tuple(found)


def statements(given: Given) -> Iterator[str]:
    """What a declaration says, one thing at a time: "y is a row vector, and U is D x V"."""
    if given.formula is not None:
        yield given.formula.text
        return
    words, start = given.words, 0
    hidden = _MATH.sub(lambda m: "\x00" * len(m.group()), words)
    for found in _BREAK.finditer(hidden):
        # "y and yhat are row vectors" says one thing, "y is a row, and U is D x V" two.
        if _SAYS.search(words[start : found.start()]) and _SAYS.search(words[found.end() :]):
            yield words[start : found.start()]
            start = found.end()
    yield words[start:]


def is_of_any_loss(truth: Truth) -> bool:
    """Whether the question is about a loss that may be any, so that an answer may write out one of them."""
    return any(isinstance(derivative.of, Opaque) for derivative in truth.allowed)


def _squeezed(latex: str) -> str:
    return "".join(latex.split())


def is_damaged(latex: str) -> bool:
    """Whether braces do not match, or the end of another formula is within: a part is missing or was put in, and only
    what turns out right can be trusted."""
    plain = _ESCAPED.sub("", latex)
    return plain.count("{") != plain.count("}") or "$" in _IN_WORDS.sub("", plain)
