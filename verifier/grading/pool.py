"""Worker processes: a file that hangs or crashes costs only itself.

Each worker imports once and then takes a file at a time. The parent ends a worker whose file takes too long, notices one
that has died, and starts another. Answers come as they are ready.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path
from typing import Final, NoReturn

from verifier.errors import OUR_FAULT, VerifierError
from verifier.grading.result import Trouble
from verifier.grading.task import Answer, Task, enter

LOG = logging.getLogger("verifier")
_START_LIMIT: Final = 120.0  # seconds to import everything, on a busy machine
_IDLE: Final = 1e6  # seconds; who has nothing to do is never late
_LAST_START: Final = 3  # workers that may die one after the other before they were ready


@dataclass(slots=True)
class _Worker:
    process: multiprocessing.process.BaseProcess
    connection: Connection
    deadline: float
    ready: bool = False
    path: Path | None = None

    def end(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.join()


def answers(paths: Iterable[Path], task: Task, workers: int) -> Iterator[tuple[Path, Answer]]:
    """Each path once with its answer, in the order in which they are ready."""
    waiting = deque(paths)
    running: list[_Worker] = []
    context = _context()
    died_early = 0
    try:
        while waiting or any(worker.path is not None for worker in running):
            wanted = min(workers, len(waiting) + sum(worker.path is not None for worker in running))
            while len(running) < wanted:
                running.append(_start(context, task))
            for worker in _due(running):
                path, answer = _heard(worker, task)
                if answer is not None and path is not None:
                    yield path, answer
                if worker.connection.closed:
                    running.remove(worker)
                    died_early = 0 if worker.ready else died_early + 1
                    if died_early == _LAST_START:
                        code = worker.process.exitcode
                        raise VerifierError(
                            f"no worker can be started: {_LAST_START} ended with status {code} before they were ready",
                            "verifier doctor checks the installation",
                            exit_code=OUR_FAULT,
                        )
                elif worker.path is None and waiting:
                    worker.path = waiting.popleft()
                    worker.deadline = time.monotonic() + task.time_limit
                    _hand(worker)
    finally:
        for worker in running:
            worker.end()


def _context() -> ForkServerContext | SpawnContext:
    """One process that has imported everything and is copied; where there is no such thing, each imports."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["verifier.grading.worker"])
    return context


def _start(context: ForkServerContext | SpawnContext, task: Task) -> _Worker:
    ours, theirs = context.Pipe()
    process = context.Process(target=enter, args=(theirs, task), daemon=True)
    with closing(theirs):  # so that the end of the process is the end of the pipe
        process.start()
    return _Worker(process, ours, time.monotonic() + _START_LIMIT)


def _due(running: list[_Worker]) -> list[_Worker]:
    """Those that have something to say, or have said nothing for too long."""
    now = time.monotonic()
    patience = max(0.0, min(worker.deadline for worker in running) - now)
    heard = wait([worker.connection for worker in running], patience)
    now = time.monotonic()
    return [worker for worker in running if worker.connection in heard or now >= worker.deadline]


def _heard(worker: _Worker, task: Task) -> tuple[Path | None, Answer | None]:
    """What a worker says; one that is late or dead is ended, and its file has that for an answer."""
    path = worker.path
    try:
        if not worker.connection.poll():
            worker.end()
            said = f"took longer than {task.time_limit:g} s and was given up"
            return path, Answer(trouble=Trouble("time", said), seconds=task.time_limit)
        answer: Answer | None = worker.connection.recv()
        if answer is not None and not worker.ready:
            _cannot_start(answer)
    except (EOFError, OSError):
        worker.process.join(1.0)
        how = _how(worker.process.exitcode)
        worker.end()
        return path, Answer(trouble=Trouble("crash", f"the process that read it {how}"))
    worker.ready = True
    worker.path = None
    worker.deadline = time.monotonic() + _IDLE
    return path, answer


def _cannot_start(answer: Answer) -> NoReturn:
    LOG.debug("%s", answer.traceback)
    what = answer.trouble.message if answer.trouble else ""
    raise VerifierError(
        f"no worker can be started: {what}",
        "verifier doctor checks the installation, --debug shows where it arose",
        exit_code=OUR_FAULT,
    )


def _hand(worker: _Worker) -> None:
    try:
        worker.connection.send(worker.path)
    except OSError:
        worker.deadline = 0.0  # it died while it was idle; it is noticed in the next round


def _how(exitcode: int | None) -> str:
    if exitcode is None or exitcode >= 0:
        return f"ended with status {exitcode}"
    try:
        return f"was ended by {signal.Signals(-exitcode).name}"
    except ValueError:
        return f"was ended by signal {-exitcode}"
