"""Labels that run on inside one line, `(i) $A$ (ii) $B$ (iii) $0$`: each becomes the beginning of a line of its own.

Relies on `units`. Only a run from the first label on counts, two at least; a label that a sentence refers to ("from
(ii)") is none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from verifier.documents.model import ListItem, Math, Prose
from verifier.documents.prosaic import plain_words
from verifier.documents.units import Unit

_RUNS = (("i", "ii", "iii", "iv", "v"), ("a", "b", "c", "d", "e"))
_LABEL = re.compile(r"(?:^|(?<=[\s.,;:，。；：、]))[(（]?\s?(i{1,3}|iv|v|[a-e])\s?[)）](?=[\s.:，：、*]|$)")
_REFERS = re.compile(
    r"(?:\b(?:in|from|of|and|or|see|to|by|as|using|with|parts?|cases?|equations?|than)|由|从|见|和|与)\s*$",
    re.I,
)


def with_labels_apart(units: list[Unit]) -> list[Unit]:
    return [part for unit in units for part in _apart(unit)]


def _apart(unit: Unit) -> list[Unit]:
    if unit.kind != "words" or not unit.math:
        return [unit]
    found = _run(unit)
    if len(found) < 2:
        return [unit]
    lines: list[list[Prose | Math | ListItem]] = [[]]
    for number, block in enumerate(unit.blocks):
        cuts = [at for where, at in found if where == number]
        if not isinstance(block, Prose) or not cuts:
            lines[-1].append(block)  # type: ignore[arg-type]
            continue
        ends = [*cuts, len(block.text)]
        lines[-1] += _piece(block, 0, ends[0], starts_line=block.starts_line)
        for start, end in pairwise(ends):
            lines.append(_piece(block, start, end, starts_line=True))
    return [Unit("words", tuple(line)) for line in lines if line]


def _run(unit: Unit) -> list[tuple[int, int]]:
    """Where labels stand that count on from the first: the number of the block, and the place in its text."""
    places = [
        (match[1], (number, match.start()))
        for number, block in enumerate(unit.blocks)
        if isinstance(block, Prose)
        for match in _LABEL.finditer(block.text.text)
        if not _REFERS.search(block.text.text[: match.start()])
    ]
    for run in _RUNS:
        own = [(value, at) for value, at in places if value in run]
        # "1(i): (i) .. (ii)": the part's own label may look the same.
        while len(own) > 1 and own[0][0] == own[1][0]:
            own = own[1:]
        if len(own) >= 2 and tuple(value for value, _ in own) == run[: len(own)]:
            return [at for _, at in own]
    return []


def _piece(block: Prose, start: int, end: int, *, starts_line: bool) -> list[Prose | Math | ListItem]:
    text = block.text.cut(start, end).strip()
    words = plain_words(text.text)
    return [replace(block, text=text, words=words, starts_line=starts_line)] if words else []
