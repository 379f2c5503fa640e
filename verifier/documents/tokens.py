"""LaTeX cut into tokens, and which of them stand at the top level.

The one place that matches brackets. Brackets that match nothing enclose nothing, so that one lost
bracket does not swallow the rest of a line. Linear in the length; relies on nothing; knows no meaning.
"""

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"\\(?:begin|end)\s*\{[^{}\\]{0,40}\}|\\[A-Za-z]+|\\.|\\$|\s+|.", re.S)
_CLOSERS = {")": "(", "]": "[", r"\}": r"\{"}
_OPENERS = frozenset(_CLOSERS.values())
CELL = "\ue000"


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def blank(self) -> bool:
        return self.text.isspace()

    @property
    def environment(self) -> str | None:
        if self.text.startswith((r"\begin", r"\end")) and self.text.endswith("}"):
            return self.text[self.text.index("{") + 1 : -1].strip()
        return None

    @property
    def begins(self) -> bool:
        return self.text.startswith(r"\begin") and self.text.endswith("}")

    @property
    def ends(self) -> bool:
        return self.text.startswith(r"\end") and self.text.endswith("}")


def tokenise(latex: str) -> list[Token]:
    return [Token(match.group(), match.start()) for match in _TOKEN.finditer(latex)]


@dataclass(frozen=True, slots=True)
class Nesting:
    """`partner` pairs the tokens that open and close; `depth` counts all pairs around a token, `braces`
    only braces and environments. `stray` are brackets without a partner."""

    partner: dict[int, int]
    depth: list[int]
    braces: list[int]
    stray: tuple[int, ...]


def _hard_pairs(tokens: list[Token]) -> tuple[dict[int, int], list[int]]:
    """Braces and environments; a brace that is open where an environment ends is left unmatched."""
    pairs: dict[int, int] = {}
    stray: list[int] = []
    stack: list[tuple[str, int]] = []
    open_environments: dict[str, int] = {}
    for index, token in enumerate(tokens):
        name = token.environment
        if token.text == "{":
            stack.append(("{", index))
        elif token.text == "}":
            if stack and stack[-1][0] == "{":
                pairs[stack.pop()[1]] = index
            else:
                stray.append(index)
        elif name is not None and token.begins:
            stack.append((name, index))
            open_environments[name] = open_environments.get(name, 0) + 1
        elif name is not None and open_environments.get(name, 0):
            while stack[-1][0] != name:
                kind, at = stack.pop()
                stray.append(at)
                if kind != "{":
                    open_environments[kind] -= 1
            pairs[stack.pop()[1]] = index
            open_environments[name] -= 1
        elif name is not None:
            stray.append(index)
    stray += [at for _, at in stack]
    return pairs, stray


def _levels(count: int, pairs: dict[int, int]) -> list[int]:
    change = [0] * (count + 1)
    for first, last in pairs.items():
        change[first + 1] += 1
        change[last] -= 1
    levels, level = [], 0
    for index in range(count):
        level += change[index]
        levels.append(level)
    return levels


def _soft_pairs(tokens: list[Token], indices: list[int]) -> tuple[dict[int, int], list[int]]:
    """Round, square and escaped braces among the tokens given; a closer may leave others open inside."""
    pairs: dict[int, int] = {}
    stray: list[int] = []
    stack: list[int] = []
    waiting = dict.fromkeys(_OPENERS, 0)
    for index in indices:
        text = tokens[index].text
        if text in _OPENERS:
            stack.append(index)
            waiting[text] += 1
        elif text in _CLOSERS:
            opener = _CLOSERS[text]
            if not waiting[opener]:
                stray.append(index)
                continue
            while tokens[stack[-1]].text != opener:
                inner = stack.pop()
                waiting[tokens[inner].text] -= 1
                stray.append(inner)
            pairs[stack.pop()] = index
            waiting[opener] -= 1
    return pairs, stray + stack


def nesting(tokens: list[Token]) -> Nesting:
    """Brackets are matched outside braces first; those left over may have their partner inside a brace
    group, as in `J(v_{c,o,U)}`, which is one reading and the usual slip."""
    hard, hard_stray = _hard_pairs(tokens)
    braces = _levels(len(tokens), hard)
    brackets = [i for i, token in enumerate(tokens) if token.text in _OPENERS or token.text in _CLOSERS]
    after = {i for i in brackets if i and tokens[i - 1].text in (r"\left", r"\right", r"\bigr", r"\bigl")}
    delimiters = _paired_delimiters(tokens, after)
    outer = [i for i in brackets if braces[i] == 0 and i not in delimiters]
    soft, stray = _soft_pairs(tokens, outer)
    if stray:
        left = set(stray)
        again = [i for i in brackets if i in left or (braces[i] > 0 and i not in delimiters)]
        crossing, stray = _soft_pairs(tokens, again)
        crossing = {a: b for a, b in crossing.items() if a in left or b in left}
        soft |= crossing
        stray = [i for i in stray if i in left]
    soft |= _left_right(tokens)
    everything = hard | soft
    return Nesting(everything, _levels(len(tokens), everything), braces, tuple(sorted(hard_stray + stray)))


def _left_right(tokens: list[Token]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for index, token in enumerate(tokens):
        if token.text == r"\left":
            stack.append(index)
        elif token.text == r"\right" and stack:
            pairs[stack.pop()] = index
    return pairs


def _paired_delimiters(tokens: list[Token], after: set[int]) -> set[int]:
    """Brackets that belong to a \\left that has its \\right: these pair, whatever their shapes."""
    pairs = _left_right(tokens)
    sized = {first + 1 for first in pairs} | {last + 1 for last in pairs.values()}
    return sized & after


def argument_end(tokens: list[Token], index: int, partner: dict[int, int]) -> int:
    """The index after the argument that starts at or after `index` (a group or one token)."""
    while index < len(tokens) and tokens[index].blank:
        index += 1
    if index >= len(tokens):
        return index
    if tokens[index].text == "{":
        return partner.get(index, index) + 1
    return index + 1
