"""Tells the formula of a row from what stands beside it: words, conditions, labels, side columns.

A row is cut at its top-level commas, quads, columns and words; each piece is words, a condition, an
equation or a formula, and a small table of cases says what becomes of it. Nothing is thrown away: what
does not belong to the formula is a `Remark`. Relies on `tokens` and `relations`.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal

from verifier.documents.model import Remark
from verifier.documents.relations import Mark, derives
from verifier.documents.tokens import CELL, Nesting, Token, argument_end
from verifier.documents.trace import Traced

_TEXT_COMMANDS = frozenset(r"\text \textrm \textit \textbf \textsf \mbox \textnormal \hbox \mathrm \textup \emph".split())
_KEYWORDS = (
    "if when where for otherwise else since because by as and or with so then thus hence therefore let note using from is "
    "are we the similarly case same here due after given while which that all each only use have get follows implies"
)
_WORDSET = frozenset(_KEYWORDS.split())
_BARE_WORD = re.compile(
    r"(?<![A-Za-z\\{_^])(?:if|when|where|for|otherwise|and|since|because|then|thus|hence|else|When|If|For|Where|So|Then)"
    r"(?![A-Za-z}_^(])|[\u3400-\u9fff]+"
)
_LABEL = re.compile(
    r"^[\s\ue000]*(?:\\(?:text|textbf|mathbf|textit|mathrm|bf)\s*\{\s*)?"
    r"(?:[(（](i{1,3}|iv|v|[1-9])[)）]|([①-⑳])|\\textcircled\s*\{[^{}]{0,12}?(\d)\s*\}+"
    r"|[(（]([a-h])[)）](?=\s*\}?\s*(?:\\q?quad|~|\\ |\\;|\\d?frac|\\partial|\\nabla|J))|(i{1,3}|[1-9])[.)]\s(?!\d))"
    r"[\s.:]*\}?[\s\ue000.:：、]*(?:\\(?:q?quad|[ ,;])\s*)*"
)
_NAME = re.compile(r"^[A-Za-z]'?(?:_(?:\{\w+\}|\w|\{\w_\{?\w\}?\}))?$|^\\(?:omega|alpha|theta)'?$")
_VALUE = re.compile(r"^(?:-?\d+(?:\.\d+)?|[A-Za-z]'?(?:_(?:\{\w+\}|\w|\{\w_\{?\w\}?\}))?)$")
_INDICATOR = frozenset(("1", "I", "P", "p", "E", r"\Pr", r"\delta", r"\mathbb", r"\mathbf", r"\mathrm", r"\operatorname", "𝟙"))
_CONDITION_IN_PARENTHESES = re.compile(
    r"^\s*(?:\\(?:text|mathrm)\s*\{[^{}]*\}\s*)?[A-Za-z]'?(?:_(?:\{\w+\}|\w))?\s*"
    r"(?:=|≠|∈|<|>|\\(?:neq|ne|in|le|ge|leq|geq|lt|gt)(?![A-Za-z]))"
)
_IN_PARENTHESES = re.compile(r"\((?=.*\)$)\s*(\\(?:text|textrm|mathrm|mbox)\s*\{[^{}]*\})?", re.S)
_CONNECT = frozenset("and or so then thus hence therefore 和 且 所以 则 故".split())

_FORMULAS = ("formula", "equation", "continuation")
Kind = Literal["blank", "words", "condition", "equation", "continuation", "formula"]


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


def is_wordy(content: str) -> bool:
    """Whether the content of a \\text is words rather than a name such as softmax or CE."""
    words = re.findall(r"[A-Za-z]+", content)
    if re.search("[\u3400-\u9fff]", content):
        return True
    if len(words) >= 2 and re.search(r"[A-Za-z]\s+[A-Za-z]", content.strip()):
        return sum(len(word) >= 2 for word in words) >= 2
    return len(words) >= 1 and words[0].lower() in _WORDSET


class _Row:
    def __init__(self, text: Traced, tokens: list[Token], nest: Nesting, relations: list[Mark]) -> None:
        self.text, self.tokens, self.nest, self.relations = text, tokens, nest, relations
        self.at = {token.start: index for index, token in enumerate(tokens)}
        self.openers = {last: first for first, last in nest.partner.items()}
        self.mark_starts = [mark.first for mark in relations]
        self.derived_at = {mark.first for mark in relations if derives(mark)}
        self.derived_to = {mark.last for mark in relations if derives(mark)}
        self.words = self._find_words()

    def _find_words(self) -> dict[int, int]:
        """Token index where top-level words begin -> index after them."""
        found: dict[int, int] = {}
        for index, token in enumerate(self.tokens):
            if self.nest.depth[index] or index in found:
                continue
            if token.text in _TEXT_COMMANDS:
                end = argument_end(self.tokens, index + 1, self.nest.partner)
                content = "".join(t.text for t in self.tokens[index + 1 : end])
                if is_wordy(content) or (index > 0 and self._alone(index, end)):
                    found[index] = end
            elif token.text in (r"\forall", r"\because", "∀", "∵"):
                found[index] = index + 1
        for match in _BARE_WORD.finditer(self.text.text):
            first = self.at.get(match.start())
            if first is None or self.nest.depth[first] or first in found:
                continue
            last = first
            while last < len(self.tokens) and self.tokens[last].start < match.end():
                last += 1
            found[first] = last
        return found

    def _alone(self, index: int, end: int) -> bool:
        """A \\text that is the last thing of the row, after a quad or a column."""
        before = index - 1
        while before >= 0 and self.tokens[before].blank:
            before -= 1
        rest = "".join(token.text for token in self.tokens[end:]).strip(" .,;\n\ue000")
        return before >= 0 and self.tokens[before].text in (r"\qquad", r"\quad", CELL) and not rest

    def significant(self, first: int, last: int) -> tuple[int, int]:
        skip = (r"\,", r"\;", r"\!", r"\:", r"\ ", "~", r"\>", CELL, ".", r"\qquad", r"\quad")
        while first < last and (self.tokens[first].blank or self.tokens[first].text in skip):
            first += 1
        while last > first and (self.tokens[last - 1].blank or self.tokens[last - 1].text in skip):
            last -= 1
        return first, last

    def marks(self, first: int, last: int) -> list[Mark]:
        return self.relations[bisect_left(self.mark_starts, first) : bisect_left(self.mark_starts, last)]

    def string(self, first: int, last: int) -> str:
        first, last = self.significant(first, last)
        return self.text.text[self.tokens[first].start : self.tokens[last - 1].end] if first < last else ""

    def is_condition(self, first: int, last: int) -> bool:
        marks = self.marks(first, last)
        if not marks:
            return False
        derived = [mark for mark in marks if derives(mark)]
        if not derived:
            return True
        if len(derived) < len(marks) or len(derived) > 1 or derived[0].name not in ("=", "=="):
            return False
        left, right = self.string(first, derived[0].first), self.string(derived[0].last, last)
        return bool(_NAME.match(left) and _VALUE.match(right))

    def kind(self, first: int, last: int) -> tuple[Kind, int]:
        first, last = self.significant(first, last)
        if first >= last:
            return "blank", 0
        if first in self.words:
            end = self.words[first]
            rest, _ = self.significant(end, last)
            if rest not in self.derived_at:
                return "words", end
            return "equation", 0
        marks = self.marks(first, last)
        if marks and marks[0].first == first and derives(marks[0]):
            return "continuation", 0
        if self.is_condition(first, last):
            return "condition", 0
        inner = self.nest.partner.get(first)
        if inner == last - 1 and self.tokens[first].text in ("(", "[") and self._words_inside(first, inner):
            return "words", last
        return ("equation" if any(derives(mark) for mark in marks) else "formula"), 0

    def _words_inside(self, opener: int, closer: int) -> bool:
        for index in range(opener + 1, closer):
            if self.tokens[index].text in _TEXT_COMMANDS:
                end = argument_end(self.tokens, index + 1, self.nest.partner)
                if is_wordy("".join(t.text for t in self.tokens[index + 1 : end])):
                    return True
        content = self.text.text[self.tokens[opener].end : self.tokens[closer].start]
        return bool(_BARE_WORD.search(content)) and len(content) < 200

    def trailing_parenthesis(self, first: int, last: int) -> int | None:
        """Where a closing `(when w != c)` begins that ends the piece."""
        first, last = self.significant(first, last)
        if last - first < 3 or self.tokens[last - 1].text not in (")", "]"):
            return None
        opener = self.openers.get(last - 1)
        if opener is None or opener <= first or self.nest.depth[opener]:
            return None
        before = opener - 1
        spaced = self.tokens[before].blank or self.tokens[before].text in ("~", r"\ ", r"\,", r"\;", r"\quad", r"\qquad")
        while before > first and self.tokens[before].blank:
            before -= 1
        if self._is_indicator(before):
            return None
        if self._words_inside(opener, last - 1):
            return opener
        content = self.text.text[self.tokens[opener].end : self.tokens[last - 1].start]
        return opener if spaced and _CONDITION_IN_PARENTHESES.match(content) else None

    def _is_indicator(self, index: int) -> bool:
        text = self.tokens[index].text
        if text == "}":
            index = self.openers.get(index, index) - 1
            text = self.tokens[index].text if index >= 0 else ""
            return text in _INDICATOR and text.startswith("\\")
        previous = self.tokens[index - 1].text if index else ""
        return text in _INDICATOR and previous not in ("_", "^")

    def remark(self, first: int, last: int, word_end: int = 0, leading: bool = False) -> Remark:
        first, last = self.significant(first, last)
        text = self.text.cut(self.tokens[first].start, self.tokens[last - 1].end)
        text = Traced(text.text.replace(CELL, " "), text.anchors, text.lines).strip(" ,;:\n")
        inner = _IN_PARENTHESES.match(text.text)
        if inner:
            worded = text.cut(inner.end(), len(text) - 1).strip() if inner.group(1) else None
            formula = worded if worded and worded.text else None
            return Remark(text, "words" if word_end else "condition", formula or text.cut(1, len(text) - 1), leading)
        if not word_end:
            return Remark(text, "condition", text, leading)
        start, _ = self.significant(min(word_end, last), last)
        rest = self.text.cut(self.tokens[start].start, self.tokens[last - 1].end).strip() if start < last else None
        return Remark(text, "words", rest, leading)


def _segments(row: _Row, first: int) -> list[_Segment]:
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
        for x, y, name in ((a, opener, separator), (opener, b, "parenthesis")) if opener else ((a, b, separator),):
            kind, word_end = row.kind(x, y)
            if name == "parenthesis" and kind != "words":
                kind, word_end = "condition", 0
            segments.append(_Segment(x, y, name, kind, word_end))
    return segments


def _separator(row: _Row, index: int, token: Token) -> str | None:
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


def _finish(row: _Row, state: _State, label: str | None) -> None:
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


def _open(row: _Row, state: _State, segment: _Segment, more: bool) -> None:
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


def _extend(row: _Row, state: _State, segment: _Segment, following: _Segment | None, label: str | None) -> None:
    """A piece after the formula has begun."""
    second = segment.before == "cell" and following is not None and following.kind == "continuation" and state.related
    connected = segment.kind == "words" and row.string(segment.first, segment.word_end).strip("\\text{} ").lower() in _CONNECT
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
    row = _Row(text, tokens, nest, relations)
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
