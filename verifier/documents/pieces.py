"""One row seen token by token: where its words are, what is a condition, what a stretch of it is.

The questions that `remarks` asks about pieces of a row, each answered from the tokens alone. Relies on
`tokens` and `relations`.
"""

import re
from bisect import bisect_left
from typing import Literal

from verifier.documents.model import Remark
from verifier.documents.relations import Mark, derives
from verifier.documents.tokens import CELL, Nesting, Token, argument_end
from verifier.documents.trace import Traced

_TEXT_COMMANDS = frozenset(
    [
        r"\text",
        r"\textrm",
        r"\textit",
        r"\textbf",
        r"\textsf",
        r"\mbox",
        r"\textnormal",
        r"\hbox",
        r"\mathrm",
        r"\textup",
        r"\emph",
    ]
)
_KEYWORDS = (
    "if when where for otherwise else since because by as and or with so then thus hence therefore let note using from is "
    "elementwise element are we the similarly case same here due after given while which that all each only use have get follows implies"
)
_WORDSET = frozenset(_KEYWORDS.split())
_BARE_WORD = re.compile(
    r"(?<![A-Za-z\\{_^])(?:if|when|where|for|otherwise|and|since|because|then|thus|hence|else|When|If|For|Where|So|Then)"
    r"(?![A-Za-z}_^(])|[\u3400-\u9fff]+"
)
_SPACED_WORD = re.compile(
    r"(?:if|when|where|for|otherwise|else|since|because|then|thus|hence|sothat|with|and)", re.I
)
_NAME = re.compile(r"^[A-Za-z]'?(?:_(?:\{\w+\}|\w|\{\w_\{?\w\}?\}))?$|^\\(?:omega|alpha|theta)'?$")
_VALUE = re.compile(r"^(?:-?\d+(?:\.\d+)?|[A-Za-z]'?(?:_(?:\{\w+\}|\w|\{\w_\{?\w\}?\}))?)$")
_INDICATOR = frozenset(
    ("1", "I", "P", "p", "E", r"\Pr", r"\delta", r"\mathbb", r"\mathbf", r"\mathrm", r"\operatorname", "𝟙")
)
_BLANK = re.compile(r"(?<![A-Za-z\\])\s+|\s+(?![A-Za-z])")
_CONDITION_IN_PARENTHESES = re.compile(
    r"^\s*(?:\\(?:text|mathrm)\s*\{[^{}]*\}\s*)?[A-Za-z]'?(?:_(?:\{\w+\}|\w))?\s*"
    r"(?:=|≠|∈|<|>|\\(?:neq|ne|in|le|ge|leq|geq|lt|gt)(?![A-Za-z]))"
)
_IN_PARENTHESES = re.compile(r"\((?=.*\)$)\s*(\\(?:text|textrm|mathrm|mbox)\s*\{[^{}]*\})?", re.S)
Kind = Literal["blank", "words", "condition", "equation", "continuation", "formula"]


def _closed_up(latex: str) -> str:
    """A name without its blanks, as a reader of pictures writes it: `y _ { w }`."""
    return _BLANK.sub("", latex)


def is_wordy(content: str) -> bool:
    """Whether the content of a \\text is words rather than a name such as softmax or CE."""
    words = re.findall(r"[A-Za-z]+", content)
    if len(words) > 2 and all(len(word) == 1 for word in words):  # "w h e n", as OCR spaces it
        return bool(_SPACED_WORD.match("".join(words)))
    if re.search("[\u3400-\u9fff]", content):
        return True
    if len(words) >= 2 and re.search(r"[A-Za-z]\s+[A-Za-z]", content.strip()):
        return sum(len(word) >= 2 for word in words) >= 2
    if re.fullmatch(r"\s*\(.*\)\s*", content) and any(len(word) > 3 for word in words):
        return True  # "(elementwise)"
    return len(words) >= 1 and words[0].lower() in _WORDSET


class RowPieces:
    """The tokens of a row with what was found out about them once."""

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
        return bool(_NAME.match(_closed_up(left)) and _VALUE.match(_closed_up(right)))

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
        if inner == last - 1 and self.tokens[first].text in ("(", "["):
            if self._words_inside(first, inner):
                return "words", last
            if _CONDITION_IN_PARENTHESES.match(
                self.text.text[self.tokens[first].end : self.tokens[inner].start]
            ):
                return "condition", 0
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
        spaced = self.tokens[before].blank or self.tokens[before].text in (
            "~",
            r"\ ",
            r"\,",
            r"\;",
            r"\quad",
            r"\qquad",
        )
        while before > first and self.tokens[before].blank:
            before -= 1
        if self._is_indicator(before):
            return None
        if self._words_inside(opener, last - 1):
            return opener
        content = self.text.text[self.tokens[opener].end : self.tokens[last - 1].start]
        found = _CONDITION_IN_PARENTHESES.match(content)
        # No function takes `w \\neq c`, so that one needs no blank before it.
        return opener if found and (spaced or not found.group().endswith("=")) else None

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
            return Remark(
                text, "words" if word_end else "condition", formula or text.cut(1, len(text) - 1), leading
            )
        if not word_end:
            return Remark(text, "condition", text, leading)
        start, _ = self.significant(min(word_end, last), last)
        rest = (
            self.text.cut(self.tokens[start].start, self.tokens[last - 1].end).strip()
            if start < last
            else None
        )
        return Remark(text, "words", rest, leading)
