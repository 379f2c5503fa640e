"""A student's formula laid out for repairs: every place in it, with the letters bound there, and what is known around it.

Everything known (names, letters, sums, factors, terms, functions) is gathered from the right form, from the quantity
that was asked for, from the hypotheses and from the student's own formula. No rule knows a target.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from verifier.expr.indices import (
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
    Add,
    Apply,
    Column,
    Diag,
    Div,
    Each,
    Entry,
    Expr,
    Hadamard,
    Mul,
    Named,
    Neg,
    Number,
    Opaque,
    Pow,
    SizeNumber,
    Stack,
    Sum,
    Symbol,
    Transpose,
    Unit,
)
from verifier.expr.shapes import UNKNOWN, lenient
from verifier.expr.sizes import Size
from verifier.expr.walk import Path, children, free_letters, letters_of, put_index
from verifier.functions.base import Function
from verifier.functions.exponential import EXP
from verifier.functions.softmax import SOFTMAX

MOST_FACTORS, MOST_TERMS = 24, 12


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a formula. `bound`: the letters bound there, innermost last. `inside`: it is part of an argument of a
    function by elements, so that a sign here is not a sign of the value."""

    path: Path
    node: Expr
    parent: Expr | None
    bound: tuple[Index, ...] = ()
    inside: bool = False


def spots_of(tree: Expr) -> tuple[Spot, ...]:
    """Outermost first; definitions are not entered."""
    out: list[Spot] = []
    stack = [Spot((), tree, None)]
    while stack:
        spot = stack.pop()
        out.append(spot)
        if isinstance(spot.node, Named):
            continue
        stack.extend(reversed(list(_below(spot))))
    return tuple(out)


def _below(spot: Spot) -> Iterator[Spot]:
    node = spot.node
    inside = spot.inside or isinstance(node, Apply)
    for at, child in enumerate(children(node)):
        bound = spot.bound
        if isinstance(node, Sum):
            bound = (*bound, node.index)
        elif isinstance(node, Stack) and isinstance(block := node.blocks[at], Each):
            bound = (*bound, block.index)
        yield Spot((*spot.path, at), child, node, bound, inside)


# --- what is known -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SumHead:
    """The sign of a sum without its body."""

    index: Index
    conditions: tuple[Condition, ...]


@dataclass(slots=True)
class Known:
    """Gathered once for a diagnosis, in the order found: from the right form first."""

    names: dict[Expr, None] = field(default_factory=dict)  # symbols, definitions, columns
    letters: dict[str, Index] = field(default_factory=dict)  # free index letters
    maps: dict[IndexMap, None] = field(default_factory=dict)
    heads: dict[SumHead, None] = field(default_factory=dict)
    factors: dict[Expr, None] = field(default_factory=dict)
    terms: dict[Expr, None] = field(default_factory=dict)
    functions: dict[Function, None] = field(default_factory=dict)
    picks: dict[IndexTerm, None] = field(default_factory=dict)

    def terms_for(self, run: Range | None, bound: Iterable[Index]) -> tuple[IndexTerm, ...]:
        """The index terms that could stand where one with range `run` stands, given the letters bound there."""
        here = {**self.letters, **{i.name: i for i in bound}}
        plain = [i for i in here.values() if i.range == run]
        picked = [m[i] for m in self.maps if m.values == run for i in here.values() if i.range == m.arguments]
        return (*plain, *picked)

    def of_length(self, length: Size, bound: Iterable[Index]) -> tuple[IndexTerm, ...]:
        return self.terms_for(Range.upto(length), bound)


def gathered(sources: Iterable[Expr], hypotheses: Iterable[Hypothesis]) -> Known:
    known = Known()
    with lenient():  # the student's formula need not fit together
        for source in sources:
            _gather(known, source, ())
    for hypothesis in hypotheses:
        match hypothesis:
            case NotAmong(term=term, map=family):
                _note_term(known, term, ())
                known.maps[family] = None
            case Distinct(map=family):
                known.maps[family] = None
            case _:
                for side in (hypothesis.left, hypothesis.right):
                    if not isinstance(side, Expr):
                        _note_term(known, side, ())
    return known


def _gather(known: Known, expr: Expr, bound: tuple[str, ...]) -> None:
    match expr:
        case Symbol(one_hot=at):
            known.names[expr] = None
            if at is not None:
                _note_term(known, at, bound)
        case Named(body=body):
            known.names[expr] = None
            _gather(known, body, bound)
            return
        case Column(matrix=matrix, index=index):
            _note_term(known, index, bound)
            if not letters_of(index) & set(bound):
                known.names[expr] = None
            _gather(known, matrix, bound)
            return
        case Entry(row=row, col=col):
            for term in (row, col):
                if term is not None:
                    _note_term(known, term, bound)
        case Unit(index=index):
            _note_term(known, index, bound)
        case Opaque(arguments=arguments):
            for argument in arguments:
                if not isinstance(argument, Expr):
                    _note_term(known, argument, bound)
        case Apply(function=function):
            known.functions[function] = None
            if function is SOFTMAX:
                _gather_softmax(known, expr)
        case Sum(index=index, conditions=conditions):
            known.heads[SumHead(index, conditions)] = None
            bound = (*bound, index.name)
        case Stack(blocks=blocks):
            bound = (*bound, *(b.index.name for b in blocks if isinstance(b, Each)))
    _note_parts(known, expr)
    for child in children(expr):
        _gather(known, child, bound)


def _gather_softmax(known: Known, expr: Apply) -> None:
    """What a softmax is made of, for those who write it out: exp, and the normalising sum."""
    known.functions[EXP] = None
    (scores,) = expr.args
    if not scores.shape.is_vector:
        return
    letter = Index("x", Range.upto(scores.shape.rows))
    match scores:
        case Mul(factors=(Transpose(arg=matrix), vector)) if isinstance(matrix, Symbol) and matrix.columns:
            score: Expr = Mul((Transpose(Column(matrix, letter)), vector))
        case _:
            score = Entry(scores, letter)
    known.factors[Sum(letter, (), Apply(EXP, (score,)))] = None
    known.heads[SumHead(letter, ())] = None


def _note_parts(known: Known, expr: Expr) -> None:
    match expr:
        case Mul(factors=factors) | Hadamard(factors=factors):
            for factor in factors:
                _note_factor(known, factor)
            if isinstance(expr, Mul):
                _note_expanded(known, factors)
        case Div(top=top, bottom=bottom):
            _note_factor(known, top)
            _note_factor(known, bottom)
        case Pow(base=base):
            _note_factor(known, base)
            _note_factor(known, expr)
        case Apply():
            _note_factor(known, expr)
        case Entry():
            _note_factor(known, expr)
        case Add(terms=terms):
            for term in terms:
                bare = term.arg if isinstance(term, Neg) else term
                if len(known.terms) < MOST_TERMS and not isinstance(bare, Number):
                    known.terms[bare] = None


def _note_expanded(known: Known, factors: tuple[Expr, ...]) -> None:
    """The terms of a product with a sum in it, for those who multiply out: U y of U(z - y)."""
    for at, factor in enumerate(factors):
        turned = isinstance(factor, Transpose)
        bare = factor.arg if isinstance(factor, Transpose) else factor
        if not isinstance(bare, Add):
            continue
        for term in bare.terms:
            plain = term.arg if isinstance(term, Neg) else term
            rest = (*factors[:at], *factors[at + 1 :])
            if isinstance(plain, Number):
                new = Mul(rest) if len(rest) > 1 else rest[0]
            else:
                part: Expr = Transpose(plain) if turned else plain
                new = Mul((*factors[:at], part, *factors[at + 1 :]))
            if len(known.terms) < MOST_TERMS and new.shape != UNKNOWN:
                known.terms[new] = None


def _note_factor(known: Known, factor: Expr) -> None:
    while isinstance(factor, Neg | Transpose):
        factor = factor.arg
    if isinstance(factor, Mul | Div | Stack | Diag) or len(known.factors) >= MOST_FACTORS:
        return
    if isinstance(factor, Number) and abs(factor.value) == 1:
        return
    if isinstance(factor, Column | Symbol | Named | Entry | Apply | Add | Pow | Number | SizeNumber | Sum):
        known.factors[factor] = None


def _note_term(known: Known, term: IndexTerm, bound: tuple[str, ...]) -> None:
    at = term
    while isinstance(at, Picked):
        known.maps[at.map] = None
        at = at.at
    if isinstance(at, Index) and at.name not in bound:
        known.letters.setdefault(at.name, at)
    if not letters_of(term) & set(bound):
        known.picks[term] = None


# --- a formula and what is known around it ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class View:
    """One formula to be repaired. `quantity` is what was asked for, if it is known."""

    tree: Expr
    truth: Expr
    known: Known
    spots: tuple[Spot, ...]
    hypotheses: tuple[Hypothesis, ...] = ()
    quantity: Expr | None = None

    def fitted(self, part: Expr, spot: Spot) -> Iterator[Expr]:
        """`part`, found elsewhere, in the letters of this place: its own free letters, or those bound here."""
        strange = [
            n
            for n in free_letters(part)
            if n not in self.known.letters and n not in {i.name for i in spot.bound}
        ]
        if not strange:
            yield part
        if len(strange) > 1:
            return
        for name in strange or free_letters(part):
            run = _run_of(part, name)
            for index in spot.bound:
                if index.range == run and index.name != name:
                    yield put_index(part, name, index)
            if strange:
                for index in self.known.letters.values():
                    if index.range == run:
                        yield put_index(part, name, index)


def view_of(tree: Expr, base: View) -> View:
    return View(tree, base.truth, base.known, spots_of(tree), base.hypotheses, base.quantity)


def _run_of(expr: Expr, name: str) -> Range | None:
    """The range of a free letter."""
    match expr:
        case Column(index=term) | Unit(index=term) | Entry(row=term):
            while isinstance(term, Picked):
                term = term.at
            if isinstance(term, Index) and term.name == name:
                return term.range
        case Opaque(arguments=arguments):
            for argument in arguments:
                while isinstance(argument, Picked):
                    argument = argument.at
                if isinstance(argument, Index) and argument.name == name:
                    return argument.range
    for child in children(expr):
        if (found := _run_of(child, name)) is not None:
            return found
    return None
