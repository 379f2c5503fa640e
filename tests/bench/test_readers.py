"""The bench of answers runs without the others, and asks nothing of them that is not a formula."""

from __future__ import annotations

import pytest

from tests.bench import readers


def test_our_own_table_needs_nobody() -> None:
    lines = readers.answers().splitlines()
    assert lines[0].startswith("| what was handed in | answers |")
    assert [line.split("|")[1].strip() for line in lines[2:]] == [
        "correct",
        "incorrect",
        "unreadable",
        "**all**",
    ]


def test_without_the_others_the_table_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "find_spec", lambda _name: None)
    assert "pip install" in readers.beside_others()


def test_a_bill_counts_what_was_accepted_and_what_was_not() -> None:
    bill = readers.Bill()
    for pair, (accepted, is_right) in enumerate(((True, True), (True, False), (False, True), (None, True))):
        bill.enter(pair, accepted, is_right, 1.0)
    assert (bill.right, bill.passed, bill.failed, bill.unread) == (1, 1, 1, 1)
    assert sorted(bill.ms) == [0, 1, 2]


def test_pairs_are_of_both_kinds_and_the_same_again() -> None:
    pairs = list(readers._pairs())
    assert sum(form.right for form, _ in pairs) == readers.PAIRS // 2 == len(pairs) // 2
    assert [text for _, text in pairs] == [text for _, text in readers._pairs()]
