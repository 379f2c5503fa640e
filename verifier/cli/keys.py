"""Loading the sets for a command that reads them. What is broken is told; the sets beside it are still there.

A formula whose shapes do not fit ends in exit status 1, as every other wrong claim does; anything else in 2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import click

from verifier.cli.session import Session
from verifier.errors import VerifierError
from verifier.questions import BrokenModule, ProblemSet, load_sets


@dataclass(frozen=True, slots=True)
class Keys:
    """The sets that could be loaded, and what was said of the others."""

    sets: dict[str, ProblemSet]
    broken: tuple[VerifierError, ...] = ()

    @property
    def exit_code(self) -> int:
        """The worst of what was broken; 0 when nothing was."""
        return max((error.exit_code for error in self.broken), default=0)

    def require(self, names: Iterable[str] = ()) -> dict[str, ProblemSet]:
        """The sets, once what is broken was told; a name that is not among them may be in what is broken."""
        if self.broken and any(name.partition(":")[0] not in self.sets for name in names):
            raise self.broken[0]
        for error in self.broken:
            click.echo(f"verifier: {error.message}", err=True)
            if error.hint:
                click.echo(f"  {error.hint}", err=True)
        return self.sets


def load_keys(session: Session) -> dict[str, ProblemSet]:
    """All sets, for a command that cannot do with some of them."""
    keys = read_keys(session)
    if keys.broken:
        raise keys.broken[0]
    return keys.sets


def read_keys(session: Session) -> Keys:
    """All sets that can be loaded."""
    from verifier.expr.shapes import ShapeError

    broken: list[VerifierError] = []
    sets = load_sets(session.derivations, broken)
    for error in broken:
        if isinstance(error, BrokenModule) and isinstance(error.__cause__, ShapeError):
            error.exit_code = 1
    return Keys(sets, tuple(broken))
