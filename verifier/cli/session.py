"""What holds for one call of `verifier`, and the options that set it.

`-v`, `-q`, `--debug`, `--derivations`, `--version` and `--help` may stand before or behind the name of
the command, so they belong to the group and to each command alike; `command` gives them to a command.

    @command("sets")
    @click.argument("name", required=False)
    @json_option
    def sets(session: Session, name: str | None, as_json: bool) -> int:
        \"\"\"List the problem sets, their parts and targets.\"\"\"
        from verifier.questions import find_sets  # here, so that --help stays fast

Such a function returns the exit status and raises `VerifierError` for a mistake of the user's.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import click

from verifier import __version__

P = ParamSpec("P")
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(slots=True)
class Session:
    """Filled in while the options are read: the one thing here that changes."""

    verbosity: int = 0
    debug: bool = False
    derivations: tuple[Path, ...] = ()

    @property
    def quiet(self) -> bool:
        return self.verbosity < 0


def _set_verbosity(step: int) -> Callable[[click.Context, click.Parameter, int], None]:
    def callback(context: click.Context, _parameter: click.Parameter, count: int) -> None:
        session: Session = context.ensure_object(Session)
        session.verbosity += step * count
        logging.getLogger("verifier").setLevel(logging.WARNING - 10 * session.verbosity)

    return callback


def _set_debug(context: click.Context, _parameter: click.Parameter, debug: bool) -> None:
    session: Session = context.ensure_object(Session)
    session.debug = session.debug or debug


def _add_derivations(context: click.Context, _parameter: click.Parameter, folders: tuple[Path, ...]) -> None:
    session: Session = context.ensure_object(Session)
    session.derivations += folders


def common_options(function: F) -> F:
    """The options that every command has; they go into the session, not into the arguments."""
    options = (
        click.option(
            "--derivations",
            metavar="DIR",
            multiple=True,
            expose_value=False,
            callback=_add_derivations,
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            help="Add a folder of problem sets of your own.",
        ),
        click.option(
            "-v", "--verbose", count=True, expose_value=False, callback=_set_verbosity(1), help="Say more."
        ),
        click.option(
            "-q", "--quiet", count=True, expose_value=False, callback=_set_verbosity(-1), help="Say less."
        ),
        click.option(
            "--debug",
            is_flag=True,
            expose_value=False,
            callback=_set_debug,
            is_eager=True,
            help="Show the traceback of an error.",
        ),
        click.version_option(__version__, prog_name="verifier", message="%(prog)s %(version)s"),
    )
    for option in reversed(options):
        function = option(function)
    return function


def command(name: str) -> Callable[[Callable[Concatenate[Session, P], int]], click.Command]:
    """A command of `verifier`: a function of the session and its own arguments to an exit status."""

    def decorate(function: Callable[Concatenate[Session, P], int]) -> click.Command:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> int:
            return function(click.get_current_context().ensure_object(Session), *args, **kwargs)

        return click.command(name)(common_options(run))

    return decorate


json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON to stdout.")
seed_option = click.option("--seed", type=int, metavar="N", help="Draw the same numbers again.")
