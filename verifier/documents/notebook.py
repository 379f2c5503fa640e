"""From a Jupyter notebook to the text of its Markdown cells, each character traced to the file.

A small JSON reader of our own, because the standard one forgets where a string stood. Relies on `trace`;
code cells and outputs are left out (pictures in them are not read).
"""

import json
import re
from typing import Any

from verifier.documents.trace import Anchor, Lines, Traced, lines_of

_SPACE = re.compile(r"[ \t\r\n]*")
_PLAIN = re.compile(r'[^"\\]+')
_ATOM = re.compile(r"[^,\]}\s]+")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "/": "/", "\\": "\\", '"': '"'}

Piece = tuple[str, int, bool]


class _Text(str):
    """A string of the notebook with the pieces that it was read from."""

    pieces: tuple[Piece, ...]


class BrokenNotebook(ValueError):
    """The file is not the JSON of a notebook."""


def _string(source: str, at: int) -> tuple[_Text, int]:
    pieces: list[Piece] = []
    at += 1
    while at < len(source):
        character = source[at]
        if character == '"':
            text = _Text("".join(piece[0] for piece in pieces))
            text.pieces = tuple(pieces)
            return text, at + 1
        if character == "\\":
            code = source[at + 1 : at + 2]
            if code == "u":
                match = re.compile(r"(?:\\u[0-9a-fA-F]{4}){1,2}").match(source, at)
                if not match:
                    raise BrokenNotebook(at)
                whole = match.group()
                if not re.match(r"\\u[dD][89abAB]", whole):
                    whole = whole[:6]
                pieces.append((json.loads(f'"{whole}"'), at, False))
                at += len(whole)
            else:
                # Escapes that JSON does not know are kept as written: such files come from editors by hand.
                pieces.append((_ESCAPES.get(code, "\\" + code), at, False))
                at += 2
            continue
        match = _PLAIN.match(source, at)
        assert match is not None
        pieces.append((match.group(), at, True))
        at = match.end()
    raise BrokenNotebook(at)


def _skip(source: str, at: int) -> int:
    match = _SPACE.match(source, at)
    return match.end() if match else at


def _value(source: str, at: int, depth: int) -> tuple[Any, int]:
    at = _skip(source, at)
    head = source[at : at + 1]
    if head == '"':
        return _string(source, at)
    if head in ("{", "[") and depth < 40:
        return _container(source, at, depth, head)
    match = _ATOM.match(source, at)
    if not match:
        raise BrokenNotebook(at)
    return match.group(), match.end()


def _container(source: str, at: int, depth: int, head: str) -> tuple[Any, int]:
    end = "}" if head == "{" else "]"
    found: dict[str, Any] = {}
    items: list[Any] = []
    at = _skip(source, at + 1)
    while source[at : at + 1] != end:
        value, at = _value(source, at, depth + 1)
        at = _skip(source, at)
        if head == "{":
            if source[at : at + 1] != ":" or not isinstance(value, str):
                raise BrokenNotebook(at)
            content, at = _value(source, at + 1, depth + 1)
            found[value] = content
            at = _skip(source, at)
        else:
            items.append(value)
        if source[at : at + 1] == ",":
            at = _skip(source, at + 1)
        elif source[at : at + 1] != end:
            raise BrokenNotebook(at)
    return (found if head == "{" else items), at + 1


def _cells(notebook: Any) -> list[Any]:
    if not isinstance(notebook, dict):
        return []
    cells = notebook.get("cells")
    if isinstance(cells, list):
        return cells
    # Notebooks of format 3 keep their cells in worksheets.
    sheets = notebook.get("worksheets")
    if isinstance(sheets, list):
        return [cell for sheet in sheets if isinstance(sheet, dict) for cell in sheet.get("cells", [])]
    return []


def markdown_cells(source: str) -> Traced:
    """The Markdown of all cells, a blank line between them. Raises BrokenNotebook."""
    notebook, _ = _value(source, 0, 0)
    if not isinstance(notebook, dict):
        raise BrokenNotebook(0)
    text: list[str] = []
    anchors: list[Anchor] = []
    starts: list[int] = []
    length = 0
    for cell in _cells(notebook):
        if not isinstance(cell, dict) or cell.get("cell_type") not in ("markdown", "raw", "heading"):
            continue
        content = cell.get("source", [])
        parts = content if isinstance(content, list) else [content]
        strings = [part for part in parts if isinstance(part, _Text)]
        pieces = [piece for string in strings for piece in string.pieces]
        if not pieces:
            continue
        starts.append(pieces[0][1])
        for piece, offset, running in pieces:
            anchors.append((length, offset, running))
            text.append(piece)
            length += len(piece)
        anchors.append((length, pieces[-1][1], False))
        text.append("\n\n")
        length += 2
    lines: Lines = lines_of(source, starts)
    return Traced("".join(text), tuple(anchors) or ((0, 0, True),), lines)
