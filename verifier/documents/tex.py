"""From the source of a LaTeX document to its blocks.

Comments and the preamble are taken off, definitions collected; sections, items with the label that their
counter prints, exam-class parts, proofs and pictures become blocks; the rest of each line is prose.
"""

import re

from verifier.documents.assemble import Assembly
from verifier.documents.counters import Counters
from verifier.documents.delimiters import Span, find_spans
from verifier.documents.inputs import NAMED
from verifier.documents.macros import group_end, open_environments, take_macros
from verifier.documents.model import Heading, ListItem
from verifier.documents.prosaic import plain_words
from verifier.documents.trace import Edit, Traced

_COMMENT = re.compile(r"(?m)^[ \t]*%[^\n]*\n|(?<!\\)(?:\\\\)*(%[^\n]*)")
_HIDDEN = re.compile(r"\\iffalse\b.*?\\fi\b|\\begin\{comment\}.*?\\end\{comment\}", re.S)
_NEW_ENVIRONMENT = re.compile(
    r"\\(?:re)?newenvironment\*?\s*\{[^{}]*\}\s*(?:\[\d\])?\s*(?=\{)|\\newtheorem\*?\{[^{}]*\}[^\n]*"
)
_LEVELS = {"chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4, "paragraph": 5, "subparagraph": 6}
_STRUCTURE = re.compile(
    r"\\(?P<head>part|chapter|section|subsection|subsubsection|paragraph|subparagraph)\*?\s*(?:\[[^\]\n]*\])?\s*(?=\{)"
    r"|\\item(?P<item>)(?![A-Za-z])[ \t]*(?:\[(?P<option>[^\]\n]*)\])?"
    r"|\\(?P<exam>titledquestion|question|part|subpart|subsubpart)(?![A-Za-z])[ \t]*(?:\[[^\]\n]*\])?"
    r"|\\(?P<edge>begin|end)\s*\{(?P<name>[A-Za-z]+\*?)\}(?P<options>(?:[ \t]*\[[^\]]{0,200}\])?)"
    r"|\\includegraphics\s*(?:\[[^\]\n]*\])?\s*\{(?P<picture>[^{}\n]*)\}"
    r"|\\(?P<set>set|addto)counter\s*\{(?P<counter>enum\w+)\}\s*\{(?P<value>-?\d{1,3})\}"
    r"|\\(?P<answer>ans|answer|solution|sol|soln)(?![A-Za-z])"
    r"|(?P<blank>\n[ \t]*\n\s*|\\par(?![A-Za-z]))|(?P<newline>\n|\\\\\*?(?:\[[^\]\n]*\])?|\\newline(?![A-Za-z]))"
)
_ANSWER_ENVIRONMENT = re.compile(r"(?i)(?:solution|answer|proof|ans|sol|soln|response|mysol\w*|sltn)\*?$")
_QUESTION_ENVIRONMENT = re.compile(
    r"(?i)(?:question|problem|exercise|prob|ques|quote|quotation|statement|task)\*?$"
)


def _without_comments(text: Traced) -> Traced:
    edits: list[Edit] = []
    for match in _COMMENT.finditer(text.text):
        start = match.start(1) if match.group(1) is not None else match.start()
        edits.append((start, match.end(), ""))
    text = text.replace(edits)
    return text.replace([(match.start(), match.end(), "") for match in _HIDDEN.finditer(text.text)])


def _without_environments(text: Traced) -> Traced:
    edits: list[Edit] = []
    for match in _NEW_ENVIRONMENT.finditer(text.text):
        end = match.end()
        if "newtheorem" not in match.group():
            for _ in range(2):
                while text.text[end : end + 1].isspace():
                    end += 1
                after = group_end(text.text, end) if text.text[end : end + 1] == "{" else -1
                end = after if after != -1 else end
        edits.append((match.start(), end, ""))
    return text.replace(edits)


class _Front:
    def __init__(self, assembly: Assembly, counters: Counters) -> None:
        self.out = assembly
        self.text = assembly.text.text
        self.counters = counters
        self.line_start = True
        self.heading_until = -1
        self.under_heading = False  # nothing stands below the last heading yet

    def gap(self, start: int, end: int) -> None:
        at = start
        for match in _STRUCTURE.finditer(self.text, start, end):
            if match.start() < at:
                continue
            self._words(at, match.start())
            at = max(match.end(), self._structure(match))
        self._words(at, end)

    def _words(self, start: int, end: int) -> None:
        start = max(start, self.heading_until) if start < self.heading_until else start
        if start >= end or not self.text[start:end].strip(" \t\n{}"):
            return
        self._leave_heading()
        begins, self.line_start = self.line_start, False
        if begins and self.out.bare_formula(start, end):
            return
        self.out.prose(start, end, starts_line=begins)

    def _structure(self, match: re.Match[str]) -> int:
        """Acts on one mark of structure; gives where reading goes on."""
        kind = match.lastgroup if match.lastgroup != "options" else "edge"
        if match.group("head"):
            return self._heading(match)
        if match.group("item") is not None:
            self._item(self.counters.item(match.group("option")), match)
        elif match.group("exam"):
            self._item(self.counters.exam(match.group("exam")), match)
        elif match.group("edge"):
            self._environment(match)
        elif match.group("picture") is not None:
            self.out.image(
                Span(match.start(), match.end(), match.start("picture"), match.end("picture"), "image", "tex")
            )
        elif match.group("set"):
            self.counters.assign(
                match.group("counter"), int(match.group("value")), match.group("set") == "addto"
            )
        elif match.group("answer"):
            self.out.boundary("solution", True, match.start(), match.end())
            self.line_start = True
        elif kind == "blank":
            self.out.new_paragraph()
            self.line_start = True
        else:
            self.line_start = True
        return match.end()

    def _heading(self, match: re.Match[str]) -> int:
        end = group_end(self.text, match.end(), 800)
        if end == -1:
            return match.end()
        self.out.new_paragraph()
        text = self.out.text.cut(match.end() + 1, end - 1).strip()
        level = _LEVELS.get(match.group("head"), 2)
        block = Heading(text=text, words=plain_words(text.text), level=level, paragraph=self.out.paragraph)
        self.out.blocks.append(block)
        self.heading_until, self.under_heading = end, True
        self.line_start = True
        return end

    def _leave_heading(self) -> None:
        """What stands below a heading is a paragraph of its own, with or without a blank line between."""
        if self.under_heading:
            self.out.new_paragraph()
        self.under_heading = False

    def _item(self, label: str, match: re.Match[str]) -> None:
        self.out.new_paragraph()
        mark = self.out.text.cut(match.start(), match.end())
        self.out.blocks.append(
            ListItem(
                text=mark,
                label=label,
                indent=2 * self.counters.depth,
                paragraph=self.out.paragraph,
                counted=match.group("option") is None,
            )
        )
        self.line_start = True

    def _environment(self, match: re.Match[str]) -> None:
        name, opens = match.group("name"), match.group("edge") == "begin"
        if self.counters.environment(name, opens, match.group("options") or ""):
            self.out.new_paragraph()
        elif _ANSWER_ENVIRONMENT.match(name):
            self.out.boundary("solution", opens, match.start(), match.end())
        elif _QUESTION_ENVIRONMENT.match(name):
            self.out.boundary("question", opens, match.start(), match.end())
        self.line_start = True

    def span(self, span: Span) -> None:
        if span.start >= self.heading_until:
            self._leave_heading()
        if span.kind in ("display", "inline"):
            self.out.math(span, in_heading=span.start < self.heading_until)
        elif span.kind == "image":
            self.out.image(span)
        else:
            self.out.boundary("code", True, span.start, span.end)
        self.line_start = span.kind == "display"


def read_tex(text: Traced) -> Assembly:
    """The blocks of a LaTeX source, with its repairs, macros and problems."""
    text, macros = take_macros(_without_environments(_without_comments(text)))
    text = open_environments(text, macros)
    begins = re.search(r"\\begin\s*\{document\}", text.text)
    ends = re.search(r"\\end\s*\{document\}", text.text)
    start = begins.end() if begins else 0
    text = text.cut(start, ends.start() if ends and ends.start() > start else len(text))
    assembly = Assembly(text, macros=macros)
    spans, faults = find_spans(text.text, tex=True)
    for kind, message, at in faults:
        assembly.problem(kind, message, at)
    for match in NAMED.finditer(text.text):
        name = match.group(1) or match.group(2)
        assembly.problem("input", f"{name} is not beside this document; it was not read", match.start())
    front = _Front(assembly, Counters({macro.name: macro.body for macro in macros}))
    at = 0
    for span in spans:
        front.gap(at, span.start)
        front.span(span)
        at = span.end
    front.gap(at, len(text.text))
    return assembly
