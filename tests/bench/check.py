"""What `verifier check` costs from cold: a new process each time, its wall time and peak memory."""

from __future__ import annotations

import subprocess
import sys
from statistics import median

from tests.bench.timing import table

RUNS = 5


def cold() -> str:
    rows = []
    for words in (
        ("check",),
        ("check", "cs224n-a2-2022"),
        ("derive", "cs224n-a2-2022:softmax-center"),
        ("--help",),
    ):
        times, memory = zip(*(_run(words) for _ in range(RUNS)), strict=True)
        rows.append((f"`verifier {' '.join(words)}`", median(times), max(memory)))
    return table(("command", "wall s, cold", "peak MB"), rows)


# A child's peak counts what its parent held when it was forked, so a small process stands between.
BETWEEN = """
import os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen([sys.executable, "-m", "verifier", *sys.argv[1:]], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(time.perf_counter() - start, usage.ru_maxrss / 1024)
sys.exit(process.returncode or os.waitstatus_to_exitcode(status))
"""


def _run(words: tuple[str, ...]) -> tuple[float, float]:
    done = subprocess.run([sys.executable, "-c", BETWEEN, *words], capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes
