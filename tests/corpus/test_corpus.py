"""Whole submissions through the whole of grading: every verdict as the gold says, nothing right called wrong.

The composed ones are more in `python -m tests.corpus.measure`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.check_gold import faults
from tests.corpus.generate import generate
from tests.corpus.measure import HERE, composed, samples
from tests.corpus.score import Score, score_document, squeezed
from verifier.documents.model import Document
from verifier.grading.examine import examine
from verifier.questions import ProblemSet, load_sets

GOLD = json.loads((HERE / "gold.json").read_text(encoding="utf-8"))
SAMPLES = {name: (document, gold) for name, document, gold in samples()}
# What the program leaves to a person, though a person could tell: names of sets of samples, what is shared in a sentence.
FINALS_LEFT_TO_A_PERSON = {"01-bold-letters.md", "21-theta-and-delta.md"}
STEPS_UNREAD = {"10-no-labels.md"}


@pytest.fixture(scope="module")
def sets() -> dict[str, ProblemSet]:
    return dict(load_sets())


def scored(document: Document, gold: dict[str, Any], sets: dict[str, ProblemSet]) -> Score:
    score = Score()
    score_document(score, gold["path"], gold, examine(document, sets, None, 0))
    return score


def test_answers_of_composed_submissions_are_what_they_are_called():
    assert list(faults()) == []


def test_the_same_seed_composes_the_same_submissions():
    assert generate(5, 3) == generate(5, 3)
    assert generate(5, 3) != generate(5, 4)


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["path"])
def test_gold_points_at_its_lines(gold):
    lines = (HERE / "samples" / gold["path"]).read_text(encoding="utf-8").split("\n")
    if gold["path"].endswith(".ipynb"):
        lines = [
            json.loads(f'"{line.strip().rstrip(",")[1:-1]}"') if '"' in line else "" for line in _cells(lines)
        ]
    for target in gold["targets"].values():
        for step in target.get("steps", ()):
            if "latex" in step:
                assert squeezed(step["latex"]) in squeezed(lines[step["line"] - 1])


def _cells(lines: list[str]) -> list[str]:
    """Only lines that hold one string and nothing else."""
    return [line if line.strip().startswith('"') and ": " not in line[:24] else "" for line in lines]


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_sample_is_graded_as_by_hand(name, sets):
    document, gold = SAMPLES[name]
    score = scored(document, gold, sets)
    counts = score.counts
    assert score.faults == {}, score.misses
    assert counts["words judged"] == 0
    assert counts["set right"] == 1, score.misses
    assert counts["found"] == counts["finals"], score.misses
    if name not in FINALS_LEFT_TO_A_PERSON:
        assert counts["decided"] == counts["finals"], score.misses
    if name not in STEPS_UNREAD:
        assert counts["wrong steps found"] == counts["wrong steps"], score.misses


def test_composed_submissions_are_graded_as_composed(sets):
    score = Score()
    for name, document, gold in composed(6, 1):
        score_document(score, name, gold, examine(document, sets, None, 0))
    assert score.faults == {}, score.misses
    assert score.counts["set right"] == 6
    assert score.share("decided", "finals") == 1.0, score.misses
    assert score.share("wrong steps found", "wrong steps") == 1.0, score.misses
    assert score.share("code right", "coded") >= 0.9, score.misses


def test_a_folder_of_samples_has_gold_for_each():
    assert {gold["path"] for gold in GOLD} == {path.name for path in Path(HERE / "samples").iterdir()}
