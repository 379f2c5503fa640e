r"""What is said beside a formula and belongs to it.

A condition on a letter that a sum binds, `\sum_{-m \le j \le m} .., \quad j \ne 0`, is one of the sum's: it goes into its
subscript. A letter that stands on the left side is free, and a condition on it is a case; that is left where it is.
Values with their conditions in one line, `1 \text{ if } x > 0, 0 \text{ otherwise}`, are cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from verifier.documents.model import Case, Member, Remark
from verifier.documents.trace import Traced

_SUM = re.compile(r"(?:\\sum|\\Sigma)(?![A-Za-z])\s*(?:\\limits\s*)?_\s*\{")
_OTHER = r"(?:\\neq?(?![A-Za-z])|\\not\s*=|≠|!=)"
# j != 0, and w_s = w_k, u_s = u_k: the second letter may be any.
_NOT_ZERO = re.compile(rf"(?<![A-Za-z\\_])([A-Za-z])\s*{_OTHER}\s*0(?![.\d])")
_SAME_WORD = re.compile(r"(?<![A-Za-z\\])[wu]_\{?([A-Za-z])\}?\s*={1,2}\s*[wu]_\{?([A-Za-z])\}?")


def with_conditions(
    members: list[Member], left: Member | None, remarks: Iterable[Remark], case: Case | None
) -> list[Member]:
    """The members with what is said beside them of the letters that their sums bind."""
    said = [remark.formula.text for remark in remarks if remark.formula is not None]
    said += [math.latex for math in case.math] if case is not None else []
    free = left.latex if left is not None else ""
    out = []
    for member in members:
        own = [r.formula.text for r in member.remarks if r.formula is not None]
        text = member.text
        for condition in (*said, *own):
            text = _within(text, condition, free)
        out.append(member if text is member.text else replace(member, text=text))
    return out


def _within(text: Traced, condition: str, free: str) -> Traced:
    for pattern in (_NOT_ZERO, _SAME_WORD):
        for found in pattern.finditer(condition):
            letters = [x for x in found.groups() if not _stands(x, free)]
            for opening in _SUM.finditer(text.text):
                end = _closing(text.text, opening.end())
                bound = text.text[opening.end() : end]
                here = [x for x in letters if _is_bound(x, bound)]
                if end < 0 or not here or pattern.search(bound):
                    continue
                return text.replace([(end, end, f", {found.group()}")])
    return text


_CONDITION = re.compile(r"<|>|(?<![A-Za-z])=|\\(?:neq?|leq?|geq?|lt|gt|not|in)(?![A-Za-z])|[≠≤≥]|!=")
_ELSE = re.compile(r"otherwise|\belse\b|其他|其它|否则", re.I)


def branches(member: Member) -> list[tuple[Traced, Remark]]:
    """The values of a line that tells case by case, each with its condition; empty where it does not."""
    found: list[tuple[Traced, Remark]] = []
    value: Traced | None = member.text
    for remark in member.remarks:
        said = remark.formula.text if remark.formula is not None else ""
        if _CONDITION.search(said) or (not said and _ELSE.search(remark.text.text)):
            if value is None:
                return []
            found.append((value, remark))
            value = None
        elif value is None and remark.formula is not None:
            value = remark.formula
        else:
            return []
    return found if value is None and len(found) > 1 else []


def _stands(letter: str, latex: str) -> bool:
    return re.search(rf"(?<![A-Za-z\\]){letter}(?![A-Za-z])", latex) is not None


def _is_bound(letter: str, subscript: str) -> bool:
    r"""`j`, `j = 1`, `-m \le j \le m`, `j \in ..`: not as a letter of something else, `w_j`."""
    return re.search(rf"(?<![A-Za-z\\_{{]){letter}(?![A-Za-z])", subscript) is not None


def _closing(text: str, at: int) -> int:
    depth = 1
    for place in range(at, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if depth == 0:
            return place
    return -1
