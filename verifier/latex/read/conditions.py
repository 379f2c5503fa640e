r"""Conditions: `w = o`, `w \ne o`, `w_s = w_k`, `u_x = u_k`, `x > 0`, `0 < j \le m`.

Between indices where both sides can be indices, else between scalars. `u_x = u_k` says that the words are the same.
"""

from __future__ import annotations

from verifier.expr.indices import (
    Compare,
    Condition,
    IndexBelow,
    IndexTerm,
    OtherIndex,
    Place,
    Range,
    SameIndex,
    range_of,
)
from verifier.expr.nodes import Expr
from verifier.latex.read.elaborate import Elaborator
from verifier.latex.read.places import index_term
from verifier.latex.read.syntax import Bracket, Clause, Clauses, Name, Node, Script, Terms, sole

OTHERWISE = frozenset(
    {
        "otherwise",
        "else",
        "o.w.",
        "ow",
        "o/w",
        "other",
        "others",
        "elsewhere",
        "otherwise.",
        "其他",
        "其它",
        "否则",
        "其余",
        "其他情况",
        "其它情况",
    }
)


def is_otherwise(clauses: Clauses) -> bool:
    """Whether the words say "otherwise" and nothing else is said."""
    words = " ".join(c.words for c in clauses if c.words).strip().lower()
    letters = "".join(n.name for c in clauses for n in _names(c))
    return (words in OTHERWISE and not letters) or (not words and letters in ("otherwise", "else", "ow"))


def _names(clause: Clause) -> list[Name]:
    return [n for t in clause.parts for _, r in t.parts for n in r.items if isinstance(n, Name)]


def conditions_of(el: Elaborator, clauses: Clauses) -> list[Condition] | None:
    """The conditions that clauses say; words between them say nothing. None: a clause is no condition."""
    out: list[Condition] = []
    for clause in clauses:
        if not clause.relations:
            inner = sole(clause.parts[0]) if clause.parts else None
            if isinstance(inner, Bracket) and any(c.relations for c in inner.clauses):
                deeper = conditions_of(el, inner.clauses)
                if deeper is None:
                    return None
                out.extend(deeper)
            elif clause.parts and clause.parts[0].parts:
                el.fail("syntax", clause.span, f"`{el.written(clause.span)}` is not a condition")
                return None
            continue
        made = condition_chain(el, clause)
        if made is None:
            return None
        out.extend(made)
    return out


def condition_chain(el: Elaborator, clause: Clause) -> list[Condition] | None:
    """The conditions of `a < b <= c`."""
    out: list[Condition] = []
    for left, relation, right in zip(clause.parts, clause.relations, clause.parts[1:], strict=False):
        made = condition(el, left, relation, right)
        if made is None:
            return None
        out.append(made)
    return out


def taken_away(el: Elaborator, left: Node, right: Node) -> Condition | None:
    r"""The condition in `w \in V \setminus \{o\}`: w is not o."""
    run = sole(right)
    if isinstance(run, Terms) and len(run.parts) == 2 and run.parts[1][0] < 0:
        return condition(el, left, "!=", _element(sole(run.parts[1][1])))
    return None


def _element(node: Node) -> Node:
    """The o of `{o}`."""
    if isinstance(node, Bracket) and len(node.clauses) == 1 and len(node.clauses[0].parts) == 1:
        return sole(node.clauses[0].parts[0])
    return node


def condition(el: Elaborator, left: Node, relation: str, right: Node) -> Condition | None:
    if relation == "in" and (made := taken_away(el, left, right)) is not None:
        return made
    if relation not in ("=", "!=", "<", "<=", ">", ">="):
        span = (left.span[0], right.span[1])
        el.fail("unsupported", span, f"`{el.written(span)}` is not a condition of this language", relation)
        return None
    terms = both_terms(el, left, right)
    if terms is not None and relation in ("=", "!=", "<", "<=", ">", ">="):
        a, b = terms
        match relation:
            case "=":
                return SameIndex(a, b)
            case "!=":
                return OtherIndex(a, b)
            case "<" | "<=":
                return IndexBelow(a, b, relation == "<")
        return IndexBelow(b, a, relation == ">")
    sides = [el.value(side) for side in (left, right)]
    for x in sides[0]:
        for y in sides[1]:
            if x.shape.is_scalar and y.shape.is_scalar:
                return Compare(x, relation, y)
            same = _same_columns(x, y, relation)
            if same is not None:
                return same
    if all(sides):
        span = (left.span[0], right.span[1])
        el.fail("shape", span, f"`{el.written(span)}`: only scalars and indices are compared")
    return None


def _same_columns(x: Expr, y: Expr, relation: str) -> Condition | None:
    """u_x = u_k is a condition on the words x and k."""
    from verifier.expr.nodes import Column

    if isinstance(x, Column) and isinstance(y, Column) and x.matrix == y.matrix and relation in ("=", "!="):
        return SameIndex(x.index, y.index) if relation == "=" else OtherIndex(x.index, y.index)
    return None


def both_terms(el: Elaborator, left: Node, right: Node) -> tuple[IndexTerm, IndexTerm] | None:
    """Both sides as index terms, if at least one is a letter or word that is an index here."""
    if not (looks_like_index(el, left) or looks_like_index(el, right)):
        return _undeclared(el, left, right)
    had = len(el.problems)
    a = index_term(el, left, None) if looks_like_index(el, left) else None
    b = index_term(el, right, _range(a))
    if b is None and a is not None:
        b = index_term(el, right, None)
        a = index_term(el, left, _range(b)) if b is not None else None
    if a is None:
        a = index_term(el, left, _range(b))
    elif b is not None and _range(a) != _range(b):
        a, b = _aligned(el, left, right, a, b)
    del el.problems[had:]
    return None if a is None or b is None else (a, b)


def _undeclared(el: Elaborator, left: Node, right: Node) -> tuple[IndexTerm, IndexTerm] | None:
    r"""The i and j of `i = j` that nobody declared, as in \delta_{ij}: of the first range that there is."""
    names = [n.name for n in (sole(left), sole(right)) if isinstance(n, Name)]
    free = [n for n in names if n in ("i", "j", "k", "l") and n not in el.scope.values]
    if len(free) != 2 or not el.scope.ranges or el.scope.declared_only:
        return None
    terms = [index_term(el, side, el.scope.ranges[0]) for side in (left, right)]
    first, second = terms
    return None if first is None or second is None else (first, second)


def _aligned(
    el: Elaborator, left: Node, right: Node, a: IndexTerm, b: IndexTerm
) -> tuple[IndexTerm | None, IndexTerm | None]:
    """A sample compared with a word stands for its word."""
    if isinstance(a, Place) or isinstance(b, Place):
        return a, b
    had = len(el.problems)
    for way in (_range(a), _range(b)):
        x, y = index_term(el, left, way), index_term(el, right, way)
        if x is not None and y is not None and _range(x) == _range(y):
            return x, y
    del el.problems[had:]
    return a, b


def _range(term: IndexTerm | None) -> Range | None:
    return None if term is None else range_of(term)


def looks_like_index(el: Elaborator, node: Node) -> bool:
    """Whether what stands here is an index letter, or a word such as w_s, and no value."""
    node = sole(node)
    letters = {f.letter for f in el.scope.families}
    match node:
        case Name(name=name):
            known = name in el.bound or name in el.scope.indices
            return known and (name in el.bound or name not in el.scope.values)
        case Script(base=Name(name=name), subs=()) if node.primes:
            return name + "'" * node.primes in el.bound
        case Script(base=base, subs=(_,)):
            base = sole(base)
            return isinstance(base, Name) and (base.name in letters or _key(el, node) in el.bound)
    return False


def _key(el: Elaborator, node: Script) -> str | None:
    from verifier.latex.read.names import canonical

    return canonical(node, el.source.text)
