"""The author's words: shapes, what is refused and how it is said, sympy as a guest."""

from fractions import Fraction

import pytest
import sympy

from verifier.errors import VerifierError
from verifier.expr.indices import Compare, OtherIndex, Place, SameIndex
from verifier.expr.shapes import ShapeError
from verifier.language import (
    cases,
    columns,
    compare,
    d,
    define,
    diag,
    differ,
    distinct,
    each,
    exp,
    formula,
    hadamard,
    identity,
    index,
    indicator,
    indices,
    leaky_relu,
    log,
    matrix,
    maximum,
    not_among,
    number,
    one_hot,
    opaque,
    otherwise,
    relu,
    same,
    samples,
    scalar,
    sigmoid,
    size,
    sizes,
    softmax,
    stack,
    tanh,
    total,
    vector,
    window,
)

D, V, K, m = sizes("D V K m")
o, c, w = indices("o c w", V)
s, k = indices("s k", K)
j = index("j", -m, m)
U = matrix("U", D, V, columns="u")
u = columns(U)
v_c = vector("v_c", D)
y = one_hot("y", V, at=o)
y_hat = define("y_hat", r"\hat y", softmax(U.T @ v_c))
x, alpha = scalar("x"), scalar("alpha")
ws = samples("w", K, V)
wt = window("w", "t", m, V)
loss = opaque("J", v_c, wt[j], U)


SHAPES = [
    (U, "D x V"),
    (U.T @ v_c, "V x 1"),
    (u[w], "D x 1"),
    (u[ws[s]], "D x 1"),
    (U[:, w], "D x 1"),
    (U[1, w], "1 x 1"),
    (y_hat[o], "1 x 1"),
    (U @ (y_hat - y), "D x 1"),
    (v_c @ (y_hat - y).T, "D x V"),
    (u[o].T @ v_c, "1 x 1"),
    (1 - sigmoid(y), "V x 1"),
    (hadamard(y, 1 - y), "V x 1"),
    (diag(y), "V x V"),
    (identity(D) @ v_c, "D x 1"),
    (v_c / number(D), "D x 1"),
    (3 * U, "D x V"),
    (Fraction(1, 2) * v_c, "D x 1"),
    (v_c**2, "D x 1"),
    (total(w, y_hat[w] * u[w], differ(w, o)), "D x 1"),
    (total(j, loss, differ(j, 0)), "1 x 1"),
    (stack(u[o], each(s, -u[ws[s]])), "D x K + 1"),
    (stack(u[o].T, each(s, -u[ws[s]].T), down=True), "K + 1 x D"),
    (cases((v_c, same(w, o)), (0, otherwise)), "D x 1"),
    (indicator(same(w, o)) * v_c, "D x 1"),
    (exp(v_c) + log(v_c) + tanh(v_c) + relu(v_c), "D x 1"),
    (maximum(leaky_relu(alpha, x), 0), "1 x 1"),
    (d(loss, U), "D x V"),
    (d(loss, v_c), "D x 1"),
    (d(sigmoid(y), y), "V x V"),
    (d(y_hat, v_c), "V x D"),
    (d(x * v_c, x), "D x 1"),
]


@pytest.mark.parametrize(("expr", "shape"), SHAPES, ids=lambda part: str(part)[:40])
def test_shapes(expr, shape):
    assert str(expr.shape) == shape


REFUSED = [
    (lambda: U @ (v_c), "`U` is a D x V matrix, `v_c` is a vector of length D"),
    (lambda: U.T @ (y_hat - y), "`U.T` is a V x D matrix, `y_hat - y` is a vector of length V"),
    (lambda: v_c + y, "`v_c` is a vector of length D, `y` is a vector of length V"),
    (lambda: v_c * v_c, "write @ for the matrix product, hadamard(a, b) by elements"),
    (lambda: hadamard(v_c, y), "the product by elements of `v_c` and `y` cannot be formed"),
    (lambda: x / v_c, "only a scalar"),
    (lambda: stack(v_c, y), "the block matrix of `v_c` and `y`"),
    (lambda: softmax(x), "softmax takes a vector"),
    (lambda: diag(U), "diag takes a vector"),
    (lambda: d(x, U @ y), "a derivative is by a declared symbol, a column or a definition"),
    (lambda: d(U, v_c), "only scalars and vectors are differentiated by a vector"),
    (lambda: compare(v_c, "<", 1), "only scalars are compared"),
    (lambda: compare(x, "~", 1), "'~' compares nothing"),
    (lambda: compare(x, "<", "1"), "a name is made by scalar"),
    (lambda: compare(x, "<"), "compare takes scalars with signs between them"),
    (lambda: formula("x + 1"), "'x + 1' is not a formula"),
    (lambda: formula(0.5), "0.5 is not an exact number (write Fraction(1, 2) for it)"),
    (lambda: 0.1 * x, "0.1 is not an exact number (write Fraction(1, 10) for it)"),
    (lambda: x**0.5, "write Fraction(1, 2)"),
    (lambda: x + float("nan"), "numbers are int or Fraction"),
    (lambda: sympy.Symbol("s") * x, "`s` is sympy, and stands beside a formula"),
    (lambda: x - sympy.Symbol("s"), "`s` is sympy, and stands beside a formula"),
    (lambda: x + "y", "'y' stands where a formula or a number belongs"),
    (lambda: define("q", "q", y / y_hat), "write hadamard(y, 1 / y_hat) by elements"),
    (lambda: d(y.T @ y_hat**2, v_c), "write hadamard(a, a) for a square by elements"),
    (lambda: u[s], "`U` cannot be indexed by s: its places are 1..V, it runs over 1..K"),
    (lambda: y[j], "`y` cannot be indexed by j: its places are 1..V, it runs over -m..m"),
    (lambda: U[s, w], "`U` cannot be indexed by s: its places are 1..D"),
    (lambda: y[0], "`y` cannot be indexed by 0"),
    (lambda: y["o"], "'o' is not an index of `y`"),
    (lambda: U[w], "a vector has one index, a matrix two"),
    (lambda: columns(matrix("A", D, D)), "the columns of A have no letter"),
]


@pytest.mark.parametrize(("build", "said"), REFUSED, ids=[said[:40] for _, said in REFUSED])
def test_what_does_not_fit_is_refused_in_the_authors_names(build, said):
    with pytest.raises(VerifierError) as refused:
        build()
    assert said in str(refused.value)


def test_conditions():
    assert compare(0, "<", alpha, "<", 1) == (
        Compare(formula(0), "<", alpha),
        Compare(alpha, "<", formula(1)),
    )
    assert differ(j, 0) == OtherIndex(j, Place(size("n") - size("n")))
    assert same(ws[s], ws[k]) == SameIndex(ws[s], ws[k])
    assert not_among(o, ws).map is distinct(ws).map


def test_names_print_as_people_write_them():
    from verifier.latex.write import latex, latex_index

    assert latex(scalar("alpha_1")) == r"\alpha_1"
    assert latex(vector("v_out", D)) == "v_{out}"
    assert latex(y_hat[o]) == r"\hat y_o"
    assert latex_index(ws[s]) == "w_s"
    assert latex_index(wt[j]) == "w_{t+j}"


SX, SA = sympy.symbols("x alpha", real=True)
FROM_SYMPY = [
    (1 / (1 + sympy.exp(-SX)), "1 / (1 + exp(-x))"),
    (sympy.exp(-SX) / (1 + sympy.exp(-SX)) ** 2, "exp(-x) / (1 + exp(-x))**2"),
    (sympy.Max(SA * SX, SX), "max(x, alpha * x)"),
    (sympy.Piecewise((1, SX > 0), (SA, SX < 0)), "cases(1 if x > 0; alpha if x < 0)"),
    (sympy.Piecewise((1, SX > 0), (SA, True)), "cases(1 if x > 0; alpha otherwise)"),
    (-SX - 1, "-1 - x"),
    (SX - SA, "x - alpha"),
    (sympy.Rational(-3, 2) * SX**2, "-3 * x**2 / 2"),
    (sympy.tanh(SX) * sympy.log(SX), "log(x) * tanh(x)"),
    (sympy.sqrt(SX), "x**(1/2)"),
    (-1 / SX, "-1 / x"),
    (sympy.E * SX, "exp(1) * x"),
]


@pytest.mark.parametrize(("given", "expected"), FROM_SYMPY, ids=[e for _, e in FROM_SYMPY])
def test_plain_sympy_is_welcome(given, expected):
    assert str(formula(given)) == expected


@pytest.mark.parametrize(
    "given",
    [sympy.sin(SX), sympy.pi * SX, sympy.Float(0.5), sympy.MatrixSymbol("A", 2, 2), sympy.I, sympy.oo],
)
def test_other_sympy_is_refused_by_name(given):
    with pytest.raises(VerifierError, match="cannot be taken as a formula"):
        formula(given)


def test_shape_errors_keep_their_operands():
    with pytest.raises(ShapeError) as refused:
        U @ v_c
    assert refused.value.operands == (U, v_c)
