r"""The writer's own macros: definitions inside the text, and those handed in, expanded with a budget.

What an expansion yields points at the characters of the call. Definitions are `\newcommand`, `\renewcommand`,
`\DeclareMathOperator` and `\def`; what they define is replaced before tokens are made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from verifier.latex.read.budget import LimitReached

# A name's number of arguments and its body; then, where the first argument may be left out, what stands for it.
Macros = Mapping[str, tuple[int, str] | tuple[int, str, str | None]]

_DEFINITION: Final = re.compile(
    r"\\(?:(?:re|provide)?newcommand|DeclareMathOperator|def)\*?\s*\{?\s*\\([a-zA-Z]+)\s*\}?\s*((?:\[\d\]|#\d)*)\s*(?:\[([^\]]*)\])?\s*(?=\{)"
)
_EXPANSIONS: Final = 400
_LENGTH: Final = 20_000
# A macro that only renames one of these would loop or hide a construct.
_NESTING: Final = 20


class _Macro(NamedTuple):
    nargs: int
    body: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Expanded:
    """`places[i]`: which characters of the original text character i stands for."""

    text: str
    places: tuple[tuple[int, int], ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        if self.places is None:
            return start, end
        if not self.places:
            return 0, 0
        first = self.places[min(start, len(self.places) - 1)]
        last = self.places[min(max(end - 1, start), len(self.places) - 1)]
        return first[0], max(first[1] if end > start else first[0], last[1] if end > start else last[0])


def expanded(text: str, macros: Macros) -> Expanded:
    """`text` with its macros expanded."""
    if not macros and r"\newcommand" not in text and r"\def" not in text and "DeclareMath" not in text:
        return Expanded(text, None)
    known = {name: _Macro(*macro) for name, macro in macros.items()}
    pieces: list[tuple[str, tuple[int, int]]] = []
    at = 0
    while (match := _DEFINITION.search(text, at)) is not None:
        body, end = _group(text, match.end())
        pieces.extend((c, (at + i, at + i + 1)) for i, c in enumerate(text[at : match.start()]))
        count = len(re.findall(r"#\d", match.group(2))) or int(
            (re.findall(r"\d", match.group(2)) or ["0"])[0]
        )
        body = rf"\operatorname{{{body}}}" if "DeclareMath" in match.group() else body
        known[match.group(1)] = _Macro(count, body, match.group(3))
        at = end
    pieces.extend((c, (at + i, at + i + 1)) for i, c in enumerate(text[at:]))
    left = [_EXPANSIONS]
    out = _replace(pieces, known, left, 0)
    return Expanded("".join(c for c, _ in out), tuple(p for _, p in out))


def _group(text: str, at: int) -> tuple[str, int]:
    """The group that starts at `at`, without its braces, and where it ends."""
    depth = 0
    for end in range(at, len(text)):
        if text[end] == "{":
            depth += 1
        elif text[end] == "}":
            depth -= 1
            if depth == 0:
                return text[at + 1 : end], end + 1
    return text[at + 1 :], len(text)


Pieces = list[tuple[str, tuple[int, int]]]


def _replace(pieces: Pieces, known: dict[str, _Macro], left: list[int], nesting: int) -> Pieces:
    if nesting > _NESTING:
        raise LimitReached("macros are nested too deeply")
    text = "".join(c for c, _ in pieces)
    if not known or "\\" not in text:
        return pieces
    out: Pieces = []
    at = 0
    for match in re.finditer(r"\\([a-zA-Z]+)", text):
        if match.start() < at or match.group(1) not in known:
            continue
        left[0] -= 1
        out.extend(pieces[at : match.start()])
        macro = known[match.group(1)]
        arguments, end = _arguments(pieces, text, match.end(), macro)
        if left[0] < 0 or len(out) + len(macro.body) > _LENGTH:
            raise LimitReached("macros expand to more than the limit")
        place = (pieces[match.start()][1][0], pieces[end - 1][1][1])
        out.extend(_replace(_filled(macro.body, arguments, place), known, left, nesting + 1))
        at = end
    out.extend(pieces[at:])
    if len(out) > _LENGTH:
        raise LimitReached("macros expand to more than the limit")
    return out


_OPTION: Final = re.compile(r"\s*\[([^\[\]{}]*(?:\{[^{}]*\}[^\[\]{}]*)*)\]")


def _arguments(pieces: Pieces, text: str, at: int, macro: _Macro) -> tuple[list[Pieces], int]:
    arguments: list[Pieces] = []
    if macro.default is not None and macro.nargs:
        option = _OPTION.match(text, at)
        given = pieces[option.start(1) : option.end(1)] if option else None
        place = pieces[at - 1][1]
        arguments.append([(c, place) for c in macro.default] if given is None else given)
        at = option.end() if option else at
    for _ in range(macro.nargs - len(arguments)):
        while at < len(text) and text[at].isspace():
            at += 1
        if at >= len(text):
            break
        if text[at] == "{":
            _, end = _group(text, at)
            arguments.append(pieces[at + 1 : end - 1 if text[end - 1] == "}" else end])
        else:
            command = re.compile(r"\\(?:[a-zA-Z]+|.)|.", re.DOTALL).match(text, at)
            end = command.end() if command else at + 1
            arguments.append(pieces[at:end])
        at = end
    return arguments, at


def _filled(body: str, arguments: list[Pieces], place: tuple[int, int]) -> Pieces:
    out: Pieces = []
    at = 0
    while at < len(body):
        if body[at] == "#" and body[at + 1 : at + 2].isdecimal():
            number = int(body[at + 1]) - 1
            out.extend(arguments[number] if 0 <= number < len(arguments) else [])
            at += 2
            continue
        out.append((body[at], place))
        at += 1
    if body[-1:].isalpha() and "\\" in body:
        out.append((" ", place))  # so that a command at the end does not grow into what follows
    return out
