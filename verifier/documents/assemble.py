"""Puts the blocks of a document together, in order, for the Markdown and the LaTeX front alike.

Holds what both need: the text, the spans found in it, the paragraph count, formulas mended as they are
cut. Relies on `damage`, `macros` for definitions inside formulas, and `delimiters` for the spans.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from verifier.documents.damage import Mended, mend
from verifier.documents.delimiters import Span
from verifier.documents.macros import take_macros
from verifier.documents.model import Block, Boundary, Image, Macro, Math, Problem, Prose
from verifier.documents.prosaic import is_bare_formula, plain_words
from verifier.documents.trace import Traced

_QUOTE = re.compile(r"(?m)^[ \t]*(?:>[ \t]?)+")
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_FORMULA_ADDRESS = re.compile(
    r"codecogs|render\.githubusercontent|math\?math=|/tex\?|latex\?|equation\?tex=|zhihu\.com/equation|chart\?cht=tx",
    re.I,
)


def formula_of(address: str) -> str | None:
    """The LaTeX in the address of a picture drawn by a web service."""
    if not _FORMULA_ADDRESS.search(address):
        return None
    query = address.split("?", 1)[1] if "?" in address else address
    query = unquote(query.replace("+", "%20") if "%20" not in query and "\\" not in query else query)
    query = re.sub(r"^(?:math|tex|chl|cht=tx&chl)=", "", query)
    query = re.sub(
        r"\\(?:dpi|bg|fn)\{[^{}]*\}|\\(?:inline|large|small|bg_\w+|fn_\w+)(?![A-Za-z])", " ", query
    )
    return " ".join(query.split())


@dataclass(slots=True)
class Assembly:
    text: Traced
    blocks: list[Block] = field(default_factory=list)
    mended: list[Mended] = field(default_factory=list)
    macros: list[Macro] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    paragraph: int = 0

    def new_paragraph(self) -> None:
        self.paragraph += 1

    def problem(self, kind: str, message: str, at: int) -> None:
        self.problems.append(Problem(kind, message, self.text.place(at).line))

    def math(self, span: Span, quoted: bool = False, in_heading: bool = False) -> None:
        inner = self.text.cut(span.inner_start, span.inner_end)
        if quoted and "\n" in inner.text:
            inner = inner.replace(
                [(m.start(), m.end(), "") for m in _QUOTE.finditer(inner.text) if m.start() > 0]
            )
        if "%" in inner.text:
            inner = inner.replace([(m.start(), m.end(), "") for m in _COMMENT.finditer(inner.text)])
        inner, mended = mend(inner.strip())
        self.mended += mended
        inner, macros = take_macros(inner)
        self.macros += macros
        inner = inner.strip()
        display = span.kind == "display"
        if display:
            self.new_paragraph()
        if inner.text:
            raw = self.text.text[span.inner_start : span.inner_end]
            self.blocks.append(
                Math(
                    text=inner,
                    raw=raw,
                    display=display,
                    delimiter=span.delimiter,
                    paragraph=self.paragraph,
                    in_heading=in_heading,
                )
            )
        if display:
            self.new_paragraph()

    def image(self, span: Span) -> None:
        address = self.text.text[span.inner_start : span.inner_end].strip()
        formula = formula_of(address)
        text = self.text.cut(span.start, span.end)
        if formula and not self._alone_in_line(span):
            inner, mended = mend(text.replace([(0, len(text), formula)]))
            self.mended += mended
            drawn = Math(text=inner, raw=formula, display=False, delimiter="image", paragraph=self.paragraph)
            self.blocks.append(drawn)
        else:
            block = Image(text=text, address=address, formula=formula, paragraph=self.paragraph)
            self.blocks.append(block)
        what = "a formula given as a picture" if formula else "a picture; it was not read"
        self.problem("image", what, span.start)

    def _alone_in_line(self, span: Span) -> bool:
        text = self.text.text
        start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
        around = text[start : span.start] + text[span.end : end if end != -1 else len(text)]
        return not re.search(r"\w", around)

    def boundary(self, name: str, opens: bool, start: int, end: int) -> None:
        self.new_paragraph()
        text = self.text.cut(start, end)
        self.blocks.append(Boundary(text=text, name=name, opens=opens, paragraph=self.paragraph))
        self.new_paragraph()

    def prose(self, start: int, end: int, quoted: bool = False, starts_line: bool = False) -> None:
        """The words between two positions of one line; blank text leaves no trace."""
        piece = self.text.cut(start, end).strip()
        words = plain_words(piece.text)
        if words:
            self.blocks.append(
                Prose(
                    text=piece, words=words, paragraph=self.paragraph, quoted=quoted, starts_line=starts_line
                )
            )

    def bare_formula(self, start: int, end: int) -> bool:
        """Reads a line without delimiters as a formula where it can be nothing else."""
        if not is_bare_formula(self.text.text[start:end]):
            return False
        self.math(Span(start, end, start, end, "display", "bare"))
        return True
