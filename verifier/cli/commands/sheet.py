"""`verifier sheet`: the solution sheet of a set, in the formats that are asked for."""

from pathlib import Path

import click

from verifier.cli.session import Session, command, seed_option

_ALL = "tex,md,html,pdf"


@command("sheet")
@click.argument("name", metavar="SET")
@click.option("--format", "formats", default=_ALL, metavar="LIST", help=f"Formats, with commas: {_ALL}.")
@click.option(
    "-o",
    "folder",
    default=Path("out"),
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write (default: out/).",
)
@seed_option
def sheet(session: Session, name: str, formats: str, folder: Path, seed: int | None) -> int:
    """Write the solution sheet: statement, worked steps, closed form, evidence."""
    from verifier.answer_sheet import answer_sheet
    from verifier.check import check_set
    from verifier.cli.keys import read_keys
    from verifier.errors import VerifierError
    from verifier.questions import find_set
    from verifier.render import write_sheet

    wanted = [part.strip() for part in formats.split(",") if part.strip()]
    if not wanted:
        raise VerifierError("no format is named", f"--format takes one or more of {_ALL}, with commas")
    problem_set = find_set(read_keys(session).require((name,)), name)
    for path in write_sheet(answer_sheet(check_set(problem_set, seed=seed)), wanted, folder):
        click.echo(path)
    return 0
