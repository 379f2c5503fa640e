"""`verifier grade`: submissions to marks, each with its reason, and reports."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from verifier.cli.session import Session, command, seed_option

if TYPE_CHECKING:
    from verifier.grading.grade import Outcome
    from verifier.grading.rubric import Rubric
    from verifier.grading.standing import Standing
    from verifier.questions import ProblemSet

_ALL = "json,html,md,csv"


@command("grade")
@click.argument("name", metavar="SET")
@click.argument(
    "given", metavar="FILE_OR_FOLDER...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "-o",
    "folder",
    default=Path("out/grades"),
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write (default: out/grades).",
)
@click.option("--format", "formats", default=_ALL, metavar="LIST", help=f"Formats, with commas: {_ALL}.")
@click.option(
    "--rubric",
    "rubric_file",
    metavar="FILE.toml",
    type=click.Path(path_type=Path),
    help="What a mistake costs.",
)
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Processes (default: one a core).")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=1),
    default=60.0,
    metavar="SECONDS",
    help="A submission that takes longer is left for a person (default: 60).",
)
@seed_option
def grade(
    session: Session,
    name: str,
    given: tuple[Path, ...],
    folder: Path,
    formats: str,
    rubric_file: Path | None,
    workers: int | None,
    time_limit: float,
    seed: int | None,
) -> int:
    """Grade submissions against SET, or `auto`: every line checked, every mark lost with its reason.

    A submission is a Markdown, LaTeX or notebook file, or a folder with one. What is graded already and has not
    changed is not graded again.
    """
    from verifier.cli.keys import load_keys
    from verifier.grading.grade import Order
    from verifier.grading.grade import grade as grade_all
    from verifier.grading.outputs import checked_formats
    from verifier.questions import find_set

    if session.debug:  # what arises in a worker reaches us as a text
        logging.getLogger("verifier").setLevel(logging.DEBUG)
    sets = load_keys(session)
    meant = list(sets.values()) if name == "auto" else [find_set(sets, name)]
    rubric = _rubric(rubric_file, meant)
    with _progress(session) as progress:
        order = Order(
            asked=name,
            given=given,
            folder=folder,
            formats=checked_formats(formats),
            rubric=rubric,
            workers=workers or _cores(),
            time_limit=time_limit,
            seed=seed,
            derivations=session.derivations,
            progress=progress,
        )
        outcome = grade_all(order, sets)
    _report(outcome, session)
    return 0


def _rubric(path: Path | None, meant: list[ProblemSet]) -> Rubric:
    from verifier.grading.rubric import Rubric, read_rubric

    if path is None:
        return Rubric()
    from verifier.mistakes.table import catalogue

    return read_rubric(path, meant, catalogue())


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _progress(session: Session) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr where that is a terminal; silence elsewhere."""
    if session.quiet or not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("grading", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _report(outcome: Outcome, session: Session) -> None:
    from verifier.cli.tables import print_table

    for remark in outcome.remarks:
        click.echo(f"verifier: {remark}", err=True)
    faults = sum("fault of verifier" in standing.trouble for standing in outcome.standings)
    if faults:
        click.echo(
            f"verifier: {faults} met a fault of verifier, named in results.jsonl; please report it", err=True
        )
    if not session.quiet:
        heads = ("submission", "set", "score", "waiting", "of", "for a person")
        print_table(heads, map(_row, outcome.standings), right=(2, 3, 4))
    waiting = sum(bool(s.needs_person or s.trouble) for s in outcome.standings)
    click.echo(
        f"{outcome.graded} graded, {outcome.kept} unchanged; {waiting} of {len(outcome.standings)} wait for a person"
    )


def _row(standing: Standing) -> tuple[str, ...]:
    from verifier.grading.points import told

    most = "" if standing.max_score is None else told(standing.max_score)
    name = " ".join(standing.submission.split())
    if standing.trouble:
        return name, standing.set_id, "", "", most, standing.trouble
    pending = told(standing.pending) if standing.pending else ""
    return name, standing.set_id, told(standing.score), pending, most, ", ".join(standing.needs_person)
