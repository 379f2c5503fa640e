"""Cuts a formula into rows, and rows into the members of a chain.

Rows end at a break that no matrix, cases, substack or argument encloses; alignment environments, colour
groups and boxes around several rows are looked through. Relies on `tokens`, `relations`, `remarks`.
"""

import re
from dataclasses import dataclass, field

from verifier.documents.model import Math, Member, Row
from verifier.documents.relations import Mark, derives, find_relations
from verifier.documents.remarks import Part, part_row
from verifier.documents.tokens import CELL, Nesting, Token, argument_end, nesting, tokenise
from verifier.documents.trace import Edit, Traced

_ALIGNMENT = frozenset(
    "align aligned alignat alignedat flalign split gather gathered multline eqnarray equation displaymath math dmath "
    "subequations IEEEeqnarray empheq".split()
)
_MAYBE = frozenset("array cases dcases rcases tabular".split())
_BREAKS = frozenset((r"\\", r"\newline", r"\cr", r"\tabularnewline"))
_WRAPPERS = frozenset((r"\boxed", r"\fbox", r"\bbox", r"\colorbox", r"\framebox", r"\ensuremath"))
_COLOURS = frozenset((r"\color", r"\textcolor", r"\colorbox"))
_WITH_ARGUMENT = frozenset((r"\tag", r"\label", r"\vspace", r"\hspace", r"\phantom", r"\hphantom", r"\vphantom", r"\hskip"))
_BARE = frozenset(
    (r"\nonumber", r"\notag", r"\displaystyle", r"\textstyle", r"\hline", r"\hfill", r"\allowdisplaybreaks", r"\noindent")
) | frozenset((r"\qed", r"\square", r"\blacksquare", r"\Box", r"\centering", r"\small", r"\large", r"\limits"))
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
class _Layout:
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
        return command >= 0 and tokens[command].text in _COLOURS
    if text == "]":
        return any(tokens[k].text == r"\bbox" for k in range(max(0, before - 8), before))
    if text in _WRAPPERS:
        return True
    return not (text.startswith("\\") and text[1:2].isalpha() and not tokens[before].environment) and text not in "_^"


def _starts_row(tokens: list[Token], index: int) -> bool:
    before = _previous(tokens, index)
    text = tokens[before].text if before >= 0 else ""
    return before < 0 or text in _BREAKS or text in ("&", "{", r"\left") or tokens[before].begins


def _survey(tokens: list[Token], nest: Nesting) -> _Layout:
    """First pass: which groups and environments are transparent to row breaks."""
    layout = _Layout()
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


def _settle(frame: _Frame, parent: _Frame, tokens: list[Token], layout: _Layout) -> None:
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


def _enclosed(tokens: list[Token], nest: Nesting, layout: _Layout) -> list[int]:
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


def _edits(tokens: list[Token], nest: Nesting, layout: _Layout) -> tuple[list[Edit], list[tuple[int, int]]]:
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
        elif token.text in _WITH_ARGUMENT or token.text in _COLOURS or token.text in _BARE or token.text == r"\bbox":
            end = _argument_end(tokens, index, nest.partner)
            edits.append((token.start, tokens[end - 1].end, " "))
        elif token.text in _WRAPPERS and _next_is_through(tokens, index, layout):
            edits.append((token.start, token.end, " "))
        index = end
    return edits, breaks


def _next_is_through(tokens: list[Token], index: int, layout: _Layout) -> bool:
    following = index + 1
    while following < len(tokens) and tokens[following].blank:
        following += 1
    return following in layout.through


def _argument_end(tokens: list[Token], index: int, partner: dict[int, int]) -> int:
    text = tokens[index].text
    if text in _BARE or (text == r"\bbox" and not (index + 1 < len(tokens) and tokens[index + 1].text == "[")):
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
    while end < len(tokens) and tokens[end].text == "[" and end in partner and partner[end] - end < 6:
        end = partner[end] + 1
    if name in ("array", "alignat", "alignedat", "IEEEeqnarray", "tabular") and end < len(tokens) and tokens[end].text == "{":
        end = argument_end(tokens, end, partner)
    return min(end, len(tokens))


def _break_end(tokens: list[Token], index: int) -> int:
    r"""One break, doubled by a site generator, with its star, its space `[2ex]`."""
    end = index + 1
    while end < len(tokens) and tokens[end].text == r"\\" and tokens[end].start == tokens[end - 1].end:
        end += 1
    if end < len(tokens) and tokens[end].text == "*":
        end += 1
    space = re.match(r"\[\s*-?[\d.]+\s*(?:pt|ex|em|mm|cm|in|mu|\\\w+)\s*\]", "".join(t.text for t in tokens[end : end + 12]))
    if space:
        length, at = 0, end
        while at < len(tokens) and length < space.end():
            length += len(tokens[at].text)
            at += 1
        end = at
    return end


def _cut_rows(text: Traced) -> list[Traced]:
    tokens = tokenise(text.text)
    nest = nesting(tokens)
    edits, breaks = _edits(tokens, nest, _survey(tokens, nest))
    rows: list[Traced] = []
    at, pointer = 0, 0
    for start, end in [*breaks, (len(text.text), len(text.text))]:
        mine: list[Edit] = []
        while pointer < len(edits) and edits[pointer][0] < start:
            first, last, new = edits[pointer]
            mine.append((first - at, last - at, new))
            pointer += 1
        row = text.cut(at, start).replace(mine).strip()
        if row.text.strip(CELL + " \n\t"):
            rows.append(row)
        at = end
    return rows


def _members(row: Traced, part: Part) -> tuple[tuple[Member, ...], str | None]:
    """The sides of the relations of one row, and a relation that stands at its end."""
    tokens, nest = part.tokens, part.nest
    marks = [mark for mark in part.relations if derives(mark)]
    members: list[Member] = []
    relation: str | None = None
    at = part.first
    for mark in [*marks, Mark("", part.last, part.last)]:
        side = _side(row, tokens, at, mark.first)
        if side.text:
            members.append(Member(text=side, relation=relation))
            relation = None
        if mark.name:
            # `\Rightarrow =` and `= \n =` are one relation; the equality says more.
            relation = mark.name if relation is None or mark.name in ("=", "==") else relation
        at = mark.last
    if members and part.remarks:
        members[-1] = Member(text=members[-1].text, relation=members[-1].relation, remarks=part.remarks)
    return tuple(members), relation


_TRAILING = re.compile(r"(?:[\s,.;:。，；、~]|\\[,;:!> ]|\\q?quad(?![A-Za-z]))+$")
_LEADING = re.compile(r"^(?:[\s,;:。，；、~]|\\[,;:!> ]|\\q?quad(?![A-Za-z]))+")


def _side(row: Traced, tokens: list[Token], first: int, last: int) -> Traced:
    if first >= last:
        return row.cut(0, 0)
    side = row.cut(tokens[first].start, tokens[last - 1].end)
    tail = side.text[-60:]
    trailing = _TRAILING.search(tail)
    if trailing and not tail[: trailing.start()].endswith("\\"):
        side = side.cut(0, len(side.text) - len(tail) + trailing.start())
    leading = _LEADING.match(side.text)
    return side.cut(leading.end(), len(side.text)) if leading else side


def _row(text: Traced, part: Part) -> Row:
    members, open_end = _members(text, part)
    stray = "".join(part.tokens[i].text for i in part.nest.stray if part.first <= i < part.last)
    return Row(
        members=members,
        remarks=part.remarks,
        label=part.label,
        open_end=open_end,
        unbalanced=stray or None,
        condition=part.condition,
        text=text,
    )


def split_rows(math: Math | Traced) -> tuple[Row, ...]:
    """The rows of a formula, each cut into members; what stands beside them as remarks."""
    text = math.text if isinstance(math, Math) else math
    rows: list[Row] = []
    for piece in _cut_rows(text):
        tokens = tokenise(piece.text)
        nest = nesting(tokens)
        parts = part_row(piece, tokens, nest, find_relations(tokens, nest, 0, len(tokens)))
        # Columns are one character wide, so that positions stay what they are.
        clean = Traced(piece.text.replace(CELL, " "), piece.anchors, piece.lines)
        rows += [_row(clean, part) for part in parts]
    return tuple(rows)
