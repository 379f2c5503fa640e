"""What a run over submissions found, held against gold that was made by hand.

Gold is a list of documents, each with its targets: the verdict of the final answer, the codes that name its mistake,
the wrong steps by the LaTeX that they begin with, and single lines with what holds of them. Rows that are marked
`unsure` are not scored. Relies on nothing of the program but the shape of `Examined`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from verifier.grading.model import Examined, TargetResult

DECIDED = ("correct", "incorrect")
FAULTS = ("right called wrong", "wrong called right", "phantoms", "false alarms")
_SPACE = re.compile(r"\s|\\[,;!]|&")
_STARTS = 24  # characters of a wrong step that have to agree

Gold = Mapping[str, Any]


@dataclass(slots=True)
class Score:
    """Counts, and one line for each thing that is not as the gold says."""

    counts: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def share(self, part: str, whole: str) -> float:
        return self.counts[part] / max(1, self.counts[whole])

    @property
    def faults(self) -> dict[str, int]:
        """What must never happen, and did."""
        return {name: self.counts[name] for name in FAULTS if self.counts[name]}

    def count(self, name: str, yes: bool = True) -> None:
        self.counts[name] += yes

    def miss(self, name: str, what: str) -> None:
        self.misses.append(f"{name}: {what}")

    def __str__(self) -> str:
        n = self.counts
        return (
            f"{n['documents']} documents, set right {n['set right']}, targets {n['finals']}: "
            f"found {self.share('found', 'finals'):.1%}, decided {self.share('decided', 'finals'):.1%}, "
            f"right called wrong {n['right called wrong']}, wrong called right {n['wrong called right']}, "
            f"phantoms {n['phantoms']}, wrong steps {n['wrong steps found']}/{n['wrong steps']}"
            f" (by their text {n['wrong texts found']}/{n['wrong texts']}), "
            f"right lines read {self.share('right lines read', 'right lines'):.1%}, "
            f"false alarms {n['false alarms']}, first code {self.share('code right', 'coded'):.0%}"
        )


def score_document(score: Score, name: str, gold: Gold, examined: Examined) -> None:
    """Adds one submission to a score."""
    score.count("documents")
    score.count("set right", examined.set == gold["set"])
    if examined.set != gold["set"]:
        score.miss(name, f"taken for {examined.set}: {examined.why_set}")
    results = {result.target: result for result in examined.targets}
    for target, wanted in gold["targets"].items():
        if wanted.get("unsure"):
            continue
        where = f"{name} {target}"
        result = results.get(target)
        _final(score, where, wanted, result)
        _lines(score, where, wanted.get("steps", ()), result)
        _texts(score, where, wanted, result)


def _final(score: Score, where: str, wanted: Gold, result: TargetResult | None) -> None:
    verdict = result.verdict if result is not None else "missing"
    final = (result.final or "")[:90] if result is not None else ""
    if wanted["final"] not in DECIDED:
        if verdict in DECIDED:
            kind = "phantoms" if wanted["final"] == "missing" else "words judged"
            score.count(kind)
            score.miss(where, f"{wanted['final']}, and judged {verdict}: {final}")
        return
    score.count("finals")
    score.count("found", verdict != "missing")
    score.count("decided", verdict in DECIDED)
    if verdict == wanted["final"]:
        if verdict == "incorrect" and wanted["codes"]:
            _code(score, where, wanted, result)
        return
    if wanted["final"] == "correct" and verdict == "incorrect":
        score.count("right called wrong")
    if wanted["final"] == "incorrect" and verdict == "correct":
        score.count("wrong called right")
    score.miss(where, f"{wanted['final']}, and called {verdict}: {final}")


def _code(score: Score, where: str, wanted: Gold, result: TargetResult | None) -> None:
    codes = [f.code for f in result.findings if f.severity == "mistake"] if result is not None else []
    score.count("coded")
    score.count("code right", bool(codes) and codes[0] in wanted["codes"])
    if not codes or codes[0] not in wanted["codes"]:
        score.miss(where, f"code {codes[:3]}, wanted one of {wanted['codes']}")


def _lines(score: Score, where: str, steps: Iterable[Gold], result: TargetResult | None) -> None:
    """Line by line: a wrong line has to hold a link that fails, a right line none."""
    wanted: dict[int, set[str]] = defaultdict(set)
    for step in steps:
        if not step.get("unsure"):
            wanted[step["line"]].add(step["verdict"])
    for line, verdicts in wanted.items():
        found = [s.verdict for s in result.steps if s.line == line] if result is not None else []
        if "fails" in verdicts:
            score.count("wrong steps")
            score.count("wrong steps found", "fails" in found)
            if "fails" not in found:
                score.miss(
                    where, f"line {line}: a wrong step was not found ({', '.join(found) or 'no step'})"
                )
            continue
        score.count("right lines", "unreadable" not in verdicts)
        score.count("right lines read", "unreadable" not in verdicts and "holds" in found)
        if "fails" in found:
            score.count("false alarms")
            score.miss(where, f"line {line}: a right step was called wrong")
        elif "holds" not in found and "unreadable" not in verdicts:
            score.miss(where, f"line {line}: a right step was not read ({', '.join(found) or 'no step'})")


def _texts(score: Score, where: str, wanted: Gold, result: TargetResult | None) -> None:
    """The same by the text of the wrong steps; where nothing is wrong nothing may fail."""
    failing = [squeezed(s.latex) for s in result.steps if s.verdict == "fails"] if result is not None else []
    for step in wanted["wrong_steps"]:
        start = squeezed(step["latex"])[:_STARTS]
        hit = any(start in text for text in failing)
        score.count("wrong texts")
        score.count("wrong texts found", hit)
        if not hit:
            score.miss(where, f"wrong step not found by its text: {step['latex'][:70]}")
    clean = wanted["final"] == "correct" and not wanted["wrong_steps"] and "steps" not in wanted
    if clean and failing:
        score.counts["false alarms"] += len(failing)
        score.miss(where, f"a right step was called wrong: {failing[0][:80]}")


def squeezed(latex: str) -> str:
    return _SPACE.sub("", latex)
