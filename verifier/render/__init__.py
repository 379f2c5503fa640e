"""Writes solution sheets as LaTeX, Markdown, HTML and PDF.

    write_sheet(sheet, ["tex", "md", "html", "pdf"], Path("out"))

A `Sheet` (sheet.py) holds finished strings: nothing in this room knows what a formula means.
"""

from verifier.render.formats import FORMATS
from verifier.render.latexmk import compile_with_latexmk
from verifier.render.prose import Math, Prose, Text, read_paragraphs, read_prose
from verifier.render.sheet import Derivation, Quantity, Sheet, SheetPart, SheetTarget, Step
from verifier.render.write import write_sheet

__all__ = [
    "FORMATS",
    "Derivation",
    "Math",
    "Prose",
    "Quantity",
    "Sheet",
    "SheetPart",
    "SheetTarget",
    "Step",
    "Text",
    "compile_with_latexmk",
    "read_paragraphs",
    "read_prose",
    "write_sheet",
]
