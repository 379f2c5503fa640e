"""Reads the label of a part at the beginning of a line, in any of the styles that people use.

`(b)`, `b.`, `**b(i)**`, `1.b)`, `Question 1 (b)`, `(b.ii)`, `② `, `第一题`. A table of patterns, tried in order;
where a label stands in the hierarchy is decided in `numbering`. Relies on marks of emphasis in the words.
"""

import re
from dataclasses import dataclass

from verifier.documents.prosaic import EMPHASIS

E = rf"[{EMPHASIS}\s]*"
_END = rf"(?=[\s{EMPHASIS}$]|$|[^\w.)])"
_ROMAN = r"(?:viii|vii|vi|iv|ix|iii|ii|i|v|x)"
_WORD = r"(?:question|problem|exercise|sub-?question|sub-?part|part|ques|prob|q|ex|task|section|subproblem|小问|小题|问题|题目|题|第)"
_ANSWER_TO = r"(?:answer|ans|solution|sol|soln)(?:\s+(?:to|for|of))?"
_OPEN, _CLOSE = r"[(（\[]", r"[)）\]]"
_CIRCLED = {chr(0x2460 + n): str(n + 1) for n in range(20)}
_CHINESE = {c: str(n + 1) for n, c in enumerate("一二三四五六七八九十")}

Part = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Label:
    """`parts` are (kind, value): question, letter, roman, number, circled, or `i`, letter or roman."""

    parts: tuple[Part, ...]
    rest: str
    emphasised: bool
    answer: bool = False
    form: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(kind for kind, _ in self.parts)


@dataclass(frozen=True, slots=True)
class _Pattern:
    pattern: re.Pattern[str]
    kinds: tuple[str, ...]
    needs_emphasis: bool = False


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I)


_LETTER = r"([a-m])"
_PATTERNS = (
    # Question 1 (b), Q1.b.ii, 1.b), 1(b)(i), 1b)
    _Pattern(
        _compile(
            rf"{_WORD}?\s*#?\s*(\d{{1,2}})\s*[.:\-–,]?\s*(?:part\s*)?{_OPEN}?{_LETTER}{_CLOSE}?\s*[.\-]?\s*"
            rf"{_OPEN}({_ROMAN}|\d){_CLOSE}{_END}"
        ),
        ("question", "letter", "sub"),
    ),
    _Pattern(
        _compile(
            rf"{_WORD}?\s*#?\s*(\d{{1,2}})\s*[.\-]\s*{_LETTER}\s*[.\-]\s*({_ROMAN}|\d){_CLOSE}?[.:]?{_END}"
        ),
        ("question", "letter", "sub"),
    ),
    # 1.(b).ii and (b).ii; "(b). I think" is none of these
    _Pattern(
        _compile(rf"(\d{{1,2}})\s?[.\-]?\s?{_OPEN}{_LETTER}{_CLOSE}\s?[.\-]\s?((?-i:{_ROMAN}))[.:]?{_END}"),
        ("question", "letter", "sub"),
    ),
    _Pattern(_compile(rf"{_OPEN}{_LETTER}{_CLOSE}\s?[.\-]\s?((?-i:{_ROMAN}))[.:]?{_END}"), ("letter", "sub")),
    # (b) i. and 1.(b) ii) with a blank between, also where marks of emphasis stand there
    _Pattern(
        _compile(rf"(\d{{1,2}})\s?[.\-]?\s?{_OPEN}{_LETTER}{_CLOSE}{E}((?-i:(?!x){_ROMAN}))[.):]{_END}"),
        ("question", "letter", "sub"),
    ),
    _Pattern(_compile(rf"{_OPEN}{_LETTER}{_CLOSE}{E}((?-i:(?!x){_ROMAN}))[.):]{_END}"), ("letter", "sub")),
    _Pattern(
        _compile(
            rf"{_WORD}\s*#?\s*(\d{{1,2}})\s*[.:\-–,]?\s*(?:part\s*)?{_OPEN}?{_LETTER}{_CLOSE}?[.:、]?{_END}"
        ),
        ("question", "letter"),
    ),
    _Pattern(
        _compile(
            rf"(\d{{1,2}})\s?[.\-]?\s?{_OPEN}{_LETTER}{_CLOSE}[.:]?{_END}|(\d{{1,2}})\s?[.\-]?{_LETTER}[).:]{_END}"
        ),
        ("question", "letter"),
    ),
    _Pattern(_compile(rf"(\d{{1,2}})[.\-]?{_LETTER}(?=\s*(?:{EMPHASIS}|$))"), ("question", "letter")),
    # (b.ii), b(i), b.ii., (b)(ii), b-i
    _Pattern(
        _compile(
            rf"{_WORD}?\s*{_OPEN}?{_LETTER}{_CLOSE}?\s?[.\-]?\s?{_OPEN}({_ROMAN}|\d){_CLOSE}[.:]?{_END}"
        ),
        ("letter", "sub"),
    ),
    _Pattern(_compile(rf"{_OPEN}{_LETTER}\s?[.\-,]\s?({_ROMAN}|\d){_CLOSE}[.:]?{_END}"), ("letter", "sub")),
    _Pattern(_compile(rf"{_LETTER}\s?[.\-]\s?({_ROMAN}|\d)[).:]*{_END}"), ("letter", "sub")),
    _Pattern(
        _compile(rf"{_LETTER}\)\s?({_ROMAN})[.):]{_END}|(?!{_ROMAN}\)){_LETTER}({_ROMAN}|\d)\){_END}"),
        ("letter", "sub"),
    ),
    # Part b, Question (c):
    _Pattern(
        _compile(
            rf"{_WORD}\s*{_OPEN}{_LETTER}{_CLOSE}[.:、]?|{_WORD}\s+{_LETTER}(?=\s*(?:[.:)、]|$|{EMPHASIS}))[.:)]?"
        ),
        ("letter",),
    ),
    # (b), b), b.
    _Pattern(_compile(rf"{_OPEN}\s?{_LETTER}\s?{_CLOSE}[.:：、]?"), ("letter",)),
    _Pattern(_compile(rf"{_LETTER}\s?[)）][.:：]?{_END}"), ("letter",)),
    _Pattern(re.compile(rf"{_LETTER}\s?[.．、](?:[:：])?{_END}"), ("letter",)),
    _Pattern(_compile(rf"{_LETTER}[:：]{_END}"), ("letter",), needs_emphasis=True),
    _Pattern(
        _compile(rf"{_LETTER}(?=\s*(?:{EMPHASIS}|$|[(（]\s*\d+\s*(?:points?|pts?|分)))"),
        ("letter",),
        needs_emphasis=True,
    ),
    _Pattern(_compile(rf"{_LETTER}(?=\s*[(（]\s*\d+\s*(?:points?|pts?|分))"), ("letter",)),
    # (ii), ii., ii)
    _Pattern(_compile(rf"{_WORD}?\s*{_OPEN}\s?({_ROMAN})\s?{_CLOSE}[.:：]?"), ("roman",)),
    _Pattern(re.compile(rf"({_ROMAN})\s?[).:：]{_END}"), ("roman",)),
    _Pattern(_compile(rf"({_ROMAN})(?=\s*(?:{EMPHASIS}|$))"), ("roman",), needs_emphasis=True),
    # ①, 一、, 第二题
    _Pattern(re.compile(r"([①-⑳])\s*[.:：、]?"), ("circled",)),
    _Pattern(re.compile(r"\\textcircled\s*\{?[^{}\d]{0,12}\{?(\d)\}*"), ("circled",)),
    _Pattern(re.compile(r"第\s*([一二三四五六七八九十]|\d{1,2})\s*[题部问章](?:分)?"), ("question",)),
    _Pattern(re.compile(rf"{_OPEN}?([一二三四五六七八九十])(?:{_CLOSE}|[、.．:：])"), ("number",)),
    # 1.2, Question 1, 1., (2)
    _Pattern(
        _compile(rf"{_WORD}?\s*(\d{{1,2}})\.(\d{{1,2}})\.(\d{{1,2}})[.):]?{_END}"),
        ("question", "number", "sub"),
    ),
    _Pattern(
        re.compile(
            rf"(?i:{_WORD})?\s*([1-9]\d?)\.(\d{{1,2}})(?:[.):]|(?=\s*(?:$|[{EMPHASIS}A-Z(（\[$\u3400-\u9fff]))){_END}"
        ),
        ("question", "number"),
    ),
    _Pattern(_compile(rf"{_WORD}\s*#?\s*(\d{{1,2}})\s*[.:)]?{_END}"), ("question",)),
    _Pattern(
        _compile(rf"{_OPEN}\s?(\d{{1,2}})\s?{_CLOSE}[.:：、]?|(\d{{1,2}})\s?[.)、．:：](?!\d)"), ("number",)
    ),
    _Pattern(
        _compile(
            r"(\d{1,2})(?=\s+(?:written|coding|code|understanding|implement|theory|programming|word2vec|math))"
        ),
        ("question",),
    ),
)
_SEVERAL = re.compile(rf"^{E}(?:and|&|or|,|、|和|与|through|to|-)\s*{_OPEN}?[a-m]{_CLOSE}", re.I)
_ROMAN_VALUE = re.compile(rf"^{_ROMAN}$", re.I)


def _part(kind: str, value: str) -> Part:
    value = value.lower()
    if kind == "sub":
        return ("roman", value) if _ROMAN_VALUE.match(value) else ("number", value)
    if kind == "letter" and value == "i":
        return ("i", "i")
    if kind == "roman" and value == "i":
        return ("i", "i")
    if kind == "circled":
        return ("circled", _CIRCLED.get(value, value))
    return (kind, _CHINESE.get(value, value))


def read_label(marked: str, in_heading: bool = False) -> Label | None:
    """The label that a line begins with; `marked` are its words with marks of emphasis."""
    lead = re.match(rf"[{EMPHASIS}\s>#\-•·*]*", marked)
    start = lead.end() if lead else 0
    emphasised = EMPHASIS in marked[:start]
    text = marked[start : start + 400]
    answer = re.match(rf"{_ANSWER_TO}\s*[:：]?\s*(?=(?:{_WORD}\s*)?[(（]?(?:\d|[a-m][)）.(]))", text, re.I)
    offset = answer.end() if answer else 0
    for row in _PATTERNS:
        match = row.pattern.match(text, offset)
        if not match or (row.needs_emphasis and not (emphasised or in_heading)):
            continue
        values = [value for value in match.groups() if value is not None]
        if (
            values[0].isupper()
            and row.kinds == ("letter",)
            and not re.search(r"[)）\]]|\w{2}", match.group())
        ) and not (emphasised or in_heading):
            continue
        rest = marked[start + match.end() :]
        if _SEVERAL.match(rest[:40]):
            return None
        parts = tuple(_part(kind, value) for kind, value in zip(row.kinds, values, strict=False))
        if len(parts) == 2 and parts[0][0] == "i":
            parts = (("letter", "i"), parts[1])
        parts = tuple(
            ("roman", "i") if kind == "i" and at and parts[at - 1][0] != "question" else (kind, value)
            for at, (kind, value) in enumerate(parts)
        )
        rest = rest.replace(EMPHASIS, "").lstrip(" .:：、)")
        written = match.group().strip()
        form = "()" if written[:1] in "(（[" else written[-1:] if written[-1:] in ".)、:：" else ""
        return Label(parts, rest, emphasised, answer is not None, form)
    return None
