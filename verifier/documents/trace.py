"""Text that remembers where it came from.

A `Traced` is a string with a map back to the file, so that a formula that was repaired, cut and joined
still says at which line and column of the file as it is each of its characters stands.
Lines and columns count from 1; offsets count from 0. Relies on nothing; knows nothing of formulas.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A point in the file as it is; `cell` counts the Markdown cells of a notebook from 1."""

    offset: int
    line: int
    column: int
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """Where the lines of a file begin, and for a notebook where its cells begin."""

    starts: tuple[int, ...]
    cells: tuple[int, ...] = ()

    def place(self, offset: int) -> Place:
        line = max(1, bisect_right(self.starts, offset))
        cell = bisect_right(self.cells, offset) if self.cells else None
        return Place(offset, line, offset - self.starts[line - 1] + 1, cell)


def lines_of(source: str, cells: Iterable[int] = ()) -> Lines:
    """Only a newline ends a line: form feeds and lone carriage returns are damage inside formulas.

    A file without any newline that has carriage returns is an old Macintosh file.
    """
    end = "\n" if "\n" in source or "\r" not in source else "\r"
    starts, at = [0], source.find(end)
    while at != -1:
        starts.append(at + 1)
        at = source.find(end, at + 1)
    return Lines(tuple(starts), tuple(cells))


Anchor = tuple[int, int, bool]
Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Traced:
    """`anchors` are (position in text, offset in file, running): from each anchor on positions map one to
    one while `running`, and all to one offset where text was put in that the file does not have."""

    text: str
    anchors: tuple[Anchor, ...]
    lines: Lines

    def __len__(self) -> int:
        return len(self.text)

    def _anchor(self, position: int) -> int:
        return max(0, bisect_right(self.anchors, position, key=lambda anchor: anchor[0]) - 1)

    def origin(self, position: int) -> int:
        """The offset in the file of the character at `position`."""
        start, offset, running = self.anchors[self._anchor(position)]
        return offset + (position - start if running else 0)

    def place(self, position: int = 0) -> Place:
        return self.lines.place(self.origin(position))

    @property
    def line(self) -> int:
        return self.place(0).line

    def cut(self, start: int, end: int) -> "Traced":
        start, end = max(0, start), max(0, min(end, len(self.text)))
        first = self._anchor(start)
        last = bisect_right(self.anchors, end - 1, key=lambda anchor: anchor[0]) if end > start else first + 1
        _, _, running = self.anchors[first]
        inner = ((at - start, offset, run) for at, offset, run in self.anchors[first + 1 : last])
        return Traced(self.text[start:end], ((0, self.origin(start), running), *inner), self.lines)

    def strip(self, characters: str | None = None) -> "Traced":
        left = len(self.text) - len(self.text.lstrip(characters))
        return self.cut(left, max(left, len(self.text.rstrip(characters))))

    def replace(self, edits: Iterable[Edit]) -> "Traced":
        """All edits at once; where two overlap the earlier one stands."""
        pieces: list[Traced | Edit] = []
        done = 0
        for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
            if start < done:
                continue
            pieces.append(self.cut(done, start))
            pieces.append((start, end, new))
            done = end
        if not pieces:
            return self
        pieces.append(self.cut(done, len(self.text)))
        text: list[str] = []
        anchors: list[Anchor] = []
        length = 0
        for piece in pieces:
            if isinstance(piece, Traced):
                if piece.text:
                    anchors += [(at + length, offset, running) for at, offset, running in piece.anchors]
                    text.append(piece.text)
                    length += len(piece.text)
            elif piece[2]:
                anchors.append((length, self.origin(piece[0]), False))
                text.append(piece[2])
                length += len(piece[2])
        return Traced("".join(text), tuple(anchors) or ((0, self.origin(0), True),), self.lines)

    def joined(self, other: "Traced", between: str = " ") -> "Traced":
        """This text and the other one after it."""
        length = len(self.text)
        glue: tuple[Anchor, ...] = ((length, other.origin(0), False),) if between else ()
        length += len(between)
        tail = tuple((at + length, offset, running) for at, offset, running in other.anchors)
        return Traced(self.text + between + other.text, (*self.anchors, *glue, *tail), self.lines)


def traced(source: str, lines: Lines | None = None) -> Traced:
    """The text of a file, mapped to itself."""
    return Traced(source, ((0, 0, True),), lines or lines_of(source))
