"""`verifier check`: is the answer key right?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, assert_never

import click

from verifier.cli.session import Session, command, json_option, seed_option

if TYPE_CHECKING:
    from verifier.check import SetCheck, TargetCheck
    from verifier.evidence import Counterexample, Evidence
    from verifier.questions import ProblemSet


@command("check")
@click.argument("names", metavar="[SET[:TARGET]]...", nargs=-1)
@json_option
@seed_option
def check(session: Session, names: tuple[str, ...], as_json: bool, seed: int | None) -> int:
    """Derive every target from its loss and prove, or refute, every claim of the answer key."""
    from verifier.check import check_set
    from verifier.cli.keys import read_keys

    keys = read_keys(session)
    keys.require(names)
    wanted = _wanted(keys.sets, names)
    seen: dict[int, TargetCheck] = {}
    results = [check_set(problem_set, only, seen=seen, seed=seed) for problem_set, only in wanted]
    if as_json:
        click.echo(json.dumps({"sets": [result.as_json() for result in results]}))
    else:
        for result in results:
            _print(result, session)
        _summarise(results)
    return max(keys.exit_code, 0 if all(result.holds for result in results) else 1)


def _wanted(known: dict[str, ProblemSet], names: tuple[str, ...]) -> list[tuple[ProblemSet, set[str] | None]]:
    """The sets that are named, each with its targets that are; a set without a target is meant whole."""
    from verifier.questions import find_target

    if not names:
        return [(problem_set, None) for problem_set in known.values()]
    chosen: dict[str, set[str] | None] = {}
    for name in names:
        problem_set, target = find_target(known, name)
        before = chosen.get(problem_set.id, set())
        chosen[problem_set.id] = None if target is None or before is None else before | {target.name}
    return [(known[name], only) for name, only in chosen.items()]


def _print(result: SetCheck, session: Session) -> None:
    from verifier.cli.tables import print_table

    shown = [c for c in result.targets if not session.quiet or c.verdict not in ("holds", "person")]
    if shown:
        click.echo(result.problem_set.id)
        rows = [
            (f"  {result.problem_set.label(c.target.name)}", c.target.name, c.verdict, _evidence(c), _ms(c))
            for c in shown
        ]
        print_table(("  part", "target", "verdict", "evidence", "ms"), rows, right=(4,), verdicts=(2,))
        for target_check in shown:
            _print_findings(target_check)
        click.echo()


def _evidence(target_check: TargetCheck) -> str:
    link = target_check.link
    if link is None:
        return "answered in words"
    if link.form is not None:
        return link.form.why
    told = [link.decision.evidence]
    if link.decision.numbers is not None and link.decision.numbers is not link.decision.evidence:
        told.append(link.decision.numbers)
    return ", ".join(map(_in_words, told))


def _in_words(evidence: Evidence) -> str:
    from verifier import evidence as kinds

    match evidence:
        case kinds.Proof():
            return "proved for all sizes"
        case kinds.Agreement(points=points):
            return f"agrees at {points} points"
        case kinds.Counterexample():
            return "counterexample"
        case kinds.Undefined():
            return "undefined at a point"
        case kinds.ShapeClash():
            return "shape"
        case kinds.Nothing(why=why):
            return why
    assert_never(evidence)


def _ms(target_check: TargetCheck) -> str:
    return f"{target_check.links[0].ms:.1f}" if target_check.links else ""


def _print_findings(target_check: TargetCheck) -> None:
    from verifier.evidence import Counterexample

    for finding in target_check.findings:
        click.echo(f"  {finding.message}")
    link = target_check.link
    if link is None or not target_check.findings:
        return
    click.echo(f"    claimed:  {link.claim}")
    if target_check.derived is not None:
        click.echo(f"    derived:  {target_check.derived}")
    if isinstance(link.decision.evidence, Counterexample):
        for line in _point(link.decision.evidence):
            click.echo(f"    {line}")


def _point(found: Counterexample) -> list[str]:
    """Where both sides were seen to differ; enough to do it again by hand."""
    sizes = ", ".join(f"{name} = {value}" for name, value in found.sizes.items())
    indices = ", ".join(f"{name} = {value}" for name, value in found.indices.items())
    places = [part for part in (sizes, indices) if part]
    values = [f"{name} = {json.dumps(value)}" for name, value in found.values.items()]
    told = ["; ".join(places), *values] if places else values
    lines = [f"{'at:' if not number else '':10}{line}" for number, line in enumerate(told)]
    lines.append(
        f"seen:     {found.left} against {found.right}, at least {found.bound} apart (seed {found.seed})"
    )
    return lines


def _summarise(results: list[SetCheck]) -> None:
    verdicts = [c.verdict for result in results for c in result.targets]
    told = {
        "holds": "hold",
        "fails": "fail" if verdicts.count("fails") != 1 else "fails",
        "undecided": "undecided",
        "person": "in words",
    }
    counts = ", ".join(f"{verdicts.count(v)} {word}" for v, word in told.items() if v in verdicts)
    click.echo(f"{len(results)} {'set' if len(results) == 1 else 'sets'}: {counts or 'no targets'}")
