"""The commands on problem sets: what they say, and with which exit status."""

import json
import sys

import pytest

from verifier.cli import main

OURS = [f"cs224n-a2-{year}" for year in (2019, 2021, 2022, 2023, 2024)]


def run(capsys, *arguments):
    status = main(list(arguments))
    told = capsys.readouterr()
    return status, told.out, told.err


def test_sets_lists_all(capsys):
    status, out, err = run(capsys, "sets")
    assert status == 0 and err == ""
    assert [line.split()[0] for line in out.splitlines()[1:]] == OURS


def test_sets_shows_one(capsys):
    status, out, _ = run(capsys, "sets", "cs224n-a2-2022")
    assert status == 0
    assert any(
        line.split()[:3] == ["h.ii", "skipgram-center", "1"] and "total(j, j != 0" in line
        for line in out.splitlines()
    )


def test_sets_in_json(capsys):
    status, out, _ = run(capsys, "sets", "cs224n-a2-2019", "--json")
    (only,) = json.loads(out)["sets"]
    assert status == 0 and only["points"] == 23
    outside = next(part for part in only["parts"] if part["part"] == "c")
    assert outside["either"] == [[["softmax-true-outside", "softmax-other-outside"], ["softmax-outside"]]]
    assert [t["asked"] for t in outside["targets"]] == [True, True, True, False]
    assert next(t for t in outside["targets"] if t["target"] == "softmax-outside")["claim"] == (
        r"(\hat y_w - y_w) v_c"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sets", "cs224n-a2-2020"], "there is no set 'cs224n-a2-2020'"),
        (["check", "cs224n-a2-2022:softmax-centre"], "did you mean softmax-center?"),
        (["derive", "cs224n-a2-2022"], "say which target of it"),
        (["sheet", "cs224n-a2-2022", "--format", "docx"], "there is no format 'docx'"),
        (["check", "--derivations", "/nowhere"], "/nowhere"),
    ],
)
def test_bad_use_is_one_message_and_status_2(capsys, arguments, said):
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert said in err and "Traceback" not in err


def test_check_one_target_in_json(capsys):
    status, out, err = run(capsys, "check", "cs224n-a2-2022:softmax-center", "--json", "--seed", "3")
    assert (status, err) == (0, "")
    (one,) = json.loads(out)["sets"]
    (row,) = one["targets"]
    assert (one["set"], row["target"], row["part"], row["verdict"]) == (
        "cs224n-a2-2022",
        "softmax-center",
        "b",
        "holds",
    )
    assert row["evidence"]["kind"] == "proof" and row["evidence"]["rules"]
    assert row["numbers"]["kind"] == "agreement" and row["numbers"]["seed"] == 3
    assert row["ms"] > 0 and row["derive_ms"] > 0


def test_check_all_in_json(capsys):
    status, out, _ = run(capsys, "check", "--json")
    assert status == 0
    sets = json.loads(out)["sets"]
    assert [s["set"] for s in sets] == OURS
    verdicts = {row["verdict"] for s in sets for row in s["targets"]}
    assert verdicts == {"holds", "person"}
    assert all(
        row["evidence"]["kind"] == "proof" for s in sets for row in s["targets"] if row["verdict"] == "holds"
    )


def test_check_two_targets_of_one_set(capsys):
    status, out, _ = run(capsys, "check", "cs224n-a2-2022:sigmoid", "cs224n-a2-2022:softmax-outside")
    assert status == 0
    assert "sigmoid" in out and "softmax-outside " in out and out.rstrip().endswith("1 set: 2 hold")


def test_check_quietly(capsys):
    status, out, _ = run(capsys, "check", "-q", "cs224n-a2-2022")
    assert (status, out) == (0, "1 set: 14 hold, 1 in words\n")


def test_derive_shows_every_step(capsys):
    status, out, _ = run(capsys, "derive", "cs224n-a2-2022:softmax-center")
    assert status == 0
    lines = [line.strip() for line in out.splitlines()]
    assert "d(J)/d(v[c])" in lines
    assert any(line.startswith("= U @ (y_hat - y)") for line in lines)
    assert not any(line.startswith("≟") for line in lines)


def test_derive_is_folded_to_the_width_of_a_terminal(capsys, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    status, out, _ = run(capsys, "derive", "cs224n-a2-2022:softmax-center")
    assert status == 0
    assert max(map(len, out.splitlines())) <= 80
    assert "    = U @ (y_hat - y)    [take out the common factor]" in out.splitlines()
    assert any(
        line.endswith("  [definition of J]") and not line.removesuffix("[definition of J]").strip()
        for line in out.splitlines()
    )


def test_derive_of_a_question_in_words_is_its_model_answer(capsys):
    status, out, _ = run(capsys, "derive", "cs224n-a2-2023:softmax-zero")
    assert status == 0 and "null space" in out


def test_sheet_in_every_format(capsys, tmp_path):
    status, out, _ = run(capsys, "sheet", "cs224n-a2-2019", "-o", str(tmp_path))
    assert status == 0
    assert out.split() == [str(tmp_path / f"cs224n-a2-2019.{kind}") for kind in ("tex", "md", "html", "pdf")]
    assert (tmp_path / "cs224n-a2-2019.pdf").read_bytes().startswith(b"%PDF")
    written = (tmp_path / "cs224n-a2-2019.md").read_text("utf-8")
    assert r"U (\hat y - y)" in written and "Proved for all" in written


def test_the_loss_is_shown_once_in_a_part(capsys, tmp_path):
    assert run(capsys, "sheet", "cs224n-a2-2022", "--format", "md", "-o", str(tmp_path))[0] == 0
    written = (tmp_path / "cs224n-a2-2022.md").read_text("utf-8")
    loss = r"J_{\text{naive-softmax}} = -\log"
    assert written.count(loss) == 3  # parts b, c and d
