"""Checks an answer key: each target is derived from its loss, and what the author claims is proved or refuted.

    result = check_set(problem_set, seen={})
    result.holds, result.as_json()

Two judges look at every claim: the prover at the derivative that sympy's `diff` gave, the numbers at the formula as it
was written. A proof against a counterexample is a fault of this program and is raised. What is wrong with a claim is
not guessed here: a claim that fails stands beside the derived form and a counterexample.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from time import perf_counter
from typing import Any, Literal, assert_never

from verifier.evidence import (
    Agreement,
    Counterexample,
    Decision,
    Evidence,
    Form,
    Nothing,
    Proof,
    ShapeClash,
    Undefined,
)
from verifier.expr.indices import Hypothesis
from verifier.expr.nodes import Expr
from verifier.questions.problem_set import ProblemSet
from verifier.questions.scope import undone
from verifier.questions.target import Prose, Target
from verifier.steps.model import Step

Verdict = Literal["holds", "fails", "undecided", "person"]
CLAIM = "the claim"


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
    """One equality that was judged. `form`: why it is no answer, whatever its value. `ms`: from the unnormalised sides to the verdict."""

    words: str
    claim: Expr
    decision: Decision
    form: Form | None = None
    ms: float = 0.0
    derive_ms: float = 0.0

    @property
    def verdict(self) -> Verdict:
        if self.form is not None or self.decision.fails:
            return "fails"
        return "holds" if self.decision.holds else "undecided"


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
        decision = link.decision
        out: dict[str, Any] = {"verdict": self.verdict, "evidence": self._evidence(link)}
        if decision.numbers is not None and decision.numbers is not decision.evidence:
            out["numbers"] = decision.numbers.as_json()
        out |= {"ms": round(self.links[0].ms, 3), "derive_ms": round(self.links[0].derive_ms, 3)}
        if self.verdict != "holds":
            out["claim"] = latex(link.claim)
            out["derived"] = None if self.derived is None else latex(self.derived)
            out["findings"] = [finding.as_json() for finding in self.findings]
        return out

    def _evidence(self, link: Link) -> dict[str, Any]:
        """The evidence, a proof with all that was assumed: the hypotheses of the target, and what the prover adds."""
        if link.form is not None:
            return link.form.as_json()
        out = link.decision.evidence.as_json()
        if isinstance(self.target, Target) and isinstance(link.decision.evidence, Proof):
            from verifier.latex.write import latex_hypothesis

            assumed = [f"${latex_hypothesis(h)}$" for h in self.target.hypotheses]
            out["conditions"] = [*assumed, *conditions_of(self.target, link.decision.evidence)]
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
    hypotheses = target.hypotheses
    claim = judge_claim(CLAIM, target.quantity, target.claim, hypotheses, seed=seed)
    links = [replace(claim, form=_form(target))]
    links += (
        judge_claim(f"the form {a.words}", a.quantity, a.claim, hypotheses, seed=seed) for a in target.also
    )
    links += _lemmas(target, seed)
    links += _own_steps(target)
    check = TargetCheck(target=target, links=tuple(links))
    if check.verdict == "holds":
        return check
    derived = derived_form(target)
    findings = tuple(f for link in links if link.verdict != "holds" for f in _findings(target, link, derived))
    return TargetCheck(target=target, links=check.links, findings=findings, derived=derived)


def judge_claim(
    words: str,
    quantity: Expr,
    claim: Expr,
    hypotheses: tuple[Hypothesis, ...],
    *,
    seed: int | None = None,
) -> Link:
    """Derive a quantity afresh and let both judges say whether it is what is claimed.

    The clock stops at the verdict: at the proof, which the numbers then only confirm, or after the numbers.
    """
    from verifier.algebra.prove import prove_derived
    from verifier.equality import Unsupported, derive, joined

    if quantity.shape != claim.shape:
        said = f"`{quantity}` {quantity.shape.in_words()}, `{claim}` {claim.shape.in_words()}"
        return Link(
            words=words, claim=claim, decision=Decision(ShapeClash(quantity.shape, claim.shape, said))
        )
    proof: Proof | Nothing
    start = middle = perf_counter()
    try:
        derived = derive(quantity, hypotheses, like=claim)
        middle = perf_counter()
        proof = prove_derived(derived, claim)
    except Unsupported as why:
        proof = Nothing(str(why))
    end = perf_counter()
    decision = joined(quantity, claim, proof, hypotheses, seed=seed)
    if not isinstance(proof, Proof):
        end = perf_counter()
    return Link(
        words=words,
        claim=claim,
        decision=decision,
        ms=1000 * (end - middle),
        derive_ms=1000 * (middle - start),
    )


def _form(target: Target) -> Form | None:
    """Why a claim is no answer: a derivative stands in it that was to be carried out."""
    left = undone(target.claim, target.allowed)
    if left is None:
        return None
    return Form(
        "the claim restates the question"
        if left == target.quantity
        else f"`{left}` is left to be carried out, and is not among the derivatives that are allowed"
    )


def conditions_of(target: Target, evidence: Evidence) -> tuple[str, ...]:
    """What a proof assumes beside the hypotheses, in words; where a derivative does not exist, unless they exclude it."""
    if not isinstance(evidence, Proof):
        return ()
    from verifier.latex.write import latex_condition
    from verifier.steps.kinks import open_kinks

    told = [condition for condition in evidence.conditions if "kink" not in condition]
    if len(told) < len(evidence.conditions):
        for kink in open_kinks(target.quantity, target.hypotheses):
            where = f"${latex_condition(kink)}$"
            entry = "" if kink.left.shape.is_scalar else "an entry of "
            told.append(f"the derivative need not exist where {entry}{where}")
    return tuple(told)


def steps_of(target: Target) -> tuple[Step, ...]:
    """The derivation of a target, each link judged: the author's own, or the program's, up to the first that fails."""
    from verifier.algebra.prove import prove
    from verifier.steps.worked import check_own_steps, worked_steps

    quantity, claim, hypotheses = target.quantity, target.claim, target.hypotheses
    if target.steps:
        own = [(line.formula, (line.reason,) if line.reason else ()) for line in target.steps]
        return check_own_steps(quantity, own, claim, hypotheses, _decided)
    return worked_steps(quantity, claim, hypotheses, prove)


def derived_form(target: Target) -> Expr | None:
    """The derivative in the most readable form that was reached: the last proved line of the program's steps."""
    reached = None
    # A claim that leaves a derivative undone is nothing to aim at; 0 has no form of its own.
    aim = target.claim if undone(target.claim, target.allowed) is None else 0
    for step in steps_of(target.claiming(aim))[1:]:
        if not isinstance(step.evidence, Proof):
            break
        reached = step.expr
    return reached


def _decided(left: Expr, right: Expr, hypotheses: tuple[Hypothesis, ...]) -> Evidence:
    """Both judges: an author's step that is wrong is to be refuted, not only left unproved."""
    from verifier.equality import decide

    return decide(left, right, hypotheses).evidence


def _own_steps(target: Target) -> Iterable[Link]:
    if target.steps:
        for at, step in enumerate(steps_of(target)[1:], start=1):
            words = f"step {at}" if at <= len(target.steps) else "the claim, after the last step"
            yield Link(
                words=words, claim=step.expr, decision=Decision(step.evidence or Nothing("not judged"))
            )


def _lemmas(target: Target, seed: int | None) -> Iterable[Link]:
    for lemma in target.lemmas:
        for before, line in pairwise(lemma.lines):
            decision = _link_of_lemma(before.formula, line.formula, target.hypotheses, seed)
            yield Link(words=f"the lemma that {lemma.words}", claim=line.formula, decision=decision)


def _link_of_lemma(left: Expr, right: Expr, hypotheses: tuple[Hypothesis, ...], seed: int | None) -> Decision:
    """Both judges. What holds whatever stands for a definition that both sides have, holds for that definition."""
    from verifier.algebra.prove import prove
    from verifier.equality import decide, joined
    from verifier.steps.links import freed
    from verifier.steps.strategy import definitions_in

    decision = decide(left, right, hypotheses, seed=seed)
    for shared in definitions_in(left) if not decision.holds and not decision.fails else ():
        proof = prove(freed(left, shared), freed(right, shared), hypotheses)
        if isinstance(proof, Proof):
            return joined(left, right, proof, hypotheses, seed=seed)
    return decision


def _findings(target: Target, link: Link, derived: Expr | None) -> tuple[Finding, ...]:
    """What is wrong with a claim, where the smallest repair tells; then how it differs."""
    if link.form is not None:
        return (_form_finding(target, link, link.form, derived),)
    differs = _finding(target, link, derived)
    if derived is None or link.words != CLAIM or not link.decision.fails:
        return (differs,)
    from verifier.latex.write import latex
    from verifier.mistakes import DiagnosisContext, diagnose

    found = diagnose(link.claim, derived, target.hypotheses, DiagnosisContext(quantity=target.quantity))
    told = tuple(
        Finding(f.code, f"{target.name}: {f.message}", latex(f.repair) if f.repair is not None else "")
        for f in found
    )
    return (*told, differs)


def _form_finding(target: Target, link: Link, form: Form, derived: Expr | None) -> Finding:
    from verifier.latex.write import latex

    code = "not-differentiated" if undone(link.claim, ()) == target.quantity else "unfinished"
    repair = "" if derived is None or undone(derived, target.allowed) else latex(derived)
    return Finding(code, f"{target.name}: {link.words}, `{link.claim}`, is no answer: {form.why}", repair)


def _finding(target: Target, link: Link, derived: Expr | None) -> Finding:
    from verifier.latex.write import latex

    what = f"{target.name}: {link.words}, `{link.claim}`,"
    repair = latex(derived) if derived is not None and link.words == CLAIM else ""
    match link.decision.evidence:
        case ShapeClash(left=asked, right=claimed, message=message):
            message = message or f"{claimed} where {asked} is asked for"
            return Finding("shape", f"{what} has another shape than what is asked: {message}", repair)
        case Counterexample() as found:
            row, col = found.entry
            where = f"entry ({row}, {col}) is {found.left} by the derivation and {found.right} by the claim"
            return Finding("differs", f"{what} is not what the loss gives: {where}", repair)
        case Undefined(why=why):
            return Finding("domain", f"{what} has no value where the derivation has one: {why}", repair)
        case Agreement(points=points):
            return Finding("unproved", f"{what} agrees at {points} points but is not proved")
        case Nothing(why=why):
            return Finding("unproved", f"{what} is neither proved nor refuted: {why}")
        case Proof():
            raise ValueError(f"{what} is proved: there is nothing to find")
    assert_never(link.decision.evidence)
