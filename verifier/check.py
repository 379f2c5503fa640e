"""Checks an answer key: each target is derived from its loss, and what the author claims is proved or refuted.

    result = check_set(problem_set, seen={})
    result.holds, result.as_json()

Two judges look at every claim: the prover at the derivative that sympy's `diff` gave, the numbers at the formula as it
was written. A proof against a counterexample is a fault of this program and is raised. What is wrong with a claim is
not guessed here: a claim that fails stands beside the derived form and a counterexample.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter
from typing import Any, Literal

from verifier.evidence import Agreement, Counterexample, Evidence, Nothing, Proof, ShapeClash
from verifier.expr.indices import Hypothesis
from verifier.expr.nodes import Expr
from verifier.questions.problem_set import ProblemSet
from verifier.questions.target import Also, Line, Prose, Target

Verdict = Literal["holds", "fails", "undecided", "person"]
POINTS = 6
CLAIM = "the claim"


class JudgesDisagree(RuntimeError):
    """A proof and a counterexample of one equality: a fault of ours, never to be papered over."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, in words, and what would be right, in LaTeX."""

    code: str
    message: str
    repair: str = ""

    def as_json(self) -> dict[str, str]:
        return {"code": self.code, "message": self.message, "repair": self.repair}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One equality that was judged. `ms`: from the unnormalised sides to the verdict; `numbers`: the second judge."""

    words: str
    claim: Expr
    evidence: Evidence
    numbers: Counterexample | Agreement | Nothing | None
    ms: float
    derive_ms: float = 0.0

    @property
    def verdict(self) -> Verdict:
        match self.evidence:
            case Proof():
                return "holds"
            case Counterexample() | ShapeClash():
                return "fails"
        return "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetCheck:
    """What became of one target. `links`: its claim, then the other answers that count, then the author's own steps."""

    target: Target | Prose
    links: tuple[Link, ...] = ()
    findings: tuple[Finding, ...] = ()
    derived: Expr | None = None

    @property
    def verdict(self) -> Verdict:
        verdicts = {link.verdict for link in self.links}
        if isinstance(self.target, Prose):
            return "person"
        return "fails" if "fails" in verdicts else "undecided" if "undecided" in verdicts else "holds"

    @property
    def link(self) -> Link | None:
        """The link that tells most: the first that does not hold, else the claim's."""
        return next((link for link in self.links if link.verdict != "holds"), next(iter(self.links), None))

    def as_json(self) -> dict[str, Any]:
        from verifier.latex.write import latex

        link = self.link
        if link is None:
            why = "answered in words: a person decides"
            return {"verdict": "person", "evidence": Nothing(why).as_json(), "ms": 0.0, "derive_ms": 0.0}
        out: dict[str, Any] = {"verdict": self.verdict, "evidence": link.evidence.as_json()}
        if link.numbers is not None and link.numbers is not link.evidence:
            out["numbers"] = link.numbers.as_json()
        out |= {"ms": round(self.links[0].ms, 3), "derive_ms": round(self.links[0].derive_ms, 3)}
        if self.verdict != "holds":
            out["claim"] = latex(link.claim)
            out["derived"] = None if self.derived is None else latex(self.derived)
            out["findings"] = [finding.as_json() for finding in self.findings]
        return out


@dataclass(frozen=True, slots=True)
class SetCheck:
    problem_set: ProblemSet
    targets: tuple[TargetCheck, ...]

    @property
    def holds(self) -> bool:
        return all(check.verdict in ("holds", "person") for check in self.targets)

    def as_json(self) -> dict[str, Any]:
        rows = (
            {"target": c.target.name, "part": self.problem_set.label(c.target.name), **c.as_json()}
            for c in self.targets
        )
        return {"set": self.problem_set.id, "targets": list(rows)}


def check_set(
    problem_set: ProblemSet,
    only: Iterable[str] | None = None,
    *,
    seen: dict[int, TargetCheck] | None = None,
    seed: int | None = None,
) -> SetCheck:
    """Every target of a set, or those named. `seen` shares what was found for a target that several sets hold."""
    seen = {} if seen is None else seen
    names = None if only is None else set(only)
    checks = []
    for ask in problem_set.asks:
        target = ask.target
        if names is not None and target.name not in names:
            continue
        if id(target) not in seen:
            seen[id(target)] = check_target(target, seed=seed)
        checks.append(seen[id(target)])
    return SetCheck(problem_set, tuple(checks))


def check_target(target: Target | Prose, *, seed: int | None = None) -> TargetCheck:
    """Derive what is asked, and judge the claim, the other answers that count, and the author's own steps."""
    if isinstance(target, Prose):
        return TargetCheck(target=target)
    links = [
        judge_claim(CLAIM, target.quantity, target.claim, target.hypotheses, seed=seed),
        *(_judge_also(also, target.hypotheses, seed) for also in target.also),
        *_judge_steps(target.steps, target, seed),
    ]
    check = TargetCheck(target=target, links=tuple(links))
    if check.verdict == "holds":
        return check
    derived = derived_form(target)
    findings = tuple(_finding(target, link, derived) for link in links if link.verdict != "holds")
    return TargetCheck(target=target, links=check.links, findings=findings, derived=derived)


def judge_claim(
    words: str,
    quantity: Expr,
    claim: Expr,
    hypotheses: tuple[Hypothesis, ...],
    *,
    seed: int | None = None,
) -> Link:
    """Derive a quantity afresh and judge whether it is what is claimed."""
    from verifier.algebra.derive import derive
    from verifier.algebra.prove import prove_derived
    from verifier.algebra.target import Unsupported
    from verifier.numbers.compare import compare

    if quantity.shape != claim.shape:
        clash = ShapeClash(quantity.shape, claim.shape, _clash(quantity, claim))
        return Link(words=words, claim=claim, evidence=clash, numbers=None, ms=0.0)
    start = middle = perf_counter()
    try:
        derived = derive(quantity, hypotheses, like=claim)
        middle = perf_counter()
        proof = prove_derived(derived, claim)
    except Unsupported as why:
        proof = Nothing(str(why))
    end = perf_counter()
    numbers = compare(quantity, claim, hypotheses, points=POINTS, seed=seed)
    if not isinstance(proof, Proof):
        end = perf_counter()  # the verdict waited for the numbers
    return Link(
        words=words,
        claim=claim,
        evidence=settle(proof, numbers, quantity, claim),
        numbers=numbers,
        ms=1000 * (end - middle),
        derive_ms=1000 * (middle - start),
    )


def settle(
    proof: Proof | Nothing, numbers: Counterexample | Agreement | Nothing, left: Expr, right: Expr
) -> Evidence:
    """The stronger of what the two judges say; a contradiction is raised."""
    if isinstance(proof, Proof):
        if isinstance(numbers, Counterexample):
            raise JudgesDisagree(f"{left} = {right} is proved and refuted: {numbers.as_json()}")
        return proof
    return proof if isinstance(numbers, Nothing) else numbers


def derived_form(target: Target) -> Expr | None:
    """The derivative in the most readable form that was reached: the last proved line of the worked steps."""
    from verifier.steps import worked_steps

    reached = None
    for step in worked_steps(target.claiming(target.claim))[1:]:
        if not isinstance(step.evidence, Proof):
            break
        reached = step.expr
    return reached


def _judge_also(also: Also, hypotheses: tuple[Hypothesis, ...], seed: int | None) -> Link:
    return judge_claim(f"the form {also.words}", also.quantity, also.claim, hypotheses, seed=seed)


def _judge_steps(steps: tuple[Line, ...], target: Target, seed: int | None) -> Iterable[Link]:
    """The author's own derivation: each line equals the line before, the last one the claim."""
    from verifier.algebra.prove import prove
    from verifier.numbers.compare import compare

    if not steps:
        return
    yield judge_claim("step 1", target.quantity, steps[0].formula, target.hypotheses, seed=seed)
    lines = (*(step.formula for step in steps), target.claim)
    for at, (left, right) in enumerate(pairwise(lines), start=2):
        words = f"step {at}" if at <= len(steps) else "the claim after the last step"
        if left.shape != right.shape:
            clash = ShapeClash(left.shape, right.shape, _clash(left, right))
            yield Link(words=words, claim=right, evidence=clash, numbers=None, ms=0.0)
            continue
        start = perf_counter()
        proof = prove(left, right, target.hypotheses)
        ms = 1000 * (perf_counter() - start)
        numbers = compare(left, right, target.hypotheses, points=POINTS, seed=seed)
        yield Link(
            words=words, claim=right, evidence=settle(proof, numbers, left, right), numbers=numbers, ms=ms
        )


def _clash(asked: Expr, claim: Expr) -> str:
    return f"`{asked}` {asked.shape.in_words()}, `{claim}` {claim.shape.in_words()}"


def _finding(target: Target, link: Link, derived: Expr | None) -> Finding:
    from verifier.latex.write import latex

    what = f"{target.name}: {link.words}, `{link.claim}`,"
    repair = latex(derived) if derived is not None and link.words == CLAIM else ""
    match link.evidence:
        case ShapeClash(message=message):
            return Finding("shape", f"{what} has another shape than what is asked: {message}", repair)
        case Counterexample() as found:
            row, col = found.entry
            where = f"entry ({row}, {col}) is {found.left} by the derivation and {found.right} by the claim"
            return Finding("differs", f"{what} is not what the loss gives: {where}", repair)
        case Agreement(points=points):
            return Finding("unproved", f"{what} agrees at {points} points but is not proved")
        case _:
            return Finding(
                "unproved", f"{what} is neither proved nor refuted: {link.evidence.as_json()['why']}"
            )
