"""One-hot vectors: y picks one term of a sum, y_w says whether w is o, and u_o is U y."""

from __future__ import annotations

from fractions import Fraction

from verifier.expr.indices import IndexTerm, OtherIndex, SameIndex
from verifier.expr.nodes import (
    Add,
    Column,
    Entry,
    Expr,
    Indicator,
    Mul,
    Named,
    Number,
    Sum,
    Symbol,
    Transpose,
    Unit,
)
from verifier.expr.walk import children, nodes, put_index
from verifier.steps.entries import entry, one_hot_place
from verifier.steps.known import same
from verifier.steps.model import Context, Rule, Words
from verifier.steps.order import key
from verifier.steps.product import Product, composed, product_of


def one_hots(context: Context) -> list[Symbol]:
    """The one-hot vectors of which the claim speaks."""
    found: dict[Symbol, None] = {}
    for _, node in nodes(context.claim):
        if isinstance(node, Symbol) and node.one_hot is not None:
            found[node] = None
    return list(found)


def speaks_of(context: Context, wanted: Expr) -> bool:
    """Whether the claim holds a matrix or vector as a whole, not only parts of it."""

    def whole(expr: Expr) -> bool:
        if expr == wanted:
            return True
        if (
            isinstance(expr, Column | Entry)
            and (expr.matrix if isinstance(expr, Column) else expr.of) == wanted
        ):
            return False
        return not isinstance(expr, Named) and any(map(whole, children(expr)))

    return whole(context.claim)


def in_claim(context: Context, wanted: Expr) -> bool:
    target = key(wanted)
    return any(key(node) == target for _, node in nodes(context.claim))


def _split_sum(expr: Expr, context: Context) -> Expr | None:
    """sum_w y_w f(w) = y_o f(o) + the sum over the others."""
    if not isinstance(expr, Sum) or expr.conditions:
        return None
    at = _picked_place(expr)
    if at is None:
        return None
    rest = Sum(expr.index, (OtherIndex(expr.index, at),), expr.body)
    return Add((put_index(expr.body, expr.index.name, at), rest))


def _picked_place(expr: Sum) -> IndexTerm | None:
    for factor in product_of(expr.body).top:
        match factor:
            case Entry(of=of, row=row, col=None) if row == expr.index:
                at = one_hot_place(of)
                if at is not None:
                    return at
    return None


def _one_hot_entry(expr: Expr, context: Context) -> Expr | None:
    """y_w is 1 at w = o, 0 elsewhere."""
    match expr:
        case Entry(of=of, row=row, col=None):
            at = one_hot_place(of)
        case _:
            return None
    if at is None:
        return None
    known = same(row, at, context)
    return None if known is None else Number(Fraction(int(known)))


def _pick(expr: Expr, context: Context) -> Expr | None:
    """sum_w y_w f(w) = f(o), in one go."""
    if not isinstance(expr, Sum) or expr.conditions:
        return None
    at = _picked_place(expr)
    if at is None:
        return None
    parts = product_of(expr.body)
    found = False
    kept = []
    for factor in parts.top:
        if (
            not found
            and isinstance(factor, Entry)
            and factor.row == expr.index
            and one_hot_place(factor.of) == at
        ):
            found = True
            continue
        kept.append(factor)
    body = composed(Product(parts.coefficient, tuple(kept), parts.bottom, parts.chain), expr.shape)
    return put_index(body, expr.index.name, at)


def _inner(expr: Expr, context: Context) -> Expr | None:
    """y^T a is a_o."""
    match expr:
        case Mul(factors=(Transpose(arg=Symbol(one_hot=at)), right)) if (
            at is not None and right.shape.is_vector
        ):
            return entry(right, at)
        case Mul(factors=(Transpose(arg=left), Symbol(one_hot=at))) if (
            at is not None and left.shape.is_vector
        ):
            return entry(left, at)
    return None


def _indicator(expr: Expr, context: Context) -> Expr | None:
    """1 at w = o is y_w, where the claim speaks of y."""
    match expr:
        case Indicator(conditions=(SameIndex(left=a, right=b),)):
            for y in one_hots(context):
                if y.one_hot in (a, b):
                    return Entry(y, b if y.one_hot == a else a)
    return None


def _column(expr: Expr, context: Context) -> Expr | None:
    """u_o is U y, where the claim speaks of U and y."""
    match expr:
        case Unit(index=at, size=size):
            for y in one_hots(context):
                if y.one_hot == at and size == y.shape.rows and speaks_of(context, y):
                    return y
        case Column(matrix=matrix, index=at) if speaks_of(context, matrix):
            for y in one_hots(context):
                if y.one_hot == at and matrix.shape.cols == y.shape.rows and speaks_of(context, y):
                    return Mul((matrix, y))
    return None


def _same_word(expr: Expr, context: Context) -> Expr | None:
    """Under w = o, a part at w is the part at o, whichever the claim speaks of."""
    match expr:
        case Column(matrix=of, index=at) | Entry(of=of, row=at, col=None):
            pass
        case _:
            return None
    wanted = {key(n): n for _, n in nodes(context.claim) if isinstance(n, type(expr))}
    if key(expr) in wanted:
        return None
    for node in wanted.values():
        match node:
            case Column(matrix=other, index=place) | Entry(of=other, row=place, col=None):
                if other == of and at != place and same(at, place, context):
                    return node
    return None


def _drop_known(expr: Expr, context: Context) -> Expr | None:
    """An indicator that the hypotheses decide."""
    match expr:
        case Indicator(conditions=(SameIndex(left=a, right=b),)):
            known = same(a, b, context)
            return None if known is None else Number(Fraction(int(known)))
    return None


def _says_place(before: Expr, after: Expr, context: Context) -> Words:
    assert isinstance(before, Sum)
    at = _picked_place(before)
    assert at is not None
    return ("split off the term ", SameIndex(before.index, at))


def _says_pick(before: Expr, after: Expr, context: Context) -> Words:
    assert isinstance(before, Sum)
    at = _picked_place(before)
    assert at is not None
    return ("one-hot: only ", SameIndex(before.index, at), " remains")


def _says_zero(before: Expr, after: Expr, context: Context) -> Words:
    assert isinstance(before, Entry)
    at = one_hot_place(before.of)
    assert at is not None
    return (Entry(before.of, at), " = 1, every other entry of ", before.of, " is 0")


def _says_indicator(before: Expr, after: Expr, context: Context) -> Words:
    assert isinstance(after, Entry)
    return (after, " is 1 for ", before.conditions[0], ", else 0") if isinstance(before, Indicator) else ()


SPLIT_RULES = (Rule("split off one term", _says_place, _split_sum),)
ENTRY_RULES = (
    Rule("entry of a one-hot vector", _says_zero, _one_hot_entry),
    Rule("indicator that is known", (), _drop_known),
)
PICK_RULES = (
    Rule("one-hot sum", _says_pick, _pick),
    Rule("one-hot inner product", ("a one-hot vector picks one entry",), _inner),
)
FOLD_RULES = (Rule("indicator of the true word", _says_indicator, _indicator),)
COLUMN_RULES = (
    Rule("column by a one-hot vector", lambda before, after, context: (before, " = ", after), _column),
)
HERE_RULES = (Rule("the same index", ("by hypothesis",), _same_word),)
