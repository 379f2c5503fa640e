"""Answers about softmax, sigmoid and relu as people write them, each once judged wrongly, left open or left unnamed.

A row: target, answer, what was given before, verdict, the codes any of which may be the first finding.
"""

from __future__ import annotations

import pytest

from verifier.judging.judge import Court, judge
from verifier.judging.requests import Answer
from verifier.questions import load_sets

Row = tuple[str, str, tuple[str, ...], str, str]

DOTS: tuple[Row, ...] = (
    ("softmax-center", r"\hat{y}_1 u_1 + \hat{y}_2 u_2 + \cdots + \hat{y}_V u_V - u_o", (), "correct", ""),
    ("softmax-center", r"\hat{y}_1 u_1 + \cdots + \hat{y}_V u_V - u_o - u_o", (), "incorrect", ""),
    ("softmax-center", r"-u_o + \hat{y}_1 u_1 + \cdots + \hat{y}_V u_V + \hat y_o u_o", (), "incorrect", ""),
    ("softmax-center", r"-u_o + \hat{y}_1 u_1 + \cdots + \hat{y}_w u_w + \hat y_o u_o", (), "unreadable", ""),
    ("softmax-center", r"-u_o + \hat{y}_1 u_1 + \cdots + \hat{y}_o u_o", (), "unreadable", ""),
)
ROWS = (*DOTS,)


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
