"""The fuzz itself: its texts are of every kind and the same again, and a text that is too much is told, not waited for."""

from __future__ import annotations

import random

import pytest

from tests.fuzz import watch
from tests.fuzz.meet import meet
from tests.fuzz.texts import KINDS, mutated, text_number
from verifier.judging.judge import Judgement

SEED = 7


def test_texts_are_of_every_kind_and_the_same_again() -> None:
    texts = [text_number(number, SEED) for number in range(200)]
    assert {kind for kind, _ in texts} == set(KINDS) == set(watch.LIMITS)
    assert texts == [text_number(number, SEED) for number in range(200)]
    assert len({str(asked) for _, asked in texts}) > 190


def test_damage_changes_a_text() -> None:
    draw = random.Random(SEED)
    assert sum(mutated(r"U(\hat y - y)", draw) != r"U(\hat y - y)" for _ in range(100)) > 90


def test_a_text_is_met_in_a_process_of_its_own() -> None:
    watched = watch.Watched(SEED)
    costs = [watched.next() for _ in range(5)]
    watched.end()
    assert [cost.number for cost in costs] == [0, 1, 2, 3, 4]
    assert all(cost.complaints == () and cost.megabytes > 0 for cost in costs)


def test_a_text_that_does_not_end_is_told_and_the_next_one_met(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = (
        "import tests.fuzz.meet as m, sys\n"
        "def forever(asked, seed):\n"
        "    while asked.get('target') != 'softmax-center' and asked.get('target') != 'sigmoid': pass\n"
        "    return m.Met('correct', 0.0)\n"
        "m.meet = forever\n"
        "from tests.fuzz.child import main\n"
        "main(int(sys.argv[1]), int(sys.argv[2]))\n"
    )
    monkeypatch.setattr(watch, "CHILD", ("-c", endless))
    monkeypatch.setattr(watch, "LIMITS", dict.fromkeys(watch.LIMITS, 0.1))
    number = next(
        n for n in range(100) if text_number(n, SEED)[1].get("target") not in ("softmax-center", "sigmoid")
    )
    watched = watch.Watched(SEED, number)
    cost = watched.next()
    watched.end()
    assert cost.too_slow
    assert "has not ended" in cost.complaints[0]


def test_a_process_that_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        watch, "CHILD", ("-c", "import sys; print('ready'); print(sys.argv[1], flush=True); sys.exit(9)")
    )
    watched = watch.Watched(SEED)
    assert watched.next().complaints == ("the process has ended with 9",)


def test_what_contradicts_itself_is_a_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.fuzz import meet as door

    told = iter(("correct", "incorrect"))
    real = door.judge

    def moody(*asked: object) -> Judgement:
        from dataclasses import replace

        return replace(real(*asked), verdict=next(told))  # type: ignore[arg-type]

    monkeypatch.setattr(door, "judge", moody)
    met = meet({"target": "softmax-center", "answer": r"U(\hat y - y)"}, SEED)
    assert "correct, and incorrect when other points are drawn" in met.complaints
