"""Hostile text: each line gets one JSON verdict, soon and in little memory, and nothing of it is run."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from tests.judging.hostile import texts

SECONDS, MEGABYTES = 2.0, 300
VERDICTS = {"correct", "incorrect", "undecided", "unreadable"}


class Judge:
    """`verifier judge` as a process of its own that is asked line by line."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "verifier", "judge", "--seed", "1"]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=folder,
        )

    def ask(self, request: dict[str, Any]) -> tuple[dict[str, Any], float]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        start = perf_counter()
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        return json.loads(line), perf_counter() - start

    def peak(self) -> float:
        """Megabytes at most so far; 0 where the system does not tell."""
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.exists():
            return 0.0
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def close(self) -> tuple[int, str]:
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said


@pytest.fixture
def judge(tmp_path: Path) -> Iterator[Judge]:
    process = Judge(tmp_path)
    process.ask(
        {"id": "first", "target": "sigmoid", "answer": "0"}
    )  # what is loaded once is not the text's cost
    yield process
    process.process.kill()
    process.process.wait()


def _requests(marker: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, (name, text) in enumerate(texts(marker)):
        target = ("softmax-center", "sigmoid", "negative-center")[number % 3]
        yield name, {"target": target, "answer": text}
        if number % 4 == 0 or name.startswith("payload"):
            yield f"{name}, given", {"target": target, "answer": "u_o", "given": [text]}
            yield f"{name}, left", {"left": text, "right": "x", "symbols": {"x": "R"}}
            yield f"{name}, a name", {"left": "x", "right": "x", "symbols": {text: "R", "x": "R^n"}}
            yield f"{name}, a kind", {"left": "x", "right": "x", "symbols": {"x": text}}
            yield f"{name}, a target", {"target": text, "answer": "u_o"}
            yield f"{name}, an id", {"id": text, "target": "sigmoid", "answer": "x"}
            yield f"{name}, a key", {text: "x"}


def test_each_hostile_text_gets_one_verdict_soon_and_nothing_is_run(judge: Judge, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    slow: list[tuple[str, float]] = []
    bad: list[tuple[str, Any]] = []
    for name, request in _requests(str(marker)):
        answer, seconds = judge.ask({"id": name, **request})
        if answer["verdict"] not in VERDICTS or "fault of verifier" in str(answer.get("error", "")):
            bad.append((name, answer))
        if (
            answer["verdict"] == "correct"
            and not name.startswith(("unbalanced", "payload"))
            and "target" in request
        ):
            bad.append((name, answer))
        if seconds > SECONDS:
            slow.append((name, seconds))
    assert bad == []
    assert slow == []
    assert judge.peak() < MEGABYTES
    assert not marker.exists()
    code, said = judge.close()
    assert code in (0, 2), said
    assert "Traceback" not in said
