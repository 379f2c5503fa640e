"""A line about all words after a case: whose answer it is, and what is left to a person."""

from __future__ import annotations

import pytest

from tests.grading.test_places import found

RIGHT, WRONG = r"(\hat y_o - 1) v_c", r"(1 - \hat y_o) v_c"
ALL, NOT_ALL = r"(\hat y_w - y_w) v_c", r"(y_w - \hat y_w) v_c"


def submission(case: str, words: str, last: str) -> str:
    left = r"\frac{\partial J}{\partial u_w}"
    return (
        f"(c) When $w \\neq o$:\n\n$${left} = \\hat y_w v_c$$\n\nWhen $w = o$:\n\n$${left} = {case}$$\n\n"
        f"{words}\n\n$${left} = {last}$$\n"
    )


@pytest.mark.parametrize(
    "words", ["合起来：", "Both cases combined:", "Written together,", "In a single formula:"]
)
def test_words_that_gather_the_cases(words):
    parts = found(submission(WRONG, words, ALL))
    assert parts["softmax-true-outside"].verdict == "incorrect"
    assert parts["softmax-other-outside"].verdict == "correct"
    assert parts["softmax-outside"].verdict == "correct"


@pytest.mark.parametrize("words", ["", "That is to say,"])
def test_what_is_right_for_all_cases_does_not_mend_a_wrong_one(words):
    parts = found(submission(WRONG, words, ALL))
    assert parts["softmax-true-outside"].verdict == "undecided"
    assert parts["softmax-true-outside"].final == WRONG
    assert parts["softmax-outside"].verdict == "correct"
    parts = found(submission(RIGHT, words, ALL))
    assert [parts[n].verdict for n in ("softmax-true-outside", "softmax-outside")] == ["correct", "correct"]


def test_what_is_wrong_for_all_cases_does_not_spoil_a_right_one():
    assert found(submission(RIGHT, "", NOT_ALL))["softmax-true-outside"].verdict == "undecided"
    assert found(submission(WRONG, "", NOT_ALL))["softmax-true-outside"].verdict == "incorrect"


def test_a_line_about_the_case_alone_belongs_to_it():
    assert found(submission(RIGHT, "", WRONG))["softmax-true-outside"].verdict == "incorrect"
    assert found(submission(WRONG, "", RIGHT))["softmax-true-outside"].verdict == "correct"
