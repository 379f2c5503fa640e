r"""Fractions and derivatives: `\frac{a}{b}`, `{a \over b}`, `\frac{\partial J}{\partial v_c}`, `\frac{d}{dx} f`,
`\nabla_{v_c} J`, `\partial J / \partial v_c`, with a `\partial` missing above or below.

A bare operator takes the product up to the next top-level + or -; directly followed by a sign it takes the rest. Where a
bracket follows it and more factors come, both reaches are read.
"""

from __future__ import annotations

from dataclasses import dataclass

from verifier.expr.nodes import (
    Column,
    Derivative,
    Div,
    Entry,
    Expr,
    Named,
    Neg,
    Opaque,
    Span,
    Symbol,
    Transpose,
)
from verifier.latex.read.construct import Construct
from verifier.latex.read.elaborate import Elaborator
from verifier.latex.read.parser import Parser
from verifier.latex.read.syntax import Bracket, Name, Node, Op, Prefix, Run, Script, Terms, sole


@dataclass(frozen=True, slots=True)
class Fraction(Node):
    top: Terms
    bottom: Terms


@dataclass(frozen=True, slots=True)
class Partial(Node):
    r"""The sign `\partial` on its own."""


@dataclass(frozen=True, slots=True)
class Slope(Node):
    """A derivative with its operand in the numerator."""

    of: Terms
    by: Terms


@dataclass(frozen=True, slots=True)
class Operator(Prefix):
    """A derivative operator that takes what follows it. `sign`: a minus that stands in its numerator."""

    by: Node
    sign: int = 1


# --- parsing ----------------------------------------------------------------------------------------------------


def parse_frac(parser: Parser) -> Node | None:
    token = parser.take()
    top = parser.group()
    bottom = parser.group()
    node = quotient(parser, (token.start, parser.so_far()), top, bottom)
    if isinstance(node, Slope) and isinstance(sole(node.of), Name):
        _skip_argument(parser, node.by)
    return node


def _skip_argument(parser: Parser, by: Terms) -> None:
    r"""`\frac{d\sigma}{dx}(x)`: at which point the derivative of a function is taken, said in full."""
    names = [t.text for t in parser.tokens if by.span[0] <= t.start and t.end <= by.span[1]]
    here = parser.tokens[parser.at : parser.at + len(names) + 2]
    if names and [t.text for t in here] == ["(", *names, ")"]:
        parser.at += len(here)


def parse_group(parser: Parser) -> Node | None:
    r"""`{a \over b}`: a group that holds `\over` at its own level."""
    depth, at = 0, parser.at
    while True:
        at += 1
        if at >= len(parser.tokens):
            return None
        token = parser.tokens[at]
        if token.kind in ("open", "begin"):
            depth += 1
        elif token.kind in ("close", "end"):
            if depth == 0:
                return None
            depth -= 1
        elif depth == 0 and token.kind == "command" and token.text == r"\over":
            break
    opening = parser.take()
    parser.deeper()
    top = parser.terms()
    if not parser.took("command", r"\over"):
        raise parser.fail(r"`\over` is not expected here")
    bottom = parser.terms()
    if not parser.took("close"):
        raise parser.fail("the group is not closed", opening)
    parser.depth -= 1
    return quotient(parser, (opening.start, parser.so_far()), top, bottom)


def quotient(parser: Parser, span: Span, top: Terms, bottom: Terms) -> Node:
    """A fraction, or the derivative that it is."""
    total = _starts_with_d(top) and _starts_with_d(bottom, more=True)
    above = _after_sign(top, total)
    below = _after_sign(bottom, total)
    if below is None and above is not None and above[1].parts and _is_variable(bottom):
        parser.source.note("partial-missing", bottom.span[0], bottom.span[1], r"a \partial is missing below")
        below = (1, bottom)
    if below is None:
        return Fraction(span, top, bottom)
    if above is None:
        parser.source.note("partial-missing", top.span[0], top.span[1], r"a \partial is missing above")
        return Slope(span, top, below[1])
    sign, operand = above
    if not operand.parts:
        return Operator(span, below[1], sign)
    return _signed(Slope(span, operand, below[1]), sign)


def _signed(node: Node, sign: int) -> Node:
    if sign > 0:
        return node
    from verifier.latex.read.syntax import Clause

    inner = Terms(node.span, ((-1, Run(node.span, (node,))),))
    return Bracket(node.span, "(", (Clause(node.span, (inner,)),))


def _starts_with_d(terms: Terms, *, more: bool = False) -> bool:
    if not terms.parts:
        return False
    items = terms.parts[0][1].items
    return (
        bool(items) and isinstance(items[0], Name) and items[0].name == "d" and (not more or len(items) > 1)
    )


def _after_sign(terms: Terms, total: bool) -> tuple[int, Terms] | None:
    r"""What follows the `\partial` (or d) at the head, with the sign before it; None if there is none."""
    if not terms.parts:
        return None
    sign, run = terms.parts[0]
    if not run.items:
        return None
    head = run.items[0]
    mark = isinstance(head, Partial) or (isinstance(head, Script) and isinstance(head.base, Partial))
    if not mark and not (total and isinstance(head, Name) and head.name == "d"):
        return None
    rest = run.items[1:]
    if not rest and len(terms.parts) == 1:
        return sign, Terms((run.span[1], run.span[1]), ())
    if not rest:
        # \partial -\log ...: the sign after it belongs to the operand
        tail = Terms((terms.parts[1][1].span[0], terms.span[1]), terms.parts[1:])
        return sign, tail
    first = Run((rest[0].span[0], run.span[1]), rest)
    return sign, Terms((first.span[0], terms.span[1]), ((1, first), *terms.parts[1:]))


def _is_variable(terms: Terms) -> bool:
    node = sole(terms)
    return isinstance(node, Name) or (
        isinstance(node, Script) and isinstance(sole(node.base), Name) and not node.sups
    )


def parse_partial(parser: Parser) -> Node | None:
    r"""`\partial`; where a slash and another `\partial` follow on its level, the derivative `\partial f / \partial x`."""
    token = parser.take()
    if parser.next.kind == "_":
        parser.at -= 1
        return parse_nabla(parser)
    slash = _slash_ahead(parser, lambda t: t.kind == "command" and t.text == r"\partial")
    if slash is None:
        return Partial((token.start, token.end))
    return _slashed(parser, token.start, slash)


def parse_d(parser: Parser) -> Node | None:
    """`df/dx`, where f follows without a bracket between."""
    if parser.peek().kind not in ("name", "command"):
        return None
    parser.take()
    slash = _slash_ahead(parser, lambda t: t.kind == "name" and t.text == "d")
    if slash is None or slash - parser.at > 12:
        parser.at -= 1
        return None
    start = parser.tokens[parser.at - 1].start
    return _slashed(parser, start, slash)


def _slash_ahead(parser: Parser, is_mark: object) -> int | None:
    depth = 0
    for at in range(parser.at, len(parser.tokens)):
        token = parser.tokens[at]
        if token.kind in ("open", "begin"):
            depth += 1
        elif token.kind in ("close", "end"):
            depth -= 1
            if depth < 0:
                return None
        elif depth == 0 and token.kind in ("sign", "relation", "comma", "row", "cell"):
            return None
        elif depth == 0 and token.kind == "factor" and token.text == "/":
            after = parser.tokens[at + 1] if at + 1 < len(parser.tokens) else token
            return at if is_mark(after) else None  # type: ignore[operator]
    return None


def _slashed(parser: Parser, start: int, slash: int) -> Node:
    items: list[Node] = []
    while parser.at < slash:
        item = parser.item()
        if item is None:
            break
        items.append(item)
    if parser.at != slash:
        raise parser.fail("the numerator of the derivative cannot be read")
    parser.take()
    parser.take()
    by = parser.item()
    if by is None:
        raise parser.fail("what the derivative is by is missing")
    span = (start, parser.so_far())
    below = Terms(by.span, ((1, Run(by.span, (by,))),))
    if not items:
        return Operator(span, below)
    run = Run((items[0].span[0], items[-1].span[1]), tuple(items))
    return Slope(span, Terms(run.span, ((1, run),)), below)


def parse_nabla(parser: Parser) -> Node | None:
    token = parser.take()
    if not parser.took("_"):
        raise parser.fail("what the gradient is by is missing", token)
    inner = parser.script()
    if len(inner) != 1 or len(inner[0].parts) != 1:
        raise parser.fail("what the gradient is by is not one name", token)
    return Operator((token.start, parser.so_far()), inner[0].parts[0])


# --- meaning ----------------------------------------------------------------------------------------------------


def fraction(el: Elaborator, node: Fraction) -> list[Expr]:
    choices = [el.value(node.top), el.value(node.bottom)]
    return el.combined(choices, lambda parts: Div(parts[0], parts[1]), node.span)


def slope(el: Elaborator, node: Slope) -> list[Expr]:
    if any(_is_power(t) for t in (node.of, node.by)):
        return second(el, node.span)
    return differentiated(el, el.value(node.of), node.by, node.span)


def _is_power(terms: Terms) -> bool:
    """The 2 of a second derivative, where the sign itself carries it."""
    items = terms.parts[0][1].items if terms.parts else ()
    return bool(items) and isinstance(items[0], Script) and isinstance(items[0].base, Partial)


def second(el: Elaborator, span: Span) -> list[Expr]:
    return el.fail(
        "unsupported", span, "second derivatives are not part of this language", "second derivative"
    )


def partial(el: Elaborator, node: Partial) -> list[Expr]:
    return el.fail("syntax", node.span, r"a \partial stands alone")


def differentiated(el: Elaborator, of: list[Expr], by_node: Node, span: Span) -> list[Expr]:
    """The derivative of each of `of` by what `by_node` names."""
    by = variable(el, by_node)
    return el.combined([of, by], derivative, span)


def derivative(parts: tuple[Expr, ...]) -> Expr:
    """By a transposed variable, the gradient is transposed as well."""
    of, by = parts
    if isinstance(by, Transpose):
        inner = Derivative(of, by.arg)
        return Transpose(inner) if of.shape.is_scalar else inner
    return Derivative(of, by)


def variable(el: Elaborator, node: Node) -> list[Expr]:
    """What a derivative is by: a symbol, a column, an entry, a definition."""
    inner = sole(node)
    if isinstance(inner, Run) and len(inner.items) == 2 and all(isinstance(i, Name) for i in inner.items):
        a, b = inner.items
        if isinstance(a, Name) and isinstance(b, Name) and b.name in el.scope.indices:
            el.note(
                "subscript-lost", inner.span, f"`{el.written(inner.span)}` is read as `{a.name}_{b.name}`"
            )
            from verifier.latex.read.syntax import Clause

            term = Terms(b.span, ((1, Run(b.span, (b,))),))
            node = Script(inner.span, a, ((Clause(b.span, (term,)),),))
    values = el.value(node)
    fit: list[Expr] = [
        v for v in values if isinstance(v, Symbol | Column | Entry | Named | Opaque | Transpose)
    ]
    if values and not fit:
        written = el.written(node.span)
        return el.fail(
            "unsupported",
            node.span,
            f"a derivative by `{written}`, which is no variable",
            "derivative by a formula",
        )
    return fit


def reach_operator(el: Elaborator, node: Operator, rest: tuple[Node, ...]) -> list[tuple[Expr, int]]:
    """The derivative of what follows: all of the product, or the bracket alone that comes first."""
    skipped = 0
    while skipped < len(rest) and isinstance(rest[skipped], Op) and _op(rest[skipped]) != "/":
        skipped += 1
    operand = rest[skipped:]
    if not operand:
        return [(v, skipped) for v in _of_loss(el, node)]
    reaches = [len(operand)]
    if isinstance(operand[0], Bracket) and operand[0].kind in ("(", "[") and len(operand) > 1:
        reaches = [1, len(operand)] if isinstance(operand[1], Op | Prefix) else [len(operand), 1]
    from verifier.latex.read.runs import product

    out: list[tuple[Expr, int]] = []
    had = len(el.problems)
    for count in reaches:
        span = (operand[0].span[0], operand[count - 1].span[1])
        of = product(el, operand[:count], span)
        made = differentiated(el, of, node.by, (node.span[0], span[1]))
        out.extend((_with_sign(v, node.sign), count + skipped) for v in made)
    if out:
        del el.problems[had:]
    return out


def _op(node: Node) -> str:
    return node.symbol if isinstance(node, Op) else ""


def _with_sign(value: Expr, sign: int) -> Expr:
    return value if sign > 0 else Neg(value, span=value.span)


def _of_loss(el: Elaborator, node: Operator) -> list[Expr]:
    """An operator with nothing after it: the derivative of the loss of the question."""
    loss = el.scope.loss
    if loss is None:
        return el.fail("syntax", node.span, f"`{el.written(node.span)}` has nothing to differentiate")
    el.note("operand-missing", node.span, f"`{el.written(node.span)}` is read as applied to the loss")
    return [_with_sign(v, node.sign) for v in differentiated(el, [loss], node.by, node.span)]


DERIVATIVES = Construct(
    name="fractions and derivatives",
    starts={
        **dict.fromkeys((r"\frac", r"\dfrac", r"\tfrac", r"\cfrac"), parse_frac),
        "{": parse_group,
        r"\partial": parse_partial,
        "d": parse_d,
        r"\nabla": parse_nabla,
    },
    means={Fraction: fraction, Slope: slope, Partial: partial},
    reaches={Operator: reach_operator},
    rest_after_sign=(Operator,),
    examples={
        r"\frac{1}{2} v_c": "1 / 2 * v[c]",
        r"{y_o \over \hat y_o}": "y[o] / y_hat[o]",
        r"\frac{\partial J}{\partial v_c}": "d(J)/d(v[c])",
        r"\frac{\partial J(v_c, o, U)}{\partial U}": "d(J)/d(U)",
        r"\frac{\partial}{\partial v_c} u_o^T v_c": "d(u[o].T @ v[c])/d(v[c])",
        r"\frac{\partial}{\partial v_c} -\log \hat y_o": "d(-log(y_hat[o]))/d(v[c])",
        r"\frac{\partial}{\partial v_c} -u_o^T v_c + y_o": "d(-u[o].T @ v[c] + y[o])/d(v[c])",
        r"-\frac{\partial}{\partial v_c} u_o^T v_c + v_c": "-d(u[o].T @ v[c])/d(v[c]) + v[c]",
        r"\frac{\partial -\log \hat y_o}{\partial v_c}": "d(-log(y_hat[o]))/d(v[c])",
        r"\nabla_{v_c} J": "d(J)/d(v[c])",
        r"\partial J / \partial v_c": "d(J)/d(v[c])",
        r"\frac{J}{\partial U}": "d(J)/d(U)",
        r"\frac{\partial J}{u_o}": "d(J)/d(u[o])",
        r"\dfrac{-\partial}{\partial v_c} \log \hat y_o": "-d(log(y_hat[o]))/d(v[c])",
        r"\frac{\partial J}{\partial v_c^T}": "d(J)/d(v[c]).T",
    },
    refused={
        r"\frac{\partial^2 J}{\partial v_c^2}": "unsupported",
        r"\frac{\partial J}{\partial (v_c + u_o)}": "unsupported",
        r"\frac{1}": "syntax",
        r"\nabla J": "syntax",
    },
)
