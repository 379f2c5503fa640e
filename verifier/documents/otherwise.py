"""The opposite of a condition, for values that are told by "otherwise": `$1$ if $x > 0$, otherwise $\\alpha$`."""

import re

_COMPARED = re.compile(
    r"(?<![A-Za-z\\_])([A-Za-z])\s*(<=|>=|<|>|≤|≥|\\(?:leq?|geq?|lt|gt)(?![a-z]))\s*0(?![.\d])"
)
_RELATED = re.compile(
    r"(?<![A-Za-z\\_])([A-Za-z])\s*(==?|\\neq?(?![a-z])|≠|!=)\s*([A-Za-z]|0)(?![A-Za-z(\\^_.\d])"
)
_MARKS = re.compile(r"[{}$]|\\(?:mathbf|boldsymbol|bm|mathrm|text)(?![a-z])")
_WORD = r"(?:otherwise|or else|else|否则|其他情况|其它情况|其余情况|不然)"
_BEFORE = re.compile(
    rf"(?:^|[\s,.;，。；(]){_WORD}\W*(?:(?:it|we|this)\W+)?(?:is|equals|get|has|have|为|是|有)?\W*$", re.I
)
_AFTER = re.compile(rf"^\W*{_WORD}", re.I)


def says_otherwise(before: str, after: str) -> bool:
    """Whether the words around a formula say that it is the other value."""
    return bool(_BEFORE.search(before) or _AFTER.match(after))


def opposite(text: str) -> str | None:
    """The opposite of the first condition in a text, for one on a side of 0 the other side."""
    plain = _MARKS.sub("", text)
    if match := _COMPARED.search(plain):
        greater = match[2] in (">", ">=", "≥") or match[2].startswith("\\g")
        return f"{match[1]} {'<' if greater else '>'} 0"
    if match := _RELATED.search(plain):
        return f"{match[1]} {'!=' if match[2].startswith('=') else '='} {match[3]}"
    return None
