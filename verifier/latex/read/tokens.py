r"""Text to tokens: what kind of sign each piece is, and which characters of the text it stands for.

Commands that mean one sign get one spelling (`\neq`, `\ne`, `!=` and `≠` are all the relation `!=`). Spacing, sizes of
brackets and colours vanish here. What is damaged in one way only (a backslash that was eaten, `_` that became `*`) is
mended here with a note. Macros are expanded before (`macros.py`), brackets are matched after (`brackets.py`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, NamedTuple

from verifier.latex.greek import COMMAND_OF, LETTERS
from verifier.latex.read.budget import Budget, LimitReached
from verifier.latex.read.problems import Note
from verifier.latex.read.signs import EATEN, EMBEDDED, HTML, SIGNS, SKIPPED, UNICODE, WORDS


class Token(NamedTuple):
    """`kind`: number, name, command, text, begin, end, open, close, bar, sign, relation, factor, dots, comma, row, cell,
    or the sign itself for `_`, `^` and `'`."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class Source:
    """The text as given, and what is found out while it is read."""

    text: str
    budget: Budget
    notes: list[Note]

    def note(self, code: str, start: int, end: int, message: str) -> None:
        note = Note(code, (start, end), message)
        if note not in self.notes:
            self.notes.append(note)

    def slice(self, span: tuple[int, int]) -> str:
        return self.text[span[0] : span[1]].strip()


_PIECE: Final = re.compile(
    r"""(?P<space>[\x08\x07\x0b\x0c\t\n\r]?(?:oldsymbol|egin|rac|orall|heta|imes|ext|op|au|ight|abla|eq|lpha)(?![a-zA-Z])
        | [\s\x00-\x1f]+)
      | (?P<html>&(?:nbsp|lt|gt|amp|le|ge|ne|thinsp|ensp);|</?(?:br|font|span|b|i|p|div|center|em|strong)\b[^<>]*>)
      | (?P<env>\\(?:begin|end)\s*\{\s*[a-zA-Z]+\*?\s*\})
      | (?P<words>\\(?:text(?:rm|bf|it|normal|sf|tt)?|mbox|operatorname\*?|mathrm|mathsf|mathtt|mathit|hbox)\s*\{)
      | (?P<sized>\\(?:left|right|middle|[bB]ig+[lrm]?)(?![a-zA-Z])\s*)
      | (?P<command>\\(?:[a-zA-Z]+|.|$))
      | (?P<number>\d+(?:\.\d+)?|\.\d+)
      | (?P<letters>[A-Za-z]+)
      | (?P<long>==+|:=|<=|>=|!=|<>|=>|->|\.\.\.?|\*\*)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_FUNCTION_WORD: Final = re.compile(r"[A-Za-z]{2,}[A-Za-z0-9_-]*")
_LEADING_WORDS: Final = frozenset(
    [
        "if",
        "when",
        "for",
        "where",
        "so",
        "then",
        "thus",
        "hence",
        "and",
        "or",
        "is",
        "since",
        "therefore",
        "case",
        "with",
        "by",
        "from",
        "let",
        "as",
        "because",
        "otherwise",
        "else",
        "at",
        "in",
        "on",
        "of",
        "to",
        "we",
        "get",
        "note",
        "using",
        "answer",
        "final",
        "result",
        "gradient",
        "derivative",
        "here",
    ]
)
_LONGEST: Final = 16  # letters in a known word
_SHORT_WORDS: Final = ("op", "ext", "au", "eq", "ight")
_CONTROL: Final = re.compile(r"[\x07\x08\x0b\x0c\t\n\r]")
_ENV: Final = re.compile(r"[a-zA-Z]+\*?(?=\s*\}$)")
_LABELLED: Final = re.compile(
    r"\s*\{(?:[^{}]|\{[^{}]*\})*\}\s*\{?\s*(=|\\Rightarrow|\\implies|\\equiv)\s*\}?"
)
_FOREIGN: Final = re.compile(r"[⺀-鿿가-힯぀-ヿЀ-ӿ]+")
_DENIED: Final = re.compile(r"\s*(?:=|\\in(?![a-zA-Z])|\\equiv(?![a-zA-Z]))")
_ORNAMENTS: Final = frozenset(
    {"square", "blacksquare", "qed", "qedsymbol", "qedhere", "Box", "blacktriangle"}
)
_COMMENT: Final = re.compile(r"%[^\n]*")
_ROWS_UNDER: Final = re.compile(r"\s*\{\s*[lcr]\s*\}")
# What stands behind `*` where a brace holds a formula, not an index: `v_c*{(1 - \hat y_o)}`.
_FACTOR_GROUP: Final = re.compile(
    r"\s*\{\s*(?:[(\[]|\\(?:left|[bB]ig|bf|mathbf|boldsymbol|bm|pmb|(?:wide)?hat|tilde|d?frac|sigma|log|exp|sum)(?![a-z]))"
)
_SPACED_VOCAB: Final = re.compile(
    r"(?:\\?[Vv]|\\text\s*\{\s*[Vv]\s*\})\s*(?:\\text\s*\{\s*ocab\s*\}|o\s*c\s*a\s*[bl]|ocab|_?\{\s*ocab\s*\}|\{_\{\s*ocab\s*\}\})(?![a-zA-Z])"
)


def tokenise(
    source: Source, known: frozenset[str] = frozenset(), text: str | None = None, offset: int = 0
) -> list[Token]:
    """The tokens of `text` (default: the whole source). `known`: names of several letters besides the usual words."""
    text = source.text if text is None else text
    if len(text) > source.budget.characters:
        raise LimitReached(f"the formula is longer than {source.budget.characters} characters")
    out: list[Token] = []
    at = 0
    while at < len(text):
        match = _PIECE.match(text, at)
        if match is None:
            break
        end = _take(match, source, text, offset, out, known)
        at = end
        if len(out) > source.budget.tokens:
            raise LimitReached(f"the formula has more than {source.budget.tokens} signs")
    return out


def _take(
    match: re.Match[str], source: Source, text: str, offset: int, out: list[Token], known: frozenset[str]
) -> int:
    piece, (start, end) = match.group(), match.span()
    a, b = start + offset, end + offset
    match match.lastgroup:
        case "letters":
            return _letters(piece, source, text, start, offset, out, known)
        case "command":
            return _command(piece, source, text, start, offset, out, known)
        case "number":
            if len(piece) > source.budget.digits:
                raise LimitReached(f"a number has more than {source.budget.digits} digits")
            out.append(Token("number", piece, a, b))
        case "space":
            return _space(piece, source, text, start, offset, out, known)
        case "html":
            if piece in HTML:
                _sign(HTML[piece], a, b, out)
        case "words":
            return _words(source, text, start, end, offset, out, known)
        case "env":
            name = _ENV.search(piece)
            kind = "begin" if piece.startswith("\\b") else "end"
            if name is not None and name.group() == "subarray":
                return _rows_under_a_sum(kind, text, end, a, b, out)
            out.append(Token(kind, name.group() if name else "", a, b))
        case "sized":
            return _sized(source, text, start, end, offset, out)
        case "long":
            _sign(SIGNS["==" if piece.startswith("==") else piece], a, b, out)
        case _:
            return _character(piece, source, text, start, offset, out, known)
    return end


def _sign(sign: tuple[str, str], start: int, end: int, out: list[Token]) -> None:
    out.append(Token(sign[0], sign[1], start, end))


def _space(
    piece: str, source: Source, text: str, start: int, offset: int, out: list[Token], known: frozenset[str]
) -> int:
    """White space, or what is left of a command whose backslash was taken for an escape."""
    end = start + len(piece)
    word = _CONTROL.sub("", piece).strip()
    if word not in EATEN:
        return end
    a, b = start + offset, end + offset
    before = out[:-1] if out and out[-1].text == "{" else out
    after_script = bool(before) and before[-1].kind in ("^", "_")
    if _CONTROL.search(piece) is None and word in _SHORT_WORDS and not (word == "op" and after_script):
        out.extend(Token("name", letter, a + at, a + at + 1) for at, letter in enumerate(word))
        return end
    command = EATEN[word]
    source.note("backslash-eaten", a, b, rf"`{word}` is read as `\{command}`")
    if command == "begin" and (env := re.compile(r"\s*\{\s*([a-zA-Z]+\*?)\s*\}").match(text, end)):
        out.append(Token("begin", env.group(1), a, env.end() + offset))
        return env.end()
    if command == "text" and (brace := re.compile(r"\s*\{").match(text, end)):
        return _words(source, text, start, brace.end(), offset, out, known)
    if command in LETTERS:
        out.append(Token("name", command, a, b))
    elif command not in ("boldsymbol", "text", "right", "begin"):
        sign = SIGNS["\\" + command]
        out.append(Token(sign[0], sign[1], a, b))
    return end


def _letters(
    piece: str, source: Source, text: str, start: int, offset: int, out: list[Token], known: frozenset[str]
) -> int:
    """A run of letters: one known word, or words and single letters side by side."""
    spaced = _SPACED_VOCAB.match(text, start)
    if spaced:
        out.append(Token("name", "Vocab", start + offset, spaced.end() + offset))
        return spaced.end()
    end = start + len(piece)
    if len(piece) == 1:
        out.append(Token("name", piece, start + offset, end + offset))
        return end
    if piece in LETTERS and piece not in known:
        out.append(Token("name", piece, start + offset, end + offset))
        return end
    if piece in WORDS and WORDS[piece][0] == "text":
        out.append(Token("text", piece, start + offset, end + offset))
        return end
    if piece in WORDS:
        out.append(Token(*WORDS[piece], start + offset, end + offset))
        return end
    at = 0
    while at < len(piece):
        longest = min(len(piece) - at, _LONGEST)
        word = next((w for n in range(longest, 1, -1) if _known(w := piece[at : at + n], known)), piece[at])
        kind, name = WORDS.get(word, ("name", word)) if word not in known else ("name", word)
        out.append(Token(kind, name, start + at + offset, start + at + len(word) + offset))
        at += len(word)
    return end


def _known(word: str, known: frozenset[str]) -> bool:
    return word in known or word in EMBEDDED


def _rows_under_a_sum(kind: str, text: str, end: int, a: int, b: int, out: list[Token]) -> int:
    r"""`\begin{subarray}{l} .. \end{subarray}` is `\substack{..}`."""
    if kind == "end":
        out.append(Token("close", "}", a, b))
        return end
    out.extend((Token("command", r"\substack", a, b), Token("open", "{", b, b)))
    columns = _ROWS_UNDER.match(text, end)
    return columns.end() if columns else end


def _words(
    source: Source, text: str, start: int, brace: int, offset: int, out: list[Token], known: frozenset[str]
) -> int:
    """`\\text{...}`, `\\mathrm{...}`: a name, if it is one; else words."""
    depth, at = 1, brace
    while at < len(text) and depth:
        if text[at] == "\\":
            at += 1
        elif text[at] in "{}":
            depth += 1 if text[at] == "{" else -1
        at += 1
    inside = text[brace : at - 1] if not depth else text[brace:]
    if depth and not inside.strip():
        out.append(Token("command", text[start:brace].strip(), start + offset, at + offset))
        return at
    plain = re.sub(r"\\[,;:! ]|[\s~$]+", " ", inside).strip()
    squeezed = plain.replace(" ", "").strip("()")
    a, b = start + offset, min(at, len(text)) + offset
    bare = plain.replace(" ", "") == squeezed
    if bare and len(squeezed) == 1 and squeezed.isalnum() and squeezed.isascii():
        kind = "number" if squeezed.isdecimal() else "name"
        out.append(Token(kind, squeezed, a, b))
    elif bare and (squeezed in known or (squeezed in WORDS and WORDS[squeezed][0] == "name")):
        word = squeezed if squeezed in known else WORDS[squeezed][1]
        out.append(Token("name", word, a, b))
    elif bare and squeezed == "ocab" and out and out[-1].text == "V":
        out[-1] = Token("name", "Vocab", out[-1].start, b)
    elif (
        _FUNCTION_WORD.fullmatch(inside) and inside.lower() not in _LEADING_WORDS and text[at : at + 1] == "("
    ):
        out.append(Token("name", inside, a, b))  # `\text{clip}(x)`: a function, though none that is known
    elif plain in (r"\&", "&", "and", "s.t.", "and "):
        out.append(Token("comma", "and", a, b))
    elif re.search(r"[\\^_{}]", plain) and not re.search(r"[a-zA-Z]{4,} [a-zA-Z]{2,}", inside):
        inner = tokenise(source, known, inside, brace + offset)
        out.extend((Token("open", "{", a, brace + offset), *inner, Token("close", "}", b - 1, b)))
    else:
        if plain.count("(") == plain.count(")") + 1 and text.count(")", at) > text.count("(", at):
            out.append(Token("open", "(", a, a))  # `\text{(a column vector, } D \times 1)`
        out.append(Token("text", plain, a, b))
    return at


def _sized(source: Source, text: str, start: int, end: int, offset: int, out: list[Token]) -> int:
    r"""`\left(`, `\right.`, `\big|`: the bracket, with its side where the size says it."""
    size = text[start:end].strip()
    side = (
        "open"
        if size == r"\left" or (size.endswith("l") and size != r"\middle")
        else "close"
        if size == r"\right" or size.endswith("r")
        else ""
    )
    match = re.compile(r"\\[a-zA-Z]+|\\.|.", re.DOTALL).match(text, end)
    if match is None:
        return end
    piece, after = match.group(), match.end()
    a, b = start + offset, after + offset
    sign = SIGNS.get(piece, ("", ""))
    if piece == "." and side:
        out.append(Token(side, ".", a, b))
    elif sign[0] == "bar" and side:
        out.append(Token(side, sign[1], a, b))
    elif sign[0] in ("open", "close", "bar"):
        out.append(Token(sign[0], sign[1], a, b))
    elif piece in "<>":
        return after
    else:
        return end
    return after


def _command(
    piece: str, source: Source, text: str, start: int, offset: int, out: list[Token], known: frozenset[str]
) -> int:
    end = start + len(piece)
    a, b = start + offset, end + offset
    name = piece[1:]
    if name.isspace():
        return end
    if name in LETTERS:
        out.append(Token("name", name, a, b))
    elif piece in SIGNS:
        _sign(SIGNS[piece], a, b, out)
        if SIGNS[piece][0] == "row":
            length = re.compile(r"\s*\[\s*-?\d*\.?\d+\s*[a-z]{2}\s*\]").match(text, end)
            return length.end() if length else end
    elif name == "not" and (denied := _DENIED.match(text, end)):
        _sign(("relation", "notin" if "in" in denied.group() else "!="), a, denied.end() + offset, out)
        return denied.end()
    elif name in _ORNAMENTS:
        out.append(Token("text", name, a, b))
    elif name in SKIPPED:
        return _skip(SKIPPED[name], text, end)
    elif name in ("overset", "underset", "stackrel") and (over := _LABELLED.match(text, end)):
        # A relation with its reason written above.
        _sign(("relation", "=") if over.group(1) == "=" else ("relation", "=>"), a, over.end() + offset, out)
        return over.end()
    elif name == "part":
        source.note("partial-misspelt", a, b, r"`\part` is read as `\partial`")
        out.append(Token("command", r"\partial", a, b))
    elif (stem := _longest_command(name)) is not None:
        source.note("space-missing", a, b, rf"`{piece}` is read as `\{stem} {name[len(stem) :]}`")
        _command("\\" + stem, source, text, start, offset, out, known)
        return _letters(name[len(stem) :], source, text, start + 1 + len(stem), offset, out, known)
    else:
        out.append(Token("command", piece, a, b))
    return end


def _longest_command(name: str) -> str | None:
    r"""The known command at the head of one that nobody knows: `\logP`, `\haty`, `\cdotv`."""
    from verifier.latex.read.construct import registry

    known = registry().starts
    if "\\" + name in known:
        return None
    for n in range(len(name) - 1, 1, -1):
        stem = name[:n]
        if len(name) - n <= 2 and (
            "\\" + stem in known or "\\" + stem in SIGNS or (stem in LETTERS and n > 2)
        ):
            return stem
    return None


def _skip(how: str, text: str, at: int) -> int:
    """Past a command that is no mathematics, with its arguments where it has any (`{}` one group, `[` an option)."""
    for kind in how:
        pattern = r"\s*\{[^{}]*\}" if kind == "{" else r"\s*\[[^\]]*\]"
        match = re.compile(pattern).match(text, at)
        if match:
            at = match.end()
    return at


def _eaten_underscore(text: str, star: int, out: list[Token]) -> bool:
    """Whether a `*` is what a site generator left of `_`: right behind a name, and before a brace that holds no factor."""
    behind = not out or (out[-1].kind == "name" and not text[star - 1 : star].isspace())
    brace = re.match(r"\s*\{", text[star + 1 : star + 4])
    return behind and brace is not None and _FACTOR_GROUP.match(text, star + 1) is None


def _character(
    piece: str, source: Source, text: str, start: int, offset: int, out: list[Token], known: frozenset[str]
) -> int:
    end = start + 1
    a, b = start + offset, end + offset
    if piece == "%":
        comment = _COMMENT.match(text, start)
        return comment.end() if comment else end
    if piece == "*" and _eaten_underscore(text, start, out):
        source.note("underscore-eaten", a, b, "`*` before a brace is read as `_`")
        out.append(Token("_", "_", a, b))
    elif piece in SIGNS:
        _sign(SIGNS[piece], a, b, out)
    elif piece in UNICODE:
        for kind, sign in UNICODE[piece]:
            out.append(Token(kind, sign, a, b))
    elif piece in COMMAND_OF:
        out.append(Token("name", COMMAND_OF[piece][1:], a, b))
    elif foreign := _FOREIGN.match(text, start):
        out.append(Token("text", foreign.group(), a, foreign.end() + offset))
        return foreign.end()
    elif unicodedata.category(piece) in ("Cf", "Zs", "Mn", "Cc"):
        if piece == "\u0302" and out and out[-1].kind == "name":
            out.insert(-1, Token("command", r"\hat", out[-1].start, out[-1].start))
    else:
        plain = unicodedata.normalize("NFKC", piece)
        if plain != piece and plain.isascii():
            out.extend(t._replace(start=a, end=b) for t in tokenise(source, known, plain, 0))
        else:
            out.append(Token("unknown", piece, a, b))
    return end
