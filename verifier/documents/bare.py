"""Formulas that stand without dollars: a zero in words, a picture that a web service drew from LaTeX."""

import re

from verifier.documents.model import Image, Math, Prose
from verifier.documents.units import Unit

_ZERO = re.compile(
    r"^[\W_]*(?:(?:the|gradient|derivative|ans(?:wer)?|it|this|that|is|equals?|答案|为|是)\W*)*?(0|zero|零)"
    r"(?![\d.]*\d)\W*(?:(?:vectors?|matrix|向量)\W*)?$",
    re.I,
)


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
