"""The group of commands, each imported when it is asked for.

A command is a module in `commands/` that holds a click command under its own name. Importing sympy
costs half a second, so a command's module imports only click and the session at its top, and what it
works with inside its function.
"""

import difflib
import importlib
import pkgutil
from pathlib import Path

import click

from verifier.cli.session import common_options

FIRST_THINGS = (
    ("verifier doctor", "is everything here that is needed?"),
    ("verifier sets", "the problem sets, their parts and targets"),
    ("verifier check", "prove every claim of the answer key"),
    ("verifier sheet cs224n-a2-2022", "write the solution sheet into out/"),
    ("verifier derive cs224n-a2-2022:softmax-center", "one derivation, step by step"),
)
_COMMANDS = "verifier.cli.commands"
# The order in which a person meets them; a command that is not named here comes after, by name.
_ORDER = ("sets", "check", "sheet", "derive", "judge", "explain", "grade", "doctor")


class LazyGroup(click.Group):
    """Finds commands by walking the folder; imports one only to run or to describe it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        folder = str(Path(__file__).with_name("commands"))
        names = [module.name for module in pkgutil.iter_modules([folder])]
        return sorted(names, key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        found: click.Command = getattr(importlib.import_module(f"{_COMMANDS}.{cmd_name}"), cmd_name)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        names = self.list_commands(ctx)
        if args[0] not in names and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], names, n=1)
            ctx.fail(
                f"there is no command {args[0]!r}; "
                + (f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names)}")
            )
        return super().resolve_command(ctx, args)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Five things to try first"):
            formatter.write_dl(FIRST_THINGS)


@click.group("verifier", cls=LazyGroup, invoke_without_command=True)
@common_options
@click.pass_context
def root(context: click.Context) -> int:
    """Derive, prove and write answer keys; judge and grade derivations against them."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
    return 0
