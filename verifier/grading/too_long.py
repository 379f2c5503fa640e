"""Which texts are too long to be a submission. Told at once, and by characters: the same on every machine.

A submission has some ten thousand characters, a long one fifty thousand. What is far beyond that is a log, a book or a
mistake, and a person should see it before a machine spends minutes on it. Pictures inside a file do not count.
"""

from __future__ import annotations

import re
from typing import Final

from verifier.documents import Document, Heading, Math, Prose

LONGEST: Final = 300_000  # characters of words and formulas
LONGEST_FILE: Final = 1_500_000  # bytes of a file before it is read, without data
_DATA: Final = re.compile(rb"[A-Za-z0-9+/=]{400,}")  # a picture written out in letters
_HELP: Final = "hand in the answers alone, without logs, data and copied notes"


def file_too_long(data: bytes, suffix: str) -> str | None:
    """Of a file that is not read yet; what a notebook's cells hold is known only then."""
    if len(data) <= LONGEST_FILE or suffix.lower() == ".ipynb":
        return None
    size = len(_DATA.sub(b"", data))
    if size <= LONGEST_FILE:
        return None
    return f"it is too long for a submission: {size / 1e6:.1f} MB of text, where {LONGEST_FILE / 1e6:.1f} MB are read; {_HELP}"


def text_too_long(document: Document) -> str | None:
    """Of what was read, with the line from which on it is too much."""
    count = 0
    for block in document.blocks:
        match block:
            case Math(raw=raw):
                count += len(raw)
            case Prose(words=words) | Heading(words=words):
                count += len(words)
            case _:
                continue
        if count > LONGEST:
            return f"it is too long for a submission: {LONGEST:,} characters of words and formulas are looked at, and line {block.text.line} is beyond them; {_HELP}"
    return None
