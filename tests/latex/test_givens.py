r"""Layouts, definitions and sizes that a writer states before an answer; free symbols declared by kind."""

import pytest

from tests.latex.targets import scope
from verifier.errors import VerifierError
from verifier.latex.read import read_formula, read_given, scope_from_kinds


def read_under(given: str, text: str, target: str = "softmax-center") -> str:
    return str(read_formula(text, read_given(given, scope(target)).scope).formula)


@pytest.mark.parametrize(
    "given",
    [
        r"U \in \mathbb{R}^{|V| \times d}",
        "U in R^{V x D}",
        "rows of U are u_w",
        "each row of $U$ is a word vector",
        "U: |V| \\times D",
        "U is V x D",
        "U has the outside vectors as rows",
        "U is the matrix whose rows are u_w",
        "U has one row per word",
        "word vectors are stored as rows",
        "the u_w^T are not the columns but the rows of U",
        "U 的行是外部词向量",
        "U is of shape (V, d)",
        "U: (|V|, d)",
        "U.shape = (V, D)",
        r"dim(U) = |V| \times d",
        "where U is |V| by d",
        r"U_{V \times d}",
        r"U \in \mathbb{R}^{\text{vocab size}\times d}",
        "U = [u_1, ..., u_V]^T",
        r"U^T = [u_1, \dots, u_V]",
        r"U = \begin{bmatrix} u_1^\top \\ \vdots \\ u_V^\top\end{bmatrix}",
    ],
)
def test_layout_of_the_matrix(given: str) -> None:
    assert read_under(given, r"U^\top(\hat y - y)") == "U.T.T @ (y_hat - y)"
    assert read_under(given, r"U(\hat y - y)") == "None"


@pytest.mark.parametrize(
    "given",
    [
        r"y and \hat y are row vectors",
        r"y, \hat{y} \in \mathbb{R}^{1 \times |V|}",
        r"y, \hat y are rows",
        "y and yhat are 1 x V",
        r"y and \hat{y} have shape (1, V)",
        r"$\hat{\boldsymbol{y}}$ and $\boldsymbol{y}$ are both row vectors",
        r"y 和 \hat y 是行向量",
    ],
)
def test_layout_of_the_vectors(given: str) -> None:
    assert read_under(given, r"v_c (\hat y - y)") == "v[c] @ (y_hat.T - y.T)"
    assert read_under(given, r"(\hat y_w - y_w) v_c") == "(y_hat[w] - y[w]) * v[c]"


def test_columns_that_are_rows() -> None:
    assert read_under(r"v_c \in \mathbb{R}^{1 \times D}", r"v_c u_o") == "v[c].T @ u[o]"


def test_the_default_layout_changes_nothing() -> None:
    for given in (
        r"U \in \mathbb{R}^{D \times |V|}",
        "the columns of U are the word vectors",
        "U has the outside vectors as columns",
        "the outside vectors are the columns, not the rows, of U",
        "U is not stored by rows",
        "the rows of U^T are the u_w",
        "the rows of the Jacobian are the outputs",
        "y is a one-hot vector",
        "not row vectors but column vectors",
        "U is of shape (D, V)",
    ):
        read = read_given(given, scope("softmax-center"))
        assert (read.adopted, read.unclear) == ((), False), given


def test_a_sentence_about_rows_that_is_not_understood_is_unclear() -> None:
    for given in ("U has words in rows and dimensions in columns", "the rows of U go with its columns"):
        assert read_given(given, scope("softmax-center")).unclear


def test_a_name_that_the_question_does_not_speak_of_is_the_writers() -> None:
    from verifier.judging.judge import Court, judge
    from verifier.judging.requests import Answer
    from verifier.questions import load_sets

    court = Court(load_sets(), "cs224n-a2-2022", 5)
    for given, answer in ((r"y = \sigma(x)", "y(1-y)"), ("u = e^{-x}", r"\frac{u}{(1+u)^2}")):
        assert (
            judge(Answer(id=0, target="sigmoid", answer=answer, given=(given,)), court).verdict == "correct"
        )


def test_a_new_name_is_adopted_and_a_known_one_is_not() -> None:
    base = scope("softmax-center")
    given = read_given(r"let a = u_o^\top v_c", base)
    assert given.adopted == ("a",)
    assert read_formula(r"\sigma(a) u_o", given.scope).formula is not None
    claimed = read_given(r"\hat y = y", base)
    assert (claimed.adopted, claimed.claims) == ((), ("hat y",))
    assert claimed.scope == base


def test_a_definition_with_an_index() -> None:
    given = read_given(r"b_k = u_k^\top v_c", scope("negative-center"))
    formula = read_formula(r"\sum_{j=1}^K \sigma(b_j) u_j", given.scope).formula
    assert formula is not None
    assert str(formula.body.factors[0].args[0].body) == "u[w[j]].T @ v[c]"


def test_free_symbols() -> None:
    free = scope_from_kinds(
        {"A": "R^{n x n}", "x": "R^n", "\\mu": "R^n", "c": "positive R", "P": "symmetric R^{n x n}"}
    )
    assert str(read_formula(r"\frac{\partial}{\partial x} x^\top A x", free).formula) == "d(x.T @ A @ x)/d(x)"
    assert str(read_formula(r"P(\mu - x)", free).formula) == r"P @ (\mu - x)"
    assert str(read_formula(r"\sum_{i=1}^{n} x_i^2", free).formula) == "total(i: x[i]**2)"
    assert read_formula("y", free).problems[0].kind == "unknown-symbol"
    assert read_formula("A^{-1}", free).problems[0].name == "inverse"


def test_an_integer_is_refused_where_it_is_used() -> None:
    free = scope_from_kinds({"k": "integer", "x": "R"})
    (problem,) = read_formula("x^k", free).problems
    assert (problem.kind, problem.span) == ("unsupported", (2, 3))
    assert read_formula("x^2", free).formula is not None


def test_one_hot_symbols_and_indices() -> None:
    free = scope_from_kinds({"o": "index V", "y": "one-hot V o", "z": "R^V"})
    assert str(read_formula(r"y \odot z - z_o y", free).formula) == "hadamard(y, z) - z[o] * y"


@pytest.mark.parametrize(
    "kind", ["Q", "R^{m x n x k}", "one-hot n q", "symmetric R^{m x n}", "positive R^n", "R^{}x", "index"]
)
def test_a_kind_that_is_none_is_told(kind: str) -> None:
    with pytest.raises(VerifierError):
        scope_from_kinds({"s": kind})


def test_a_layout_that_is_said_twice_turns_once() -> None:
    turned = read_given(r"U \in \mathbb{R}^{|V| \times d}", scope("softmax-center")).scope
    for again in ("each row of U is a word vector", "每一行为一个词向量 U"):
        assert read_given(again, turned).scope == turned


def test_a_name_of_every_entry_is_the_list() -> None:
    given = r"p_i = \frac{e^{u_i^T v_c}}{\sum_j e^{u_j^T v_c}}"
    assert read_under(given, r"U(p - y)") != "None"
    assert read_under(given, r"U^T(p - y)") == "None"


@pytest.mark.parametrize(
    ("given", "text", "plain"),
    [
        (r"S = \{j : w_j = w_k\}", r"\sum_{i \in S} v_c", r"\sum_{i: w_i = w_k} v_c"),
    ],
)
def test_a_set_that_has_a_name(given: str, text: str, plain: str) -> None:
    known = scope("negative-repeated")
    named = read_formula(text, read_given(given, known).scope).formula
    assert named is not None and named == read_formula(plain, known).formula


def test_scores_of_words_and_of_samples() -> None:
    known = read_given(r"s_w = u_w^T v_c", scope("negative-center")).scope
    both = read_given(r"s_k = u_k^T v_c", known).scope
    assert read_formula(r"\sigma(s_o) u_o + \sum_{k=1}^K \sigma(s_k) u_k", both).formula is not None


def test_a_value_with_the_names_that_it_depends_on() -> None:
    given = r"f(v_c) = \sum_w \exp(u_w^T v_c)"
    assert (
        read_under(given, r"\frac{1}{f(v_c)} v_c") == read_under(given, r"\frac{1}{f} v_c") == "1 / f * v[c]"
    )
    # f is a letter for a loss, where the writer says nothing else of it.
    assert read_formula(r"\frac{1}{f} v_c", scope("softmax-center")).formula is not None


@pytest.mark.parametrize(
    ("told", "known"), [("$u_k$ is sampled $n$ times", True), ("$u_o$ is not sampled $n$ times", False)]
)
def test_how_often_a_word_was_drawn_told_the_other_way_round(told: str, known: bool) -> None:
    after = read_given(f"Suppose that {told}.", scope("negative-repeated")).scope
    assert (read_formula("n v_c", after).formula is not None) == known
