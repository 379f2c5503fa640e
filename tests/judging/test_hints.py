"""With `--hints` a finding says where to look: never the answer, never a bare code."""

import json

import pytest

from verifier.judging.judge import Court, judge
from verifier.judging.requests import read_request
from verifier.mistakes.table import catalogue
from verifier.questions import load_sets

COURT = Court(load_sets(), "cs224n-a2-2022", 0)


@pytest.mark.parametrize(
    ("target", "answer", "code"),
    [
        ("sigmoid", "M x", "symbol-unknown"),
        ("softmax-center", r"(\hat y - y)^\top U^\top", "row-for-column"),
        ("softmax-center", r"U^\top(\hat y - y)", "transpose"),
        ("softmax-outside-matrix", r"(\hat y - y) v_c^\top", "outer-product"),
        ("negative-true-outside", r"(\sigma(u_o^\top v_c) - 1) u_o", "index-wrong"),
        ("softmax-center", r"U v_c U", "shape"),
    ],
)
def test_a_hint_is_a_sentence_without_the_answer(target, answer, code):
    verdict = judge(read_request(json.dumps({"id": 1, "target": target, "answer": answer})), COURT)
    plain, hinted = verdict.as_json()["findings"][0], verdict.as_json(hints=True)["findings"][0]
    assert (plain["code"], hinted["code"]) == (code, code)
    assert " " in hinted["message"]
    assert "repair" not in hinted
    assert plain.get("repair") is None or plain["repair"] not in hinted["message"]


def test_another_vector_is_not_called_another_word():
    request = {"id": 1, "target": "negative-true-outside", "answer": r"(\sigma(u_o^\top v_c) - 1) u_o"}
    message = judge(read_request(json.dumps(request)), COURT).as_json()["findings"][0]["message"]
    assert "another vector" in message


def test_a_row_is_told_from_a_column():
    request = {"id": 1, "target": "softmax-center", "answer": r"(\hat y - y)^\top U^\top"}
    message = judge(read_request(json.dumps(request)), COURT).as_json()["findings"][0]["message"]
    assert "a row of length D, but the quantity asked for is a column of length D" in message


@pytest.mark.parametrize(
    ("target", "answer", "code"),
    [
        ("softmax-true-outside", r"(\hat y_0 - 1) v_c", "zero-based"),
        ("softmax-other-outside", r"\hat{y_w v_c}", "notation"),
        ("softmax-center", r"U(\hat y - y", "bracket"),
    ],
)
def test_what_was_read_as_meant_is_told_under_a_code_of_the_catalogue(target, answer, code):
    verdict = judge(read_request(json.dumps({"id": 1, "target": target, "answer": answer})), COURT).as_json()
    assert verdict["verdict"] == "correct"
    assert [(f["code"], f["severity"]) for f in verdict["findings"]] == [(code, "note")]
    assert code in catalogue()


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (r"(\hat y - y) U^\top", r"`(\hat y - y) U^\top`"),
        (r"\left(\hat y - y\right) U^\top + u_o", r"`\left(\hat y - y\right) U^\top`"),
        (r"u_o - (U (v_c - \hat y))", r"`v_c - \hat y`"),
    ],
)
def test_what_cannot_be_formed_is_shown_with_both_its_brackets(answer, shown):
    request = {"id": 1, "target": "softmax-center", "answer": answer}
    evidence = judge(read_request(json.dumps(request)), COURT).as_json()["evidence"]
    assert evidence["message"].startswith(f"{shown} cannot be formed")


def test_a_derivative_by_another_variable_is_named_under_a_layout_of_the_writers():
    answer = r"\sum_{-m \le j \le m, j \ne 0} \frac{\partial J(v_c, w_{t+j}, U)}{\partial U}"
    request = {"id": 1, "target": "skipgram-center", "answer": answer, "given": [r"U \in R^{V \times D}"]}
    found = judge(read_request(json.dumps(request)), COURT).as_json()["findings"]
    assert found[0]["code"] == "wrong-variable"
    assert r"you wrote `\frac{\partial J(v_c, w_{t+j}, U)}{\partial U}`" in found[0]["message"]


@pytest.mark.parametrize(
    ("target", "answer", "code", "told"),
    [
        (
            "softmax-outside",
            r"U(\hat y_w - y_w)",
            "index-lost",
            "here one column is needed, not the whole matrix",
        ),
        (
            "sigmoid",
            r"\sigma(x)^2(1 - \sigma(x))",
            "factor-extra",
            r"has a factor too many, `\sigma(x)` is enough",
        ),
        (
            "negative-center",
            r"(\sigma(u_o^\top v_c) - 1) v_c + \sum_{s=1}^K \sigma(u_{w_s}^\top v_c) v_c",
            "index-wrong",
            "that is another vector",
        ),
    ],
)
def test_a_message_says_what_the_mistake_is_made_in(target, answer, code, told):
    request = {"id": 1, "target": target, "answer": answer}
    found = judge(read_request(json.dumps(request)), COURT).as_json()["findings"]
    assert told in next(f["message"] for f in found if f["code"] == code)
