"""What one worker process does: it takes a file at a time and says what was found in it.

Whatever happens in here stays in here. An exception is an answer; a hang or a crash is the parent's to notice (`pool`),
who ends the process from outside, since nothing stops C code from within.
"""

from __future__ import annotations

import gc
import secrets
import signal
import time
import traceback
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from verifier.documents import Document, Image, Math, read_bytes, read_whole
from verifier.grading.examine import examine
from verifier.grading.fingerprints import of_bytes
from verifier.grading.result import Trouble
from verifier.grading.task import Answer, Task
from verifier.grading.too_long import file_too_long, text_too_long
from verifier.questions import ProblemSet, load_sets

_GARBAGE: Final = 20_000  # new things that are not yet gone before garbage is looked for
_GRACE: Final = 5.0  # seconds after the parent's limit, should the parent be gone


def ready(task: Task) -> Callable[[Connection], None]:
    """The work, with everything loaded that it needs.

    What is loaded stays, so it is no garbage, and formulas hold no rings: to look for garbage seldom saves a tenth.
    """
    work = partial(_work, load_sets(task.derivations), task)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE, 10, 10)
    return work


def _work(sets: dict[str, ProblemSet], task: Task, connection: Connection) -> None:
    """Says `None`, being ready, then an `Answer` for each path, until the parent hangs up."""
    try:
        connection.send(None)
        while True:
            path: Path = connection.recv()
            _end_without_parent(task.time_limit)
            connection.send(_answer(path, sets, task))
            _end_without_parent(0)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _answer(path: Path, sets: dict[str, ProblemSet], task: Task) -> Answer:
    start = time.perf_counter()
    file = ""
    try:
        whole = read_whole(path)
        file = of_bytes(whole.data)
        if why := file_too_long(whole.data, path.suffix):
            return Answer(file=file, trouble=Trouble("too-long", f"{path.name}: {why}"))
        document = read_bytes(whole.data, path.suffix, whole.repairs)
        not_text = [problem.message for problem in document.problems if problem.kind == "not-text"]
        if not_text:
            return Answer(file=file, trouble=Trouble("not-text", f"{path.name}: {not_text[0]}"))
        why = _nothing_to_read(document)
        if why is not None:
            return Answer(file=file, trouble=Trouble("not-text", f"{path.name}: {why}"))
        if why := text_too_long(document):
            return Answer(file=file, trouble=Trouble("too-long", f"{path.name}: {why}"))
        seed = secrets.randbits(63) if task.seed is None else task.seed
        examined = examine(document, sets, task.asked, seed)
        return Answer(file=file, examined=examined, seconds=time.perf_counter() - start)
    except OSError as error:
        return Answer(file=file, trouble=Trouble("not-read", f"{path.name} cannot be read: {error.strerror}"))
    except Exception as error:  # noqa: BLE001 - one file's fault must cost no other file; it is told and listed
        what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        return Answer(
            file=file,
            trouble=Trouble("fault", f"a fault of verifier, not of the submission: {what}"),
            seconds=time.perf_counter() - start,
            traceback=traceback.format_exc(),
        )


def _nothing_to_read(document: Document) -> str | None:
    """Why a person has to look at a file before it can have marks: 0 would say that nothing in it is right."""
    if not document.blocks:
        return "it is empty, or holds nothing that can be read"
    broken = [problem for problem in document.problems if problem.kind in ("encoding", "notebook")]
    if broken and not any(isinstance(block, Math) for block in document.blocks):
        return broken[0].message
    pictures = [block for block in document.blocks if isinstance(block, Image) and block.formula is None]
    if pictures and not any(isinstance(block, Math) for block in document.blocks):
        shown = "a picture" if len(pictures) == 1 else f"{len(pictures)} pictures"
        return f"no formula is written in it, it shows {shown}: a tool that writes formulas as LaTeX (OCR) turns them into Markdown"
    return None


def _end_without_parent(limit: float) -> None:
    """Sets or clears an alarm that ends this process, also in the midst of C code; it has no handler."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, limit + _GRACE if limit else 0)
