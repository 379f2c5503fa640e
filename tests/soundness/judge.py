"""Both judges on a case, and what is to be reported about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from time import perf_counter

from tests.soundness.gold import differ, replayed
from tests.soundness.suite import Case
from verifier.algebra.derive import derive
from verifier.algebra.prove import prove_derived
from verifier.algebra.target import Unsupported
from verifier.evidence import Counterexample, Nothing, Proof, Undefined
from verifier.numbers.compare import compare


@dataclass
class Report:
    """`faults`: what must not happen. `open`: true and not proved. `same`: mutations that change nothing. `undefined`: wrong
    because there is no value. `unseparated`: different in a narrow case that the judge by numbers did not meet."""

    judged: int = 0
    faults: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    same_unproved: list[str] = field(default_factory=list)
    undefined: list[str] = field(default_factory=list)
    unseparated: list[str] = field(default_factory=list)
    rules: Counter[str] = field(default_factory=Counter)
    targets: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")

    def summary(self) -> str:
        lines = [
            f"{self.judged} judged, {len(self.faults)} faults, {len(self.open)} true but open, {len(self.same)} mutations "
            f"that change nothing ({len(self.same_unproved)} of them open), {len(self.undefined)} without a value, {len(self.unseparated)} not separated",
            f"slowest proof {self.slowest[0] * 1000:.0f} ms: {self.slowest[1][:120]}",
            "by rule: " + ", ".join(f"{rule} {count}" for rule, count in self.rules.most_common()),
            "by target: " + ", ".join(f"{name} {count}" for name, count in self.targets.most_common()),
        ]
        for words, kind in (
            (self.open, "open"),
            (self.same, "same"),
            (self.same_unproved, "same, open"),
            (self.unseparated, "not separated"),
        ):
            lines.extend(f"{kind}: {line}" for line in words)
        return "\n".join(lines)


def _count(report: Report, case: Case) -> str:
    report.judged += 1
    report.rules[case.rule] += 1
    report.targets[case.target.name] += 1
    return f"{case.target.name}, {case.rule}: {case.claim}"


def _proof(report: Report, case: Case) -> Proof | Nothing:
    target = case.target
    try:
        derived = derive(target.quantity, target.hypotheses, case.claim)
        start = perf_counter()
        found = prove_derived(derived, case.claim)
    except Unsupported as why:
        return Nothing(str(why))
    report.slowest = max(report.slowest, (perf_counter() - start, str(case.claim)))
    return found


def judge_rewritings(cases: Iterable[Case], seed: str, report: Report) -> None:
    """Each is true: none may be refuted."""
    for case in cases:
        words = _count(report, case)
        target = case.target
        if differ(target.claim, case.claim, target.hypotheses, seed):
            report.faults.append(f"the rule is wrong, not the judges: {words}")
            continue
        found = _proof(report, case)
        numbers = compare(target.quantity, case.claim, target.hypotheses, seed=report.judged)
        if isinstance(numbers, Counterexample | Undefined):
            report.faults.append(f"refuted: {words}: {numbers}")
        if not isinstance(found, Proof):
            report.open.append(f"{words}: {found.why}")


def judge_mutations(cases: Iterable[Case], seed: str, report: Report) -> None:
    """Each that differs is refuted by a counterexample that can be replayed, and none of those is proved."""
    for case in cases:
        words = _count(report, case)
        target = case.target
        found = _proof(report, case)
        if not differ(target.claim, case.claim, target.hypotheses, seed):
            report.same.append(words)
            if not isinstance(found, Proof):
                report.same_unproved.append(words)
            continue
        if isinstance(found, Proof):
            report.faults.append(f"proved, but it differs: {words}")
        numbers = compare(target.quantity, case.claim, target.hypotheses, seed=report.judged)
        if isinstance(numbers, Undefined):
            report.undefined.append(words)
        elif not isinstance(numbers, Counterexample):
            report.unseparated.append(f"{words}: {numbers}")
        elif not replayed(numbers, target.quantity, case.claim):
            report.faults.append(f"the counterexample does not replay: {words}: {numbers}")
