"""What goes to a worker process and what comes back; the door through which it is entered.

Light to import: whoever hands out the work need not be able to do it.
"""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from verifier.grading.model import Examined
from verifier.grading.result import Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What a worker needs to know besides the file: the same for all files of a run. `asked`: None is `auto`."""

    derivations: tuple[Path, ...]
    asked: str | None
    seed: int | None
    time_limit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`file` is the hash of the bytes that were read; `traceback` is for `--debug`."""

    file: str = ""
    examined: Examined | None = None
    trouble: Trouble | None = None
    seconds: float = 0.0
    traceback: str = ""


def enter(connection: Connection, task: Task) -> None:
    """Where a worker process begins."""
    from verifier.grading.worker import work

    work(connection, task)
