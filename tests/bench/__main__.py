"""`python -m tests.bench`: what the program costs, as Markdown tables. Every ratio is of medians of one run."""

from __future__ import annotations

import sys

from tests.bench import grading, proofs, readers, reading
from tests.bench.check import cold

SECTIONS = [*proofs.sections(), *readers.sections(), *reading.sections(), ("The command, from cold", cold)]


def main() -> None:
    for title, make in SECTIONS:
        print(f"## {title}\n\n{make()}\n", flush=True)
    if "--quick" not in sys.argv:
        print("## Grading a class\n", flush=True)
        grading.main()


main()
