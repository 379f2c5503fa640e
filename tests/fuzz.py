"""Random and mutated texts through the reader and the judge for a while: `python -m tests.fuzz [SECONDS] [SEED]`.

Every text must end in a verdict that JSON can hold. The seed is printed; the clock only says when to stop.
"""

from __future__ import annotations

import json
import random
import secrets
import sys
from time import monotonic

from tests.judging.generate import generate
from verifier.judging.judge import Court, judge
from verifier.judging.requests import read_request
from verifier.questions import load_sets

MARKS = [
    "\\",
    "{",
    "}",
    "^",
    "_",
    "$",
    "\\frac",
    "\\sum_",
    "\\left(",
    "&",
    "\\\\",
    "=",
    "\x00",
    "\u200b",
    "9" * 40,
    "__import__('os')",
]


def mutated(text: str, draw: random.Random) -> str:
    out = list(text)
    for _ in range(draw.randrange(1, 6)):
        at = draw.randrange(len(out) + 1)
        if draw.random() < 0.5:
            out.insert(at, draw.choice(MARKS))
        else:
            del out[at : at + draw.randrange(1, 8)]
    return "".join(out)


def main(seconds: float, seed: int) -> int:
    print(f"seed {seed}")
    draw = random.Random(seed)
    court = Court(load_sets(), "cs224n-a2-2022", seed)
    cases = generate(seed, each=1, junk=10)
    end, count = monotonic() + seconds, 0
    while monotonic() < end:
        case = draw.choice(cases)
        line = json.dumps({"id": count, "target": case.target, "answer": mutated(case.answer, draw)})
        verdict = judge(read_request(line), court).as_json()
        assert verdict["verdict"] in ("correct", "incorrect", "undecided", "unreadable"), line
        json.dumps(verdict)
        count += 1
    print(f"{count} texts, each with a verdict")
    return 0


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(
        main(
            float(arguments[0]) if arguments else 60,
            int(arguments[1]) if len(arguments) > 1 else secrets.randbits(32),
        )
    )
