"""A link between two lines, cut down to what has changed before it is handed to the prover.

If A = B wherever the hypotheses hold, then dA/dx = dB/dx, A + C = B + C, and the sum over w of A is that of B. Such a
link is proved as A = B: the same statement or a stronger one, and much cheaper. Where that fails the whole is tried.
"""

from __future__ import annotations

from verifier.evidence import Evidence, Proof
from verifier.expr.indices import Compare, Hypothesis, IndexBelow, NotAmong, OtherIndex, SameIndex
from verifier.expr.nodes import (
    Add,
    Column,
    Derivative,
    Diag,
    Each,
    Entry,
    Expr,
    Mul,
    Named,
    Neg,
    Stack,
    Sum,
    Symbol,
)
from verifier.expr.walk import letters_in, letters_of, nodes, transform
from verifier.steps.model import Prover

Link = tuple[Expr, Expr, tuple[Hypothesis, ...]]


def proved_link(left: Expr, right: Expr, hypotheses: tuple[Hypothesis, ...], prove: Prover) -> Evidence:
    """What the prover says of the part that changed, or else of the whole."""
    whole = (left, right, hypotheses)
    part = changed(*whole)
    if part != whole:
        evidence = prove(*part)
        if isinstance(evidence, Proof):
            return evidence
    return prove(*whole)


def changed(left: Expr, right: Expr, hypotheses: tuple[Hypothesis, ...]) -> Link:
    """The innermost pair of formulas whose equality makes the two lines equal."""
    here = (left, right, hypotheses)
    match left, right:
        case Neg(arg=a), Neg(arg=b):
            return changed(a, b, hypotheses)
        case Diag(arg=a), Diag(arg=b) if a.shape == b.shape:
            return changed(a, b, hypotheses)
        case Derivative(of=a, by=x), Derivative(of=b, by=z) if x == z and a.shape == b.shape:
            # Equality must hold around a point to be differentiated: a closed condition would not do.
            if _open(hypotheses) and not _meets(a, x) and not _meets(b, x):
                return changed(a, b, hypotheses)
        case Add(terms=mine), Add(terms=theirs):
            one = _only_difference(mine, theirs)
            return here if one is None else changed(*one, hypotheses)
        case Mul(factors=mine), Mul(factors=theirs):
            one = _only_difference(mine, theirs)
            return here if one is None else changed(*one, hypotheses)
        case Sum(index=i, conditions=cs, body=a), Sum(index=j, conditions=ds, body=b) if i == j and cs == ds:
            if not _mentioned(i.name, hypotheses):
                return changed(a, b, (*hypotheses, *cs))
        case Stack(blocks=(Each(index=i, body=a),), across=p), Stack(
            blocks=(Each(index=j, body=b),), across=q
        ):
            if i == j and p == q and a.shape == b.shape and not _mentioned(i.name, hypotheses):
                return changed(a, b, hypotheses)
    return here


def _only_difference(mine: tuple[Expr, ...], theirs: tuple[Expr, ...]) -> tuple[Expr, Expr] | None:
    if len(mine) != len(theirs):
        return None
    pairs = [(a, b) for a, b in zip(mine, theirs, strict=True) if a != b]
    return pairs[0] if len(pairs) == 1 and pairs[0][0].shape == pairs[0][1].shape else None


def _open(hypotheses: tuple[Hypothesis, ...]) -> bool:
    return not any(isinstance(h, Compare) and h.operator in ("=", "<=", ">=") for h in hypotheses)


def _meets(of: Expr, by: Expr) -> bool:
    """Whether `of` binds a letter of the variable, so that taking it out of the derivative would be misread."""
    if not isinstance(by, Column | Entry):
        return False
    letters = letters_of(by.index if isinstance(by, Column) else by.row)
    return any(isinstance(n, Sum) and n.index.name in letters for _, n in nodes(of))


def _mentioned(letter: str, hypotheses: tuple[Hypothesis, ...]) -> bool:
    for hypothesis in hypotheses:
        match hypothesis:
            case NotAmong(term=term):
                if letter in letters_of(term):
                    return True
            case SameIndex() | OtherIndex() | IndexBelow() | Compare():
                if letter in letters_in(hypothesis):
                    return True
    return False


def freed(expr: Expr, variable: Named) -> Expr:
    """`expr` with a definition that is differentiated by turned into a symbol: a derivative by z takes z as free."""
    taken = {node.name for _, node in nodes(expr) if isinstance(node, Symbol)}
    name = variable.name
    while name in taken:
        name += "'"
    symbol = Symbol(name, variable.shape, variable.latex)
    return transform(expr, lambda node: symbol if node == variable else node)
