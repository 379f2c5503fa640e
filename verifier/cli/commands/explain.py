"""`verifier explain`: one kind of mistake in full, or the list of all."""

from __future__ import annotations

import difflib
import textwrap
from typing import TYPE_CHECKING

import click

from verifier.cli.session import Session, command

if TYPE_CHECKING:
    from verifier.mistakes.model import Mistake

_WIDTH = 100


@command("explain")
@click.argument("code", metavar="[CODE]", required=False)
def explain(session: Session, code: str | None) -> int:
    """Say what one kind of mistake is, why it happens, with a wrong and a right line; without CODE list all."""
    from verifier.errors import VerifierError
    from verifier.mistakes.table import catalogue

    known = catalogue()
    if code is None:
        _list(known)
        return 0
    if code not in known:
        near = difflib.get_close_matches(code.strip().lower().replace("_", "-"), known, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else "`verifier explain` lists all codes"
        raise VerifierError(f"there is no kind of mistake {code!r}", hint)
    _show(known[code])
    return 0


def _list(known: dict[str, Mistake]) -> None:
    from verifier.cli.tables import print_table

    print_table(
        ("code", "what it is", "costs marks"),
        [(m.code, m.title, "no" if m.severity == "note" else "yes") for m in known.values()],
    )


def _show(mistake: Mistake) -> None:
    click.echo(f"{mistake.code}: {mistake.title}")
    for words in (mistake.explanation, mistake.why):
        click.echo("\n" + textwrap.fill(words, _WIDTH))
    click.echo(f"\n  wrong  {mistake.wrong}\n  right  {mistake.right}\n")
    click.echo(textwrap.fill(f"What to look at: {mistake.hint}", _WIDTH))
    if mistake.severity == "note":
        click.echo("\nThis is a remark; it never costs a mark.")
