"""`results.jsonl`: one line a submission, from which every other output is rebuilt.

A line is appended and synced as soon as a submission is graded, so a run that is killed loses at most what it was
working on. A torn last line is dropped, of two lines with one name the later one counts; at the end the file is
written anew, in order, as a whole or not at all. Of lines that are not needed only the place in the file is kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

from verifier.errors import VerifierError
from verifier.grading.result import Origin, Result, result_from_json

NAME: Final = "results.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a line stands, and what it was made from."""

    offset: int
    source: str
    origin: Origin
    rubric: str
    trouble: str | None


class Journal:
    """The journal of one folder, open for one run at a time.

    with Journal(folder) as journal:
        journal.append(result)
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self.entries: dict[str, Entry] = {}
        self.dropped = 0  # lines that are no results: torn, or edited by hand
        self._stream: IO[bytes]
        self._lines = 0

    def __enter__(self) -> Self:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._open()
        except OSError as error:
            raise VerifierError(
                f"cannot write {self.path}: {error.strerror}", "name another folder with -o"
            ) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()

    def append(self, result: Result) -> None:
        line = _line(result)
        offset = self._stream.seek(0, os.SEEK_END)
        self._stream.write(line)
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._lines += 1
        self._enter(result, offset)

    def remove(self, name: str) -> None:
        """The line itself goes when the file is written anew."""
        del self.entries[name]

    def read(self, name: str) -> Result:
        self._stream.seek(self.entries[name].offset)
        return result_from_json(json.loads(self._stream.readline()))

    def results(self, order: Callable[[str], Any] = str) -> Iterator[Result]:
        """Every result, one in memory at a time."""
        for name in sorted(self.entries, key=order):
            yield self.read(name)

    def compact(self) -> None:
        """One line for each submission, in order; a file that is just that is left as it is."""
        offsets = [entry.offset for _, entry in sorted(self.entries.items())]
        if self._lines == len(self.entries) and not self.dropped and offsets == sorted(offsets):
            return
        unfinished = self.path.with_name(f".{NAME}.new")
        try:
            with open(unfinished, "wb") as stream:
                for name in sorted(self.entries):
                    self._stream.seek(self.entries[name].offset)
                    stream.write(self._stream.readline())
                stream.flush()
                os.fsync(stream.fileno())
            self._stream.close()  # some systems do not replace a file that is open
            os.replace(unfinished, self.path)
        finally:
            unfinished.unlink(missing_ok=True)
        self._open()

    def _open(self) -> None:
        # Not truncated, and every write goes to the end, wherever somebody has read.
        self._stream = open(self.path, "a+b")  # noqa: SIM115 - closed by __exit__
        try:
            _lock(self._stream, self.path)
            self._scan()
        except BaseException:
            self._stream.close()
            raise

    def _scan(self) -> None:
        self.entries, self.dropped, self._lines = {}, 0, 0
        self._stream.seek(0)
        offset, torn = 0, False
        for line in self._stream:
            torn = not line.endswith(b"\n")
            if not torn and line.strip():
                try:
                    self._enter(result_from_json(json.loads(line)), offset)
                    self._lines += 1
                except (ValueError, KeyError, TypeError, RecursionError):
                    self.dropped += 1
            offset += len(line)
        if torn:
            # So that the next line begins on a line of its own; the torn one is no result.
            self.dropped += 1
            self._stream.write(b"\n")
            self._stream.flush()

    def _enter(self, result: Result, offset: int) -> None:
        trouble = result.trouble.kind if result.trouble else None
        self.entries[result.submission] = Entry(offset, result.source, result.origin, result.rubric, trouble)


def _line(result: Result) -> bytes:
    # One line whatever a student wrote: JSON escapes what ends one. Lone surrogates of a file name stay escaped too.
    return json.dumps(result.as_json(), separators=(", ", ": ")).encode("ascii") + b"\n"


def _lock(stream: IO[bytes], path: Path) -> None:
    """Two runs into one folder would write each other's lines twice; where the system has no locks, nothing is done."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise VerifierError(
            f"another run writes into {path.parent} now", "wait for it, or name another folder with -o"
        ) from error
    except OSError:
        return  # a file system that cannot lock


def in_order(names: Iterable[str]) -> Callable[[str], tuple[int, str]]:
    """The order in which submissions were given, then the others by name."""
    given = {name: at for at, name in enumerate(names)}
    return lambda name: (given.get(name, len(given)), name)
