"""Which tokens relate two sides: a table, and how to find them at the top level.

A relation here is one along which a derivation runs: equality, definition, implication. Membership and
inequality do not; a row that has only those is a condition.
"""

from dataclasses import dataclass

from verifier.documents.tokens import Nesting, Token, argument_end

EQUALITY = frozenset(
    (
        "=",
        "==",
        ":=",
        "=:",
        r"\equiv",
        r"\coloneqq",
        r"\coloneq",
        r"\defeq",
        r"\eqdef",
        r"\triangleq",
        r"\doteq",
        r"\approx",
        r"\approxeq",
        r"\simeq",
        r"\cong",
    )
) | frozenset(("＝", "≡", "≈", "≜", "≔", "≃", r"\propto", "∝", r"\eqqcolon", r"\colonequals"))
IMPLICATION = frozenset(
    [
        r"\Rightarrow",
        r"\implies",
        r"\to",
        r"\rightarrow",
        r"\longrightarrow",
        r"\Longrightarrow",
        r"\Leftrightarrow",
        r"\iff",
        r"\leadsto",
        r"\rightsquigarrow",
        r"\Longleftrightarrow",
        r"\leftrightarrow",
        r"\therefore",
        r"\mapsto",
        r"\xrightarrow",
        r"\xRightarrow",
        r"⇒",
        r"→",
        r"⟹",
        r"⇔",
        r"⟶",
        r"∴",
        r"=>",
        r"->",
        r"-->",
        r"==>",
    ]
)
OTHER = frozenset(
    [
        r"\neq",
        r"\ne",
        r"\in",
        r"\notin",
        r"\ni",
        r"<",
        r">",
        r"\lt",
        r"\gt",
        r"\le",
        r"\ge",
        r"\leq",
        r"\geq",
        r"\leqslant",
        r"\geqslant",
        r"\ll",
        r"\gg",
        r"\subset",
        r"\subseteq",
        r"≠",
        r"≤",
        r"≥",
        r"∈",
        r"∉",
        r"\not",
        r"<=",
        r">=",
        r"!=",
        r"\sim",
    ]
)
_OVER = frozenset((r"\stackrel", r"\overset", r"\underset"))
_WIDE = frozenset(
    (r"\xlongequal", r"\xlongequals", r"\xequal", r"\xrightarrow", r"\xRightarrow", r"\xleftrightarrow")
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A relation that covers tokens first..last (one past the last)."""

    name: str
    first: int
    last: int


def is_implication(relation: str | None) -> bool:
    return relation in IMPLICATION


def _over(tokens: list[Token], index: int, partner: dict[int, int]) -> Mark | None:
    """\\stackrel{(1)}{=} and the like: the second argument is the relation."""
    middle = argument_end(tokens, index + 1, partner)
    end = argument_end(tokens, middle, partner)
    inner = "".join(token.text for token in tokens[middle:end]).strip(" {}\n\t")
    outer = "".join(token.text for token in tokens[index + 1 : middle]).strip(" {}\n\t")
    for text in (inner, outer):
        if text in EQUALITY or text in IMPLICATION:
            return Mark(text, index, end)
    return None


def _wide(tokens: list[Token], index: int, partner: dict[int, int]) -> Mark:
    end = index + 1
    if end < len(tokens) and tokens[end].text == "[":
        end = partner.get(end, end) + 1
    end = argument_end(tokens, end, partner)
    name = "=" if "equal" in tokens[index].text else r"\Rightarrow"
    return Mark(name, index, end)


def _run(tokens: list[Token], index: int) -> Mark | None:
    """Relations made of several characters: ==, :=, =>, <=, !=, ->."""
    text, end = "", index
    while end < len(tokens) and end < index + 4 and tokens[end].text in ("=", ":", "<", ">", "!", "-"):
        text += tokens[end].text
        end += 1
    for length in range(len(text), 0, -1):
        part = text[:length]
        if part in EQUALITY or part in IMPLICATION or part in OTHER:
            return Mark(part, index, index + length)
    return None


def find_relations(tokens: list[Token], nest: Nesting, first: int, last: int) -> list[Mark]:
    """All relations at the top level between two tokens, those of derivations and the others."""
    marks: list[Mark] = []
    index = first
    while index < last:
        token = tokens[index]
        mark: Mark | None = None
        if nest.depth[index] == 0:
            if token.text in _OVER:
                mark = _over(tokens, index, nest.partner)
            elif token.text in _WIDE:
                mark = _wide(tokens, index, nest.partner)
            elif token.text in ("=", ":", "<", ">", "!", "-"):
                mark = _run(tokens, index)
            elif token.text == r"\not":
                mark = Mark(r"\neq", index, min(argument_end(tokens, index + 1, nest.partner), last))
            elif token.text in EQUALITY or token.text in IMPLICATION or token.text in OTHER:
                mark = Mark(token.text, index, index + 1)
        if mark:
            marks.append(mark)
            index = max(mark.last, index + 1)
        else:
            index += 1
    return marks


def derives(mark: Mark) -> bool:
    return mark.name in EQUALITY or mark.name in IMPLICATION
