"""The command `verifier`: `main` runs it; each command is one file in `commands/`."""

from verifier.cli.run import main

__all__ = ["main"]
