"""PDF from LaTeX source by latexmk, where TeX is installed.

TeX reads any file it is told to: this is for our own output only, in a folder that is thrown away, and it may read no
other folder.
"""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from verifier.errors import OUR_FAULT, VerifierError

_TIME_LIMIT: Final = 120.0  # seconds; a sheet takes 3
_TROUBLE: Final = re.compile(r"^!|Warning:|^(?:Over|Under)full")
_SAME_DAY: Final = {"SOURCE_DATE_EPOCH": "0", "FORCE_SOURCE_DATE": "1"}  # the same sheet gives the same file


def compile_with_latexmk(tex: str) -> bytes:
    """The PDF; a warning counts as an error, since a sheet that lacks a font or a line is not one."""
    latexmk = shutil.which("latexmk")
    if latexmk is None:
        raise VerifierError(
            "latexmk is not installed", "apt-get install latexmk texlive-latex-recommended lmodern"
        )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "sheet.tex"
        source.write_text(tex, "utf-8")
        options = ["-norc", "-pdf", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape"]
        try:
            done = subprocess.run(
                [latexmk, *options, source.name],
                cwd=folder,
                env={**os.environ, "openin_any": "p", "openout_any": "p", **_SAME_DAY},
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=_TIME_LIMIT,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise VerifierError(f"latexmk does not end well: {error}", exit_code=OUR_FAULT) from error
        log = (
            source.with_suffix(".log").read_text("utf-8", "replace") if done.returncode == 0 else done.stdout
        )
        troubles = [line for line in log.splitlines() if _TROUBLE.search(line)]
        if done.returncode != 0 or troubles:
            told = "; ".join(troubles[:5]) or "see its log"
            raise VerifierError(f"LaTeX does not compile the sheet cleanly: {told}", exit_code=OUR_FAULT)
        return source.with_suffix(".pdf").read_bytes()
