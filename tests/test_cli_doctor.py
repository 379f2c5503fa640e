"""`verifier doctor` does the real things, and says what is missing."""

import json

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
