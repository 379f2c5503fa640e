r"""What `verifier.judging` makes of the generated answers: `python -m tests.judging.measure [--seed N] [--each N] [--show]`.

A table for each target and for each kind of mistake, and the lines that went wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tests.judging.generate import Case, generate
from verifier.judging.judge import Court, judge
from verifier.judging.requests import Answer
from verifier.judging.verdict import Judgement
from verifier.questions import load_sets


@dataclass(frozen=True, slots=True)
class Outcome:
    case: Case
    judgement: Judgement | None
    fault: str = ""

    @property
    def verdict(self) -> str:
        return self.judgement.verdict if self.judgement is not None else "fault"

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(f.code for f in self.judgement.findings) if self.judgement is not None else ()

    @property
    def wrong_passed(self) -> bool:
        return self.case.expect == "incorrect" and self.verdict == "correct"

    @property
    def right_failed(self) -> bool:
        return self.case.expect == "correct" and self.verdict == "incorrect"

    @property
    def junk_judged(self) -> bool:
        return self.case.expect == "unreadable" and self.verdict in ("correct", "incorrect")

    @property
    def decidable(self) -> bool:
        return self.case.expect in ("correct", "incorrect")

    @property
    def left_open(self) -> bool:
        return self.decidable and self.verdict not in ("correct", "incorrect")

    @property
    def coded(self) -> bool:
        return self.case.expect == self.verdict == "incorrect" and bool(self.case.codes)

    @property
    def code_right(self) -> bool:
        return self.coded and bool(self.codes) and self.codes[0] in self.case.codes


def run(cases: Iterable[Case], seed: int = 1) -> Iterator[Outcome]:
    court = Court(load_sets(), "cs224n-a2-2022", seed)
    for case in cases:
        request = Answer(id=case.id, target=case.target, answer=case.answer, given=case.given)
        try:
            yield Outcome(case, judge(request, court))
        except Exception as fault:  # noqa: BLE001 - counted and shown: the measure goes on
            yield Outcome(case, None, f"{type(fault).__name__}: {fault}")


# --- the table --------------------------------------------------------------------------------------------------

HEAD = f"{'':34} {'n':>5} {'passed':>7} {'failed':>7} {'junk':>5} {'open':>6} {'code':>6} {'ms':>7} {'p99':>7} {'diag':>7}"


def row(name: str, outcomes: list[Outcome]) -> str:
    decidable = [o for o in outcomes if o.decidable]
    coded = [o for o in outcomes if o.coded]
    ms = sorted(o.judgement.ms for o in outcomes if o.judgement is not None) or [0.0]
    diagnosed = sorted(o.judgement.diagnosis_ms for o in coded if o.judgement is not None) or [0.0]
    count: Callable[[str], int] = lambda what: sum(getattr(o, what) for o in outcomes)  # noqa: E731
    left_open = f"{100 * count('left_open') / len(decidable):.1f}%" if decidable else "-"
    code = f"{100 * count('code_right') / len(coded):.0f}%" if coded else "-"
    return (
        f"{name[:34]:34} {len(outcomes):5} {count('wrong_passed'):7} {count('right_failed'):7} {count('junk_judged'):5} {left_open:>6} {code:>6} "
        f"{ms[len(ms) // 2]:7.1f} {ms[int(len(ms) * 0.99)]:7.0f} {diagnosed[len(diagnosed) // 2]:7.0f}"
    )


def table(outcomes: list[Outcome], by: Callable[[Case], str]) -> list[str]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[by(outcome.case)].append(outcome)
    return [HEAD, *(row(name, groups[name]) for name in sorted(groups) if name)]


def complaints(outcomes: list[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        case = outcome.case
        what = (
            "FAULT" if outcome.fault else "WRONG PASSED" if outcome.wrong_passed else "RIGHT FAILED" if outcome.right_failed
            else "JUNK JUDGED" if outcome.junk_judged else "open" if outcome.left_open
            else "code" if outcome.coded and not outcome.code_right else ""
        )  # fmt: skip
        if not what:
            continue
        given = f"  given {list(case.given)}" if case.given else ""
        why = outcome.fault
        if outcome.judgement is not None:
            why = (
                str(outcome.judgement.evidence.as_json().get("why", ""))
                if what in ("open", "RIGHT FAILED")
                else ""
            )
        said = f"{case.mistake} {list(case.codes)} got {list(outcome.codes[:3])}" if case.codes else ""
        yield f"{what:12} {case.target} [{case.style}] {case.answer!r}{given}  {outcome.verdict} {said} {why}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=5, help="answers in a cell")
    parser.add_argument("--target", help="one target alone")
    parser.add_argument("--show", action="store_true", help="the lines that went wrong")
    chosen = parser.parse_args()
    cases = [c for c in generate(chosen.seed, chosen.each) if chosen.target in (None, c.target)]
    outcomes = list(run(cases))
    for by in (lambda c: c.target, lambda c: c.style, lambda c: c.mistake):
        print("\n".join(table(outcomes, by)), end="\n\n")
    print(row("all", outcomes))
    if chosen.show:
        print("\n".join(complaints(outcomes)))
    return int(any(o.wrong_passed or o.right_failed or o.junk_judged or o.fault for o in outcomes))


if __name__ == "__main__":
    sys.exit(main())
