"""The journal: nothing lost, nothing doubled, whatever happens to the file or the run."""

import json
from dataclasses import replace
from fractions import Fraction as F

import pytest

from tests.grading.made import SET_2022, examined, mistake, result
from verifier.errors import VerifierError
from verifier.grading.journal import Journal
from verifier.grading.marks import marks
from verifier.grading.model import Unread
from verifier.grading.result import Origin, Result, Trouble, result_from_json
from verifier.grading.rubric import Rubric


def graded(name="a.md", *targets, file="f1"):
    targets = targets or (
        result(
            "softmax-center", "incorrect", "holds", "fails", findings=[mistake(span=(0, 3), repair="-u_o")]
        ),
        result("sigmoid", "person", prose="words \u2028 and\nlines", model_answer="$x$"),
    )
    found = examined(*targets, unread=(Unread(3, "\\frac{", "open"),), repairs=("1 thing in line 2",))
    return Result(
        submission=name, source=f"../{name}", origin=Origin(file=file, set="s", program="p", asked="auto"),
        rubric="r", version="0", examined=found, marks=marks(found, SET_2022, Rubric()), max_score=F(26),
    )  # fmt: skip


def failed(name="b.md"):
    return replace(graded(name), examined=None, marks=(), max_score=None, trouble=Trouble("time", "too long"))


@pytest.mark.parametrize("made", [graded(), failed(), graded("x\n\u202e.md")])
def test_a_line_says_all_there_is_to_say(made):
    row = json.loads(json.dumps(made.as_json()))
    back = result_from_json(row)
    assert back.as_json() == row
    assert (back.marks, back.trouble, back.origin, back.max_score) == (
        result_from_json(back.as_json()).marks, made.trouble, made.origin, made.max_score,
    )  # fmt: skip


def test_a_line_has_the_keys_of_the_contract():
    row = graded().as_json()
    assert row["score"] == 0.25 * round(float(row["score"]) / 0.25) and row["max_score"] == 26
    assert (
        row["pending"] == 3
        and row["needs_person"] == ["sigmoid"]
        and row["hashes"].keys() == {"file", "set", "rubric", "program"}
    )
    target = next(t for t in row["targets"] if t["target"] == "softmax-center")
    assert target.keys() >= {
        "target",
        "part",
        "line",
        "score",
        "max_score",
        "verdict",
        "final",
        "findings",
        "steps",
        "first_wrong_step",
    }
    assert target["first_wrong_step"] == 1 and target["steps"][1].keys() >= {
        "line",
        "latex",
        "relation",
        "verdict",
        "evidence",
        "findings",
    }
    assert row["unread"] == [{"line": 3, "latex": "\\frac{", "why": "open"}]
    assert failed().as_json()["score"] is None  # no marks, not 0


def test_what_is_appended_is_there_again(tmp_path):
    with Journal(tmp_path) as journal:
        journal.append(graded("a.md"))
        journal.append(failed("b.md"))
    with Journal(tmp_path) as journal:
        assert [r.as_json() for r in journal.results()] == [
            graded("a.md").as_json(),
            failed("b.md").as_json(),
        ]


def test_of_two_lines_with_one_name_the_later_counts(tmp_path):
    with Journal(tmp_path) as journal:
        journal.append(graded("b.md", file="old"))
        journal.append(graded("a.md"))
        journal.append(graded("b.md", file="new"))
        assert len(list(journal.results())) == 2
        journal.compact()
        assert [r.origin.file for r in journal.results()] == ["f1", "new"]
        journal.append(graded("c.md"))
    names = [json.loads(line)["submission"] for line in (tmp_path / "results.jsonl").read_text().splitlines()]
    assert names == ["a.md", "b.md", "c.md"]


def test_a_torn_line_is_dropped_at_every_place_where_it_can_tear(tmp_path):
    with Journal(tmp_path) as journal:
        journal.append(graded("a.md"))
        journal.append(graded("b.md"))
    whole = (tmp_path / "results.jsonl").read_bytes()
    first = whole.index(b"\n") + 1
    for cut in range(first + 1, len(whole), 97):
        (tmp_path / "results.jsonl").write_bytes(whole[:cut])
        with Journal(tmp_path) as journal:
            assert list(journal.entries) == ["a.md"] and journal.dropped == 1
            journal.append(graded("b.md"))
            assert list(journal.entries) == ["a.md", "b.md"]
            journal.compact()
        assert (tmp_path / "results.jsonl").read_bytes() == whole


@pytest.mark.parametrize("line", ["{}", "[]", "nonsense", '{"submission": 1}', "[" * 100_000, "\x00"])
def test_a_line_that_is_no_result_is_left_out(tmp_path, line):
    with Journal(tmp_path) as journal:
        journal.append(graded("a.md"))
    with (tmp_path / "results.jsonl").open("a") as stream:
        stream.write(line + "\n")
    with Journal(tmp_path) as journal:
        assert list(journal.entries) == ["a.md"] and journal.dropped == 1
        journal.compact()
    assert (tmp_path / "results.jsonl").read_text().count("\n") == 1


def test_a_file_that_is_in_order_is_not_written_again(tmp_path):
    with Journal(tmp_path) as journal:
        journal.append(graded("a.md"))
        journal.append(graded("b.md"))
        before = journal.path.stat().st_ino
        journal.compact()
        assert journal.path.stat().st_ino == before


def test_two_runs_do_not_write_into_one_folder(tmp_path):
    with Journal(tmp_path), pytest.raises(VerifierError, match="another run"), Journal(tmp_path):
        pass
    with Journal(tmp_path) as journal:
        assert journal.entries == {}
