"""How well submissions are read: `python -m tests.corpus.measure [--gold FILE --folder DIR] [--only NAME] [--show]`.

Without `--gold`: the samples written by hand, then composed ones. `--show` lists every miss, `--steps` every line.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.corpus.generate import generate
from tests.corpus.score import Score, score_document
from verifier.documents import read_document, read_text
from verifier.documents.model import Document
from verifier.grading.examine import examine
from verifier.grading.model import Examined
from verifier.questions import load_sets

HERE = Path(__file__).parent
Case = tuple[str, Document, dict[str, Any]]


def samples(gold: Path = HERE / "gold.json", folder: Path = HERE / "samples") -> Iterator[Case]:
    """Submissions that were written by hand, with gold."""
    for document in json.loads(gold.read_text(encoding="utf-8")):
        yield document["path"], read_document(folder / document["path"]), document


def composed(count: int, seed: int) -> Iterator[Case]:
    for name, text, gold in generate(count, seed):
        yield name, read_text(text, Path(name).suffix), gold


def measured(cases: Iterator[Case], only: str = "", steps: bool = False) -> tuple[Score, float]:
    """The score, and the seconds that it took."""
    sets, score, start = load_sets(), Score(), perf_counter()
    for name, document, gold in cases:
        if only in name:
            examined = examine(document, sets, None, 0)
            score_document(score, name, gold, examined)
            if steps:
                show(name, examined)
    return score, perf_counter() - start


def show(name: str, examined: Examined) -> None:
    print(f"{name}: {examined.set}, {examined.why_set}")
    for result in examined.targets:
        print(f"  {result.target} {result.verdict} {result.final or ''} {[f.code for f in result.findings]}")
        for step in result.steps:
            why = "" if step.verdict == "holds" else str(step.evidence)[:160]
            print(
                f"    {step.line} {step.verdict} {step.latex[:120]} {[f.code for f in step.findings]} {why}"
            )
    for unread in examined.unread:
        print(f"  not read: {unread.line} {unread.latex[:120]}: {unread.why}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--steps", action="store_true")
    args = parser.parse_args()
    if args.gold is not None:
        runs = {"given": samples(args.gold, args.folder or args.gold.parent)}
    else:
        runs = {"samples": samples(), "composed": composed(args.count, args.seed)}
    for name, cases in runs.items():
        score, seconds = measured(cases, args.only, args.steps)
        if args.show:
            print("\n".join(score.misses))
        print(f"{name}: {score}; {seconds:.1f} s")


if __name__ == "__main__":
    main()
