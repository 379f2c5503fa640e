"""Finds where formulas, comments, code and pictures begin and end in the text of a document.

One pass over the text, for Markdown and for LaTeX. A delimiter without a partner, and a `$` that would
put prose into a formula, are left out of the pairing and reported. Positions only; nothing is cut here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from verifier.documents.prosaic import is_prose, prose_follows

SpanKind = Literal["display", "inline", "comment", "code", "image"]
MATH_ENVIRONMENTS = (
    "align|aligned|alignat|alignedat|equation|split|gather|gathered|multline|eqnarray|flalign|cases|array"
    "|displaymath|math|dmath|[bpvBV]?matrix|dcases|empheq|IEEEeqnarray|subequations"
)
_MARK = re.compile(
    r"<!--|(?m:^)[ \t>]*(?:```+|~~~+)|`+|\\\\?begin\s*\{(?:" + MATH_ENVIRONMENTS + r")\*?\}"
    r"|\\\\[\[(](?!\d)|\\[\[(]|\\.|\$\$|\$|!\[|<img\b",
    re.S,
)
_TEX_MARK = re.compile(
    r"\\begin\s*\{(?:"
    + MATH_ENVIRONMENTS
    + r")\*?\}|\\begin\s*\{(?:verbatim|lstlisting|minted|comment|tikzpicture)\*?\}"
    r"|\\[\[(]|\\\\|\\.|\$\$|\$",
    re.S,
)
_TEX_CODE = re.compile(r"\\begin\s*\{(verbatim|lstlisting|minted|comment|tikzpicture)(\*?)\}")
_BLANK_LINE = re.compile(r"\n[ \t>]*\n")
_INNER = r"[^()\n]*"
for _ in range(4):  # brackets inside an address, as formulas in addresses have them
    _INNER = rf"[^()\n]*(?:\({_INNER}\)[^()\n]*)*"
_LONGEST = 20_000  # characters of one formula that are looked through for its end
_MATHEMATICAL = re.compile(MATH_ENVIRONMENTS)
_URL = re.compile(rf"\s*\(({_INNER})\)")
_IMG = re.compile(r"<img\b[^<>]*?src\s*=\s*[\"']?([^\"'<>]*)[\"']?[^<>]*>", re.I)


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int
    inner_start: int
    inner_end: int
    kind: SpanKind
    delimiter: str


@dataclass(slots=True)
class _Scan:
    text: str
    spans: list[Span] = field(default_factory=list)
    faults: list[tuple[str, str, int]] = field(default_factory=list)
    absent: dict[str, int] = field(default_factory=dict)
    paragraph: tuple[int, int] = (0, 0)

    def find(self, what: str, start: int) -> int:
        """Like str.find, but what was not found once is not searched again further on."""
        if start >= self.absent.get(what, len(self.text) + 1):
            return -1
        at = self.text.find(what, start)
        if at == -1:
            self.absent[what] = start
        return at

    def paragraph_end(self, start: int) -> int:
        first, last = self.paragraph
        if not first <= start < last:
            match = _BLANK_LINE.search(self.text, start)
            self.paragraph = (start, match.start() if match else len(self.text))
        return self.paragraph[1]

    def add(self, start: int, inner: int, inner_end: int, end: int, kind: SpanKind, delimiter: str) -> int:
        self.spans.append(Span(start, end, inner, inner_end, kind, delimiter))
        return end

    def fault(self, kind: str, message: str, at: int) -> None:
        self.faults.append((kind, message, at))


def _unescaped(scan: _Scan, what: str, start: int) -> int:
    at = scan.find(what, start)
    while at > 0 and scan.text[at - 1] == "\\" and (at < 2 or scan.text[at - 2] != "\\"):
        at = scan.find(what, at + 1)
    return at


def _closing_in_reach(scan: _Scan, start: int, closing: int) -> int | None:
    """Where a display formula must end at the latest: at a blank line that prose follows."""
    reach = closing if closing != -1 else len(scan.text)
    for match in _BLANK_LINE.finditer(scan.text, start, reach):
        if closing == -1 or prose_follows(scan.text, match.end(), reach):
            return match.start()
    return None if closing != -1 else reach


def _display_dollars(scan: _Scan, at: int) -> int:
    start = at + 2
    closing = _unescaped(scan, "$$", start)
    single = closing != -1 and scan.text.startswith("$$$", closing)
    if single and scan.text.count("$", start, closing) % 2 == 1:
        closing += 1
    early = _closing_in_reach(scan, start, closing)
    if early is not None:
        scan.fault("delimiter", "$$ without its partner; the formula was taken to end with the paragraph", at)
        return scan.add(at, start, early, early, "display", "$$")
    if closing == start:
        return closing + 2
    return scan.add(at, start, closing, closing + 2, "display", "$$")


def _single_dollar(scan: _Scan, at: int) -> int:
    text = scan.text
    limit = scan.paragraph_end(at)
    closing = _unescaped(scan, "$", at + 1)
    if closing == -1 or closing >= limit:
        scan.fault("delimiter", "$ without its partner", at)
        return at + 1
    content = text[at + 1 : closing]
    doubled = text.startswith("$$", closing)
    if is_prose(content) or not content.strip() or (doubled and "\n" in content):
        scan.fault("delimiter", "a $ would put prose into a formula; it was left out", at)
        return at + 1
    if text[at - 1 : at].isdecimal() and re.match(r"\d+(?:[.,]\d+)?\s", content):
        return at + 1
    # GitHub writes $`..`$.
    if len(content) > 2 and content[0] == content[-1] == "`":
        return scan.add(at, at + 2, closing - 1, closing + 1, "inline", "$`")
    return scan.add(at, at + 1, closing, closing + 1, "inline", "$")


def _brackets(scan: _Scan, at: int, mark: str) -> int:
    closer = mark[:-1] + {"[": "]", "(": ")"}[mark[-1]]
    start = at + len(mark)
    closing = scan.find(closer, start)
    if len(mark) == 2:
        # `\\]` closes no `\[`.
        while closing > 0 and scan.text[closing - 1] == "\\" and scan.text[closing - 2] != "\\":
            closing = scan.find(closer, closing + 1)
    if closing == -1:
        return start
    content_end = closing
    display = mark[-1] == "["
    if not display and closing >= scan.paragraph_end(at):
        return start
    early = _closing_in_reach(scan, start, closing) if display else None
    if early is not None:
        scan.fault("delimiter", f"{mark} without its partner", at)
        content_end = closing = early
        closer = ""
    content = scan.text[start:content_end]
    if not content.strip() or is_prose(content):
        return start
    end = closing + len(closer)
    return scan.add(at, start, content_end, end, "display" if display else "inline", mark)


def _environment(scan: _Scan, at: int, mark: str) -> int:
    name = mark[mark.index("{") + 1 : -1]
    slashes = "\\\\" if mark.startswith("\\\\") else "\\"
    closer = f"{slashes}end{{{name}}}"
    opener = f"{slashes}begin{{{name}}}"
    closing = scan.find(closer, at)
    nested = scan.text.count(opener, at + len(mark), closing) if closing != -1 else 0
    for _ in range(min(nested, 20)):
        further = scan.find(closer, closing + 1)
        closing = further if further != -1 else closing
    foreign = _foreign(scan, at, closing, name)
    if foreign is not None:
        scan.fault("delimiter", f"\\begin{{{name}}} without its \\end", at)
        return scan.add(at, at, *foreign, "display", name)
    early = _closing_in_reach(scan, at, closing)
    if early is not None:
        scan.fault("delimiter", f"\\begin{{{name}}} without its \\end", at)
        return scan.add(at, at, early, early, "display", name)
    end = closing + len(closer)
    kind: SpanKind = "inline" if name == "math" else "display"
    return scan.add(at, at, end, end, kind, name)


# What no formula holds: where a part begins, or something ends that began before the formula.
_STRUCTURE = re.compile(
    r"(?P<part>\\(?:(?:sub)*(?:section|paragraph)|item|question)(?![A-Za-z])|\\(?:sub)*part(?=\[|\s*\n))"
    r"|\\(?P<edge>begin|end)\s*\{(?P<name>[A-Za-z]+)\*?\}"
)


def _foreign(scan: _Scan, start: int, closing: int, name: str) -> tuple[int, int] | None:
    """Where a formula that is not closed ends and what follows it begins: at an \\end of what was never begun in it.

    A star too many or too few, or `align` for `aligned`, closes it all the same. None: it is closed by its own.
    """
    reach = closing if closing != -1 else len(scan.text)
    inside: list[str] = []
    for match in _STRUCTURE.finditer(scan.text, start, min(reach, start + _LONGEST)):
        if match.group("part"):
            return match.start(), match.start()
        if match.group("edge") == "begin":
            inside.append(match.group("name"))
        elif match.group("name") in inside:
            while inside.pop() != match.group("name"):
                pass
            if not inside:
                return match.start(), match.end()
        elif len(inside) == 1 and _MATHEMATICAL.fullmatch(match.group("name")):
            return match.start(), match.end()
        else:
            return match.start(), match.start()
    return None


def _fence(scan: _Scan, at: int, mark: str) -> int:
    text = scan.text
    ticks = mark.strip(" \t>\n")
    line_end = text.find("\n", at)
    line_end = len(text) if line_end == -1 else line_end
    info = text[at + len(mark) : line_end].strip().lower()
    closing = re.compile(rf"^[ \t>]*{re.escape(ticks[:3])}+[ \t]*$", re.M).search(text, line_end)
    inner_end, end = (closing.start(), closing.end()) if closing else (len(text), len(text))
    if info in ("math", "latex", "tex", "katex", "$$"):
        return scan.add(at, line_end, inner_end, end, "display", "```")
    if not closing:
        scan.fault("delimiter", "a code fence that is not closed", at)
        return at + len(mark)
    return scan.add(at, line_end, inner_end, end, "code", "```")


def _ticks(scan: _Scan, at: int, mark: str) -> int:
    start = at + len(mark)
    end = scan.find(mark, start)
    if end == -1 or end > scan.paragraph_end(at) or scan.text[end + len(mark) : end + len(mark) + 1] == "`":
        return start
    return scan.add(at, start, end, end + len(mark), "code", "`")


def _image(scan: _Scan, at: int) -> int:
    middle = scan.text.find("](", at, at + 600)
    match = _URL.match(scan.text, middle + 1) if middle != -1 else None
    if not match:
        return at + 2
    return scan.add(at, match.start(1), match.end(1), match.end(), "image", "![")


def _markdown_mark(scan: _Scan, at: int, mark: str) -> int:
    if mark == "<!--":
        closing = scan.find("-->", at)
        if closing == -1:
            scan.fault("comment", "a comment that is not closed", at)
            return at + 4
        return scan.add(at, at + 4, closing, closing + 3, "comment", mark)
    stripped = mark.strip(" \t>\n")
    if stripped[:3] in ("```", "~~~"):
        return _fence(scan, at, mark)
    if mark[0] == "`":
        return _ticks(scan, at, mark)
    if mark == "![":
        return _image(scan, at)
    if mark == "<img":
        match = _IMG.match(scan.text, at)
        return scan.add(at, match.start(1), match.end(1), match.end(), "image", mark) if match else at + 4
    return _math_mark(scan, at, mark)


def _math_mark(scan: _Scan, at: int, mark: str) -> int:
    if mark == "$$":
        return _display_dollars(scan, at)
    if mark == "$":
        return _single_dollar(scan, at)
    if "begin" in mark:
        code = _TEX_CODE.match(mark)
        if code:
            closing = scan.find(f"\\end{{{code.group(1)}{code.group(2)}}}", at)
            end = closing if closing != -1 else scan.paragraph_end(at)
            return scan.add(at, at + len(mark), end, end, "code", code.group(1))
        return _environment(scan, at, mark)
    if mark[-1] in "[(" and mark[0] == "\\":
        return _brackets(scan, at, mark)
    return at + len(mark)


def find_spans(text: str, tex: bool) -> tuple[list[Span], list[tuple[str, str, int]]]:
    """Spans in order, none inside another, and (kind, message, position) of what did not match."""
    scan = _Scan(text)
    pattern = _TEX_MARK if tex else _MARK
    take: Callable[[_Scan, int, str], int] = _math_mark if tex else _markdown_mark
    at = 0
    while match := pattern.search(text, at):
        at = take(scan, match.start(), match.group())
    return scan.spans, scan.faults
