"""`python -m tests.fuzz [SECONDS] [SEED]`, `python -m tests.fuzz --only NUMBER SEED`: ends with 1 where a text was too much."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from time import monotonic

from tests.fuzz.watch import LIMITS, Cost, Watched

AGAIN = 3  # times that a slow text is met again


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("seconds", nargs="?", type=float, default=60)
    parser.add_argument(
        "seed", nargs="?", type=lambda text: int(text, 0), help="drawn anew where none is given"
    )
    parser.add_argument("--only", type=int, metavar="NUMBER", help="this text of the seed alone")
    chosen = parser.parse_args()
    if chosen.only is not None:
        seed = int(chosen.seconds) if chosen.seed is None else chosen.seed
        return only(chosen.only, seed)
    return run(chosen.seconds, secrets.randbits(32) if chosen.seed is None else chosen.seed)


def run(seconds: float, seed: int) -> int:
    print(f"seed {seed}", flush=True)
    watched = Watched(seed)
    costs: list[Cost] = []
    faults = 0
    end = monotonic() + seconds
    while monotonic() < end:
        cost = watched.next()
        for _ in range(
            AGAIN * cost.too_slow
        ):  # in a process of its own: a busy machine is no fault of the text
            cost = min(cost, alone(cost.number, seed), key=lambda c: c.seconds)
            if not cost.too_slow:
                break
        costs.append(cost)
        if cost.complaints:
            faults += 1
            _tell(cost, seed)
    watched.end()
    _summary(costs)
    return 1 if faults else 0


def only(number: int, seed: int) -> int:
    cost = alone(number, seed)
    _tell(cost, seed)
    return 1 if cost.complaints else 0


def alone(number: int, seed: int) -> Cost:
    watched = Watched(seed, number)
    cost = watched.next()
    watched.end()
    return cost


def _tell(cost: Cost, seed: int) -> None:
    from tests.fuzz.texts import text_number

    _, asked = text_number(cost.number, seed)
    print(
        f"\n--- text {cost.number} of seed {seed}, {cost.kind}: {cost.said}, {cost.seconds:.2f} s, {cost.megabytes:.0f} MB"
    )
    print(json.dumps(asked))
    for complaint in cost.complaints:
        print(complaint)
    print(f"again: python -m tests.fuzz --only {cost.number} {seed}", flush=True)


def _summary(costs: list[Cost]) -> None:
    print(f"{len(costs)} texts, {sum(bool(c.complaints) for c in costs)} of them too much")
    for kind, limit in LIMITS.items():
        of = [c for c in costs if c.kind == kind]
        if not of:
            continue
        slow = sorted(c.seconds for c in of)
        said: dict[str, int] = {}
        for c in of:
            said[c.said] = said.get(c.said, 0) + 1
        counts = ", ".join(f"{count} {what}" for what, count in sorted(said.items()))
        print(
            f"  {kind:20} {len(of):5}  median {slow[len(slow) // 2] * 1000:4.0f} ms, worst {slow[-1] * 1000:5.0f} of {limit * 1000:.0f} ms,"
            f" {max(c.megabytes for c in of):4.0f} MB  {counts}"
        )


if __name__ == "__main__":
    sys.exit(main())
