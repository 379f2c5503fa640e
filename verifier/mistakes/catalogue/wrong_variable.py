"""The derivative by another quantity: the left side names it, or the answer is that of another question."""

from collections.abc import Iterator

from verifier.expr.indices import IndexTerm
from verifier.expr.nodes import Apply, Column, Derivative, Entry, Expr, Mul, Named, Symbol, Transpose
from verifier.expr.walk import nodes
from verifier.functions.exponential import EXP
from verifier.functions.softmax import SOFTMAX
from verifier.language import d, define
from verifier.mistakes.letters import CENTER, MATRIX, NAIVE, v_c
from verifier.mistakes.model import Edit, Example, Mistake, Told
from verifier.mistakes.view import Spot, View
from verifier.mistakes.words import quoted


def _repairs(view: View) -> Iterator[Edit]:
    """Another declared name of the same shape; another operator; the probability of another model."""
    operators = dict.fromkeys(n.by for _, n in nodes(view.truth) if isinstance(n, Derivative))
    for spot in view.spots:
        match spot.node:
            case Derivative(of=of, by=by):
                for other in operators:
                    if other != by:
                        new = Derivative(of, other)
                        yield Edit(path=spot.path, new=new, was=spot.node, now=new, cost=-0.4)
            case Transpose(arg=Derivative(of=of, by=by) as told):  # where the writer's layout is another
                for other in operators:
                    if other != by:
                        yield Edit(
                            path=spot.path, new=(new := Derivative(of, other)), was=told, now=new, cost=-0.4
                        )
            case Entry(of=Named(body=Apply(args=(Mul() as scores,))), row=row, col=None):
                yield from _of_another_model(view, spot, scores, row)
        if not isinstance(spot.node, Symbol | Named):
            continue
        for name in view.known.names:
            if isinstance(name, Column) or name == spot.node or name.shape != spot.node.shape:
                continue
            yield Edit(path=spot.path, new=name, was=spot.node, now=name)


def _of_another_model(view: View, spot: Spot, scores: Mul, at: IndexTerm) -> Iterator[Edit]:
    """sigma of one score, where the entry of a softmax stands."""
    match scores.factors:
        case (Transpose(arg=Symbol(columns=str()) as matrix), vector):
            score = Mul((Transpose(Column(matrix, at)), vector))
        case _:
            return
    for function in view.known.functions:
        if function.arity == 1 and function is not SOFTMAX and function is not EXP:
            new = Apply(function, (score,))
            yield Edit(path=spot.path, new=new, was=spot.node, now=new, cost=-0.1)


def other_variables(view: View) -> Iterator[Expr]:
    """What else the loss could have been differentiated by: not what was asked for, of the shape of the answer."""
    quantity = view.quantity
    if not isinstance(quantity, Derivative) or not quantity.of.shape.is_scalar:
        return
    for name in view.known.names:
        if name == quantity.by or name.shape != view.tree.shape or isinstance(name, Named):
            continue
        if not (isinstance(name, Symbol) and name.one_hot is not None):
            yield name


def _message(told: Told) -> str:
    if told.edit.reason == "question":
        now = quoted(told.edit.now) if told.edit.now is not None else "another quantity"
        return f"{quoted(told.student)} is the derivative by {now}; asked for is the derivative by another quantity. Look at the left side"
    now = f" where {quoted(told.edit.now)} belongs" if told.edit.now is not None else ""
    return f"you wrote {quoted(told.edit.was)}{now}: that is another quantity"


MISTAKE = Mistake(
    code="wrong-variable",
    title="Another quantity",
    explanation="The left side, or the operator, names another quantity than the one that is asked for; or one name stands for another in the formula.",
    why="The parts of a question are alike, and the left side is copied from the part before.",
    wrong=r"\frac{\partial J}{\partial v_c} = v_c(\hat y - y)^\top",
    right=r"\frac{\partial J}{\partial U} = v_c(\hat y - y)^\top",
    hint="What is the derivative taken by, and what is its shape?",
    cost=1.2,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(written=MATRIX, right=CENTER, quantity=d(NAIVE, v_c)),
        Example(written=MATRIX, right=CENTER, quantity=d(define("J", "J", NAIVE), v_c)),
    ),
    passed=(Example(written=CENTER, right=CENTER, quantity=d(NAIVE, v_c)),),
)
