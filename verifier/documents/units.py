"""Blocks gathered into the units that a reader sees: a line of words with its formulas, a display, a mark.

Relies on the blocks; splits nothing inside them. A unit of words is one line of the file.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from verifier.documents.model import Block, Boundary, Heading, Image, ListItem, Math, Prose

_FORMULA = re.compile(r"\$[^$]*\$|\\\(.*?\\\)")
UnitKind = Literal["heading", "words", "display", "image", "boundary"]


@dataclass(frozen=True, slots=True)
class Unit:
    kind: UnitKind
    blocks: tuple[Block, ...]

    @property
    def paragraph(self) -> int:
        return self.blocks[0].paragraph

    @property
    def line(self) -> int:
        return self.blocks[0].text.line

    @property
    def math(self) -> tuple[Math, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Math))

    @property
    def text(self) -> str:
        """The words, with each formula between `$`."""
        if isinstance(self.blocks[0], Heading):
            return self.blocks[0].words
        parts = []
        for block in self.blocks:
            if isinstance(block, Prose):
                parts.append(block.words)
            elif isinstance(block, Math):
                parts.append(f"${block.latex}$")
        return " ".join(parts)

    @property
    def words(self) -> str:
        """The words without the formulas."""
        if isinstance(self.blocks[0], Heading):
            return _FORMULA.sub(" ", self.blocks[0].words)
        return " ".join(block.words for block in self.blocks if isinstance(block, Prose))

    @property
    def item(self) -> ListItem | None:
        items = [block for block in self.blocks if isinstance(block, ListItem)]
        numbered = [item for item in items if item.label not in "-*+•"]
        return numbered[-1] if numbered else items[0] if items else None

    @property
    def quoted(self) -> bool:
        return any(isinstance(block, Prose) and block.quoted for block in self.blocks)


def units_of(blocks: Sequence[Block]) -> list[Unit]:
    units: list[Unit] = []
    line: list[Block] = []
    heading = False

    def flush() -> None:
        nonlocal heading
        if line:
            units.append(Unit("heading" if heading else "words", tuple(line)))
            line.clear()
        heading = False

    for block in blocks:
        if isinstance(block, Heading):
            flush()
            heading = True
            line.append(block)
        elif isinstance(block, Boundary):
            flush()
            units.append(Unit("boundary", (block,)))
        elif isinstance(block, Image):
            flush()
            units.append(Unit("image", (block,)))
        elif isinstance(block, Math) and block.display and not block.in_heading:
            flush()
            units.append(Unit("display", (block,)))
        elif isinstance(block, ListItem):
            if line and (not isinstance(line[-1], ListItem) or _apart(line[-1], block)):
                flush()
            line.append(block)
        elif isinstance(block, Prose) and block.starts_line and line and not isinstance(line[-1], ListItem):
            flush()
            line.append(block)
        else:
            bare_item = len(line) == 1 and isinstance(line[0], ListItem)
            if (
                line
                and not bare_item
                and (line[0].paragraph != block.paragraph or _new_line(line[-1], block))
            ):
                flush()
            line.append(block)
    flush()
    return units


def _apart(before: ListItem, block: ListItem) -> bool:
    """Two marks of items without words between: `- 1.` is one line, `\\item[1.] \\item[(a)]` are two."""
    return block.text.text.startswith("\\") or before.text.line != block.text.line


def _new_line(before: Block, block: Block) -> bool:
    """A formula that begins a line of its own."""
    if not isinstance(block, Math) or block.in_heading or isinstance(before, ListItem | Heading):
        return False
    gap = block.text.lines
    first, second = before.text.origin(max(0, len(before.text) - 1)), block.text.origin(0)
    place = gap.place(second)
    return gap.place(first).line < place.line and place.column <= 4
