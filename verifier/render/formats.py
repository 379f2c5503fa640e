"""The formats of a sheet, a row each: how words are escaped, in what notation formulas stand, how it ends.

The template of a format is `templates/<document>/<name>/<document>.<name>.j2`; its look is decided there.
Every value that a template prints is escaped for the format, unless one of these filters made it:

    formula           a formula in the format's notation, without delimiters
    prose             words and inline formulas
    string            a string literal (Typst)
    words_in_formula  words as a part of a formula (Markdown)
    code              characters as they are, whatever they are (Markdown)

A new format is a row and a folder.
"""

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from verifier.render.formulas import Notation
from verifier.render.pdf import compile_typst

_BRACES: Final = ("{%", "%}", "{{", "}}", "{#", "#}")
_ANGLES: Final = ("<%", "%>", "<<", ">>", "<#", "#>")  # TeX and Typst have their own use for braces


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way to write a document; `name` is also the suffix of its file and its folder of templates."""

    name: str
    escape: Callable[[str], str]
    notation: Notation | None = None  # None: formulas stay LaTeX
    rewrite: Callable[[str], str] = str  # last touch to a formula that stays LaTeX
    inline: str = "${}$"
    delimiters: tuple[str, str, str, str, str, str] = _BRACES  # of blocks, values and remarks
    finish: Callable[[str], bytes] = str.encode


_TEX_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    '"': r"\textquotedbl{}",
    **{character: "\\" + character for character in "{}$&#%_"},
    **{sign: f"${name}$" for sign, name in {"−": "-", "≤": r"\le", "≥": r"\ge", "≠": r"\neq", "→": r"\to",
       "×": r"\times", "·": r"\cdot", "∈": r"\in", "∉": r"\notin", "∞": r"\infty", "∂": r"\partial"}.items()},
}  # fmt: skip


def escape_tex(words: str) -> str:
    return "".join(_TEX_SPECIAL.get(character) or _greek(character) for character in words)


def _greek(character: str) -> str:
    name = unicodedata.name(character, "")
    if not name.startswith("GREEK SMALL LETTER ") or " WITH " in name or "OMICRON" in name:
        return character
    return "$\\" + name.removeprefix("GREEK SMALL LETTER ").lower().replace("lamda", "lambda") + "$"


def escape_markdown(words: str) -> str:
    escaped = re.sub(r"([\\`*_\[\]<>|$#~&])", r"\\\1", words)
    return re.sub(r"^(\s*)(\d+(?=[.)]\s)|(?=[-+=]\s))", r"\1\2\\", escaped)  # no list where words begin


def code_span(characters: str) -> str:
    """A fence that is longer than any inside; a code span is one line."""
    line = " ".join(characters.split())
    fence = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    return f"{fence} {line} {fence}" if "`" in line else f"`{line or ' '}`"


_READ_BY_MARKDOWN: Final = {
    r"\{": r"\lbrace ",  # Markdown takes the backslash
    r"\}": r"\rbrace ",
    r"\|": r"\Vert ",
    "|": r"\vert ",  # ends a table's cell
    "<": r"\lt ",  # opens a tag
    ">": r"\gt ",
}


def rewrite_for_markdown(latex: str) -> str:
    """Spell out what Markdown would read before the formula is read."""
    return re.sub(
        r"\\\\|\\[{}|]|[|<>]", lambda found: _READ_BY_MARKDOWN.get(found[0], found[0]), latex
    ).strip()  # a dollar after a space closes nothing


_OUTSIDE_TEXT: Final = {
    "<": r"\lt ",
    ">": r"\gt ",
    "|": r"\vert ",
    "\\": r"\backslash ",
    "^": r"\wedge ",
    "~": r"\sim ",
    "=": "=",
}


def words_in_formula(words: str) -> str:
    r"""Words for a browser's reader of TeX: `\text{}`, left for what such a reader does not know inside it."""
    pieces = re.split(r"([<>|\\^~]|(?<!\S)\s*=\s*(?!\S))", words)
    escaped = (re.sub(r"([{}$&#%_])", r"\\\1", piece) for piece in pieces)
    return "".join(_OUTSIDE_TEXT.get(piece.strip()) or f"\\text{{{piece}}}" for piece in escaped if piece)


def typst_string(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def escape_typst(words: str) -> str:
    # A string is never read as markup; the semicolon ends the expression before what follows.
    return f"#{typst_string(words)};" if words else ""


def _join_blank_lines(source: str) -> bytes:
    return re.sub(r"\n{3,}", "\n\n", source).encode()


_ROWS: Final = (
    Format(name="tex", escape=escape_tex, delimiters=_ANGLES),
    Format(name="md", escape=escape_markdown, rewrite=rewrite_for_markdown, finish=_join_blank_lines),
    Format(name="html", escape=html.escape, notation="mathml", inline="{}"),
    Format(name="pdf", escape=escape_typst, notation="typst", delimiters=_ANGLES, finish=compile_typst),
)
FORMATS: Final = {row.name: row for row in _ROWS}
