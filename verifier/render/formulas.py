"""LaTeX formulas to MathML or to Typst, all those of a document in one call of pandoc.

Relies on the pandoc that `pypandoc_binary` carries, and hands it formulas as data (pandoc's own JSON), so
that no dollar or backslash is read twice. A formula that pandoc does not know is an error, never dropped.
Starting pandoc costs 0.1 s and a formula next to nothing: hence one call.
"""

import json
import re
import subprocess
from collections.abc import Iterable
from typing import Final, Literal

import pypandoc

from verifier.errors import OUR_FAULT, VerifierError

Notation = Literal["mathml", "typst"]

_PANDOC_FORMAT: Final = {"mathml": "html", "typst": "typst"}
_BETWEEN: Final = {"mathml": "<!--next-->", "typst": "// next"}
_TIME_LIMIT: Final = 60.0  # seconds; the largest sheet takes 0.2

# What pandoc 3.9 writes and Typst 0.15 does not know, or sets badly: an operator's name is no text.
_RENAMED: Final = {
    "dot.circle": "dot.o",
    "times.circle": "times.o",
    "minus.circle": "minus.o",
    "sect": "inter",
    "tack.r.double": "tack.rr",
    '"||"': '"|"',
}
_STRING_OR_NAME: Final = re.compile(
    r"""(?<![a-z]\()"(?P<operator>[A-Za-z]+)" | "(?:\\.|[^"\\])*" | (?<![\w.])(?:%s)(?!\w)"""
    % "|".join(re.escape(name) for name in _RENAMED),
    re.VERBOSE,
)


def convert(formulas: Iterable[str], notation: Notation) -> dict[str, str]:
    """Each formula (LaTeX without dollars) with its form in the other notation."""
    wanted = list(dict.fromkeys(formulas))
    if not wanted:
        return {}
    between = _BETWEEN[notation]
    written = _run_pandoc(wanted, notation).split(between)
    converted = [piece.strip() for piece in written[1:]]
    if notation == "typst":
        converted = [
            _rename_symbols(piece.removeprefix("$").removesuffix("$").strip()) for piece in converted
        ]
    return dict(zip(wanted, converted, strict=True))


def _run_pandoc(formulas: list[str], notation: Notation) -> str:
    target = _PANDOC_FORMAT[notation]
    blocks: list[object] = []
    for formula in formulas:
        blocks.append({"t": "RawBlock", "c": [target, _BETWEEN[notation]]})
        blocks.append({"t": "Plain", "c": [{"t": "Math", "c": [{"t": "InlineMath"}, formula]}]})
    document = {"pandoc-api-version": [1, 23], "meta": {}, "blocks": blocks}
    command = [
        pypandoc.get_pandoc_path(),
        "--from=json",
        f"--to={target}",
        "--wrap=none",
        "--fail-if-warnings",
    ]
    done = subprocess.run(
        [*command, "--mathml"] if notation == "mathml" else command,
        input=json.dumps(document),
        capture_output=True,
        encoding="utf-8",
        timeout=_TIME_LIMIT,
        check=False,
    )
    if done.returncode != 0:
        what = " ".join(done.stderr.split())
        raise VerifierError(f"pandoc cannot read a formula of the sheet: {what}", exit_code=OUR_FAULT)
    return done.stdout


def _rename_symbols(typst: str) -> str:
    def rename(found: re.Match[str]) -> str:
        return f'op("{found["operator"]}")' if found["operator"] else _RENAMED.get(found[0], found[0])

    # Strings are matched first, so that words inside them stay as they are.
    return _STRING_OR_NAME.sub(rename, typst)
