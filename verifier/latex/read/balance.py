r"""The piece of text that a formula is shown by: never half a pair of brackets, `\hat y - y) U` for `(\hat y - y) U`."""

from __future__ import annotations

import re
from typing import Final

_OPEN, _CLOSE = "([", ")]"
_SIZED: Final = re.compile(r"\\(?:left|[bB]igg?l?)\s*$")


def balanced(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span with the brackets whose partners stand in it; as it is where these cannot be found."""
    start, end = span
    opened = closed = 0
    for character in text[start:end]:
        if character in _OPEN:
            opened += 1
        elif character in _CLOSE:
            opened, closed = (opened - 1, closed) if opened else (0, closed + 1)
    while closed and start > 0:
        start -= 1
        closed += (text[start] in _CLOSE) - (text[start] in _OPEN)
    while opened and end < len(text):
        opened += (text[end] in _OPEN) - (text[end] in _CLOSE)
        end += 1
    if opened or closed:
        return span
    sized = _SIZED.search(text[:start]) if start < span[0] else None
    return (sized.start() if sized else start, end)


__all__ = ["balanced"]
