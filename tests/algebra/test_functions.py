"""Every function of the language: its value is what Python's is, its derivative is proved, and it is read as written."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import pytest

from verifier.evidence import Agreement, Counterexample, Proof
from verifier.expr.nodes import Apply, Derivative, Expr, Number, Symbol
from verifier.expr.shapes import SCALAR
from verifier.functions.table import functions
from verifier.judging.equal import evidence_for
from verifier.judging.judge import Court, judge
from verifier.judging.requests import Equality
from verifier.questions import load_sets

PLAIN: dict[str, Callable[..., float]] = {
    "abs": abs,
    "cosh": math.cosh,
    "exp": math.exp,
    "heaviside": lambda x: float(x > 0),
    "leaky_relu": lambda slope, x: x if x > 0 else slope * x,
    "log": math.log,
    "max": max,
    "min": min,
    "relu": lambda x: max(x, 0),
    "sech": lambda x: 1 / math.cosh(x),
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "sign": lambda x: (x > 0) - (x < 0),
    "sinh": math.sinh,
    "softplus": lambda x: math.log(1 + math.exp(x)),
    "tanh": math.tanh,
}
BY_ELEMENTS = {name: f for name, f in functions().items() if f.by_elements}


def test_each_function_is_known_here() -> None:
    assert set(PLAIN) == set(BY_ELEMENTS)


@pytest.mark.parametrize("name", sorted(PLAIN))
@pytest.mark.parametrize("x", [Fraction(-7, 3), Fraction(-1, 5), Fraction(2, 7), Fraction(5, 2)])
def test_value(name: str, x: Fraction) -> None:
    function = BY_ELEMENTS[name]
    if name == "log" and x < 0:
        x = -x
    from flint import arb, fmpq

    at = [arb(fmpq(v.numerator, v.denominator)) for v in (Fraction(1, 3), x)][2 - function.arity :]
    expected = PLAIN[name](*(float(a.mid()) for a in at))
    assert float(arb(function.value(*at)).mid()) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_derivative_is_the_one_that_sympy_finds(name: str) -> None:
    function = BY_ELEMENTS[name]
    x = Symbol("x", SCALAR, "x", positive=name == "log")
    args: tuple[Expr, ...] = (Number(Fraction(1, 3)), x)[2 - function.arity :]
    assert function.derivative is not None
    slope = function.derivative(*args)[-1]
    evidence = evidence_for(Derivative(Apply(function, args), x), slope, (), 3, 60_000)
    assert isinstance(evidence, Proof), evidence


SAME = (
    (r"\max(0,x) + \min(0,x)", "x", Proof),
    (r"\frac{x}{|x|}", r"\operatorname{sgn}(x)", Proof),
    (r"\max(0, \operatorname{sgn} x)", r"\frac{1 + \operatorname{sgn} x}{2}", Proof),
    (r"\operatorname{sgn}(\max(0, x))", r"\mathbf 1[x > 0]", Proof),
    (r"\frac{1}{1 + \mathbf 1[x > 0]}", r"1 - \frac12 \mathbf 1[x > 0]", Proof),
    (r"\cosh^2 x - \sinh^2 x", "1", Proof),
    (r"\operatorname{sech}^2 x", r"1 - \tanh^2 x", Proof),
    (r"\frac{1}{4\cosh^2(x/2)}", r"\sigma'(x)", Proof),
    (r"\max(0,x) - \min(0,x)", "x", Counterexample),
    ("|x|", "x", Counterexample),
    (r"\operatorname{sgn}(x)", r"\mathbf 1[x > 0]", Counterexample),
    (r"\operatorname{sgn}(\min(0, x))", r"\operatorname{sgn}(x)", Counterexample),
    (r"\frac{1}{2 + \mathbf 1[x > 0]}", r"\frac12 - \frac13 \mathbf 1[x > 0]", Counterexample),
    (r"\cosh x", r"\sinh x", Counterexample),
    (r"\operatorname{sech}^2 x", r"1 - \tanh^2(x/2)", Counterexample),
)


@pytest.mark.parametrize(("left", "right", "kind"), SAME)
def test_identities_and_their_near_neighbours(left: str, right: str, kind: type) -> None:
    judgement = judge(Equality(id=0, left=left, right=right), Court(load_sets(), "cs224n-a2-2022", 5))
    assert isinstance(judgement.evidence, kind), judgement
    assert not isinstance(judgement.evidence, Agreement)
