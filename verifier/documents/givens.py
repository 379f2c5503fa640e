"""Collects what the writer declares: layouts, shapes, definitions, in order.

"U in R^{|V| x d}", "y is a row vector", "where $a = ..$", "令 ..". Candidates only: whether a definition is
adopted or is a claim to be checked, the algebra side decides.
"""

import re
from typing import Literal

from verifier.documents.model import Block, Given, Heading, Math
from verifier.documents.trace import Traced
from verifier.documents.units import Unit, units_of

_SHAPE_MATH = re.compile(
    r"(?:\\in|∈)\s*(?:\\mathbb\s*\{?\s*R|\\R(?![A-Za-z])|\\mathcal\s*\{?\s*R|\\mathrm\s*\{?\s*R|\\Re|ℝ|R\s*\^)"
)
_SIZE = r"(?:\|?\s*[A-Za-z]\w{0,7}\s*\|?|\d)"
_SHAPE_WORDS = re.compile(
    rf"\b(?:row|column)s?[ -]?(?:vectors?|wise)\b|行向量|列向量|每一?[行列]|按[行列]|\bshape\b|形状|维度|(?<![A-Za-z]){_SIZE}\s*[*×✕]\s*{_SIZE}(?![A-Za-z])"
    rf"|\b[dDVNnKm|]+ (?:by|x) [|dDVN1n]+\b|\b(?:in|as|are|is|the) (?:rows|columns)\b|(?<![A-Za-z\\}}_]){_SIZE}\s*\\times\s*{_SIZE}(?![A-Za-z(\\_])|\bdimension",
    re.I,
)
_DEFINES = re.compile(
    r"(?:\bwhere\b|\blet\b|\bdenot\w+|\bdefin\w+|\bset\b|\bput\b|\bcall\b|\bintroduc\w+|\bwrite\b|\bnotation\b|\babbreviat\w+|\bfor (?:short|brevity|convenience|simplicity)\b"
    r"|\bwith\b|\bwe use\b|\brecall\b|记|令|设|定义|其中|表示)\W*(?:us\W+|that\W+|have\W+|the\W+|by\W+|for\W+\w+\W+)*$",
    re.I,
)
# A display that says what a derivative is is a line of the derivation, whatever word stands before it.
_OF_A_DERIVATIVE = re.compile(
    r"(?:\\begin\s*\{\w+\*?\}|[\s&{])*(?:\\[dtc]?frac\s*\{\s*(?:\\partial|d\b)|\\partial|\\nabla)"
)
_COUNTS = re.compile(
    r"\bnumber of (?:times|occurrences|copies|repetitions|appearances)\b|\bhow (?:often|many times)\b|\bmultiplicity\b|次数"
    r"|\b(?:sampled|drawn|chosen|picked|selected|occurs?|appears?|repeated)\s+times\b",
    re.I,
)
_GOES_ON = re.compile(r"^\W*(?:and|or|和|与|以及)?\W*$", re.I)
_LAYOUT_WORDS = re.compile(r"\b(?:row|column)s?[ -]?vectors?|行向量|列向量", re.I)
_RELATED = re.compile(r"(?<![<>!])=|\\equiv|\\triangleq|\\coloneqq?|\\defeq|\\eqdef|≜")
Origin = Literal["question", "answer", "preamble"]


def _shape_in_words(text: str) -> bool:
    return bool(_SHAPE_WORDS.search(text)) and len(text) < 600


def _of_unit(unit: Unit, origin: Origin, before: str) -> list[Given]:
    found: list[Given] = []
    words, defining = before, False
    sentence = unit.text if unit.kind != "display" else before
    for block in unit.blocks:
        if isinstance(block, Math):
            kind: Literal["shape", "definition"] | None = None
            if _SHAPE_MATH.search(block.latex):
                kind = "shape"
            elif unit.kind == "display" and _OF_A_DERIVATIVE.match(block.latex):
                kind = None
            elif (defining or _DEFINES.search(words[-80:])) and _RELATED.search(block.latex):
                kind = "definition"
            if kind:
                defining = kind == "definition"
                found.append(_given(sentence, block.text, kind, origin))
                words += " where" if words.rstrip().endswith(("where", "let", "Let")) else ""
                continue
            words += " $" if len(block.latex) > 3 else ""
        elif not isinstance(block, Heading):
            words = getattr(block, "words", "")
            defining = defining and bool(_GOES_ON.match(words))
    if (
        unit.kind == "words"
        and _shape_in_words(unit.text)
        and (_LAYOUT_WORDS.search(unit.words) or not any(given.kind == "shape" for given in found))
    ):
        found.append(_given(unit.text, None, "shape", origin, unit))
    if unit.kind == "words" and unit.math and len(unit.text) < 600 and _COUNTS.search(unit.words):
        found.append(_given(unit.text, None, "definition", origin, unit))
    return found


def _with_marks(unit: Unit) -> str:
    """The words of a line with a word for each formula, so that "with $a = b$:" does not end in "with"."""
    return re.sub(r"\$[^$]*\$", " this ", unit.text)


def _given(
    words: str,
    formula: Traced | None,
    kind: Literal["shape", "definition"],
    origin: Origin,
    unit: Unit | None = None,
) -> Given:
    place = formula.place(0) if formula is not None else unit.blocks[0].text.place(0) if unit else None
    assert place is not None
    return Given(words=words, formula=formula, kind=kind, origin=origin, place=place)


def givens_of(blocks: tuple[Block, ...], origin: Origin) -> list[Given]:
    """The declarations in these blocks, in the order in which they stand."""
    found: list[Given] = []
    before = ""
    for unit in units_of(blocks):
        if unit.kind in ("words", "display"):
            found += _of_unit(unit, origin, before)
        # Only words that stand right before a display introduce it.
        before = _with_marks(unit) if unit.kind == "words" and not isinstance(unit.blocks[-1], Math) else ""
    return found
