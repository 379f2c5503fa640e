"""A person's decisions: validated at once, applied at every rebuild, never written."""

from fractions import Fraction as F

import pytest

from tests.grading.test_journal import failed, graded
from verifier.errors import VerifierError
from verifier.grading.overrides import read_overrides

TARGETS = {"sigmoid", "softmax-center"}
GOOD = '[[override]]\nsubmission = "a.md"\ntarget = "sigmoid"\npoints = 2.5\ncomment = "read by hand"\n'


def read(tmp_path, text):
    (tmp_path / "overrides.toml").write_text(text)
    return read_overrides(tmp_path, TARGETS)


def test_no_file_is_no_decision(tmp_path):
    made = graded("a.md")
    assert read_overrides(tmp_path, TARGETS).apply(made) == (made, [])


def test_a_decision_stands_for_what_the_program_said(tmp_path):
    before = graded("a.md")
    after, faults = read(tmp_path, GOOD).apply(before)
    assert faults == [] and after.score == before.score + F("2.5") and after.pending == 0
    row = next(t for t in after.as_json()["targets"] if t["target"] == "sigmoid")
    assert row["override"] == {"points": 2.5, "comment": "read by hand"}
    assert graded("other.md") == read(tmp_path, GOOD).apply(graded("other.md"))[0]


def test_what_cannot_be_applied_is_told(tmp_path):
    too_many = read(tmp_path, GOOD.replace("2.5", "4"))
    assert too_many.apply(graded("a.md"))[1] == [
        "overrides.toml: a.md, sigmoid: 4 points, where 3 can be had"
    ]
    assert "could not be graded" in read(tmp_path, GOOD).apply(failed("a.md"))[1][0]
    assert read(tmp_path, GOOD).strangers({"b.md"}) == ["overrides.toml: there is no submission 'a.md'"]


def test_every_fault_is_told_at_once(tmp_path):
    rows = (
        'submission = "a.md"\ntarget = "sigmoid"',
        'submission = 3\ntarget = "sigmoid"\npoints = -1',
        'submission = "a.md"\ntarget = "sigmiod"\npoints = "all"\nwhy = ""',
    )
    with pytest.raises(VerifierError) as caught:
        read(tmp_path, "x = 1\n" + "".join(f"[[override]]\n{row}\n" for row in rows) + GOOD + GOOD)
    told = caught.value.message
    for part in (
        "`x` is no key", "override 1: `points` is missing", "override 2: `submission` is not text",
        "override 2: `points` is not a number", "override 3: `why` is no key", "override 3: no set has a target 'sigmiod'",
        "override 3: `points` is not a number", "override 5: a.md, sigmoid was decided before", "8 faults",
    ):  # fmt: skip
        assert part in told, part


@pytest.mark.parametrize("text", ["override = 3", "[[override", "override = [1]", "\x00"])
def test_what_is_no_list_of_decisions_is_told(tmp_path, text):
    with pytest.raises(VerifierError):
        read(tmp_path, text)
