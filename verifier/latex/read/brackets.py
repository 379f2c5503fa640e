r"""Brackets that do not match, mended where that has one reading or few.

Every way of mending is a list of tokens; the caller reads them all and keeps those that mean something. A bracket opened
in a TeX group and closed outside (`\exp{(x})`) has one way; a bracket that was never closed may close before any later
sign of its level or at its end.
"""

from __future__ import annotations

from typing import Final

from verifier.latex.read.tokens import Source, Token

_PAIR: Final = {"(": ")", "[": "]", "{": "}", r"\{": r"\}", "|": "|", "||": "||", "<": ">"}
_LIMIT: Final = 6


def matched(tokens: list[Token], source: Source) -> list[list[Token]]:
    """The token lists to read, likeliest first; the list itself if nothing was wrong."""
    tokens = _swapped(tokens, source)
    fault = _first_fault(tokens)
    if fault is None:
        return [tokens]
    ways = [tokens]
    for _ in range(3):  # more than three stray brackets have no reading
        ways = [mended for way in ways for mended in _mend_first(way)][:_LIMIT]
        if all(_first_fault(way) is None for way in ways):
            break
    ways = [way for way in ways if _first_fault(way) is None]
    stray = tokens[fault]
    source.note(
        "bracket",
        stray.start,
        stray.end,
        f"the bracket `{source.slice((stray.start, stray.end))}` has no partner",
    )
    return ways or [tokens]


def fits(opening: Token, closing: Token) -> bool:
    if "." in (opening.text, closing.text):
        return True
    if opening.kind == "begin":
        return closing.kind == "end" and closing.text == opening.text
    return closing.kind == "close" and _PAIR.get(opening.text) == closing.text


def _swapped(tokens: list[Token], source: Source) -> list[Token]:
    """`{ ( }  )` becomes `{ ( ) }` where the two closing brackets stand side by side."""
    out: list[Token] = []
    stack: list[Token] = []
    rest = list(reversed(tokens))
    while rest:
        token = rest.pop()
        if token.kind in ("open", "begin"):
            stack.append(token)
        elif token.kind in ("close", "end") and stack:
            crossed = (
                len(stack) > 1
                and not fits(stack[-1], token)
                and bool(rest)
                and rest[-1].kind == "close"
                and fits(stack[-1], rest[-1])
                and fits(stack[-2], token)
            )
            if crossed:
                other = rest.pop()
                source.note(
                    "bracket",
                    other.start,
                    other.end,
                    "a bracket closes outside the group in which it was opened",
                )
                rest.append(token)
                token = other
            if fits(stack[-1], token):
                stack.pop()
        out.append(token)
    return out


def _first_fault(tokens: list[Token]) -> int | None:
    stack: list[int] = []
    for at, token in enumerate(tokens):
        if token.kind in ("open", "begin"):
            stack.append(at)
        elif token.kind in ("close", "end"):
            if not stack:
                return at
            if not fits(tokens[stack[-1]], token):
                return _guilty(tokens, stack, at)
            stack.pop()
    return stack[-1] if stack else None


def _guilty(tokens: list[Token], stack: list[int], at: int) -> int:
    """Of an opening bracket and a closing one that do not fit: the opening one, if the closing one fits further out."""
    return stack[-1] if any(fits(tokens[outer], tokens[at]) for outer in stack) else at


def _mend_first(tokens: list[Token]) -> list[list[Token]]:
    fault = _first_fault(tokens)
    if fault is None:
        return [tokens]
    token = tokens[fault]
    if token.kind == "open" and token.text in _PAIR:
        return [
            _with(tokens, at, Token("close", _PAIR[token.text], tokens[at - 1].end, tokens[at - 1].end))
            for at in _ends(tokens, fault)
        ]
    if (token.kind == "close" and token.text == "}") or (token.kind == "close" and token.text == "."):
        return [tokens[:fault] + tokens[fault + 1 :]]
    if token.kind == "close" and token.text in (")", "]") and _opened_in_words(tokens, fault):
        return [tokens[:fault] + tokens[fault + 1 :]]
    if token.kind == "close" and token.text in (")", "]"):
        opening = "(" if token.text == ")" else "["
        return [
            _with(tokens, at, Token("open", opening, tokens[at].start, tokens[at].start))
            for at in _starts(tokens, fault)
        ]
    return [tokens[:fault] + tokens[fault + 1 :]] if token.kind in ("begin", "end", "open") else []


def _with(tokens: list[Token], at: int, token: Token) -> list[Token]:
    return [*tokens[:at], token, *tokens[at:]]


def _ends(tokens: list[Token], opening: int) -> list[int]:
    """Where a bracket opened at `opening` may close: at the end of its level, or before a sign on its level."""
    depth, places = 0, []
    at = opening + 1
    for at in range(opening + 1, len(tokens) + 1):
        if at == len(tokens):
            break
        token = tokens[at]
        if token.kind in ("open", "begin"):
            depth += 1
        elif token.kind in ("close", "end"):
            if depth == 0:
                break
            depth -= 1
        elif depth == 0 and (token.kind in ("relation", "row", "cell", "comma")):
            break
        if at > opening + 2 and _may_close(tokens, at, depth):
            places.append(at)
    return [at, *reversed(places)][:_LIMIT]


def _may_close(tokens: list[Token], at: int, depth: int) -> bool:
    """Whether a bracket may close before the token at `at`: a sign, or a bracket that opens right after another closed."""
    token, before = tokens[at], tokens[at - 1]
    if depth == 1:
        return token.kind == "open" and token.text == "(" and before.kind == "close"
    return depth == 0 and token.kind == "sign" and before.kind not in ("factor", "sign")


def _starts(tokens: list[Token], closing: int) -> list[int]:
    """Where a bracket closed at `closing` may open: at the start of its level, or after a sign on its level."""
    depth, places = 0, []
    at = closing
    while at > 0:
        token = tokens[at - 1]
        if token.kind in ("close", "end"):
            depth += 1
        elif token.kind in ("open", "begin"):
            if depth == 0:
                break
            depth -= 1
        elif depth == 0 and token.kind in ("relation", "row", "cell", "comma"):
            break
        elif depth == 0 and token.kind == "sign":
            places.append(at)
        at -= 1
    return [at, *reversed(places)][:_LIMIT]


def _opened_in_words(tokens: list[Token], fault: int) -> bool:
    r"""`\text{(a column of size } d)`: the partner stands in the words before."""
    opening = "(" if tokens[fault].text == ")" else "["
    return any(
        t.kind == "text" and t.text.count(opening) > t.text.count(tokens[fault].text) for t in tokens[:fault]
    )
