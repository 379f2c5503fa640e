"""Hostile text: each line gets one JSON verdict, soon and in little memory, and nothing of it is run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from tests.judging.hostile import lines, texts

SECONDS, MEGABYTES = 2.0, 300  # of the processor: a busy machine is no fault of the text
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
            cwd=folder,
        )

    def ask(self, request: dict[str, Any] | bytes) -> tuple[dict[str, Any], float]:
        """The one line that answers a line, and the seconds of the processor that it took."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        line = request if isinstance(request, bytes) else json.dumps(request).encode()
        start = self.processor()
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().decode("utf-8", "surrogateescape")
        return json.loads(answer, parse_constant=_no_json), self.processor() - start

    def processor(self) -> float:
        """What the process has had of the processor; the time of the day where the system does not tell."""
        stat = Path(f"/proc/{self.process.pid}/stat")
        if not stat.exists():
            return perf_counter()
        fields = stat.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak(self) -> float:
        """Megabytes at most so far; 0 where the system does not tell."""
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.exists():
            return 0.0
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def close(self) -> tuple[int, str]:
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said.decode("utf-8", "replace")


def _no_json(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


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


def test_each_hostile_line_gets_one_verdict_soon(judge: Judge) -> None:
    slow: list[tuple[str, float]] = []
    for name, line in lines():
        answer, seconds = judge.ask(line)
        assert answer["verdict"] in VERDICTS - {"correct"} or name in ("a large vector", "many symbols"), (
            name,
            answer,
        )
        assert "fault of verifier" not in str(answer.get("error", "")), (name, answer)
        assert answer["evidence"]["kind"], name
        if seconds > SECONDS:
            slow.append((name, seconds))
    assert slow == []
    assert judge.peak() < MEGABYTES
    again, _ = judge.ask({"id": "last", "target": "sigmoid", "answer": r"\sigma(x)(1 - \sigma(x))"})
    assert (again["id"], again["verdict"]) == ("last", "correct")
    code, said = judge.close()
    assert code == 2, said  # some lines asked for nothing that can be judged
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("line", "code"),
    [(b'{"target": "sigmoid", "answer": "\\\\write18{x"}', 0), (b"", 0), (b"   ", 0), (b"\xff", 2), (b'{"target": "sigmoid"}', 2), (b'{"target": "none", "answer": "x"}', 0)],
)  # fmt: skip
def test_the_exit_code_tells_bad_lines_from_judged_ones(tmp_path: Path, line: bytes, code: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "verifier", "judge"],
        input=line,
        capture_output=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert len(done.stdout.splitlines()) == bool(line.strip())
    assert b"Traceback" not in done.stderr


def test_a_payload_in_a_submission_is_not_run(tmp_path: Path) -> None:
    """Documents are another way in: file names, labels, statements, macros and formulas."""
    marker = tmp_path / "marker"
    folder = tmp_path / "in"
    folder.mkdir()
    for number, (name, text) in enumerate(texts(str(marker))):
        if not name.startswith("payload"):
            continue
        body = f"# {text}\n\n(b) Let $a = {text}$ and {text}.\n\n$$\\newcommand{{\\x}}{{{text}}} \\frac{{\\partial J}}{{\\partial v_c}} = {text} \\x = U(\\hat y - y)$$\n"
        (folder / f"$(touch marker)-{number}.md").write_text(body)
        (folder / f"{number}.ipynb").write_text(
            json.dumps(
                {
                    "cells": [
                        {"cell_type": "markdown", "source": [body]},
                        {"cell_type": "code", "source": [text]},
                    ]
                }
            )
        )
    command = [
        sys.executable,
        "-m",
        "verifier",
        "grade",
        "auto",
        str(folder),
        "-o",
        str(tmp_path / "out"),
        "-q",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert not marker.exists()
    assert not (tmp_path / "marker").exists()
    assert "Traceback" not in done.stderr
    rows = [json.loads(row) for row in (tmp_path / "out/results.jsonl").read_text().splitlines()]
    assert len(rows) > 50
    assert not any("fault" in str(row.get("trouble", "")) for row in rows), [
        row.get("trouble") for row in rows
    ]
