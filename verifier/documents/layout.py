"""Finds the rows of a formula: which groups and environments are looked through, where rows break.

Alignment environments, colour groups and boxes around several rows are looked through; matrices, cases,
substacks and arguments are not; arrays and cases that list equations are. Two passes over the tokens, both
linear. Relies on `tokens`.
"""

import re
from dataclasses import dataclass, field

from verifier.documents.tokens import CELL, Nesting, Token, argument_end
from verifier.documents.trace import Edit

_ALIGNMENT = frozenset(
    [
        "align",
        "aligned",
        "alignat",
        "alignedat",
        "flalign",
        "split",
        "gather",
        "gathered",
        "multline",
        "eqnarray",
        "equation",
        "displaymath",
        "math",
        "dmath",
        "subequations",
        "IEEEeqnarray",
        "empheq",
    ]
)
_MAYBE = frozenset(["array", "cases", "dcases", "rcases", "tabular"])
_BREAKS = frozenset((r"\\", r"\newline", r"\cr", r"\tabularnewline"))
_WRAPPERS = frozenset((r"\boxed", r"\fbox", r"\bbox", r"\colorbox", r"\framebox", r"\ensuremath"))
_COLOURS = frozenset((r"\color", r"\textcolor", r"\colorbox"))
_WITH_ARGUMENT = frozenset(
    (r"\tag", r"\label", r"\vspace", r"\hspace", r"\phantom", r"\hphantom", r"\vphantom", r"\hskip")
)
_BARE = frozenset(
    (
        r"\nonumber",
        r"\notag",
        r"\displaystyle",
        r"\textstyle",
        r"\hline",
        r"\hfill",
        r"\allowdisplaybreaks",
        r"\noindent",
    )
) | frozenset((r"\qed", r"\square", r"\blacksquare", r"\Box", r"\centering", r"\small", r"\large"))
_INTERTEXT = frozenset((r"\intertext", r"\shortintertext"))


@dataclass(slots=True)
class _Frame:
    """An open brace group or environment while the first pass runs."""

    index: int
    kind: str
    looked_through: bool
    at_start: bool
    cell: int = 0
    related: bool = False
    rows: int = 0
    rows_related: int = 0
    has_break: bool = False
    has_relation: bool = False

    def close_row(self) -> None:
        self.rows += 1
        self.rows_related += self.related
        self.related, self.cell = False, 0


@dataclass(slots=True)
class Layout:
    """What the first pass finds: which openers are looked through, and which \\left go with them."""

    through: set[int] = field(default_factory=set)
    lefts: set[int] = field(default_factory=set)


def _previous(tokens: list[Token], index: int) -> int:
    index -= 1
    while index >= 0 and tokens[index].blank:
        index -= 1
    return index


def _is_wrapper_group(tokens: list[Token], index: int, closer_of: dict[int, int]) -> bool:
    """A brace group that may hold rows: bare, coloured or boxed; not the argument of a command."""
    before = _previous(tokens, index)
    if before < 0:
        return True
    text = tokens[before].text
    if text == "}":
        opener = closer_of.get(before)
        command = _previous(tokens, opener) if opener is not None else -1
        if command < 0:
            return False
        # After a colour, and after the columns of an array: OCR puts each of its cells into braces.
        return tokens[command].text in _COLOURS or (tokens[command].environment or "").rstrip("*") == "array"
    if text == "]":
        return any(tokens[k].text == r"\bbox" for k in range(max(0, before - 8), before))
    if text in _WRAPPERS:
        return True
    return (
        not (text.startswith("\\") and text[1:2].isalpha() and not tokens[before].environment)
        and text not in "_^"
    )


def _starts_row(tokens: list[Token], index: int) -> bool:
    before = _previous(tokens, index)
    text = tokens[before].text if before >= 0 else ""
    return before < 0 or text in _BREAKS or text in ("&", "{", r"\left") or tokens[before].begins


def survey(tokens: list[Token], nest: Nesting) -> Layout:
    """First pass: which groups and environments are transparent to row breaks."""
    layout = Layout()
    closer_of = {last: first for first, last in nest.partner.items()}
    stack = [_Frame(-1, "", True, True)]
    for index, token in enumerate(tokens):
        name = token.environment
        opens = index in nest.partner and (token.text == "{" or token.begins)
        if opens:
            name = (name or "").rstrip("*")
            through = name in _ALIGNMENT if token.begins else _is_wrapper_group(tokens, index, closer_of)
            stack.append(_Frame(index, name or "{", through, _at_start(tokens, index)))
        elif index in closer_of and (token.text == "}" or token.ends) and len(stack) > 1:
            frame = stack.pop()
            frame.close_row()
            _settle(frame, stack[-1], tokens, layout)
        elif token.text in _BREAKS:
            stack[-1].has_break = True
            stack[-1].close_row()
        elif token.text == "&":
            stack[-1].cell += 1
        elif token.text in ("=", r"\equiv", r"\approx", r"\Rightarrow", ":="):
            stack[-1].has_relation = True
            before = _previous(tokens, index)
            first_in_cell = before >= 0 and tokens[before].text == "&"
            stack[-1].related |= stack[-1].cell == 0 or (stack[-1].cell <= 2 and first_in_cell)
    return layout


def _at_start(tokens: list[Token], index: int) -> bool:
    """Whether only a \\left and its delimiter stand between the beginning of the row and this token."""
    before = _previous(tokens, index)
    if before >= 1 and tokens[_previous(tokens, before)].text == r"\left":
        return _starts_row(tokens, _previous(tokens, before))
    return _starts_row(tokens, index)


def _settle(frame: _Frame, parent: _Frame, tokens: list[Token], layout: Layout) -> None:
    before = _previous(tokens, frame.index)
    delimited = before >= 1 and tokens[_previous(tokens, before)].text == r"\left"
    if frame.kind == "{":
        through = frame.looked_through and (frame.has_break or frame.has_relation)
    elif frame.kind in _MAYBE or (delimited and frame.looked_through):
        filled = max(1, frame.rows - 1)
        system = frame.at_start and frame.rows_related >= filled and frame.rows_related > 0
        bracketed = before >= 0 and tokens[before].text in ("[", "(", "|") and frame.kind == "array"
        aligned = frame.kind == "array" and not delimited and not bracketed and frame.rows_related >= filled
        through = system or aligned
        if through and delimited:
            layout.lefts.add(_previous(tokens, before))
    else:
        through = frame.looked_through
    if through:
        layout.through.add(frame.index)
        parent.has_break |= frame.has_break or frame.kind != "{"
        parent.has_relation |= frame.has_relation
        parent.related |= frame.has_relation


def _enclosed(tokens: list[Token], nest: Nesting, layout: Layout) -> list[int]:
    """For each token how many opaque groups and environments enclose it."""
    change = [0] * (len(tokens) + 1)
    for first, last in nest.partner.items():
        if (tokens[first].text == "{" or tokens[first].begins) and first not in layout.through:
            change[first + 1] += 1
            change[last] -= 1
    depth, level = [], 0
    for index in range(len(tokens)):
        level += change[index]
        depth.append(level)
    return depth


def edits_and_breaks(
    tokens: list[Token], nest: Nesting, layout: Layout
) -> tuple[list[Edit], list[tuple[int, int]]]:
    """Second pass: what is taken out at the top level, and where the rows break."""
    depth = _enclosed(tokens, nest, layout)
    edits: list[Edit] = []
    breaks: list[tuple[int, int]] = []
    closers = {nest.partner[first] for first in layout.through}
    rights = {nest.partner[left] for left in layout.lefts if left in nest.partner}
    index = 0
    while index < len(tokens):
        token, end = tokens[index], index + 1
        if depth[index]:
            index += 1
            continue
        if index in layout.through or index in closers:
            if token.begins:
                end = _options_end(tokens, index, nest.partner)
            edits.append((token.start, tokens[end - 1].end, " "))
        elif index in layout.lefts or index in rights:
            end = min(index + 2, len(tokens))
            edits.append((token.start, tokens[end - 1].end, " "))
        elif token.text in _BREAKS:
            end = _break_end(tokens, index)
            breaks.append((token.start, tokens[end - 1].end))
        elif token.text == "&":
            edits.append((token.start, token.end, CELL))
        elif token.text in _INTERTEXT:
            end = argument_end(tokens, index + 1, nest.partner)
            breaks += [(token.start, token.start), (tokens[end - 1].end, tokens[end - 1].end)]
            edits.append((token.start, token.end, r"\text"))
        elif (
            token.text in _WITH_ARGUMENT
            or token.text in _COLOURS
            or token.text in _BARE
            or token.text == r"\bbox"
        ):
            end = _argument_end(tokens, index, nest.partner)
            edits.append((token.start, tokens[end - 1].end, " "))
        elif token.text in _WRAPPERS and _next_is_through(tokens, index, layout):
            edits.append((token.start, token.end, " "))
        index = end
    return edits, breaks


def _next_is_through(tokens: list[Token], index: int, layout: Layout) -> bool:
    following = index + 1
    while following < len(tokens) and tokens[following].blank:
        following += 1
    return following in layout.through


def _argument_end(tokens: list[Token], index: int, partner: dict[int, int]) -> int:
    text = tokens[index].text
    if text in _BARE or (
        text == r"\bbox" and not (index + 1 < len(tokens) and tokens[index + 1].text == "[")
    ):
        return index + 1
    following = index + 1
    if following < len(tokens) and tokens[following].text == "*":
        following += 1
    if following < len(tokens) and tokens[following].text == "[":
        following = partner.get(following, following) + 1
        if text == r"\bbox":
            return following
    return min(argument_end(tokens, following, partner), len(tokens))


def _options_end(tokens: list[Token], index: int, partner: dict[int, int]) -> int:
    """After \\begin{array}{rcl}, \\begin{aligned}[t], \\begin{alignat}{2}."""
    end = index + 1
    name = (tokens[index].environment or "").rstrip("*")
    while name == "array" and end + 1 < len(tokens) and tokens[end].blank:
        end += 1
    if end < len(tokens) and tokens[end].text == "[":
        closing = next((k for k in range(end, min(end + 6, len(tokens))) if tokens[k].text == "]"), None)
        end = closing + 1 if closing is not None else end
    if (
        name in ("array", "alignat", "alignedat", "IEEEeqnarray", "tabular")
        and end < len(tokens)
        and tokens[end].text == "{"
    ):
        end = argument_end(tokens, end, partner)
    return min(end, len(tokens))


def _break_end(tokens: list[Token], index: int) -> int:
    r"""One break, doubled by a site generator, with its star, its space `[2ex]`."""
    end = index + 1
    while end < len(tokens) and tokens[end].text == r"\\" and tokens[end].start == tokens[end - 1].end:
        end += 1
    if end < len(tokens) and tokens[end].text == "*":
        end += 1
    space = re.match(
        r"\[\s*-?[\d.]+\s*(?:pt|ex|em|mm|cm|in|mu|\\\w+)\s*\]",
        "".join(t.text for t in tokens[end : end + 12]),
    )
    if space:
        length, at = 0, end
        while at < len(tokens) and length < space.end():
            length += len(tokens[at].text)
            at += 1
        end = at
    return end
