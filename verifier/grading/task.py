"""What goes to a worker process and what comes back; the door through which it is entered.

Light to import: whoever hands out the work need not be able to do it.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from verifier.grading.model import Examined
from verifier.grading.result import Trouble

_MEMORY: Final = 4 << 30  # bytes of address space; a submission takes a hundredth


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
    """Where a worker process begins. What goes wrong before it is ready is sent to the parent, who tells it once."""
    _be_alone()
    try:
        from verifier.grading.worker import ready

        work = ready(task)
    except Exception as error:  # noqa: BLE001 - nobody hears this process but its parent
        what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        connection.send(Answer(trouble=Trouble("start", what), traceback=traceback.format_exc()))
        return
    work(connection)


def _be_alone() -> None:
    """No word on the streams of the parent, no share in its interrupts, and no more memory than is decent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdin.close()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    try:
        import resource
    except ImportError:  # not every system has it
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY if hard < 0 else min(_MEMORY, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
