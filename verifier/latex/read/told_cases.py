r"""Cases told in a line: `a if w = o, b otherwise`, `a, x > 0; b, x < 0`, and `when w = o,` before a formula.

A piece is a member of a chain that is not read yet; folding makes one case distinction of its tokens and its tail.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from verifier.latex.read.tokens import Token

CASE_WORDS: Final = frozenset({"if", "when", "for", "otherwise", "else"})
# Words with which a case begins that is told before its formula.
_LEADING: Final = frozenset({"if", "when", "for", "case", "当", "若", "如果"})


@dataclass(slots=True)
class Piece:
    """A member not read yet. `tail`: tokens of the conditions and remarks behind it."""

    relation: str
    tokens: list[Token] = field(default_factory=list)
    tail: list[Token] = field(default_factory=list)


def leading_case(tokens: list[Token]) -> int:
    r"""How many tokens `when w = o,` takes that stands before the formula; 0 where none does, or nothing follows it."""
    if not tokens or tokens[0].kind != "text" or word(tokens[0]) not in _LEADING:
        return 0
    depth = 0
    related = False
    for at, token in enumerate(tokens[1:], 1):
        depth += (token.kind in ("open", "begin")) - (token.kind in ("close", "end"))
        if depth:
            continue
        if token.kind == "relation":
            if related or token.text in ("=>", "->", "~"):
                return 0
            related = True
        elif token.kind in ("comma", "row") and related:
            return at + 1 if at + 1 < len(tokens) else 0
    return 0


def fold_cases(piece: Piece) -> None:
    """`a if w = o, b if w != o` in one line, or `a, x > 0; b, x < 0`: the case distinction that it is."""
    if not piece.tokens:
        return
    if sum(t.kind == "text" and word(t) in CASE_WORDS for t in piece.tail) >= 2:
        _fold_worded(piece)
    elif (rows := _alternating(piece)) is not None:
        _as_table(piece, rows)


def _alternating(piece: Piece) -> list[list[Token]] | None:
    """Rows of value and condition, where those alternate between commas."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in piece.tail[1:] if piece.tail and piece.tail[0].kind == "comma" else piece.tail:
        depth += (token.kind in ("open", "begin")) - (token.kind in ("close", "end"))
        if depth == 0 and token.kind == "comma":
            parts.append([])
        else:
            parts[-1].append(token)
    said, values = parts[0::2], parts[1::2]
    if len(parts) < 3 or len(parts) % 2 == 0 or not all(parts):
        return None
    if not all(map(_compares, said)) or any(t.kind in ("relation", "text") for v in values for t in v):
        return None
    cells = [Token("cell", "&", row[0].start, row[0].start) for row in said]
    return [[*v, c, *s] for v, c, s in zip((piece.tokens, *values), cells, said, strict=True)]


def _compares(tokens: list[Token]) -> bool:
    return any(t.kind == "relation" and t.text in ("<", "<=", ">", ">=", "!=", "=") for t in tokens)


def _fold_worded(piece: Piece) -> None:
    rows: list[list[Token]] = [[*piece.tokens]]
    last: Token | None = None  # `else`, whose value comes behind it
    said = False
    for token in piece.tail:
        place = (token.start, token.end)
        if token.kind == "text":
            otherwise = word(token) in ("otherwise", "else")
            if otherwise and said and token is not piece.tail[-1]:
                rows.append([])
                last = token
                continue
            rows[-1].append(Token("cell", "&", *place))
            if otherwise:
                rows[-1].append(token)
            said = True
        elif said and token.kind == "comma" and token.text in (",", ";", "and"):
            rows.append([])
            said = False
        else:
            rows[-1].append(token)
    if last is not None and rows[-1]:
        rows[-1] += [Token("cell", "&", last.start, last.end), last]
    if all(any(t.kind == "cell" for t in row) and row[0].kind != "cell" for row in rows):
        _as_table(piece, rows)


def _as_table(piece: Piece, rows: list[list[Token]]) -> None:
    start, end = piece.tokens[0].start, piece.tail[-1].end
    joined = [t for row in rows for t in (*row, Token("row", "row", row[-1].end, row[-1].end))]
    piece.tokens = [Token("begin", "cases", start, start), *joined, Token("end", "cases", end, end)]
    piece.tail = []


def word(token: Token) -> str:
    return token.text.strip(" ,.:()").lower().split(" ")[0]
