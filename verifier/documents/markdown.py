"""From the text of a Markdown document, also of the kind that OCR makes, to its blocks.

Line by line between the spans that `delimiters` found. More lenient than CommonMark where students are:
a heading needs no blank after its #, four blanks make no code, a formula may stand anywhere.
"""

import re

from verifier.documents.assemble import Assembly
from verifier.documents.delimiters import Span, find_spans
from verifier.documents.model import Heading, ListItem
from verifier.documents.prosaic import plain_words
from verifier.documents.trace import Traced

_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+")
_HEADING = re.compile(r"[ \t]*(#{1,6})(?!#)(?=[^\n]*\S)[ \t]*")
_HTML_HEADING = re.compile(r"[ \t]*<h([1-6])\b[^>\n]*>", re.I)
_BULLET = re.compile(r"([ \t]*)([-*+•])[ \t]+(?=\S)")
_NUMBER = re.compile(r"([ \t]*)(\d{1,2})([.)])[ \t]+(?=\S)|([ \t]*)(\d{1,2})([.)])[ \t]*(?=\n|$)")
_RULE = re.compile(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:=[ \t]*){3,})(?=\n|$)")
_ENVIRONMENT = re.compile(r"[ \t]*\\(begin|end)\{(proof|solution|answer|sol|ans)\}[^\n]*")


class _Front:
    """Walks over the text; `line_start` is true until something of the line was taken."""

    def __init__(self, assembly: Assembly) -> None:
        self.out = assembly
        self.text = assembly.text.text
        self.line_start = True
        self.quoted = False
        self.heading_until = -1

    def gap(self, start: int, end: int) -> None:
        """Text between spans, cut at its newlines."""
        at = start
        while at < end:
            newline = self.text.find("\n", at, end)
            stop = end if newline == -1 else newline
            self._line_piece(at, stop, whole=newline != -1 or end == len(self.text))
            if newline == -1:
                return
            if self.line_start or newline == self.heading_until:
                self.out.new_paragraph()
            self.line_start, self.quoted = True, False
            at = newline + 1

    def _line_piece(self, start: int, end: int, whole: bool) -> None:
        if start < self.heading_until:
            return
        begins = self.line_start
        if begins:
            start = self._prefix(start, end)
            if start >= end:
                return
        if self.text[start:end].strip(" \t") == "":
            return
        self.line_start = False
        if begins and whole and self.out.bare_formula(start, end):
            return
        self.out.prose(start, end, quoted=self.quoted, starts_line=begins)

    def _prefix(self, start: int, end: int) -> int:
        """Takes the marks at the beginning of a line; gives where its words begin."""
        quote = _QUOTE.match(self.text, start, end)
        if quote:
            self.quoted = True
            start = quote.end()
        line_end = self.text.find("\n", start)
        line_end = len(self.text) if line_end == -1 else line_end
        rule = _RULE.match(self.text, start, line_end)
        if rule and rule.end() >= line_end:
            self._rule(start, end)
            return end
        boundary = _ENVIRONMENT.match(self.text, start, end)
        if boundary:
            self.out.boundary(boundary.group(2), boundary.group(1) == "begin", start, boundary.end())
            return end
        heading = _HEADING.match(self.text, start, line_end) or _HTML_HEADING.match(
            self.text, start, line_end
        )
        if heading:
            mark = heading.group(1)
            level = int(mark) if mark.isdecimal() else len(mark)
            self._heading(heading.end(), line_end, level)
            return end
        return self._item(start, line_end)

    def _item(self, start: int, line_end: int) -> int:
        for _ in range(3):
            match = _BULLET.match(self.text, start, line_end) or _NUMBER.match(self.text, start, line_end)
            if not match:
                break
            if match.re is _BULLET:
                indent, label = match.group(1), match.group(2)
            else:
                indent = match.group(1) or match.group(4) or ""
                label = (match.group(2) or match.group(5)) + (match.group(3) or match.group(6))
            self.out.new_paragraph()
            width = len(indent.expandtabs(4))
            mark = self.out.text.cut(match.start(), match.end())
            self.out.blocks.append(
                ListItem(text=mark, label=label, indent=width, paragraph=self.out.paragraph)
            )
            start = match.end()
        return start

    def _rule(self, start: int, end: int) -> None:
        """A line of = under words is a heading, and so is no line of -: people use those as rules."""
        self.out.boundary("rule", True, start, end)
        self.line_start = False

    def _heading(self, start: int, line_end: int, level: int) -> None:
        self.out.new_paragraph()
        text = self.out.text.cut(start, line_end).strip()
        words = plain_words(text.text.rstrip("# "))
        self.out.blocks.append(Heading(text=text, words=words, level=level, paragraph=self.out.paragraph))
        self.heading_until = line_end
        self.line_start = False

    def span(self, span: Span) -> None:
        in_heading = span.start < self.heading_until
        if span.kind == "comment":
            return
        if self.line_start and span.kind == "display":
            self.line_start = False
        if span.kind in ("display", "inline"):
            self.out.math(span, self.quoted, in_heading)
        elif span.kind == "image":
            self.out.image(span)
        elif span.delimiter == "`" and not in_heading:
            self.out.prose(span.inner_start, span.inner_end, starts_line=self.line_start)
        elif span.kind == "code":
            self.out.boundary("code", True, span.start, span.end)
        self.line_start = False


def read_markdown(text: Traced) -> Assembly:
    """The blocks of a Markdown text, with its repairs, macros and problems."""
    assembly = Assembly(text)
    spans, faults = find_spans(text.text, tex=False)
    for kind, message, at in faults:
        assembly.problem(kind, message, at)
    front = _Front(assembly)
    at = 0
    for span in spans:
        front.gap(at, span.start)
        front.span(span)
        at = span.end
    front.gap(at, len(text.text))
    return assembly
