r"""Case distinctions: `\begin{cases}`, `\left\{ \begin{array}{ll} .. \end{array} \right.`, `\left\{ a & w = o \\ .. \right.`"""

from __future__ import annotations

import re
from dataclasses import dataclass

from verifier.expr.build import fitted
from verifier.expr.indices import Condition, Index, SameIndex
from verifier.expr.nodes import Cases, Diag, Each, Expr, Number, Stack
from verifier.expr.shapes import SCALAR
from verifier.expr.walk import free_letters, put_index
from verifier.latex.read.conditions import conditions_of, is_otherwise
from verifier.latex.read.construct import Construct
from verifier.latex.read.elaborate import Elaborator
from verifier.latex.read.parser import Parser
from verifier.latex.read.prepare import COLUMNED, after_columns
from verifier.latex.read.syntax import Clause, Node, Terms
from verifier.latex.read.tokens import Token

ENVIRONMENTS = ("cases", "dcases", "rcases", "numcases", "cases*", "dcases*")
_INNER = (
    "array",
    "aligned",
    "matrix",
    "split",
    "alignedat",
    "gathered",
    "align",
    "align*",
    "cases",
    "eqnarray",
)

_UNDEFINED = re.compile(
    r"\s*(?:undefined|undef|dne|does not exist|not defined|n/a|no derivative|未定义|不存在|无定义)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CaseTable(Node):
    rows: tuple[tuple[Terms, tuple[Clause, ...]], ...]


def parse_environment(parser: Parser) -> Node | None:
    opening = parser.take()
    rows = _rows(parser)
    closing = parser.take()
    if closing.kind != "end":
        raise parser.fail("the case distinction is not closed", opening)
    return CaseTable((opening.start, closing.end), rows)


def parse_left_brace(parser: Parser) -> Node | None:
    """A brace that is closed by nothing, or that holds nothing but a table."""
    opening = parser.next
    closing = _partner(parser)
    if closing is None or (parser.tokens[closing].text != "." and not _holds_table(parser, closing)):
        return None
    start = parser.at
    parser.take()
    table = parser.next.kind == "begin" and parser.next.text in _INNER
    if table:
        if parser.take().text in COLUMNED:
            parser.at = after_columns(parser.tokens, parser.at)
    elif not any(t.kind in ("row", "cell", "text") for t in parser.tokens[start:closing]):
        parser.at = start
        return None
    rows = _rows(parser)
    if table and parser.take().kind != "end":
        raise parser.fail("the table is not closed", opening)
    last = parser.take()
    if last.kind not in ("close",):
        raise parser.fail("the case distinction is not closed", opening)
    return CaseTable((opening.start, last.end), rows)


def _partner(parser: Parser) -> int | None:
    depth = 0
    for at in range(parser.at, len(parser.tokens)):
        kind = parser.tokens[at].kind
        if kind in ("open", "begin"):
            depth += 1
        elif kind in ("close", "end"):
            depth -= 1
            if depth == 0:
                return at
    return None


def _holds_table(parser: Parser, closing: int) -> bool:
    inside = parser.tokens[parser.at + 1]
    return inside.kind == "begin" and inside.text in _INNER and parser.tokens[closing - 1].kind == "end"


def _separated(parser: Parser) -> None:
    r"""`1 \quad x > 0` with nothing between value and condition: the condition begins at the name before the relation."""
    depth = 0
    relations: list[int] = []
    for at in range(parser.at, len(parser.tokens)):
        token = parser.tokens[at]
        depth += (token.kind in ("open", "begin")) - (token.kind in ("close", "end"))
        if depth < 0 or (depth == 0 and token.kind in ("row", "end of text")):
            break
        if depth == 0 and token.kind in ("cell", "comma", "text", "bar"):
            return
        if depth == 0 and token.kind == "relation":
            relations.append(at)
    if len(relations) == 1 and relations[0] > parser.at + 1:
        name = parser.tokens[relations[0] - 1]
        if name.kind == "name" and parser.tokens[relations[0]].text != "in":
            parser.tokens.insert(relations[0] - 1, Token("cell", "&", name.start, name.start))


def _cell_follows(parser: Parser) -> bool:
    """Whether a column, with the condition in it, is still to come in this row."""
    depth = 0
    for at in range(parser.at, len(parser.tokens)):
        token = parser.tokens[at]
        depth += (token.kind in ("open", "begin")) - (token.kind in ("close", "end"))
        if depth < 0 or (depth == 0 and token.kind == "row"):
            return False
        if depth == 0 and token.kind == "cell":
            return True
    return False


def _rows(parser: Parser) -> tuple[tuple[Terms, tuple[Clause, ...]], ...]:
    rows: list[tuple[Terms, tuple[Clause, ...]]] = []
    while parser.next.kind not in ("end", "close", "end of text"):
        if parser.next.kind in ("row", "cell"):
            parser.take()
            continue
        undefined = parser.next
        if undefined.kind == "text" and _UNDEFINED.match(undefined.text):
            while parser.next.kind not in ("row", "end", "close", "end of text"):
                parser.take()
            place = (undefined.start, undefined.end)
            parser.source.note("case-undefined", *place, "a case that is said to have no value is left out")
            continue
        _separated(parser)
        value = parser.terms()
        while parser.next[:2] == ("relation", "=") and _cell_follows(parser):
            parser.take()  # `a = b, & w = o`: how the value is found, then the value
            value = parser.terms()
        if not value.parts:
            raise parser.fail("a case without a value")
        said: list[Clause] = []
        while parser.next.kind not in ("row", "end", "close", "end of text"):
            token = parser.next
            if token.kind in ("cell", "comma", "bar"):
                parser.take()
            elif token.kind == "text":
                parser.take()
                said.append(Clause((token.start, token.end), (), (), token.text))
            else:
                before = parser.at
                said.append(parser.clause())
                if parser.at == before:
                    raise parser.fail("this is not expected in a case distinction")
        rows.append((value, tuple(said)))
    return tuple(rows)


# --- meaning ----------------------------------------------------------------------------------------------------


def case_table(el: Elaborator, node: CaseTable) -> list[Expr]:
    conditions: list[tuple[Condition, ...]] = []
    for _, said in node.rows:
        if not said:
            return el.fail("syntax", node.span, "a case without a condition")
        made = [] if is_otherwise(said) else conditions_of(el, said)
        if made is None:
            return []
        if not made and not is_otherwise(said):
            written = el.written((said[0].span[0], said[-1].span[1]))
            return el.fail("syntax", node.span, f"`{written}` is not a condition")
        conditions.append(tuple(made))
    choices = [el.value(value) for value, _ in node.rows]
    found = el.combined(choices, lambda values: _cases(values, conditions), node.span)
    return [*found, *(d for made in found for d in _diagonal(el, made))]


def _diagonal(el: Elaborator, made: Expr) -> list[Expr]:
    r"""`a_i` for i = j and 0 else, where nobody declared i and j: the matrix that has these entries, as another reading."""
    if not isinstance(made, Cases) or len(made.branches) != 2:
        return []
    (value, same), (rest, _) = made.branches
    if not (isinstance(rest, Number) and rest.value == 0 and value.shape.is_scalar and len(same) == 1):
        return []
    condition = same[0]
    if not isinstance(condition, SameIndex):
        return []
    left, right = condition.left, condition.right
    if not (isinstance(left, Index) and isinstance(right, Index) and left.range == right.range):
        return []
    known = {*el.bound, *el.scope.indices, *el.scope.free}
    letters = {left.name, right.name}
    if letters & known or not free_letters(value) <= letters:
        return []
    entry = put_index(value, right.name, left)
    return [Diag(Stack((Each(left, entry),), across=False), span=made.span)]


def _cases(values: tuple[Expr, ...], conditions: list[tuple[Condition, ...]]) -> Expr:
    shape = next((v.shape for v in values if not v.shape.is_scalar), SCALAR)
    zero = (v if not (isinstance(v, Number) and v.value == 0) else fitted(v, shape) for v in values)
    return Cases(tuple(zip(zero, conditions, strict=True)))


CASES = Construct(
    name="case distinctions",
    starts={**dict.fromkeys(ENVIRONMENTS, parse_environment), "\\{": parse_left_brace},
    means={CaseTable: case_table},
    examples={
        r"\begin{cases} \hat y_o v_c - v_c & w = o \\ \hat y_w v_c & w \ne o\end{cases}": (
            "cases(y_hat[o] * v[c] - v[c] if w = o; y_hat[w] * v[c] if w != o)"
        ),
        r"\begin{cases} 1, & \text{if } w = o \\ 0, & \text{otherwise} \end{cases}": (
            "cases(1 if w = o; 0 otherwise)"
        ),
        r"\left\{\begin{aligned} {(\hat y_o - 1)} v_c, && w = o \\ 0, && else \end{aligned}\right.": (
            "cases((y_hat[o] - 1) * v[c] if w = o; 0 otherwise)"
        ),
        r"\left\{\begin{array}{ll} v_c & w = o \\ 0 & w \neq o \end{array}\right.": "cases(v[c] if w = o; 0 if w != o)",
        r"\left\{\begin{aligned} v_c, && w = o \\ 0, && else \end{aligned}\right.": (
            "cases(v[c] if w = o; 0 otherwise)"
        ),
        r"\begin{cases}1,w=0\\0,otherwise\end{cases}": "cases(1 if w = o; 0 otherwise)",
    },
    refused={
        r"\begin{cases} v_c \\ 0 \end{cases}": "syntax",
        r"\begin{cases} v_c & w = o": "syntax",
    },
)
