"""Right answers to every target of the sets: the claims, the lines of their derivations, and ways in which people write them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from derivations.word2vec.negative_sampling import K, signed, ws
from derivations.word2vec.notation import U, o, u, v_c, w, y, y_hat
from derivations.word2vec.skip_gram import J_one, j, m
from verifier.algebra.prove import prove
from verifier.expr.indices import Hypothesis, Index
from verifier.expr.nodes import Derivative, Expr
from verifier.expr.walk import nodes
from verifier.language import (
    cases,
    compare,
    d,
    diag,
    differ,
    exp,
    hadamard,
    index,
    same,
    scalar,
    sigmoid,
    size,
    total,
    vector,
)
from verifier.questions import Target, load_sets
from verifier.steps import worked_steps


@dataclass(frozen=True)
class Answer:
    target: Target
    answer: Expr
    truth: Expr
    hypotheses: tuple[Hypothesis, ...]
    quantity: Expr


s, k = index("s", K), index("k", K)
x = index("x", size("V"))
i = index("i", K)
_A, _B, _BACK = sigmoid(u[o].T @ v_c), sigmoid(u[ws[i]].T @ v_c), sigmoid(-(u[ws[i]].T @ v_c))
_BK, _BACK_K = sigmoid(u[ws[k]].T @ v_c), sigmoid(-(u[ws[k]].T @ v_c))
_Z = total(x, exp(u[x].T @ v_c))
_t, _alpha = scalar("x"), scalar("alpha")
_xs = vector("x", size("n"))
_left, _right = index("j", -m, -1), index("j", 1, m)

WRITTEN: dict[str, tuple[Expr, ...]] = {
    "softmax-center": (
        -u[o] + total(x, y_hat[x] * u[x]),
        U @ y_hat - U @ y,
        -(U @ (y - y_hat)),
        total(x, exp(u[x].T @ v_c) * u[x]) / _Z - u[o],
        total(x, (y_hat[x] - y[x]) * u[x]),
    ),
    "softmax-true-outside": (
        v_c * y_hat[o] - v_c,
        -(1 - y_hat[o]) * v_c,
        v_c @ (y_hat[o] - 1),
        (exp(u[o].T @ v_c) / _Z - 1) * v_c,
    ),
    "softmax-other-outside": (v_c * y_hat[w], exp(u[w].T @ v_c) / _Z * v_c),
    "softmax-outside": (
        v_c * (y_hat[w] - y[w]),
        y_hat[w] * v_c - y[w] * v_c,
        cases(((y_hat[o] - 1) * v_c, same(w, o)), (y_hat[w] * v_c, differ(w, o))),
    ),
    "softmax-outside-matrix": (v_c @ y_hat.T - v_c @ y.T, -(v_c @ (y - y_hat).T), ((y_hat - y) @ v_c.T).T),
    "sigmoid": (
        sigmoid(_t) - sigmoid(_t) ** 2,
        sigmoid(_t) * sigmoid(-_t),
        exp(-_t) / (1 + exp(-_t)) ** 2,
        exp(_t) / (exp(_t) + 1) ** 2,
    ),
    "sigmoid-vector": (diag(sigmoid(_xs) - sigmoid(_xs) ** 2), diag(hadamard(sigmoid(_xs), sigmoid(-_xs)))),
    "negative-center": (
        -(1 - _A) * u[o] + total(i, (1 - _BACK) * u[ws[i]]),
        (_A - 1) * u[o] - total(i, (_BACK - 1) * u[ws[i]]),
        -sigmoid(-(u[o].T @ v_c)) * u[o] + total(i, _B * u[ws[i]]),
        total(i, _B * u[ws[i]]) - (1 - _A) * u[o],
    ),
    "negative-true-outside": (-(1 - _A) * v_c, v_c * _A - v_c, -sigmoid(-(u[o].T @ v_c)) * v_c),
    "negative-sample": ((1 - _BACK_K) * v_c, -(_BACK_K - 1) * v_c, v_c * _BK),
    "negative-repeated": (
        total(i, (1 - _BACK) * v_c, same(ws[i], ws[k])),
        total(i, _B * v_c, same(ws[k], ws[i])),
        total(i, 1 - _BACK_K, same(ws[i], ws[k])) * v_c,
    ),
    "negative-reuse": (sigmoid(signed.T @ v_c) - 1, -sigmoid(-(signed.T @ v_c))),
    "leaky-relu": (cases((_alpha, compare(_t, "<", 0)), (1, compare(_t, ">", 0))),),
    "skipgram-center": (total(_left, d(J_one, v_c)) + total(_right, d(J_one, v_c)),),
    "skipgram-outside-matrix": (total(j, d(J_one, U), differ(0, j)),),
}


@cache
def targets() -> dict[str, Target]:
    return {name: t for problem_set in load_sets().values() for name, t in problem_set.targets.items()}


def right_answers() -> list[Answer]:
    out: dict[tuple[str, Expr], Answer] = {}
    for name, target in targets().items():
        base = Answer(target, target.claim, target.claim, target.hypotheses, target.quantity)
        for written in (target.claim, *WRITTEN.get(name, ())):
            out.setdefault((name, written), replace(base, answer=written))
        for also in target.also:
            own = Answer(target, also.claim, also.claim, target.hypotheses, also.quantity)
            out.setdefault((name, also.claim), own)
    return list(out.values())


def derivation_lines() -> list[Answer]:
    """Every line of the worked steps in which no derivative is left."""
    out = []
    for target in targets().values():
        for step in worked_steps(target.quantity, target.claim, target.hypotheses, prove)[1:]:
            if not any(isinstance(n, Derivative) for _, n in nodes(step.expr)):
                out.append(Answer(target, step.expr, target.claim, target.hypotheses, target.quantity))
    return out


def surroundings(answer: Answer) -> tuple[tuple[Index, ...], tuple[Expr, ...]]:
    """The letters and names of a question, in which a slip can go wrong."""
    if answer.target.name.startswith(("softmax", "cross")):
        return (o, w), (u[o], u[w], v_c, y, y_hat, U)
    if answer.target.name.startswith("negative"):
        return (o, k), (u[o], u[ws[k]], v_c)
    if answer.target.name.startswith("skipgram"):
        return (), (v_c,)
    return (), (_t, _alpha)
