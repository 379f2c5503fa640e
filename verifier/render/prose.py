r"""Words with formulas in between, as data, so that each format escapes the words in its own way.

An author writes `Show that $\hat y - y$ is in the null space of $U$.`; `read_prose` cuts it at the dollars.
`\$` is a dollar. Emphasis, lists and links are left out: a sheet has its own headings and tables.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

from verifier.errors import VerifierError


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they are to be read; nothing in them is markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Math:
    """A formula in LaTeX, without dollars."""

    latex: str


Prose = tuple[Text | Math, ...]

_DOLLAR = re.compile(r"(?<!\\)\$")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def read_prose(source: str) -> Prose:
    """One paragraph: words outside dollars, LaTeX between them."""
    pieces = _DOLLAR.split(source.strip())
    if len(pieces) % 2 == 0:
        raise VerifierError(f"a dollar is left open in {source.strip()!r}", r"write \$ for a dollar in words")
    prose: list[Text | Math] = []
    quotes = cycle("\u201c\u201d")
    for place, piece in enumerate(pieces):
        words = " ".join(piece.split())
        if place % 2:
            if not words:
                raise VerifierError(
                    f"an empty formula in {source.strip()!r}",
                    "a formula in words stands between single dollars",
                )
            prose.append(Math(words))
        elif piece:
            before = " " if piece[0].isspace() and prose else ""
            after = " " if piece[-1].isspace() and words and place < len(pieces) - 1 else ""
            prose.append(Text(_typographic((before + words + after).replace(r"\$", "$"), quotes)))
    return tuple(prose)


def _typographic(words: str, quotes: Iterator[str]) -> str:
    """Quotes, which open and close in turn, and apostrophes as they are printed."""
    words = re.sub('"', lambda _: next(quotes), words)
    return re.sub(r"(?<=\w)'", "\u2019", words)


def read_paragraphs(source: str) -> tuple[Prose, ...]:
    """Paragraphs are parted by blank lines."""
    return tuple(read_prose(part) for part in _BLANK_LINE.split(source) if part.strip())
