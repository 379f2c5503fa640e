"""Which targets stand under a label: letters as the set writes them, numbers for letters, other forms of (i)."""

from __future__ import annotations

from verifier.documents import Chain, Section
from verifier.questions import ProblemSet

_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


def labelled(problem_set: ProblemSet, section: Section, chain: Chain | None = None) -> list[str]:
    """The targets, prose too, that stand under the label of a section (or of a row inside it).

    What stands under (b.v), where the set has no such part, stands under (b).
    """
    path = in_letters(section.path)
    if chain is not None and chain.label and chain.label not in path:
        path = (*path, *in_letters(("", chain.label.strip("().:")))[1:])
    while path:
        if found := problem_set.under(".".join(path)):
            return list(found)
        path = path[:-1]
    return []


def in_letters(path: tuple[str, ...]) -> tuple[str, ...]:
    """A label as sets write theirs: 3 -> c, b.2 -> b.ii, i.a -> i.i."""
    first = tuple(_letter(part) for part in path[:1])
    return (*first, *(_roman(part) for part in path[1:]))


def _letter(part: str) -> str:
    return chr(ord("a") + int(part) - 1) if part.isdecimal() and 1 <= int(part) <= 26 else part


def _roman(part: str) -> str:
    if part.isdecimal() and 1 <= int(part) <= len(_ROMANS):
        return _ROMANS[int(part) - 1]
    if len(part) == 1 and part in "abcdefgh":
        return _ROMANS[ord(part) - ord("a")]
    return part
