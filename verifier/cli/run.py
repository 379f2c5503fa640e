"""Runs a command and turns every way it can end into an exit status and at most one message.

Here, and only here, exceptions become text: a `VerifierError` is a message for the user, anything else
is called a fault of verifier. A traceback is shown with `--debug` alone.
"""

import logging
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Final

import click

from verifier.cli.group import root
from verifier.cli.session import Session
from verifier.errors import OUR_FAULT, VerifierError

INTERRUPTED: Final = 130  # as a shell reports SIGINT
PIPE_CLOSED: Final = 141  # as a shell reports SIGPIPE


def main(arguments: Sequence[str] | None = None) -> int:
    """The command `verifier`; the exit status is returned, nothing is raised."""
    session = Session()
    logging.basicConfig(format="%(message)s", stream=sys.stderr)
    try:
        given = list(sys.argv[1:] if arguments is None else arguments)
        with root.make_context("verifier", given, obj=session) as context:
            status: object = root.invoke(context)
        sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; python must not complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except VerifierError as error:
        _show_traceback(session)
        _say(error.message, error.hint)
        return error.exit_code
    except ModuleNotFoundError as error:
        _show_traceback(session)
        _say(f"a package is not installed: {error}", "verifier doctor says what installs it")
        return OUR_FAULT
    except Exception as error:  # noqa: BLE001 - the last net; what falls into it is called a fault of ours
        _show_traceback(session)
        what = " ".join(f"{type(error).__name__}: {error}".split())
        _say(f"this is a fault of verifier, not of yours: {what[:300]}", "--debug shows where it arose")
        return OUR_FAULT


def _say(message: str, hint: str | None = None) -> None:
    click.echo(f"verifier: {message}", err=True)
    if hint:
        click.echo(f"  {hint}", err=True)


def _show_traceback(session: Session) -> None:
    if session.debug:
        traceback.print_exc()
