"""Another index than the one that belongs there: u_o for u_{w_s}, a free letter for the bound one."""

from collections.abc import Iterator
from dataclasses import replace

from verifier.expr.indices import Index, IndexTerm, Range, range_of
from verifier.expr.nodes import Add, Column, Entry, Expr, Mul, Neg, Opaque, Sum, Symbol, Transpose
from verifier.expr.walk import children, letters_of, nodes
from verifier.language import exp, sigmoid, total
from verifier.mistakes.letters import (
    CENTER,
    NEG_CENTER,
    NEG_SAMPLE,
    NEG_TRUE,
    NEGATIVE,
    OTHER,
    OTHER_OUTSIDE,
    o,
    s,
    u,
    v_c,
    w,
    ws,
    x,
    y_hat,
)
from verifier.mistakes.model import Edit, Example, Mistake, Told
from verifier.mistakes.trees import reindexed, with_part
from verifier.mistakes.view import Spot, View
from verifier.mistakes.words import because, instead


def _repairs(view: View) -> Iterator[Edit]:
    for spot in view.spots:
        match spot.node:
            case Column(matrix=matrix, index=index):
                for other in _others(view, spot, index, Range.upto(matrix.shape.cols)):
                    new: Expr = Column(matrix, other)
                    yield Edit(path=spot.path, new=new, was=spot.node, now=new)
                yield from _other_matrix(view, spot, spot.node)
            case Entry(of=of, row=row, col=None):
                length = of.shape.cols if of.shape.is_row else of.shape.rows
                for other in _others(view, spot, row, Range.upto(length)):
                    yield Edit(path=spot.path, new=Entry(of, other), was=spot.node, now=Entry(of, other))
                yield Edit(path=spot.path, new=of, was=spot.node, now=of, cost=0.2)
            case Opaque(arguments=arguments):
                for at, term in enumerate(arguments):
                    run = None if isinstance(term, Expr) else range_of(term)
                    if isinstance(term, Expr) or run is None:
                        continue
                    for other in _others(view, spot, term, run):
                        new = replace(spot.node, arguments=(*arguments[:at], other, *arguments[at + 1 :]))
                        yield Edit(path=spot.path, new=new, was=spot.node, now=new)
        yield from _throughout(view, spot)
        if isinstance(spot.node, Add):
            terms = tuple(map(_with_own_column, spot.node.terms))
            if sum(new is not None for new in terms) > 1:
                pairs = zip(terms, spot.node.terms, strict=True)
                new = Add(tuple(old if new is None else new for new, old in pairs))
                yield Edit(path=spot.path, new=new, was=spot.node, now=new, cost=0.3)


def _with_own_column(term: Expr) -> Expr | None:
    """(..u_o..) v_c as (..u_o..) u_o: what stands beside is the one other column in the term."""
    match term:
        case Neg(arg=arg):
            return None if (new := _with_own_column(arg)) is None else Neg(new)
        case Sum(body=body):
            return None if (new := _with_own_column(body)) is None else replace(term, body=new)
        case Mul(factors=factors):
            columns = [at for at, f in enumerate(factors) if isinstance(f, Column)]
            if len(columns) != 1:
                return None
            own = factors[columns[0]]
            inside = dict.fromkeys(n for f in factors for _, n in nodes(f) if isinstance(n, Column))
            others = [n for n in inside if n.shape == own.shape and n != own]
            return Mul(with_part(factors, columns[0], others[0])) if len(others) == 1 else None
    return None


def _others(view: View, spot: Spot, index: IndexTerm, run: Range) -> Iterator[IndexTerm]:
    run = range_of(index) or run
    return (other for other in view.known.terms_for(run, spot.bound) if other != index)


def _throughout(view: View, spot: Spot) -> Iterator[Edit]:
    """One letter for another in all of a term."""
    if not children(spot.node) or isinstance(spot.node, Transpose | Column | Entry):
        return
    used: dict[IndexTerm, int] = {}
    for _, node in nodes(spot.node):
        for term in _terms(node):
            used[term] = used.get(term, 0) + 1
    own = {i.name for i in spot.bound} | set(view.known.letters)
    for term, count in used.items():
        if count < 2 or (isinstance(term, Index) and term.name not in own):
            continue
        run = range_of(term)
        if run is None:
            continue
        bound = (
            *spot.bound,
            *(
                (spot.node.index,)
                if hasattr(spot.node, "index") and isinstance(spot.node.index, Index)
                else ()
            ),
        )
        for other in view.known.terms_for(run, bound):
            if other == term:
                continue
            new = reindexed(spot.node, term, other)
            was, now = _first(spot.node, term), _first(new, other)
            yield Edit(path=spot.path, new=new, was=was or spot.node, now=now, cost=0.1)


def _terms(node: Expr) -> tuple[IndexTerm, ...]:
    match node:
        case Column(index=index):
            return (index,)
        case Entry(row=row, col=None):
            return (row,)
    return ()


def _first(tree: Expr, term: IndexTerm) -> Expr | None:
    return next((node for _, node in nodes(tree) if term in _terms(node)), None)


def _other_matrix(view: View, spot: Spot, node: Column) -> Iterator[Edit]:
    """Another column altogether: u_o for v_c."""
    bound = tuple(Column(n, i) for n in view.known.names for i in _bound_terms(view, spot, n))
    for name in (*view.known.names, *bound):
        if isinstance(name, Column) and name.matrix != node.matrix and name.shape == node.shape:
            yield Edit(path=spot.path, new=name, was=node, now=name, cost=0.2)


def _bound_terms(view: View, spot: Spot, matrix: Expr) -> Iterator[IndexTerm]:
    """Indices of a matrix with named columns that are bound at a place."""
    if not (isinstance(matrix, Symbol) and matrix.columns):
        return
    letters = {i.name for i in spot.bound}
    for term in view.known.of_length(matrix.shape.cols, spot.bound):
        if letters_of(term) & letters:
            yield term


def _message(told: Told) -> str:
    was, now = told.edit.was, told.edit.now
    of_one = isinstance(was, Column) and isinstance(now, Column) and was.matrix == now.matrix
    if not of_one and not isinstance(was, Entry):
        return f"{instead(told)}: that is another vector{because(told)}. By which variable is it differentiated, and what stands beside that in the loss?"
    return f"{instead(told)}: that is the one of another word{because(told)}. Which word does this term of the loss speak of?"


_A = sigmoid(u[o].T @ v_c)

MISTAKE = Mistake(
    code="index-wrong",
    title="A wrong index",
    explanation="A letter is right in kind but names another word, sample or entry, and the value changes.",
    why="One line is made from another by copying: the line of u_o for that of u_k; or a summation letter meets a free one.",
    wrong=r"\sum_{k=1}^K \sigma(u_o^\top v_c) u_k",
    right=r"\sum_{k=1}^K \sigma(u_k^\top v_c) u_k",
    hint="For every subscript ask which word it means, and whether a sum binds it.",
    cost=1.1,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(written=y_hat[o] * v_c, right=OTHER_OUTSIDE, hypotheses=OTHER),
        Example(written=(_A - 1) * u[o] + total(s, _A * u[ws[s]]), right=NEG_CENTER),
        Example(written=(_A - 1) * u[o], right=NEG_TRUE),
        Example(written=_A * v_c, right=NEG_SAMPLE, hypotheses=NEGATIVE),
        Example(
            written=total(w, exp(u[o].T @ v_c) * u[w]) / total(x, exp(u[x].T @ v_c)) - u[o], right=CENTER
        ),
        Example(written=total(w, y_hat[o] * u[w]) - u[o], right=CENTER),
    ),
    passed=(Example(written=total(x, y_hat[x] * u[x]) - u[o], right=CENTER),),
)
