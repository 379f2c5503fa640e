"""Formulas that stand without dollars: a zero in words, a condition behind a formula, a picture that a web service drew from LaTeX."""

import re
from dataclasses import replace

from verifier.documents.model import Block, Image, Math, Prose
from verifier.documents.units import Unit

_ZERO = re.compile(
    r"^[\W_]*(?:(?:the|gradient|derivative|ans(?:wer)?|it|this|that|is|equals?|答案|为|是)\W*)*?(0|zero|零)"
    r"(?![\d.]*\d)\W*(?:(?:vectors?|matrix|向量)\W*)?$",
    re.I,
)
_CONDITION = re.compile(
    r"^\s*[,;:(，]?\s*(?:if|when|for|where|whenever|in case)\s+"
    r"([A-Za-z]\s*(?:==?|!=|≠|\\neq?(?![A-Za-z]))\s*(?:[A-Za-z]|0))(?![\w(^])(?!\s*[=+*/-])",
    re.I,
)


def bare_condition(unit: Unit) -> Unit:
    """Conditions that stand behind a formula without dollars, "$..$ if i = j", as the formulas that they are."""
    blocks: list[Block] = []
    for at, block in enumerate(unit.blocks):
        before = unit.blocks[at - 1] if at else None
        behind = isinstance(before, Math) and not before.display
        blocks += _with_condition(block) if behind and isinstance(block, Prose) else [block]
    return unit if len(blocks) == len(unit.blocks) else replace(unit, blocks=tuple(blocks))


def _with_condition(prose: Prose) -> list[Block]:
    text, words = _CONDITION.match(prose.text.text), _CONDITION.match(prose.words)
    if text is None or words is None or text[1] != words[1]:
        return [prose]
    cut = prose.text.cut(*text.span(1))
    return [
        replace(prose, text=prose.text.cut(0, text.start(1)), words=prose.words[: words.start(1)]),
        Math(text=cut, raw=text[1], display=False, delimiter="", paragraph=prose.paragraph),
        replace(
            prose,
            text=prose.text.cut(text.end(1), len(prose.text.text)),
            words=prose.words[words.end(1) :],
            starts_line=False,
        ),
    ]


def bare_zero(unit: Unit) -> Unit:
    """A line that says zero without dollars, `0` or "= 0.", as the formula that it is; its text has the label too."""
    words = [block for block in unit.blocks if isinstance(block, Prose)]
    found = _ZERO.match(words[0].words) if len(words) == 1 and not unit.math else None
    at = words[0].text.text.rfind(found[1]) if found is not None else -1
    if found is None or at < 0:
        return unit
    text = words[0].text.cut(at, at + len(found[1])).replace([(0, len(found[1]), "0")])
    return Unit("words", (Math(text=text, raw="0", display=False, delimiter="", paragraph=unit.paragraph),))


def drawn_formula(unit: Unit) -> Math | None:
    """The formula in the address of a picture."""
    image = unit.blocks[0]
    if not isinstance(image, Image) or image.formula is None:
        return None
    text = image.text.replace([(0, len(image.text), image.formula)])
    return Math(text=text, raw=image.formula, display=True, delimiter="", paragraph=image.paragraph)
