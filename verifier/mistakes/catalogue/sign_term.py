"""One term of a sum has the wrong sign."""

from collections.abc import Iterator
from itertools import combinations

from verifier.expr.nodes import Add, Cases, Expr, Neg, Sum
from verifier.expr.walk import Path
from verifier.language import sigmoid, total
from verifier.mistakes.letters import CENTER, NEG_CENTER, SLOPE, TRUE_OUTSIDE, o, s, t, u, v_c, w, ws, y_hat
from verifier.mistakes.model import Edit, Example, Mistake, Told
from verifier.mistakes.trees import opposite, with_part
from verifier.mistakes.view import View
from verifier.mistakes.words import quoted


def _repairs(view: View) -> Iterator[Edit]:
    for spot in view.spots:
        if spot.inside:
            continue
        match spot.node:
            case Add(terms=terms):
                for at, term in enumerate(terms):
                    flipped = opposite(term)
                    yield Edit(path=spot.path, new=Add(with_part(terms, at, flipped)), was=term, now=flipped)
                yield from _pair(spot.path, terms)
            case Cases(branches=branches):
                for at, (value, _) in enumerate(branches):
                    path = (*spot.path, _child(spot.node, at))
                    yield Edit(path=path, new=opposite(value), was=value, now=opposite(value))
            case Neg(arg=Add(terms=terms)) | Sum(body=Neg(arg=Add(terms=terms))):
                # The minus that was meant for the first term alone, or for the bracket.
                body = Add((Neg(terms[0]), *terms[1:]))
                new = body if isinstance(spot.node, Neg) else Sum(spot.node.index, spot.node.conditions, body)
                yield Edit(path=spot.path, new=new, was=spot.node, now=new, cost=0.1)


def _pair(path: Path, terms: tuple[Expr, ...]) -> Iterator[Edit]:
    """Two terms of several: what was a bracket once, and lost its minus."""
    if not 3 <= len(terms) <= 5:
        return
    for one, other in combinations(range(len(terms)), 2):
        new = Add(with_part(with_part(terms, one, opposite(terms[one])), other, opposite(terms[other])))
        yield Edit(path=path, new=new, was=terms[one], now=opposite(terms[one]), cost=0.3)


def _child(cases: Cases, at: int) -> int:
    """Where the value of a branch stands among the children: comparisons of formulas stand between."""
    from verifier.expr.indices import Compare

    return sum(1 + 2 * sum(isinstance(c, Compare) for c in cs) for _, cs in cases.branches[:at])


def _message(told: Told) -> str:
    return f"{quoted(told.edit.was)} has the wrong sign here: {quoted(told.edit.now or told.edit.was)} belongs in this sum. Look at the step in which this term arises"


def _gradient(first: Expr, second: Expr) -> Expr:
    return first + second


_A, _SUM = sigmoid(u[o].T @ v_c), total(s, sigmoid(u[ws[s]].T @ v_c) * u[ws[s]])

MISTAKE = Mistake(
    code="sign-term",
    title="One term has the wrong sign",
    explanation="All terms are there, and one of them has the opposite sign.",
    why="A minus is lost when a bracket is opened or when the chain rule brings a second one.",
    wrong=r"-u_o - \sum_w \hat y_w u_w",
    right=r"-u_o + \sum_w \hat y_w u_w",
    hint="One sign is wrong. Go through the terms one by one.",
    cost=1.0,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(written=-u[o] - total(w, y_hat[w] * u[w]), right=CENTER),
        Example(written=(y_hat[o] + 1) * v_c, right=TRUE_OUTSIDE),
        Example(written=_gradient(sigmoid(-(u[o].T @ v_c)) * u[o], _SUM), right=NEG_CENTER),
        Example(written=_gradient((_A - 1) * u[o], -_SUM), right=NEG_CENTER),
        Example(written=sigmoid(t) * (1 + sigmoid(t)), right=SLOPE),
    ),
    passed=(
        Example(written=total(w, y_hat[w] * u[w]) - u[o], right=CENTER),
        Example(written=_gradient(-(1 - _A) * u[o], _SUM), right=NEG_CENTER),
    ),
)
