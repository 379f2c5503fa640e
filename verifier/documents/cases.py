"""Tells which words between formulas open a case or a sub-derivation.

"When $w = o$:", "② With respect to $u_o$", "w=o时", "We take the terms one by one". Works on one line of
words with its formulas between `$`. What the case means is for the algebra side to say.
"""

import re

from verifier.documents.model import Case, CaseKind, Math, Prose
from verifier.documents.trace import Place
from verifier.documents.units import Unit

# `6=` is what a PDF gives for \\neq.
_RELATION = r"(?:!=|=?/=|(?<=\s)6\s?=|==?|≠|<|>|∈|\\(?:neq?|in|notin|le|ge|leq|geq|lt|gt|not)(?![A-Za-z]))"
_CONDITION = re.compile(
    rf"(?<![\\A-Za-z])(?:\\(?:omega|bm|mathbf)\s*)?\{{?[A-Za-z]'?\}}?(?:_(?:\{{[^{{}}]*\}}|\w))?\s*\}}?\s*{_RELATION}"
)
_PLAIN_VARIABLE = re.compile(
    r"^[\W\d]*(?:对于?|关于|wrt|w\.\s?r\.\s?t\.?|with respect to|for)\s*[uvUV]_?\{?[a-z](?:_[a-z])?\}?\s*(?:的?(?:偏?导数?|梯度|求导|求偏导))?[\s:：,，.;]*$",
    re.I,
)
_CONDITION_ALONE = re.compile(
    rf"^(?:\W*(?:[ivx]+|\d)[.)])?[\s(（*①-⑳-]*[A-Za-z]'?\s*{_RELATION}\s*(?:[A-Za-z]|0)[\s)）*:：,，.;]*$"
)
_VALUE = re.compile(
    r"^\s*(?:-?\d+|\{?[A-Za-z]\}?'?(?:_(?:\{[^{}]*(?:\{[^{}]*\})?[^{}]*\}|\w))?|\\[A-Za-z]+)[\s,.;:，。：]*$"
)
_WHEN = re.compile(
    r"^(?:[\W_]*(?:\d|[ivx]+)[.)])?\W*(?:(?:and|so|now|then|thus|next|first|second|firstly|secondly|finally|also|similarly|otherwise|hence"
    r"|the)\W+)*(?:case\b|when\b|if\b|for\b|suppose\b|assum\w+|otherwise\b|consider(?:ing)?\b|else\b|in (?:the )?case\b|other ?wise\b"
    r"|当|若|如果|情况|情形|对|关于|假设|考虑|其他|否则|首先|其次|而当|且)",
    re.I,
)
_CASE_NUMBER = re.compile(r"^\W*(?:case|情况|情形)\s*[\dIVivxA-D一二三①②]+", re.I)
_VARIABLE = re.compile(
    r"with respect to|w\.\s?r\.\s?t|\bwrt\b|\brespect to\b|关于|对.{0,40}(?:求导|偏导|导数|梯度|微分|求偏)|的(?:偏导|导数|梯度)"
    r"|\b(?:derivative|gradient|partial|partials|derivatives|gradients)s? (?:of|for|by|on|to|wrt|in)\b|differentiat",
    re.I,
)
_TERMS = re.compile(
    r"\bterms?\b.{0,20}(?:separate|individual|one by one|apart)|(?:first|second|third|last|left|right|other|1st|2nd)(?: \w+)? (?:terms?|parts?|half)"
    r"|\b(?:taking|consider(?:ing)?|look(?:ing)? at|focus(?:ing)? on) (?:the|each)|numerator|denominator|第[一二三]项|第[一二三]部分|分别",
    re.I,
)
_SYMBOL = re.compile(
    r"^(?:\\(?:boldsymbol|mathbf|bm|pmb|vec|mathit)\s*\{?\s*)?[A-Za-z]\}?'?(?:_(?:\{[^{}]*(?:\{[^{}]*\})?[^{}]*\}|\w))?\}?'?s?$"
)
_DERIVATIVE = re.compile(r"^\\(?:d|t)?frac\s*\{\s*\\partial[^=]*$|^\\nabla[^=]*$|^\\partial[^=]*/[^=]*$")


_BY = re.compile(r"^\W*(?:by|for|wrt|w\.r\.t\.?)\b", re.I)
_REASON = re.compile(
    r"\b(?:so|since|because|as|hence|only|where|let|have|therefore|with)\b|因|只|所以|其中|令|设|由于", re.I
)
_INDEX_CONDITION = re.compile(rf"^[A-Za-z]'?\s*{_RELATION}|^[^=]*(?:≠|\\neq?(?![A-Za-z]))")
_CLOSES = re.compile(
    r"^\W*(?:(?:and|so)\W+)?(?:in (?:summary|conclusion|total|general|all)|overall|to sum up|to summarize|summar\w+|combin\w+|together|all together"
    r"|putting|finally|in both cases|both (?:cases |of them )?(?:at once|together|in one)|in one (?:line|formula)|(?:in )?short\b|(?:more )?compactly|altogether|collectively|merg(?:ed|ing)\b|to conclude|(?:written|taken) together|in (?:a |one )?(?:single|compact|unified)\b"
    r"|\b(?:both|cases)\b.{0,20}\b(?:combined|merged|together|unified)\b|合起来|合在一起|合写|写在一起|结合起来|归纳|综上|总之|统一|两种情况(?:可|合)|合并|最终|综合|汇总)|^\W*(?:then|thus|hence|therefore|so|so finally)\W*$",
    re.I,
)


def closes_case(words: str) -> bool:
    """Words that gather the cases again: "In summary", "Combining both"."""
    return bool(_CLOSES.search(words))


def gathers(words: str) -> bool:
    """Words within a line that gather the cases: "...; together $..$". A "so" there belongs to its case."""
    found = _CLOSES.search(words)
    return found is not None and not re.fullmatch(
        r"\W*(?:then|thus|hence|therefore|so|so finally)\W*", words, re.I
    )


_AFTERWARDS = re.compile(r"^\s*(?:when|if|for|where|whenever|provided|in case)\b")
_GOES_BACK = re.compile(r"(?:[.;]|,?\s*(?:and|while|whereas))\s*$")


def states_afterwards(unit: Unit) -> Math | None:
    """The condition that a line states of the display right before it: "when $w \\neq o$, and"."""
    if len(unit.math) != 1 or not _AFTERWARDS.match(unit.text) or not _GOES_BACK.search(unit.text):
        return None
    said = unit.math[0]
    return said if _states_condition(said.latex.strip()) and _count(unit.words) <= 3 else None


def is_symbol(latex: str) -> bool:
    """A lone letter with its subscript, or a derivative by one."""
    return bool(_SYMBOL.match(latex.strip()) or _DERIVATIVE.match(latex.strip()))


_D = r"(?:\\partial(?![A-Za-z])|\\(?:mathrm|text|rm)\s*\{?\s*d\s*\}?|d)"
_GROUP = r"((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)"
_OVER = re.compile(rf"\\[dt]?frac\s*\{{\s*{_D}{_GROUP}\}}\s*\{{\s*{_D}{_GROUP}\}}\s*$")
_SLASHED = re.compile(r"(?:\\partial|\\nabla)(?![A-Za-z])[^=+\-]*$")


def is_left_side(latex: str) -> bool:
    """A derivative and nothing else, `\\frac{\\partial J}{\\partial v_c}`: what a line stands for that begins with "="."""
    whole = _OVER.match(latex.strip())
    return bool(whole and whole[1].strip()) or bool(_SLASHED.match(latex.strip()))


def _states_condition(latex: str) -> bool:
    """`w \\neq o`, `x > 0`, `w = o`; not `a = u_o^T v_c`, which defines."""
    latex = re.sub(r"\s*_\s*", "_", latex)
    match = _CONDITION.match(latex)
    if not match or len(latex) >= 60:
        return False
    return (
        not match.group().endswith("=")
        or match.group().endswith("!=")
        or bool(_VALUE.match(latex[match.end() :]))
    )


def _count(words: str) -> int:
    return len(re.findall(r"[A-Za-z]{2,}", words)) + len(re.findall("[\u3400-\u9fff]", words)) // 2


def case_kind(text: str, words: str, math: tuple[Math, ...]) -> CaseKind | None:
    """What kind of case a line opens, if any. `text` has the formulas between `$`, `words` has none."""
    count = _count(words)
    conditions = [m for m in math if _states_condition(m.latex.strip())]
    plain = _CONDITION.search(words)
    if _CASE_NUMBER.match(words) and count <= 30:
        return "condition"
    if not _BY.sub("", words).strip(" .:：,，;()（）、0123456789ivx-–—*|") and math and len(math) <= 2:
        if conditions:
            return "condition"
        only = math[0].latex.strip()
        if _SYMBOL.match(only) or _DERIVATIVE.match(only):
            return "variable"
        return None
    if _PLAIN_VARIABLE.match(words) and count <= 4:
        return "variable"
    if count > 24 or re.search(r"\?|？", words):
        return None
    begins = _WHEN.match(text)
    if begins and (
        conditions or plain or re.search(r"otherwise|else|否则|其他|true|other|negative", words, re.I)
    ):
        return "condition"
    if not math and plain and len(words) < 40 and _CONDITION_ALONE.match(words):
        return "condition"
    if "时" in words and (conditions or plain):
        return "condition"
    if _VARIABLE.search(words) and (count <= 10 or (count <= 16 and re.search(r"[:：]\W*$", words))):
        return "variable"
    if begins and math and count <= 4 and all(_SYMBOL.match(m.latex.strip()) for m in math):
        return "variable"
    if _TERMS.search(words):
        return "terms"
    if conditions and count <= 4 and len(math) == 1 and not _REASON.search(words):
        return "condition" if _INDEX_CONDITION.match(math[0].latex.strip()) else None
    return None


def case_of(unit: Unit, label: str | None = None) -> Case | None:
    """The case that a line of words opens. A line that carries its own equation may open one too."""
    text, words = unit.text, unit.words
    kind = case_kind(text, words, unit.math)
    if kind is None:
        return None
    item = unit.item
    mark = label or _mark(words) or (item.label if item and item.label not in "-*+•" else None)
    return Case(text=text, kind=kind, label=mark, math=unit.math, place=_place(unit))


def _mark(words: str) -> str | None:
    match = re.match(r"\s*([①-⑳]|[(（]?(?:\d|[ivx]{1,4}|[a-d])[)）.])", words)
    return match.group(1) if match else None


def _place(unit: Unit) -> Place:
    first = next((block for block in unit.blocks if isinstance(block, Prose | Math)), unit.blocks[0])
    return first.text.place(0)
