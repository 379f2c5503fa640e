r"""Names that an answer defines for itself: `U\delta, \quad \delta = \hat y - y`, `v_c(p - y)^\top` where p = softmax(U^\top v_c).

A part of the answer that says `name = formula` beside another part is no final: of a name that nothing else gives a
meaning it is a definition and goes into the scope; of a name that is known, `\hat y = softmax(U^\top v_c)`, it is a claim
that has to hold. The rest is the answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from verifier.expr.nodes import Derivative
from verifier.latex.read.formula import read_tokens
from verifier.latex.read.given import Given, define, key_of, own_function, statement
from verifier.latex.read.scope import Scope
from verifier.latex.read.tokens import Source, Token
from verifier.latex.read.told_cases import CASE_WORDS, Piece, fold_cases, word
from verifier.latex.read.told_layouts import told_layout

_INTRODUCE: Final = frozenset(
    {"where", "with", "let", "and", "for", "here", "using", "define", "set", "denote", "then", "so", "其中", "令", "设", "记", "这里"}
)  # fmt: skip
_LONGEST_NAME: Final = 8  # tokens
_MOST: Final = 6  # definitions of one answer


@dataclass(slots=True)
class _Part:
    """What stands between two separators of the outermost level, `before` being the first of these."""

    before: Token | None
    tokens: list[Token] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Own:
    """An answer without what it says of names. `claims`: both sides of what it says of a name that is known."""

    tokens: list[Token]
    scope: Scope
    claims: tuple[tuple[list[Token], list[Token]], ...] = ()


def own_names(tokens: list[Token], source: Source, scope: Scope) -> Own:
    own = _asked(_told(Own(tokens, scope), source), source)
    for _ in range(_MOST):
        found = _one(own, source)
        if found is None:
            break
        own = found
    return own


def _told(own: Own, source: Source) -> Own:
    r"""Without a sentence about rows, `\\text{ (the rows of } U \\text{ are the word vectors)}`, that tells a layout."""
    depth = 0
    for at, token in enumerate(own.tokens):
        bracketed = depth == 1 and at > 1 and own.tokens[at - 1].kind == "open"
        depth += (token.kind in ("open", "begin")) - (token.kind in ("close", "end"))
        if token.kind == "text" and at and (depth == 0 or bracketed):
            told = told_layout(source.slice((token.start, own.tokens[-1].end)), own.scope)
            if told is not None and told.adopted:
                return Own(own.tokens[: at - 1 if bracketed else at], told.scope)
    return own


def _asked(own: Own, source: Source) -> Own:
    """Of several derivatives with their values, `dJ/dv_c = .., dJ/du_o = ..`, the one that was asked for."""
    parts = _parts(own.tokens)
    starts = [at for at, part in enumerate(parts) if _names_derivative(part.tokens)]
    if len(starts) < 2 or starts[0] != 0 or own.scope.variable is None:
        return own
    found: list[int] = []
    for at in starts:
        cut = next(n for n, t in enumerate(parts[at].tokens) if t[:2] == ("relation", "="))
        readings, *_ = read_tokens(parts[at].tokens[:cut], source, own.scope)
        if any(isinstance(r, Derivative) and r.by == own.scope.variable for r in readings):
            found.append(at)
    if len(found) != 1:
        return own
    end = next((at for at in starts if at > found[0]), len(parts))
    return Own(_joined([replace(parts[found[0]], before=None), *parts[found[0] + 1 : end]]), own.scope)


def _names_derivative(tokens: list[Token]) -> bool:
    """Whether `\\frac{\\partial J}{\\partial x} = ..` stands here."""
    equal = next((at for at, t in enumerate(tokens) if t[:2] == ("relation", "=")), 0)
    return any(t.text in (r"\partial", r"\nabla") for t in tokens[: min(equal, 4)])


def _one(own: Own, source: Source) -> Own | None:
    parts = _parts(own.tokens)
    if len(parts) < 2:
        return None
    scope = own.scope
    for at in range(len(parts)):
        first = _first_named(parts, at, source, scope)
        said = _joined(
            [replace(p, before=None if n == 0 else p.before) for n, p in enumerate(parts[first : at + 1])]
        )
        rest = [p for p in parts[:first] + parts[at + 1 :] if p.tokens]
        if rest and (told := _shape_told(parts[at].tokens, said, source, scope)):
            return Own(_joined(rest), told.scope, own.claims)
    named = [key_of(s[0], source, scope) if (s := _sides(p.tokens)) else None for p in parts]
    for at, key in enumerate(named):
        sides = _sides(parts[at].tokens)
        if sides is not None and at and _says_entry(sides[0], key, scope):
            end = _end(parts, at)
            rest = [p for p in parts[:at] + parts[end:] if p.tokens]
            if len(rest) == 1:
                claim = (sides[0], _folded(sides[1], parts[at + 1 : end]))
                return Own(_joined(rest), scope, (*own.claims, claim))
        if sides is not None and at and key is None and _end(parts, at) == at + 1:
            rest = [p for p in parts[:at] + parts[at + 1 :] if p.tokens]
            told = own_function(source.slice((sides[0][0].start, sides[1][-1].end)), scope)
            if told is not None and told.adopted and len(rest) == 1:
                return Own(_joined(rest), told.scope, own.claims)
        if sides is None or key is None or _is_introduced_by_a_case(parts[at]):
            continue
        left, right = sides
        end = _end(parts, at)
        rest = [p for p in parts[:at] + parts[end:] if p.tokens]
        if not rest:
            continue
        if _is_new(key, scope):
            alone = len(rest) == 1 and _sides(rest[0].tokens) is None
            if not any(_uses(p.tokens, left) for p in rest) and not alone:
                continue
            given = define(left, _folded(right, parts[at + 1 : end]), source, scope)
            if given.adopted and not given.problems:
                return Own(_joined(rest), given.scope, own.claims)
        elif _is_a_claim(key, right, scope) and end == at + 1:
            return Own(_joined(rest), scope, (*own.claims, (left, right)))
    return None


def _first_named(parts: list[_Part], at: int, source: Source, scope: Scope) -> int:
    r"""Where the names begin that `y, \hat y \in ..` speaks of: the parts before that are bare names of the question."""
    while at > 1:
        before, name = parts[at].before, parts[at - 1].tokens
        if before is None or before.kind != "comma" or not 0 < len(name) <= _LONGEST_NAME:
            break
        key = key_of(name, source, scope)
        if key is None or not scope.names(key):
            break
        at -= 1
    return at


def _shape_told(tokens: list[Token], said: list[Token], source: Source, scope: Scope) -> Given | None:
    r"""The layout that `U \\in \\mathbb{R}^{V \\times d}` tells, of a name of the question."""
    at = next((n for n, t in enumerate(tokens) if t[:2] == ("relation", "in")), 0)
    key = key_of(tokens[:at], source, scope) if 0 < at <= _LONGEST_NAME else None
    if key is None or not scope.names(key):
        return None
    return statement(said, source, scope)


def _says_entry(left: list[Token], key: str | None, scope: Scope) -> bool:
    r"""Whether what a part says is of an entry or a function that is known: `y_o = 1`, `\\sigma(x) = \\frac{1}{1 + e^{-x}}`."""
    if key is None:
        return left[0].text.lstrip("\\") in scope.functions and left[-1].kind == "close"
    head, _, index = key.partition("_")
    return bool(index) and any(v.shape.is_vector for v in scope.values.get(head, ()))


def _is_a_claim(key: str, right: list[Token], scope: Scope) -> bool:
    """Whether a part says what a vector or a matrix of the question is; a number may be a condition, as in `x = 0`."""
    values = scope.values.get(key, ())
    return bool(values) and not any(v.shape.is_scalar for v in values) and right[0].kind != "number"


def _parts(tokens: list[Token]) -> list[_Part]:
    out = [_Part(None)]
    depth = 0
    for token in tokens:
        depth += (token.kind in ("open", "begin")) - (token.kind in ("close", "end"))
        if depth == 0 and token.kind in ("comma", "text", "row"):
            out.append(_Part(token))
        else:
            out[-1].tokens.append(token)
    last = out[-1].tokens
    if (cut := _bracketed_definition(last)) is not None:
        out[-1].tokens = last[:cut]
        out.append(_Part(last[cut], last[cut + 1 : -1]))
    return out


def _bracketed_definition(tokens: list[Token]) -> int | None:
    r"""Where `(\delta = \hat y - y)` opens at the very end."""
    if not tokens or tokens[-1].kind != "close":
        return None
    depth = 0
    for at in range(len(tokens) - 1, 0, -1):
        depth += (tokens[at].kind in ("close", "end")) - (tokens[at].kind in ("open", "begin"))
        if depth == 0:
            return at if tokens[at].text in ("(", "[") and _sides(tokens[at + 1 : -1]) else None
    return None


def _sides(tokens: list[Token]) -> tuple[list[Token], list[Token]] | None:
    """The name and the first member behind `=`."""
    depth = 0
    cuts: list[int] = []
    for at, token in enumerate(tokens):
        depth += (token.kind in ("open", "begin")) - (token.kind in ("close", "end"))
        if depth == 0 and token.kind == "relation":
            cuts.append(at)
    if not cuts or any(tokens[at].text != "=" for at in cuts):
        return None
    left = [t for t in tokens[: cuts[0]] if t.kind != "cell"]
    right = tokens[cuts[0] + 1 : cuts[1] if len(cuts) > 1 else None]
    right = right[1:] if right and right[0].kind == "cell" else right
    return (left, right) if left and right and len(left) <= _LONGEST_NAME else None


def _is_introduced_by_a_case(part: _Part) -> bool:
    """`if a = b`: a condition."""
    return (
        part.before is not None and part.before.kind == "text" and word(part.before) in CASE_WORDS - {"for"}
    )


def _is_new(key: str, scope: Scope) -> bool:
    head = key.partition("_")[0]
    if scope.names(key) or scope.names(head) or head in ("I", "1", "0"):
        return False
    known = (scope.indices, scope.indexed, scope.sizes, scope.functions)
    return not any(key in names or head in names for names in known)


def _uses(tokens: list[Token], name: list[Token]) -> bool:
    return any(t.kind in ("name", "command") and t.text == name[0].text for t in tokens)


def _end(parts: list[_Part], at: int) -> int:
    """Where the cases end that a definition goes on with, `b = v_c if w = o else 0`."""
    told = [p.before is not None and p.before.kind == "text" and word(p.before) in CASE_WORDS for p in parts]
    end = at + 1
    while end < len(parts) and (told[end] or (end > at + 1 and any(told[end + 1 : end + 2]))):
        end += 1
    return end


def _folded(right: list[Token], tail: list[_Part]) -> list[Token]:
    piece = Piece("", list(right), [t for p in tail for t in (*([p.before] if p.before else ()), *p.tokens)])
    if piece.tail:
        fold_cases(piece)
    return piece.tokens


def _joined(parts: list[_Part]) -> list[Token]:
    """The parts that are left, with what stood between them; words that led into a definition go with it."""
    out: list[Token] = []
    for part in parts:
        before = part.before
        if before is not None and (out or before.kind == "text"):
            leads = before.kind == "text" and word(before) in _INTRODUCE
            if not leads and out:
                out.append(before)
            elif out:
                out.append(Token("comma", ",", before.start, before.end))
        out.extend(part.tokens)
    return out
