"""Which terms of a sum depend on one column (or one entry): d/du_w of sum_x f(u_x) is d/du_w of f(u_w)."""

from __future__ import annotations

from verifier.expr.indices import Distinct, Index, IndexTerm, OtherIndex, Picked, SameIndex, range_of
from verifier.expr.nodes import Column, Derivative, Entry, Expr, Indicator, Mul, Sum
from verifier.expr.walk import children, free_letters, letters_of, put_index, rebuilt
from verifier.steps.known import depends, renamed, same, shadowed
from verifier.steps.model import Context, Rule, Words
from verifier.steps.tidy import zero


def place(expr: Expr) -> tuple[Expr, IndexTerm] | None:
    """The matrix (or vector) and where in it, of a column or an entry of a vector."""
    match expr:
        case Column(matrix=of, index=at) | Entry(of=of, row=at, col=None):
            return of, at
    return None


def _places_in(expr: Expr, of: Expr, kind: type[Expr]) -> list[IndexTerm] | None:
    """Where in `of` the parts stand that `expr` uses; None if it uses `of` as a whole."""
    if isinstance(expr, kind):
        at = place(expr)
        if at is not None and at[0] == of:
            return [at[1]]
    if expr == of:
        return None
    found: list[IndexTerm] = []
    for child in children(expr):
        below = _places_in(child, of, kind)
        if below is None:
            return None
        found += below
    return found


def chosen(expr: Expr, context: Context) -> Expr | None:
    """The derivative with only those terms kept that depend on the column; None where the rule does not fit."""
    if not isinstance(expr, Derivative) or not isinstance(expr.of, Sum):
        return None
    by = expr.by
    where = place(by)
    if where is None:
        return None
    of, at = where
    total = renamed(expr.of, free_letters(by) | context.taken)
    known = shadowed(context, total.index, total.conditions)
    places = _places_in(total.body, of, type(by))
    if places is None:
        return None
    touched = {p for p in places if same(p, at, known) is not False}
    if len(touched) != 1:
        return None
    (met,) = touched
    if met == total.index:
        return _one_term(total, at, by, context) if _ranges_meet(total.index, at) else None
    if not isinstance(met, Picked) or letters_of(met) != {total.index.name}:
        return None
    if (
        isinstance(at, Picked)
        and at.map == met.map
        and Distinct(met.map) in context.hypotheses
        and met.at == total.index
    ) and isinstance(at.at, Index):
        return _one_term(total, at.at, by, context)
    matching = SameIndex(met, at)
    if matching in total.conditions:
        return None
    return Sum(total.index, (*total.conditions, matching), Derivative(total.body, by))


def _placed(expr: Expr, context: Context) -> Expr | None:
    """In the terms that are left after a choice, w_s is w_k."""
    match expr:
        case Sum(index=index, conditions=conditions, body=Derivative(of=of, by=by)):
            where = place(by)
        case _:
            return None
    if where is None:
        return None
    whole, at = where
    for condition in conditions:
        if isinstance(condition, SameIndex) and condition.right == at and isinstance(condition.left, Picked):
            body = _with_place(of, whole, type(by), condition.left, at)
            if body != of:
                return Sum(index, conditions, Derivative(body, by))
    return None


def _says_placed(before: Expr, after: Expr, context: Context) -> Words:
    assert isinstance(before, Sum) and isinstance(before.body, Derivative)
    where = place(before.body.by)
    matching = next(
        c for c in before.conditions if isinstance(c, SameIndex) and where and c.right == where[1]
    )
    return ("in these terms ", matching)


def _ranges_meet(index: Index, at: IndexTerm) -> bool:
    return range_of(at) in (None, index.range)


def _one_term(total: Sum, at: IndexTerm, by: Expr, context: Context) -> Expr | None:
    inner: Expr = Derivative(put_index(total.body, total.index.name, at), by)
    if not total.conditions:
        return inner
    where = put_index(Indicator(total.conditions), total.index.name, at)
    assert isinstance(where, Indicator)
    holds = [_holds(c, context) for c in where.conditions]
    if False in holds:
        return zero(inner.shape)
    return inner if all(holds) else Mul((where, inner))


def _holds(condition: object, context: Context) -> bool | None:
    match condition:
        case SameIndex(left=a, right=b):
            return same(a, b, context)
        case OtherIndex(left=a, right=b):
            known = same(a, b, context)
            return None if known is None else not known
    return None


def _with_place(expr: Expr, of: Expr, kind: type[Expr], old: IndexTerm, new: IndexTerm) -> Expr:
    """`expr` with the part at `old` replaced by the part at `new`, which is the same there."""
    if isinstance(expr, kind) and place(expr) == (of, old):
        return Column(of, new) if kind is Column else Entry(of, new)
    if isinstance(expr, Sum) and expr.index.name in letters_of(old):
        return expr  # another letter of that name
    return rebuilt(expr, tuple(_with_place(child, of, kind, old, new) for child in children(expr)))


def _says(before: Expr, after: Expr, context: Context) -> Words:
    assert isinstance(before, Derivative) and isinstance(before.of, Sum)
    where = place(before.by)
    assert where is not None
    if isinstance(after, Sum):
        met = next(c for c in reversed(after.conditions) if isinstance(c, SameIndex))
        return ("only terms with ", met, " depend on ", before.by)
    total = renamed(before.of, free_letters(before.by) | context.taken)
    at = where[1]
    if isinstance(at, Picked) and isinstance(at.at, Index) and at.at.range == total.index.range:
        at = at.at
    return ("only the term ", SameIndex(total.index, at), " depends on ", before.by)


def _choose(expr: Expr, context: Context) -> Expr | None:
    if isinstance(expr, Derivative) and not depends(expr.of, expr.by, context):
        return None
    return chosen(expr, context)


PLACE_RULES = (Rule("the same place", _says_placed, _placed),)
RULES = (Rule("terms that depend on the variable", _says, _choose),)
