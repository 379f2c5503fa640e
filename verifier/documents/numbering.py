"""Turns labels as they are written into paths such as ("b", "i").

Letters or numbers for parts, romans below them, (i) the letter after (h) or the first of the romans, a
label said twice, a list inside an answer: decided from the whole sequence of labels of the document.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from verifier.documents.labels import Label

_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_STRENGTH = {"heading": 3, "bold": 2, "item": 1, "list": 1, "plain": 1}


@dataclass(frozen=True, slots=True)
class Mark:
    """A label where it was found: its style and its indent, and whether the line is a case."""

    label: Label
    style: str
    level: int
    indent: int
    is_case: bool
    titled: bool


@dataclass(frozen=True, slots=True)
class Numbered:
    """What a mark is: a part with its path, a question of its own, or a case inside an answer."""

    kind: str
    path: tuple[str, ...]
    number: str | None


@dataclass(slots=True)
class _State:
    mode: str
    number: str | None = None
    top: str | None = None
    top_mark: Mark | None = None
    sub: str | None = None
    sub_kind: str = ""


def _mode(marks: Sequence[Mark]) -> str:
    """Which kind of label heads a part."""
    letters: list[str] = []
    numbers: list[int] = []
    inner: list[int] = []  # how far letters and numbers stand in, where both are items
    outer: list[int] = []
    for mark in marks:
        kinds = dict(reversed(mark.label.parts))
        if "letter" in kinds:
            letters.append(kinds["letter"])
            inner.append(mark.indent if mark.style in ("item", "list") else 0)
        elif "number" in kinds and not mark.is_case and len(mark.label.parts) == 1:
            numbers.append(int(kinds["number"]) if kinds["number"].isdecimal() else 0)
            outer.append(mark.indent if mark.style in ("item", "list") else 0)
    distinct = set(letters)
    if len(distinct) >= 2:
        within = bool(outer) and min(inner) > max(outer)
        restarts = letters.count("a")
        nested = (restarts >= 2 or within) and max(distinct) <= "c" and len(set(numbers)) >= 4
        return "number" if nested else "letter"
    dotted = sum(1 for mark in marks if mark.label.kinds[:2] == ("question", "number"))
    if dotted >= 2:
        return "dotted"
    if distinct and len(set(numbers)) < 3:
        return "letter"
    if len(set(numbers)) >= 2:
        return "number"
    if sum(1 for mark in marks if mark.label.kinds == ("question",)) >= 4:
        return "question"
    return "roman" if any(k in ("roman", "i") for m in marks for k in m.label.kinds) else "letter"


def _weaker(mark: Mark, than: Mark | None) -> bool:
    if than is None:
        return False
    if mark.style == than.style == "heading":
        return mark.level > than.level
    return _STRENGTH[mark.style] < _STRENGTH[than.style] or mark.indent >= than.indent + 2


def _other_form(mark: Mark, than: Mark | None) -> bool:
    """(1) where the parts are written 1."""
    return (
        than is not None and mark.style == than.style == "plain" and mark.label.form != than.label.form
    ) or (than is not None and than.style == "list" and mark.label.form == "()")


def _other_list(mark: Mark, value: str, state: _State) -> bool:
    """1), 2) where the parts are written 1., 2., both as items of lists."""
    top = state.top_mark
    apart = top is not None and mark.style == top.style == "list" and mark.label.form != top.label.form
    return apart and (value == "1" or state.sub_kind == "number")


def _resolve_i(marks: Sequence[Mark], at: int, state: _State) -> str:
    """Whether a lone (i) is the letter after (h) or the first roman."""
    following = marks[at + 1].label.parts[0] if at + 1 < len(marks) else None
    if state.mode == "letter" and state.top is not None and "e" <= state.top < "i":
        mark, top = marks[at], state.top_mark
        alike = top is not None and mark.style == top.style and not _weaker(mark, top)
        if alike and top is not None and mark.label.kinds[0] == top.label.kinds[0] == "question":
            return "letter"
        if alike and mark.style in ("heading", "bold") and following in (None, ("letter", "j")):
            return "letter"
    if state.mode != "letter" or state.top != "h":
        return "roman"
    if following is not None and following[0] == "roman":
        if following[1] == "ii" and state.sub not in (None, "i"):
            return "roman"  # (h) had its (i), (ii), (iii) in the question, and has them again in the answer
        return (
            "letter"
            if state.sub == "i" or (not _weaker(marks[at], state.top_mark) and state.sub_kind == "roman")
            else "roman"
        )
    if state.sub is None and _weaker(marks[at], state.top_mark) and following is None:
        return "roman"
    return "letter"


def _number_of(state: _State, mark: Mark, value: str) -> Numbered:
    """A number alone: a part, a question, a sub-part or a case."""
    if state.mode == "number":
        inner = _other_form(mark, state.top_mark) or _other_list(mark, value, state)
        if state.top is not None and (inner or _weaker(mark, state.top_mark)):
            return Numbered("case", (), state.number) if mark.is_case else _sub(state, "number", value)
        return _part(state, mark, value)
    outer = mark.style == "item" and state.top_mark is not None and mark.indent < state.top_mark.indent
    heads = outer or (mark.style == "heading" and not _weaker(mark, state.top_mark))
    if (state.top is None or heads) and not mark.is_case:
        return _question(state, value)
    if mark.is_case or state.top is None:
        return Numbered("case", (), state.number)
    if mark.titled:
        return _question(state, value)
    return _sub(state, "number", value)


def _part(state: _State, mark: Mark, value: str) -> Numbered:
    state.top, state.top_mark, state.sub, state.sub_kind = value, mark, None, ""
    return Numbered("part", (value,), state.number)


def _question(state: _State, value: str) -> Numbered:
    state.number, state.top, state.top_mark, state.sub = value, None, None, None
    return Numbered("question", (value,) if state.mode == "question" else (), value)


def _sub(state: _State, kind: str, value: str) -> Numbered:
    state.sub, state.sub_kind = value, kind
    return Numbered("part", (state.top, value) if state.top else (value,), state.number)


def _letter(state: _State, mark: Mark, value: str) -> Numbered:
    if state.mode == "number" and state.top is not None:
        return Numbered("case", (), state.number) if mark.is_case else _sub(state, "letter", value)
    if state.top is not None and _weaker(mark, state.top_mark):
        expected = chr(ord(state.top[0]) + 1) if len(state.top) == 1 else ""
        if value != expected and (value <= state.top or value > expected or mark.is_case):
            return Numbered("case", (), state.number) if mark.is_case else _sub(state, "letter", value)
    backwards = state.top is not None and state.top_mark is not None and value <= state.top
    if backwards and mark.style == "plain" and mark.label.form != state.top_mark.label.form:  # type: ignore[union-attr]
        # "Part A: the first term" inside of "Question (b)".
        return Numbered("case", (), state.number)
    if mark.is_case and state.top is not None and value <= state.top:
        return Numbered("case", (), state.number)
    return _part(state, mark, value)


def number(marks: Sequence[Mark]) -> list[Numbered]:
    """One answer for each mark, in order."""
    state = _State(_mode(marks))
    found: list[Numbered] = []
    for at, mark in enumerate(marks):
        found.append(_one(marks, at, mark, state))
    return found


def _one(marks: Sequence[Mark], at: int, mark: Mark, state: _State) -> Numbered:
    parts = mark.label.parts
    kind, value = parts[0]
    if kind == "question" and len(parts) > 1:
        if parts[1][0] == "number":
            state.number = value
            path = tuple(part[1] for part in parts[1:])
            state.top, state.top_mark, state.sub = path[0], mark, None
            return Numbered("part", path, value)
        state.number = value
        kind, value = parts[1]
        parts = parts[1:]
    if kind == "i":
        kind = _resolve_i(marks, at, state)
    if kind == "letter":
        if len(parts) > 1:
            state.top, state.top_mark = value, mark
            return _sub(state, parts[1][0], parts[1][1])
        return _letter(state, mark, value)
    if kind == "roman":
        if state.mode == "roman":
            return _part(state, mark, value)
        if mark.is_case and state.top is None:
            return Numbered("case", (), state.number)
        return _sub(state, "roman", value)
    if kind == "question":
        return _question(state, value)
    if kind == "circled":
        return (
            Numbered("case", (), state.number)
            if state.top is not None or mark.is_case
            else _number_of(state, mark, value)
        )
    if len(parts) > 1 and state.mode == "number":
        _part(state, mark, value)
        return _sub(state, parts[1][0], parts[1][1])
    return _number_of(state, mark, value)
