"""`write_sheet`: a sheet into files, each written whole or not at all."""

import logging
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from verifier.errors import VerifierError
from verifier.render.document import render
from verifier.render.formats import FORMATS
from verifier.render.latexmk import compile_with_latexmk
from verifier.render.sheet import Sheet


def write_sheet(sheet: Sheet, formats: Sequence[str], folder: Path) -> list[Path]:
    """Write `folder/<set>.<format>` for each format; nothing is left half-written if one of them fails."""
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise VerifierError(f"there is no format {unknown[0]!r}", f"formats: {', '.join(FORMATS)}")
    contents = {
        folder / f"{sheet.set_id}.{name}": _pdf(sheet) if name == "pdf" else _written(sheet, name)
        for name in dict.fromkeys(formats)
    }
    for path, content in contents.items():
        write_whole(path, content)
    return list(contents)


def _written(sheet: Sheet, name: str) -> bytes:
    return FORMATS[name].finish(render("sheet", FORMATS[name], sheet=sheet))


def _pdf(sheet: Sheet) -> bytes:
    """By LaTeX where it is installed and knows every character of the sheet, else by Typst."""
    if shutil.which("latexmk"):
        try:
            return compile_with_latexmk(render("sheet", FORMATS["tex"], sheet=sheet))
        except VerifierError as error:
            logging.getLogger(__name__).info("the PDF is made by typst: %s", error.message)
    return _written(sheet, "pdf")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise VerifierError(
            f"cannot write {path}: {error.strerror}", "name another folder with -o"
        ) from error
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        os.chmod(unfinished, 0o644)
        os.replace(unfinished, path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
