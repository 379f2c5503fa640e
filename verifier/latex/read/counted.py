r"""How often a word was drawn, told in words: "where $n_k$ is the number of times that $w_k$ was drawn".

The number is the sum of 1 over the samples that are the same word. "The number of samples" alone is no such number.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from verifier.expr.indices import Index, IndexTerm, SameIndex
from verifier.expr.nodes import Expr, Named, Number, Sum
from verifier.latex.read.names import canonical_latex
from verifier.latex.read.scope import Scope

_COUNT: Final = re.compile(
    r"number\s+of\s+(?:times|occurrences|copies|repetitions|appearances)|how\s+(?:often|many\s+times)|multiplicity"
    r"|number\s+of\s+(?:negative\s+)?samples\s+(?:that|which|equal|identical|with|being)|(?:出现|重复|采样)\S*次数",
    re.IGNORECASE,
)
# "the number of times that w_k is not drawn", "of the other samples", "that o was drawn": another number.
_OF_OTHERS: Final = re.compile(
    r"\b(?:not|never|no|without|except|besides|excluding|other|others|distinct|different|unique|less|more|twice|half)\b|n't\b"
    r"|\\(?:ne|neq|not)\b|!=|≠|(?<![A-Za-z_{\\])[oc](?![A-Za-z])|[+*/]",
    re.IGNORECASE,
)
_NAME: Final = re.compile(r"(?<![A-Za-z\\])([A-Za-z])(?:_\{?([A-Za-z])\}?)?(?![A-Za-z])")
_WORD: Final = re.compile(r"[wu]_\{?(?:w_\{?)?([A-Za-z])(?![A-Za-z+])")
# What may stand between the name and the count.
_SAID: Final = re.compile(
    r"(?:\s|[=:,{}]|\b(?:is|be|denotes?|means|being|counts?|gives|for|as|the|total)\b|为|是|表示|\\in\b)*$",
    re.IGNORECASE,
)
# In Chinese the word that is counted stands between: "n_k 为 w_k 出现的次数".
_VERB: Final = re.compile(r"\s*(?:为|是|表示|代表)[^，。；,;]*$")


# "w_k is drawn n times": the same, told the other way round.
_TIMES: Final = re.compile(
    r"(?P<word>[wu]_\{?(?:w_\{?)?[A-Za-z]\}*)\s*\$?\s*(?:is|was|gets|has been)?\s*(?:sampled|drawn|chosen|picked|selected|occurs?|appears?|repeated)"
    r"\s+\$?(?P<name>[A-Za-z](?:_\{?[A-Za-z]\}?)?)\$?\s+times\b",
    re.IGNORECASE,
)


def with_count(text: str, scope: Scope) -> Scope | None:
    """The scope with the number that `text` names; None where it names none."""
    turned = _TIMES.search(text)
    if turned is not None and not _OF_OTHERS.search(text[: turned.start()] + text[turned.end() :]):
        text = f"{turned['name']} is the number of times that {turned['word']} was drawn"
    told = _COUNT.search(text)
    samples = scope.samples
    if told is None or samples is None:
        return None
    words = re.sub(r"\\(?:text|mathrm|textrm|textit|mbox)\s*\{|\$|\\[ ,;:!]|\\quad", " ", text)
    told = _COUNT.search(words)
    before = words[: told.start()] if told is not None else ""
    verb = _VERB.search(before)
    said = verb or _SAID.search(before)
    stem = before[: said.start()] if said is not None else before
    names = [n for n in _NAME.finditer(stem) if n.end() == len(stem)]
    names = [n for n in names if n.group(1) not in "aAI" and n.group(1) not in scope.columns]
    if told is None or not names:
        return None
    name = names[-1]
    if _OF_OTHERS.search(words[name.end() : told.start()]) or _OF_OTHERS.search(words[told.end() :]):
        return None
    letter = _letter(name.group(2), words[verb.start() if verb else told.end() :], scope)
    key = canonical_latex(name.group())
    if letter is None or key is None or key in scope.values:
        return None
    family = samples.map
    bound = next(x for x in ("s", "i", "l", "r") if x not in (letter.name, name.group(1)))
    index = Index(bound, family.arguments)
    at: IndexTerm = family[letter]
    count: Expr = Sum(index, (SameIndex(family[index], at),), Number(Fraction(1)))
    return scope.with_value(key, Named(key, name.group(), count))


def _letter(subscript: str | None, rest: str, scope: Scope) -> Index | None:
    """The sample whose word is counted: the one named, else the one of the question."""
    samples = scope.samples
    assert samples is not None
    told = subscript or next((m.group(1) for m in _WORD.finditer(rest)), None)
    if told is not None:
        known = scope.indices.get(told)
        if known is None:
            return Index(told, samples.map.arguments)
        return known if known.range == samples.map.arguments else None
    free = [i for n, i in scope.indices.items() if n in scope.free and i.range == samples.map.arguments]
    return free[0] if len(free) == 1 else None
