"""A function is lost, or spurious: exp, log or sigma."""

from collections.abc import Iterator
from dataclasses import replace

from verifier.expr.indices import Index, Range
from verifier.expr.nodes import (
    Add,
    Apply,
    Column,
    Diag,
    Entry,
    Expr,
    Mul,
    Neg,
    Number,
    Sum,
    Symbol,
    Transpose,
)
from verifier.expr.shapes import UNKNOWN
from verifier.expr.walk import free_letters
from verifier.functions.base import Function
from verifier.functions.exponential import EXP
from verifier.functions.logarithm import LOG
from verifier.language import exp, log, sigmoid, total
from verifier.mistakes.letters import (
    CENTER,
    NAIVE,
    NEG_CENTER,
    NEG_TRUE,
    NEGATIVE,
    SLOPE,
    o,
    s,
    t,
    u,
    v_c,
    ws,
    x,
)
from verifier.mistakes.model import Edit, Example, Mistake, Told
from verifier.mistakes.trees import everywhere, opposite, product, scalar_runs, times
from verifier.mistakes.view import View
from verifier.mistakes.words import quoted


def _repairs(view: View) -> Iterator[Edit]:
    functions = [f for f in view.known.functions if f.arity == 1]
    for spot in view.spots:
        node = spot.node
        if isinstance(node, Mul):
            yield from _around_sum(node, spot.path)
            yield from _around_vectors(node, spot.path, functions)
        if isinstance(node, Sum) and node.shape.is_scalar and {EXP, LOG} <= set(functions):
            # sum z for log sum exp z
            whole = Apply(LOG, (replace(node, body=Apply(EXP, (node.body,))),))
            yield Edit(path=spot.path, new=whole, was=node, now=whole)
        if isinstance(node, Apply):
            for arg in node.args:
                yield Edit(path=spot.path, new=arg, was=node, now=arg)
            for function in functions:
                if function is not node.function and node.function.arity == 1:
                    new = Apply(function, node.args)
                    yield Edit(path=spot.path, new=new, was=node, now=new, cost=0.1)
        if isinstance(node, Diag):
            yield Edit(path=spot.path, new=node.arg, was=node, now=node.arg, cost=0.1)
        elif (
            node.shape.is_vector
            and view.truth.shape.is_matrix
            and not isinstance(spot.parent, Transpose | Mul)
        ):
            yield Edit(path=spot.path, new=Diag(node), was=node, now=Diag(node), cost=0.1)
        if (
            isinstance(node, Number)
            or isinstance(spot.parent, Apply | Transpose | Column)
            or node.shape.is_matrix
        ):
            continue
        for function in functions:
            if not isinstance(node, Transpose | Column):
                new = Apply(function, (node,))
                yield Edit(
                    path=spot.path, new=new, was=node, now=new, cost=0.1 if isinstance(node, Add) else 0.0
                )
            if isinstance(node, Mul):
                yield from _in_runs(node, spot.path, function)
            if isinstance(spot.parent, Add) and not isinstance(node, Add):
                # 1 + a for 1 - sigma(-a): the sign came out with the argument
                turned = Neg(Apply(function, (opposite(node),)))
                yield Edit(path=spot.path, new=turned, was=node, now=turned, cost=0.1)
    yield from _all_alike(view, functions)


def _around_sum(node: Mul, path: tuple[int, ...]) -> Iterator[Edit]:
    """log of a sum whose summand goes on behind it: without the log the sum takes in what has its letter."""
    for at, factor in enumerate(node.factors[:-1]):
        match factor:
            case Apply(args=(Sum(index=index, body=body) as inside,)):
                rest = node.factors[at + 1 :]
                if any(index.name in free_letters(f) for f in rest):
                    whole = replace(inside, body=times(body, product(rest)))
                    new = product((*node.factors[:at], whole)) if at else whole
                    yield Edit(path=path, new=new, was=factor, now=inside)


def _around_vectors(node: Mul, path: tuple[int, ...], functions: list[Function]) -> Iterator[Edit]:
    """softmax of the U^T v in U U^T v."""
    for start in range(1, len(node.factors) - 1):
        run = Mul(node.factors[start:])
        if run.shape.is_vector and not run.shape.is_scalar:
            for function in functions:
                new = Apply(function, (run,))
                yield Edit(path=path, new=Mul((*node.factors[:start], new)), was=run, now=new)


def _in_runs(node: Mul, path: tuple[int, ...], function: Function) -> Iterator[Edit]:
    """exp of the u_w^T v_c in u_w^T v_c u_w."""
    for start, end in scalar_runs(node):
        run = Mul(node.factors[start:end])
        new = Apply(function, (run,))
        yield Edit(path=path, new=Mul((*node.factors[:start], new, *node.factors[end:])), was=run, now=new)


def _all_alike(view: View, functions: list[Function]) -> Iterator[Edit]:
    """The function lost at every inner product of one kind."""
    if view.tree.shape.is_scalar:
        for variable in [n for n in view.known.names if isinstance(n, Symbol) and n.shape.is_scalar]:
            for function in functions:
                tree = everywhere(view.tree, lambda n, v=variable, f=function: _around(n, v, f))  # type: ignore[misc]
                if tree != view.tree:
                    yield Edit(path=(), new=tree, was=variable, now=None, cost=0.1, reason=function.name)
    patterns: dict[Expr, int] = {}
    for spot in view.spots:
        if isinstance(spot.node, Mul) and spot.node.shape != UNKNOWN:
            whole = (0, len(spot.node.factors)) if spot.node.shape.is_scalar else None
            for start, end in [*scalar_runs(spot.node), *([whole] if whole else [])]:
                key = _anonymous(Mul(spot.node.factors[start:end]))
                patterns[key] = patterns.get(key, 0) + 1
    for pattern, count in patterns.items():
        if count < 2:
            continue
        for function in functions:
            tree = everywhere(view.tree, lambda n, p=pattern, f=function: _wrapped(n, p, f))  # type: ignore[misc]
            if tree != view.tree:
                first = next(s.node for s in view.spots if isinstance(s.node, Mul))
                yield Edit(path=(), new=tree, was=first, now=None, cost=0.1, reason=function.name)


def _around(node: Expr, variable: Symbol, function: Function) -> Expr | None:
    if isinstance(node, Apply):
        return node
    return Apply(function, (variable,)) if node == variable else None


def _wrapped(node: Expr, pattern: Expr, function: Function) -> Expr | None:
    if not isinstance(node, Mul):
        return None
    if _anonymous(node) == pattern:
        return Apply(function, (node,))
    for start, end in scalar_runs(node):
        if _anonymous(Mul(node.factors[start:end])) == pattern:
            run = Apply(function, (Mul(node.factors[start:end]),))
            return Mul((*node.factors[:start], run, *node.factors[end:]))
    return None


def _anonymous(expr: Expr) -> Expr:
    """Columns and entries at one and the same nameless index."""

    def change(node: Expr) -> Expr | None:
        match node:
            case Column(matrix=matrix):
                return Column(matrix, _anyone(node))
            case Entry(of=of, col=None):
                return Entry(of, _anyone(node))
        return None

    return everywhere(expr, change)


def _anyone(node: Column | Entry) -> Index:

    length = node.matrix.shape.cols if isinstance(node, Column) else node.of.shape.rows
    return Index("*", Range.upto(length))


def _message(told: Told) -> str:
    if told.edit.now is None:
        return f"{told.edit.reason} is missing around {quoted(told.edit.was)} and its likes"
    gone = isinstance(told.edit.was, Apply) and told.edit.now in told.edit.was.args
    what = "has a function too many" if gone else "lacks its function, or has another one"
    return f"{quoted(told.edit.was)} {what}: {quoted(told.edit.now)} belongs here. Compare with the line before, function by function"


_A, _B = sigmoid(u[o].T @ v_c), u[ws[s]].T @ v_c
_X = u[x].T @ v_c

MISTAKE = Mistake(
    code="function-lost",
    title="A function lost or added",
    explanation="exp, log or sigma is missing around an argument, or stands where it does not belong.",
    why="Scores, their exponentials and probabilities look alike in a long line.",
    wrong=r"\frac{\sum_x u_x^\top v_c\, u_x}{\sum_x u_x^\top v_c}",
    right=r"\frac{\sum_x \exp(u_x^\top v_c)\, u_x}{\sum_x \exp(u_x^\top v_c)}",
    hint="For every inner product ask: is the score meant here, its exponential, or a probability?",
    cost=1.1,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(written=(u[o].T @ v_c - 1) * v_c, right=NEG_TRUE),
        Example(written=(_A - 1) * u[o] + total(s, _B * u[ws[s]]), right=NEG_CENTER, hypotheses=NEGATIVE),
        Example(written=total(x, _X * u[x]) / total(x, _X) - u[o], right=CENTER),
        Example(written=-(u[o].T @ v_c - total(x, _X)), right=NAIVE),
        Example(written=t * (1 - t), right=SLOPE),
        Example(written=-(exp(u[o].T @ v_c) - log(total(x, exp(_X)))), right=NAIVE),
    ),
    passed=(Example(written=-(u[o].T @ v_c - log(total(x, exp(_X)))), right=NAIVE),),
)
