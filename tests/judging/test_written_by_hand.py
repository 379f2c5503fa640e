"""Answers about softmax, sigmoid and relu as people write them, each once judged wrongly, left open or left unnamed.

A row: target, answer, what was given before, verdict, the codes any of which may be the first finding.
"""

from __future__ import annotations

import pytest

from verifier.judging.judge import Court, judge
from verifier.judging.requests import Answer, Equality
from verifier.questions import load_sets

Row = tuple[str, str, tuple[str, ...], str, str]

DOTS: tuple[Row, ...] = (
    ("softmax-center", r"\hat{y}_1 u_1 + \hat{y}_2 u_2 + \cdots + \hat{y}_V u_V - u_o", (), "correct", ""),
    ("softmax-center", r"\hat{y}_1 u_1 + \cdots + \hat{y}_V u_V - u_o - u_o", (), "incorrect", ""),
    ("softmax-center", r"-u_o + \hat{y}_1 u_1 + \cdots + \hat{y}_V u_V + \hat y_o u_o", (), "incorrect", ""),
    ("softmax-center", r"-u_o + \hat{y}_1 u_1 + \cdots + \hat{y}_w u_w + \hat y_o u_o", (), "unreadable", ""),
    ("softmax-center", r"-u_o + \hat{y}_1 u_1 + \cdots + \hat{y}_o u_o", (), "unreadable", ""),
)
OWN_NAMES: tuple[Row, ...] = (
    ("softmax-center", r"U(p-y), \; p = softmax(U^T v_c)", (), "correct", ""),
    ("softmax-center", r"U\delta \quad (\delta = \hat y - y)", (), "correct", ""),
    ("softmax-center", r"\delta = \hat y - y, U\delta", (), "correct", ""),
    ("softmax-center", r"\text{let } \delta = \hat y - y; \text{ then } U\delta", (), "correct", ""),
    ("softmax-center", r"\frac{\partial J}{\partial v_c} = U\delta, \ \delta = y-\hat y", (), "incorrect", "sign-all"),
    ("softmax-center", r"U\delta, \delta = \hat y - y, \delta = y - \hat y", (), "undecided", ""),
    ("softmax-center", r"-u_o + \frac1Z\sum_w e^{z_w}u_w, Z = \sum_w e^{z_w}, z_w = u_w^\top v_c", (), "correct", ""),
    ("softmax-center", r"U(\hat y - y), \hat y = \mathrm{softmax}(U^\top v_c)", (), "correct", ""),
    ("softmax-center", r"U(\hat y - y), \hat y = U^\top v_c", (), "undecided", ""),
    ("softmax-center", r"U(\hat y - y), \hat y = y", (), "undecided", ""),
    ("softmax-center", r"U(\hat y - y), z = U^\top v_c", (), "correct", ""),
    ("softmax-outside", r"\hat y_w v_c - b,\quad b = v_c \text{ if } w=o \text{ else } 0", (), "correct", ""),
    ("softmax-outside", r"\hat y_w v_c - b, \text{ where } b = \begin{cases} v_c & w=o\\0&w\neq o\end{cases}", (), "correct", ""),
    ("softmax-outside", r"\hat y_w v_c + b, \text{ where } b = v_c \text{ if } w=o, 0 \text{ otherwise}", (), "incorrect", "sign-term"),
    ("sigmoid", r"s = \sigma(x) \\ s(1-s)", (), "correct", ""),
    ("relu", r"1, x>0; 0, x<0; \frac12, x=0", (), "correct", ""),
)  # fmt: skip
SIDES: tuple[Row, ...] = (
    ("softmax-center", r"\frac{\partial \hat y_o}{\partial v_c} = U(\hat y-y)", (), "incorrect", "wrong-variable"),
    ("softmax-center", r"\frac{\partial \log\hat y_o}{\partial v_c} = U(\hat y-y)", (), "incorrect", "wrong-variable"),
    ("softmax-center", r"\frac{\partial(-\log\hat y_o)}{\partial v_c} = U(\hat y-y)", (), "correct", ""),
    ("softmax-center", r"-\frac{\partial J}{\partial v_c} = U(\hat y-y)", (), "incorrect", "wrong-variable"),
    ("softmax-center", r"-\frac{\partial \log\hat y_o}{\partial v_c} = U(\hat y-y)", (), "correct", ""),
    ("softmax-center", r"J = U(\hat y-y)", (), "undecided", ""),
    ("softmax-center", r"\frac{\partial J_{neg-sample}}{\partial v_c} = U(\hat y-y)", (), "undecided", ""),
    ("softmax-center", r"\left(\frac{\partial J}{\partial v_c}\right)^\top = (\hat y-y)^\top U^\top", (), "undecided", ""),
    ("softmax-outside-matrix", r"\frac{\partial J}{\partial z}\frac{\partial z}{\partial U} = v_c(\hat y-y)^T", ("z=U^Tv_c",), "correct", ""),
    ("sigmoid", r"\frac{d\sigma(-x)}{dx} = \sigma(x)(1-\sigma(x))", (), "incorrect", "wrong-variable"),
    ("sigmoid", r"\sigma'(-x) = \sigma(x)(1-\sigma(x))", (), "correct", ""),
    ("sigmoid", r"\sigma''(x) = \sigma(x)(1-\sigma(x))", (), "undecided", ""),
    ("sigmoid", r"\sigma(x) = \sigma(x)(1-\sigma(x))", (), "undecided", ""),
    ("leaky-relu", r"\frac{d\,\text{LeakyReLU}(x)}{dx} = \mathbb 1[x>0] + \alpha\mathbb 1[x<0]", (), "correct", ""),
)  # fmt: skip
HEDGED: tuple[Row, ...] = (
    ("softmax-center", r"\frac{\partial J}{\partial v_c} \propto U(\hat y-y)", (), "undecided", ""),
    ("softmax-center", r"\frac{\partial J}{\partial v_c} \approx U(\hat y-y)", (), "undecided", ""),
    ("softmax-center", r"\frac{\partial J}{\partial v_c} \neq U(\hat y-y)", (), "unreadable", ""),
    ("softmax-center", r"\text{minus } U(\hat y-y)", (), "undecided", ""),
    ("softmax-center", r"U(\hat y-y) \text{ is wrong}", (), "undecided", ""),
    ("softmax-center", r"U(\hat y-y) \text{ (not elementwise)}", (), "correct", ""),
)
CARRIED: tuple[Row, ...] = (
    ("softmax-center", r"U(\hat y-y) \text{ + x}", (), "undecided", ""),
    ("softmax-center", r"U(\hat y-y) \text{ transposed}", (), "undecided", ""),
    ("softmax-center", r"U(\hat y-y) \text{ / 2}", (), "undecided", ""),
    ("softmax-center", r"U(\hat y-y) \text{ - a column}", (), "correct", ""),
    ("softmax-center", r"U(\hat y-y) \text{ (no transpose needed)}", (), "correct", ""),
)  # fmt: skip
LETTERS: tuple[Row, ...] = (
    ("softmax-other-outside", r"\hat{y}_k v_c \quad (k \ne o)", (), "correct", ""),
    ("softmax-other-outside", r"\hat{y}_k v_c, k = o", (), "incorrect", "wrong-case"),
    ("softmax-other-outside", r"\hat{y}_k v_c, k \ne w", (), "undecided", ""),
    ("softmax-true-outside", r"(\hat{y}_k - 1) v_c, k = o", (), "correct", ""),
    ("softmax-true-outside", r"(\hat{y}_k - 1) v_c, k \ne o", (), "undecided", ""),
)
BOTH = r"(\hat y_o-1)v_c"
CASES: tuple[Row, ...] = (
    ("softmax-outside", rf"w=o: {BOTH};\quad w\neq o: \hat y_w v_c", (), "correct", ""),
    ("softmax-outside", rf"w=o \Rightarrow {BOTH}, w\neq o \Rightarrow \hat y_w v_c", (), "correct", ""),
    ("softmax-outside", rf"w\neq o: {BOTH};\quad w= o: \hat y_w v_c", (), "incorrect", "wrong-branch"),
    ("softmax-outside", rf"\text{{if }} w=o: {BOTH}; \text{{ if }} w\neq o: \hat y_w v_c", (), "correct", ""),
    ("softmax-outside", rf"\text{{if }} w=o: \frac{{\partial J}}{{\partial u_w}} = {BOTH}; \text{{ if }} w\neq o: \frac{{\partial J}}{{\partial u_w}} = \hat y_w v_c", (), "correct", ""),
    ("softmax-outside", rf"\text{{if }} w=o: \frac{{\partial J}}{{\partial v_c}} = {BOTH}; \text{{ if }} w\neq o: \frac{{\partial J}}{{\partial v_c}} = \hat y_w v_c", (), "incorrect", "wrong-variable"),
    ("softmax-outside", rf"\text{{if }} w=o: {BOTH}; \text{{ if }} w\neq o: \hat y_o v_c", (), "incorrect", "index-wrong"),
    ("softmax-outside", r"(\hat y_w-1)v_c, w=o", (), "incorrect", "unfinished"),
    ("softmax-outside", r"\text{if } w = o: (\hat y_w-1)v_c", (), "incorrect", "unfinished"),
    ("softmax-outside", rf"\begin{{cases}}{BOTH} & w=o\\ \hat y_w v_c & w\in V\setminus\{{o\}}\end{{cases}}", (), "correct", ""),
    ("softmax-other-outside", r"\hat y_w v_c, w \in V\setminus\{o\}", (), "correct", ""),
    ("relu", r"x>0: 1; x<0: 0", (), "correct", ""),
    ("relu", r"x<0: 1; x>0: 0", (), "incorrect", "wrong-branch"),
)  # fmt: skip
SETS: tuple[Row, ...] = (
    ("softmax-center", r"-u_o + \sum_{w\in\{o\}}\hat y_w u_w", (), "incorrect", ""),
    ("softmax-center", r"-u_o + \sum_{w\in\{o,c\}}\hat y_w u_w", (), "unreadable", ""),
    ("softmax-center", r"-u_o + \sum_{w\in\{1,\dots,V\}}\hat y_w u_w", (), "correct", ""),
    ("softmax-outside-matrix", r"\frac{\partial J}{\partial u_w}", (), "incorrect", ""),
    ("softmax-outside-matrix", r"[\frac{\partial J}{\partial u_1},\ldots,\frac{\partial J}{\partial u_V}]", (), "correct", ""),
)  # fmt: skip
LISTS: tuple[Row, ...] = (
    ("softmax-outside-matrix", r"[\hat y_1 v_c,\ldots,-v_c+\hat y_o v_c,\ldots,\hat y_V v_c]", (), "correct", ""),
    ("softmax-outside-matrix", r"[v_c\hat y_1,\ldots,v_c\hat y_o -v_c,\ldots,v_c\hat y_V]", (), "correct", ""),
    ("softmax-outside-matrix", r"[-\hat y_1 v_c,\ldots,v_c-\hat y_o v_c,\ldots,-\hat y_V v_c]", (), "incorrect", "sign-all"),
    ("softmax-outside-matrix", r"[\hat y_1 v_c,\ldots,v_c-\hat y_o v_c,\ldots,\hat y_V v_c]", (), "incorrect", "sign-term"),
)  # fmt: skip
NAMED: tuple[Row, ...] = (
    ("relu", r"\begin{cases}1 & x>1\\ 0 & x<1\end{cases}", (), "incorrect", "wrong-branch"),
    ("relu", r"\mathrm{sgn}(x)", (), "incorrect", "wrong-branch"),
    ("leaky-relu", r"\max(\alpha,1)", (), "incorrect", "wrong-branch"),
    ("sigmoid", "x(1-x)", (), "incorrect", "function-lost"),
    ("sigmoid", r"\frac{e^{-x}}{1+e^{-2x}}", (), "incorrect", "parenthesis"),
    ("sigmoid", r"\frac{1}{e^x+e^{-x}}", (), "incorrect", "term-missing"),
)  # fmt: skip
ENTRIES: tuple[Row, ...] = (
    ("softmax-outside-matrix", r"\frac{\partial J}{\partial U_{ij}} = (v_c)_i(\hat y_j - y_j)", (), "correct", "not-vectorised"),
    ("softmax-outside-matrix", r"\frac{\partial J}{\partial U_{ij}} = (v_c)_i(y_j-\hat y_j)", (), "incorrect", ""),
    ("softmax-outside-matrix", r"\frac{\partial J}{\partial U_{io}} = (v_c)_i(\hat y_o - 1)", (), "incorrect", ""),
)  # fmt: skip
ASIDES: tuple[Row, ...] = (
    ("softmax-center", r"e = \hat y - y, \ \frac{\partial J}{\partial v_c} = U e", (), "correct", ""),
    ("softmax-center", r"U e, e = y - \hat y", (), "incorrect", "sign-all"),
    ("softmax-outside-matrix", r"v_c(\hat y - y), \quad \hat y, y \in\mathbb R^{1\times|V|}", (), "correct", ""),
    ("softmax-outside", r"(\hat y_w-y_w)v_c \text{ where } y_w = 1 \text{ if } w=o \text{ else } 0", (), "correct", ""),
    ("softmax-outside", r"(\hat y_w-y_w)v_c \text{ where } y_w = 0 \text{ if } w=o \text{ else } 1", (), "undecided", ""),
    ("softmax-outside-matrix", r"(\hat y_w-y_w)v_c \text{ for } w = o", (), "undecided", ""),
)  # fmt: skip
TOLD: tuple[Row, ...] = (
    ("relu", r"f'(x)=1, x>0; f'(x)=0, x<0", (), "correct", ""),
    ("relu", r"f'(x)=1 \text{ for } x>0 \text{ and } f'(x)=0 \text{ for } x<0", (), "correct", ""),
    ("relu", r"f'(x)=0, x>0; f'(x)=1, x<0", (), "incorrect", "wrong-branch"),
    ("relu", r"\begin{cases}1 \quad x>0\\0 \quad x<0\end{cases}", (), "correct", ""),
    ("relu", r"\begin{cases}0 \quad x>0\\1 \quad x<0\end{cases}", (), "incorrect", "wrong-branch"),
    ("relu", r"\text{step}(x)", (), "unreadable", "symbol-unknown"),
    ("relu", "u(x)", (), "unreadable", "symbol-unknown"),
    ("sigmoid", r"\text{clip}(\sigma(x)(1-\sigma(x)))", (), "unreadable", "symbol-unknown"),
    ("cross-entropy", r"\text{CrossEntropy}(y,\hat y) = -\log\hat y_o", (), "correct", ""),
    ("sigmoid", r"\text{So}(1-\sigma(x))\sigma(x)", (), "correct", ""),
)  # fmt: skip
LARGEST = r"m = \max_w u_w^\top v_c"
SHIFTED = r"\frac{\sum_w e^{u_w^\top v_c - m}u_w}{\sum_w e^{u_w^\top v_c - m}}"
ANY: tuple[Row, ...] = (
    ("softmax-center", rf"{SHIFTED} - u_o", (LARGEST,), "correct", ""),
    ("softmax-center", rf"{SHIFTED} - u_o, \quad {LARGEST}", (), "correct", ""),
    ("softmax-center", rf"{SHIFTED} + u_o", (LARGEST,), "undecided", ""),
    ("softmax-center", rf"{SHIFTED} - m u_o", (LARGEST,), "undecided", ""),
    ("softmax-center", rf"{SHIFTED} - u_o", (), "unreadable", ""),
)  # fmt: skip
ROWS_OF = r"\text{ (rows of } U \text{ are the word vectors)}"
WITHIN: tuple[Row, ...] = (
    ("softmax-center", r"U^\top(\hat y - y), \quad U \in \mathbb{R}^{V\times D}", (), "correct", ""),
    ("softmax-center", r"U(\hat y - y), \quad U \in \mathbb{R}^{V\times D}", (), "incorrect", "transpose layout"),
    ("softmax-center", r"U(\hat y - y) \in \mathbb{R}^{D\times 1}", (), "correct", ""),
    ("softmax-center", rf"U^\top(\hat y - y) {ROWS_OF}", (), "correct", ""),
    ("softmax-center", rf"U(\hat y - y) {ROWS_OF}", (), "incorrect", "transpose layout"),
    ("softmax-outside-matrix", r"(\hat y-y)v_c^\top \in \mathbb R^{|V|\times d}, U\in\mathbb R^{|V|\times d}", (), "correct", ""),
    ("softmax-center", r"(\hat y - y)U \text{ for row vectors}", (r"U\in R^{V\times d}",), "correct", ""),
)  # fmt: skip
BESIDE: tuple[Row, ...] = (
    ("softmax-center", r"\frac{\partial J}{\partial v_c} = U(\hat y-y), \frac{\partial J}{\partial u_o} = (\hat y_o-1)v_c", (), "correct", ""),
    ("softmax-center", r"\frac{\partial J}{\partial u_o} = (\hat y_o-1)v_c, \frac{\partial J}{\partial v_c} = U(y - \hat y)", (), "incorrect", "sign-all"),
    ("softmax-center", r"U(\hat y-y) = 0 \text{ when } U\hat y = U y", (), "undecided", ""),
    ("softmax-center", r"U(\hat y-y) = 0", (), "incorrect", ""),
    ("softmax-outside", r"(\hat y_w - y_w)v_c, \quad y_w = \begin{cases}1&w=o\\0&w\ne o\end{cases}", (), "correct", ""),
    ("softmax-outside", r"(\hat y_w - y_w)v_c, \quad y_w = \begin{cases}0&w=o\\1&w\ne o\end{cases}", (), "undecided", ""),
    ("cross-entropy", r"-\log\hat y_o,\ y_o = 1", (), "correct", ""),
    ("cross-entropy", r"-\log(\hat y_o) \quad \because y_w=0\ \forall w\ne o", (), "correct", ""),
    ("sigmoid", r"\sigma(x)(1-\sigma(x)), \quad \sigma(x) = \frac{1}{1+e^{-x}}", (), "correct", ""),
    ("sigmoid", r"\sigma(x)(1-\sigma(x)), \quad \sigma(x) = \frac{1}{1+e^{x}}", (), "undecided", ""),
    ("sigmoid", r"\sigma' = \sigma(1-\sigma)", (), "correct", ""),
    ("relu", r"0 \text{ if } x<0,\ 1 \text{ if } x>0,\ \text{undefined at } x=0", (), "correct", ""),
    ("sigmoid-vector", r"\mathrm{diag}(\sigma(x_1)(1-\sigma(x_1)),\dots,\sigma(x_d)(1-\sigma(x_d)))", (), "correct", ""),
    ("sigmoid-vector", r"\mathrm{diag}(\sigma(x)_i(1-\sigma(x)_i))", (), "correct", ""),
    ("sigmoid-vector", r"\mathrm{diag}(\sigma(x)_i(1+\sigma(x)_i))", (), "incorrect", "sign-term"),
)  # fmt: skip
SIGNS: tuple[Row, ...] = (
    ("softmax-center", r"-\vec{u}_o + \sum_{w \in W} \hat{y}_w \vec{u}_w", (), "correct", ""),
    ("softmax-center", r"U(\hat y-y) \quad \text{(a column vector of size } d)", (), "correct", ""),
    ("softmax-center", r"U(\frac{\exp(U^\top v_c)}{\mathbf{1}^\top\exp(U^\top v_c)} - y)", (), "correct", ""),
    ("softmax-center", r"(\hat y-y)^\top U", (r"U \in \mathbb{R}^{|V|\times d}", "all word vectors are row vectors"), "correct", ""),
)  # fmt: skip
STEP = "$H(x)$ denotes the unit step function"
WORDS: tuple[Row, ...] = (
    ("relu", "H(x)", ("H is the Heaviside step function",), "correct", ""),
    ("relu", "H(-x)", (STEP,), "incorrect", "sign-inside"),
    ("relu", "H(x)", (), "unreadable", "symbol-unknown"),
    ("sigmoid", "g(x)(1-g(x))", ("g is the sigmoid function",), "correct", ""),
    ("sigmoid", "g(x)(1-g(x))", ("g(x) is not the sigmoid",), "unreadable", ""),
    ("softmax-outside-matrix", r"v_c \otimes (\hat y - y)^\top", (), "correct", ""),
    ("softmax-outside-matrix", r"(\hat y - y) \otimes v_c^\top", (), "incorrect", "outer-product"),
    ("softmax-outside-matrix", r"v_c \otimes (\hat y - y)", (), "unreadable", ""),
)  # fmt: skip
ROWS = (
    *DOTS,
    *OWN_NAMES,
    *SIDES,
    *HEDGED,
    *LETTERS,
    *CASES,
    *ASIDES,
    *CARRIED,
    *ANY,
    *ENTRIES,
    *TOLD,
    *LISTS,
    *NAMED,
    *SETS,
    *WITHIN,
    *BESIDE,
    *SIGNS,
    *WORDS,
)


@pytest.fixture(scope="module")
def court() -> Court:
    return Court(load_sets(), "cs224n-a2-2022", 11)


@pytest.mark.parametrize(("target", "answer", "given", "verdict", "codes"), ROWS)
def test_answer(
    court: Court, target: str, answer: str, given: tuple[str, ...], verdict: str, codes: str
) -> None:
    judgement = judge(Answer(id=0, target=target, answer=answer, given=given), court)
    assert judgement.verdict == verdict
    if codes:
        assert judgement.findings[0].code in codes.split()


def test_an_equality_may_use_the_names_of_other_years(court: Court) -> None:
    right = r"\alpha x + (1-\alpha)\max(0,x)"
    assert judge(Equality(id=0, left=r"\max(\alpha x, x)", right=right), court).verdict == "correct"


@pytest.mark.parametrize("right", [r"\hat y_i(\delta_{ij}-\hat y_j)", r"\hat y_i(\mathbf 1_{i=j}-\hat y_j)"])
def test_entries_of_probabilities_are_of_words(court: Court, right: str) -> None:
    given = (r"z = U^\top v_c",)
    left = r"\frac{\partial \hat y_i}{\partial z_j}"
    assert judge(Equality(id=0, left=left, right=right, given=given), court).verdict == "correct"
    wrong = right.replace("-", "+")
    assert judge(Equality(id=0, left=left, right=wrong, given=given), court).verdict == "incorrect"
