"""`verifier grade` as a user runs it: what it writes, what it leaves alone, how it ends."""

import csv
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from verifier.cli import main

GOOD = """# Written part

**(a)** Only the term of $o$ is left: $$-\\sum_{w} y_w \\log \\hat y_w = -\\log \\hat y_o$$

**(b)** $$\\frac{\\partial J}{\\partial v_c} = -u_o + \\sum_w \\hat y_w u_w = U(\\hat y - y)$$

**(e)** $$\\sigma'(x) = \\sigma(x)(1 - \\sigma(x))$$

**(f)** It is cheaper, because it needs $K$ words and not all of the vocabulary.
"""
BAD = GOOD.replace("U(\\hat y - y)", "U(y - \\hat y)").replace("(1 - \\sigma(x))", "(1 + \\sigma(x))")
SET = "cs224n-a2-2022"


def run(capsys, *arguments):
    status = main(["grade", *map(str, arguments)])
    told = capsys.readouterr()
    return status, told.out, told.err


def rows(folder):
    return {r["submission"]: r for r in map(json.loads, (folder / "results.jsonl").read_text().splitlines())}


def stable(folder):
    """What must be the same however often a run was stopped; where points were drawn, they differ."""
    kept = (
        "submission",
        "score",
        "pending",
        "max_score",
        "needs_person",
        "repairs",
        "unread",
        "hashes",
        "set",
    )
    return {
        name: {key: row[key] for key in kept}
        | {"targets": [(t["target"], t["score"], t["verdict"]) for t in row["targets"]]}
        for name, row in rows(folder).items()
    }


@pytest.fixture
def work(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/good.md").write_text(GOOD)
    (tmp_path / "in/bad.md").write_text(BAD)
    (tmp_path / "in/scan.pdf").write_bytes(b"%PDF-1.4")
    return tmp_path


def test_a_folder_is_graded_and_left_alone_the_second_time(capsys, work):
    status, out, err = run(capsys, SET, work / "in", "-o", work / "out", "--workers", 2)
    assert (status, err) == (0, "") and "3 graded, 0 unchanged" in out and "Traceback" not in out
    found = rows(work / "out")
    assert list(found) == ["bad.md", "good.md", "scan.pdf"]
    good = {t["target"]: t for t in found["good.md"]["targets"]}
    bad = {t["target"]: t for t in found["bad.md"]["targets"]}
    assert [
        good[t]["verdict"] for t in ("cross-entropy", "softmax-center", "sigmoid", "negative-efficiency")
    ] == ["correct"] * 3 + ["person"]
    assert good["softmax-center"]["score"] == 5 and "negative-efficiency" in found["good.md"]["needs_person"]
    assert bad["softmax-center"]["verdict"] == bad["sigmoid"]["verdict"] == "incorrect"
    assert bad["softmax-center"]["first_wrong_step"] == 1 and 0 < bad["softmax-center"]["score"] < 5
    assert "PDF" in found["scan.pdf"]["trouble"]["message"] and found["scan.pdf"]["score"] is None
    assert {r["max_score"] for r in found.values()} == {26}
    names = {p.relative_to(work / "out").as_posix() for p in (work / "out").rglob("*") if p.is_file()}
    reports = {f"reports/{n}.{e}" for n in ("good", "bad", "scan.pdf") for e in ("json", "html", "md")}
    assert names == reports | {"results.jsonl", "gradebook.csv", "summary.html", "summary.md"}

    before = (work / "out/results.jsonl").read_bytes()
    status, out, _ = run(capsys, SET, work / "in", "-o", work / "out")
    assert (
        status == 0 and "0 graded, 3 unchanged" in out and (work / "out/results.jsonl").read_bytes() == before
    )
    (work / "in/bad.md").write_text(GOOD)
    (work / "in/scan.pdf").unlink()
    _, out, err = run(capsys, SET, work / "in", "-o", work / "out")
    assert "1 graded, 1 unchanged" in out and "left out: scan.pdf" in err
    assert (
        list(rows(work / "out")) == ["bad.md", "good.md"]
        and not (work / "out/reports/scan.pdf.html").exists()
    )
    _, out, _ = run(capsys, "auto", work / "in", "-o", work / "out")
    assert "2 graded, 0 unchanged" in out and rows(work / "out")["good.md"]["why_set"]


def test_another_rubric_changes_marks_and_not_verdicts(capsys, work):
    run(capsys, SET, work / "in", "-o", work / "out")
    (work / "r.toml").write_text("[points]\nsoftmax-center = 7\n")
    before = rows(work / "out")
    status, out, _ = run(capsys, SET, work / "in", "-o", work / "out", "--rubric", work / "r.toml")
    after = rows(work / "out")
    assert status == 0 and "0 graded, 3 unchanged" in out
    assert {r["max_score"] for r in after.values()} == {28} and after["good.md"]["score"] == before[
        "good.md"
    ]["score"] + 2
    steps = [[t["steps"] for t in found["bad.md"]["targets"]] for found in (before, after)]
    assert steps[0] == steps[1]
    assert before["good.md"]["hashes"]["rubric"] != after["good.md"]["hashes"]["rubric"]


def test_decisions_survive_a_rerun(capsys, work):
    run(capsys, SET, work / "in", "-o", work / "out")
    alone = rows(work / "out")["good.md"]
    said = (
        '[[override]]\nsubmission = "good.md"\ntarget = "negative-efficiency"\npoints = 1\ncomment = "yes"\n'
    )
    (work / "out/overrides.toml").write_text(said)
    for _ in range(2):
        status, _, err = run(capsys, SET, work / "in", "-o", work / "out")
        assert (status, err) == (0, "")
        book = {
            r["submission"]: r for r in csv.DictReader((work / "out/gradebook.csv").read_text().splitlines())
        }
        assert (
            float(book["good.md"]["pending"]) == alone["pending"] - 1
            and book["good.md"]["negative-efficiency"] == "1"
        )
        report = json.loads((work / "out/reports/good.json").read_text())
        assert report["score"] == float(book["good.md"]["score"]) == alone["score"] + 1
        assert (
            rows(work / "out")["good.md"]["pending"] == alone["pending"]
        )  # the journal holds what the program said
    assert (work / "out/overrides.toml").read_text() == said
    (work / "out/overrides.toml").write_text(said.replace("points", "point"))
    status, _, err = run(capsys, SET, work / "in", "-o", work / "out")
    assert status == 2 and "2 faults" in err


def test_bad_use_is_told_in_a_line(capsys, work):
    for arguments, told in (
        ([SET, work / "nowhere"], "no file or folder"),
        (["cs224n-a2-202", work / "in"], "did you mean cs224n-a2-20"),
        ([SET, work / "in", "--format", "pdf"], "there is no format 'pdf'"),
        ([SET, work / "in", "--rubric", work / "none.toml"], "cannot read the rubric"),
        ([SET], "Missing argument"),
        ([SET, work / "in", "--workers", 0], "--workers"),
    ):
        status, out, err = run(capsys, *arguments, "-o", work / "out")
        assert (status, out) == (2, "") and told in err and "Traceback" not in err, arguments


def test_a_run_that_is_killed_loses_and_doubles_nothing(work):
    folder = work / "many"
    folder.mkdir()
    for at in range(30):
        (folder / f"{at:02d}.md").write_text((GOOD if at % 2 else BAD) + f"\n<!-- {at} -->\n")
    call = [sys.executable, "-m", "verifier", "grade", SET, folder, "--workers", "2", "--seed", "5", "-o"]
    subprocess.run([*call, work / "whole"], check=True, capture_output=True)
    for kill_at in (1, 7, 19):
        running = subprocess.Popen(
            [*call, work / "killed"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        journal = work / "killed/results.jsonl"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and running.poll() is None:
            if journal.exists() and journal.read_bytes().count(b"\n") >= kill_at:
                break
            time.sleep(0.005)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        assert not (work / "killed/gradebook.csv").exists()
    done = subprocess.run([*call, work / "killed"], check=True, capture_output=True, text=True)
    assert "Traceback" not in done.stderr
    graded, _, unchanged = done.stdout.splitlines()[-1].partition(" graded, ")
    assert int(graded) <= 11 and int(graded) + int(unchanged.split()[0]) == 30
    assert stable(work / "killed") == stable(work / "whole")
    assert (work / "killed/gradebook.csv").read_text() == (work / "whole/gradebook.csv").read_text()


def test_the_samples_of_documents_are_graded_without_a_fault(capsys, tmp_path):
    from pathlib import Path

    samples = Path(__file__).parent.parent / "documents/samples"
    status, _, err = run(capsys, "auto", samples, "-o", tmp_path, "--format", "json", "--workers", 2)
    assert (status, err) == (0, "")
    found = rows(tmp_path)
    assert len(found) == len(list(samples.iterdir()))
    assert all("trouble" not in row and row["targets"] and row["set"] for row in found.values())


def test_a_document_of_pictures_alone_has_no_marks_rather_than_none(tmp_path, capsys):
    (tmp_path / "scans.md").write_text("# Homework\n\n![](page1.png)\n\n![](page2.png)\n")
    status, _, _ = run(capsys, SET, tmp_path / "scans.md", "-o", tmp_path / "out")
    row = rows(tmp_path / "out")["scans.md"]
    assert status == 0
    assert row["score"] is None
    assert "2 pictures" in row["trouble"]["message"]
