"""Where an answer stands and what counts as one: labels that run on, counters, copied questions, zeros, short words."""

from __future__ import annotations

import pytest

from verifier.documents import read_text
from verifier.grading.examine import examine
from verifier.grading.labels import in_letters
from verifier.grading.model import TargetResult
from verifier.questions import load_sets

SETS = load_sets()
SUM = r"\sum_{-m \le j \le m, j \ne 0} \frac{\partial J(v_c, w_{t+j}, U)}{\partial %s}"


def found(text: str, set_id: str = "cs224n-a2-2022", suffix: str = ".md") -> dict[str, TargetResult]:
    return {t.target: t for t in examine(read_text(text, suffix), SETS, set_id, 0).targets}


def test_labels_that_run_on_in_one_line():
    line = f"(h) (i) ${SUM % 'U'}$ (ii) ${SUM % 'v_c'}$ (iii) $0$"
    parts = found(f"(a) $-\\log \\hat y_o$\n\n{line}")
    for name in ("skipgram-outside-matrix", "skipgram-center", "skipgram-other-center"):
        assert parts[name].verdict == "correct"


def test_a_reference_to_parts_is_no_label():
    text = r"(b) As in (i) $\frac{\partial J}{\partial v_c} = U(\hat y - y)$, and by (ii) $U y = u_o$."
    assert found(text)["softmax-center"].verdict == "correct"


@pytest.mark.parametrize("zero", ["0", "$0$", r"$\bm 0$", "0.", "= 0", "zero", "the answer is 0"])
def test_a_bare_zero_is_an_answer(zero):
    text = f"(h)\n\n(i) ${SUM % 'U'}$\n\n(ii) ${SUM % 'v_c'}$\n\n(iii) {zero}\n"
    assert found("(g) x\n\n" + text)["skipgram-other-center"].verdict == "correct"


def test_a_number_that_begins_with_zero_is_none():
    text = f"(g) x\n\n(h)\n\n(i) ${SUM % 'U'}$\n\n(ii) ${SUM % 'v_c'}$\n\n(iii) 0.5\n"
    assert found(text)["skipgram-other-center"].verdict != "correct"


COUNTED = r"""\documentclass{article}\begin{document}\begin{enumerate}
 \item $$-\sum_w y_w \log \hat y_w = -\log \hat y_o$$
 \item $$\frac{\partial J}{\partial v_c} = U(\hat y - y)$$
 \item $$\frac{\partial J}{\partial u_w} = (\hat y_w - y_w) v_c$$
 \item $$\frac{\partial J}{\partial U} = v_c (\hat y - y)^T$$
 \item $$\sigma'(x) = \sigma(x)(1 - \sigma(x))$$
 \item $$\frac{\partial J}{\partial u_k} = (1 - \sigma(-u_k^T v_c)) u_k$$
 \item $$\frac{\partial J}{\partial u_k} = \sum_{j=1, w_j = w_k}^K (1 - \sigma(-u_j^T v_c)) v_c$$
 \item \begin{enumerate}
  \item $0 + BY_U$
  \item $BY_V$
  \item $0$
 \end{enumerate}
\end{enumerate}\end{document}
""".replace("BY_U", SUM % "U").replace("BY_V", SUM % "v_c")


def test_a_counter_of_items_outweighs_the_formula():
    parts = found(COUNTED, suffix=".tex")
    assert parts["negative-sample"].verdict == "incorrect"
    assert parts["negative-repeated"].verdict == "correct"
    assert parts["skipgram-other-center"].verdict == "correct"


def test_the_formula_of_the_question_is_no_answer():
    asked = r"(a) Prove that the two losses are the same, i.e. (both are scalars): $$-\sum_w y_w \log \hat y_w = -\log \hat y_o.$$"
    words = found(f"{asked}\n\n**Ans:** Only the true word has $y_w = 1$.\n")
    assert words["cross-entropy"].verdict == "person"
    answer = r"**Ans:** $-\sum_w y_w \log \hat y_w = -y_o \log \hat y_o = -\log \hat y_o$"
    assert found(f"{asked}\n\n{answer}\n")["cross-entropy"].verdict == "correct"


def test_two_branches_after_a_marker_are_one_answer():
    text = "(e) Differentiate the leaky ReLU.\n\n**Ans:** $f'(x)=\\alpha$ if $x<0$, %s if $x>0$\n"
    assert found(text % "$1$", "cs224n-a2-2023")["leaky-relu"].verdict == "correct"
    assert found(text % "$2$", "cs224n-a2-2023")["leaky-relu"].verdict != "correct"


def test_a_formula_in_a_sentence_about_reuse():
    shared = r"$\sigma(U_{o,\{w_1,\dots,w_K\}}^\top v_c) - \mathbf 1$"
    after = (f"{shared} appears in all three.", f"{shared} can be stored and reused.", f"{shared} 可以复用。")
    for sentence in (f"We can reuse {shared}.", f"可以复用 {shared}。", *after):
        assert found(f"(g)\n\n(ii) {sentence}", "cs224n-a2-2023")["negative-reuse"].verdict == "correct"
    document = r"""\documentclass{article}
\newcommand{\sg}[1]{\sigma\left(#1\right)}
\begin{document}
\begin{enumerate}
\item[(g)]
\begin{enumerate}
\item[(ii)] We can reuse $\sg{U_{o,\{w_1,\dots,w_K\}}^\top v_c} - \mathbf 1$.
\end{enumerate}
\end{enumerate}
\end{document}"""
    assert found(document, "cs224n-a2-2023", ".tex")["negative-reuse"].verdict == "correct"


def test_few_words_under_their_own_label_wait_for_a_person():
    text = (
        "(b)\n\n(i) $\\frac{\\partial J}{\\partial v_c} = U(\\hat y - y)$\n\n(ii) Never.\n\n(iii) As told.\n"
    )
    parts = found(text, "cs224n-a2-2023")
    assert (parts["softmax-zero"].verdict, parts["softmax-zero"].line) == ("person", 5)
    assert (parts["softmax-terms"].verdict, parts["softmax-terms"].line) == ("person", 7)
    assert parts["normalisation"].verdict == "missing"


BY_WORDS = r"""(c) For the true outside word,
$$\frac{\partial J}{\partial u_o} = (\hat y_o - 1) v_c$$
For all other words
$$\frac{\partial J}{\partial u_w} = \frac{\partial}{\partial u_w} \log\sum_{w=1}^V \exp(u_w^T v_c) = \hat y_w v_c$$
"""


def test_cases_told_in_words():
    parts = found(BY_WORDS)
    for name in ("softmax-true-outside", "softmax-other-outside"):
        assert parts[name].verdict == "correct"
        assert all(step.verdict == "holds" for step in parts[name].steps)


def test_a_macro_with_an_optional_argument():
    text = r"""\documentclass{article}\newcommand{\yh}[1][y]{\hat{y}_{#1}}\newcommand{\yy}[2][o]{(\yh[#1] - #2)}
\begin{document}\begin{enumerate}\item x \item x \item If $w = o$: $$\frac{\partial J}{\partial u_o} = \yy{1} v_c$$
If $w \ne o$: $$\frac{\partial J}{\partial u_w} = \yy[w]{0} v_c$$\end{enumerate}\end{document}"""
    parts = found(text, suffix=".tex")
    assert [parts[f"softmax-{n}-outside"].verdict for n in ("true", "other")] == ["correct", "correct"]


@pytest.mark.parametrize(
    ("product", "verdict"),
    [
        (r"\frac{\partial \theta}{\partial v_c} \frac{\partial J}{\partial \theta}", "holds"),
        (r"\frac{\partial J}{\partial \theta} \frac{\partial \theta}{\partial v_c}", "holds"),
        (r"\left(\frac{\partial \theta}{\partial v_c}\right)^T \frac{\partial J}{\partial \theta}", "holds"),
        (r"-\frac{\partial \theta}{\partial v_c} \frac{\partial J}{\partial \theta}", "fails"),
        (r"\frac{\partial \theta}{\partial v_c} \hat y", "fails"),
    ],
)
def test_derivatives_on_the_way_lie_as_the_writer_likes(product, verdict):
    text = rf"(b) Let $\theta = U^T v_c$. $$\frac{{\partial J}}{{\partial v_c}} = {product} = U(\hat y - y)$$"
    steps = found(text)["softmax-center"].steps
    assert [s.verdict for s in steps if s.latex.startswith(product[:12])] == [verdict]


def test_a_rule_recalled_on_the_way_is_read():
    rule = r"Note that $\frac{\partial}{\partial z} \log\sigma(z) = %s$."
    text = rf"(f) {rule} $$\frac{{\partial J}}{{\partial u_o}} = -(1 - \sigma(u_o^T v_c)) v_c$$"
    for said, verdict in (
        (r"1 - \sigma(z)", "holds"),
        (r"\sigma(z)", "fails"),
        (r"1 - \sigma(u_o^T v_c + z)", "unreadable"),
    ):
        steps = [step for part in found(text % said).values() for step in part.steps]
        assert [s.verdict for s in steps if s.latex == said] == [verdict], said


@pytest.mark.parametrize(
    ("answer", "verdict"), [(r"\sigma(z)(1 - \sigma(z))", "correct"), (r"\sigma(z)^2", "incorrect")]
)
def test_the_variable_may_have_another_letter(answer, verdict):
    assert found(rf"(e) $$\sigma'(z) = {answer}$$")["sigmoid"].verdict == verdict


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("Let $n_k$ be the number of times that $w_k$ occurs among the $K$ samples. Then", "correct"),
        ("其中 $n_k$ 为 $w_k$ 出现的次数。", "correct"),
        ("Let $n_k$ be the number of samples. Then", "unreadable"),
    ],
)
def test_how_often_a_word_was_drawn_is_told_in_words(told, verdict):
    text = rf"(g) {told} $$\frac{{\partial J}}{{\partial u_k}} = n_k (1 - \sigma(-u_k^T v_c)) v_c$$"
    assert found(text)["negative-repeated"].verdict == verdict


@pytest.mark.parametrize("mark", ["①", "②", "²", "⑳", "３"])
def test_a_row_behind_any_mark_belongs_to_its_part(mark):
    """Numerals of every script may stand before a row; none of them ends the run."""
    text = rf"""### (c)

$$
\begin{{aligned}}
\text{{{mark} }} \frac{{\partial J}}{{\partial u_w}} &= \hat y_w v_c \\
\end{{aligned}}
$$

{mark} $$\frac{{\partial J}}{{\partial u_o}} = (\hat y_o - 1) v_c$$
"""
    assert found(text)["softmax-true-outside"].verdict == "correct"
    for part in (mark, f"({mark})"):
        assert in_letters(("c", part))[0] == "c"


CENTER = r"$$\nabla_{v_c} J = -(1 - \sigma(u_o^T v_c)) u_o + \sum_{k=1}^K (1 - \sigma(-u_k^T v_c)) u_k$$"


@pytest.mark.parametrize(
    "before",
    [
        r"With $(\log\sigma)' = 1 - \sigma$:",
        r"With $\log\sigma(x)' = 1 - \sigma(x)$:",
        r"Since $\frac{d}{dz} \log\sigma(z) = 1 - \sigma(z)$, we have",
        r"$$\frac{d}{dz} \log\sigma(z) = 1 - \sigma(z)$$",
        "Let",
    ],
)
def test_a_rule_before_the_answer_is_not_the_answer(before):
    part = found(f"(f) {before}\n{CENTER}")["negative-center"]
    assert part.verdict == "correct"
    assert part.final.startswith(r"-(1 - \sigma(u_o^T")


def test_a_rule_alone_is_no_answer():
    part = found(r"(f) Since $\log\sigma(x)' = 1 - \sigma(x)$, the rest is as before.")["negative-center"]
    assert part.verdict not in ("correct", "incorrect")


def test_the_derivative_of_a_term_told_in_passing_is_no_answer():
    text = r"""(c) $$\frac{\partial J}{\partial u_w} = \begin{cases} (\hat y_w - 1) v_c & w = o \\ \hat y_w v_c & w \ne o \end{cases}$$
With $Z = \sum_w \exp(u_w^T v_c)$ one sees that $\frac{\partial \log Z}{\partial u_w} = \frac{1}{Z} \exp(u_w^T v_c) v_c = \hat y_w v_c$."""
    parts = found(text)
    assert parts["softmax-outside"].verdict == "correct"
    assert "incorrect" not in {part.verdict for part in parts.values()}


def test_an_equality_that_holds_of_the_negative_is_for_a_person():
    said = r"(a) $\sum_w y_w \log \hat y_w = %s$ and taking negatives shows the claim."
    assert found(said % r"\log \hat y_o")["cross-entropy"].verdict == "undecided"
    assert [step.verdict for step in found(said % r"-\log \hat y_o")["cross-entropy"].steps] == ["fails"]
    assert found(r"(a) $-\sum_w y_w \log \hat y_w = \log \hat y_o$")["cross-entropy"].verdict == "incorrect"


def test_labels_with_points_and_brackets():
    text = "**1.(b).i** $\\frac{\\partial J}{\\partial v_c} = U(\\hat y - y)$\n\n**1.(b).ii** Never.\n\n**1.(b).iii** As told.\n"
    parts = found(text, "cs224n-a2-2023")
    assert [(parts[n].verdict, parts[n].line) for n in ("softmax-zero", "softmax-terms")] == [
        ("person", 3),
        ("person", 5),
    ]


BARE = r"""# Naive softmax
$$\frac{\partial J}{\partial u_o} = (\hat y_o - 1) v_c$$
# Negative sampling
$$J_{\text{neg-sample}} = -\log\sigma(u_o^T v_c) - \sum_{k=1}^K \log\sigma(-u_k^T v_c)$$
With the chain rule
$$\frac{\partial J}{\partial u_o} = -(1 - \sigma(u_o^T v_c)) v_c = %s\sigma(-u_o^T v_c) v_c$$
"""


def test_a_bare_loss_without_labels_is_the_one_spoken_of():
    assert found(BARE % "-")["negative-true-outside"].verdict == "correct"
    part = found(BARE % "")["negative-true-outside"]
    assert part.verdict == "incorrect"
    assert [step.verdict for step in part.steps] == ["holds", "fails"]


def test_a_loss_written_out_is_no_answer():
    text = r"We have $$J_{naive-softmax} = -\log P(O=o|C=c) = -u_o^T v_c + \log\sum_w \exp(u_w^T v_c)$$"
    assert found(text)["cross-entropy"].verdict == "missing"


CASES = r"(c) $$\frac{\partial J}{\partial u_w} = \begin{cases} (\hat y_o - 1) v_c & w = o \\ %s & w \ne o \end{cases}$$"


@pytest.mark.parametrize(("other", "verdict"), [(r"\hat y_w v_c", "correct"), ("y_w v_c", "incorrect")])
def test_cases_answer_the_whole_and_each_of_their_cases(other, verdict):
    parts = found(CASES % other)
    assert parts["softmax-outside"].verdict == parts["softmax-other-outside"].verdict == verdict
    assert parts["softmax-true-outside"].verdict == "correct"


def test_a_wrong_answer_that_stands_alone_is_a_wrong_line():
    right = r"$-(1 - \sigma(u_o^T v_c)) u_o + \sum_k (1 - \sigma(-u_k^T v_c)) u_k$"
    wrong = r"$(1 - \sigma(-u_k^T v_c)) u_o$"
    for told in ("对v_c: %s\n\n对u_k: %s", "With respect to $v_c$: %s\n\nWith respect to $u_{w_k}$:\n\n%s"):
        parts = found("(f) " + told % (right, wrong))
        assert parts["negative-true-outside"].verdict == "missing"
        steps = [(step.latex, step.verdict) for step in parts["negative-sample"].steps]
        assert steps == [(r"(1 - \sigma(-u_k^T v_c)) u_o", "fails")]


def test_a_definition_may_say_what_kind_of_thing_it_is():
    text = r"""(b) Let $s = U^\top v_c \in \mathbb{R}^{|V|}$.
$$\frac{\partial J}{\partial v_c} = \left(\frac{\partial s}{\partial v_c}\right)^T \frac{\partial J}{\partial s} = U(\hat y - y)$$"""
    assert {step.verdict for step in found(text)["softmax-center"].steps} == {"holds"}


@pytest.mark.parametrize(
    ("left", "verdict"), [(r"\frac{d\sigma}{dx}(x)", "correct"), (r"\frac{d\sigma}{dx}(y)", "incorrect")]
)
def test_the_point_of_a_derivative_may_be_said(left, verdict):
    right = r"\frac{e^{-x}}{(1 + e^{-x})^2} = \sigma(x)(1 - \sigma(x))"
    part = found(f"(e) $${left} = {right}$$")["sigmoid"]
    assert (part.verdict == "correct") == (verdict == "correct")


def test_derivatives_by_an_index_of_the_sign():
    text = r"""(b) $$\partial_{v_c} J = -\partial_{v_c} (u_o^T v_c) + \partial_{v_c} \log \sum_w \exp(u_w^T v_c) = U(\hat y - y)$$
(d) $$\partial_U J = \begin{pmatrix} \partial_{u_1} J & \cdots & \partial_{u_{|V|}} J \end{pmatrix}$$"""
    parts = found(text)
    assert [step.verdict for step in parts["softmax-center"].steps] == ["holds", "holds"]
    assert parts["softmax-outside-matrix"].verdict == "correct"


def test_branches_told_in_one_line():
    text = r"(e) $$f'(x) = 1 \text{ if } x > 0, \quad %s \text{ if } x < 0$$"
    assert found(text % r"\alpha", "cs224n-a2-2023")["leaky-relu"].verdict == "correct"
    assert found(text % "2", "cs224n-a2-2023")["leaky-relu"].verdict != "correct"
    text = r"(c) $$\frac{\partial J}{\partial u_w} = (\hat y_w - 1) v_c \text{ if } w = o, \quad y_w v_c \text{ otherwise}$$"
    parts = found(text)
    assert parts["softmax-true-outside"].verdict == "correct"
    assert parts["softmax-other-outside"].verdict == "incorrect"


@pytest.mark.parametrize(
    "layout",
    [
        "- by $u_o$: $%s$\n- by $u_k$: $\\sigma(u_k^Tv_c) v_c$\n",
        "With respect to $u_o$:\n\n$$%s$$\n\nWith respect to $u_k$:\n\n$$\\sigma(u_k^Tv_c) v_c$$\n",
        "$\\frac{\\partial J}{\\partial u_o}$:\n\n$$%s$$\n\n$\\frac{\\partial J}{\\partial u_k}$:\n\n$$\\sigma(u_k^Tv_c) v_c$$\n",
        "| by | gradient |\n|----|----|\n| $u_o$ | $%s$ |\n| $u_k$ | $\\sigma(u_k^Tv_c) v_c$ |\n",
    ],
)
def test_words_before_a_formula_tell_by_what_it_is_a_derivative(layout):
    parts = found("(f)\n\n" + layout % r"-\sigma(-u_o^Tv_c) v_c")
    assert parts["negative-true-outside"].verdict == parts["negative-sample"].verdict == "correct"
    parts = found("(f)\n\n" + layout % r"\sigma(-u_o^Tv_c) v_c")
    assert parts["negative-true-outside"].verdict == "incorrect"
    assert parts["negative-sample"].verdict == "correct"
    assert parts["negative-center"].verdict == "missing"


STALE = r"""(c) When w = o:

$$\frac{\partial J}{\partial u_w} = \hat y_o v_c - v_c$$

and then

$$\frac{\partial J}{\partial u_w} = OTHER$$
"""


def test_an_answer_that_is_right_for_a_question_left_open_is_moved_there():
    parts = found(STALE.replace("OTHER", r"\hat y_w v_c"))
    assert parts["softmax-true-outside"].verdict == "correct"
    assert parts["softmax-other-outside"].verdict == "correct"


def test_one_that_is_right_nowhere_is_not():
    parts = found(STALE.replace("OTHER", r"2 \hat y_w v_c"))
    assert parts["softmax-true-outside"].verdict != "correct"
    assert parts["softmax-other-outside"].verdict != "correct"


def test_alone_it_waits_for_a_person():
    parts = found("(c) When w = o:\n\n$$\\frac{\\partial J}{\\partial u_w} = \\hat y_w v_c$$\n")
    assert parts["softmax-true-outside"].verdict == "undecided"
    assert parts["softmax-other-outside"].verdict == "undecided"


def test_a_left_side_that_names_its_question_is_taken_at_its_word():
    text = "(b) $$\\frac{\\partial J}{\\partial v_c} = v_c(\\hat y - y)^\\top$$\n"
    parts = found(text)
    assert parts["softmax-center"].verdict == "incorrect"
    assert parts["softmax-outside-matrix"].verdict == "missing"


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        (r"$f'(x) = \alpha$ when $x < 0$, otherwise $1$.", "correct"),
        (r"$f'(x) = 1$ for $x > 0$ and $\alpha$ otherwise.", "correct"),
        (r"当$x>0$时$f'(x)=1$，否则$f'(x)=\alpha$", "correct"),
        (r"$f'(x) = \alpha$ if $x > 0$, otherwise $1$.", "incorrect"),
        (r"$f'(x) = 1$ if $x > 0$, otherwise $0$.", "incorrect"),
    ],
)
def test_the_other_branch_is_told_by_otherwise(told, verdict):
    part = found(f"(e) {told}", "cs224n-a2-2023")["leaky-relu"]
    assert part.verdict == verdict or (verdict == "incorrect" and part.verdict != "correct")


PARTS = r"""(f) Let $f(v_c) = -\log\sigma(u_o^T v_c)$ and $\ell(z) = -\log\sigma(z)$, so that $\ell'(z) = \sigma(z) - 1$.
$$\frac{\partial f}{\partial v_c} = %s$$
$$\frac{\partial J}{\partial v_c} = -(1 - \sigma(u_o^T v_c)) u_o + \sum_{k=1}^K (1 - \sigma(-u_k^T v_c)) u_k$$
"""


@pytest.mark.parametrize(
    ("line", "verdict"),
    [(r"-(1 - \sigma(u_o^T v_c)) u_o", "holds"), (r"(1 - \sigma(u_o^T v_c)) u_o", "fails")],
)
def test_parts_of_the_loss_under_names_of_their_own(line, verdict):
    part = found(PARTS % line)["negative-center"]
    assert part.verdict == "correct"
    assert {step.latex: step.verdict for step in part.steps} == {
        r"\sigma(z) - 1": "holds",
        line: verdict,
        r"-(1 - \sigma(u_o^T v_c)) u_o + \sum_{k=1}^K (1 - \sigma(-u_k^T v_c)) u_k": "holds",
    }


def test_a_loss_by_the_scores_is_no_sigmoid():
    text = r"""Let $x = U^T v_c \in \mathbb{R}^V$ and $\hat y = \mathrm{softmax}(x)$.

(b) Hence $\frac{\partial J}{\partial x} = \hat y - y$ and $$\frac{\partial J}{\partial v_c} = U(\hat y - y)$$"""
    parts = found(text)
    assert parts["softmax-center"].verdict == "correct"
    assert {parts[name].verdict for name in parts if name.startswith("sigmoid")} == {"missing"}


def test_a_condition_under_a_heading_of_latex_stands_in_a_line_of_its_own():
    text = "\\section*{(e)}\n$f'(x) = 1$ if $x > 0$ else $\\alpha$\n\n\\section*{(f)}\nx\n"
    assert found(text, "cs224n-a2-2023", ".tex")["leaky-relu"].verdict == "correct"


DEFINED = r"""\documentclass{article}\newcommand{\defined}{\vcentcolon=}\begin{document}
(f) Put $\delta_o \defined \sigma(u_o^T v_c) - 1$ and $\delta_k\defeq\sigma(u_k^T v_c)$. Then
\[\nabla_{u_o} J = \delta_o v_c,\qquad \nabla_{u_k} J = %s\delta_k v_c.\]
\end{document}"""


@pytest.mark.parametrize(("sign", "verdict"), [("", "correct"), ("-", "incorrect")])
def test_names_put_by_a_sign_of_definition(sign, verdict):
    parts = found(DEFINED % sign, suffix=".tex")
    assert parts["negative-true-outside"].verdict == "correct"
    assert parts["negative-sample"].verdict == verdict


BRANCHES = r"""(c) $$\nabla_{u_w} J = \begin{dcases} -v_c + \hat y_o v_c = (\hat y_o - 1) v_c, & w = o \\
\frac{\exp(u_w^T v_c)}{\sum_x \exp(u_x^T v_c)} v_c = %s v_c, & w \ne o \end{dcases}$$"""


@pytest.mark.parametrize(("value", "verdict"), [(r"\hat y_w", "correct"), ("y_w", "incorrect")])
def test_a_case_may_say_how_its_value_is_found(value, verdict):
    assert found(BRANCHES % value)["softmax-outside"].verdict == verdict


def test_a_label_and_a_left_side_together_are_taken_at_their_word():
    answer = r"$$\frac{\partial J_{neg-sample}}{\partial u_k} = (1 - \sigma(-u_k^\top v_c)) v_c$$"
    parts = found(f"(g) {answer}\n")
    assert parts["negative-repeated"].verdict == "incorrect"
    assert parts["negative-sample"].verdict == "missing"


def test_a_layout_told_beside_the_answer_in_chinese():
    text = r"(d) $\frac{\partial J}{\partial U} = (\hat y - y) v_c^T$ %s"
    assert found(text % "（$U$ 的每一行为一个词向量）")["softmax-outside-matrix"].verdict == "correct"
    assert found(text % "（$U$ 的每一列为一个词向量）")["softmax-outside-matrix"].verdict == "incorrect"


def test_a_picture_under_a_label_is_an_answer_that_a_person_looks_at():
    text = "(b) $\\frac{\\partial J}{\\partial v_c} = U(\\hat y - y)$\n\n(d) ![](d.png)\n"
    parts = found(text)
    assert (parts["softmax-outside-matrix"].verdict, parts["softmax-outside-matrix"].line) == ("person", 3)
    assert "d.png" in (parts["softmax-outside-matrix"].prose or "")
    assert parts["sigmoid"].verdict == "missing"
