"""`verifier doctor` does the real things, and says what is missing."""

import json
import sys
from pathlib import Path

import pytest

from verifier.cli import main
from verifier.cli.commands import doctor
from verifier.cli.commands.doctor import CHECKS, Check, examine


@pytest.mark.parametrize("check", [check for check in CHECKS if check.required], ids=lambda check: check.name)
def test_what_is_needed_is_here(check: Check) -> None:
    outcome = examine(check)
    assert outcome.works, outcome.detail
    assert outcome.detail


def fail() -> str:
    raise ImportError("No module named 'flint'")


def test_what_is_missing_is_told_with_what_installs_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "CHECKS", (Check("numbers", fail, "pip install python-flint"),))
    assert main(["doctor"]) == 1
    shown = capsys.readouterr().out
    assert "No module named 'flint'" in shown
    assert "pip install python-flint" in shown


def test_what_is_optional_does_not_fail(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "CHECKS", (Check("TeX", fail, "apt-get install latexmk", required=False),))
    assert main(["doctor", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["works"] is True
    assert told["checks"][0]["works"] is False


def test_what_is_missing_is_missed_where_it_is_needed_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)  # importing it fails
    monkeypatch.setenv("PATH", str(tmp_path))
    found = {check.name: examine(check) for check in CHECKS}
    assert not found["sheets as PDF"].works and found["sheets as HTML"].works
    sheet = ["sheet", "cs224n-a2-2022", "-o", str(tmp_path), "--format"]
    assert main([*sheet, "html"]) == 0
    assert main([*sheet, "pdf"]) == 3
    told = capsys.readouterr().err
    assert "a package is not installed" in told and "typst" in told and "verifier doctor" in told
