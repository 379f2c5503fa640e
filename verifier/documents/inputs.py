r"""A LaTeX document with the files that it names by \input, \include and \subfile put in where they are named.

Only files in the document's own folder or below it, never what a link leads out of it; what is not there stays as
it is written, and the LaTeX front says so. Lines then count in the text as it was put together.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from verifier.documents.decode import decode
from verifier.documents.model import Repair

NAMED = re.compile(
    r"\\(?:input|include|subfile)\s*\{\s*([^{}\n%#\\]{1,200}?)\s*\}|\\input\s+([\w./-]{1,200})"
)
_COMMENTED = re.compile(r"(?<!\\)(?:\\\\)*%[^\n]*\Z")
_LARGEST = 2_000_000  # bytes of one file, and of the whole
_MOST = 60  # files


@dataclass(frozen=True, slots=True)
class Whole:
    """`data` is the document's own bytes where it takes nothing in."""

    data: bytes
    taken: tuple[Path, ...] = ()
    repairs: tuple[Repair, ...] = ()


class _Gathering:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.taken: list[Path] = []
        self.repairs: list[Repair] = []
        self.size = 0

    def text(self, source: str, above: tuple[Path, ...], line: int) -> str:
        """`source` with what it names put in; `line`: where its first line will stand."""
        out: list[str] = []
        at = 0
        for match in NAMED.finditer(source):
            begins = source.rfind("\n", 0, match.start()) + 1
            path = self._found(match.group(1) or match.group(2))
            commented = _COMMENTED.search(source[begins : match.start()])
            if path is None or path in above or commented or len(self.taken) >= _MOST:
                continue
            inner = self._content(path)
            if inner is None:
                continue
            before = source[at : match.start()]
            line += before.count("\n")
            inner = self.text(inner, (*above, path), line)
            name = path.relative_to(self.root).as_posix()
            lines = range(line, line + inner.count("\n") + 1)
            self.repairs.append(Repair("input", f"lines of {name}, put in where it is named,", tuple(lines)))
            out += [before, inner]
            line += inner.count("\n")
            at = match.end()
        return "".join((*out, source[at:]))

    def _found(self, name: str) -> Path | None:
        for candidate in (name, f"{name}.tex"):
            try:
                path = (self.root / candidate).resolve()
                if path.suffix == ".tex" and path.is_relative_to(self.root) and path.is_file():
                    return path
            except (OSError, ValueError):
                continue
        return None

    def _content(self, path: Path) -> str | None:
        try:
            if path.stat().st_size + self.size > _LARGEST:
                return None
            data = path.read_bytes()
        except OSError:
            return None
        self.size += len(data)
        text, encoding, _ = decode(data)
        if encoding == "binary":
            return None
        if path not in self.taken:
            self.taken.append(path)
        body = re.search(r"\\begin\s*\{document\}(.*)\\end\s*\{document\}", text, re.S)
        return (body.group(1) if body else text).rstrip("\n")


def read_whole(path: Path) -> Whole:
    """The bytes of a document, with what it takes in. OSError where it cannot be read."""
    data = path.read_bytes()
    if path.suffix.lower() != ".tex" or len(data) > _LARGEST:
        return Whole(data)
    source, encoding, problems = decode(data)
    if encoding == "binary" or problems or not NAMED.search(source):
        return Whole(data)
    gathering = _Gathering(path.resolve().parent)
    text = gathering.text(source, (path.resolve(),), 1)
    if not gathering.taken:
        return Whole(data)
    return Whole(text.encode("utf-8", "surrogatepass"), tuple(gathering.taken), tuple(gathering.repairs))
