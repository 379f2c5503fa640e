r"""The same cases as an answer in LaTeX, in a drawn notation, before `verifier.judging`: printed, read, judged.

Names that a rewriting has folded become statements of the writer's (`q = ...`) where nothing bound stands in them.
`python -m tests.soundness.through_text [QUOTA] [SEED] [rewritings|mutations]` runs the whole and prints the numbers.
"""

from __future__ import annotations

import argparse
import secrets
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from time import perf_counter

from derivations.word2vec.notation import NOTATION
from tests.latex.dialects import spoken
from tests.soundness.gold import differ, replayed
from tests.soundness.suite import Case, mutations, rewritings
from verifier.evidence import Counterexample, Evidence, Form
from verifier.expr import nodes as n
from verifier.expr.shapes import vector_shape
from verifier.expr.walk import children, free_letters, rebuilt
from verifier.judging.judge import judge_answer
from verifier.judging.truth import truths_of
from verifier.latex.write import latex

NAMES = ("q", "p", "r", "g", "h", r"\gamma", r"\beta", r"\eta", r"\lambda", r"\mu", r"\rho", r"\tau")
FOLDED = "q_"  # what the names of folded formulas start with


@dataclass(frozen=True)
class Spoken:
    """A case as it would be handed in."""

    case: Case
    answer: str
    given: tuple[str, ...]

    def __str__(self) -> str:
        given = f"  given {list(self.given)}" if self.given else ""
        return f"{self.case.target.name}, {self.case.rule}: {self.answer}{given}"


@dataclass
class Tally:
    """`faults`: a right answer refuted, a wrong one passed. `open`: neither proved nor refuted, with the reason.
    `same`: mutations that change nothing, or into another form that counts."""

    judged: int = 0
    faults: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    same: int = 0
    unreadable: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    open_rules: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")

    def summary(self) -> str:
        share = 100 * len(self.open) / max(1, self.judged)
        return "\n".join((
            f"{self.judged} judged, {len(self.faults)} faults, {len(self.open)} open ({share:.1f} %, {self.unreadable} of them unreadable), {self.same} that change nothing",
            f"slowest {self.slowest[0] * 1000:.0f} ms: {self.slowest[1][:200]}",
            "open by rule: " + ", ".join(f"{rule} {count} of {self.rules[rule]}" for rule, count in self.open_rules.most_common()),
            *(f"FAULT {line}" for line in self.faults),
            *(f"open {line}" for line in self.open),
        ))  # fmt: skip


def written(case: Case, draw: Random) -> Spoken:
    """The claim of a case as text, and the statements that have to go before it."""
    given: list[str] = []
    names = list(NAMES)
    claim = _with_names(
        case.claim, free_letters(case.target.claim) | free_letters(case.target.quantity), names, given
    )
    return Spoken(case, spoken(latex(claim), draw), tuple(given))


def _with_names(
    expr: n.Expr, letters: frozenset[str], names: list[str], given: list[str], beside: bool = False
) -> n.Expr:
    """Folded formulas under a letter of their own each, unfolded where a bound letter stands in them. What would print as
    something else is written out: the one-hot vector of another index, and a number for all entries, unless it stands
    `beside` a vector that it is added to."""
    match expr:
        case n.Derivative() | n.Opaque():
            return expr
        case n.Symbol(one_hot=hot) if hot is not None and expr.name != expr.latex:
            return n.Unit(hot, expr.shape.rows)
        case n.Number(value=value) if (
            value and not expr.shape.is_scalar and not (beside and expr.shape.is_vector)
        ):
            rows, cols = (
                n.Number(Fraction(1), vector_shape(size)) for size in (expr.shape.rows, expr.shape.cols)
            )
            if expr.shape.is_matrix:
                return n.Mul((n.Number(value), rows, n.Transpose(cols)))
            return n.Mul((n.Number(value), rows if expr.shape.is_vector else n.Transpose(cols)))
        case n.Named() if not expr.name.startswith(FOLDED):
            return expr
        case n.Named():
            body = _with_names(expr.body, letters, names, given)
            if not names or not free_letters(body) <= letters:
                return body
            named = n.Named(f"{FOLDED}{len(given)}", names.pop(0), body)
            given.append(f"{named.latex} = {latex(body)}")
            return named
    inside = isinstance(expr, n.Add) or (beside and isinstance(expr, n.Neg))
    return rebuilt(expr, tuple(_with_names(child, letters, names, given, inside) for child in children(expr)))


def judge_texts(cases: Iterable[Case], right: bool, seed: str, tally: Tally) -> None:
    """Judges each case as an answer. Gold: rewritings are right by construction; of mutations numpy says whether they differ."""
    for number, case in enumerate(cases):
        text = written(case, Random(f"{seed}/{number}"))
        tally.judged += 1
        tally.rules[case.rule] += 1
        start = perf_counter()
        judgement = judge_answer(case.target, text.answer, text.given, number, NOTATION)
        tally.slowest = max(tally.slowest, (perf_counter() - start, str(text)))
        if judgement.verdict in ("undecided", "unreadable"):
            tally.unreadable += judgement.verdict == "unreadable"
            tally.open_rules[case.rule] += 1
            why = judgement.evidence.as_json().get("why", "")
            tally.open.append(f"{judgement.verdict} {text}  {why}")
        elif right and judgement.verdict == "incorrect":
            tally.faults.append(f"refuted: {text}  {judgement.evidence.as_json()}")
        elif not right:
            same = not (_differs_from_all(case, seed) or _by_little(judgement.evidence, case))
            tally.same += same
            if same and judgement.verdict == "incorrect":
                tally.faults.append(
                    f"refuted, but it changes nothing: {text}  {judgement.evidence.as_json()}"
                )
            if not same and judgement.verdict == "correct":
                tally.faults.append(f"passed, but it differs: {text}")


def _by_little(evidence: Evidence | Form, case: Case) -> bool:
    """Whether a counterexample replays with the claim itself, by less than numpy can see."""
    return isinstance(evidence, Counterexample) and any(
        truth.claim.shape == case.claim.shape and replayed(evidence, truth.claim, case.claim)
        for truth in truths_of(case.target)
    )


def _differs_from_all(case: Case, seed: str) -> bool:
    """Whether a claim differs from every form that counts as an answer."""
    return all(
        truth.claim.shape != case.claim.shape or differ(truth.claim, case.claim, truth.hypotheses, seed)
        for truth in truths_of(case.target)
    )


KINDS = {"rewritings": (rewritings, True), "mutations": (mutations, False)}


def main(quota: int, seed: str, kinds: list[str]) -> int:
    print(f"seed {seed}", flush=True)
    faults = 0
    for kind in kinds:
        cases, right = KINDS[kind]
        tally = Tally()
        judge_texts(cases(quota, seed), right, seed, tally)
        print(f"--- {kind}\n{tally.summary()}", flush=True)
        faults += len(tally.faults)
    return 1 if faults else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.soundness.through_text", description=__doc__)
    parser.add_argument("quota", nargs="?", type=int, default=14, help="variants of each target and rule")
    parser.add_argument("seed", nargs="?", default=secrets.token_hex(4))
    parser.add_argument("kinds", nargs="*", default=list(KINDS), help="rewritings, mutations, or both")
    chosen = parser.parse_args()
    sys.exit(main(chosen.quota, chosen.seed, chosen.kinds))
