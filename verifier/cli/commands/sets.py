"""`verifier sets`: what there is to check, to derive and to write."""

from __future__ import annotations

import json
from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from verifier.cli.session import Session, command, json_option

if TYPE_CHECKING:
    from verifier.questions import Ask, ProblemSet


@command("sets")
@click.argument("name", metavar="[SET]", required=False)
@json_option
def sets(session: Session, name: str | None, as_json: bool) -> int:
    """List the problem sets, or the parts and targets of one."""
    from verifier.cli.keys import read_keys
    from verifier.questions import find_set

    keys = read_keys(session)
    known = keys.require(() if name is None else (name,))
    if as_json:
        chosen = list(known.values()) if name is None else [find_set(known, name)]
        click.echo(json.dumps({"sets": [_as_json(problem_set) for problem_set in chosen]}))
    elif name is None:
        _list(known.values())
    else:
        _show(find_set(known, name))
    return keys.exit_code if name is None else 0


def _list(known: Iterable[ProblemSet]) -> None:
    from verifier.cli.tables import print_table

    print_table(
        ("set", "title", "year", "points", "targets"),
        [(s.id, s.title, str(s.year), str(s.points), str(len(list(s.asks)))) for s in known],
        right=(2, 3, 4),
    )


def _show(problem_set: ProblemSet) -> None:
    from verifier.cli.tables import print_table
    from verifier.questions import Target

    click.echo(f"{problem_set.id}: {problem_set.course}, {problem_set.year}, {problem_set.points} points")
    rows = []
    for ask in problem_set.asks:
        target = ask.target
        asked = f"{target.quantity} = {target.claim}" if isinstance(target, Target) else "(in words)"
        points = str(ask.points) if ask.asked else "not asked"
        rows.append((problem_set.label(target.name), target.name, points, asked))
    print_table(("part", "target", "points", "claim"), rows, right=(2,))


def _as_json(problem_set: ProblemSet) -> dict[str, Any]:
    from verifier.questions import Either

    parts = [
        {
            "part": part.label,
            "title": part.title,
            "points": _points(part.points),
            "targets": [{"part": ask.label or part.label, **_asked(ask)} for ask in part.asks],
            "either": [
                [[ask.target.name for ask in way] for way in question.ways]
                for question in part.questions
                if isinstance(question, Either)
            ],
        }
        for part in problem_set.parts
    ]
    return {
        "set": problem_set.id,
        "title": problem_set.title,
        "course": problem_set.course,
        "year": problem_set.year,
        "points": _points(problem_set.points),
        "parts": parts,
    }


def _asked(ask: Ask) -> dict[str, Any]:
    from verifier.latex.write import latex
    from verifier.questions import Target

    target = ask.target
    row = {"target": target.name, "title": target.title, "points": _points(ask.points), "asked": ask.asked}
    if isinstance(target, Target):
        return row | {"prose": False, "quantity": latex(target.quantity), "claim": latex(target.claim)}
    return row | {"prose": True}


def _points(value: Fraction | int) -> int | float:
    return int(value) if value == int(value) else float(value)
