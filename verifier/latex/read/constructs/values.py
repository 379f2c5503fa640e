r"""Numbers, names, accents and brackets: `2.5`, `U`, `\hat y`, `(a + b)`, `[w = o]`, `|V|`."""

from __future__ import annotations

from fractions import Fraction

from verifier.expr.indices import Index
from verifier.expr.nodes import (
    Apply,
    Each,
    Expr,
    Identity,
    Indicator,
    Mul,
    Number,
    SizeNumber,
    Span,
    Stack,
    Transpose,
)
from verifier.expr.shapes import ShapeError, vector_shape
from verifier.functions.table import functions
from verifier.latex.read.conditions import conditions_of
from verifier.latex.read.construct import Construct
from verifier.latex.read.elaborate import Elaborator, placed
from verifier.latex.read.names import HATS, PLAIN, canonical
from verifier.latex.read.parser import Parser
from verifier.latex.read.places import size_named, size_of
from verifier.latex.read.syntax import (
    Accent,
    Bracket,
    Clause,
    Dots,
    Name,
    Node,
    Num,
    Run,
    Script,
    Terms,
    sole,
    sole_of,
)

_TRANSPOSES = frozenset({"T", "Tr", "tr", "t", "top", "intercal"})


def number(el: Elaborator, node: Num) -> list[Expr]:
    return [Number(Fraction(node.text), span=node.span)]


# --- names ------------------------------------------------------------------------------------------------------


def name(el: Elaborator, node: Name) -> list[Expr]:
    return named(el, node.name, node.span, node.font)


def named(el: Elaborator, key: str, span: Span, font: str = "") -> list[Expr]:
    """What a name means where a value is wanted."""
    scope = el.scope
    if font and key in ("0", "1"):
        return ones(el, int(key), span)
    out = [placed(v, span) for v in scope.values.get(key, ())]
    if key in el.bound:
        out = []
    if scope.is_loss(key):
        out.extend(losses(el, "", span))
    guess = key in scope.guessed and len(key) == 1
    size = size_named(el, key) if key not in el.bound and not guess else None
    if size is not None and (key in size.names or not out):
        out.append(SizeNumber(size, span=span))
    if out:
        return out
    return standard(el, key, span)


def standard(el: Elaborator, key: str, span: Span) -> list[Expr]:
    """Names that need no declaring; else the problem."""
    scope = el.scope
    if key in scope.indexed and key not in scope.functions and key not in el.bound:
        return [_listed(*scope.indexed[key], span)]
    if key == "I":
        sizes = dict.fromkeys((*(r.high for r in scope.ranges), *scope.sizes.values()))
        return [Identity(size, span=span) for size in sizes]
    if key == "e":
        return [Apply(functions()["exp"], (Number(Fraction(1)),), span=span)]
    if key == "yhat":
        return named(el, "hat y", span)
    if key in scope.unsupported:
        return el.fail("unsupported", span, f"`{key}` {scope.unsupported[key]}", scope.unsupported[key])
    if key in ("pi", "infty"):
        return el.fail("unsupported", span, f"`{el.written(span)}` is no number of this language", key)
    near = key.lower() if key.isupper() else key.upper()
    if (
        not scope.declared_only
        and near in scope.values.keys() - scope.borrowed
        and len(key) == 1
        and near not in scope.columns
    ):
        el.note("letter-case", span, f"`{key}` is read as `{near}`")
        return [placed(v, span) for v in scope.values[near]]
    written = el.written(span) or key
    if key in el.bound or key in scope.indices:
        return el.fail("syntax", span, f"the index `{written}` stands where a formula is expected", key)
    if key in scope.functions:
        return el.fail("syntax", span, f"the argument of `{written}` is missing", key)
    return el.fail("unknown-symbol", span, f"`{written}` is not known here", key)


def _listed(index: Index, body: Expr, span: Span) -> Expr:
    """p, where the writer has defined every p_i: the list of them, numbers one below the other, columns side by side."""
    return Stack((Each(index, body),), not body.shape.is_scalar, span=span)


def losses(el: Elaborator, subscript: str, span: Span) -> list[Expr]:
    """What J means: the loss of one word inside a sum over a window, else the loss of the question."""
    scope = el.scope
    out: list[Expr] = []
    for opaque in scope.opaques:
        letters = {i.name for i in el.bound.values()}
        inner = [
            i for i in scope.indices.values() if i.name in letters and any(f.center for f in scope.families)
        ]
        if inner and not subscript:
            out.append(placed(opaque, span))
    if out:
        return out
    own = subscript.partition("_")[2].strip("{}")
    if scope.opaques and own in el.bound:
        return el.fail("unknown-symbol", span, f"`{el.written(span)}` is not known here", el.written(span))
    loss = scope.loss_named(subscript)
    if loss is not None:
        out.append(placed(loss, span))
    elif scope.losses:
        return el.fail("unsupported", span, f"`{el.written(span)}` is the loss of another question", "loss")
    return out


def ones(el: Elaborator, value: int, span: Span) -> list[Expr]:
    """A bold 0 or 1: of the size that fits; a plain number first, which takes the shape of its neighbours."""
    sizes = dict.fromkeys((*(r.length for r in el.scope.ranges), *el.scope.sizes.values()))
    vectors = [Number(Fraction(value), vector_shape(size), span=span) for size in sizes]
    return [Number(Fraction(value), span=span), *vectors]


# --- brackets and accents ---------------------------------------------------------------------------------------


def bracket(el: Elaborator, node: Bracket) -> list[Expr]:
    if node.kind == "|":
        counted = sole_of(node.clauses)
        if (
            isinstance(counted, Bracket)
            and counted.kind == "\\{"
            and any(c.relations for c in counted.clauses)
        ):
            return _count(el, counted, node.span)
        told = f"|{canonical(counted, el.source.text)}|" if counted is not None else ""
        if told in el.scope.values:
            return [placed(v, node.span) for v in el.scope.values[told]]
        size = size_of(el, node)
        if size is not None:
            return [SizeNumber(size, span=node.span)]
        return _absolute(el, node)
    if node.kind == "||":
        return el.fail("unsupported", node.span, "norms are not part of this language", "norm")
    if node.kind == "<":
        return _inner_product(el, node)
    if node.kind in ("[", "(") and (len(node.clauses) > 1 or _spaced_list(node)):
        from verifier.latex.read.constructs.matrices import bracket_list

        return bracket_list(el, node)
    if node.kind == "[" and len(node.clauses) == 1 and node.clauses[0].relations:
        made = conditions_of(el, node.clauses)
        return [Indicator(tuple(made), span=node.span)] if made else []
    return el.only(node.clauses, node.span)


def _inner_product(el: Elaborator, node: Bracket) -> list[Expr]:
    r"""`\langle a, b \rangle` of two vectors, rows or columns."""
    if len(node.clauses) != 2:
        return el.fail("syntax", node.span, f"`{el.written(node.span)}` is not the product of two vectors")
    return el.combined(
        [el.clause_value(clause) for clause in node.clauses],
        lambda parts: Mul((Transpose(_column(parts[0])), _column(parts[1]))),
        node.span,
    )


def _column(value: Expr) -> Expr:
    if not (value.shape.is_vector or value.shape.is_row):
        raise ShapeError("inner product", (value,), "it takes two vectors")
    if value.shape.is_vector:
        return value
    return value.arg if isinstance(value, Transpose) else Transpose(value)


def _absolute(el: Elaborator, node: Bracket) -> list[Expr]:
    """`|x|` of a number; the bars around a vector are a norm."""
    inside = el.only(node.clauses, node.span)
    if inside and not any(v.shape.is_scalar for v in inside):
        return el.fail("unsupported", node.span, "norms are not part of this language", "norm")
    return [Apply(functions()["abs"], (v,), span=node.span) for v in inside if v.shape.is_scalar]


def _spaced_list(node: Bracket) -> bool:
    """`[a \\quad b \\quad \\cdots]`: dots among the items of one product."""
    inner = sole(node)
    return node.kind == "[" and isinstance(inner, Run) and any(isinstance(i, Dots) for i in inner.items)


def _count(el: Elaborator, members: Bracket, span: Span) -> list[Expr]:
    """`|\\{s \\mid w_s = w_k\\}|`: how many there are."""
    from verifier.latex.read.bounds import BigSum
    from verifier.latex.read.constructs.big_sums import reach_sum

    one = Num((span[1], span[1]), "1")
    return [value for value, _ in reach_sum(el, BigSum(span, members.clauses, None), (one,))]


def accent(el: Elaborator, node: Accent) -> list[Expr]:
    """`\\hat y`; a hat drawn over a subscript as well, or over more, belongs to the first letter under it."""
    arg = sole(node.arg)
    match arg:
        case Script(base=base, subs=subs, sups=sups, primes=primes):
            return el.value(Script(node.span, Accent(node.span, node.accent, base), subs, sups, primes))
        case Terms(parts=((sign, run), *rest)):
            el.note("hat-too-wide", node.span, "the hat belongs to the first letter under it")
            first = Run(run.span, (Accent(run.items[0].span, node.accent, run.items[0]), *run.items[1:]))
            return el.value(Terms(arg.span, ((sign, first), *rest)))
        case Run(items=(head, *tail)):
            el.note("hat-too-wide", node.span, "the hat belongs to the first letter under it")
            return el.value(Run(arg.span, (Accent(head.span, node.accent, head), *tail)))
    if isinstance(arg, Name) and arg.name in ("0", "1") and node.accent in PLAIN:
        return ones(el, int(arg.name), node.span)
    if isinstance(arg, Num) and arg.text in ("0", "1") and node.accent in PLAIN:
        return ones(el, int(arg.text), node.span)
    key = canonical(Accent(node.span, node.accent, arg), el.source.text)
    if key is not None and key in el.scope.values:
        return [placed(v, node.span) for v in el.scope.values[key]]
    plain = canonical(arg, el.source.text)
    if (
        plain is not None
        and f"hat {plain}" in el.scope.values
        and node.accent in ("bar", "overline", "check")
    ):
        return [placed(v, node.span) for v in el.scope.values[f"hat {plain}"]]
    if plain is not None and node.accent in PLAIN and plain in el.scope.values:
        return el.value(arg)
    if (
        plain is not None
        and node.accent in HATS
        and plain.isupper()
        and f"hat {plain.lower()}" in el.scope.values
    ):
        el.note("letter-case", node.span, f"`{plain}` is read as `{plain.lower()}`")
        return [placed(v, node.span) for v in el.scope.values[f"hat {plain.lower()}"]]
    written = el.written(node.span)
    return el.fail("unknown-symbol", node.span, f"`{written}` is not known here", key or written)


def parse_count(parser: Parser) -> Node | None:
    r"""`\#\{s : w_s = w_k\}` is `|\{s : w_s = w_k\}|`."""
    if parser.peek().text != r"\{":
        return None
    hash_ = parser.take()
    members = parser.bracket(parser.take())
    span = (hash_.start, members.span[1])
    return Bracket(
        span, "|", (Clause(members.span, (Terms(members.span, ((1, Run(members.span, (members,))),)),), ()),)
    )


VALUES = Construct(
    name="numbers, names, brackets",
    starts={r"\#": parse_count},
    means={Num: number, Name: name, Bracket: bracket, Accent: accent},
    examples={
        r"\widehat{\mathbf{y}}_{w}": "y_hat[w]",
        r"\tilde{y}": "y_hat",
        r"\hat{y_o}": "y_hat[o]",
        r"ŷ_w": "y_hat[w]",
        r"2.5 v_c": "5/2 * v[c]",
        r"[w = o] v_c": "indicator(w = o) * v[c]",
        r"(\left\langle u_o, v_c \right\rangle - 1) v_c": "(u[o].T @ v[c] - 1) * v[c]",
    },
    refused={
        r"q": "unknown-symbol",
        r"\hat u": "unknown-symbol",
        r"w": "syntax",
        r"\pi": "unsupported",
        r"\langle u_o \rangle": "syntax",
        r"\langle U, v_c \rangle": "shape",
    },
)
