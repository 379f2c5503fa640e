"""Mends what editors, site generators and OCR do to formulas, where the damage has one reading.

A table of rules: each has a name, says what it did, and gives edits. Every edit is listed with its line.
Works on the text of one formula; what has two readings is left alone. Relies on `trace`.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from verifier.documents.model import Repair
from verifier.documents.trace import Edit, Traced

INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_ROWS = r"aligned|align|alignat|alignedat|split|gather|gathered|eqnarray|array|cases|[bpvBV]?matrix|smallmatrix|multline"

# What is left of a command after its backslash and first letter were read as an escape.
_LOST = {
    "b": "egin|oldsymbol|ar|ecause|igg?[lr]?|inom|ullet|oxed|eta|m",
    "f": "rac|orall|box",
    "t": "op|imes|extbf|extrm|extit|extnormal|ext|heta|ilde|extcolor|anh|au|herefore|riangleq|riangledown",
    "r": "ightarrow|ight|ho|m|angle|floor|ceil|VERT",
    "n": "abla|eq|onumber|otag|ewline",
    "v": "ec|dots|ert|arepsilon|arphi|ee|space",
    "a": "lpha|pprox|st|ngle",
}
_CONTROL = {"\b": "b", "\f": "f", "\t": "t", "\r": "r", "\n": "n", "\v": "v", "\a": "a"}
_AFTER_CONTROL = re.compile(
    "|".join(f"{re.escape(c)}(?:{_LOST[k]})(?![A-Za-z])" for c, k in _CONTROL.items())
    + r"|[\b\f\v\a](?=[A-Za-z])"
)
# Without the control character only remnants that are no words and no products of names are mended.
_BARE = (
    ("b", re.compile(r"(?<![A-Za-z\\])(?:egin(?=\{)|oldsymbol(?=[\s{\\A-Za-z])|igg?[lr](?=[(\[|\\)\]]))")),
    ("f", re.compile(r"(?<![A-Za-z\\])rac(?=\s*[{\d\\])")),
    (
        "t",
        re.compile(
            r"(?<![A-Za-z\\])(?:imes(?![A-Za-z])|ext(?:bf|rm|it)?(?=\{)|heta(?![A-Za-z])|ilde(?=\s*[{\\]))"
        ),
    ),
    ("t", re.compile(r"(?<=\^)\s*\{?\s?(?=op(?![A-Za-z]))")),
    ("r", re.compile(r"(?<![A-Za-z\\])(?:ight(?=\s*[)\]}|.\\])|ightarrow(?![A-Za-z]))")),
    ("n", re.compile(r"(?<![A-Za-z\\])abla(?![A-Za-z])")),
    ("f", re.compile(r"(?<![A-Za-z\\])orall(?![A-Za-z])")),
)
_COMMANDS = re.compile(
    r"(?<!\\)\\\\(?=(?:frac|dfrac|partial|sum|hat|log|exp|sigma|mathbf|boldsymbol|text|begin|end|left|right|cdot"
    r"|top|bm|nabla|widehat|mathbb|mathrm|in|times|theta)(?![A-Za-z]))"
)
_ONE_BACKSLASH = re.compile(r"(?<!\\)(?:\\\\)*\\[A-Za-z]")
_TEXTS = re.compile(r"\\(?:text(?:rm|bf|it|sf|tt|normal)?|mathrm|mbox|operatorname\*?)\s*\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Rule:
    kind: str
    what: str
    edits: Callable[[str], Iterator[Edit]]


def _eaten_controls(text: str) -> Iterator[Edit]:
    for match in _AFTER_CONTROL.finditer(text):
        yield match.start(), match.start() + 1, "\\" + _CONTROL[text[match.start()]]


def _eaten(text: str) -> Iterator[Edit]:
    for letter, pattern in _BARE:
        for match in pattern.finditer(text):
            start = match.start()
            if match.group().strip(" {") == "" and letter == "t":
                # `^ op` and `^{ op}`: the blank is what is left of the tab.
                keep = "{" if "{" in match.group() else ""
                yield start, match.end(), keep + "\\t"
                continue
            # A blank in front of a remnant of \t is the tab itself; it is kept, it changes nothing.
            yield start, start, "\\" + letter


def _halved_breaks(text: str) -> Iterator[Edit]:
    """`\\\\` that became `\\ ` or stands alone at the end of a line."""
    for match in re.finditer(r"(?<!\\)((?:\\\\)*)\\(?=[ \t]*\n)", text):
        yield match.end() - 1, match.end(), "\\\\"
    if re.search(rf"\\begin\{{(?:{_ROWS})\*?\}}", text) and not re.search(r"\\\\", text):
        for match in re.finditer(r"\\(?=[ \t]+(?:&|=|\\end\{))|\\(?=&\s*=)", text):
            yield match.start(), match.end(), "\\\\"


def _doubled_commands(text: str) -> Iterator[Edit]:
    """Every backslash doubled (JSON, site generators): only where no single one is left."""
    if len(_COMMANDS.findall(text)) and not _ONE_BACKSLASH.search(text):
        for match in re.finditer(r"\\\\", text):
            yield match.start(), match.end(), "\\"


def _starred(text: str) -> Iterator[Edit]:
    """`_` read as Markdown emphasis and written back as `*`."""
    braced = list(re.finditer(r"(?<=[A-Za-z0-9})\]'])\s?\*(?=\s?\{)", text))
    braced = [
        m
        for m in braced
        if not re.search(
            r"\\(?:operatorname|hspace|vspace|tag|\\)$", text[max(0, m.start() - 14) : m.start()]
        )
    ]
    summed = list(re.finditer(r"(?<=\\sum)\*(?=[A-Za-z{\\])|(?<=\\Sigma)\*(?=[A-Za-z{\\])", text))
    for match in (*braced, *summed):
        yield match.start(), match.end(), "_"
    if braced and " * " not in text:
        for match in re.finditer(r"(?<=[A-Za-z}])\*(?=[A-Za-z0-9](?![A-Za-z]))", text):
            yield match.start(), match.end(), "_"


def _emphasised(text: str) -> Iterator[Edit]:
    for match in re.finditer(r"</?em>", text):
        yield match.start(), match.end(), "_"


def _escaped_marks(text: str) -> Iterator[Edit]:
    """`\\_` is damage where a group follows, and everywhere in a formula that has no bare `_`."""
    spans = [(m.start(), m.end()) for m in _TEXTS.finditer(text)]
    inside = set[int]()
    for start, end in spans:
        inside.update(range(start, end))
    bare = any(
        text[i] == "_" and (i == 0 or text[i - 1] != "\\") for i in range(len(text)) if i not in inside
    )
    for match in re.finditer(r"(?<!\\)\\_", text):
        followed = text[match.end() : match.end() + 1]
        if match.start() not in inside and (followed == "{" or not bare):
            yield match.start(), match.end(), "_"
    for match in re.finditer(r"(?<!\\)\\\*(?=\s*[A-Za-z0-9({\\])", text):
        yield match.start(), match.end(), "*"


def _entities(text: str) -> Iterator[Edit]:
    for match in re.finditer(r"&(?:lt|gt|amp|nbsp|le|ge|ne|times|middot|minus|#\d{1,5});", text):
        yield match.start(), match.end(), html.unescape(match.group()).replace("\xa0", " ")


def _controls(text: str) -> Iterator[Edit]:
    for match in re.finditer(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text):
        yield match.start(), match.end(), ""


_ENVIRONMENT = re.compile(rf"\\(begin|end)\s*\{{((?:{_ROWS}|equation|gather|subequations)\*?)\}}")


def _unpaired(text: str) -> Iterator[Edit]:
    """Environments that were not closed, closed under a neighbour's name, or never begun."""
    opened: list[str] = []
    for match in _ENVIRONMENT.finditer(text):
        name = match.group(2)
        if match.group(1) == "begin":
            opened.append(name)
        elif not opened:
            yield match.start(), match.end(), ""
        elif (own := opened.pop()) != name:
            yield match.start(2), match.end(2), own
    if opened:
        yield len(text), len(text), "".join(f"\\end{{{name}}}" for name in reversed(opened))


_WIDE = {"（": " (", "）": ")", "［": "[", "］": "]", "｛": "\\{", "｝": "\\}", "＝": "=", "＋": "+", "－": "-", "＜": "<", "＞": ">", "｜": "|"}  # fmt: skip


def _wide(text: str) -> Iterator[Edit]:
    """Signs of full width, as Chinese keyboards write them; the blank that an opening bracket has in it is kept."""
    for match in re.finditer(f"[{''.join(_WIDE)}]", text):
        yield match.start(), match.end(), _WIDE[match.group()]


_NUMBERED = re.compile(
    r"(?:\\q?quad|\\hspace\*?\s*\{[^{}]*\}|\\hfill|\\l?eqno|\\[lc]?dots|\.{3,}|[…⋯]+|&)[\s&]*(?:\\(?:text|mathrm)\s*\{)?"
    r"\s*[(（]\s*\d{1,2}(?:\.\d{1,2})?\s*[)）]\s*\}?\s*(?=$|\\\\|\\end\b)"
)
_AWAITS = re.compile(r"(?:[+\-*/=(\[{^_]|\\(?:cdot|times|log|exp|sigma|left))$")


def _numbers(text: str) -> Iterator[Edit]:
    """`\\qquad (3)` behind a formula: its number, as OCR writes it and as people do who do not know \\tag."""
    for match in _NUMBERED.finditer(text):
        before = text[: match.start()].rstrip()
        if before and not _AWAITS.search(before):
            yield match.start(), match.end(), " "


RULES = (
    Rule("entity", "HTML entities decoded", _entities),
    Rule("doubled-backslash", "doubled backslashes halved", _doubled_commands),
    Rule("eaten-escape", "eaten backslash escapes restored", _eaten_controls),
    Rule("eaten-escape", "eaten backslash escapes restored", _eaten),
    Rule("control", "control characters removed", _controls),
    Rule("environment", "environments closed that were not, or not under their own name", _unpaired),
    Rule("row-break", "row breaks \\\\ restored", _halved_breaks),
    Rule("number", "numbers of formulas taken off", _numbers),
    Rule("wide", "signs of full width made plain", _wide),
    Rule("emphasis", "_ restored that had become emphasis", _emphasised),
    Rule("starred", "_ restored that had become *", _starred),
    Rule("escaped-mark", "\\_ read as _", _escaped_marks),
)

Mended = tuple[str, str, int]


def mend(text: Traced) -> tuple[Traced, list[Mended]]:
    """The formula as it was meant, and (kind, what, line) for each place that was changed."""
    done: list[Mended] = []
    for rule in RULES:
        edits = list(rule.edits(text.text))
        if edits:
            done += [(rule.kind, rule.what, text.place(start).line) for start, _, _ in edits]
            text = text.replace(edits)
    return text, done


def mend_delimiters(text: Traced) -> tuple[Traced, list[Mended]]:
    """Eaten escapes in the commands that tell where a formula begins and ends."""
    pattern = re.compile(
        rf"(?<![A-Za-z\\\x08])\x08?(?=egin\{{(?:{_ROWS}|equation|document|enumerate|itemize)\*?\}})"
    )
    edits = [(match.start(), match.end(), "\\b") for match in pattern.finditer(text.text)]
    done = [
        ("eaten-escape", "eaten backslash escapes restored", text.place(start).line) for start, _, _ in edits
    ]
    return text.replace(edits), done


def drop_invisible(text: Traced) -> tuple[Traced, list[Mended]]:
    """Zero-width characters and soft hyphens, and carriage returns before a newline (not listed)."""
    edits = [(match.start(), match.end(), "") for match in INVISIBLE.finditer(text.text)]
    done = [("invisible", "zero-width characters removed", text.place(start).line) for start, _, _ in edits]
    returns = [(match.start(), match.end(), "") for match in re.finditer(r"\r+(?=\n)", text.text)]
    if "\n" not in text.text:
        returns = [(match.start(), match.end(), "\n") for match in re.finditer(r"\r", text.text)]
    blanks = [
        (match.start(), match.end(), " ")
        for match in re.finditer("[\u00a0\u2000-\u200a\u202f\u3000]", text.text)
    ]
    return text.replace([*edits, *returns, *blanks]), done


def repairs_of(done: list[Mended]) -> tuple[Repair, ...]:
    """One entry for each kind, with the lines of all its places."""
    lines: dict[tuple[str, str], list[int]] = {}
    for kind, what, line in done:
        lines.setdefault((kind, what), []).append(line)
    return tuple(Repair(kind, what, tuple(sorted(found))) for (kind, what), found in lines.items())
