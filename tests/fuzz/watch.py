"""Watches the process that meets the texts: what a text costs, and the end of one that costs too much."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from tests.fuzz.texts import text_number

LIMITS = {
    "answer": 2.0,
    "equality of the set": 2.0,
    "equality in symbols": 2.0,
    "line": 2.0,
    "document": 2.0,
    "graded document": 60.0,
}
"""Processor seconds of one text: what a line of `judge` may take, and a submission of `grade`."""
MEGABYTES = 300
CHILD = ("-m", "tests.fuzz.child")
TICKS = os.sysconf("SC_CLK_TCK")
START = 60  # seconds in which a process has to be ready
IDLE = 10  # times its limit that a text may take by the clock on the wall, should it wait for something


@dataclass(frozen=True)
class Cost:
    number: int
    kind: str
    said: str
    seconds: float
    megabytes: float
    complaints: tuple[str, ...]
    too_slow: bool = False


class Watched:
    """`next()` has the next text met and tells what it cost; the process is begun anew where a text has ended it."""

    def __init__(self, seed: int, first: int = 0) -> None:
        self.seed = seed
        self.number = first
        self.process: subprocess.Popen[bytes] | None = None
        self.pending = b""

    def next(self) -> Cost:
        number, self.number = self.number, self.number + 1
        kind, _ = text_number(number, self.seed)
        limit = LIMITS[kind]
        try:
            if self.process is None:
                self._begin(number)
            assert int(self._line(START)) == number
            said = json.loads(self._line(IDLE * limit, 3 * limit + 1))
        except TimeoutError:
            self.end()
            why = f"has not ended after {limit:.0f} s of the processor"
            return Cost(number, kind, "no end", limit, 0, (why,), too_slow=True)
        except EOFError:
            code = self.process.wait() if self.process else None
            self.end()
            return Cost(number, kind, "no answer", 0, 0, (f"the process has ended with {code}",))
        complaints = [str(c) for c in said["complaints"]]
        if slow := said["seconds"] > limit:
            complaints.append(f"took {said['seconds']:.2f} s of the processor")
        if said["megabytes"] > MEGABYTES:
            complaints.append(f"took {said['megabytes']:.0f} MB")
            self.end()
        return Cost(
            number, kind, said["said"], said["seconds"], said["megabytes"], tuple(complaints), too_slow=slow
        )

    def end(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None
        self.pending = b""

    def _begin(self, number: int) -> None:
        command = [sys.executable, *CHILD, str(number), str(self.seed)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)
        try:
            self._line(START)
        except EOFError:
            raise SystemExit("the process that meets the texts cannot begin") from None

    def _line(self, wall: float, processor: float = float("inf")) -> bytes:
        """The next line that the process says, unless it takes longer by the wall or by its own processor time."""
        assert self.process is not None
        assert self.process.stdout is not None
        end, before = monotonic() + wall, self._processor()
        while b"\n" not in self.pending:
            if monotonic() > end or self._processor() - before > processor:
                raise TimeoutError
            ready, _, _ = select.select([self.process.stdout], [], [], 0.1)
            if ready:
                found = os.read(self.process.stdout.fileno(), 65_536)
                if not found:
                    raise EOFError
                self.pending += found
        line, _, self.pending = self.pending.partition(b"\n")
        return line

    def _processor(self) -> float:
        """Seconds of the processor that the process has had; the time on the wall where the system does not tell."""
        assert self.process is not None
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return monotonic()
        return (int(fields[11]) + int(fields[12])) / TICKS
