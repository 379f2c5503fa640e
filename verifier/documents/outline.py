"""Finds the parts of a document: their labels, what is question and what is answer, their cases.

Reads as its parts do: lines of words get their labels, labels become paths, what lies between two labels is
a section. Which target a section answers is not decided here.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from verifier.documents.cases import case_of
from verifier.documents.givens import Origin, givens_of
from verifier.documents.handout import answer_marker, is_question_text, looks_like_new_part, split_question
from verifier.documents.labels import Label, read_label
from verifier.documents.model import (
    Block,
    Boundary,
    Case,
    Document,
    Given,
    Heading,
    ListItem,
    Math,
    Prose,
    Section,
)
from verifier.documents.numbering import Mark, Numbered, number
from verifier.documents.prosaic import marked_words
from verifier.documents.run_in import with_labels_apart
from verifier.documents.units import Unit, units_of

_CODING = re.compile(
    r"^\W*(?:(?:question|problem|part|section|q)?\s*[\d一二三四五]{0,2}\W{0,4})?(?:part\s*\d\W*)?(?:cod(?:e|ing)|implement(?:ing|ation)?|programming"
    r"|代码|编程|程序|实现)(?![a-z])",
    re.I,
)
_WRITTEN = re.compile(r"\bwritten\b|understanding word2vec|理论|书面|theory", re.I)
_TITLED = re.compile(
    r"^\W*(?:written|coding|code|understanding|implement|programming|theory|word2vec|warm)", re.I
)
_LABEL_IN_MATH = re.compile(
    r"^(?:\\(?:text|textbf|mathbf|mathrm|bf)\s*\{)?\s*[(（]?\s*([a-m]|i{1,3}|iv)\s*[)）]?\s*\}?\s*[.:]?$"
)


@dataclass(slots=True)
class _Open:
    """A section while its units are gathered."""

    path: tuple[str, ...] = ()
    number: str | None = None
    title: str = ""
    style: str = "none"
    level: int = 7
    kind: Literal["preamble", "written", "coding"] = "preamble"
    line: int = 1
    answered: bool = False
    units: list[Unit] = field(default_factory=list)


def _label_of(unit: Unit) -> tuple[Label, str] | None:
    """The label at the beginning of a line and its style."""
    if unit.kind == "heading":
        heading = unit.blocks[0]
        assert isinstance(heading, Heading)
        raw = heading.text.text
        label = read_label(
            marked_words(re.sub(r"\$\s*([(（]\w{1,3}[)）])\s*\$", r"\1", raw)), in_heading=True
        )
        return (label, "heading") if label else None
    if unit.kind != "words":
        return None
    item = unit.item
    content = [block for block in unit.blocks if not isinstance(block, ListItem)]
    first = content[0] if content else None
    label = None
    if isinstance(first, Prose) and (first.starts_line or item is not None):
        label = read_label(marked_words(first.text.text))
    elif isinstance(first, Math) and _LABEL_IN_MATH.match(first.latex):
        match = _LABEL_IN_MATH.match(first.latex)
        following = content[1].words[:1] if len(content) > 1 and isinstance(content[1], Prose) else ""
        bracketed = "(" in first.latex or ")" in first.latex
        if match and (bracketed or (first.delimiter == r"\(" and (not following or not following.islower()))):
            label = read_label(f"({match.group(1)})")
    outer = read_label(marked_words(item.label)) if item is not None and item.label not in "-*+•" else None
    if label and outer and outer.kinds in (("number",), ("letter",)) and label.kinds in (("i",), ("roman",)):
        return replace(label, parts=(*outer.parts, *label.parts)), "item" if item and item.counted else "list"
    if label:
        return label, "bold" if label.emphasised else "list" if item and not item.counted else "plain"
    if item is not None and outer:
        return outer, "item" if item.counted else "list"
    return None


def _rest_of(unit: Unit, label: Label) -> Unit | None:
    """The line without its label."""
    blocks = list(unit.blocks)
    at = next((i for i, block in enumerate(blocks) if not isinstance(block, ListItem)), None)
    if at is None:
        return None
    first = blocks[at]
    if isinstance(first, Prose):
        own = read_label(marked_words(first.text.text))
        if own is not None and own.parts == label.parts[-len(own.parts) :]:
            if own.rest:
                blocks[at] = replace(first, words=own.rest)
            else:
                del blocks[at]
    elif (
        isinstance(first, Math) and not isinstance(blocks[0], ListItem) and _LABEL_IN_MATH.match(first.latex)
    ):
        del blocks[at]
    elif isinstance(first, Heading):
        blocks[at] = replace(first, words=label.rest)
    kept = [block for block in blocks if not isinstance(block, ListItem)]
    return Unit(unit.kind, tuple(kept)) if kept else None


def _marks(units: list[Unit]) -> dict[int, tuple[Mark, Unit | None]]:
    marks: dict[int, tuple[Mark, Unit | None]] = {}
    for at, unit in enumerate(units):
        found = _label_of(unit)
        if found is None or _mid_sentence(units, at, found[0]) or _numbers_equation(units, at, found[0]):
            continue
        label, style = found
        rest = _rest_of(unit, label)
        level = unit.blocks[0].level if isinstance(unit.blocks[0], Heading) else 7
        indent = unit.item.indent if unit.item else 0
        is_case = rest is not None and case_of(rest) is not None and not is_question_text(rest)
        titled = bool(_TITLED.match(label.rest or (rest.words if rest is not None else "")))
        marks[at] = (Mark(label, style, level, indent, is_case, titled), rest)
    return marks


def _mid_sentence(units: list[Unit], at: int, label: Label) -> bool:
    """A line that begins with "(b) ..." only because a sentence was broken there."""
    if at == 0 or label.emphasised or units[at].kind != "words" or units[at].item is not None:
        return False
    before = units[at - 1]
    if before.kind != "words" or before.paragraph != units[at].paragraph:
        return False
    return bool(re.search(r"\b(?:parts?|equations?|in|from|of|and|see|to|by|using)\s*$", before.words, re.I))


def _numbers_equation(units: list[Unit], at: int, label: Label) -> bool:
    """A number on the line after a display and alone there is that display's, as OCR writes it."""
    before = units[at - 1] if at else None
    if (
        label.kinds != ("number",)
        or label.rest
        or before is None
        or before.kind != "display"
        or len(units[at].blocks) > 1
        or units[at].item is not None
    ):
        return False
    last = before.math[0]
    end = last.line + last.raw.strip().count("\n")
    return units[at].line <= end + 1 and not (
        at + 1 < len(units) and units[at + 1].line == units[at].line + 1
    )


def _heading_level(unit: Unit) -> int:
    first = unit.blocks[0]
    return first.level if isinstance(first, Heading) else 7


def _is_coding(unit: Unit) -> bool:
    if unit.kind not in ("heading", "words") or unit.math:
        return False
    text = unit.words
    return len(text) < 70 and bool(_CODING.match(text)) and not re.search(r"[.?]\s+\w", text)


def outline(document: Document) -> tuple[Section, ...]:
    """The sections of a document in order; what stands before the first label is the preamble."""
    units = with_labels_apart(units_of(document.blocks))
    marks = _marks(units)
    numbered = dict(zip(marks, number([mark for mark, _ in marks.values()]), strict=True))
    sections = [_Open()]
    for at, unit in enumerate(units):
        if at in marks:
            _at_label(sections, unit, marks[at][0], marks[at][1], numbered[at])
        else:
            _at_unit(sections, unit)
    built = [_build(section) for section in sections]
    return tuple(
        section for section in built if section.question or section.answer or section.path or section.title
    )


def _at_label(sections: list[_Open], unit: Unit, mark: Mark, rest: Unit | None, what: Numbered) -> None:
    current = sections[-1]
    if what.kind == "case":
        current.units.append(unit)
        return
    kind = current.kind
    if what.kind == "question":
        said = mark.label.rest or (rest.words if rest is not None else "")
        kind = "coding" if _is_coding(unit) or _CODING.match(said) else "written"
    elif kind == "preamble":
        kind = "written"
    level = mark.level if mark.style == "heading" else 7
    title = mark.label.rest
    section = _Open(what.path, what.number, title, mark.style, level, kind, unit.line, mark.label.answer)
    if rest is not None:
        section.units.append(rest)
    sections.append(section)


def _at_unit(sections: list[_Open], unit: Unit) -> None:
    current = sections[-1]
    if _is_coding(unit) and (unit.kind == "heading" or current.kind != "coding"):
        sections.append(
            _Open(
                title=unit.words, style="heading", level=_heading_level(unit), kind="coding", line=unit.line
            )
        )
        return
    if unit.kind == "heading" and answer_marker(unit) is False and case_of(unit) is None:
        level = _heading_level(unit)
        inside = current.style == "heading" and level > current.level
        if not inside:
            coding = current.kind == "coding" and not _WRITTEN.search(unit.words)
            kind: Literal["preamble", "written", "coding"] = "coding" if coding else "written"
            number_kept = current.number
            sections.append(_Open((), number_kept, unit.words, "heading", level, kind, unit.line))
            sections[-1].units.append(unit)
            return
    if (
        looks_like_new_part(unit)
        and any(u.kind == "display" for u in current.units)
        and current.kind == "written"
    ) and any(answer_marker(known) is not False for known in current.units):
        sections.append(_Open((), current.number, unit.words[:80], "none", 7, "written", unit.line))
    current = sections[-1]
    current.units.append(unit)


def _flat(units: list[Unit]) -> tuple[Block, ...]:
    return tuple(block for unit in units for block in unit.blocks)


def _divide(section: _Open) -> tuple[list[Unit], list[Unit]]:
    """Question and answer."""
    question: list[Unit] = []
    answer: list[Unit] = []
    if section.kind == "preamble" or section.answered:
        return [], list(section.units)
    for at, unit in enumerate(section.units):
        rest = answer_marker(unit)
        if rest is False:
            continue
        after = [u for u in section.units[at + 1 :] if answer_marker(u) is not None]
        if isinstance(rest, Prose):
            kept = (
                rest,
                *(
                    block
                    for block in unit.blocks
                    if block.text is not rest.text and not isinstance(block, ListItem)
                ),
            )
            after.insert(0, Unit("words", kept))
        elif unit.kind == "words" and unit.math:
            after.insert(0, Unit("words", _after_first_words(unit)))
        before = section.units[:at]
        cut = split_question(before, marked=True)
        stray = any(u.kind == "display" for u in before[cut:])
        return (before[:cut], before[cut:] + after) if stray else (before, after)
    cut = split_question(section.units)
    question, answer = section.units[:cut], section.units[cut:]
    return question, answer


def _after_first_words(unit: Unit) -> tuple[Block, ...]:
    """What follows a marker that stands in the first words: formulas and the words between them."""
    first = next(at for at, block in enumerate(unit.blocks) if isinstance(block, Prose))
    return tuple(block for block in unit.blocks[first + 1 :] if not isinstance(block, ListItem))


def _build(section: _Open) -> Section:
    question, answer = _divide(section)
    origin: Origin = "preamble" if section.kind == "preamble" else "answer"
    asked, answered = _flat(question), _flat(answer)
    derives = any(isinstance(b, Math) and b.display and r"\partial" in b.latex for b in answered)
    # A derivation under a heading about code is a written part whose heading was missed.
    kind = "written" if section.kind == "coding" and section.path and derives else section.kind
    givens: list[Given] = [*givens_of(asked, "question"), *givens_of(answered, origin)]
    cases: list[Case] = [
        case for unit in answer if unit.kind in ("words", "heading") and (case := case_of(unit))
    ]
    return Section(
        path=section.path,
        number=section.number,
        title=section.title,
        style=section.style,
        line=section.line,
        kind=kind,
        question=asked,
        answer=tuple(block for block in answered if not isinstance(block, Boundary) or block.name != "rule"),
        cases=tuple(cases),
        givens=tuple(givens),
    )
