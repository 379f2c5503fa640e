r"""Chains: `left = a = b`, lines of `aligned`, lines that begin with `=`, conditions and remarks after the last member.

A chain is cut at the relations of its own level; each member is read for itself, so one that cannot be read costs only
itself. A row that starts with neither relation nor sign starts afresh (relation "").
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from verifier.expr.indices import Condition
from verifier.expr.nodes import Column, Derivative, Expr, Named, Opaque, Span, Transpose
from verifier.expr.walk import free_letters, letters_of
from verifier.latex.read.budget import Budget, LimitReached
from verifier.latex.read.conditions import condition_chain, looks_like_index
from verifier.latex.read.construct import registry
from verifier.latex.read.elaborate import Elaborator
from verifier.latex.read.formula import limited, new_parser, read_tokens
from verifier.latex.read.parser import Refused
from verifier.latex.read.prepare import prepared
from verifier.latex.read.problems import Chain, Member, Problem, Reading
from verifier.latex.read.scope import Scope
from verifier.latex.read.syntax import Clause
from verifier.latex.read.tokens import Source, Token

_LINKS: Final = frozenset({"=", "=>", "->", "~"})
_SIDE_WORDS: Final = frozenset({"if", "when", "for", "where", "otherwise", "else", "forall", "with"})


@dataclass(slots=True)
class Piece:
    """A member not read yet. `tail`: tokens of the conditions and remarks behind it."""

    relation: str
    tokens: list[Token] = field(default_factory=list)
    tail: list[Token] = field(default_factory=list)


def read_chain(text: str, scope: Scope, budget: Budget | None = None) -> Chain:
    """The chain that `text` is in `scope`."""
    source = Source(text, budget or Budget(), [])
    try:
        ways = prepared(source, scope)
        chains = [_chain(way, source, scope) for way in ways]
    except (LimitReached, RecursionError) as limit:
        return Chain(text, None, (), problems=limited(text, limit).problems)
    best = max(chains, key=lambda c: sum(m.reading.formula is not None for m in c.members))
    others = [c for c in chains if c is not best and len(c.members) == len(best.members)]
    members = tuple(_with_others(m, [o.members[at] for o in others]) for at, m in enumerate(best.members))
    return replace(best, members=members, notes=tuple(source.notes))


def _with_others(member: Member, others: list[Member]) -> Member:
    found = list(member.reading.all)
    for other in others:
        found.extend(f for f in other.reading.all if f not in found)
    if not found:
        return member
    return replace(member, reading=replace(member.reading, formula=found[0], alternatives=tuple(found[1:6])))


def _chain(tokens: list[Token], source: Source, scope: Scope) -> Chain:
    pieces = _pieces(tokens, scope)
    left: Reading | None = None
    conditions: list[Condition] = []
    remarks: list[str] = []
    members: list[Member] = []
    problems: list[Problem] = []
    for at, piece in enumerate(pieces):
        reading, piece_scope = _read_piece(piece, source, scope), scope
        if at == 0 and len(pieces) > 1 and piece.relation == "" and pieces[1].relation != "":
            if _claims(reading, piece):
                left = reading
                scope = _inside(scope, reading.formula)
                continue
        span = _span(piece.tokens)
        members.append(Member(reading, piece.relation, span))
        problems.extend(reading.problems)
        said, words = _tail(piece.tail, source, piece_scope)
        conditions.extend(said)
        remarks.extend(words)
    return Chain(source.text, left, tuple(members), tuple(conditions), tuple(remarks), tuple(problems))


def _span(tokens: list[Token]) -> Span:
    return (tokens[0].start, tokens[-1].end) if tokens else (0, 0)


def _claims(reading: Reading, piece: Piece) -> bool:
    """Whether a first member says what is claimed: a derivative, or a named loss; read or not."""
    formula = reading.formula
    if formula is None:
        return any(t.kind == "command" and t.text in (r"\partial", r"\nabla") for t in piece.tokens[:4])
    inner = formula.arg if isinstance(formula, Transpose) else formula
    return isinstance(inner, Derivative | Opaque) or (isinstance(inner, Named) and inner.shape.is_scalar)


def _inside(scope: Scope, left: Expr | None) -> Scope:
    """The scope of what follows `dJ/du_k =`: the writer's letter is the free one, whatever the question's was."""
    inner = left.arg if isinstance(left, Transpose) else left
    if not isinstance(inner, Derivative) or not isinstance(inner.by, Column):
        return scope
    letters = letters_of(inner.by.index)
    if not letters or letters <= scope.free:
        return scope
    kept = free_letters(scope.loss) if scope.loss is not None else frozenset()
    return scope.with_free((scope.free & kept) | letters)


# --- cutting ----------------------------------------------------------------------------------------------------


def _pieces(tokens: list[Token], scope: Scope) -> list[Piece]:
    """The members of a chain as tokens. A first piece that is empty (the text begins with `=`) is left out."""
    out = [Piece("")]
    depth = 0
    fresh_row = in_tail = False
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        depth += (token.kind in ("open", "begin")) - (token.kind in ("close", "end"))
        piece = out[-1]
        if depth > 0 or token.kind in ("close", "end"):
            if fresh_row and token.kind in ("open", "begin") and depth == 1:
                fresh_row, in_tail = _start_row(out, token, fresh_row, in_tail)
            (out[-1].tail if in_tail else out[-1].tokens).append(token)
            continue
        if token.kind == "row":
            fresh_row = True
        elif token.kind == "cell":
            if piece.tokens and not fresh_row and at < len(tokens) and tokens[at].kind == "cell" and not _relation_next(tokens, at + 1):
                in_tail = True
        elif token.kind == "relation" and token.text in _LINKS and not (in_tail and not fresh_row):
            out.append(Piece(token.text))
            fresh_row = in_tail = False
        elif token.kind == "text" or (token.kind == "comma" and _starts_tail(token, tokens, at, scope)):
            if fresh_row:
                fresh_row = False
                if piece.tokens:
                    out.append(Piece(""))
            in_tail = True
            out[-1].tail.append(token)
        elif token.kind == "comma" and not in_tail:
            if at < len(tokens) and not fresh_row:
                out.append(Piece(","))
        else:
            fresh_row, in_tail = _start_row(out, token, fresh_row, in_tail)
            (out[-1].tail if in_tail else out[-1].tokens).append(token)
    return [p for p in out if p.tokens or p.tail]


def _start_row(out: list[Piece], token: Token, fresh_row: bool, in_tail: bool) -> tuple[bool, bool]:
    """A new row that goes on with nothing of the row before starts afresh."""
    if not fresh_row:
        return False, in_tail
    before = out[-1].tokens
    goes_on = token.kind in ("sign", "factor") or (bool(before) and before[-1].kind in ("sign", "factor"))
    if before and not (goes_on and not in_tail):
        out.append(Piece(""))
    return False, False


def _relation_next(tokens: list[Token], at: int) -> bool:
    while at < len(tokens) and tokens[at].kind == "cell":
        at += 1
    return at < len(tokens) and tokens[at].kind == "relation"


def _starts_tail(token: Token, tokens: list[Token], at: int, scope: Scope) -> bool:
    """Whether a comma starts conditions and remarks: what follows it is a condition, words or nothing."""
    if token.text in ("forall", ":", "and"):
        return True
    depth = 0
    relation = None
    size = 0
    for follow in tokens[at:]:
        depth += (follow.kind in ("open", "begin")) - (follow.kind in ("close", "end"))
        if depth == 0 and follow.kind == "text":
            return size == 0
        if depth == 0 and follow.kind in ("comma", "row"):
            break
        if depth == 0 and follow.kind == "relation":
            relation = follow.text
            break
        size += 1
    if relation is None:
        return size == 0
    if relation not in _LINKS:
        return True
    return size <= 6 and tokens[at].kind == "name" and _is_index(tokens[at].text, scope)


def _is_index(name: str, scope: Scope) -> bool:
    letters = {f.letter for f in scope.families}
    return name not in scope.values and (name in scope.indices or name in letters or name in ("k", "s", "w", "i", "j"))


# --- reading ----------------------------------------------------------------------------------------------------


def _read_piece(piece: Piece, source: Source, scope: Scope) -> Reading:
    """One member; conditions in a bracket at its end are a remark, if it cannot be read with them."""
    notes = len(source.notes)
    formulas, problems = read_tokens(piece.tokens, source, scope)
    if not formulas and (cut := _last_bracket(piece.tokens)) is not None:
        again, _ = read_tokens(piece.tokens[:cut], source, scope)
        if again:
            piece.tail = [*piece.tokens[cut + 1 : -1], *piece.tail]
            piece.tokens = piece.tokens[:cut]
            formulas, problems = again, ()
    found = tuple(source.notes[notes:])
    text = source.slice(_span(piece.tokens))
    if not formulas:
        return Reading(text, None, problems=problems, notes=found)
    return Reading(text, formulas[0], tuple(formulas[1:]), notes=found)


def _last_bracket(tokens: list[Token]) -> int | None:
    """Where a bracket at the very end opens that holds words or a condition."""
    if not tokens or tokens[-1].kind != "close" or tokens[-1].text not in (")", "]"):
        return None
    depth = 0
    for at in range(len(tokens) - 1, 0, -1):
        depth += (tokens[at].kind in ("close", "end")) - (tokens[at].kind in ("open", "begin"))
        if depth == 0:
            inside = tokens[at + 1 : -1]
            return at if any(t.kind in ("text", "relation") for t in inside) else None
    return None


def _tail(tokens: list[Token], source: Source, scope: Scope) -> tuple[list[Condition], list[str]]:
    """Conditions behind a formula; what is none of them is a remark."""
    if not tokens:
        return [], []
    remark = source.slice((tokens[0].start, tokens[-1].end))
    parser = new_parser(tokens, source, scope)
    try:
        clauses = parser.clauses()
    except Refused:
        return [], [remark]
    out: list[Condition] = []
    elaborator = Elaborator(scope, source, registry())
    for clause in clauses:
        out.extend(_condition(elaborator, clause))
    return out, [remark]


def _condition(el: Elaborator, clause: Clause) -> list[Condition]:
    if not clause.relations or "in" in clause.relations:
        return []
    known = all(looks_like_index(el, p) for p in clause.parts) or not any(looks_like_index(el, p) for p in clause.parts)
    if not known and len(clause.parts) != 2:
        return []
    return condition_chain(el, clause) or []
