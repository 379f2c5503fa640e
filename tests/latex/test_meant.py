r"""What a reader must not guess, and what it must understand: bounds, arguments of losses, windows, repeated words."""

import pytest

from tests.latex.targets import scope
from verifier.expr.indices import SameIndex
from verifier.expr.nodes import Named
from verifier.latex.read import read_chain, read_formula, read_given, scope_from_kinds

WINDOW = "skipgram-outside-matrix"
J = r"\frac{\partial J(v_c,w_{t+j},U)}{\partial U}"
READ = [
    ("softmax-center", r"\sum_{w=1}^{n}\hat y_w u_w", (), "total(w: y_hat[w] * u[w])"),
    ("softmax-center", r"\sum_{w=1}^{W}\hat y_w u_w", (), "total(w: y_hat[w] * u[w])"),
    (WINDOW, rf"\sum_j {J}", (), "total(j, j != 0: d(J)/d(U))"),
    (WINDOW, rf"\sum_{{j=-m}}^m {J}", (), "total(j: d(J)/d(U))"),
    (
        WINDOW,
        r"\sum_{-m\le j\le m,j\ne0} \frac{\partial J_{naive-softmax}(v_c,w_{t+j},U)}{\partial U}",
        (),
        "total(j, j != 0: d(J)/d(U))",
    ),
    (
        WINDOW,
        r"\sum_{-m\le j\le m,j\ne0} \frac{\partial J_j}{\partial U}",
        ("J_j = J(v_c, w_{t+j}, U)",),
        "total(j, j != 0: d(J)/d(U))",
    ),
]
READ += [
    ("negative-repeated", r"|S| v_c", (r"S = \{s : w_s = w_k\}",), "|S| * v[c]"),
    ("negative-repeated", "n_k v_c", ("where $n_k$ is the number of times $w_k$ appears",), "n_k * v[c]"),
    ("negative-repeated", "n v_c", ("n is the number of times that w_k was drawn",), "n * v[c]"),
    (
        "negative-repeated",
        r"r_k v_c, \text{ with $r_k$ the number of samples equal to $w_k$}",
        (),
        "r_k * v[c]",
    ),
    (WINDOW, r"\sum_j v_c(\hat y-y^{(t+j)})^\top", (), "total(j, j != 0: v[c] @ (y_hat - unit(w_t[j])).T)"),
    ("softmax-outside-matrix", r"[\hat y_w v_c]_{w=1}^V", (), "[y_hat[w] * v[c] for each w]"),
    ("softmax-center", r"U(\hat y-y)^\top", (r"\hat y is a row vector",), "U @ (y_hat.T - y.T).T"),
    ("softmax-center", r"U(\hat y^\top-y)", (r"\hat y is a row vector",), "U @ (y_hat.T.T - y)"),
    (
        WINDOW,
        r"\frac{\partial J(v_c,w_{t-m},U)}{\partial U}+\dots+\frac{\partial J(v_c,w_{t+m},U)}{\partial U}",
        (),
        "total(i, i != 0: d(J)/d(U))",
    ),
    (
        WINDOW,
        r"\frac{\partial J(v_c,w_{t-m},U)}{\partial U}+\dots+\frac{\partial J(v_c,w_{t-1},U)}{\partial U}"
        r"+\frac{\partial J(v_c,w_{t+1},U)}{\partial U}+\dots+\frac{\partial J(v_c,w_{t+m},U)}{\partial U}",
        (),
        "total(i, i != 0: d(J)/d(U))",
    ),
]
CASES = "cases((y_hat[o] - 1) * v[c] if w = o; y_hat[w] * v[c] otherwise)"
TABLE = r"\begin{cases}(\hat y_o-1)v_c & %s\\ \hat y_w v_c & %s\end{cases}"
READ += [
    ("softmax-outside", TABLE % (r"w=o\text{时}", r"\text{其他}"), (), CASES),
    ("softmax-outside", TABLE % (r"\text{若 } w=o", r"\text{否则}"), (), CASES),
    ("softmax-outside-matrix", r"[0,\dots,0,v_c,0,\dots,0]", (), "v[c] @ y.T"),
    ("skipgram-other-center", r"[0,0,\dots,0]^\top", (), "0"),
    ("sigmoid", r"\sigma(z)(1-\sigma(z))", (), "sigmoid(x) * (1 - sigmoid(x))"),
    (
        "leaky-relu",
        r"\begin{cases}1&x>0\\ \alpha&x<0\\ \text{undefined}&x=0\end{cases}",
        (),
        "cases(1 if x > 0; alpha if x < 0)",
    ),
    (WINDOW, r"\sum_{j\in\{-m,\dots,m\}\setminus\{0\}} " + J, (), "total(j, j != 0: d(J)/d(U))"),
    (
        "negative-center",
        r"\lambda_o u_o + \sum_k \lambda_k u_k",
        (r"\lambda_o = \sigma(u_o^\top v_c), \lambda_k = \sigma(u_k^\top v_c)",),
        "lambda_o * u[o] + total(k: lambda_k * u[w[k]])",
    ),
]
REFUSED = [
    ("softmax-outside-matrix", r"[0,\dots,u_o,\dots,0]", ()),
    ("sigmoid", r"\sigma(z)(1-\sigma(x))", ()),
    ("negative-repeated", "n v_c", ()),
    ("negative-repeated", "n v_c", ("where n is the number of negative samples",)),
    ("negative-repeated", "n_o v_c", ("n_o is the number of times o appears",)),
    ("softmax-outside-matrix", r"[\hat y_w v_c]_{w=1}^K", ()),
    ("softmax-center", r"\sum_{x=1}^{K}\hat y_x u_x", ()),
    ("softmax-center", r"\sum_{w=1}^{m}\hat y_w u_w", ()),
    ("softmax-center", r"\sum_{w\in\{1,\dots,K\}}\hat y_w u_w", ()),
    ("softmax-center", r"\sum_{w\in K}\hat y_w u_w", ()),
    ("negative-center", r"\sum_{k=1}^{N}\sigma(u_k^\top v_c)u_k", ()),
    (
        "softmax-outside-matrix",
        r"[\frac{\partial J}{\partial u_1},\dots,\frac{\partial J}{\partial u_K}]",
        (),
    ),
    ("softmax-outside", r"\hat y_w v_c \text{ for } w = q", ()),
    ("negative-sample", r"\sigma(u_k^\top v_c) v_c \text{ for } k = o", ()),
    (WINDOW, r"\sum_{-n\le j\le n,j\ne0}" + J, ()),
    (WINDOW, r"\sum_{-m\le j\le m,j\ne0}\frac{\partial J(w_{t+j},v_c,U)}{\partial U}", ()),
    (WINDOW, r"\sum_{-m\le j\le m,j\ne0}\frac{\partial J(v_c,o,U)}{\partial U}", ()),
    (WINDOW, r"\sum_{-m\le j\le m,j\ne0}\frac{\partial J_j}{\partial U}", ()),
]


KINDS = {"x": "R^n"}
SUMS = [
    (r"\sum_{i<j} x_i x_j", "total(i: total(j, i < j: x[i] * x[j]))"),
    (r"\sum_{i \ne j} x_i x_j", "total(i: total(j, i != j: x[i] * x[j]))"),
    (r"\sum_{1 \le i < j \le n} x_i x_j", "total(i: total(j, i < j: x[i] * x[j]))"),
    (r"x_j \sum_{i \ne j} x_i", "x[j] * total(i, i != j: x[i])"),
]


@pytest.mark.parametrize(("text", "wanted"), SUMS)
def test_a_second_letter_that_stands_nowhere_else_is_bound(text: str, wanted: str) -> None:
    assert str(read_formula(text, scope_from_kinds(KINDS)).formula) == wanted


def _read(target: str, text: str, given: tuple[str, ...]):  # type: ignore[no-untyped-def]
    known = scope(target)
    for statement in given:
        known = read_given(statement, known).scope
    chain = read_chain(text, known)
    assert chain.last is not None
    return chain.last.reading


@pytest.mark.parametrize(("target", "text", "given", "wanted"), READ)
def test_read_as_meant(target: str, text: str, given: tuple[str, ...], wanted: str) -> None:
    reading = _read(target, text, given)
    assert str(reading.formula) == wanted, reading.problems


@pytest.mark.parametrize(("target", "text", "given"), REFUSED)
def test_never_guessed(target: str, text: str, given: tuple[str, ...]) -> None:
    reading = _read(target, text, given)
    assert reading.formula is None and reading.problems
    assert not all(p.kind == "shape" for p in reading.problems)


def test_the_arguments_of_a_loss_are_those_written() -> None:
    there = r"\sum_{-m\le j\le m,j\ne0}\frac{\partial J(%s,w_{t+j},U)}{\partial U}"
    meant, other = (_read(WINDOW, there % a, ()).formula for a in ("v_c", "u_o"))
    assert meant is not None and other is not None and meant != other
    several = _read(WINDOW, r"\sum_j \frac{\partial J_{sg}(v_c,w_{t+j},U)}{\partial U}", ())
    assert len(several.all) == 2


def test_how_often_a_word_was_drawn_is_a_number_of_samples() -> None:
    told = read_given("n is the number of times that w_k was drawn", scope("negative-repeated"))
    (number,) = told.scope.values["n"]
    assert isinstance(number, Named) and str(number.body) == "total(s, w[s] = w[k]: 1)"


def test_a_case_told_before_its_formula_is_a_condition() -> None:
    for head in (r"\text{when } w=o,\ ", "当 w=o 时, "):
        chain = read_chain(
            head + r"\frac{\partial J}{\partial u_w} = (\hat y_o-1)v_c", scope("softmax-outside")
        )
        assert [str(c.left) + "=" + str(c.right) for c in chain.conditions if isinstance(c, SameIndex)] == [
            "w=o"
        ]
        assert chain.left is not None and str(chain.left.formula) == "d(J)/d(u[w])"
