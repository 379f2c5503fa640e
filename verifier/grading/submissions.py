"""Which files are submissions, and what they are called.

A submission is a file, or a folder with one document and its images. Its name is its path below what was given; where
two would have the same name, as many folders above are named as it takes. Files that are part of a document (pictures
it shows, files it inputs, the PDF made of it) are no submissions of their own. Nothing is opened to be understood here,
only searched for the names of its neighbours.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from verifier.documents import read_whole
from verifier.errors import VerifierError

DOCUMENTS: Final = (".md", ".markdown", ".tex", ".ipynb", ".txt")
IMAGES: Final = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".heif", ".tif", ".tiff", ".bmp")
OTHERS: Final = (".pdf", ".docx", ".doc", ".odt", ".rtf", ".pages", ".html", ".htm", ".zip", ".svg")
_LARGEST: Final = 20_000_000  # bytes; a notebook with pictures inside has a few million
_SEARCHED: Final = 2_000_000
_NOT_WALKED: Final = ("__MACOSX", "__pycache__", "node_modules")

_BY_OCR: Final = "a tool that writes formulas as LaTeX (OCR) turns it into Markdown; grade what it writes"


@dataclass(frozen=True, slots=True)
class Submission:
    """`path` is the document, or what was handed in instead of one."""

    name: str
    path: Path

    @property
    def not_text(self) -> str | None:
        """Why it cannot be read, and how to turn it into what can."""
        return why_not_text(self.path)


def why_not_text(path: Path) -> str | None:
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return f"{path.name} is a PDF: {_BY_OCR}, or hand in the source it was made from"
    if suffix in IMAGES:
        return f"{path.name} is an image: {_BY_OCR}"
    if suffix in OTHERS:
        return f"{path.name} is neither Markdown nor LaTeX: export or convert it (pandoc does) and grade that"
    try:
        size = path.stat().st_size
    except OSError:
        return None
    if size > _LARGEST:
        return f"{path.name} has {size / 1e6:.0f} MB, too much for a text: take out what is not text"
    return None


def find_submissions(
    given: Iterable[Path], beside: Path, known: Mapping[str, Path] | None = None
) -> list[Submission]:
    """Every submission below what was given, in order, each once. `beside`, the folder of the results, is left out.

    `known` are the names that earlier runs gave, with their documents: these keep their names.
    """
    found: dict[Path, tuple[str, ...]] = {}
    for root in given:
        if not root.exists():
            raise VerifierError(f"there is no file or folder {str(root)!r}")
        rows = _in_root(root, beside.resolve()) if root.is_dir() else [(root, (root.name,))]
        if not rows:
            raise VerifierError(
                f"there is no submission in {str(root)!r}", f"documents end in {', '.join(DOCUMENTS)}"
            )
        # A file has its own name; that of a link to it only where the file lies elsewhere.
        for path, name in sorted(rows, key=lambda row: row[0].is_symlink()):
            found.setdefault(path.resolve(), name)
    return [Submission(name, path) for path, name in _named(found, known or {}).items()]


def _named(found: Mapping[Path, tuple[str, ...]], known: Mapping[str, Path]) -> dict[Path, str]:
    """Names that are each one's own; a name whose document has gone is free again."""
    earlier = {path: name for name, path in known.items()}
    taken = {name for name, path in known.items() if path not in found and path.is_file()}
    names = {path: earlier.get(path) or _join(parts) for path, parts in found.items()}
    above = dict.fromkeys(found, 0)
    while True:
        count = Counter(names.values())
        clashing = [
            path for path, name in names.items() if (count[name] > 1 or name in taken) and path not in earlier
        ]
        if not clashing:
            return names
        for path in clashing:
            above[path] += 1
            parents = _parents(path, found[path])[-above[path] :]
            names[path] = _join((*parents, *found[path]))


def _parents(path: Path, parts: tuple[str, ...]) -> tuple[str, ...]:
    """The folders above what the name already says; a folder's own name has no document in it."""
    inside = len(parts) if path.name == parts[-1] else len(parts) + 1
    return tuple(part.strip("/\\:") for part in path.parts[:-inside])


def _join(parts: Iterable[str]) -> str:
    """With slashes everywhere; bytes of a file's name that are no text are spelled out."""
    return os.fsencode("/".join(part for part in parts if part)).decode("utf-8", "backslashreplace")


def _in_root(root: Path, beside: Path) -> list[tuple[Path, tuple[str, ...]]]:
    return list(_in_folder(root, (), beside, frozenset(), frozenset()))


def _in_folder(
    folder: Path, name: tuple[str, ...], beside: Path, mentioned: frozenset[str], taken: frozenset[Path]
) -> list[tuple[Path, tuple[str, ...]]]:
    """`mentioned`: names that documents above hold; `taken`: files that they take in."""
    try:
        files, folders = _listing(folder, beside)
    except VerifierError:
        if not name:
            raise
        return [(folder, name)]  # costs only itself: whoever reads it tells why it cannot be read
    files = [f for f in files if f.resolve() not in taken]
    taken |= {path for f in files if f.suffix.lower() == ".tex" for path in _taken(f)}
    documents = [f for f in files if f.suffix.lower() in DOCUMENTS]
    pictured = {sub: _inside(sub, beside) for sub in folders if not _holds_document(sub, beside, taken)}
    near = files + [f for inside in pictured.values() for f in inside]
    mentioned |= _mentioned(
        documents,
        {f.name for f in near}
        | {f.stem for f in files if f.suffix == ".tex"}
        | {_slashed(f) for f in pictured},
    )
    documents = [f for f in documents if not _is_input(f, mentioned)] or documents
    if name and len(documents) == 1 and not any(_holds_document(sub, beside, taken) for sub in folders):
        return [(documents[0], name)]
    others = [f for f in files if f.suffix.lower() in IMAGES + OTHERS]
    stems = {f.stem for f in documents}
    alone = [f for f in others if f.name not in mentioned and f.stem not in stems]
    if name and not documents and alone and not any(_holds_document(sub, beside, taken) for sub in folders):
        return [(alone[0], name)]  # pages of one person
    rows = [(f, (*name, f.name)) for f in sorted([*documents, *alone])]
    for sub in folders:
        # A folder of pictures belongs to the document that shows them; else somebody handed it in.
        if _slashed(sub) in mentioned or any(f.name in mentioned for f in pictured.get(sub, ())):
            continue
        rows += _in_folder(sub, (*name, sub.name), beside, mentioned, taken)
    return rows


def _listing(folder: Path, beside: Path) -> tuple[list[Path], list[Path]]:
    try:
        inside = sorted(folder.iterdir())
    except OSError as error:
        raise VerifierError(f"cannot read the folder {str(folder)!r}: {error.strerror}") from error
    seen = [p for p in inside if not p.name.startswith(".") and p.name not in _NOT_WALKED]
    # A link to nothing is what somebody handed in, and is told as such.
    files = [p for p in seen if p.is_file() or (p.is_symlink() and not p.exists())]
    folders = [p for p in seen if p.is_dir() and not p.is_symlink() and p.resolve() != beside]
    return files, folders


def _holds_document(folder: Path, beside: Path, taken: frozenset[Path]) -> bool:
    try:
        files, folders = _listing(folder, beside)
    except VerifierError:
        return True  # who knows
    return any(f.suffix.lower() in DOCUMENTS and f.resolve() not in taken for f in files) or any(
        _holds_document(f, beside, taken) for f in folders
    )


def _inside(folder: Path, beside: Path) -> list[Path]:
    """Every file below a folder that can be listed."""
    files, folders = _listing(folder, beside)
    return files + [f for sub in folders for f in _inside(sub, beside)]


def _slashed(folder: Path) -> str:
    return f"{folder.name}/"


def _taken(document: Path) -> tuple[Path, ...]:
    """The files that a document takes in."""
    try:
        return read_whole(document).taken
    except OSError:  # told when it is its turn to be read
        return ()


def _mentioned(documents: Iterable[Path], names: Iterable[str]) -> frozenset[str]:
    """Which of the names stand in the text of a document."""
    wanted = set(names)
    found: set[str] = set()
    for document in documents:
        try:
            with document.open("rb") as stream:
                text = stream.read(_SEARCHED).decode("utf-8", "replace")
        except OSError:  # told when it is its turn to be read
            continue
        own = {document.name, document.stem}
        found |= {name for name in wanted - own if name in text and _as_file(name, text)}
    return frozenset(found)


def _as_file(name: str, text: str) -> bool:
    """A name with an ending speaks for itself, and a folder's with its slash; `\\input{intro}` leaves it out."""
    return (
        "." in name
        or "/" in name
        or any(f"\\{word}{{{name}}}" in text for word in ("input", "include", "subfile"))
    )


def _is_input(document: Path, mentioned: frozenset[str]) -> bool:
    return document.suffix == ".tex" and (document.name in mentioned or document.stem in mentioned)
