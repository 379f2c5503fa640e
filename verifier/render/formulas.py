"""LaTeX formulas to MathML or to Typst, all those of a document in one call of pandoc.

Relies on the pandoc that `pypandoc_binary` carries, and hands it formulas as data (pandoc's own JSON), so
that no dollar or backslash is read twice. A formula that pandoc does not know is an error, never dropped;
where formulas are of what others wrote, it is left out instead (`mathml_where_known`).
Starting pandoc costs 0.1 s and a formula next to nothing: hence one call.
"""

import json
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
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
    r'(?<![a-z]\()"(?P<operator>[A-Za-z]+)"|"(?:\\.|[^"\\])*"|(?<![\w.])(?:'
    + "|".join(map(re.escape, _RENAMED))
    + r")(?!\w)"
)

# What browsers set badly in pandoc's MathML: no space around `log`, and brackets that stretch over nothing.
_SPACE: Final = '<mspace width="0.167em"/>'
_FUNCTION: Final = r'<mi mathvariant="normal">[A-Za-z]{2,}</mi>'
_APPLIED: Final = rf"<mrow>{_FUNCTION}<mo>(?:&#8289;|\u2061)</mo></mrow>"
_BEFORE_FUNCTION: Final = re.compile(rf"(</(?!mo>)[a-z]+>)(?={_APPLIED}|{_FUNCTION})")
_AFTER_FUNCTION: Final = re.compile(
    rf"({_APPLIED}|{_FUNCTION}(?!<mo>(?:&#8289;|\u2061)))(?!(?:<mrow>)?<mo|<annotation|$|</)"
)
# Combining accents are lost by Chromium here and there; their spacing forms are not, and one letter needs no wide one.
_SPACING: Final = {"\u0302": "^", "\u0303": "~", "\u0304": "¯", "\u0305": "¯", "\u0307": "˙", "\u0308": "¨"}
_ACCENT: Final = re.compile(rf'(<mover><mi[^>]*>[^<]</mi>)?<mo accent="true">([{"".join(_SPACING)}])</mo>')
_LOW_BRACKETS: Final = re.compile(
    r'<mo stretchy="true" form="prefix">([(\[{])</mo>'
    r'((?:(?!stretchy="true"|<mfrac|<munder|<mtable|<msqrt).)*)'
    r'<mo stretchy="true" form="postfix">([)\]}])</mo>'
)


@dataclass(frozen=True, slots=True)
class Formula:
    """LaTeX without dollars; a displayed one has its limits above and below, and tall fractions."""

    latex: str
    displayed: bool = False


def convert(formulas: Iterable[Formula], notation: Notation) -> dict[Formula, str]:
    """Each formula with its form in the other notation."""
    wanted = list(dict.fromkeys(formulas))
    if not wanted:
        return {}
    written = _run_pandoc(wanted, notation).split(_BETWEEN[notation])
    finish = _finish_mathml if notation == "mathml" else _finish_typst
    return {formula: finish(piece.strip()) for formula, piece in zip(wanted, written[1:], strict=True)}


def mathml_where_known(formulas: Iterable[Formula]) -> dict[Formula, str]:
    """Those formulas that pandoc knows; should it fail on all together, it is shown them by halves."""
    wanted = list(dict.fromkeys(formulas))
    if not wanted:
        return {}
    try:
        written = _run_pandoc(wanted, "mathml", strict=False).split(_BETWEEN["mathml"])
    except (VerifierError, subprocess.TimeoutExpired):
        if len(wanted) == 1:
            return {}
        half = len(wanted) // 2
        return mathml_where_known(wanted[:half]) | mathml_where_known(wanted[half:])
    pieces = zip(wanted, (piece.strip() for piece in written[1:]), strict=True)
    return {formula: _finish_mathml(piece) for formula, piece in pieces if piece.startswith("<math")}


def _run_pandoc(formulas: list[Formula], notation: Notation, *, strict: bool = True) -> str:
    target = _PANDOC_FORMAT[notation]
    blocks: list[object] = []
    for formula in formulas:
        blocks.append({"t": "RawBlock", "c": [target, _BETWEEN[notation]]})
        kind = "DisplayMath" if formula.displayed else "InlineMath"
        blocks.append({"t": "Plain", "c": [{"t": "Math", "c": [{"t": kind}, formula.latex]}]})
    document = {"pandoc-api-version": [1, 23], "meta": {}, "blocks": blocks}
    command = [
        pypandoc.get_pandoc_path(),
        "--from=json",
        f"--to={target}",
        "--wrap=none",
        "--fail-if-warnings" if strict else "--quiet",
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


def _finish_mathml(mathml: str) -> str:
    # Where a displayed formula stands is the template's to say; only its style is the formula's.
    mathml = mathml.replace('<math display="block"', '<math display="inline" displaystyle="true"', 1)
    mathml = _AFTER_FUNCTION.sub(rf"\1{_SPACE}", _BEFORE_FUNCTION.sub(rf"\1{_SPACE}", mathml))
    mathml = _ACCENT.sub(_write_accent, mathml)
    lowered = 1
    while lowered:  # from the innermost brackets outwards
        mathml, lowered = _LOW_BRACKETS.subn(
            r'<mo stretchy="false" form="prefix">\1</mo>\2<mo stretchy="false" form="postfix">\3</mo>', mathml
        )
    return mathml


def _write_accent(found: re.Match[str]) -> str:
    base = found[1] or ""
    narrow = ' stretchy="false"' if base else ""
    return f'{base}<mo accent="true"{narrow}>{_SPACING[found[2]]}</mo>'


def _finish_typst(typst: str) -> str:
    def rename(found: re.Match[str]) -> str:
        return f'op("{found["operator"]}")' if found["operator"] else _RENAMED.get(found[0], found[0])

    # Strings are matched first, so that words inside them stay as they are.
    return _STRING_OR_NAME.sub(rename, typst.removeprefix("$").removesuffix("$").strip())
