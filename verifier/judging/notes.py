"""What the reader repaired or wondered at, as findings of the catalogue: remarks on notation, which cost nothing."""

from __future__ import annotations

from typing import Final

from verifier.judging.verdict import Remark
from verifier.latex.read.problems import Note
from verifier.mistakes.table import catalogue

_KNOWN_AS: Final = {
    "digit-0-for-o": "zero-based",
    "partial-misspelt": "partial-missing",
}
_ANY: Final = "notation"


def noted(note: Note) -> Remark:
    """A finding whose code `verifier explain` knows; the message says what it was."""
    code = _KNOWN_AS.get(note.code, note.code)
    known = code if code in catalogue() else _ANY
    return Remark(code=known, message=note.message, span=note.span, severity="note", hint=note.message)


__all__ = ["noted"]
