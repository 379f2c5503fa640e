"""What the hypotheses say about index terms, and whether a formula depends on what is differentiated by.

Both answer for sure or not at all: `same` is True, False or None, and `depends` is False only when it is certain.
"""

from __future__ import annotations

from verifier.expr.indices import (
    Distinct,
    Hypothesis,
    Index,
    IndexTerm,
    NotAmong,
    OtherIndex,
    Picked,
    Place,
    SameIndex,
)
from verifier.expr.nodes import (
    Column,
    Each,
    Entry,
    Expr,
    Indicator,
    Named,
    Number,
    Opaque,
    Stack,
    Sum,
    Symbol,
)
from verifier.expr.walk import (
    children,
    free_letters,
    fresh_index,
    letters_in,
    letters_of,
    nodes,
    put_index,
    rebuilt,
)
from verifier.steps.model import Context


def same(left: IndexTerm, right: IndexTerm, context: Context) -> bool | None:
    """Whether two index terms are equal under the hypotheses; None when both is possible."""
    if left == right:
        return True
    if isinstance(left, Place) and isinstance(right, Place):
        apart = left.at - right.at
        return apart.constant == 0 if apart.is_number else None
    mine, theirs = _class_of(left, context.hypotheses), _class_of(right, context.hypotheses)
    if mine & theirs:
        return True
    for hypothesis in context.hypotheses:
        match hypothesis:
            case OtherIndex(left=a, right=b) if (a in mine and b in theirs) or (b in mine and a in theirs):
                return False
            case NotAmong(term=term, map=family):
                for one, other in ((mine, theirs), (theirs, mine)):
                    if term in one and any(isinstance(t, Picked) and t.map == family for t in other):
                        return False
            case Distinct(map=family):
                for a in mine:
                    for b in theirs:
                        if isinstance(a, Picked) and isinstance(b, Picked) and a.map == b.map == family:
                            return same(a.at, b.at, context)
    return None


def _class_of(term: IndexTerm, hypotheses: tuple[Hypothesis, ...]) -> set[IndexTerm]:
    """The terms that are equal to `term` by hypothesis."""
    found = {term}
    grown = True
    while grown:
        grown = False
        for hypothesis in hypotheses:
            match hypothesis:
                case SameIndex(left=a, right=b) if (a in found) != (b in found):
                    found |= {a, b}
                    grown = True
    return found


def fresh(index: Index, taken: frozenset[str]) -> Index:
    """A letter for a bound index that nobody uses: the letter itself, else x for a word, else with a prime."""
    if index.name not in taken:
        return index
    for letter in _OTHERS.get(index.name, ()):
        if letter not in taken:
            return Index(letter, index.range)
    return fresh_index(index, taken)


_OTHERS = {
    "w": ("x",),
    "i": ("j", "l"),
    "j": ("i", "l"),
    "k": ("l", "s"),
    "s": ("r",),
    "o": ("x",),
    "x": ("w", "z"),
    "n": ("l",),
    "l": ("r", "q"),
}


def apart(expr: Expr, taken: frozenset[str]) -> Expr:
    """`expr` with every bound letter that is in `taken` renamed, at every depth."""
    match expr:
        case Named() | Opaque():
            return expr
        case Sum():
            expr = renamed(expr, taken)
            return Sum(expr.index, expr.conditions, apart(expr.body, taken | {expr.index.name}))
        case Stack(blocks=blocks):
            return Stack(tuple(_block_apart(b, taken) for b in blocks), expr.across)
    return rebuilt(expr, tuple(apart(child, taken) for child in children(expr)))


def renamed(expr: Sum, taken: frozenset[str]) -> Sum:
    """The sum under a letter that is not in `taken`."""
    if expr.index.name not in taken:
        return expr
    new = fresh(expr.index, taken | free_letters(expr.body))
    conditions = expr.conditions
    if conditions:
        where = put_index(Indicator(conditions), expr.index.name, new)
        assert isinstance(where, Indicator)
        conditions = where.conditions
    return Sum(new, conditions, put_index(expr.body, expr.index.name, new))


def _block_apart(block: Expr | Each, taken: frozenset[str]) -> Expr | Each:
    if not isinstance(block, Each):
        return apart(block, taken)
    if block.index.name not in taken:
        return Each(block.index, apart(block.body, taken | {block.index.name}))
    new = fresh(block.index, taken | free_letters(block.body))
    return Each(new, apart(put_index(block.body, block.index.name, new), taken | {new.name}))


def is_zero(expr: Expr) -> bool:
    return isinstance(expr, Number) and expr.value == 0


def is_one(expr: Expr) -> bool:
    return isinstance(expr, Number) and expr.value == 1


def base(expr: Expr) -> Expr:
    """The symbol (or definition) of which `expr` is a part."""
    while isinstance(expr, Column | Entry):
        expr = expr.matrix if isinstance(expr, Column) else expr.of
    return expr


def all_letters(expr: Expr) -> frozenset[str]:
    """Every index letter that is written in a formula, free or bound."""
    bound = {n.index.name for _, n in nodes(expr) if isinstance(n, Sum)}
    return free_letters(expr) | bound


def depends(expr: Expr, by: Expr, context: Context) -> bool:
    """Whether `expr` may change when `by` does."""
    if expr == by:
        return True
    match expr:
        case Named(body=body):
            return depends(body, by, context)
        case Symbol():
            return expr == base(by)
        case Column(matrix=matrix, index=index):
            if isinstance(by, Column) and by.matrix == matrix:
                return same(index, by.index, context) is not False
            return depends(matrix, by, context)
        case Entry(of=of, row=row, col=col):
            if isinstance(by, Entry) and by.of == of:
                known = [same(row, by.row, context)]
                if col is not None and by.col is not None:
                    known.append(same(col, by.col, context))
                return False not in known
            if isinstance(by, Column) and by.matrix == of and col is not None:
                return same(col, by.index, context) is not False
            return depends(of, by, context)
        case Sum(index=index, conditions=conditions, body=body):
            if index.name in free_letters(by):
                expr = renamed(expr, free_letters(by))
                conditions, body = expr.conditions, expr.body
            return depends(body, by, shadowed(context, expr.index, conditions))
    return any(depends(child, by, context) for child in children(expr))


def shadowed(context: Context, index: Index, conditions: tuple[Hypothesis, ...]) -> Context:
    """The context under a binder: what was known of an outer index with that letter no longer counts."""
    kept = tuple(h for h in context.hypotheses if index.name not in _letters_of_hypothesis(h))
    return Context(context.claim, (*kept, *conditions), context.definitions, context.taken | {index.name})


def _letters_of_hypothesis(hypothesis: Hypothesis) -> frozenset[str]:
    match hypothesis:
        case NotAmong(term=term):
            return letters_of(term)
        case Distinct():
            return frozenset()
    return letters_in(hypothesis)
