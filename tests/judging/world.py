r"""Numbers for the quantities of word2vec, and the closed form of every target, written with numpy alone.

This is the gold's own judge: nothing here knows verifier. Everything is a matrix (a number 1 x 1, a vector a column);
`product` and `plus` refuse what does not fit, so that a formula that cannot be formed is found here as well.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
M = 2  # half the window


class Misfit(Exception):
    """Two operands whose shapes do not fit."""


@dataclass(frozen=True)
class World:
    """`letters`: what index letters stand for, counted from 0; `samples`: the words w_1..w_K.

    `rows_of_u`: the writer's U has a row a word; `row_y`: the writer's y and yhat are rows.
    """

    U: Array
    centers: Array
    x: Array  # a number, or a vector for the sigmoid by elements
    alpha: float
    samples: tuple[int, ...]
    window: dict[int, tuple[Array, Array]]  # j -> gradients of J(v_c, w_{t+j}, U) by U and by v_c
    letters: dict[str, int]
    rows_of_u: bool = False
    row_y: bool = False

    def at(self, letter: str, value: int) -> World:
        return replace(self, letters={**self.letters, letter: value})

    @property
    def v_c(self) -> Array:
        return self.centers[:, [self.letters["c"]]]

    @property
    def y(self) -> Array:
        return np.eye(self.U.shape[1])[:, [self.letters["o"]]]

    @property
    def y_hat(self) -> Array:
        scores = np.exp(self.U.T @ self.v_c)
        return np.asarray(scores / scores.sum())

    def u(self, word: int) -> Array:
        return self.U[:, [word]]


def sigma(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-x)))


def number(value: float) -> Array:
    return np.array([[float(value)]])


def product(a: Array, b: Array) -> Array:
    if a.shape == (1, 1) or b.shape == (1, 1):
        return a * b
    if a.shape[1] != b.shape[0]:
        raise Misfit(f"{a.shape} times {b.shape}")
    return a @ b


def plus(a: Array, b: Array) -> Array:
    if a.shape != b.shape:
        raise Misfit(f"{a.shape} plus {b.shape}")
    return a + b


def draw_world(target: str, seed: int) -> World:
    """A world in which the hypotheses of the target hold. The sizes are unequal."""
    rng = np.random.default_rng(seed)
    depth, words, count = 3, 7, 5
    o, w, c = (int(i) for i in rng.permutation(words)[:3])
    if target == "softmax-outside" and seed % 2:
        w = o
    others = [i for i in range(words) if i != o]
    distinct = target != "negative-repeated"
    samples = tuple(int(i) for i in rng.choice(others, size=count, replace=not distinct))
    k = int(rng.integers(count))
    if not distinct:  # one word is surely drawn twice
        samples = tuple(samples[k] if i == (k + 1) % count else s for i, s in enumerate(samples))
    x = rng.normal(size=(5, 1)) if target == "sigmoid-vector" else number(rng.normal())
    window = {j: (rng.normal(size=(depth, words)), rng.normal(size=(depth, 1))) for j in range(-M, M + 1)}
    return World(
        U=rng.normal(size=(depth, words)),
        centers=rng.normal(size=(depth, words)),
        x=x,
        alpha=float(rng.uniform(0.1, 0.9)),
        samples=samples,
        window=window,
        letters={"o": o, "w": o if target == "softmax-true-outside" else w, "c": c, "k": k},
    )


# --- the closed forms, by hand ----------------------------------------------------------------------------------


def closed_form(target: str, world: World) -> Array:
    """The value of a target in a world, in the writer's layout."""
    value = _value(target, world)
    turned = world.rows_of_u and target in ("softmax-outside-matrix", "skipgram-outside-matrix")
    return value.T if turned else value


def _value(target: str, w: World) -> Array:
    v, letters = w.v_c, w.letters
    error = w.y_hat - w.y
    positive = sigma(w.u(letters["o"]).T @ v) - 1
    of_sample = [sigma(w.u(i).T @ v) for i in w.samples]
    if target == "cross-entropy":
        return np.asarray(-np.log(w.y_hat[[letters["o"]]]))
    if target == "softmax-center":
        return w.U @ error
    if target in ("softmax-true-outside", "softmax-other-outside", "softmax-outside"):
        return np.asarray(error[letters["w"], 0] * v)
    if target == "softmax-outside-matrix":
        return v @ error.T
    if target == "relu":
        return number(w.x[0, 0] > 0)
    if target == "leaky-relu":
        return number(1 if w.x[0, 0] > 0 else w.alpha)
    if target == "sigmoid":
        return sigma(w.x) * (1 - sigma(w.x))
    if target == "sigmoid-vector":
        return np.diag((sigma(w.x) * (1 - sigma(w.x)))[:, 0])
    if target == "negative-center":
        return np.asarray(
            positive * w.u(letters["o"]) + sum(s * w.u(i) for s, i in zip(of_sample, w.samples, strict=True))
        )
    if target == "negative-true-outside":
        return np.asarray(positive * v)
    if target == "negative-sample":
        return of_sample[letters["k"]] * v
    if target == "negative-reuse":
        return np.vstack([positive, *(sigma(-w.u(i).T @ v) - 1 for i in w.samples)])
    if target == "negative-repeated":
        return np.asarray(w.samples.count(w.samples[letters["k"]]) * of_sample[letters["k"]] * v)
    if target == "skipgram-outside-matrix":
        return np.asarray(sum(by_u for j, (by_u, _) in w.window.items() if j))
    if target == "skipgram-center":
        return np.asarray(sum(by_v for j, (_, by_v) in w.window.items() if j))
    if target == "skipgram-other-center":
        return np.zeros_like(v)
    raise KeyError(target)
