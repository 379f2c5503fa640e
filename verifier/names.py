r"""What an author may call a thing, and the LaTeX an author may give for it.

A name is a word: letters, Greek ones too, digits, underscores. LaTeX is read here as TeX would read it, as far as names
need it: letters and signs, groups, accents and fonts with what they stand over, one subscript and one superscript each.
Commands are those of a list, so nothing that an author writes can make TeX read a file or stop in the middle of a sheet.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from verifier.errors import VerifierError


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_GREEK_WORDS: Final = _set(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma "
    "varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)
_LETTERS: Final = frozenset(f"\\{word}" for word in _GREEK_WORDS)
# Commands that are complete, and commands that stand over what follows them.
_SIGNS: Final = (
    _LETTERS
    | _set(
        r"\ell \hbar \partial \nabla \infty \top \perp \prime \star \ast \dagger \circ \cdot \cdots \ldots \dots \times "
        r"\pm \mp \mid \parallel \ast \to \le \ge \leq \geq \ne \neq \in \notin \setminus \emptyset \imath \jmath "
        r"\{ \} \| \, \; \: \! \quad"
    )
    | {"\\ "}
)
_OVER: Final = _set(
    r"\hat \widehat \tilde \widetilde \bar \overline \underline \vec \dot \ddot \check \breve \mathbf \mathrm "
    r"\mathit \mathsf \mathtt \mathcal \mathbb \mathfrak \boldsymbol"
)
_WORDS: Final = _set(r"\text \textbf \textit \textrm \operatorname")
_TOKEN: Final = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)
_PLAIN: Final = re.compile(r"[A-Za-z0-9+\-*/=<>()\[\],.;:!?|]")
_NAME: Final = re.compile(r"[^\W\d_][^\W_]*(?:_[^\W_]+)*'*")


def checked_name(name: str, what: str) -> str:
    """The name, if it is a word; `what` says what is named."""
    if not isinstance(name, str) or not _NAME.fullmatch(name) or not all(map(_is_known, name)):
        raise VerifierError(
            f"{name!r} is no name for a {what}",
            "a name is letters, Latin or Greek, digits and underscores; how it is printed is said by latex=",
        )
    return name


def _is_known(character: str) -> bool:
    return character in "_'" or (character.isascii() and character.isalnum()) or greek(character) is not None


def greek(character: str) -> str | None:
    r"""The command of a Greek letter: `\theta` for θ; None for any other character, and for Greek ones that look Latin."""
    words = unicodedata.name(character, "").split() if len(character) == 1 else []
    if words[:1] != ["GREEK"] or words[-2:-1] not in (["LETTER"], ["SYMBOL"]) or len(words) > 4:
        return "\\" + "mu" if character == "µ" else None
    word = words[-1].lower().replace("lamda", "lambda")
    if "CAPITAL" in words:
        word = word.capitalize()
    return f"\\{word}" if word in _GREEK_WORDS else None


def latex_of(name: str) -> str:
    r"""How a name is printed when nothing is said: `\alpha_1`, `v_{out}`, `\theta` for θ."""
    stem = name.rstrip("'")
    head, under, tail = stem.partition("_")
    written = _letters(head)
    if under:
        tail = _letters(tail)
        alone = len(tail) == 1 or (tail.startswith("\\") and tail[1:].isalpha())
        written += f"_{tail}" if alone else f"_{{{tail}}}"
    return written + name[len(stem) :]


def _letters(word: str) -> str:
    if word in _GREEK_WORDS:
        return f"\\{word}"
    if "_" in word:
        return ", ".join(map(_letters, word.split("_")))
    pieces = [greek(character) or character for character in word]
    return "".join(
        piece + (" " if piece[0] == "\\" and after[:1].isalpha() else "")
        for piece, after in zip(pieces, [*pieces[1:], ""], strict=True)
    )


def checked_latex(latex: str, name: str) -> str:
    """The LaTeX that an author gives for a name, with Greek letters as commands; refused where TeX would stumble."""
    try:
        if not isinstance(latex, str) or not latex.strip():
            raise _Bad("it is empty")
        tokens = [greek(t) or t for t in _TOKEN.findall(latex.strip())]
        reader = _Reader(tokens)
        reader.formula()
        if reader.at < len(tokens):
            raise _Bad("a closing brace has none that opens")
    except _Bad as bad:
        raise VerifierError(
            f"the LaTeX {latex!r} of {name!r} cannot be printed: {bad}",
            r"a name is printed with letters, accents such as \hat, fonts such as \mathbf, sub- and superscripts",
        ) from None
    return _joined(tokens)


def _joined(tokens: list[str]) -> str:
    """One string again, in which a command that came from a Greek letter does not run into the letter after it."""
    out = ""
    for token in tokens:
        out += " " if re.search(r"\\[A-Za-z]+$", out) and token[:1].isalpha() else ""
        out += token
    return out


class _Bad(ValueError):
    """What is wrong with a piece of LaTeX, in words."""


@dataclass(slots=True)
class _Reader:
    tokens: list[str]
    at: int = 0

    def formula(self) -> None:
        """Pieces, each with its scripts, to the end or to a closing brace."""
        while self.at < len(self.tokens) and self.tokens[self.at] != "}":
            if self.tokens[self.at].isspace():
                self.at += 1
                continue
            if self.tokens[self.at] not in "_^'":
                self.piece()
            self.scripts()

    def scripts(self) -> None:
        met: set[str] = set()
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.isspace():
                self.at += 1
                continue
            if token not in "_^'":
                return
            self.at += 1
            kind = "^" if token == "'" else token
            if kind in met and not (token == "'" and self.tokens[self.at - 2] == "'"):
                raise _Bad(f"two {'subscripts' if kind == '_' else 'superscripts'} stand at one letter")
            met.add(kind)
            if token != "'":
                self.piece()

    def piece(self) -> None:
        """One letter, sign, group, or accent with what it stands over."""
        while self.at < len(self.tokens) and self.tokens[self.at].isspace():
            self.at += 1
        if self.at == len(self.tokens):
            raise _Bad("it ends where something has to follow")
        token = self.tokens[self.at]
        self.at += 1
        if token == "{":
            self.formula()
            if self.at == len(self.tokens):
                raise _Bad("a brace is left open")
            self.at += 1
        elif token in _OVER:
            self.piece()
        elif token in _WORDS:
            self.words(token)
        elif token not in _SIGNS and not _PLAIN.fullmatch(token):
            raise _Bad(f"`{token}` is not among the commands and signs of a name")

    def words(self, command: str) -> None:
        end = self.at + 1
        while end < len(self.tokens) and re.fullmatch(r"[A-Za-z0-9 ,.:;()/+-]", self.tokens[end]):
            end += 1
        if self.tokens[self.at : self.at + 1] != ["{"] or self.tokens[end : end + 1] != ["}"]:
            raise _Bad(f"`{command}` takes plain words in braces")
        self.at = end + 1


# --- formulas within words ---------------------------------------------------------------------------------------

_DOLLAR: Final = re.compile(r"(?<!\\)\$")
# What makes TeX define, read, write or leave the formula; whatever else it does not know it says so.
_NEVER: Final = re.compile(
    r"\\(?:(?:input|include|includegraphics|openin|openout|read|readline|write|immediate|special|pdf[a-z]*|lua[a-z]*"
    r"|directlua|shipout|catcode|csname|endcsname|def|edef|gdef|xdef|let|futurelet|newcommand|renewcommand"
    r"|providecommand|DeclareMathOperator|newenvironment|usepackage|RequirePackage|documentclass|expandafter|noexpand"
    r"|the|jobname|string|detokenize|scantokens|everymath|everydisplay|everypar|output|loop|repeat|bye|url|href|verb|makeatletter"
    r")(?![A-Za-z])|(?:begin|end)\s*\{(?!(?:[bpvV]?matrix|cases|aligned|array|smallmatrix)\})[^}]*\})|\^\^"
)


def checked_words(words: str, what: str) -> str:
    """Words with formulas between dollars; braces and dollars pair, and no formula holds a command that is no formula's."""
    if not isinstance(words, str):
        raise VerifierError(f"{what} is {words!r}", "it is written in words, as a string")
    pieces = _DOLLAR.split(words)
    if len(pieces) % 2 == 0:
        raise VerifierError(
            f"{what}: a dollar is left open in {words.strip()!r}", r"write \$ for a dollar in words"
        )
    for formula in pieces[1::2]:
        found = _NEVER.search(formula)
        if found:
            raise VerifierError(
                f"{what}: `{found[0]}` stands in the formula `{formula}`", "a formula holds mathematics only"
            )
        if not _balanced(formula):
            raise VerifierError(f"{what}: the braces of the formula `{formula}` do not pair")
    return words


def _balanced(latex: str) -> bool:
    depth = 0
    for token in _TOKEN.findall(latex):
        depth += {"{": 1, "}": -1}.get(token, 0)
        if depth < 0:
            return False
    return depth == 0
