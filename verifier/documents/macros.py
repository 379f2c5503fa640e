"""Collects the writer's definitions: \\newcommand, \\renewcommand, \\def, \\DeclareMathOperator.

They are taken out of the text and handed on as values; expanding them is the formula reader's work.
"""

import re

from verifier.documents.model import Macro
from verifier.documents.trace import Edit, Traced

_DEFINITION = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|DeclareRobustCommand)\*?\s*(?:\{\s*\\([A-Za-z]+|.)\s*\}|\\([A-Za-z]+|.))"
    r"\s*(?:\[(\d)\])?\s*(?:\[([^\[\]]{0,80})\])?\s*(?=\{)"
    r"|\\(?:g|e|x)?def\s*\\([A-Za-z]+|.)((?:#\d)*)\s*(?=\{)"
    r"|\\let\s*\\([A-Za-z]+)\s*=?\s*(\\[A-Za-z]+)"
    r"|\\(DeclareMathOperator\*?|DeclarePairedDelimiter)\s*\{?\s*\\([A-Za-z]+)\s*\}?\s*(?=\{)",
    re.S,
)
_DEFINES = re.compile(r"\\(?:\w*command|[gex]?def|let|Declare\w+)(?![a-z])")
_BRACE = re.compile(r"\\.|[{}]", re.S)
_EQUALS = re.compile(
    r"[&:\s{]*(?:\\(?:vcentcolon|stackrel|overset|mathrel|triangleq)[\s{]*(?:\\?[a-z]+\s*\{?\w*[\s}]*|[:!?]*)\}*[\s{]*)?[:&]*=[&}\s]*$"
)
_LIMIT = 4000


def group_end(text: str, start: int, limit: int = _LIMIT) -> int:
    """The position after the group that opens at `start`, or -1."""
    depth = 0
    for match in _BRACE.finditer(text, start, start + limit):
        if match.group() == "{":
            depth += 1
        elif match.group() == "}":
            depth -= 1
            if depth == 0:
                return match.end()
    return -1


def _group_ends(text: str) -> dict[int, int]:
    """Where each group ends, in one pass: definitions may be many and nested."""
    ends: dict[int, int] = {}
    stack: list[int] = []
    for match in _BRACE.finditer(text):
        if match.group() == "{":
            stack.append(match.start())
        elif match.group() == "}" and stack:
            ends[stack.pop()] = match.end()
    return ends


def _body(text: str, start: int, ends: dict[int, int]) -> tuple[str, int]:
    end = ends.get(start, -1)
    return (text[start + 1 : end - 1].strip(), end) if 0 < end <= start + _LIMIT else ("", -1)


def take_macros(text: Traced) -> tuple[Traced, list[Macro]]:
    """The text without the definitions, and the definitions."""
    macros: list[Macro] = []
    edits: list[Edit] = []
    done = 0
    if not _DEFINES.search(text.text):
        return text, macros
    ends = _group_ends(text.text)
    for match in _DEFINITION.finditer(text.text):
        if match.start() < done:
            continue
        command, command_bare, count, default, defined, hashes, alias, original, declared, operator = (
            match.groups()
        )
        body, end = (original, match.end()) if alias else _body(text.text, match.end(), ends)
        if end == -1:
            continue
        name, nargs = command or command_bare or defined or alias or operator, 0
        if command or command_bare:
            nargs = int(count or 0)
        elif defined:
            nargs = len(hashes) // 2
        elif operator and declared.startswith("DeclarePaired"):
            right, end = _body(text.text, end, ends)
            body, nargs = f"\\left{body}#1\\right{right}", 1
            if end == -1:
                continue
        elif operator:
            body = f"\\operatorname{'*' if declared.endswith('*') else ''}{{{body}}}"
        place = text.place(match.start())
        macros.append(Macro(name=name, nargs=nargs, body=body, place=place, default=default))
        edits.append((match.start(), end, ""))
        done = end
    return text.replace(edits), macros


def open_environments(text: Traced, macros: list[Macro]) -> Traced:
    """Shorthands such as \\be for \\begin{equation}, or \\eq for `&=`, are written out: they tell where a formula begins,
    and where its sides do."""
    edits: list[Edit] = []
    for macro in macros:
        marks = _EQUALS.match(macro.body) or re.search(r"\\(?:begin|end)\s*\{|\\[\[\]]", macro.body)
        if macro.nargs or not marks or len(macro.body) > 60 or not macro.name.isalpha():
            continue
        if re.search(r"\\begin\{(\w+\*?)\}.*\\end\{\1\}", macro.body, re.S):
            continue
        used = re.compile(rf"\\{macro.name}(?![A-Za-z])")
        edits += [(match.start(), match.end(), macro.body) for match in used.finditer(text.text)]
    return text.replace(edits)
