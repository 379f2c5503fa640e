"""Wrong answers made from right ones, one slip each, with the codes that a marker would accept for it.

Written without the catalogue's repairs: trees are changed here in the direction in which a student goes wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from verifier.expr.indices import Index, OtherIndex, Picked, Place, Range
from verifier.expr.nodes import (
    Add,
    Apply,
    Cases,
    Column,
    Derivative,
    Div,
    Entry,
    Expr,
    Mul,
    Named,
    Neg,
    Number,
    Pow,
    Sum,
    Symbol,
    Transpose,
)
from verifier.expr.shapes import lenient
from verifier.expr.sizes import ZERO
from verifier.expr.walk import Path, children, free_letters, nodes, put_index, rebuilt

Slip = tuple[str, frozenset[str], Expr]
SHAPES = ("shape", "transpose", "layout")


def slips(answer: Expr, letters: tuple[Index, ...], names: tuple[Expr, ...]) -> Iterator[Slip]:
    """(rule, accepted codes, wrong answer)."""
    for rule, (make, codes) in RULES.items():
        with lenient():
            made = list(make(answer, letters, names))
        for wrong in made:
            if wrong != answer:
                yield rule, frozenset(codes), wrong


def _each(answer: Expr, change: Callable[[Expr, bool], Iterator[Expr]]) -> Iterator[Expr]:
    """`change` at every place in turn; it is told whether the place lies inside a function's argument."""
    for path, node in nodes(answer):
        for new in change(node, _inside(answer, path)):
            yield _put(answer, path, new)


def _inside(answer: Expr, path: Path) -> bool:
    for step in path:
        if isinstance(answer, Apply):
            return True
        answer = children(answer)[step]
    return False


def _put(tree: Expr, path: Path, new: Expr) -> Expr:
    if not path:
        return new
    parts = list(children(tree))
    parts[path[0]] = _put(parts[path[0]], path[1:], new)
    if isinstance(tree, Add):
        return sum_of(*parts)
    return rebuilt(tree, tuple(parts))


def sum_of(*terms: Expr) -> Expr:
    from verifier.expr.build import add

    return add(*(_loose(t) for t in terms))


def _loose(term: Expr) -> Expr:
    match term:
        case Number(value=value):
            return Number(value)
        case Neg(arg=Number(value=value)):
            return Neg(Number(value))
    return term


def _opposite(expr: Expr) -> Expr:
    return expr.arg if isinstance(expr, Neg) else Neg(expr)


def _product(factors: tuple[Expr, ...]) -> Expr:
    return Mul(factors) if len(factors) > 1 else factors[0]


# --- the slips ---------------------------------------------------------------------------------------------------


def all_signs(answer, letters, names):
    yield _opposite(answer)
    match answer:
        case Mul(factors=(Add(terms=(a, Neg(arg=b))), *rest)):
            yield Mul((Add((b, Neg(a))), *rest))


def one_sign(answer, letters, names):
    def change(node, inside):
        if isinstance(node, Add) and not inside:
            for at, term in enumerate(node.terms):
                yield sum_of(*node.terms[:at], _opposite(term), *node.terms[at + 1 :])

    yield from _each(answer, change)


def sign_in_function(answer, letters, names):
    def change(node, inside):
        if isinstance(node, Apply) and len(node.args) == 1:
            yield Apply(node.function, (_opposite(node.args[0]),))

    yield from _each(answer, change)


def hat(answer, letters, names):
    named = {n.latex: n for n in names if isinstance(n, Named | Symbol)}

    def change(node, inside):
        if isinstance(node, Named) and node.latex.startswith(r"\hat ") and node.latex[5:] in named:
            yield named[node.latex[5:]]
        if isinstance(node, Symbol) and rf"\hat {node.latex}" in named:
            yield named[rf"\hat {node.latex}"]

    yield from _each(answer, change)


def transposes(answer, letters, names):
    def change(node, inside):
        if not isinstance(node, Mul):
            return
        for at, factor in enumerate(node.factors):
            if factor.shape.is_scalar:
                continue
            new = factor.arg if isinstance(factor, Transpose) else Transpose(factor)
            yield Mul((*node.factors[:at], new, *node.factors[at + 1 :]))

    yield from _each(answer, change)


def order(answer, letters, names):
    def change(node, inside):
        if isinstance(node, Mul):
            slots = [at for at, f in enumerate(node.factors) if not f.shape.is_scalar]
            if len(slots) == 2:
                factors = list(node.factors)
                a, b = slots
                factors[a], factors[b] = factors[b], factors[a]
                yield Mul(tuple(factors))

    yield from _each(answer, change)


def outer(answer, letters, names):
    def change(node, inside):
        match node:
            case Mul(factors=(a, Transpose(arg=b))) if a.shape.is_vector and b.shape.is_vector:
                yield Mul((b, Transpose(a)))
                yield Mul((b, a))
                yield Mul((a, b))
                yield Mul((Transpose(b), a))

    yield from _each(answer, change)


def entry_to_vector(answer, letters, names):
    def change(node, inside):
        if isinstance(node, Entry) and node.of.shape.is_vector:
            yield node.of
        if isinstance(node, Add) and all(isinstance(_bare(t), Entry | Number) for t in node.terms):
            yield sum_of(*map(_whole, node.terms))

    yield from _each(answer, change)


def _bare(term):
    return term.arg if isinstance(term, Neg) else term


def _whole(term):
    if isinstance(term, Neg):
        return Neg(_whole(term.arg))
    return term.of if isinstance(term, Entry) else term


def other_index(answer, letters, names):
    def change(node, inside):
        if isinstance(node, Column):
            run = Range.upto(node.matrix.shape.cols)
            for other in letters:
                if other.range == run and other != node.index and other.name != "c":
                    yield Column(node.matrix, other)
            own = [n for n in names if isinstance(n, Column) and n.matrix == node.matrix]
            maps = {n.index.map for n in own if isinstance(n.index, Picked)}
            for family in maps:
                for other in letters:
                    if family.arguments == other.range and family[other] != node.index:
                        yield Column(node.matrix, family[other])
        if isinstance(node, Entry) and node.col is None:
            for other in letters:
                if other.range == Range.upto(node.of.shape.rows) and other != node.row and other.name != "c":
                    yield Entry(node.of, other)

    yield from _each(answer, change)


def other_vector(answer, letters, names):
    def change(node, inside):
        if isinstance(node, Column):
            for name in names:
                if isinstance(name, Column) and name.matrix != node.matrix and name.shape == node.shape:
                    yield name

    yield from _each(answer, change)


def drop_factor(answer, letters, names):
    def change(node, inside):
        if isinstance(node, Mul):
            for at in range(len(node.factors)):
                left = _product((*node.factors[:at], *node.factors[at + 1 :]))
                if left.shape.is_scalar or not node.shape.is_scalar:
                    yield left
        if isinstance(node, Div) and not isinstance(node.top, Number):
            yield node.top
        if isinstance(node, Pow) and isinstance(node.exponent, Number):
            yield node.base

    yield from _each(answer, change)


def add_factor(answer, letters, names):
    def change(node, inside):
        if isinstance(node, Mul):
            yield Mul((Number(TWO), *node.factors))
            for factor in node.factors:
                if factor.shape.is_scalar and not isinstance(factor, Number):
                    yield Mul((factor, *node.factors))

    yield from _each(answer, change)


def drop_term(answer, letters, names):
    def change(node, inside):
        if isinstance(node, Add):
            for at in range(len(node.terms)):
                left = (*node.terms[:at], *node.terms[at + 1 :])
                yield left[0] if len(left) == 1 else Add(left)

    yield from _each(answer, change)


def add_term(answer, letters, names):
    def change(node, inside):
        if isinstance(node, Derivative) or inside:
            return
        if node is answer or isinstance(node, Add):
            for name in names:
                if name.shape == node.shape:
                    yield sum_of(*(node.terms if isinstance(node, Add) else (node,)), name)

    yield from _each(answer, change)


def drop_function(answer, letters, names):
    def change(node, inside):
        if isinstance(node, Apply) and len(node.args) == 1:
            yield node.args[0]

    yield from _each(answer, change)


def drop_sum(answer, letters, names):
    def change(node, inside):
        if isinstance(node, Sum):
            for letter in letters:
                if letter.range == node.index.range:
                    yield put_index(node.body, node.index.name, letter)

    yield from _each(answer, change)


def add_sum(answer, letters, names):
    def change(node, inside):
        if isinstance(node, Mul) and not inside:
            for name in free_letters(node):
                for letter in letters:
                    if letter.name == name:
                        yield Sum(letter, (), node)

    yield from _each(answer, change)


def other_range(answer, letters, names):
    def change(node, inside):
        if not isinstance(node, Sum):
            return
        letter, low, high = node.index, node.index.range.low, node.index.range.high
        for condition in node.conditions:
            yield Sum(letter, tuple(c for c in node.conditions if c != condition), node.body)
        runs = [Range(low + 1, high), Range(low, high - 1), Range(low + 1, high - 1)]
        if low != high and not low.at_least(1):
            runs += [Range(ZERO + 1, high), Range(ZERO, high)]
        for run in runs:
            new = Index(letter.name, run)
            yield put_index(Sum(new, node.conditions, put_index(node.body, letter.name, new)), "?", new)
        for other in letters:
            if other.range == letter.range and other.name != "c":
                yield Sum(letter, (*node.conditions, OtherIndex(letter, other)), node.body)
        if low.at_least(1) and not node.conditions:
            yield Sum(letter, (OtherIndex(letter, Place(ZERO + 1)),), node.body)

    yield from _each(answer, change)


def brackets(answer, letters, names):
    def change(node, inside):
        match node:
            case Add(terms=(Apply(function=function, args=(arg,)), rest)) if len(arg.shape.rows.terms) == 0:
                yield Apply(function, (sum_of(arg, rest),))
            case Mul(factors=(Add(terms=(a, b)), f)) if a.shape.is_scalar:
                yield sum_of(a, Neg(Mul((b.arg, f))) if isinstance(b, Neg) else Mul((b, f)))
            case Div(top=top, bottom=Add(terms=(a, b))):
                yield sum_of(Div(top, a), b)
            case Div(top=top, bottom=Pow(base=Sum(index=i, conditions=cs, body=body), exponent=e)):
                yield Div(top, Sum(i, cs, Pow(body, e)))
            case Apply(function=function, args=(Sum(index=i, conditions=cs, body=body),)):
                yield Sum(i, cs, Apply(function, (body,)))

    yield from _each(answer, change)


def row(answer, letters, names):
    if answer.shape.is_vector:
        yield Transpose(answer)


def branches(answer, letters, names):
    def change(node, inside):
        match node:
            case Cases(branches=((a, p), (b, q))):
                yield Cases(((b, p), (a, q)))
                yield a
                yield b

    yield from _each(answer, change)


def upside_down(answer, letters, names):
    def change(node, inside):
        if isinstance(node, Div) and node.top.shape == node.bottom.shape:
            yield Div(node.bottom, node.top)
        elif isinstance(node, Div) and not isinstance(node.top, Number):
            yield Mul((node.bottom, node.top))

    yield from _each(answer, change)


TWO = Fraction(2)
RULES = {
    "all signs": (all_signs, {"sign-all"}),
    "one sign": (one_sign, {"sign-term"}),
    "sign in a function": (sign_in_function, {"sign-inside"}),
    "hat": (hat, {"hat-dropped"}),
    "transposes": (transposes, {*SHAPES, "outer-product", "row-for-column"}),
    "order": (order, {*SHAPES, "outer-product", "product-order"}),
    "outer product": (outer, {"outer-product", *SHAPES}),
    "entry to vector": (entry_to_vector, {"index-lost", "shape", "outer-product"}),
    "other index": (other_index, {"index-wrong"}),
    "other vector": (other_vector, {"index-wrong", "wrong-variable"}),
    "factor dropped": (drop_factor, {"factor-missing", "chain-factor", "parenthesis"}),
    "factor added": (add_factor, {"factor-extra"}),
    "term dropped": (drop_term, {"term-missing"}),
    "term added": (add_term, {"term-extra"}),
    "function dropped": (drop_function, {"function-lost"}),
    "sum dropped": (drop_sum, {"sum-missing", "index-wrong"}),
    "sum added": (add_sum, {"sum-spurious"}),
    "range": (other_range, {"sum-range"}),
    "brackets": (brackets, {"parenthesis"}),
    "row": (row, {"row-for-column", *SHAPES}),
    "branches": (branches, {"wrong-branch", "unfinished", "term-missing"}),
    "upside down": (upside_down, {"inverse-lost", "parenthesis", "factor-missing", "factor-extra"}),
}
