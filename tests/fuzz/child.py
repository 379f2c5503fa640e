"""Meets one text after another and says so: `python -m tests.fuzz.child FIRST SEED`, for the process that watches.

`ready`, then two lines for each text: its number, then what it cost in processor seconds and megabytes, what was said, and complaints.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import traceback
from pathlib import Path
from time import process_time

from tests.fuzz.meet import meet
from tests.fuzz.texts import text_number

_PEAK, _FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def main(number: int, seed: int) -> None:
    meet({"target": "softmax-center", "answer": r"U\hat y"}, seed)  # what is loaded once is no text's cost
    meet({"target": "sigmoid", "answer": r"\sigma'(x)"}, seed)
    gc.collect()
    print("ready", flush=True)
    while True:
        kind, asked = text_number(number, seed)
        print(number, flush=True)
        forget_peak()
        start = process_time()
        try:
            met = meet(asked, seed)
            said, seconds, complaints = met.what, met.seconds, list(met.complaints)
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            said, seconds, complaints = "fault", process_time() - start, [traceback.format_exc()]
        cost = {"seconds": seconds, "megabytes": peak()}
        print(json.dumps({"kind": kind, "said": said, "complaints": complaints, **cost}), flush=True)
        number += 1


def forget_peak() -> None:
    """From here on the peak is of what comes; where the system cannot forget, it is of the whole process."""
    try:
        _FORGET.write_text("5")
    except OSError:
        return


def peak() -> float:
    try:
        line = next(row for row in _PEAK.read_text().splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    except (OSError, StopIteration):
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
