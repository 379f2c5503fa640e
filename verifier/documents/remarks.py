"""Tells the formula of a row from what stands beside it: words, conditions, labels, side columns.

A row is cut at its top-level commas, quads, columns and words; each piece is words, a condition, an
equation or a formula, and a small table of cases says what becomes of it. Nothing is thrown away: what
does not belong to the formula is a `Remark`. Relies on `pieces`.
"""

import re
from dataclasses import dataclass

from verifier.documents.model import Remark
from verifier.documents.pieces import Kind, RowPieces
from verifier.documents.relations import Mark
from verifier.documents.tokens import CELL, Nesting, Token
from verifier.documents.trace import Traced

_LABEL = re.compile(
    r"^[\s\ue000]*(?:\\(?:text|textbf|mathbf|textit|mathrm|bf)\s*\{\s*)?"
    r"(?:[(（](i{1,3}|iv|v|[1-9])[)）]|([①-⑳])|\\textcircled\s*\{[^{}]{0,12}?(\d)\s*\}+"
    r"|[(（]([a-h])[)）](?=\s*\}?\s*(?:\\q?quad|~|\\ |\\;|\\d?frac|\\partial|\\nabla|J))|(i{1,3}|[1-9])[.)]\s(?!\d))"
    r"[\s.:]*\}?[\s\ue000.:：、]*(?:\\(?:q?quad|[ ,;])\s*)*"
)
_CONNECT = frozenset(
    ["and", "or", "so", "then", "thus", "hence", "therefore", "和", "且", "所以", "则", "故"]
)

_FORMULAS = ("formula", "equation", "continuation")


@dataclass(frozen=True, slots=True)
class Part:
    """One statement of a row: its tokens first..last and what stands beside it."""

    tokens: list[Token]
    nest: Nesting
    first: int
    last: int
    relations: list[Mark]
    remarks: tuple[Remark, ...]
    label: str | None
    condition: bool


@dataclass(frozen=True, slots=True)
class _Segment:
    first: int
    last: int
    before: str
    kind: Kind
    word_end: int = 0


def _segments(row: RowPieces, first: int) -> list[_Segment]:
    """The row cut at its top-level separators; each piece with the separator before it."""
    pieces: list[tuple[int, int, str]] = []
    start, before = first, ""
    taken = {index for mark in row.relations for index in range(mark.first, mark.last)}
    index, after_relation = first, False
    while index < len(row.tokens):
        token = row.tokens[index]
        separator = _separator(row, index, token) if index not in taken else None
        if separator in ("quad", "cell") and after_relation:
            separator = None
        if not token.blank and separator is None:
            after_relation = index + 1 in row.derived_to
        if separator == "words" and index == row.significant(start, index + 1)[0]:
            separator = None
        if separator is None:
            index = row.words.get(index, index + 1)
            continue
        pieces.append((start, index, before))
        before = separator
        start = index if separator == "words" else index + 1
        index = row.words.get(index, index + 1)
    pieces.append((start, len(row.tokens), before))
    segments: list[_Segment] = []
    for a, b, separator in pieces:
        opener = row.trailing_parenthesis(a, b)
        for x, y, name in (
            ((a, opener, separator), (opener, b, "parenthesis")) if opener else ((a, b, separator),)
        ):
            kind, word_end = row.kind(x, y)
            if name == "parenthesis" and kind != "words":
                kind, word_end = "condition", 0
            segments.append(_Segment(x, y, name, kind, word_end))
    return segments


def _separator(row: RowPieces, index: int, token: Token) -> str | None:
    if token.text == CELL:
        return "cell" if row.nest.braces[index] == 0 else None
    if row.nest.depth[index]:
        return None
    if token.text in (",", ";", "，", "；", "。"):
        return "comma"
    if token.text in (":", "："):
        return "colon"
    if token.text in (r"\quad", r"\qquad"):
        return "quad"
    if index in row.words:
        before = index - 1
        while before >= 0 and row.tokens[before].blank:
            before -= 1
        related = before + 1 in row.derived_to
        return None if before < 0 or related or row.tokens[before].text in ("_", "^") else "words"
    return None


@dataclass(slots=True)
class _State:
    """What the walk over the segments has so far: finished parts and the one being built."""

    parts: list[Part]
    lead: list[Remark]
    remarks: list[tuple[int, int, int]]
    first: int = -1
    last: int = -1
    related: bool = False
    condition: bool = False
    words_open: bool = False
    double: bool = False


def _plain(latex: str) -> str:
    return re.sub(r"\\text\w*|[{}]", " ", latex).strip().lower()


def _finish(row: RowPieces, state: _State, label: str | None) -> None:
    if state.first >= 0 or state.lead or state.remarks:
        first, last = (state.first, state.last) if state.first >= 0 else (0, 0)
        first, last = row.significant(first, last)
        part = Part(
            row.tokens,
            row.nest,
            first,
            last,
            row.marks(first, last),
            (*state.lead, *(row.remark(*span) for span in state.remarks)),
            label if not state.parts else None,
            state.condition,
        )
        state.parts.append(part)
    state.lead, state.remarks, state.first, state.last = [], [], -1, -1
    state.condition = state.words_open = state.double = state.related = False


def _open(row: RowPieces, state: _State, segment: _Segment, more: bool) -> None:
    """A piece before anything of the formula was met."""
    if segment.kind == "words":
        start, end = row.significant(segment.word_end, segment.last)
        kind, _ = row.kind(start, end)
        if kind in ("blank", "words", "condition") or segment.word_end >= segment.last:
            state.lead.append(row.remark(segment.first, segment.last, segment.word_end, leading=True))
        else:
            state.lead.append(row.remark(segment.first, segment.word_end, segment.word_end, leading=True))
            state.first, state.last = start, end
    elif segment.kind == "condition" and more:
        state.lead.append(row.remark(segment.first, segment.last, leading=True))
    else:
        state.first, state.last = segment.first, segment.last
        state.condition = segment.kind == "condition"


def _extend(
    row: RowPieces, state: _State, segment: _Segment, following: _Segment | None, label: str | None
) -> None:
    """A piece after the formula has begun."""
    second = (
        segment.before == "cell"
        and following is not None
        and following.kind == "continuation"
        and state.related
    )
    connected = segment.kind == "words" and _plain(row.string(segment.first, segment.word_end)) in _CONNECT
    if segment.kind == "continuation" and not state.remarks:
        state.last = segment.last
    elif segment.kind == "continuation" or (segment.kind == "formula" and second):
        _finish(row, state, label)
        state.first, state.last = segment.first, segment.last
    elif connected and row.kind(segment.word_end, segment.last)[0] == "equation":
        _finish(row, state, label)
        state.first, state.last = row.significant(segment.word_end, segment.last)
    elif segment.kind in ("words", "condition") or state.double or state.words_open or state.remarks:
        if state.words_open and segment.before == "comma" and segment.kind == "formula":
            start, _, word_end = state.remarks.pop()
            state.remarks.append((start, segment.last, word_end))
        else:
            state.remarks.append((segment.first, segment.last, segment.word_end))
        state.words_open |= segment.kind == "words" and segment.before != "parenthesis"
    elif segment.kind == "equation" and segment.before in ("comma", "quad"):
        _finish(row, state, label)
        state.first, state.last = segment.first, segment.last
    else:
        state.last = segment.last


def part_row(text: Traced, tokens: list[Token], nest: Nesting, relations: list[Mark]) -> list[Part]:
    """The statements of one row, usually one, each with its remarks."""
    row = RowPieces(text, tokens, nest, relations)
    match = _LABEL.match(text.text)
    label, first = None, 0
    if match and match.end() < len(text.text) and text.text[match.end()] not in "=^_+":
        label = next(group for group in match.groups() if group)
        while first < len(tokens) and tokens[first].start < match.end():
            first += 1
    segments = _segments(row, first)
    state = _State([], [], [])
    last_formula = max((n for n, s in enumerate(segments) if s.kind in _FORMULAS), default=-1)
    followings: list[_Segment | None] = [None] * len(segments)
    for number in range(len(segments) - 2, -1, -1):
        later = segments[number + 1]
        followings[number] = later if later.kind != "blank" else followings[number + 1]
    for number, segment in enumerate(segments):
        if segment.kind == "blank":
            state.double |= segment.before == "cell" and state.first >= 0
            continue
        if state.first < 0:
            _open(row, state, segment, number < last_formula)
        else:
            _extend(row, state, segment, followings[number], label)
        state.related |= segment.kind in ("equation", "continuation") and state.last == segment.last
    _finish(row, state, label)
    return state.parts
