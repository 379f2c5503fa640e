r"""Answers about sampled words and windows that were once judged wrongly, and the near neighbours of each."""

from __future__ import annotations

import pytest

from verifier.judging.judge import Court, judge
from verifier.judging.requests import Answer
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
)  # fmt: skip

ONE = r"\nabla_{v_c} J(v_c, w_{t+j}, U)"
WINDOWS = (
    ("skipgram-center", rf"\sum_{{0<|j|\le m}} {ONE}", (), "correct", ""),
    ("skipgram-center", rf"\sum_{{m \ge |j| \ge 1}} {ONE}", (), "correct", ""),
    ("skipgram-center", rf"\sum_{{-m\le j\le m, |j| > 0}} {ONE}", (), "correct", ""),
    ("skipgram-center", rf"\sum_{{|j|\le m}} {ONE}", (), "incorrect", "sum-range"),
    ("skipgram-center", rf"\sum_{{|j| < m, j \ne 0}} {ONE}", (), "incorrect", "sum-range"),
    ("skipgram-center", rf"\sum_{{1 < |j|\le m}} {ONE}", (), "unreadable", ""),
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
