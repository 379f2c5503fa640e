"""`verifier derive`: the worked steps of one target, in the terminal."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

import click

from verifier.cli.session import Session, command, seed_option

if TYPE_CHECKING:
    from verifier.expr.indices import Hypothesis
    from verifier.questions import Target

_HANGING = 8  # columns by which a folded line is set in


@command("derive")
@click.argument("name", metavar="SET:TARGET")
@seed_option
def derive(session: Session, name: str, seed: int | None) -> int:
    """Show how one closed form follows from its loss, step by step."""
    from verifier.check import check_target, conditions_of
    from verifier.cli.keys import read_keys
    from verifier.errors import VerifierError
    from verifier.questions import Prose, find_target

    problem_set, target = find_target(read_keys(session).require((name,)), name)
    if target is None:
        names = ", ".join(problem_set.targets)
        raise VerifierError(f"{name} names a set; say which target of it", f"as {name}:TARGET, of {names}")
    click.echo(f"{target.title}  ({problem_set.id}, part {problem_set.label(target.name)})")
    if isinstance(target, Prose):
        click.echo(f"\n{target.question.strip()}\n\n{target.model_answer.strip()}")
        return 0
    _print_question(target)
    _print_steps(target)
    checked = check_target(target, seed=seed)
    if checked.verdict == "holds":
        click.echo("\nproved for all sizes, each step and the whole")
        for condition in conditions_of(target, checked.links[0].decision.evidence):
            click.echo(f"  {condition.replace('$', '')}")
        return 0
    for finding in checked.findings:
        click.echo(f"\n{finding.message}")
    return 1


def _print_question(target: Target) -> None:
    loss = target.definition
    if loss is not None:
        click.echo()
        _print_line(f"  {loss.name} = {loss.body}", "")
    if target.hypotheses:
        click.echo(f"  where {', '.join(map(_in_words, target.hypotheses))}")


def _in_words(hypothesis: Hypothesis) -> str:
    from verifier.expr.indices import Distinct, NotAmong
    from verifier.expr.text import condition_text

    match hypothesis:
        case NotAmong(term=term, map=family):
            return f"{term} is no {family.name}[{family.arguments.low}..{family.arguments.high}]"
        case Distinct(map=family):
            return (
                f"the {family.name}[{family.arguments.low}..{family.arguments.high}] are pairwise different"
            )
        case condition:
            return condition_text(condition)


def _print_line(line: str, reason: str) -> None:
    """A line with its reason; on a terminal folded to its width, the reason below where there is no room beside."""
    wide = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    together = f"{line}    {reason}".rstrip()
    if not wide or len(together) <= wide:
        click.echo(together)
        return
    folded = textwrap.wrap(
        line, wide, subsequent_indent=" " * _HANGING, break_long_words=False, break_on_hyphens=False
    )
    click.echo("\n".join(folded))
    if reason:
        below = textwrap.wrap(reason, wide - _HANGING, break_long_words=False, break_on_hyphens=False)
        click.echo("\n".join(part.rjust(wide) for part in below))


def _print_steps(target: Target) -> None:
    from verifier.check import steps_of
    from verifier.evidence import Proof
    from verifier.expr.text import condition_text
    from verifier.steps.model import written

    first, *rest = steps_of(target)
    click.echo()
    _print_line(f"  {first.expr}", "")
    for step in rest:
        shown = isinstance(step.evidence, Proof)
        mark = "=" if shown else "≟"
        # A reason that the program gave belongs to a link that holds; an author's own is what is doubted.
        reason = written(step.words, str, str, condition_text) if shown or target.steps else ""
        reason = reason if shown else f"not shown: {reason}" if reason else "not shown"
        _print_line(f"    {mark} {step.expr}", f"[{reason}]" if reason else "")
