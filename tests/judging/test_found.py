"""Answers that were once judged wrongly: each is one case, as it was typed."""

from __future__ import annotations

import pytest

from verifier.judging.judge import Court, judge
from verifier.judging.requests import Answer
from verifier.questions import load_sets

ROWS = r"U is a |V| \times d matrix"
FOUND = (
    ("cross-entropy", r"-\sum_{k=1}^{|V|} y_k \log(\widehat y_k)", "incorrect", "unfinished"),
    ("cross-entropy", r"\sum_k -\log(\hat y_k)\, y_k", "incorrect", "unfinished"),
    ("cross-entropy", r"-\log\hat y_o = -\sum_w y_w\log\hat y_w", "correct", ""),
    ("cross-entropy", r"-y_o\log\hat y_o-\sum_{w\not=o} y_w\log\hat y_w", "correct", ""),
    ("softmax-center", r"U^{Tr}(\hat y-y)", "incorrect", "transpose"),
    ("softmax-center", r"U(\hat y-y) % checked", "correct", ""),
    ("softmax-center", r"U(\hat y-y)\ \blacksquare", "correct", ""),
    ("softmax-center", r"U (\mathrm{", "unreadable", ""),
    ("softmax-center", r"U \text{", "unreadable", ""),
    ("softmax-true-outside", r"-v_c + v_c\frac{e^{u_o^Tv_c}}{\sum_w e^{u_w^T v_c}}, w=o", "correct", ""),
    ("softmax-true-outside", r"-v_c * {(1 - \hat y_o)}", "correct", ""),
    ("softmax-outside", r"\left\{\begin{aligned} {(\hat y_o - 1)} v_c, & \text{when } w = o \\ \hat y_w v_c, & \text{when } w \ne o \end{aligned}\right.", "correct", ""),
    ("softmax-other-outside", r"0+{\bf v}_c*{\bf \widehat{y}}_w", "correct", ""),
    ("softmax-outside-matrix", r"[v_c\hat y_1, \dots, v_c(\hat y_o - 1), \dots, v_c\hat y_V]", "correct", ""),
    ("softmax-outside-matrix", r"[v_c\hat y_1, \dots, v_c\hat y_o - v_c, \dots, v_c\hat y_V]", "correct", ""),
    ("softmax-outside-matrix", r"[v_c\hat y_1, \dots, v_c\hat y_o + v_c, \dots, v_c\hat y_V]", "incorrect", ""),
    ("sigmoid", r"e^{x} {(e^{x} + 1)}^{-1} - {(e^{x})}^{2}(e^{x}+1)^{-2}", "correct", ""),
    ("sigmoid-vector", r"\sigma(x)(1-\sigma(x))^\top", "incorrect", ""),
    ("negative-center", r"-{{\bf u}_o \over 1 + \exp {\bf u}_o^T{\bf v}_c} + \sum_{s=1}^K {\bf u}_s\sigma({\bf u}_s^T{\bf v}_c)", "correct", ""),
    ("negative-center", r"-\frac{u_o}{1 + \exp {\bf {u_o}}^{T} {\bf {v_c}}} + \sum_{n=1}^{K} u_{w_n}\sigma({\bf {u_{w_n}}}^{T} v_c)", "correct", ""),
    ("negative-reuse", r"\sigma([u_0, -u_{w_1}, \cdots, -u_{w_K}]^{\top} v_c) - 1", "correct", ""),
    ("negative-repeated", r"\sum_{u_{w_j} = u_{w_k}} \sigma(u_k^T v_c)v_c", "correct", ""),
    ("skipgram-center", r"\sum_{\begin{subarray}{l} -m\le j\le m \\ j\ne 0 \end{subarray}} \nabla_{v_c} J(v_c, w_{t+j}, U)", "correct", ""),
    ("skipgram-other-center", r"\sum_{-m\le j\le m, j\ne 0} 0", "correct", ""),
    ("skipgram-other-center", r"\frac{d J_{\text{skip-gram}}(v_c, w_{t-m},...w_{t+m}, U)}{d U} = 0", "incorrect", "wrong-variable"),
)  # fmt: skip


@pytest.fixture(scope="module")
def court() -> Court:
    return Court(load_sets(), "cs224n-a2-2022", 11)


@pytest.mark.parametrize(("target", "answer", "verdict", "code"), FOUND)
def test_found(court: Court, target: str, answer: str, verdict: str, code: str) -> None:
    judgement = judge(Answer(id=0, target=target, answer=answer), court)
    assert judgement.verdict == verdict
    if code:
        assert judgement.findings[0].code == code


def test_a_shape_told_in_words_is_a_layout(court: Court) -> None:
    answer = r"(\hat{y} - y)v_c^\top"
    assert (
        judge(Answer(id=0, target="softmax-outside-matrix", answer=answer, given=(ROWS,)), court).verdict
        == "correct"
    )
    assert judge(Answer(id=0, target="softmax-outside-matrix", answer=answer), court).verdict == "incorrect"


def test_a_letter_bound_by_the_window_is_not_called_free(court: Court) -> None:
    answer = r"\sum_{-m\le j\le m, j\ne 0} \nabla_{v_c} J(v_c, w_{t+j}, U)"
    assert judge(Answer(id=0, target="skipgram-center", answer=answer), court).findings == ()


@pytest.mark.parametrize(
    ("target", "answer", "given", "verdict"),
    [
        ("negative-true-outside", r"(\sigma_o - 1) v_c", (r"\sigma_o := \sigma(u_o^T v_c)",), "correct"),
        ("negative-true-outside", r"\sigma_o v_c", (r"\sigma_o = \sigma(u_o^T v_c)",), "incorrect"),
        ("negative-sample", r"(1 - \sigma_s) v_c", (r"\sigma_s = \sigma(-u_{w_s}^T v_c)",), "correct"),
        ("negative-sample", r"(1 - a_s) v_c", (r"a_s = \sigma(-u_{w_s}^T v_c)",), "correct"),
        ("negative-sample", r"a_s v_c", (r"a_s = \sigma(-u_{w_s}^T v_c)",), "incorrect"),
        ("sigmoid", r"\sigma(1 - \sigma)", (), "correct"),
    ],
)
def test_names_of_values_of_sigma(
    court: Court, target: str, answer: str, given: tuple[str, ...], verdict: str
) -> None:
    assert judge(Answer(id=0, target=target, answer=answer, given=given), court).verdict == verdict
