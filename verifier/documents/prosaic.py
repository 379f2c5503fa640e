"""Tells prose from formulas by their looks, and strips markup from prose.

Relies on nothing. Used to pair `$` signs, to find formulas without delimiters, and to read labels and
cue words. It weighs characters and words only; it does not know any symbol of the mathematics.
"""

import html
import re

_COMMAND = re.compile(r"\\[A-Za-z]+\*?")
_TEXT = re.compile(
    r"\\(?:text(?:rm|bf|it|sf|tt|normal)?|mathrm|mathbf|mbox|operatorname|boldsymbol|begin|end)\*?\s*\{[^{}]*\}"
)
_WORD = re.compile(r"(?<![A-Za-z_\\^])[A-Za-z]{2,}(?![A-Za-z])")
_FUNCTION = frozenset(
    [
        "log",
        "exp",
        "max",
        "min",
        "sin",
        "cos",
        "tanh",
        "softmax",
        "sigmoid",
        "sign",
        "diag",
        "relu",
        "rac",
        "egin",
        "end",
        "op",
        "ext",
        "imes",
        "oldsymbol",
        "vocab",
        "if",
        "when",
        "for",
        "where",
        "else",
        "otherwise",
        "and",
        "or",
        "sum",
        "hat",
        "partial",
        "ln",
        "ReLU",
        "ce",
        "neg",
        "sample",
        "naive",
        "skip",
        "gram",
        "sg",
        "cross",
        "entropy",
    ]
)
_COMMON = frozenset(
    [
        "and",
        "or",
        "is",
        "are",
        "with",
        "where",
        "for",
        "the",
        "of",
        "to",
        "in",
        "we",
        "so",
        "then",
        "that",
        "this",
        "be",
        "by",
        "as",
        "it",
        "on",
        "an",
        "if",
        "from",
        "have",
        "has",
        "which",
        "can",
        "not",
        "since",
        "because",
        "thus",
        "hence",
        "therefore",
        "when",
        "let",
        "you",
        "your",
        "will",
        "only",
        "use",
        "using",
    ]
)
_CJK = re.compile("[\u3400-\u9fff]")
_MATHY = re.compile(r"\\[A-Za-z]|[_^=+<>]|\d")
_STRONG = re.compile(
    r"\\(?:d?frac|partial|sum|hat|widehat|nabla|log|exp|sigma|boldsymbol|mathbf|bm|cdot|begin|top|theta)(?![a-z])"
)


def word_count(text: str) -> int:
    """English words of two letters or more that are neither commands nor names of functions."""
    bare = _COMMAND.sub(" ", _TEXT.sub(" ", text))
    return sum(1 for word in _WORD.findall(bare) if word.lower() not in _FUNCTION)


def _cjk_count(text: str) -> int:
    return len(_CJK.findall(_TEXT.sub(" ", text)))


def is_prose(content: str) -> bool:
    """Whether text between two `$` is prose rather than a formula."""
    words = word_count(content)
    mathy = len(_MATHY.findall(content))
    if _cjk_count(content) > 6 and _cjk_count(content) > mathy:
        return True
    if mathy == 0:
        stripped = content.strip().lower()
        if words == 0:
            return stripped in _COMMON
        if words == 1:
            return stripped in _COMMON or (
                content[:1].isspace() and content[-1:].isspace() and len(stripped) > 7
            )
        return True
    common = sum(1 for word in re.findall(r"(?<![\\A-Za-z{])[a-z]+(?![A-Za-z])", content) if word in _COMMON)
    return words >= 4 and common >= 1 and words * 2 > mathy


def prose_follows(text: str, start: int, end: int) -> bool:
    """Whether the paragraph at `start` is prose, a heading or the beginning of another formula."""
    stop = text.find("\n\n", start)
    stop = end if stop == -1 else min(stop, end)
    paragraph = text[start : min(stop, start + 600)]
    if re.match(r"\s*(?:#{1,6}\s|\*\*|-{3,}\s*$|\\section|\\item|\\\[)", paragraph):
        return True
    if "$" in paragraph and word_count(paragraph) >= 1:
        return True
    return word_count(paragraph) >= 3 and len(_COMMAND.findall(paragraph)) * 2 < word_count(paragraph)


def is_bare_formula(line: str) -> bool:
    """A line without delimiters that is a formula all the same."""
    strong = len(_STRONG.findall(line))
    if not strong or "$" in line:
        return False
    relation = re.search(r"(?<![<>!])=|\\approx|\\equiv", line)
    return word_count(line) <= 1 and _cjk_count(line) == 0 and bool(relation or strong >= 3)


_MARKUP = re.compile(r"[\\<&*_{}~]")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>")
_TEX_WRAP = re.compile(
    r"\\(?:textbf|textit|textrm|textsf|texttt|textsc|emph|underline|uline|textnormal|mbox|large|Large|LARGE|huge|Huge"
    r"|normalsize|small|noindent|bfseries|itshape|bf|it|em|rm|sf|tt|medskip|bigskip|smallskip|newline|linebreak|par"
    r"|newpage|clearpage|pagebreak|hfill|centering|indent|quad|qquad|boxed|fbox|mathbf|ul|protect|leavevmode)(?![A-Za-z])\*?"
)
_TEX_DROP = re.compile(
    r"\\(?:vspace|hspace|vskip|color|textcolor|label|ref|eqref|cite|footnotesize|phantom|setlength|addtolength"
    r"|setcounter|addtocounter|fontsize|selectfont|thispagestyle|pagestyle|href|url|hypertarget|colorbox|highlight"
    r"|bookmark|addcontentsline|renewcommand|newcommand)(?![A-Za-z])\*?(?:\[[^\]\n]*\])?(?:\{[^{}\n]*\})?"
)
EMPHASIS = "\x01"
_EMPHASIS = re.compile(
    r"\*{2,3}|(?<![A-Za-z0-9)|])\*(?=\S)|(?<=\S)\*(?![A-Za-z0-9(|])|(?<![A-Za-z0-9\\])_{1,2}(?=\S)|(?<=\S)_{1,2}(?![A-Za-z0-9])"
)
_EMPHASIS_GROUP = re.compile(
    r"\\(?:textbf|textit|emph|underline|uline|text(?:color)?\{\w+\})(?![A-Za-z])\s*\{([^{}]*)\}|\{\\(?:bf|it|em|bfseries)(?![A-Za-z])([^{}]*)\}"
)
_EMPHASIS_TEX = re.compile(
    r"\\(?:textbf|textit|emph|underline|bfseries|bf)(?![A-Za-z])\s*\{?|</?(?:b|strong|i|em|u)>"
)


def marked_words(raw: str) -> str:
    """Prose without markup, with a mark where emphasis begins or ends."""
    if not _MARKUP.search(raw):
        return " ".join(raw.split())
    text = _EMPHASIS_GROUP.sub(lambda m: f"{EMPHASIS}{m.group(1) or m.group(2) or ''}{EMPHASIS}", raw)
    text = _EMPHASIS_TEX.sub(EMPHASIS, text)
    text = _TAG.sub(" ", text)
    if "&" in text:
        text = html.unescape(text).replace("\xa0", " ")
    if "\\" in text:
        text = _TEX_DROP.sub(" ", text)
        text = _TEX_WRAP.sub(" ", text)
        text = re.sub(r"\\([#$%&_{}().!\[\]-])", r"\1", text)
        text = re.sub(r"\\\\(?:\[[^\]\n]*\])?|\\[ ,;:!/]|~", " ", text)
        text = re.sub(
            r"\\(?:left|right)?(?:[A-Za-z]+)", lambda m: m.group() if len(m.group()) > 2 else " ", text
        )
    text = _EMPHASIS.sub(EMPHASIS, text)
    text = re.sub(r"^[{}\s]+|[{}\s]+$", "", text) if EMPHASIS in text or "{" in text else text
    text = re.sub(r"(?<!\\)[{}](?=\s*\x01|\s*$)|(?<=\x01)[{}]", "", text)
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def plain_words(raw: str) -> str:
    return re.sub(r" {2,}", " ", marked_words(raw).replace(EMPHASIS, "")).strip()
