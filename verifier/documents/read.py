"""The door: from a file to a `Document`.

Decoding, the kind of document, the cells of a notebook, repairs. Never raises on what a file holds; a file
that cannot be opened is an OSError. Relies on the two fronts, `markdown` and `tex`.
"""

import re
from dataclasses import replace
from pathlib import Path

from verifier.documents.assemble import Assembly
from verifier.documents.damage import drop_invisible, mend_delimiters, repairs_of
from verifier.documents.decode import decode
from verifier.documents.inputs import read_whole
from verifier.documents.markdown import read_markdown
from verifier.documents.model import Document, Flavour, Problem, Repair
from verifier.documents.notebook import BrokenNotebook, markdown_cells
from verifier.documents.tex import read_tex
from verifier.documents.trace import Traced, traced

_TEX_SIGNS = re.compile(
    r"\\documentclass|\\begin\{document\}|\\usepackage|\\(?:sub)*section\*?\{|\\item(?![A-Za-z])|\\begin\{enumerate\}"
    r"|\\(?:noindent|question|newpage|maketitle)(?![A-Za-z])|\\textbf\{"
)
_MARKDOWN_SIGNS = re.compile(r"(?m)^#{1,6} |^\s*```|\*\*[^*\n]+\*\*|!\[|^- |^<(?:br|p|div)\b")


def _flavour(text: str, suffix: str) -> Flavour:
    if suffix == ".tex":
        return "tex"
    if suffix == ".md":
        return "tex" if re.search(r"\\documentclass|\\begin\{document\}", text) else "markdown"
    if re.search(r"(?m)^[^%\n]*(?:\\documentclass|\\begin\{document\})", text):
        return "tex"
    return "tex" if len(_TEX_SIGNS.findall(text)) > 2 * len(_MARKDOWN_SIGNS.findall(text)) else "markdown"


def _looks_like_notebook(source: str, suffix: str) -> bool:
    return suffix == ".ipynb" or (
        source.lstrip()[:1] == "{" and '"cells"' in source and '"cell_type"' in source
    )


def read_text(source: str, suffix: str = ".md", encoding: str = "utf-8") -> Document:
    """A document from its text; `suffix` is the ending that its file would have."""
    problems: list[Problem] = []
    base: Traced = traced(source)
    flavour: Flavour = "markdown"
    if _looks_like_notebook(source, suffix):
        try:
            base, flavour = markdown_cells(source), "notebook"
        except BrokenNotebook:
            problems.append(Problem("notebook", "this is not the JSON of a notebook; read as Markdown", 1))
    clean, mended = drop_invisible(base)
    if flavour != "notebook":
        flavour = _flavour(clean.text, suffix)
    clean, restored = mend_delimiters(clean)
    assembly: Assembly = read_tex(clean) if flavour == "tex" else read_markdown(clean)
    return Document(
        source=source,
        flavour=flavour,
        encoding=encoding,
        blocks=tuple(assembly.blocks),
        repairs=repairs_of([*mended, *restored, *assembly.mended]),
        macros=tuple(assembly.macros),
        problems=(*problems, *assembly.problems),
    )


def read_bytes(data: bytes, suffix: str = ".md", repairs: tuple[Repair, ...] = ()) -> Document:
    """`repairs`: what was done to the file before it came here."""
    source, encoding, problems = decode(data)
    document = read_text(source, suffix.lower(), encoding)
    return replace(document, repairs=(*repairs, *document.repairs), problems=(*problems, *document.problems))


def read_document(path: str | Path) -> Document:
    """Reads a .md, .txt, .tex or .ipynb file, with the files that it takes in."""
    path = Path(path)
    whole = read_whole(path)
    return read_bytes(whole.data, path.suffix, whole.repairs)
