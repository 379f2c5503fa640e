"""Cuts a formula into rows, and rows into the members of a chain.

Relies on `layout` for where rows break, `remarks` for what stands beside a formula, `relations`.
"""

import re

from verifier.documents.layout import edits_and_breaks, survey
from verifier.documents.model import Math, Member, Remark, Row
from verifier.documents.relations import Mark, derives, find_relations
from verifier.documents.remarks import Part, part_row
from verifier.documents.tokens import CELL, Token, nesting, tokenise
from verifier.documents.trace import Edit, Traced


def _cut_rows(text: Traced) -> list[Traced]:
    tokens = tokenise(text.text)
    nest = nesting(tokens)
    edits, breaks = edits_and_breaks(tokens, nest, survey(tokens, nest))
    rows: list[Traced] = []
    at, pointer = 0, 0
    for start, end in [*breaks, (len(text.text), len(text.text))]:
        mine: list[Edit] = []
        while pointer < len(edits) and edits[pointer][0] < start:
            first, last, new = edits[pointer]
            mine.append((first - at, last - at, new))
            pointer += 1
        row = text.cut(at, start).replace(mine).strip()
        if row.text.strip(CELL + " \n\t"):
            rows.append(row)
        at = end
    return rows


def _members(row: Traced, part: Part) -> tuple[tuple[Member, ...], str | None]:
    """The sides of the relations of one row, and a relation that stands at its end."""
    tokens = part.tokens
    marks = [mark for mark in part.relations if derives(mark)]
    members: list[Member] = []
    relation: str | None = None
    at = part.first
    shape = _shape_told(row, part, marks)
    for mark in [*marks, Mark("", shape, shape)]:
        side = _side(row, tokens, at, mark.first)
        if side.text:
            members.append(Member(text=side, relation=relation))
            relation = None
        if mark.name:
            # `\Rightarrow =` and `= \n =` are one relation; the equality says more.
            relation = mark.name if relation is None or mark.name in ("=", "==") else relation
        at = mark.last
    remarks = part.remarks
    if shape < part.last:
        told = row.cut(tokens[shape].start, tokens[part.last - 1].end)
        remarks = (Remark(text=told, kind="words"), *remarks)
    if members and remarks:
        members[-1] = Member(text=members[-1].text, relation=members[-1].relation, remarks=remarks)
    return tuple(members), relation


_SHAPE = re.compile(r"\\in\s*(?:\\mathbb|\\R(?![A-Za-z])|\\mathcal|ℝ|R\s*\^)")


def _shape_told(row: Traced, part: Part, marks: list[Mark]) -> int:
    """Where `\\in \\mathbb{R}^{..}` begins behind the last side of an equality; the end where nothing of this is."""
    for index in range(marks[-1].last if marks else part.last, part.last):
        token = part.tokens[index]
        if token.text == r"\in" and not part.nest.depth[index] and _SHAPE.match(row.text, token.start):
            return index
    return part.last


_TRAILING = re.compile(r"(?:[\s,.;:。，；、~]|\\[,;:!> ]|\\q?quad(?![A-Za-z]))+$")
_LEADING = re.compile(r"^(?:[\s,;:。，；、~]|\\[,;:!> ]|\\q?quad(?![A-Za-z]))+")


def _side(row: Traced, tokens: list[Token], first: int, last: int) -> Traced:
    if first >= last:
        return row.cut(0, 0)
    side = row.cut(tokens[first].start, tokens[last - 1].end)
    tail = side.text[-60:]
    trailing = _TRAILING.search(tail)
    if trailing and not tail[: trailing.start()].endswith("\\"):
        side = side.cut(0, len(side.text) - len(tail) + trailing.start())
    leading = _LEADING.match(side.text)
    return side.cut(leading.end(), len(side.text)) if leading else side


def _row(text: Traced, part: Part) -> Row:
    members, open_end = _members(text, part)
    stray = "".join(part.tokens[i].text for i in part.nest.stray if part.first <= i < part.last)
    return Row(
        members=members,
        remarks=part.remarks,
        label=part.label,
        open_end=open_end,
        unbalanced=stray or None,
        condition=part.condition,
        text=text,
    )


def split_rows(math: Math | Traced) -> tuple[Row, ...]:
    """The rows of a formula, each cut into members; what stands beside them as remarks."""
    text = math.text if isinstance(math, Math) else math
    rows: list[Row] = []
    for piece in _cut_rows(text):
        tokens = tokenise(piece.text)
        nest = nesting(tokens)
        parts = part_row(piece, tokens, nest, find_relations(tokens, nest, 0, len(tokens)))
        # Columns are one character wide, so that positions stay what they are.
        clean = Traced(piece.text.replace(CELL, " "), piece.anchors, piece.lines)
        rows += [_row(clean, part) for part in parts]
    return tuple(rows)
