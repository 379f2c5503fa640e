r"""Under which conditions a derivation stands: `$w = o$`, "when w \ne 0", "Otherwise", `x > 0`.

Words of cases and remarks beside formulas, as index conditions and comparisons of the letters that a scope knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from verifier.documents import Case, Chain
from verifier.expr.indices import Compare, Condition, Hypothesis, NotAmong, OtherIndex, SameIndex
from verifier.expr.nodes import Expr, Number, Symbol
from verifier.judging.truth import Truth, letters
from verifier.latex.read.scope import Scope

_SAME, _OTHER = r"={1,2}|\\equiv", r"\\neq|\\ne(?![a-z])|\\not\s*=|≠|!=|=?/=|(?<=\s)6\s?=|<>|\\not\\equiv"
_RELATED = re.compile(
    rf"(?<![\\A-Za-z_])([a-zA-Z])\s*(?:({_OTHER})|({_SAME}))\s*([a-zA-Z0])(?![A-Za-z(\\^_])"
)
_COMPARED = re.compile(r"(?<![\\A-Za-z_])([a-zA-Z])\s*(<=|>=|<|>|\\leq?|\\geq?|≤|≥|\\lt|\\gt|=)\s*0(?![.\d])")
_FONTS = re.compile(r"\\(?:mathbf|boldsymbol|bm|mathrm|text|pmb|quad|qquad)(?![a-z])\s*|\\[,;!]|[{}$]")
_OPERATORS = {
    "\\leq": "<=", "\\le": "<=", "≤": "<=", "\\geq": ">=", "\\ge": ">=", "≥": ">=", "\\lt": "<", "\\gt": ">",
}  # fmt: skip
_SAMPLE_IS_TRUE = re.compile(r"(?<![A-Za-z])[uw]_(?:w_)?[a-zA-Z]\s*=\s*(?:u_)?[o0](?![A-Za-z])")
_TRUE_WORD = re.compile(
    r"\b(?:true|correct|actual|real|observed)\b(?:\W+\w+){0,2}\W+(?:word|vector)s?\b|(?:真实|正确)的?\S{0,6}(?:词|单词)",
    re.I,
)
_OTHER_WORDS = re.compile(
    r"\bother\b(?:\W+\w+){0,2}\W+(?:word|vector)s?\b|\b(?:incorrect|wrong)\W+(?:\w+\W+)?words?\b|(?:其他|其它|其余)的?\S{0,6}(?:词|单词)",
    re.I,
)
_OTHERWISE = re.compile(r"otherwise|\belse\b|\bothers?\b|\bthe rest\b|remaining|其他|其它|其余|否则", re.I)


def conditions_of(chain: Chain, scope: Scope, said: Expr | None = None) -> tuple[Condition, ...]:
    """What the words that open its case, or stand beside it, say of letters that the scope knows, or that the left side
    `said` has of its own."""
    out: list[Condition] = []
    own = {index.name: index for index in letters(said)} if said is not None else {}
    indices = {**own, **scope.indices}
    for text in _texts(chain):
        plain = _FONTS.sub("", text)
        for left, other, _, right in _RELATED.findall(plain):
            right = "o" if right == "0" else right
            if left in indices and right in indices and left != right:
                kind = OtherIndex if other else SameIndex
                out.append(kind(indices[left], indices[right]))
        for letter, operator in _COMPARED.findall(plain):
            value = scope.variable
            if isinstance(value, Symbol) and value.shape.is_scalar and value.name == letter.lower():
                out.append(Compare(value, _OPERATORS.get(operator, operator), Number(Fraction(0))))
    return tuple(dict.fromkeys(out))


def on_side(conditions: tuple[Hypothesis, ...]) -> str:
    """The side of 0 that a branch is about: `>`, `<`, `=`, or nothing where it is no branch."""
    for condition in conditions:
        if isinstance(condition, Compare):
            return condition.operator[0] if condition.operator in ("<", "<=", ">", ">=", "=") else ""
    return ""


def impossible(chain: Chain, truth: Truth) -> bool:
    """Whether a derivation stands in a case that cannot occur: a sample that is the word that was seen."""
    if not any(isinstance(h, NotAmong) for h in truth.hypotheses):
        return False
    return any(_SAMPLE_IS_TRUE.search(_FONTS.sub("", text)) for text in _texts(chain))


def _texts(chain: Chain) -> Iterable[str]:
    if chain.case is not None:
        yield chain.case.text
    for remark in (*chain.remarks, *(r for m in chain.members for r in m.remarks)):
        if remark.formula is not None:
            yield remark.formula.text


def with_opposites(chains: tuple[Chain, ...]) -> tuple[Chain, ...]:
    """ "Otherwise" says the opposite of the case before it: its text becomes that."""
    out: list[Chain] = []
    before: Case | None = None
    for chain in chains:
        case = chain.case
        if case is not None and (said := _in_words(case)):
            chain = replace(chain, case=replace(case, text=said))
            case = chain.case
        if case is not None and before is not None and _OTHERWISE.search(case.text) and not _says(case.text):
            chain = replace(chain, case=replace(case, text=_opposite(before.text)))
        elif case is not None and _says(case.text):
            before = case
        out.append(chain)
    return tuple(out)


def _in_words(case: Case) -> str | None:
    """ "For the true outside word" and "for all other words" as the conditions that they are."""
    if case.kind != "condition" or _says(case.text):
        return None
    other, true = _OTHER_WORDS.search(case.text), _TRUE_WORD.search(case.text)
    return "w != o" if other else "w = o" if true else None


def _says(text: str) -> bool:
    plain = _FONTS.sub("", text)
    return bool(_RELATED.search(plain) or _COMPARED.search(plain))


def _opposite(text: str) -> str:
    match = _RELATED.search(_FONTS.sub("", text))
    if match is not None:
        left, other, _, right = match.groups()
        return f"{left} {'=' if other else '!='} {right}"
    match = _COMPARED.search(_FONTS.sub("", text))
    assert match is not None
    return (
        f"{match[1]} {'<' if match[2] in ('>', '>=', '≥') or match[2].startswith(chr(92) + 'g') else '>'} 0"
    )
