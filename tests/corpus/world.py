"""The losses in numpy with unequal sizes, and gradients by finite differences: what gold is checked against.

Nothing of the program is used here. `W` holds one draw of every quantity under the names that submissions use.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
D, V, K = 3, 6, 5


def sigmoid(x: Array | float) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-np.asarray(x, dtype=float))))


@dataclass(frozen=True)
class W:
    """U is D x V, v is v_c, o the true word, w another word; `ws` are the samples, `k` one of them, by number.

    `distinct`: no word is drawn twice; else the word of sample k is drawn twice.
    """

    U: Array
    v: Array
    o: int
    w: int
    ws: tuple[int, ...]
    k: int
    x: float

    @staticmethod
    def drawn(seed: int, distinct: bool = True) -> W:
        rng = np.random.default_rng(seed)
        words = rng.permutation(V)
        samples = [int(n) for n in words[1 : K + 1]] if distinct else [int(words[n]) for n in (1, 2, 1, 3, 4)]
        return W(
            rng.normal(size=(D, V)), rng.normal(size=D), int(words[0]), int(words[1]), tuple(samples), 0, 0.7
        )

    @property
    def yhat(self) -> Array:
        e = np.exp(self.U.T @ self.v)
        return np.asarray(e / e.sum())

    @property
    def y(self) -> Array:
        return np.asarray(np.eye(V)[self.o])

    @property
    def uo(self) -> Array:
        return np.asarray(self.U[:, self.o])

    @property
    def us(self) -> Array:
        """The vectors of the samples, as columns."""
        return np.asarray(self.U[:, list(self.ws)])

    @property
    def uk(self) -> Array:
        return np.asarray(self.us[:, self.k])

    @property
    def a(self) -> float:
        return float(self.uo @ self.v)

    @property
    def b(self) -> Array:
        return np.asarray(self.us.T @ self.v)


def naive(U: Array, v: Array, o: int) -> float:
    scores = U.T @ v
    return float(-scores[o] + np.log(np.exp(scores).sum()))


def negative(U: Array, v: Array, o: int, ws: tuple[int, ...]) -> float:
    return float(-np.log(sigmoid(U[:, o] @ v)) - sum(np.log(sigmoid(-(U[:, word] @ v))) for word in ws))


def slope(f: Callable[[Array], float], at: Array, h: float = 1e-6) -> Array:
    """Central differences, in the shape of `at`."""
    out = np.zeros_like(at, dtype=float)
    for place in np.ndindex(*at.shape):
        step = np.zeros_like(at, dtype=float)
        step[place] = h
        out[place] = (f(at + step) - f(at - step)) / (2 * h)
    return out


def truth(target: str, at: W) -> Array:
    """The quantity that a target asks for, from the losses alone."""
    by_U = slope(lambda U: naive(U, at.v, at.o), at.U)
    neg_by_U = slope(lambda U: negative(U, at.v, at.o, at.ws), at.U)
    match target:
        case "softmax-center":
            return slope(lambda v: naive(at.U, v, at.o), at.v)
        case "softmax-true-outside":
            return np.asarray(by_U[:, at.o])
        case "softmax-other-outside" | "softmax-outside":
            return np.asarray(by_U[:, at.w])
        case "softmax-outside-matrix":
            return by_U
        case "sigmoid":
            return slope(lambda x: float(sigmoid(x[0])), np.array([at.x]))[0:1]
        case "negative-center":
            return slope(lambda v: negative(at.U, v, at.o, at.ws), at.v)
        case "negative-true-outside":
            return np.asarray(neg_by_U[:, at.o])
        case "negative-sample" | "negative-repeated":
            return np.asarray(neg_by_U[:, at.ws[at.k]])
    raise KeyError(target)
