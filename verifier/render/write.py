"""`write_sheet`: a sheet into files, each written whole or not at all."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from verifier.errors import OUR_FAULT, VerifierError
from verifier.render.document import render
from verifier.render.formats import FORMATS
from verifier.render.sheet import Sheet

_TEX_TIME_LIMIT: Final = 120.0  # seconds; a sheet takes 3
_TEX_TROUBLE: Final = re.compile(r"^!|Warning:|^(?:Over|Under)full")


def write_sheet(sheet: Sheet, formats: Sequence[str], folder: Path) -> list[Path]:
    """Write `folder/<set>.<format>` for each format; nothing is left half-written if one of them fails."""
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise VerifierError(f"there is no format {unknown[0]!r}", f"formats: {', '.join(FORMATS)}")
    contents = {
        folder / f"{sheet.set_id}.{name}": FORMATS[name].finish(render("sheet", FORMATS[name], sheet=sheet))
        for name in dict.fromkeys(formats)
    }
    for path, content in contents.items():
        write_whole(path, content)
    return list(contents)


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


def compile_with_latexmk(tex: Path) -> bytes:
    """The PDF of a `.tex` that `write_sheet` wrote, made in a folder that is thrown away.

    TeX reads any file it is told to: this is for our own output only, and it may read no other folder.
    """
    latexmk = shutil.which("latexmk")
    if latexmk is None:
        raise VerifierError(
            "latexmk is not installed", "apt-get install latexmk texlive-latex-recommended lmodern"
        )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "sheet.tex"
        shutil.copyfile(tex, source)
        done = subprocess.run(
            [
                latexmk,
                "-norc",
                "-pdf",
                "-interaction=nonstopmode",
                "-halt-on-error",
                "-no-shell-escape",
                source.name,
            ],
            cwd=folder,
            env={**os.environ, "openin_any": "p", "openout_any": "p"},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_TEX_TIME_LIMIT,
            check=False,
        )
        log = (
            source.with_suffix(".log").read_text("utf-8", "replace") if done.returncode == 0 else done.stdout
        )
        troubles = [line for line in log.splitlines() if _TEX_TROUBLE.search(line)]
        if done.returncode != 0 or troubles:
            told = "; ".join(troubles[:5]) or "see its log"
            raise VerifierError(f"LaTeX does not compile {tex.name} cleanly: {told}", exit_code=OUR_FAULT)
        return source.with_suffix(".pdf").read_bytes()
