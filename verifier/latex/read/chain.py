r"""Chains: `left = a = b`, lines of `aligned`, lines that begin with `=`, conditions and remarks after the last member.

A chain is cut at the relations of its own level; each member is read for itself, so one that cannot be read costs only
itself. A row that starts with neither relation nor sign starts afresh (relation "").
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from verifier.expr.indices import Compare, Condition, Index, Picked, Place, SameIndex
from verifier.expr.nodes import Column, Derivative, Expr, Named, Opaque, Span, Sum, Symbol, Transpose
from verifier.expr.shapes import SCALAR
from verifier.expr.walk import free_letters, letters_in, letters_of, nodes, transform
from verifier.latex.read.budget import Budget, LimitReached
from verifier.latex.read.conditions import condition_chain, looks_like_index, taken_away
from verifier.latex.read.construct import registry
from verifier.latex.read.counted import with_count
from verifier.latex.read.elaborate import CHOICES, Elaborator
from verifier.latex.read.formula import limited, loose_reading, new_parser, read_tokens
from verifier.latex.read.own_names import own_names
from verifier.latex.read.parser import Refused
from verifier.latex.read.prepare import prepared
from verifier.latex.read.problems import Chain, Member, Problem, Reading
from verifier.latex.read.scope import Scope
from verifier.latex.read.shape_remarks import belied_shape, shape_remark
from verifier.latex.read.syntax import Clause
from verifier.latex.read.tokens import Source, Token
from verifier.latex.read.told_cases import (
    CASE_WORDS,
    Piece,
    as_table,
    fold_cases,
    leading_case,
    leading_words,
    without_range_remark,
    word,
)
from verifier.latex.read.told_relations import with_exceptions, with_relations

_LINKS: Final = frozenset({"=", "=>", "->", "~"})
# Words before conditions and remarks; what stands behind any other word is a member of its own.
_TAIL_WORDS: Final = CASE_WORDS | {
    "where", "with", "given", "since", "because", "as", "assuming", "such", "s.t", "only", "is", "are", "here", "note", "by", "from",
    "let", "using", "in", "of", "at", "a", "an", "the", "is a", "shape", "dimension", "当", "若", "其中", "时", "因为", "对于", "这里",
}  # fmt: skip

_ONE_DERIVATIVE: Final = 2  # signs of it of a derivative


def read_chain(text: str, scope: Scope, budget: Budget | None = None) -> Chain:
    """The chain that `text` is in `scope`."""
    source = Source(text, budget or Budget(), [])
    scope = with_count(text, scope) or scope
    try:
        own = [own_names(as_table(way), source, scope) for way in prepared(source, scope)]
        ways, scope = [o.tokens for o in own], own[0].scope
        chains = [_chain(way, source, scope) for way in ways]
        if (renamed := _renamed(ways[0], chains[0], scope)) is not None:
            kept = list(source.notes)
            letter, scope = renamed
            chains = [_chain(way, source, scope) for way in ways]
            source.notes[:] = kept
            source.note(
                "variable-renamed", 0, len(text), f"`{letter}` is read as the variable of the question"
            )
    except (LimitReached, RecursionError) as limit:
        return Chain(text, None, (), problems=limited(text, limit).problems)
    best = max(chains, key=lambda c: sum(m.reading.formula is not None for m in c.members))
    others = [c for c in chains if c is not best and len(c.members) == len(best.members)]
    members = tuple(_with_others(m, [o.members[at] for o in others]) for at, m in enumerate(best.members))
    claims = tuple(
        (_read(a, source, inner), _read(b, source, inner))
        for a, b in own[0].claims
        for inner in (_with_argument(a, scope),)
    )
    problems = best.problems
    if not members and best.left is None and not problems:
        problems = (Problem("empty", (0, len(text)), "there is no formula here"),)
    return replace(
        best, members=members, problems=problems, claims=claims, notes=tuple(source.notes), scope=scope
    )


def _with_argument(left: list[Token], scope: Scope) -> Scope:
    r"""The scope in which the x of `\sigma(x) = ..` is a number, where it is nothing else."""
    kinds = [t.kind for t in left]
    if kinds != ["name", "open", "name", "close"] or scope.names(left[2].text):
        return scope
    letter = left[2].text
    return scope.with_value(letter, Symbol(name=letter, of_shape=SCALAR, latex=letter))


def _read(tokens: list[Token], source: Source, scope: Scope) -> Reading:
    formulas, problems, _ = read_tokens(tokens, source, scope)
    text = source.slice(_span(tokens))
    return Reading(text, formulas[0] if formulas else None, tuple(formulas[1:]), problems=problems)


def _renamed(tokens: list[Token], chain: Chain, scope: Scope) -> tuple[str, Scope] | None:
    """The one letter that is not known, where the variable of the question stands nowhere: it is that variable."""
    variable = scope.variable
    if not isinstance(variable, Symbol) or scope.declared_only or variable.shape.is_matrix:
        return None
    readings = [m.reading for m in chain.members] + ([chain.left] if chain.left is not None else [])
    problems = [p for r in readings for p in r.problems]
    unknown = {p.name for p in problems if p.kind == "unknown-symbol"}
    own = {k for k, values in scope.values.items() if variable in values}
    if len(unknown) != 1 or any(t.kind == "name" and t.text in own for t in tokens):
        return None
    (letter,) = unknown
    if len(letter) != 1 or not letter.isalpha():
        return None
    return letter, scope.with_value(letter, variable)


def _with_others(member: Member, others: list[Member]) -> Member:
    found = list(member.reading.all)
    for other in others:
        found.extend(f for f in other.reading.all if f not in found)
    if not found:
        return member
    cut = len(found) > CHOICES or any(m.reading.cut for m in (member, *others))
    reading = replace(member.reading, formula=found[0], alternatives=tuple(found[1:CHOICES]), cut=cut)
    return replace(member, reading=reading)


def _chain(tokens: list[Token], source: Source, scope: Scope) -> Chain:
    if (cut := leading_case(tokens)) and not _goes_on_with_cases(tokens[cut:]):
        return _in_case(_chain(tokens[cut:], source, scope), tokens[:cut], source, scope)
    if cut := leading_words(tokens):
        return _in_case(_chain(tokens[cut:], source, scope), tokens[:cut], source, scope)
    tokens = without_range_remark(with_exceptions(tokens), scope)
    pieces = _pieces(tokens, scope)
    left: Reading | None = None
    remarks: list[str] = []
    members: list[Member] = []
    for at, piece in enumerate(pieces):
        fold_cases(piece)
        reading = _read_piece(piece, source, scope)
        first = at == 0 and len(pieces) > 1 and piece.relation == "" and pieces[1].relation != ""
        if first and _claims(reading, piece):
            left = reading
            scope = inside(scope, reading.formula)
            continue
        if belied_shape(piece.tail, reading, source, scope):
            what = "the formula has another shape than is told behind it"
            source.note("shape-told", *_span(piece.tail), what)
        said, words = _tail(piece.tail, source, scope)
        reading = _with_known_letters(reading, said, scope)
        reading, said = _bound_conditions(reading, said, scope.free)
        members.append(Member(reading, piece.relation, _span(piece.tokens), tuple(said)))
        remarks.extend(words)
    problems = tuple(p for m in members for p in m.reading.problems)
    conditions = members[-1].conditions if members else ()
    return Chain(source.text, left, tuple(members), conditions, tuple(remarks), problems)


def _goes_on_with_cases(tokens: list[Token]) -> bool:
    """Whether another case is told behind the first, so that the first is not the whole answer."""
    return any(t.kind == "text" and word(t) in CASE_WORDS - {"for"} for t in tokens)


def _in_case(chain: Chain, case: list[Token], source: Source, scope: Scope) -> Chain:
    """The chain behind `when w = o,`: the case is a condition of its last member."""
    said, words = _tail([t for t in case if t.kind != "row"], source, scope)
    remarks = (*words, *chain.remarks)
    if not said or chain.last is None:
        return replace(chain, remarks=remarks)
    reading = _with_known_letters(chain.last.reading, said, scope)
    last = replace(chain.last, reading=reading, conditions=(*said, *chain.last.conditions))
    return replace(chain, members=(*chain.members[:-1], last), conditions=last.conditions, remarks=remarks)


def _span(tokens: list[Token]) -> Span:
    """From the first to the last character; brackets that were put in may stand out of their order."""
    return (min(t.start for t in tokens), max(t.end for t in tokens)) if tokens else (0, 0)


def _claims(reading: Reading, piece: Piece) -> bool:
    """Whether a first member says what is claimed: a derivative, or a named loss; read or not."""
    formula = reading.formula
    if formula is None:
        if sum(t.text == r"\partial" for t in piece.tokens) > _ONE_DERIVATIVE:
            return False  # a chain of derivatives is a step, whatever layout it is formed in
        primed = any(t.text == "'" for t in piece.tokens[:3])
        return primed or any(t.text in (r"\partial", r"\nabla", "d") for t in piece.tokens[:4])
    inner = formula.arg if isinstance(formula, Transpose) else formula
    return isinstance(inner, Derivative | Opaque) or (isinstance(inner, Named) and inner.shape.is_scalar)


def inside(scope: Scope, left: Expr | None) -> Scope:
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
            if (
                piece.tokens
                and not fresh_row
                and at < len(tokens)
                and tokens[at].kind == "cell"
                and not _relation_next(tokens, at + 1)
            ):
                in_tail = True
        elif token.kind == "relation" and token.text == "in" and piece.tokens and not in_tail:
            in_tail = True  # `U(\hat y - y) \in \mathbb{R}^d`: what kind of thing it is
            out[-1].tail.append(token)
        elif token.kind == "relation" and token.text in _LINKS and not (in_tail and not fresh_row):
            out.append(Piece(token.text))
            fresh_row = in_tail = False
        elif token.text == ":" and len(out) == 1 and not in_tail and _names_derivative(piece.tokens):
            out.append(Piece("="))  # `\\frac{\\partial J}{\\partial u_o}: ..`
        elif token.kind == "text" or (token.kind == "comma" and _starts_tail(token, tokens, at, scope)):
            if fresh_row:
                fresh_row = False
                if piece.tokens:
                    out.append(Piece(""))
            if token.kind == "text" and not in_tail and word(token) not in _TAIL_WORDS and at < len(tokens):
                out.append(Piece(","))
                continue
            in_tail = True
            out[-1].tail.append(token)
        elif token.kind == "comma" and not in_tail:
            if at < len(tokens) and not fresh_row:
                out.append(Piece(","))
        else:
            fresh_row, in_tail = _start_row(out, token, fresh_row, in_tail)
            (out[-1].tail if in_tail else out[-1].tokens).append(token)
    return [p for p in out if p.tokens or p.tail]


def _names_derivative(tokens: list[Token]) -> bool:
    """Whether a derivative and nothing else stands here, as far as its first sign and its length tell."""
    head = [t.text for t in tokens[:4]]
    plain = not any(t.kind in ("sign", "relation") for t in tokens)
    return plain and len(tokens) < 40 and any(text in (r"\partial", r"\nabla") for text in head)


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
    if token.text in ("forall", ":"):
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
    return name not in scope.values and (
        name in scope.indices or name in letters or name in ("k", "s", "w", "i", "j")
    )


# --- reading ----------------------------------------------------------------------------------------------------


def _read_piece(piece: Piece, source: Source, scope: Scope) -> Reading:
    """One member; conditions in a bracket at its end are a remark, if it cannot be read with them."""
    notes = len(source.notes)
    if (remark := shape_remark(piece.tokens, scope)) is not None:
        opens, shape = remark
        formulas, _, _ = read_tokens(piece.tokens[:opens], source, scope)
        if any(f.shape == shape for f in formulas):
            piece.tail = [*piece.tokens[opens + 1 : -1], *piece.tail]
            piece.tokens = piece.tokens[:opens]
    formulas, problems, more = read_tokens(piece.tokens, source, scope)
    if not formulas and (label := _label(piece.tokens)):
        again, _, more = read_tokens(piece.tokens[label:], source, scope)
        if again:
            source.note(
                "label",
                piece.tokens[0].start,
                piece.tokens[label - 1].end,
                "a label in front is no mathematics",
            )
            piece.tokens = piece.tokens[label:]
            formulas, problems = again, ()
    if not formulas and (cut := _last_bracket(piece.tokens)) is not None:
        again, why, more = read_tokens(piece.tokens[:cut], source, scope)
        unformed = bool(why) and all(p.kind == "shape" for p in why)
        if (again or unformed) and not any(n.code == "operand-missing" for n in source.notes[notes:]):
            piece.tail = [*piece.tokens[cut + 1 : -1], *piece.tail]
            piece.tokens = piece.tokens[:cut]
            formulas, problems = again, why
    found = tuple(source.notes[notes:])
    text = source.slice(_span(piece.tokens))
    if not formulas:
        return Reading(
            text,
            None,
            problems=problems,
            notes=found,
            loose=loose_reading([piece.tokens], source, scope, problems),
        )
    return Reading(text, formulas[0], tuple(formulas[1:]), notes=found, cut=more)


def _label(tokens: list[Token]) -> int:
    """How many tokens a label in front takes: `(i)`, `(iii)`, `b)`."""
    start = 1 if tokens and tokens[0].kind == "open" else 0
    end = next((at for at in range(start, min(start + 5, len(tokens))) if tokens[at].kind == "close"), 0)
    names = "".join(t.text for t in tokens[start:end] if t.kind in ("name", "number"))
    short = end and len(names) == end - start and (len(names) == 1 or not names.strip("ivx"))
    return end + 1 if short and end + 1 < len(tokens) else 0


def _last_bracket(tokens: list[Token]) -> int | None:
    """Where a bracket at the very end opens that holds words or a condition."""
    if not tokens or tokens[-1].kind != "close" or tokens[-1].text not in (")", "]"):
        return None
    depth = 0
    for at in range(len(tokens) - 1, 0, -1):
        depth += (tokens[at].kind in ("close", "end")) - (tokens[at].kind in ("open", "begin"))
        if depth == 0:
            return at if _says_condition(tokens[at + 1 : -1]) else None
    return None


def _says_condition(tokens: list[Token]) -> bool:
    """Whether words or a relation stand on the outermost level."""
    depth = 0
    for token in tokens:
        depth += (token.kind in ("open", "begin")) - (token.kind in ("close", "end"))
        if depth == 0 and token.kind in ("text", "relation"):
            return True
    return False


def _tail(tokens: list[Token], source: Source, scope: Scope) -> tuple[list[Condition], list[str]]:
    """Conditions behind a formula; what is none of them is a remark."""
    if not tokens:
        return [], []
    remark = source.slice((tokens[0].start, tokens[-1].end))
    parser = new_parser(with_relations(tokens), source, scope)
    try:
        clauses = parser.clauses()
    except Refused:
        return [], [remark]
    out: list[Condition] = []
    elaborator = Elaborator(scope, source, registry())
    for clause in clauses:
        out.extend(_condition(elaborator, clause))
    return out, [remark]


def _bound_conditions(
    reading: Reading, said: list[Condition], free: frozenset[str]
) -> tuple[Reading, list[Condition]]:
    r"""A condition behind a sum on the letter that it binds, `\sum_{j=-m}^m a_j, j \ne 0`, is a condition of the sum.

    One on a letter of the question is about the whole, though a sum within may bind the same letter.
    """
    formula = reading.formula
    if formula is None or not said:
        return reading, said
    kept: list[Condition] = []
    for condition in said:
        letters = letters_in(condition) - free_letters(formula)
        whole = bool(letters) and letters <= free
        binders = [
            n for _, n in nodes(formula) if isinstance(n, Sum) and n.index.name in letters and not whole
        ]
        if len(binders) != 1 or isinstance(condition, Compare):
            kept.append(condition)
            continue
        formula = transform(formula, partial(_with_condition, binders[0], condition))
    return (
        reading if formula is reading.formula else replace(reading, formula=formula, alternatives=())
    ), kept


def _with_known_letters(reading: Reading, said: list[Condition], scope: Scope) -> Reading:
    """A formula for a case that is told by a letter of nothing known, `for w = q`, says nothing that can be judged."""
    if reading.formula is None:
        return reading
    known = {*scope.indices, *scope.free} | free_letters(reading.formula)
    known |= {n.index.name for _, n in nodes(reading.formula) if isinstance(n, Sum)}
    if any(_of_two_kinds(c) for c in said):
        why = Problem(
            "syntax", (0, len(reading.text)), "a sample that is the word of the question is no case of it"
        )
        return replace(reading, formula=None, alternatives=(), problems=(why,))
    strange = sorted({x for c in said if not isinstance(c, Compare) for x in letters_in(c)} - known)
    if not strange:
        return reading
    why = Problem(
        "unknown-symbol", (0, len(reading.text)), f"the index `{strange[0]}` is not known here", strange[0]
    )
    return replace(reading, formula=None, alternatives=(), problems=(why,))


def _of_two_kinds(condition: Condition) -> bool:
    """Whether a sample is said to be a word that has a letter of its own: `k = o`."""
    if not isinstance(condition, SameIndex):
        return False
    sides = (condition.left, condition.right)
    return any(isinstance(s, Picked) for s in sides) and any(isinstance(s, Index) for s in sides)


def _with_condition(binder: Sum, condition: Condition, node: Expr) -> Expr:
    return (
        replace(binder, conditions=(*binder.conditions, condition))
        if node == binder and isinstance(node, Sum)
        else node
    )


def _condition(el: Elaborator, clause: Clause) -> list[Condition]:
    if clause.relations == ("in",) and len(clause.parts) == 2:
        removed = taken_away(el, clause.parts[0], clause.parts[1])
        return [] if removed is None else [removed]
    if not clause.relations or "in" in clause.relations:
        return []
    known = all(looks_like_index(el, p) for p in clause.parts) or not any(
        looks_like_index(el, p) for p in clause.parts
    )
    if not known and len(clause.parts) != 2:
        return []
    made = condition_chain(el, clause) or []
    # "for k = 1, 2, ..., K" tells a range, no condition.
    return [c for c in made if not (isinstance(c, SameIndex) and isinstance(c.right, Place))]
