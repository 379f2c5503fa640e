"""What a line of input asks for: the id comes back, however long the answer, and nothing unknown is let pass."""

import json

import pytest

from verifier.judging.requests import Answer, Refused, read_request


def test_a_long_answer_is_still_answered_under_its_id():
    request = read_request(json.dumps({"id": "7", "target": "softmax-center", "answer": "u_o+" * 100_000}))
    assert isinstance(request, Answer)
    assert request.id == "7"


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"id": 1, "target": "relu", "answer": "1", "hint": True}, "'hint'"),
        ({"id": 1, "target": "relu", "answer": 1}, "`answer` is a text"),
        ({"id": 1, "target": "relu", "answer": "1", "given": "x"}, "`given` is a list"),
        ({"id": 1, "target": "relu", "answer": "1", "given": ["x" * 3000] * 100}, "characters are `given`"),
        ({"id": 1, "left": "x"}, "`left` and `right`"),
    ],
)
def test_what_is_refused_keeps_its_id_and_says_why(asked, why):
    request = read_request(json.dumps(asked))
    assert isinstance(request, Refused)
    assert request.id == 1
    assert why in request.why
