"""Tables on a terminal: plain columns, no frames, so that they can be piped and searched."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Final

import click

VERDICT_STYLE: Final = {"holds": "green", "fails": "bold red", "undecided": "yellow", "person": "dim"}
_WIDE: Final = 240  # where there is no terminal, nothing needs to be folded


def print_table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    right: Sequence[int] = (),
    verdicts: Sequence[int] = (),
) -> None:
    """A table on stdout; `right` are columns of numbers, `verdicts` columns that are coloured by what they say."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else _WIDE)
    table = Table(box=None, pad_edge=False, header_style="dim")
    for at, head in enumerate(heads):
        table.add_column(head, justify="right" if at in right else "left")
    for row in rows:
        cells = (
            Text(cell, VERDICT_STYLE.get(cell, "") if at in verdicts else "") for at, cell in enumerate(row)
        )
        table.add_row(*cells)
    with console.capture() as written:
        console.print(table)
    for line in written.get().splitlines():
        click.echo(line.rstrip())
