r"""Matrices and lists: `\begin{bmatrix}`, `[\hat y_1 v_c, \dots, \hat y_V v_c]`, diagonal matrices, `U_{o, \{w_1, .., w_K\}}`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from verifier.expr.build import fitted
from verifier.expr.indices import Place, Range
from verifier.expr.nodes import (
    Column,
    Diag,
    Each,
    Entry,
    Expr,
    Mul,
    Named,
    Neg,
    Number,
    Span,
    Stack,
    Symbol,
    Transpose,
)
from verifier.expr.shapes import ShapeError
from verifier.expr.sizes import Size
from verifier.expr.walk import free_letters, letters_of, nodes
from verifier.latex.read.construct import Construct
from verifier.latex.read.elaborate import Elaborator
from verifier.latex.read.names import canonical_latex, squeezed
from verifier.latex.read.parser import Parser
from verifier.latex.read.places import index_term, term_in
from verifier.latex.read.prepare import after_columns
from verifier.latex.read.sequences import runs_of
from verifier.latex.read.syntax import (
    Bracket,
    Clauses,
    Dots,
    Name,
    Node,
    Run,
    Terms,
    sole,
    sole_of,
)

_ENVIRONMENTS = ("bmatrix", "pmatrix", "matrix", "array", "smallmatrix", "Bmatrix")


@dataclass(frozen=True, slots=True)
class Grid(Node):
    rows: tuple[tuple[Terms, ...], ...]


def parse_grid(parser: Parser) -> Node | None:
    opening = parser.take()
    if opening.text == "array":
        parser.at = after_columns(parser.tokens, parser.at)
    rows: list[tuple[Terms, ...]] = []
    row: list[Terms] = []
    while True:
        while parser.took("bar"):
            pass  # bars drawn above and below a column
        row.append(parser.terms())
        while parser.took("bar"):
            pass
        token = parser.take()
        if token.kind == "comma" and token.text == ",":
            # `a, & b, & \dots`: the comma and the column part the cells once.
            token = parser.take() if parser.next.kind in ("cell", "row", "end") else token
        if token.kind in ("cell", "comma"):
            continue
        if token.kind in ("row", "end"):
            if any(cell.parts for cell in row):
                rows.append(
                    tuple(c for c in row if c.parts) if len(row) > 1 and not row[-1].parts else tuple(row)
                )
            row = []
            if token.kind == "row":
                continue
            break
        parser.at -= 1
        raise parser.fail("this is not expected in a matrix")
    return Grid((opening.start, parser.so_far()), tuple(rows))


# --- meaning ----------------------------------------------------------------------------------------------------


def grid(el: Elaborator, node: Grid) -> list[Expr]:
    rows = node.rows
    if not rows:
        return el.fail("syntax", node.span, "the matrix is empty")
    if len(rows) == 1:
        return stacked(el, rows[0], node.span, across=True)
    if all(len(r) == 1 for r in rows):
        return stacked(el, tuple(r[0] for r in rows), node.span, across=False)
    diagonal = _diagonal(el, node)
    if diagonal is not None:
        return diagonal
    if any(is_dots(cell) for row in rows for cell in row):
        return el.fail("syntax", node.span, "the pattern that the dots continue is not clear")
    lines = [stacked(el, row, node.span, across=True) for row in rows]
    return el.combined(lines, lambda parts: Stack(parts, across=False), node.span)


def is_dots(node: Node) -> bool:
    return isinstance(sole(node), Dots)


def _is_zero(node: Node) -> bool:
    from verifier.latex.read.syntax import Num

    inner = sole(node)
    return isinstance(inner, Num) and inner.text == "0"


def _diagonal(el: Elaborator, node: Grid) -> list[Expr] | None:
    """The matrix with f(x_1), .., f(x_n) on its diagonal, 0 or dots elsewhere."""
    rows = node.rows
    if len({len(r) for r in rows}) != 1 or len(rows) != len(rows[0]):
        return None
    cells = [cell for i, row in enumerate(rows) for j, cell in enumerate(row) if i != j]
    if not all(_is_zero(c) or is_dots(c) or not c.parts for c in cells) or not any(map(_is_zero, cells)):
        return None
    entries = [rows[i][i] for i in range(len(rows))]
    inner = stacked(el, tuple(entries), node.span, across=False)
    return el.combined([inner], lambda parts: Diag(parts[0]), node.span)


def bracket_list(el: Elaborator, node: Bracket) -> list[Expr]:
    """`[a, b, .., c]`: blocks side by side."""
    spaced = sole(node)
    if len(node.clauses) == 1 and isinstance(spaced, Run):
        had, products = len(el.problems), _between_dots(spaced)
        if products is not None and (made := stacked(el, products, node.span, across=True)):
            return made
        del el.problems[had:]
        cells = tuple(Terms(i.span, ((1, Run(i.span, (i,))),)) for i in spaced.items)
        return stacked(el, cells, node.span, across=True)
    parts: list[Terms] = []
    for clause in node.clauses:
        if clause.relations or len(clause.parts) != 1:
            return el.fail("syntax", node.span, f"`{el.written(node.span)}` is not one formula")
        parts.append(clause.parts[0])
    if node.kind != "[" and not any(map(is_dots, parts)):
        return el.fail(
            "syntax", node.span, f"`{el.written(node.span)}` is a list where one formula is expected"
        )
    return _either_way(stacked(el, tuple(parts), node.span, across=True))


def _between_dots(run: Run) -> tuple[Terms, ...] | None:
    r"""`a_1 v \quad a_2 v \cdots a_V v`: as many factors in each cell as stand after the last dots."""
    cells: list[list[Node]] = [[]]
    for item in run.items:
        if isinstance(item, Dots):
            cells += [[item], []]
        else:
            cells[-1].append(item)
    many = len(cells[-1])
    if many < 2 or any(len(cell) % many for cell in cells[::2]):
        return None
    parts = [cell[at : at + many] for cell in cells for at in range(0, len(cell), many)]
    spans = [(part[0].span[0], part[-1].span[1]) for part in parts]
    return tuple(Terms(span, ((1, Run(span, tuple(part))),)) for span, part in zip(spans, parts, strict=True))


def _either_way(rows: list[Expr]) -> list[Expr]:
    """A list of numbers with commas is a vector however it lies: the row, and the same as a column."""
    columns = [
        replace(row, across=False)
        for row in rows
        if isinstance(row, Stack)
        and row.across
        and all((b.body if isinstance(b, Each) else b).shape.is_scalar for b in row.blocks)
    ]
    return [*rows, *columns]


def stacked(el: Elaborator, cells: tuple[Terms, ...], span: Span, *, across: bool) -> list[Expr]:
    """Cells as blocks; a stretch of dots as a run from the first of its pattern to the last."""
    elements = _elements(el, cells, zero_is_place=True)
    if elements is None:
        return []
    sparse = _mostly_zero(el, elements, span, across=across)
    if sparse is not None:
        return sparse
    blocks = runs_of(el, elements)
    if blocks is not None and any(isinstance(b, Expr) and _is_at_zero(b) for b in blocks):
        # A 0 that starts no run is the letter: [u_0, -u_{w_1}, .., -u_{w_K}].
        elements = _elements(el, cells, zero_is_place=False)
        blocks = runs_of(el, elements) if elements is not None else None
    if blocks is None:
        return el.fail("syntax", span, "the pattern that the dots continue is not clear")
    if len(blocks) == 1 and isinstance(blocks[0], Expr):
        return [blocks[0]]
    try:
        return [Stack(tuple(_fitted(blocks)), across, span=span)]
    except ShapeError as error:
        el.shape_problem(error, span)
        return []


def _mostly_zero(
    el: Elaborator, elements: list[Expr | None], span: Span, *, across: bool
) -> list[Expr] | None:
    r"""`[0, \\dots, 0]` is zero; `[0, \\dots, v_c, \\dots, 0]` has its column where the one-hot vector has its 1.

    Only a center vector or one without an index tells no place of its own.
    """
    zeros = [isinstance(e, Number) and e.value == 0 for e in elements]
    if None not in elements or not zeros[0] or not zeros[-1]:
        return None
    others = [e for e, zero in zip(elements, zeros, strict=True) if e is not None and not zero]
    if not others:
        return [Number(Fraction(0), span=span)]
    if not across:
        return None
    places = [
        v for vs in el.scope.values.values() for v in vs if isinstance(v, Symbol) and v.one_hot is not None
    ]
    if len(others) > 1 or len(set(places)) != 1 or not others[0].shape.is_vector:
        return None
    hot = places[0]
    center = letters_of(el.scope.probability[1]) if el.scope.probability is not None else frozenset()
    if free_letters(others[0]) - center:
        return None
    return [Mul((others[0], Transpose(hot)), span=span)]


def _elements(el: Elaborator, cells: tuple[Terms, ...], *, zero_is_place: bool) -> list[Expr | None] | None:
    """The cells' values, None for dots; None in all if one has no value."""
    el.zero_is_place = zero_is_place
    try:
        values = [None if is_dots(cell) else _cell(el, cell) for cell in cells]
    finally:
        el.zero_is_place = False
    return None if any(v == [] for v in values) else [None if v is None else el.first_of(v) for v in values]


def _is_at_zero(block: Expr) -> bool:
    """Whether a column or an entry at place 0 stands in a block."""
    zero = Place(Size.of(0))
    return any(
        (isinstance(node, Column) and node.index == zero) or (isinstance(node, Entry) and node.row == zero)
        for _, node in nodes(block)
    )


def _cell(el: Elaborator, cell: Terms) -> list[Expr]:
    r"""A cell; bars drawn beside a column (`| u_1 |`) are no part of it."""
    return el.value(cell)


def _fitted(blocks: list[Expr | Each]) -> list[Expr | Each]:
    shape = next((b.shape for b in blocks if isinstance(b, Expr) and not b.shape.is_scalar), None)
    if shape is None:
        return blocks
    return [fitted(b, shape) if isinstance(b, Number) else b for b in blocks]


def picked_columns(el: Elaborator, of: Expr, sub: Clauses, span: Span) -> list[Expr]:
    r"""One column `U_w`, or several: `U_{o, \{w_1, \dots, w_K\}}`, the matrix of that name where one is defined."""
    node = sole_of(sub)
    wanted = Range.upto(of.shape.cols)
    if node is not None and not (isinstance(node, Bracket) and len(node.clauses) > 1) and not _several(node):
        if _names_a_set(el, node):
            return el.fail("syntax", span, f"`{el.written(span)}`: which columns are meant is not said")
        term = term_in(el, sub, wanted)
        return [] if term is None else [Column(of, term, span=span)]
    named = defined_columns(el, of, sub) or _built(el, of, sub)
    if named is not None:
        return [named]
    return el.fail("syntax", span, f"`{el.written(span)}`: which columns are meant is not clear")


def _names_a_set(el: Elaborator, node: Node) -> bool:
    """The W of `U_W`: a set of words that nobody told; the last column only in a list that runs to it."""
    if el.zero_is_place or not isinstance(node, Name) or not node.name[:1].isupper():
        return False
    return node.name not in el.bound and node.name not in el.scope.indices


def _several(node: Node) -> bool:
    return isinstance(node, Run) and any(isinstance(i, Bracket | Dots) for i in node.items)


def defined_columns(el: Elaborator, of: Expr, sub: Clauses) -> Expr | None:
    """The definition that stands for the columns of o and of the samples."""
    text = el.source.text[sub[0].span[0] : sub[-1].span[1]] if sub else ""
    letters = squeezed(text)
    of = of.arg if isinstance(of, Transpose) else of
    for values in el.scope.values.values():
        for value in values:
            if isinstance(value, Named) and isinstance(value.body, Stack) and _columns_of(value.body, of):
                key = canonical_latex(value.latex)
                mentions = "o" in letters and any(c in letters for c in "wWkKsS1")
                if key is not None and mentions:
                    return value
    return None


def _columns_of(stack: Stack, of: Expr) -> bool:
    for block in stack.blocks:
        body = block.body if isinstance(block, Each) else block
        body = body.arg if isinstance(body, Neg) else body
        if not (isinstance(body, Column) and body.matrix == of):
            return False
    return True


def _built(el: Elaborator, of: Expr, sub: Clauses) -> Expr | None:
    """The columns one by one, where no definition holds them."""
    nodes = [i for c in sub for p in c.parts for i in _flat(sole(p))]
    elements: list[Expr | None] = []
    wanted = Range.upto(of.shape.cols)
    for node in nodes:
        if isinstance(node, Dots):
            elements.append(None)
            continue
        term = index_term(el, node, wanted)
        if term is None:
            return None
        elements.append(Column(of, term))
    blocks = runs_of(el, elements)
    return Stack(tuple(blocks)) if blocks else None


def _flat(node: Node) -> list[Node]:
    if isinstance(node, Bracket):
        return [i for c in node.clauses for p in c.parts for i in _flat(sole(p))]
    return [node]


MATRICES = Construct(
    name="matrices and lists",
    starts=dict.fromkeys(_ENVIRONMENTS, parse_grid),
    means={Grid: grid},
    examples={
        r"\begin{bmatrix} \frac{\partial J}{\partial u_1} & \cdots & \frac{\partial J}{\partial u_V} \end{bmatrix}": (
            "[d(J)/d(u[i]) for each i]"
        ),
        r"[u_1, u_2, \dots, u_{|V|}]": "[u[i] for each i]",
        r"\begin{bmatrix} u_1, & u_2, & \dots, & u_{|V|} \end{bmatrix}": "[u[i] for each i]",
        r"[\hat y_1 v_c, \ldots, \hat y_o v_c - v_c, \ldots, \hat y_V v_c]": (
            "[cases(y_hat[o] * v[c] - v[c] if i = o; y_hat[i] * v[c] if i != o) for each i]"
        ),
        r"[u_o, -u_{w_1}, \dots, -u_{w_K}]": "[u[o], -u[w[i]] for each i]",
        r"[v_c, 0, u_o]": "[v[c], 0, u[o]]",
    },
    refused={
        r"[0, \dots, u_o, \dots, 0]": "syntax",
        r"[v_c, \hat y]": "shape",
        r"\begin{bmatrix} \end{bmatrix}": "syntax",
    },
)
