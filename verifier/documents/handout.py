"""Tells the question copied from the hand-out from the student's answer.

Markers first ("Answer:", "解：", a proof environment), then the imperative of hand-outs. Works on units of a
section in order; what is uncertain counts as answer, so that nothing a student wrote is skipped.
"""

import re

from verifier.documents.model import Boundary, Prose
from verifier.documents.prosaic import EMPHASIS, marked_words
from verifier.documents.units import Unit

_MARKER = re.compile(
    rf"^[{EMPHASIS}\s>#\-•*:_(【\[]*(?:my\s+|your\s+|the\s+)?(?:(?:answer|ans|solution|soln?|proof|derivation|response|explanation)s?"
    rf"(?:\s+to\s+[\w.() ]{{1,20}})?(?:\s*(?:\d{{1,2}}|\([a-m]\)))?\s*(?:[{EMPHASIS}】\])]*\s*(?:[:：.。—–-]|$|(?<=[{EMPHASIS}】\])]))|[:：])"
    rf"|a\s*[:：]|(?:答案|解答|解析|证明|推导过程|推导|回答|答|解|证)[{EMPHASIS}】\])]*\s*(?:[:：.。]|$))[{EMPHASIS}\s】\]]*",
    re.I,
)
_QUESTION_MARKER = re.compile(
    rf"^[{EMPHASIS}\s>#\-•*]*(?:question|problem|prompt|q|问题?|题目)\s*[{EMPHASIS}]*[:：]", re.I
)
_IMPERATIVE = re.compile(
    r"(?:^|[.:;)?。）]\s*|\bplease\s+|\bnow,?\s+|\bthen,?\s+)(?:please\s+|now,?\s+|also,?\s+)?(?:compute|calculate|derive|find|write down|prove|explain|describe"
    r"|repeat|provide|interpret|determine|show (?:that|your|how)|give (?:a|an|the)|state (?:the|your|what)|you (?:may|should|must|can|might|will)\b)",
    re.I,
)
_CUES = re.compile(
    r"\(\s*\d+\s*(?:points?|pts?\.?|marks?)|[(（]\s*\d+\s*分|your (?:final )?answers?\b|show your work|full credit|\bhints?\s*:|\bnote\s*:"
    r"|please (?:write|provide|repeat|compute|do|give|show)|(?:we|you) shall consider|we will (?:now )?(?:consider|repeat)|the solution should be"
    r"|in this (?:sub)?part\b|when is the gradient|provide an interpretation|suppose you would like|in many downstream|assume that k negative"
    r"|recall (?:the|that)\b|is given by equation|one or two lines|there will be two cases|in other words,|for simplicity of notation"
    r"|after you.ve done|note that (?:you|the true)|ignore the case|take away\s+useful|you should be able|describe with one sentence"
    r"|请(?:计算|证明|推导|写出|解释|求)|^(?:计算|证明|求|推导).{0,80}(?:偏导|导数|梯度|等价|相同|一致)",
    re.I | re.M,
)
_INTRODUCES = re.compile(
    r"(?:given by|by|:|：|as|follows|equation(?: \d+)?|figure(?: \d+)?|is|between|where|that|i\.e\.?)\W*\d*\W*$",
    re.I,
)
_DEFINED = re.compile(
    r"(?:is|are) (?:given|defined)\W*(?:by|as)\b[^.]{0,40}$|(?:given|defined) (?:by|as|in) equation[^.]{0,40}$",
    re.I,
)
_LOST_LABEL = re.compile(
    r"^\W*\(?\d+ (?:points?|pts)|^\W*(?:please )?(?:compute|calculate|derive) the (?:partial )?(?:derivatives?|gradients?)\b.{20}",
    re.I,
)


def answer_marker(unit: Unit) -> Prose | bool | None:
    """False where the unit is no marker; else what is left of its words after the marker, or None."""
    if unit.kind == "boundary":
        block = unit.blocks[0]
        return None if isinstance(block, Boundary) and _opens_answer(block) else False
    if unit.kind not in ("words", "heading"):
        return False
    first = next((block for block in unit.blocks if isinstance(block, Prose)), None)
    raw = unit.text if unit.kind == "heading" else first.text.text if first else ""
    marked = marked_words(raw)
    match = _MARKER.match(marked)
    if not match or (first is not None and first is not unit.blocks[0] and unit.item is None):
        return False
    rest = marked[match.end() :].replace(EMPHASIS, "").strip()
    if unit.kind == "heading":
        return None if len(rest) < 30 else False
    if not rest or first is None:
        return None
    return Prose(
        text=first.text, words=rest, paragraph=first.paragraph, quoted=first.quoted, starts_line=True
    )


def _opens_answer(block: Boundary) -> bool:
    return block.opens and block.name in ("solution", "proof", "answer", "sol", "ans")


def is_question_text(unit: Unit) -> bool:
    """Whether a line speaks as a hand-out does."""
    if unit.kind not in ("words", "heading"):
        return False
    text = unit.text
    return bool(_CUES.search(text) or _IMPERATIVE.search(text) or _QUESTION_MARKER.match(text))


def looks_like_new_part(unit: Unit) -> bool:
    """Hand-out text in the middle of an answer: the label of a part was lost."""
    return unit.kind == "words" and len(unit.text) > 40 and bool(_LOST_LABEL.search(unit.words))


def split_question(units: list[Unit], *, marked: bool = False) -> int:
    """How many of the leading units are the question. `marked`: a marker of the answer follows them, so a formula
    that the hand-out's own sentence leads to is the hand-out's."""
    end = 0
    cued = [is_question_text(unit) and not _answers_itself(unit) for unit in units]
    for number, unit in enumerate(units):
        if unit.kind in ("words", "heading"):
            if cued[number]:
                end = number + 1
            continue
        if unit.kind == "boundary":
            block = unit.blocks[0]
            if isinstance(block, Boundary) and block.name == "question":
                end = max(end, number + 1)
            continue
        before = units[number - 1] if number else None
        introduced = before is not None and before.kind == "words" and _INTRODUCES.search(before.words)
        numbered = unit.kind == "display" and r"\tag" in unit.math[0].raw
        if (introduced and before is not None and end == number and _DEFINED.search(before.words)) or (
            marked and introduced and end == number
        ):
            end = number + 1
        elif not (introduced or numbered or unit.kind == "image") or not _cue_follows(units, cued, number):
            break
    while 0 < end < len(units) and units[end].kind == "words" and units[end].item is None:
        if units[end].paragraph != units[end - 1].paragraph or re.search(
            r"[.?!。？！:：)]\W*$", units[end - 1].text
        ):
            break
        end += 1
    return end


def _answers_itself(unit: Unit) -> bool:
    """A label, its points and at once the formula: `**e** (1 point) $f'(x) = ..$`."""
    words = re.sub(r"[(（]\s*\d+\s*(?:points?|pts?\.?|marks?|分)\s*[)）]", "", unit.words)
    few = len(re.findall(r"[A-Za-z]{2,}|[\u3400-\u9fff]{2}", words)) < 3
    return few and any("=" in math.latex for math in unit.math)


def _cue_follows(units: list[Unit], cued: list[bool], number: int) -> bool:
    """A cue in the words right after a display, before the next one."""
    for later in range(number + 1, min(number + 9, len(units))):
        if units[later].kind == "display":
            return False
        if cued[later]:
            return True
    return False
