"""Names and the LaTeX given for them: what prints, and what is refused by the name of the symbol."""

import pytest

from verifier.errors import VerifierError
from verifier.expr.indices import Place
from verifier.expr.sizes import Size
from verifier.language import (
    define,
    index,
    matrix,
    one_hot,
    opaque,
    samples,
    scalar,
    size,
    sizes,
    vector,
    window,
)
from verifier.latex.write import latex, latex_index, latex_size
from verifier.names import checked_words

V = size("V")

PRINTED = [
    (scalar("x"), "x"),
    (scalar("θ"), r"\theta"),
    (scalar("θ_t"), r"\theta_t"),
    (scalar("x_θ"), r"x_\theta"),
    (scalar("Δ"), r"\Delta"),
    (scalar("v_out"), "v_{out}"),
    (scalar("alpha_1"), r"\alpha_1"),
    (scalar("x'"), "x'"),
    (scalar("a_b_c"), "a_{b, c}"),
    (scalar("q", r"\hat y"), r"\hat y"),
    (scalar("q", r"\hat{y}^{(2)}_{i, \text{in}}"), r"\hat{y}^{(2)}_{i, \text{in}}"),
    (scalar("q", "βx"), r"\beta x"),
    (scalar("q", r"\mathbf{W}_{\{1, \dots, K\}}"), r"\mathbf{W}_{\{1, \dots, K\}}"),
    (scalar("q", "x''"), "x''"),
    (define("g", r"\nabla f", scalar("x") * 2), r"\nabla f"),
]


@pytest.mark.parametrize(("symbol", "printed"), PRINTED, ids=[p for _, p in PRINTED])
def test_what_is_printed(symbol, printed):
    assert latex(symbol) == printed


def test_what_an_index_or_a_shape_looks_like_at_its_ends():
    from verifier.latex.write import latex_shape

    assert latex_index(window("w", "t", size("m"), V)[Place(-size("m"))]) == "w_{t-m}"
    assert latex_shape(matrix("A", size("D"), size("K") + 1).shape) == r"\mathbb{R}^{D \times (K + 1)}"
    assert latex_shape(vector("a", size("K") + 1).shape) == r"\mathbb{R}^{K + 1}"


def test_sizes_and_indices_are_printed_too():
    assert latex_size(size("θ")) == r"\theta"
    assert latex_size(size("d_model")) == r"d_{model}"
    assert latex_size(Size.of("K") + 1) == "K + 1"
    assert latex_index(index("ω", V)) == r"\omega"
    assert latex_index(samples("ω", 3, V)[1]) == r"\omega_1"


REFUSED = [
    (lambda: scalar("q", r"\frac{"), r"\\frac{' of 'q' cannot be printed"),
    (lambda: scalar("a}b"), "'a}b' is no name for a scalar"),
    (lambda: scalar(r"\input{/etc/passwd}"), "is no name for a scalar"),
    (lambda: scalar("q", r"\input{/etc/passwd}"), r"`\input` is not among the commands"),
    (lambda: scalar("q", "{x"), "a brace is left open"),
    (lambda: scalar("q", "x}"), "a closing brace has none that opens"),
    (lambda: scalar("q", "x_"), "it ends where something has to follow"),
    (lambda: scalar("q", r"\hat"), "it ends where something has to follow"),
    (lambda: scalar("q", "x_a_b"), "two subscripts stand at one letter"),
    (lambda: scalar("q", "x^a'"), "two superscripts stand at one letter"),
    (lambda: scalar("q", "$x$"), "`$` is not among"),
    (lambda: scalar("q", "x%"), "`%` is not among"),
    (lambda: scalar("q", r"\text{a \input b}"), r"`\text` takes plain words"),
    (lambda: scalar("q", ""), "it is empty"),
    (lambda: scalar(""), "'' is no name for a scalar"),
    (lambda: scalar("2x"), "'2x' is no name for a scalar"),
    (lambda: scalar("x y"), "'x y' is no name for a scalar"),
    (lambda: scalar("ж"), "'ж' is no name for a scalar"),
    (lambda: vector("a b", V), "is no name for a vector"),
    (lambda: matrix("a{", V, V), "is no name for a matrix"),
    (lambda: matrix("A", V, V, columns="a{"), "is no name for a column"),
    (lambda: define("a{", "a", scalar("x")), "is no name for a definition"),
    (lambda: define("a", "a{", scalar("x")), "cannot be printed"),
    (lambda: opaque("J{", scalar("x")), "is no name for a function"),
    (lambda: opaque("J", scalar("x"), latex=r"\write18{x}"), "cannot be printed"),
    (lambda: one_hot("y", V, at=index("o", V), latex="y_{"), "cannot be printed"),
    (lambda: index("{}", V), "is no name for a index"),
    (lambda: samples("{", 3, V), "is no name for a sample"),
    (lambda: window("w", "{t", 3, V), "is no name for a position"),
    (lambda: sizes("D V{"), "is no name for a size"),
    (lambda: vector("q", -1), "a length is at least 1"),
    (lambda: vector("q", 0), "a length is at least 1"),
    (lambda: matrix("A", "D", 2.5), "is no length"),
    (lambda: index("i", -3), "runs over 1..-3, which is empty"),
]


@pytest.mark.parametrize(("build", "said"), REFUSED, ids=[said for _, said in REFUSED])
def test_what_cannot_be_printed_is_refused(build, said):
    with pytest.raises(VerifierError) as refused:
        build()
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "words",
    [
        r"Show that $\hat y - y$ is in the null space of $U$, for \$5.",
        r"$\begin{bmatrix} a & b \end{bmatrix}$ and $\lVert x \rVert_2 \leq \eta$",
    ],
)
def test_words_with_formulas(words):
    assert checked_words(words, "the statement") == words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (r"read $\input{/etc/passwd}$", r"`\input`"),
        (r"$\def\x{y}$", r"`\def`"),
        (r"$\begin{filecontents}x$", r"`\begin{filecontents}`"),
        (r"$^^5cinput x$", "`^^`"),
        (r"$\frac{1$", "do not pair"),
        ("$x", "a dollar is left open"),
    ],
)
def test_words_that_are_no_mathematics(words, said):
    with pytest.raises(VerifierError) as refused:
        checked_words(words, "the statement")
    assert said in str(refused.value) and "the statement" in str(refused.value)
