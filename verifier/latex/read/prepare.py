r"""From a text to the token lists that are parsed: macros, tokens, transparent environments, brackets.

Environments that only lay lines out (`aligned`, `equation`, ...) vanish, unless a brace stands before them: then they
hold cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from verifier.latex.read.brackets import matched
from verifier.latex.read.budget import Budget
from verifier.latex.read.macros import expanded
from verifier.latex.read.problems import Note
from verifier.latex.read.scope import Scope
from verifier.latex.read.tokens import Source, Token, tokenise

_TRANSPARENT: Final = frozenset(
    name + star
    for name in ("aligned", "align", "equation", "split", "gather", "gathered", "eqnarray", "multline", "flalign",
                 "alignat", "alignedat", "displaymath", "math", "dmath", "subequations", "center", "small", "proof")
    for star in ("", "*")
)  # fmt: skip
COLUMNED: Final = ("alignat", "alignat*", "alignedat", "array")
_COLUMNS: Final = frozenset("lcrpmbX|@*!<>:;,.")


def prepared(source: Source, scope: Scope) -> list[list[Token]]:
    """The token lists to read, likeliest first."""
    tokens = _tokens(source, scope)
    tokens = _case_behind(_with_members(tokens, scope))
    ways = matched(_without_layout(tokens), source)
    return [_without_layout(way) for way in ways] if len(ways) > 1 else ways


def _case_behind(tokens: list[Token]) -> list[Token]:
    r"""`\frac{\partial J}{\partial v_w}\Big|_{w \ne c} = 0` as `.. = 0, w \ne c`: one bar without a partner, and a case below it."""
    bars = [at for at, t in enumerate(tokens) if t.text == "|" and t.kind in ("bar", "close")]
    if len(bars) != 1 or bars[0] < 2 or tokens[bars[0] - 1].kind != "close":
        return tokens
    (at,) = bars
    opened = [n for n in range(at) if tokens[n].text == "." and tokens[n].kind == "open"]
    kinds = [t.kind for t in tokens[at + 1 : at + 7]]
    if kinds != ["_", "open", "name", "relation", "name", "close"] or len(opened) > 1:
        return tokens
    said = tokens[at + 3 : at + 6]
    if said[1].text not in ("=", "!="):
        return tokens
    rest = [t for n, t in enumerate(tokens) if not at <= n <= at + 6 and n not in opened]
    return [*rest, Token("comma", ",", tokens[-1].end, tokens[-1].end), *said]


def _with_members(tokens: list[Token], scope: Scope) -> list[Token]:
    r"""`i \in S` with what the writer's S holds in its place: `i \in \{i : w_i = w_k\}`."""
    if not scope.sets:
        return tokens
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        after = _named_set(tokens, at, scope) if out and out[-1].text == "in" else None
        if after is None:
            out.append(tokens[at])
            at += 1
            continue
        told, end = after
        members = tokenise(Source(told, Budget(), []))
        own = _own_letter(members)
        letter = out[-2].text if len(out) > 1 and out[-2].kind == "name" else own
        first, last = tokens[at].start, tokens[end - 1].end
        out.extend(
            t._replace(text=letter if t.kind == "name" and t.text == own else t.text, start=first, end=last)
            for t in members
        )
        at = end
    return out


def _named_set(tokens: list[Token], at: int, scope: Scope) -> tuple[str, int] | None:
    r"""What the set named at a place holds, and where its name ends: `S`, `\mathcal{S}`, `S_k`, `\mathcal S_{k}`."""
    font = at
    while at < len(tokens) and tokens[at].kind == "command":
        at += 1
    braced = at > font and [t.text for t in tokens[at : at + 3 : 2]] == ["{", "}"]
    at += braced
    names = [t.text for t in tokens[at : at + 5 + braced]]
    if not names or tokens[at].kind != "name":
        return None
    if braced:
        del names[1]
    at += braced
    if len(names) > 2 and names[1] == "_":
        inner, length = (names[3], 5) if names[2] == "{" and len(names) > 4 else (names[2], 3)
        told = scope.sets.get(f"{names[0]}_{inner}")
        return None if told is None else (told, at + length)
    told = scope.sets.get(names[0])
    return None if told is None else (told, at + 1)


def _own_letter(members: list[Token]) -> str:
    r"""The s of `\{s : ..\}` and of `\{1 \le s \le K : ..\}`."""
    for before, token, after in zip(members, members[1:], members[2:], strict=False):
        if (
            token.kind == "name"
            and (before.text in (r"\{", "<", "<="))
            and after.kind in ("comma", "bar", "relation", "mid")
        ):
            return token.text
    return ""


def _tokens(source: Source, scope: Scope) -> list[Token]:
    text = expanded(source.text, scope.macros)
    if text.places is None:
        return tokenise(source, scope.known_words)
    kept = list(source.notes)
    source.notes.clear()
    tokens = tokenise(source, scope.known_words, text.text)
    found = [Note(n.code, text.span(*n.span), n.message) for n in source.notes]
    source.notes[:] = kept + found
    return [t._replace(start=span[0], end=span[1]) for t in tokens for span in (text.span(t.start, t.end),)]


def _without_layout(tokens: list[Token]) -> list[Token]:
    """The tokens without environments that only lay out."""
    if not any(t.kind in ("begin", "end") for t in tokens):
        return tokens
    out: list[Token] = []
    kept: list[bool] = []
    skip_group = False
    at = 0
    while at < len(tokens):
        token, before = tokens[at], at + 1
        at += 1
        if skip_group:
            skip_group = False
            if token.kind == "open" and token.text == "{":
                at = after_columns(tokens, at - 1)
                if at > before:
                    continue
        if token.kind == "begin":
            layout = token.text in _TRANSPARENT or (token.text == "array" and _lays_out(tokens, at))
            keep = not layout or (bool(out) and out[-1].kind == "open" and out[-1].text == "\\{")
            kept.append(keep)
            if not keep:
                skip_group = token.text in COLUMNED
                continue
        elif token.kind == "end" and kept and not kept.pop():
            continue
        out.append(token)
    return out


def after_columns(tokens: Sequence[Token], at: int) -> int:
    r"""Where the group that starts at `at` ends if it says how columns are set (`{ll}`, `{@{}l@{\\quad}l@{}}`, `{2}`) and holds
    no formula; else where it starts."""
    start, depth = at, 0
    if at >= len(tokens) or tokens[at].text != "{":
        return start
    while at < len(tokens):
        token = tokens[at]
        depth += (token.text == "{") - (token.text == "}")
        at += 1
        if depth == 0:
            return at
        said = token.text in ("{", "}") or token.kind == "number" or _COLUMNS.issuperset(token.text)
        if depth == 1 and not said:
            return start
    return start


def _lays_out(tokens: list[Token], at: int) -> bool:
    """Whether an array holds equations: a relation on its own level, and no bracket before it."""
    before = tokens[at - 2] if at >= 2 else None
    if before is not None and before.kind in ("open", "bar"):
        return False
    depth = 0
    for token in tokens[at:]:
        depth += (token.kind in ("open", "begin")) - (token.kind in ("close", "end"))
        if depth < 0:
            return False
        if depth == 0 and token.kind == "relation" and token.text == "=":
            return True
    return False
