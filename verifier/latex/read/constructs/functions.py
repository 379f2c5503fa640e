r"""`\operatorname{diag}(x)`, `\sqrt{x}`, and what lies outside the language: refused by name, never read as something else."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from verifier.expr.nodes import Diag, Each, Expr, Number, Pow, Stack
from verifier.expr.walk import free_letters
from verifier.latex.read.construct import Construct
from verifier.latex.read.elaborate import Elaborator
from verifier.latex.read.parser import Parser
from verifier.latex.read.scope import scope_of
from verifier.latex.read.syntax import Name, Node, Prefix, Terms

_OUTSIDE = {
    "det": "determinant",
    "tr": "trace",
    "Tr": "trace",
    "trace": "trace",
    "vec": "vectorisation",
    "rank": "rank",
    "sin": "sine",
    "cos": "cosine",
    "tan": "tangent",
    r"\int": "integral",
    r"\prod": "product sign",
    r"\lim": "limit",
    r"\argmax": "argmax",
    r"\argmin": "argmin",
    r"\det": "determinant",
    r"\tr": "trace",
    r"\Tr": "trace",
    r"\sin": "sine",
    r"\cos": "cosine",
    r"\arg": "argmax",
    r"\cap": "set",
    r"\cup": "set",
    r"\pm": "sign of two values",
    r"\mp": "sign of two values",
    r"\dagger": "adjoint",
    r"\binom": "binomial coefficient",
}


@dataclass(frozen=True, slots=True)
class DiagonalOf(Prefix):
    pass


@dataclass(frozen=True, slots=True)
class Root(Node):
    arg: Terms


def parse_diag(parser: Parser) -> Node | None:
    token = parser.take()
    return DiagonalOf((token.start, token.end))


def parse_root(parser: Parser) -> Node | None:
    token = parser.take()
    if parser.next.kind == "open" and parser.next.text == "[":
        raise parser.fail(
            "roots other than square roots are not part of this language", token, "unsupported", "root"
        )
    return Root((token.start, parser.so_far()), parser.group())


def refuse(parser: Parser) -> Node | None:
    token = parser.next
    name = _OUTSIDE[token.text]
    raise parser.fail(f"the {name} is not part of this language", token, "unsupported", name)


def refuse_call(parser: Parser) -> Node | None:
    """A word such as tr or det; a declared symbol of that spelling is a symbol, and `^{Tr}` has no argument."""
    if parser.next.text in parser.declared or parser.peek().kind == "close":
        return None
    return refuse(parser)


def parse_function(parser: Parser) -> Node | None:
    token = parser.take()
    return Name((token.start, token.end), token.text.lstrip("\\"))


# --- meaning ----------------------------------------------------------------------------------------------------


def reach_diag(el: Elaborator, node: DiagonalOf, rest: tuple[Node, ...]) -> list[tuple[Expr, int]]:
    if not rest:
        el.fail("syntax", node.span, "the argument of diag is missing")
        return []
    span = (node.span[0], rest[0].span[1])
    made = el.combined([el.value(rest[0])], lambda parts: Diag(_of_each(el, parts[0])), span)
    return [(v, 1) for v in made]


def _of_each(el: Elaborator, entry: Expr) -> Expr:
    r"""The vector of `a_i` where a letter that nobody declared tells the entries: \operatorname{diag}(\sigma'(x_i))."""
    strange = free_letters(entry) - {*el.bound, *el.scope.indices, *el.scope.free}
    if not entry.shape.is_scalar or len(strange) != 1:
        return entry
    (letter,) = strange
    index = scope_of(entry).indices.get(letter)
    return entry if index is None else Stack((Each(index, entry),), across=False)


def root(el: Elaborator, node: Root) -> list[Expr]:
    half = Number(Fraction(1, 2), span=node.span)
    return el.combined([el.value(node.arg)], lambda parts: Pow(parts[0], half), node.span)


FUNCTIONS = Construct(
    name="diag, roots, and what lies outside",
    starts={
        "diag": parse_diag,
        r"\diag": parse_diag,
        r"\sqrt": parse_root,
        "sqrt": parse_root,
        **{word: refuse if word.startswith("\\") else refuse_call for word in _OUTSIDE},
        **dict.fromkeys(
            (
                r"\exp",
                r"\log",
                r"\ln",
                r"\max",
                r"\min",
                r"\tanh",
                r"\cosh",
                r"\sinh",
                r"\sech",
                r"\sgn",
                r"\sign",
                r"\softmax",
                r"\sigmoid",
                r"\relu",
            ),
            parse_function,
        ),
    },
    means={Root: root},
    reaches={DiagonalOf: reach_diag},
    examples={
        r"\operatorname{diag}(\hat y)": "diag(y_hat)",
        r"\text{diag}(\sigma(\hat y)(1-\sigma(\hat y)))": "diag(hadamard(sigmoid(y_hat), 1 - sigmoid(y_hat)))",
        r"\sqrt{\hat y_o}": "y_hat[o]**(1/2)",
        r"\tanh(u_o^\top v_c)": "tanh(u[o].T @ v[c])",
        r"\max(\hat y_o, 0)": "max(y_hat[o], 0)",
        r"\min(\hat y_o, 0)": "min(y_hat[o], 0)",
        r"\operatorname{sgn}(\hat y_o)": "sign(y_hat[o])",
        r"\cosh^2(\hat y_o)": "cosh(y_hat[o])**2",
        r"\operatorname{sech}(\hat y_o)": "sech(y_hat[o])",
    },
    refused={
        r"\operatorname{tr}(U U^\top)": "unsupported",
        r"\det(U)": "unsupported",
        r"U \otimes U": "unsupported",
        r"\int J": "unsupported",
        r"\sin(y_o)": "unsupported",
        r"\operatorname{diag}(U)": "shape",
    },
)
