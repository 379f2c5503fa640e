"""One formula: text in, typed formula out, or the problems that stood in the way. Never raises on any text."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from verifier.expr.nodes import Expr, Number, SizeNumber
from verifier.expr.shapes import lenient
from verifier.expr.walk import nodes
from verifier.latex.greek import LETTERS
from verifier.latex.read.budget import Budget, LimitReached, within_limits
from verifier.latex.read.construct import registry
from verifier.latex.read.elaborate import CHOICES, Elaborator
from verifier.latex.read.parser import Parser, Refused
from verifier.latex.read.prepare import prepared
from verifier.latex.read.problems import Note, Problem, ProblemKind, Reading
from verifier.latex.read.scope import Scope
from verifier.latex.read.signs import WORDS
from verifier.latex.read.syntax import Terms
from verifier.latex.read.tokens import Source, Token

_WORD: Final = re.compile(r"(?<![\\a-zA-Z])[A-Za-z]{3,}")
_NO_WORDS: Final = re.compile(r"\\[a-zA-Z]+|_?\{[^{}]*\}")


def read_formula(text: str, scope: Scope, budget: Budget | None = None) -> Reading:
    """The formula that `text` is in `scope`."""
    source = Source(text, budget or Budget(), [])
    try:
        ways = prepared(source, scope)
        return read_ways(ways, source, scope)
    except (LimitReached, RecursionError) as limit:
        return limited(text, limit)


def limited(text: str, limit: Exception) -> Reading:
    what = limit.what if isinstance(limit, LimitReached) else "the formula is nested too deeply"
    return Reading(text, None, problems=(Problem("limit", (0, len(text)), what),))


def read_ways(ways: list[list[Token]], source: Source, scope: Scope) -> Reading:
    """What the token lists mean: the readings of all of them; the problems of the first if none has any."""
    found: list[Expr] = []
    problems: tuple[Problem, ...] = ()
    cut = False
    for at, tokens in enumerate(ways):
        tried = read_tokens(tokens, source, scope)
        found.extend(f for f in tried.formulas if f not in found)
        problems = tried.problems if at == 0 else problems
        cut = cut or tried.cut
    cut, found = cut or len(found) > CHOICES, found[:CHOICES]
    notes: tuple[Note, ...] = tuple(source.notes)
    if not found:
        loose = loose_reading(ways, source, scope, problems)
        return Reading(source.text, None, problems=problems, notes=notes, loose=loose)
    return Reading(source.text, found[0], tuple(found[1:]), notes=notes, cut=cut)


def loose_reading(
    ways: list[list[Token]], source: Source, scope: Scope, problems: tuple[Problem, ...]
) -> Expr | None:
    """What was written, although its shapes do not fit: for whoever looks for what was meant."""
    if not problems or any(p.kind != "shape" for p in problems):
        return None
    with lenient():
        for tokens in ways:
            formulas = read_tokens(tokens, source, scope).formulas
            if formulas:
                return formulas[0]
    return None


class Tried(NamedTuple):
    """The formulas that tokens can mean, or the problems; `cut`: there are more readings than were tried."""

    formulas: list[Expr]
    problems: tuple[Problem, ...]
    cut: bool = False


def read_tokens(tokens: list[Token], source: Source, scope: Scope) -> Tried:
    """The formulas that a list of tokens can mean, all tokens used, or the problems."""
    parsed = parse_tokens(tokens, source, scope)
    if isinstance(parsed, Problem):
        return Tried([], (_prose(tokens, source, scope) or parsed,))
    cut = scope.leaves_out({token.text for token in tokens})
    found: list[Expr] = []
    problems: tuple[Problem, ...] = ()
    for variant in scope.variants():
        elaborator = Elaborator(variant, source, registry())
        found.extend(f for f in elaborator.value(parsed) if f not in found)
        problems = problems or tuple(elaborator.problems[:8])
        cut = cut or elaborator.cut
    if found:
        return Tried(_likely([within_limits(f) for f in found]), (), cut)
    if cut and problems and all(p.kind == "shape" for p in problems):
        what = "it can be read in more ways than are tried, and none of those that were has shapes that fit"
        problems = (Problem("limit", problems[0].span, what),)
    prose = _prose(tokens, source, scope)
    return Tried([], (prose, *problems) if prose is not None else problems, cut)


def _likely(found: list[Expr]) -> list[Expr]:
    """Without readings that nobody means: a bare 0 of every size, a size where a matrix of that name fits as well."""
    if isinstance(found[0], Number):
        # A bold 1 alone is of whatever size stands opposite.
        return [f for f in found if not isinstance(f, Number)] or (found[:1] if not found[0].value else found)
    if len(found) == 1:
        return found
    # A bold 1 that can be a vector is one: in `\mathbf 1^\top x` it adds up, in `1 x` it does nothing.
    ones = [sum(isinstance(n, Number) and not n.shape.is_scalar for _, n in nodes(f)) for f in found]
    found = [f for f, count in zip(found, ones, strict=True) if count == max(ones)]
    counts = [sum(isinstance(n, SizeNumber) for _, n in nodes(f)) for f in found]
    return [f for f, count in zip(found, counts, strict=True) if count == min(counts)]


def _prose(tokens: list[Token], source: Source, scope: Scope) -> Problem | None:
    """The problem of words where a formula is expected: three that mean nothing here."""
    if not tokens:
        return None
    span = (tokens[0].start, tokens[-1].end)
    words = _WORD.findall(_NO_WORDS.sub(" ", source.slice(span)))
    strange = [w for w in words if w not in WORDS and w not in LETTERS and w not in scope.known_words]
    if len(strange) < 3:
        return None
    return Problem("prose", span, "these are words, not a formula")


def parse_tokens(tokens: list[Token], source: Source, scope: Scope) -> Terms | Problem:
    while tokens and (tokens[-1].kind in ("comma", "row", "cell") or tokens[-1][:2] == ("factor", ".")):
        tokens = tokens[:-1]
    while tokens and tokens[0].kind in ("row", "cell"):
        tokens = tokens[1:]
    if not tokens:
        return Problem("empty", (0, len(source.text)), "there is no formula here")
    parser = new_parser(tokens, source, scope)
    try:
        tree = parser.terms()
        if parser.at < len(tokens):
            token = parser.next
            written = source.slice((token.start, token.end))
            kind: ProblemKind = "prose" if token.kind == "text" else "syntax"
            raise parser.fail(f"`{written}` is not expected here", kind=kind)
    except Refused as refused:
        return refused.problem
    return tree


def new_parser(tokens: list[Token], source: Source, scope: Scope) -> Parser:
    functions = frozenset(scope.functions) - frozenset(scope.values)
    declared = frozenset((*scope.values, *scope.own_functions, *scope.indexed))
    return Parser(list(tokens), source, functions, registry(), declared)
