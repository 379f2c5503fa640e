r"""Relations told in words behind a formula: `(j not 0)`, `\text{for } j \text{ not equal to } 0`, `\text{excluding } j = 0`."""

from __future__ import annotations

import re

from verifier.latex.read.tokens import Token

_NOT = r"(?:(?:is|are|does|!|can)\s*)?(?:not|never|no|different\s+from|other\s+than|unequal\s+to|不等于|不为|≠|!=|<>)(?:\s+(?:equal(?:\s+to)?|equals?|be))?"
_WORDS = re.compile(
    rf"^[\s(（,]*(?:(?:with|where|when|for|and|if|all|each|every|其中)\s+)*(?P<letter>[A-Za-z])?\s*"
    rf"(?P<not>{_NOT}|(?:is\s+)?non-?\s?zero)\s*(?P<other>0|zero|[A-Za-z])?[\s).,）]*$",
    re.I,
)
_WITHOUT = re.compile(r"^[\s(（,]*(?:excluding|except(?:\s+for)?|without|but\s+not|除了|不含)\s*(?:when\s+|for\s+)?(?P<told>[A-Za-z]\s*=\s*(?:0|[A-Za-z]))?[\s).,）]*$", re.I)  # fmt: skip


def with_relations(tokens: list[Token]) -> list[Token]:
    """The tokens of what stands behind a formula, with such words as the signs that they are."""
    out: list[Token] = []
    for token in tokens:
        told = _told(token) if token.kind == "text" else None
        out += [token] if told is None else told
    return out


def with_exceptions(tokens: list[Token]) -> list[Token]:
    r"""`\text{excluding } j = 0` as the condition that it is, before an equals sign parts the line there."""
    out: list[Token] = []
    turned = False
    for token in tokens:
        if token.kind == "text" and _WITHOUT.match(token.text) and _told(token) is None:
            out.append(token._replace(kind="comma", text=","))
            turned = True
        elif turned and token.kind == "relation" and token.text == "=":
            out.append(token._replace(text="!="))
            turned = False
        else:
            out.append(token)
    return out


def _told(token: Token) -> list[Token] | None:
    """The condition that words say by themselves, or with a letter before and a number behind them."""
    if without := _WITHOUT.match(token.text):
        if without["told"] is None:
            return None
        letter, _, other = (part.strip() for part in without["told"].partition("="))
        return _condition(token, letter, other)
    match = _WORDS.match(token.text)
    if match is None:
        return None
    other = match["other"] or ("0" if "zero" in match["not"].lower() else "")
    return _condition(token, match["letter"] or "", other)


def _condition(token: Token, letter: str, other: str) -> list[Token]:
    def at(kind: str, text: str) -> Token:
        return Token(kind, text, token.start, token.end)

    found = [at("name", letter)] if letter else []
    found.append(at("relation", "!="))
    if other:
        found.append(at("number", "0") if other.lower() in ("0", "zero") else at("name", other))
    return found
