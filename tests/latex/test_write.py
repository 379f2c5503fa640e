"""Formulas as a good lecturer writes them; one precedence table decides the brackets."""

from fractions import Fraction

from tests.latex.word2vec import J, J_one, K, U, V, j, k, o, s, u, v_c, w, ws, y, y_hat
from verifier.expr.indices import Distinct, Index, NotAmong, Place, Range, SameIndex
from verifier.expr.nodes import Cases, Each, Expr, Mul, Number, Stack
from verifier.expr.shapes import Shape, lenient, vector_shape
from verifier.expr.sizes import Size
from verifier.language import (
    cases,
    compare,
    d,
    diag,
    differ,
    each,
    exp,
    hadamard,
    indicator,
    log,
    otherwise,
    same,
    scalar,
    sigmoid,
    stack,
    total,
)
from verifier.latex.write import (
    latex,
    latex_condition,
    latex_hypothesis,
    latex_index,
    latex_shape,
    latex_size,
)

x, alpha = scalar("x"), scalar("alpha")
WRITTEN: list[tuple[Expr, str]] = [
    (-log(y_hat[o]), r"-\log \hat y_o"),
    (U @ (y_hat - y), r"U (\hat y - y)"),
    ((y_hat[w] - y[w]) * v_c, r"(\hat y_w - y_w) v_c"),
    (v_c @ (y_hat - y).T, r"v_c (\hat y - y)^\top"),
    ((1 - sigmoid(u[o].T @ v_c)) * u[o], r"(1 - \sigma(u_o^\top v_c)) u_o"),
    (total(w, y_hat[w] * u[w]), r"\sum_{w=1}^{V} \hat y_w u_w"),
    (total(w, y_hat[w], differ(w, o)), r"\sum_{w \ne o} \hat y_w"),
    (total(s, u[ws[s]], same(ws[s], ws[k])), r"\sum_{\substack{1 \le s \le K \\ w_s = w_k}} u_{w_s}"),
    (
        total(j, d(J_one, U), differ(j, 0)),
        r"\sum_{\substack{-m \le j \le m \\ j \ne 0}} \frac{\partial J(v_c, w_{t+j}, U)}{\partial U}",
    ),
    (total(w, y_hat[w]) * v_c, r"\left(\sum_{w=1}^{V} \hat y_w\right) v_c"),
    (v_c * total(w, y_hat[w]), r"v_c \sum_{w=1}^{V} \hat y_w"),
    (log(y_hat[o]) * v_c, r"\log(\hat y_o) v_c"),
    (log(y_hat[o]) ** 2, r"(\log \hat y_o)^2"),
    (sigmoid(x) ** 2, r"\sigma(x)^2"),
    (exp(x / 2) * x, r"\exp\left(\frac{x}{2}\right) x"),
    (log(total(w, exp(u[w].T @ v_c))), r"\log \sum_{w=1}^{V} \exp(u_w^\top v_c)"),
    (d(sigmoid(x), x), r"\frac{d}{dx} \sigma(x)"),
    (d(u[o].T @ v_c, v_c), r"\frac{\partial}{\partial v_c} (u_o^\top v_c)"),
    (d(J, u[w]), r"\frac{\partial J_{\text{naive-softmax}}}{\partial u_w}"),
    (diag(hadamard(sigmoid(y), 1 - sigmoid(y))), r"\operatorname{diag}(\sigma(y) \odot (1 - \sigma(y)))"),
    (
        cases((1, compare(x, ">", 0)), (alpha, otherwise)),
        r"\begin{cases} 1 & \text{if } x > 0 \\ \alpha & \text{otherwise} \end{cases}",
    ),
    (indicator(same(w, o)) * v_c, r"\mathbf{1}_{\{w = o\}} v_c"),
    (stack(u[o], each(s, -u[ws[s]])), r"\begin{bmatrix} u_o & -u_{w_1} & \cdots & -u_{w_K} \end{bmatrix}"),
    (2 * x, "2 x"),
    (x * 2, r"x \cdot 2"),
    (-(alpha * x - x), r"-(\alpha x - x)"),
    (x - (x - alpha), r"x - (x - \alpha)"),
    ((y - y_hat)[w], r"(y - \hat y)_w"),
    (Number(Fraction(1), vector_shape(V)).T @ y, r"\mathbf{1}^\top y"),
    (-Number(Fraction(1, 2)), r"-\frac{1}{2}"),
]


def test_formulas() -> None:
    for formula, wanted in WRITTEN:
        assert latex(formula) == wanted


def test_sizes_shapes_and_indices() -> None:
    assert latex_shape(U.shape) == r"\mathbb{R}^{D \times V}"
    assert latex_shape(v_c.shape) == r"\mathbb{R}^D"
    assert latex_shape(Shape(Size.of(1), Size.of(1))) == r"\mathbb{R}"
    assert latex_size(2 * K + 1) == "2K + 1"
    assert latex_index(ws[s]) == "w_s"
    assert latex_index(Place(Size.of(3))) == "3"


def test_conditions_and_hypotheses() -> None:
    assert latex_condition(differ(w, o)) == r"w \ne o"
    assert latex_condition(compare(x, "<=", alpha)[0]) == r"x \le \alpha"
    assert latex_hypothesis(NotAmong(o, ws)) == r"o \notin \{w_1, \ldots, w_K\}"
    assert latex_hypothesis(Distinct(ws)) == r"w_1, \ldots, w_K \text{ pairwise different}"


def test_the_logarithm_of_a_sum_of_vectors_keeps_its_brackets() -> None:
    """Without them `\\log \\sum_i \\hat y_i` would be read, a number, before the vector."""
    i = Index("i", Range.upto(V))
    assert latex(log(total(i, y_hat[i] * y_hat))) == r"\log\left(\sum_{i=1}^{V} \hat y_i \hat y\right)"
    assert latex(log(total(i, y_hat[i]))) == r"\log \sum_{i=1}^{V} \hat y_i"


def test_what_cannot_be_formed_is_written_all_the_same() -> None:
    """A message shows what somebody wrote, a run of blocks whose shapes do not fit among it."""
    with lenient():
        unformed = Each(w, Cases(((Mul((U, v_c)), (SameIndex(w, o),)), (v_c, ()))))
        block = Stack((unformed,))
    assert r"U v_c" in latex(block)
    assert r"\cdots" in latex(block)
