r"""Cases told in a line: `a if w = o, b otherwise`, `a, x > 0; b, x < 0`, and `when w = o,` before a formula.

A piece is a member of a chain that is not read yet; folding makes one case distinction of its tokens and its tail.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from verifier.latex.read.scope import Scope
from verifier.latex.read.tokens import Token

CASE_WORDS: Final = frozenset({"if", "when", "for", "otherwise", "else"})
# Words with which a case begins that is told before its formula.
_LEADING: Final = frozenset({"if", "when", "for", "case", "当", "若", "如果"})

_ELSE: Final = frozenset({"otherwise", "else"})
_UNDEFINED: Final = frozenset({"undefined", "undef", "dne", "未定义", "不存在", "无定义"})
_LONGEST_LEFT: Final = 16  # tokens of `\\frac{\\partial f}{\\partial x} =`
_LONGEST_CASE: Final = 6  # tokens of `w = o:`


@dataclass(slots=True)
class Piece:
    """A member not read yet. `tail`: tokens of the conditions and remarks behind it."""

    relation: str
    tokens: list[Token] = field(default_factory=list)
    tail: list[Token] = field(default_factory=list)


def with_if(tokens: list[Token]) -> list[Token]:
    r"""`w = o: a; w \ne o: b` as `if w = o: a; if w \ne o: b`."""
    out: list[Token] = []
    starts = [0]
    depth = 0
    for at, token in enumerate(tokens):
        depth += (token.kind in ("open", "begin")) - (token.kind in ("close", "end"))
        if depth == 0 and (token.kind == "row" or (token.kind == "comma" and token.text in (",", ";"))):
            starts.append(at + 1)
    end = -1
    for at, token in enumerate(tokens):
        if at in starts and (length := _told_case(tokens[at : at + _LONGEST_CASE])):
            out.append(Token("text", "if", token.start, token.start))
            end = at + length
        out.append(Token("comma", ":", token.start, token.end) if at == end else token)
    return out


def as_table(tokens: list[Token]) -> list[Token]:
    r"""`if w = o: a; if w \ne o: b`, or `else: b`, as the case distinction that it is; anything else as it stands."""
    tokens = _under_one_left_side(with_if(tokens))
    starts = _case_starts(tokens)
    if len(starts) < 2 or starts[0] != 0:
        return tokens
    rows: list[Token] = []
    lefts: list[list[Token]] = []
    for at, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        found = _row(tokens[at:end])
        if found is None:
            return tokens
        left, row = found
        lefts.append(left)
        rows += [*row, Token("row", "row", row[-1].end, row[-1].end)]
    if any([t.text for t in left] != [t.text for t in lefts[0]] for left in lefts):
        return tokens
    first, last = tokens[0].start, tokens[-1].end
    table = [Token("begin", "cases", first, first), *rows, Token("end", "cases", last, last)]
    return [*lefts[0], Token("relation", "=", first, first), *table] if lefts[0] else table


def _under_one_left_side(tokens: list[Token]) -> list[Token]:
    r"""`f'(x) = 1, x > 0; f'(x) = 0 \text{ if } x < 0`: the case distinction of the left side that stands before each value."""
    equal = next((at for at, t in enumerate(tokens[:_LONGEST_LEFT]) if t[:2] == ("relation", "=")), 0)
    left = [t.text for t in tokens[:equal]]
    if not equal or not {"'", r"\partial", "d"} & set(left):
        return tokens
    starts = [
        at
        for at in range(len(tokens) - equal)
        if [t.text for t in tokens[at : at + equal + 1]] == [*left, "="]
    ]
    if len(starts) < 2:
        return tokens
    rows: list[Token] = []
    for at, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        row = tokens[at + equal + 1 : end]
        while row and row[-1].kind in ("comma", "row"):
            row = row[:-1]
        cut = next((n for n, t in enumerate(row) if t.kind in ("comma", "text")), 0)
        said = [t for t in row[cut:] if t.kind not in ("comma", "text")]
        if not cut or not _compares(said) or any(t.kind in ("relation", "row") for t in row[:cut]):
            return tokens
        rows += [*row[:cut], Token("cell", "&", row[cut].start, row[cut].start), *said]
        rows.append(Token("row", "row", row[-1].end, row[-1].end))
    first, last = tokens[equal].end, tokens[-1].end
    return [
        *tokens[: equal + 1],
        Token("begin", "cases", first, first),
        *rows,
        Token("end", "cases", last, last),
    ]


def _case_starts(tokens: list[Token]) -> list[int]:
    out: list[int] = []
    depth = 0
    for at, token in enumerate(tokens):
        depth += (token.kind in ("open", "begin")) - (token.kind in ("close", "end"))
        if depth == 0 and token.kind == "text" and word(token) in _LEADING | _ELSE:
            out.append(at)
    return out


def _row(tokens: list[Token]) -> tuple[list[Token], list[Token]] | None:
    """`if w = o: a` as `a & w = o`, and the left side of `if w = o: l = a`; None for what is not of that form."""
    cut = leading_case(tokens)
    if word(tokens[0]) in _ELSE:
        cut = 2 if len(tokens) > 1 and tokens[1].kind == "comma" else 1
        said = [tokens[0]]
    else:
        said = [t for t in tokens[1:cut] if t.kind not in ("comma", "row")]
    value = tokens[cut:]
    while value and value[-1].kind in ("comma", "row"):
        value = value[:-1]
    equal = next((at for at, t in enumerate(value) if t.kind == "relation"), None)
    left = value[:equal] if equal is not None and value[equal].text == "=" else []
    value = value[equal + 1 :] if equal is not None and left else value
    if not cut or not value or not said or any(t.kind in ("relation", "text", "comma", "row") for t in value):
        return None
    return left, [*value, Token("cell", "&", value[-1].end, value[-1].end), *said]


def _told_case(tokens: list[Token]) -> int:
    r"""How long `w = o` is where `w = o:` or `w = o \Rightarrow` begins here; else 0."""
    ends = (
        at for at, t in enumerate(tokens) if t[:2] in (("comma", ":"), ("relation", "=>"), ("relation", "->"))
    )
    end = next(ends, 0)
    kinds = [t.kind for t in tokens[:end]]
    told = kinds[:2] == ["name", "relation"] and kinds.count("relation") == 1 and "text" not in kinds
    return end if told else 0


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


def leading_words(tokens: list[Token]) -> int:
    r"""How many tokens `The gradient is`, `For each sample:`, `\forall k \in [1, K]:` take before a formula."""
    if tokens and tokens[0].text == "forall":
        end = next((at for at, t in enumerate(tokens) if t.kind == "comma" and t.text == ":"), None)
        return 0 if end is None or end + 1 == len(tokens) else end + 1
    at = 0
    while at < len(tokens) and tokens[at].kind == "text" and _is_sentence(tokens[at]):
        at += 1
    while at and at < len(tokens) and tokens[at].kind == "comma":
        at += 1
    return at if at < len(tokens) else 0


def without_range_remark(tokens: list[Token], scope: Scope) -> list[Token]:
    r"""The tokens without `k = 1, \dots, K` at their end, where nothing but a space stands before it."""
    shape = [t.kind for t in tokens[-7:]]
    if len(tokens) < 9 or shape != ["name", "relation", "number", "comma", "dots", "comma", "name"]:
        return tokens
    name, relation, first, *_, last = tokens[-7:]
    ends = first.text in ("0", "1") and relation.text == "=" and last.text in scope.sizes
    if not ends or name.text in scope.values or tokens[-8].kind in ("sign", "factor", "relation", "_", "^"):
        return tokens
    return tokens[:-8] if tokens[-8].kind == "comma" else tokens[:-7]


def _is_sentence(token: Token) -> bool:
    return word(token) not in _LEADING or len(token.text.split()) > 2


def fold_cases(piece: Piece) -> None:
    """`a if w = o, b if w != o` in one line, or `a, x > 0; b, x < 0`: the case distinction that it is."""
    if not piece.tokens:
        return
    piece.tail = _without_the_undefined(piece.tail)
    if sum(t.kind == "text" and word(t) in CASE_WORDS for t in piece.tail) >= 2:
        _fold_worded(piece)
    elif (rows := _alternating(piece)) is not None:
        _as_table(piece, rows)


def _without_the_undefined(tail: list[Token]) -> list[Token]:
    r"""The tail without `\text{undefined at } x = 0`."""
    at = next((n for n, t in enumerate(tail) if t.kind == "text" and word(t) in _UNDEFINED), len(tail))
    while 0 < at < len(tail) and tail[at - 1].kind == "comma":
        at -= 1
    return tail[:at]


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
