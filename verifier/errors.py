"""The one exception that a user is meant to see.

A mistake in what was handed in (a shape that does not fit, a set that does not exist, a file that cannot
be read) is a `VerifierError`: one message that says what, where and what would help. Anything else that
is raised is a fault of the program, and the command line says so.
"""

from typing import Final

BAD_USE: Final = 2
OUR_FAULT: Final = 3


class VerifierError(Exception):
    """A mistake of the user's, or of the machine's, in words for the user."""

    def __init__(self, message: str, hint: str | None = None, *, exit_code: int = BAD_USE) -> None:
        super().__init__(message)
        self._message = message
        self.hint = hint
        self.exit_code = exit_code

    @property
    def message(self) -> str:
        return self._message

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message
