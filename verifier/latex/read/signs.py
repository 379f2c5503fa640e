r"""Tables of signs: LaTeX commands, ASCII and Unicode spellings of one sign under one name, and known words.

Relations are named as in conditions (`!=`, `<=`), products by `cdot`, `times`, `*`, `odot`, `/`, `.`.
"""

from __future__ import annotations

from typing import Final

Sign = tuple[str, str]

_RELATIONS: Final = {
    "=": (
        "=",
        "==",
        "===",
        ":=",
        r"\equiv",
        r"\coloneqq",
        r"\coloneq",
        r"\defeq",
        r"\eqdef",
        r"\triangleq",
        r"\doteq",
    ),
    "!=": (
        r"\ne",
        r"\neq",
        "!=",
        "<>",
    ),
    "<": ("<", r"\lt"),
    "<=": ("<=", r"\le", r"\leq", r"\leqslant", r"\leqq"),
    ">": (">", r"\gt"),
    ">=": (">=", r"\ge", r"\geq", r"\geqslant", r"\geqq"),
    "in": (r"\in", r"\isin"),
    "notin": (r"\notin",),
    "=>": (
        "=>",
        r"\Rightarrow",
        r"\implies",
        r"\Longrightarrow",
        r"\therefore",
        r"\iff",
        r"\Leftrightarrow",
        r"\Longleftrightarrow",
    ),
    "->": ("->", r"\to", r"\rightarrow", r"\longrightarrow", r"\mapsto"),
    "~": (r"\approx", r"\sim", r"\propto", r"\simeq", r"\cong"),
}
_FACTORS: Final = {
    "cdot": (r"\cdot", r"\bullet", r"\centerdot"),
    "times": (r"\times",),
    "*": ("*", r"\ast", r"\star", r"\*", "**"),
    "odot": (r"\odot", r"\circ"),
    "otimes": (r"\otimes",),
    "/": ("/", r"\div", r"\slash"),
    ".": (".",),
}
_OPEN: Final = {
    "(": ("(", r"\lparen"),
    "[": ("[", r"\lbrack"),
    "{": ("{", r"\bgroup"),
    r"\{": (r"\{", r"\lbrace"),
    "|": (r"\lvert",),
    "||": (r"\lVert",),
    "<": (r"\langle", "⟨"),
}
_CLOSE: Final = {
    ")": (")", r"\rparen"),
    "]": ("]", r"\rbrack"),
    "}": ("}", r"\egroup"),
    r"\}": (r"\}", r"\rbrace"),
    "|": (r"\rvert",),
    "||": (r"\rVert",),
    ">": (r"\rangle", "⟩"),
}
_OTHERS: Final[dict[Sign, tuple[str, ...]]] = {
    ("sign", "+"): ("+",),
    ("sign", "-"): ("-", r"\setminus", r"\smallsetminus", r"\backslash"),
    ("dots", "..."): (
        r"\dots",
        r"\ldots",
        r"\cdots",
        r"\vdots",
        r"\ddots",
        r"\dotsc",
        r"\dotsb",
        r"\hdots",
        "...",
        "..",
    ),
    ("bar", "|"): ("|", r"\vert", r"\mid", r"\mvert"),
    ("bar", "||"): (r"\|", r"\Vert", r"\parallel"),
    ("comma", ","): (",",),
    ("comma", ";"): (";",),
    ("comma", ":"): (":", r"\colon"),
    ("comma", "and"): (r"\&", r"\and", r"\wedge", r"\land", r"\atop", r"\cap"),
    ("comma", "forall"): (r"\forall",),
    ("row", "row"): (r"\\", r"\newline", r"\cr"),
    ("cell", "&"): ("&",),
    ("_", "_"): ("_", r"\_", r"\sb"),
    ("^", "^"): ("^", r"\^", r"\sp"),
    ("'", "'"): ("'", r"\prime"),
    ("name", "T"): (r"\top", r"\intercal", r"\T", r"\transpose", r"\trans"),
    ("name", "ell"): (r"\ell",),
    ("name", "infty"): (r"\infty",),
    ("text", "because"): (r"\because",),
    ("command", r"\sum"): (r"\sum",),
    ("command", r"\partial"): (r"\partial",),
    ("command", r"\nabla"): (r"\nabla", r"\triangledown", r"\grad"),
    ("command", r"\frac"): (r"\frac",),
}


def _table() -> dict[str, Sign]:
    out: dict[str, Sign] = {}
    for kind, rows in (("relation", _RELATIONS), ("factor", _FACTORS), ("open", _OPEN), ("close", _CLOSE)):
        for name, spellings in rows.items():
            out.update(dict.fromkeys(spellings, (kind, name)))
    for sign, spellings in _OTHERS.items():
        out.update(dict.fromkeys(spellings, sign))
    return out


SIGNS: Final[dict[str, Sign]] = _table()

_SUPERSCRIPTS: Final = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))
_SUBSCRIPTS: Final = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
_SUBLETTERS: Final = dict(zip("ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ", "aeoxhklmnpstijruv", strict=True))

# One character of Unicode as one or several signs.
UNICODE: Final[dict[str, tuple[Sign, ...]]] = {
    **dict.fromkeys("−–—‒﹣－", (("sign", "-"),)),
    "＋": (("sign", "+"),),
    **dict.fromkeys("·⋅∙•‧", (("factor", "cdot"),)),
    "×": (("factor", "times"),),
    **dict.fromkeys("⊙∘", (("factor", "odot"),)),
    "⊗": (("factor", "otimes"),),
    "÷": (("factor", "/"),),
    "∕": (("factor", "/"),),
    "≤": (("relation", "<="),),
    "⩽": (("relation", "<="),),
    "≥": (("relation", ">="),),
    "⩾": (("relation", ">="),),
    "≠": (("relation", "!="),),
    "≡": (("relation", "="),),
    "＝": (("relation", "="),),
    "≈": (("relation", "~"),),
    "∈": (("relation", "in"),),
    "∉": (("relation", "notin"),),
    "⇒": (("relation", "=>"),),
    "⟹": (("relation", "=>"),),
    "→": (("relation", "->"),),
    "∴": (("relation", "=>"),),
    **dict.fromkeys("∑", (("command", r"\sum"),)),
    "∏": (("command", r"\prod"),),
    "∫": (("command", r"\int"),),
    "√": (("command", r"\sqrt"),),
    **dict.fromkeys("∂𝜕", (("command", r"\partial"),)),
    **dict.fromkeys("∇▽", (("command", r"\nabla"),)),
    "∀": (("comma", "forall"),),
    **dict.fromkeys("…⋯⋮⋱", (("dots", "..."),)),
    **dict.fromkeys("′’‘`´", (("'", "'"),)),
    "″": (("'", "'"), ("'", "'")),
    "⊤": (("name", "T"),),
    "ᵀ": (("^", "^"), ("name", "T")),
    "ŷ": (("command", r"\hat"), ("name", "y")),
    "Ŷ": (("command", r"\hat"), ("name", "Y")),
    "ℝ": (("name", "Reals"),),
    "ℓ": (("name", "ell"),),
    "∞": (("name", "infty"),),
    "𝟙": (("command", r"\mathbb"), ("number", "1")),
    "𝟏": (("command", r"\mathbf"), ("number", "1")),
    "½": (("number", "0.5"),),
    "（": (("open", "("),),
    "）": (("close", ")"),),
    "［": (("open", "["),),
    "］": (("close", "]"),),
    "，": (("comma", ","),),
    "、": (("comma", ","),),
    "；": (("comma", ";"),),
    "：": (("comma", ":"),),
    "。": (),
    "∣": (("bar", "|"),),
    "∥": (("bar", "||"),),
    "‖": (("bar", "||"),),
    "~": (),
    "$": (),
    **{c: (("^", "^"), ("number", d)) for c, d in _SUPERSCRIPTS.items()},
    **{c: (("_", "_"), ("number", d)) for c, d in _SUBSCRIPTS.items()},
    **{c: (("_", "_"), ("name", d)) for c, d in _SUBLETTERS.items()},
}

# Entities of HTML that are signs; spaces and tags vanish.
HTML: Final[dict[str, Sign]] = {
    "&lt;": ("relation", "<"),
    "&gt;": ("relation", ">"),
    "&le;": ("relation", "<="),
    "&ge;": ("relation", ">="),
    "&ne;": ("relation", "!="),
    "&amp;": ("cell", "&"),
}

# Commands without mathematics, and the arguments that vanish with them.
SKIPPED: Final[dict[str, str]] = {
    **dict.fromkeys([",", ";", ":", "!", ">", "/", "@"], ""),
    **dict.fromkeys(
        [
            "displaystyle",
            "textstyle",
            "scriptstyle",
            "limits",
            "nolimits",
            "nonumber",
            "notag",
            "quad",
            "qquad",
            "enspace",
            "thinspace",
            "hfill",
            "hline",
            "centering",
            "left",
            "right",
            "middle",
            "big",
            "Big",
            "bigg",
            "Bigg",
            "allowbreak",
            "noindent",
            "mathstrut",
            "strut",
            "rm",
            "bf",
            "it",
            "sf",
            "cal",
            "mathpunct",
            "mathrel",
            "mathbin",
            "mathord",
            "mathop",
            "mathclap",
            "vcentcolon",
            "mathllap",
            "mathrlap",
            "smashoperator",
            "medspace",
            "negthinspace",
            "because",
            "null",
            "relax",
            "normalfont",
            "par",
        ],
        "",
    ),
    **dict.fromkeys(
        [
            "tag",
            "label",
            "hspace",
            "hspace*",
            "vspace",
            "vspace*",
            "phantom",
            "vphantom",
            "hphantom",
            "color",
            "ref",
            "eqref",
            "rule",
            "textcolor",
            "dpi",
            "fontsize",
            "selectfont",
            "kern",
            "mspace",
            "hskip",
        ],
        "{",
    ),
    "bbox": "[",
    "definecolor": "{{{",
    " ": "",
    "": "",
    "[": "",
    "]": "",
    "(": "",
    ")": "",
    "$": "",
    "\n": "",
    "-": "",
    "~": "",
}

# A word whose backslash an escape has eaten, and the command that it was.
EATEN: Final[dict[str, str]] = {
    "oldsymbol": "boldsymbol",
    "egin": "begin",
    "rac": "frac",
    "orall": "forall",
    "heta": "theta",
    "imes": "times",
    "ext": "text",
    "op": "top",
    "au": "tau",
    "ight": "right",
    "abla": "nabla",
    "eq": "neq",
    "lpha": "alpha",
}


def _words() -> dict[str, Sign]:
    from verifier.functions.table import spellings

    out: dict[str, Sign] = {}
    out.update(
        {s: ("name", f.name) for s, f in spellings().items() if not s.startswith("\\") and s.isascii()}
    )
    for word in ("vocab", "Vocab", "Vocal", "Vocb", "vocabulary", "Vocabulary", "VOCAB"):
        out[word] = ("name", "Vocab")
    for word in (
        "diag",
        "Diag",
        "det",
        "tr",
        "Tr",
        "trace",
        "rank",
        "vec",
        "sin",
        "cos",
        "tan",
        "sqrt",
    ):
        out[word] = ("name", word.lower() if word != "Tr" else "Tr")
    out.update(
        {
            "yhat": ("name", "yhat"),
            "softmax": ("name", "softmax"),
            "CE": ("name", "CE"),
            "Loss": ("name", "Loss"),
        }
    )
    for word in (
        "if",
        "If",
        "when",
        "When",
        "where",
        "for",
        "For",
        "otherwise",
        "Otherwise",
        "else",
        "and",
        "or",
        "with",
    ):
        out[word] = ("text", word)
    return out


WORDS: Final[dict[str, Sign]] = _words()

# Words that are found inside a run of letters too: `logP`, `expx`.
EMBEDDED: Final = frozenset(
    word
    for word in WORDS
    if word in ("log", "exp", "ln", "max", "min", "tanh", "cosh", "sinh", "sech", "diag", "sigma")
    or (len(word) > 3 and WORDS[word][0] == "name" and word[0] != "t")
)
