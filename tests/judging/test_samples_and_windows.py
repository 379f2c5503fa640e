r"""Answers about sampled words and windows that were once judged wrongly, and the near neighbours of each."""

from __future__ import annotations

import pytest

from verifier.judging.judge import Court, judge
from verifier.judging.requests import Answer, Equality
from verifier.questions import load_sets

LAMBDA = (r"\lambda_s=1-\sigma(-u_{w_s}^\top v_c)",)
SMALL_S = (r"s = \sigma(-u_o^\top v_c)", r"t_k = \frac{1}{1+e^{-u_k^\top v_c}}")
COLUMNS = (r"U_W \text{ has columns } u_{w_1},\dots,u_{w_K}",)
MATRIX = ("let N be the D x K matrix with columns u_{w_1}, ..., u_{w_K}",)
IN_W = r"-\sigma(-u_o^\top v_c)u_o + U_W\sigma(U_W^\top v_c)"

SAMPLES = (
    ("negative-sample", r"\lambda_s v_c", LAMBDA, "correct", ""),
    ("negative-sample", r"\lambda_i v_c", LAMBDA, "correct", ""),
    ("negative-sample", r"-\lambda_s v_c", LAMBDA, "incorrect", "sign-all"),
    ("negative-center", r"-s u_o+\sum_{k=1}^K t_k u_k", SMALL_S, "correct", ""),
    ("negative-center", r"-s u_o+\sum_{s=1}^K t_s u_{w_s}", SMALL_S, "correct", ""),
    ("negative-center", IN_W, COLUMNS, "correct", ""),
    ("negative-center", IN_W, (), "unreadable", ""),
    ("negative-center", r"N\sigma(N^\top v_c)-(1-\sigma(u_o^\top v_c))u_o", MATRIX, "correct", ""),
    ("negative-center", r"N\sigma(N^\top v_c)+(1-\sigma(u_o^\top v_c))u_o", MATRIX, "incorrect", "sign-term"),
    ("negative-reuse", r"[1-\sigma(u_o^\top v_c), 1-\sigma(-u_{w_1}^\top v_c), \dots, 1-\sigma(-u_{w_K}^\top v_c)]", (), "correct", ""),
    ("negative-reuse", r"(\sigma(u_o^\top v_c)-1, \sigma(-u_{w_1}^\top v_c)-1, \ldots, \sigma(-u_{w_K}^\top v_c)-1)", (), "correct", ""),
    ("negative-reuse", r"[1-\sigma(u_o^\top v_c), 1-\sigma(u_{w_1}^\top v_c), \dots, 1-\sigma(u_{w_K}^\top v_c)]", (), "incorrect", "sign-inside"),
    ("negative-sample", r"\lambda_s v_c", (r"\lambda_s=1-\sigma(u_{w_s}^\top v_c)",), "incorrect", "sign-inside"),
    ("negative-true-outside", r"-\lambda v_c", (r"\lambda = 1 - \sigma(-u_o^\top v_c)",), "incorrect", "sign-inside"),
    ("negative-repeated", r"\sum_{i\in S}\sigma(u_{w_i}^\top v_c)v_c", (r"S = \{s : w_s = w_k\}",), "correct", ""),
    ("negative-repeated", r"\sum_{i\in S_k}\sigma(u_{w_i}^\top v_c)v_c", (r"S_k = \{1 \le s \le K : w_s = w_k\}",), "correct", ""),
    ("negative-repeated", r"\sum_{i\in S}\sigma(u_{w_i}^\top v_c)v_c", (r"Let S be the set of indices i with w_i = w_k",), "correct", ""),
    ("negative-repeated", r"\sum_{i\in S}\sigma(u_{w_i}^\top v_c)v_c", (r"S = \{s : w_s \ne w_k\}",), "incorrect", "sum-range"),
    ("negative-repeated", r"\sum_{i\in S_k}\sigma(u_{w_i}^\top v_c)v_c", (), "unreadable", ""),
    ("negative-center", r"-\sigma(-u_o^\top v_c)u_o+\sum_{w\in N}\sigma(u_w^\top v_c)u_w", (r"\mathcal N=\{w_1,\dots,w_K\}",), "correct", ""),
    ("negative-center", r"(f(u_o^\top v_c)-1)u_o+\sum_k f(u_k^\top v_c)u_k", (r"f(x)=\frac{1}{1+e^{-x}}",), "correct", ""),
    ("negative-center", r"(f(u_o^\top v_c)-1)u_o+\sum_k f(u_k^\top v_c)u_k", (), "unreadable", ""),
    ("negative-center", r"(f(u_o^\top v_c)-1)u_o+\sum_k f(-u_k^\top v_c)u_k", (r"f(x)=\frac{1}{1+e^{-x}}",), "incorrect", ""),
    ("negative-center", r"\delta_o u_o + \sum_{s=1}^K \delta_s u_{w_s}", (r"\delta_o = \sigma(u_o^T v_c)-1", r"\delta_s = \sigma(u_{w_s}^T v_c)"), "correct", ""),
    ("negative-center", r"(\hat p_o - 1)u_o + \sum_k \hat p_k u_k", (r"\hat p_o = \sigma(u_o^\top v_c)", r"\hat p_k = \sigma(u_k^\top v_c)"), "correct", ""),
    ("negative-center", r"\text{The gradient is } -\sigma(-u_o^\top v_c)u_o+\sum_k\sigma(u_k^\top v_c)u_k", (), "correct", ""),
    ("negative-center", r"-\sigma(-u_o^\top v_c)u_o+\sum_k\sigma(u_k^\top v_c)u_k \quad \text{(a vector, } D\times 1)", (), "correct", ""),
    ("negative-center", r"-\sigma(-u_o^\top v_c)u_o+\sum_{w \ne o}\sigma(u_w^\top v_c)u_w", (), "unreadable", ""),
    ("negative-center", r"-\sigma(-u_o^\top v_c)u_o \text{ and } \sum_k\sigma(u_k^\top v_c)u_k", (), "undecided", ""),
    ("negative-center", r"-\sigma(-u_o^\top v_c)u_o+K\sigma(u_k^\top v_c)u_k", (), "incorrect", "sum-missing"),
    ("negative-center", r"-u_o+\sigma(u_o^\top v_c)u_o-\sum_k u_k+\sum_k\sigma(-u_k^\top v_c)u_k", (), "incorrect", "sign-term"),
    ("negative-true-outside", r"-\sigma(-v_c^\top u_o)\cdot v_c \quad (D \times 1)", (), "correct", ""),
    ("negative-true-outside", r"-\frac{e^{u_o^\top v_c}}{1+e^{u_o^\top v_c}}v_c", (), "incorrect", "sign-inside"),
    ("negative-sample", r"\forall k\in[1,K]:\ \frac{\partial J}{\partial u_k} = \sigma(u_k^\top v_c)v_c", (), "correct", ""),
    ("negative-sample", r"\text{For each negative sample: } (1-\sigma(u_k^\top v_c)) v_c", (), "incorrect", "sign-inside"),
    ("negative-reuse", r"[\sigma(a)-1,\sigma(-b_1)-1,\dots,\sigma(-b_K)-1]^\top", ("a=u_o^\\top v_c", r"b_k = u_{w_k}^\top v_c"), "correct", ""),
    ("negative-repeated", r"\sum_{s=1}^{K}\delta(w_s,w_k)\,\sigma(u_{w_s}^\top v_c)v_c", (), "correct", ""),
    ("negative-repeated", r"\sum_{w \in \{w_1,\dots,w_K\}, w = w_k} \sigma(u_w^\top v_c)v_c", (), "undecided", ""),
    ("negative-repeated", r"n_k \sigma(u_k^\top v_c)v_c", ("n_k is the number of times w_k does not appear",), "unreadable", ""),
    ("negative-repeated", r"n \sigma(u_k^\top v_c)v_c", ("n is the number of times o was drawn",), "unreadable", ""),
    ("negative-repeated", r"n \sigma(u_k^\top v_c)v_c", ("n counts how often the word is repeated",), "correct", ""),
    ("negative-repeated", r"c_k(1-\sigma(-u_k^\top v_c))v_c", ("where c_k is the number of times w_k was sampled",), "correct", ""),
    ("negative-repeated", r"\sum_{s : w_s = w_k} \sigma(u_{w_s}^\top v_c)v_c \quad k=1,\dots,K", (), "correct", ""),
    ("negative-repeated", r"\sum_{i=1}^K \mathbf{1}[w_i \ne w_k] \sigma(u_k^\top v_c)v_c", (), "incorrect", "sum-range"),
    ("negative-sample", r"v_c^\top\sigma(u_k^\top v_c)", ("gradients are written as row vectors",), "correct", ""),
    ("negative-sample", r"v_c^\top\sigma(u_k^\top v_c)", ("gradients are columns, not rows",), "incorrect", "row-for-column"),
    ("negative-sample", r"v_c^\top\sigma(-u_k^\top v_c)", ("numerator layout",), "incorrect", "sign-inside"),
    ("negative-reuse", r"\sigma(U_{o,\{w_1,\dots,w_K\}} v_c)-1", (r"U \in \mathbb{R}^{|V| \times d}",), "correct", ""),
    ("negative-reuse", r"\sigma(U_{o,\{w_1,\dots,w_K\}} v_c)-1", (r"U_{o,\{w_1,\dots,w_K\}} \in \mathbb{R}^{(K+1) \times d}",), "correct", ""),
    ("negative-reuse", r"\sigma(U_{o,\{w_1,\dots,w_K\}} v_c)-1", (), "incorrect", "transpose"),
    ("negative-true-outside", r"(\sigma-1)v_c", (), "unreadable", ""),
    ("negative-true-outside", r"(\sigma-1)v_c", (r"\sigma = \sigma(u_o^\top v_c)",), "correct", ""),
    ("negative-true-outside", r"(\sigma(u_o^\top v)-1)v", (), "undecided", ""),
    ("negative-true-outside", r"(\sigma(u_o^\top v_c)-1)v_c \in \mathbb{R}^{d}", (), "correct", ""),
    ("negative-true-outside", r"(\sigma(u_o^\top v_c)-1)v_c \in \mathbb{R}^{n}", (), "correct", ""),
    ("negative-true-outside", r"(\sigma(u_o^\top v_c)-1)v_c \in \mathbb{R}^{1 \times D}", (), "undecided", ""),
    ("negative-true-outside", r"-\sigma(-u_o^\top v_c)v_c, \quad \text{where } \sigma(x)=\frac{1}{1+e^{-x}}", (), "correct", ""),
    ("negative-true-outside", r"-\sigma(-u_o^\top v_c)v_c, \quad \text{where } \sigma(x)=\frac{1}{1+e^{x}}", (), "undecided", ""),
    ("negative-true-outside", r"-f(-u_o^\top v_c)v_c, \quad \text{where } f(x)=\frac{1}{1+e^{-x}}", (), "correct", ""),
    ("negative-true-outside", r"\frac{\partial J}{\partial u_o}: (\sigma(u_o^\top v_c)-1)v_c", (), "correct", ""),
    ("negative-true-outside", r"\frac{\partial J}{\partial v_c}: (\sigma(u_o^\top v_c)-1)v_c", (), "incorrect", "wrong-variable"),
    ("negative-true-outside", r"(\sigma(u_o^\top v_c)-1)v_c = \frac{\partial J}{\partial u_o}", (), "correct", ""),
    ("negative-true-outside", r"(\sigma(u_o^\top v_c)-1)v_c = \frac{\partial J}{\partial v_c}", (), "incorrect", "wrong-variable"),
    ("negative-true-outside", r"v_c = (\sigma(u_o^\top v_c)-1)v_c", (), "undecided", ""),
    ("negative-center", r"\sum_{w\in\{o,w_1,\dots,w_K\}}(\sigma(u_w^\top v_c)-\mathbf 1\{w=o\})u_w", (), "unreadable", ""),
    ("negative-sample", r"[1-\sigma(-u_k^{\top}v_c)]v_c,\ k\in[1,K], k\neq o", (), "correct", ""),
    ("negative-center", r"(p(o)-1)u_o+\sum_{k=1}^K p(w_k) u_{w_k}", (r"p(w) = \sigma(u_w^\top v_c)",), "correct", ""),
    ("negative-center", r"(p(o)-1)u_o+\sum_{k=1}^K p(w_k) u_{w_k}", (r"p(w) = \sigma(-u_w^\top v_c)",), "incorrect", ""),
    ("negative-center", r"(s_o-1)u_o+\sum_k s_k u_k", (r"s_w = \sigma(u_w^\top v_c)",), "correct", ""),
    ("negative-sample", r"(1-\sigma(-u^\top v))v", ("u = u_k, v = v_c",), "correct", ""),
    ("negative-repeated", r"|S_k| \sigma(u_k^\top v_c)v_c", (r"S_k=\{s\in\{1,\dots,K\}: w_s=w_k\}",), "correct", ""),
    ("negative-repeated", r"\sum_{s=1}^{K}\mathbb{1}(w_s=w_k)\sigma(u_{w_s}^\top v_c) v_c + \sum_{s=1}^{K}\mathbb{1}(w_s\ne w_k)\cdot 0", (), "correct", ""),
    ("negative-true-outside", r"-\sigma(-u_o^\top v_c)v_c - \sum_{k=1}^K 1", (), "incorrect", ""),
    ("negative-true-outside", r"-\frac{1}{\sigma(u_o^\top v_c)}v_c", (), "incorrect", "chain-factor"),
    ("negative-center", r"-\frac{1}{\sigma(u_o^\top v_c)}u_o+\sum_{k=1}^K\frac{1}{\sigma(-u_k^\top v_c)}u_k", (), "incorrect", "chain-factor"),
    ("negative-repeated", r"\sum_{k=1}^K\sigma(u_k^\top v_c)v_c", (), "incorrect", "sum-range"),
    ("negative-repeated", r"\sum_{k=1}^K(1-\sigma(u_k^\top v_c))v_c", (), "incorrect", "sum-range"),
    ("negative-true-outside", r"-\log\sigma(u_o^\top v_c)", (), "incorrect", "not-differentiated"),
    ("negative-sample", r"-\sum_{k=1}^K\log\sigma(-u_k^\top v_c)", (), "incorrect", "not-differentiated"),
    ("negative-true-outside", r"(\sigma(u_o^\top v_c)-1", (), "undecided", ""),
    ("negative-true-outside", r"\frac{\partial J}{\partial u_o}=", (), "unreadable", ""),
    ("negative-true-outside", r"v_c(\sigma(oldsymbol{u}_o^{ op}v_c)-1)", (), "correct", ""),
    ("negative-center", r"-\sigma(-u_o^\top v_c)u_o + \sum_{x=w_1}^{w_K}\sigma(u_x^\top v_c)u_x", (), "correct", ""),
    ("negative-repeated", r"\#\{s:w_s=w_k\}\cdot\sigma(u_k^\top v_c)v_c", (), "correct", ""),
    ("negative-repeated", r"\#\{s:w_s\ne w_k\}\cdot\sigma(u_k^\top v_c)v_c", (), "incorrect", ""),
)  # fmt: skip

ONE = r"\nabla_{v_c} J(v_c, w_{t+j}, U)"
WINDOWS = (
    ("skipgram-center", rf"\sum_{{0<|j|\le m}} {ONE}", (), "correct", ""),
    ("skipgram-center", rf"\sum_{{m \ge |j| \ge 1}} {ONE}", (), "correct", ""),
    ("skipgram-center", rf"\sum_{{-m\le j\le m, |j| > 0}} {ONE}", (), "correct", ""),
    ("skipgram-center", rf"\sum_{{|j|\le m}} {ONE}", (), "incorrect", "sum-range"),
    ("skipgram-center", rf"\sum_{{|j| < m, j \ne 0}} {ONE}", (), "incorrect", "sum-range"),
    ("skipgram-center", rf"\sum_{{1 < |j|\le m}} {ONE}", (), "unreadable", ""),
    ("skipgram-center", r"\sum_{-m\le j\le m,j\ne0} \nabla_{v_c} J(v_c, w_t, U)", (), "incorrect", "index-wrong"),
    ("skipgram-center", r"\sum_{-m\le j\le m,j\ne0} U(y_{w_{t+j}}-\hat y)", (), "incorrect", "sign-all"),
    ("skipgram-center", r"\sum_{-m\le j\le m,j\ne0}[(\sigma(u_{w_{t+j}}^\top v_c)-1)u_{w_{t+j}}+\sum_{k=1}^K\sigma(u_k^\top v_c)u_k]", (), "correct", ""),
    ("skipgram-center", r"\sum_{-m\le j\le m,j\ne0}[(\sigma(u_o^\top v_c)-1)u_o+\sum_{k=1}^K\sigma(u_k^\top v_c)u_k]", (), "incorrect", "index-wrong"),
    ("skipgram-center", rf"\sum_{{j \in \{{-m, \dots, -1, 1, \dots, m\}}}} {ONE}", (), "correct", ""),
    ("skipgram-center", rf"\sum_{{j \in \{{-m, \dots, m\}}}} {ONE}", (), "incorrect", "sum-range"),
    ("skipgram-other-center", r"0 \text{ for } w = c", (), "incorrect", "wrong-case"),
    ("skipgram-other-center", rf"\begin{{cases}}0 & w\ne c\\ \sum_{{-m\le j\le m, j\ne 0}} {ONE} & w=c\end{{cases}}", (), "correct", ""),
    ("skipgram-other-center", rf"\begin{{cases}}0 & w=c\\ \sum_{{-m\le j\le m, j\ne 0}} {ONE} & w\ne c\end{{cases}}", (), "incorrect", ""),
    ("skipgram-other-center", r"\vec{\mathbf{0}}", (), "correct", ""),
    ("softmax-other-outside", r"\hat y_w v_c, w = o", (), "incorrect", "wrong-case"),
    ("skipgram-center", r"\sum_{j=1}^m \nabla_{v_c} J(v_c, w_{t-j}, U) + \sum_{j=1}^m \nabla_{v_c} J(v_c, w_{t+j}, U)", (), "correct", ""),
    ("skipgram-center", r"\sum_{j=1}^m (\nabla_{v_c} J(v_c, w_{t-j}, U) + \nabla_{v_c} J(v_c, w_{t+j}, U))", (), "correct", ""),
    ("skipgram-center", r"\sum_{j=1}^m \nabla_{v_c} J(v_c, w_{t-j}, U)", (), "incorrect", "sum-range"),
    ("skipgram-center", r"\sum_{j=1}^m (\nabla_{v_c} J(v_c, w_{t-j}, U) - \nabla_{v_c} J(v_c, w_{t+j}, U))", (), "incorrect", "sign-term"),
    ("skipgram-other-center", r"\frac{\partial J_{sg}}{\partial v_w}\Big|_{w\ne c} = 0", (), "correct", ""),
    ("skipgram-other-center", r"\left.\frac{\partial J_{sg}}{\partial v_w}\right|_{w\ne c} = 0", (), "correct", ""),
    ("skipgram-other-center", r"\frac{\partial J_{sg}}{\partial v_w}\Big|_{w=c} = 0", (), "incorrect", "wrong-case"),
    ("skipgram-other-center", "0_D", (), "correct", ""),
    ("skipgram-other-center", r"\vec{0}_{d}", (), "correct", ""),
    ("skipgram-other-center", "1_D", (), "incorrect", ""),
    ("skipgram-other-center", r"\begin{bmatrix}0\\\vdots\\0\end{bmatrix}", (), "correct", ""),
)  # fmt: skip


@pytest.fixture(scope="module")
def court() -> Court:
    return Court(load_sets(), "cs224n-a2-2022", 11)


@pytest.mark.parametrize(("target", "answer", "given", "verdict", "code"), (*SAMPLES, *WINDOWS))
def test_found(
    court: Court, target: str, answer: str, given: tuple[str, ...], verdict: str, code: str
) -> None:
    judgement = judge(Answer(id=0, target=target, answer=answer, given=given), court)
    assert judgement.verdict == verdict
    if code:
        assert judgement.findings[0].code == code


A_B = {"a": "R^n", "b": "R^n"}
EQUALITIES = (
    (r"\frac{\partial}{\partial u_o}\sum_{k=1}^K\log\sigma(-u_k^\top v_c)", "0", None, "correct"),
    (r"\frac{\partial}{\partial u_k}\sum_{s=1}^K\log\sigma(-u_{w_s}^\top v_c)", r"-\sigma(u_k^\top v_c)v_c", None, "undecided"),
    (r"\frac{\partial}{\partial u_k}\sum_{s=1}^K\log\sigma(-u_{w_s}^\top v_c)", r"-\sum_{s: w_s=w_k}\sigma(u_k^\top v_c)v_c", None, "correct"),
    (r"\frac{\partial}{\partial u_k}\sum_{s=1}^K\log\sigma(-u_{w_s}^\top v_c)", r"\sigma(u_k^\top v_c)v_c", None, "incorrect"),
    (r"\frac{\partial J_{sg}}{\partial v_w}", "0", None, "undecided"),
    (r"\sum_{i\le j} a_i b_j + \sum_{i>j}a_i b_j", r"\mathbf 1^\top a\,b^\top\mathbf 1", A_B, "correct"),
    (r"\sum_{i\le j} a_i b_j", r"\sum_{j=1}^n\sum_{i=1}^j a_i b_j", A_B, "correct"),
    (r"\sum_{i<j} a_i b_j", r"\sum_{i=1}^n\sum_{j=i+1}^n a_i b_j", A_B, "correct"),
    (r"\sum_{i<j} a_i b_j", r"\sum_{j=1}^n\sum_{i=1}^j a_i b_j", A_B, "incorrect"),
    (r"(\sum_{i=1}^n a_i)^2", r"\sum_{i=1}^n a_i^2+2\sum_{i<j}a_i a_j", A_B, "correct"),
    (r"(\sum_{i=1}^n a_i)^2", r"\sum_{i=1}^n a_i^2+\sum_{i<j}a_i a_j", A_B, "incorrect"),
    (r"\sum_{i<j}(a_i-a_j)^2", r"n\sum_i a_i^2-(\sum_i a_i)^2", A_B, "correct"),
    (r"\sum_{i<j}a_i b_j", r"\sum_{i>j}a_j b_i", A_B, "correct"),
    (r"\sum_{i<j}a_i b_j", r"\sum_{i>j}a_i b_j", A_B, "incorrect"),
    (r"\sum_{i \le j} a_i", r"\sum_{i<j} a_i + a_j", {"a": "R^n", "j": "index n"}, "correct"),
    (r"\sum_{i<j} A_{ij}", r"\sum_{i<j} A_{ji}", {"A": "symmetric R^{n x n}"}, "correct"),
    (r"\sum_{i<j} A_{ij}", r"\sum_{i<j} A_{ji}", {"A": "R^{n x n}"}, "incorrect"),
    (r"\nabla_a \sum_{i<j} (a_i-a_j)^2", r"2n a - 2(\mathbf 1^\top a)\mathbf 1", A_B, "correct"),
    (r"\frac{\partial J}{\partial v_c}", r"U(\hat y-y)", None, "correct"),
    (r"\frac{\partial J}{\partial u_o}", r"(\sigma(u_o^\top v_c)-1)v_c", None, "undecided"),
    (r"\frac{\partial J}{\partial u_k}", r"\sigma(u_k^\top v_c)v_c", None, "undecided"),
    (r"\frac{\partial J}{\partial u_o}", r"(1-\sigma(u_o^\top v_c))v_c", None, "incorrect"),
    (r"\frac{\partial J_{neg-sample}}{\partial v_c}", r"U(\hat y-y)", None, "incorrect"),
    (r"\sum_{i=1}^{j} a_i", r"\sum_{i=1}^n a_i", {"a": "R^n", "j": "index n"}, "incorrect"),
    (r"\sum_{i=j}^{n} a_i", "a_j", {"a": "R^n", "j": "index n"}, "incorrect"),
)  # fmt: skip


@pytest.mark.parametrize(("left", "right", "symbols", "verdict"), EQUALITIES)
def test_equalities(
    court: Court, left: str, right: str, symbols: dict[str, str] | None, verdict: str
) -> None:
    assert judge(Equality(id=0, left=left, right=right, symbols=symbols), court).verdict == verdict


NAMED_SETS = ("S", r"\mathcal{S}", r"\mathcal S", "S_k", r"\mathcal{S}_k", r"\mathcal{K}", "K_k", "A")


@pytest.mark.parametrize("name", NAMED_SETS)
@pytest.mark.parametrize(("members", "verdict"), [("w_j = w_k", "correct"), (r"w_j \ne w_k", "incorrect")])
def test_a_set_that_the_writer_names(court: Court, name: str, members: str, verdict: str) -> None:
    answer = rf"\sum_{{j\in {name}}} (1-\sigma(-u_k^\intercal v_c))v_c"
    given = (rf"Let ${name} = \{{j : {members}\}}$",)
    asked = Answer(id=0, target="negative-repeated", answer=answer, given=given)
    assert judge(asked, court).verdict == verdict


@pytest.mark.parametrize("name", ["S", r"\mathcal{S}", "N", "W", r"\mathcal{N}", "C", "T", r"\Omega"])
def test_a_set_that_nobody_told_is_no_reason_to_blame(court: Court, name: str) -> None:
    answer = rf"\sum_{{j\in {name}}} (1-\sigma(-u_k^\top v_c))v_c"
    verdict = judge(Answer(id=0, target="negative-repeated", answer=answer), court).verdict
    assert verdict in ("unreadable", "undecided")


WINDOW = r"\sum_{-m \le j \le m} \frac{\partial J(v_c,w_{t+j},U)}{\partial v_c}"


@pytest.mark.parametrize(
    "told",
    [
        r"\text{ (j not 0)}",
        r"\text{ for j not equal to 0}",
        r"\text{ (j nonzero)}",
        r"\text{, excluding }j=0",
        r"\text{ (excluding j = 0)}",
        r", \text{ where } j\ne 0",
    ],
)
def test_an_exception_told_in_words(court: Court, told: str) -> None:
    assert judge(Answer(id=0, target="skipgram-center", answer=WINDOW + told), court).verdict == "correct"


@pytest.mark.parametrize("told", ["", r"\text{ (j is 0)}", r"\text{ (j not 1)}", r"\text{, excluding }j=1"])
def test_another_condition_is_none(court: Court, told: str) -> None:
    assert judge(Answer(id=0, target="skipgram-center", answer=WINDOW + told), court).verdict != "correct"


def test_a_name_of_one_question_is_no_reason_to_blame(court: Court) -> None:
    left, right = r"\frac{\partial \hat y}{\partial z}", r"diag(\hat y) - \hat y\hat y^T"
    assert judge(Equality(id=0, left=left, right=right), court).verdict == "undecided"


def test_one_entry_with_an_index_of_the_writer(court: Court) -> None:
    answer = r"\frac{\partial J}{\partial v_{c,k}} = \sum_j(\hat y_j-y_j)U_{kj}"
    assert judge(Answer(id=0, target="softmax-center", answer=answer), court).verdict != "incorrect"


def test_dots_within_dots_are_no_reason_to_blame(court: Court) -> None:
    inner = r"\begin{bmatrix} (v_c)_1 \\ \vdots \\ (v_c)_D \end{bmatrix}"
    rows = r"u_1^\top X - \hat y_1 \\ \vdots \\ u_V^\top X - \hat y_V".replace("X", inner)
    answer = rf"U \begin{{bmatrix}} {rows} \end{{bmatrix}}"
    assert judge(Answer(id=0, target="softmax-center", answer=answer), court).verdict != "correct"
    plain = answer.replace(inner, "v_c")
    assert judge(Answer(id=0, target="softmax-center", answer=plain), court).verdict == "incorrect"
