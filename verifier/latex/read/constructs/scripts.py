r"""Subscripts and superscripts: `\hat y_w`, `u^T_k`, `(\hat y - y)_i`, `A_{:,j}`, `e^{x}`, `x^{(i)}`, `J_{\text{neg}}`."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from verifier.expr.indices import Index, IndexTerm, Picked, Place, Range
from verifier.expr.nodes import (
    Apply,
    Column,
    Derivative,
    Each,
    Entry,
    Expr,
    Named,
    Number,
    Opaque,
    Pow,
    Span,
    Stack,
    Symbol,
    Transpose,
    Unit,
)
from verifier.expr.shapes import Shape
from verifier.expr.sizes import Size
from verifier.expr.walk import letters_of, nodes, put_index, transform, unfolded
from verifier.functions.table import functions
from verifier.latex.read.construct import Construct
from verifier.latex.read.constructs.values import losses
from verifier.latex.read.elaborate import Elaborator, placed
from verifier.latex.read.names import PLAIN, canonical, squeezed
from verifier.latex.read.places import index_term, size_of, term_in
from verifier.latex.read.syntax import (
    Accent,
    Bracket,
    Clause,
    Clauses,
    Name,
    Node,
    Num,
    Op,
    Run,
    Script,
    sole,
    sole_of,
)
from verifier.latex.write import latex_index

_TRANSPOSES = frozenset({"T", "Tr", "tr", "t", "top", "intercal"})


def script(el: Elaborator, node: Script) -> list[Expr]:
    over = _list_over(el, node)
    if over is not None:
        return over
    base, node = _unwrapped(node)
    if (filled := _filled(el, base, node)) is not None:
        return filled
    whole = canonical(Script(node.span, base, node.subs), el.source.text) if len(node.subs) == 1 else None
    if whole is not None and whole in el.scope.values:
        bases = [placed(v, node.span) for v in el.scope.values[whole]]
        subs: tuple[Clauses, ...] = ()
    elif isinstance(base, Accent) and len(node.subs) == 1 and _own_key(el, base) in el.scope.indexed:
        return superscripted(el, _instance(el, base, node), node)
    elif isinstance(base, Name):
        special = _name_with_scripts(el, base, node)
        if special is not None:
            return special
        bases, subs = _columns_or_values(el, base, node)
    else:
        bases, subs = el.value(base), node.subs
    for sub in subs:
        bases = [e for b in bases for e in subscripted(el, b, sub, node.span)]
    return superscripted(el, bases, node)


def _filled(el: Elaborator, base: Node, node: Script) -> list[Expr] | None:
    r"""`0_D`, `\mathbf 1_V`, `0_{D \times V}`: zeros or ones of the size that the subscript says."""
    base = sole(base.arg) if isinstance(base, Accent) and base.accent in PLAIN else base
    digit = base.text if isinstance(base, Num) else base.name if isinstance(base, Name) else ""
    if digit not in ("0", "1") or len(node.subs) != 1 or node.sups or node.primes:
        return None
    inner = sole_of(node.subs[0])
    if isinstance(inner, Run) and len(inner.items) == 3 and isinstance(inner.items[1], Op):
        sizes = [size_of(el, inner.items[0]), size_of(el, inner.items[2])]
    else:
        sizes = [size_of(el, inner), Size.of(1)] if inner is not None else [None]
    known = [s for s in sizes if s is not None]
    if len(known) != 2:
        return None
    return [Number(Fraction(digit), Shape(known[0], known[1]), span=node.span)]


def _list_over(el: Elaborator, node: Script) -> list[Expr] | None:
    r"""`[a_w]_{w=1}^V`, `(a_w)_{w \in Vocab}`: the list of the a_w; columns side by side, numbers one below the other."""
    from verifier.latex.read.bounds import BigSum, bounds_of

    base = node.base
    if not isinstance(base, Bracket) or base.kind not in ("[", "(", "\\{") or len(node.subs) != 1:
        return None
    said = node.subs[0][0].relations if len(node.subs[0]) == 1 else ()
    if not ((said == ("=",) and len(node.sups) == 1) or (said == ("in",) and not node.sups)):
        return None
    over = BigSum(node.span, node.subs[0], node.sups[0] if node.sups else None)
    found = bounds_of(el, over, node.subs[0], base)
    if len(found) != 1 or found[0].low is None or found[0].high is None:
        return [] if el.problems else None
    index = Index(found[0].letter, Range(found[0].low, found[0].high))
    with el.binding(index.name, index):
        values = el.only(base.clauses, base.span)
    out: list[Expr] = []
    for value in values:
        ways = (False, True) if value.shape.is_scalar else (value.shape.is_vector,)
        out.extend(Stack((Each(index, value),), across, span=node.span) for across in ways)
    return out


def _unwrapped(node: Script) -> tuple[Node, Script]:
    """The base with the scripts of all levels: `{u_o}^T` is u_o^T, `\\hat{y_o}` in a group is \\hat y_o.

    What is raised within a group is a value of its own: `{e^x}^2`, `{u^T}_k`.
    """
    base: Node = sole(node.base) if isinstance(node.base, Bracket) and node.base.kind == "{" else node.base
    if isinstance(base, Script) and not base.sups:
        return base.base, _joined(node, base.base, base)
    if isinstance(base, Accent) and isinstance(inner := sole(base.arg), Script):
        bare = Accent(base.span, base.accent, inner.base)
        return bare, _joined(node, bare, inner)
    return base, node


def _joined(outer: Script, base: Node, inner: Script) -> Script:
    subs, sups, primes = inner.subs + outer.subs, inner.sups + outer.sups, inner.primes + outer.primes
    return Script(outer.span, base, subs, sups, primes)


def _name_with_scripts(el: Elaborator, base: Name, node: Script) -> list[Expr] | None:
    """Names for which scripts mean something of their own: losses, e, a writer's own b_k."""
    if base.name in el.scope.indexed and len(node.subs) == 1 and not _names_a_loss(el, base, node):
        return superscripted(el, _instance(el, base, node), node)
    if el.scope.is_loss(base.name) and node.subs:
        out = losses(
            el,
            squeezed(el.source.text[base.span[0] : (node.subs[0][-1] if node.subs[0] else base).span[1]]),
            node.span,
        )
        return superscripted(el, out, node)
    if base.name == "e" and base.name not in el.scope.values:
        if node.sups and not node.subs:
            arguments = el.only(node.sups[0], node.span)
            return el.combined([arguments], lambda parts: Apply(functions()["exp"], parts), node.span)
        if len(node.subs) == 1:
            return superscripted(el, _units(el, node), node)
    return None


def _names_a_loss(el: Elaborator, base: Name, node: Script) -> bool:
    """`J_{neg}` beside a writer's own J_j."""
    inner = sole_of(node.subs[0])
    return el.scope.is_loss(base.name) and not (isinstance(inner, Name) and len(inner.name) == 1)


def _own_key(el: Elaborator, base: Node) -> str:
    return canonical(base, el.source.text) or ""


def _instance(el: Elaborator, base: Name | Accent, node: Script) -> list[Expr]:
    """b_j, where the writer has defined b_k."""
    key = _own_key(el, base)
    index, body = el.scope.indexed[key]
    had = len(el.problems)
    term = term_in(el, node.subs[0], index.range)
    if term is None and (of_words := _over_words(el, index, body)) is not None:
        del el.problems[had:]
        index, body = of_words
        term = term_in(el, node.subs[0], index.range)
    if term is None:
        return []
    if isinstance(body, Opaque):
        return [placed(put_index(body, index.name, term), node.span)]
    written = f"{el.written(base.span) or key}_{{{latex_index(term)}}}"
    return [Named(f"{key}_{term}", written, put_index(body, index.name, term), span=node.span)]


def _over_words(el: Elaborator, index: Index, body: Expr) -> tuple[Index, Expr] | None:
    r"""s_k = \sigma(u_k^\top v_c) as s_w of any word w, where the number k stands for the word w_k alone."""
    family = next((f.map for f in el.scope.families if f.map.arguments == index.range), None)
    if family is None:
        return None
    word = Index(index.name, family.values)
    sample = family[index]
    made = transform(
        body, lambda n: replace(n, index=word) if isinstance(n, Column) and n.index == sample else n
    )
    rest = [n for _, n in nodes(unfolded(made)) if isinstance(n, Column | Entry)]
    terms = [n.index if isinstance(n, Column) else n.row for n in rest]
    left = any(index.name in letters_of(t) and t != word for t in terms)
    return None if left or word not in terms else (word, made)


def _units(el: Elaborator, node: Script) -> list[Expr]:
    """e_i, of every length that its index allows: that of the letter's own range, any that reaches as far as a place."""
    known = (
        *el.scope.ranges,
        *(index.range for index in el.bound.values()),
        *map(Range.upto, el.scope.sizes.values()),
    )
    out: dict[Size, Expr] = {}
    for reach in dict.fromkeys(known):
        had = len(el.problems)
        term = term_in(el, node.subs[0], reach)
        if term is None:
            del el.problems[had:]
            continue
        if not isinstance(term, Place):
            return [Unit(term, reach.high, span=node.span)]
        if not term.at.names or (reach.high - term.at).at_least(0):
            out.setdefault(reach.high, Unit(term, reach.high, span=node.span))
    return list(out.values()) or el.fail(
        "unknown-symbol", node.span, f"`{el.written(node.span)}` is not known here", "e"
    )


def _columns_or_values(el: Elaborator, base: Name, node: Script) -> tuple[list[Expr], tuple[Clauses, ...]]:
    matrix = el.scope.columns.get(base.name)
    if matrix is None or base.name in el.bound:
        return el.value(base), node.subs
    script_index = node.subs[:1] or node.sups[:1]
    if not script_index or (not node.subs and is_transpose(el, node.sups[0])):
        return el.value(base), node.subs
    term = term_in(el, script_index[0], Range.upto(matrix.shape.cols))
    if term is None:
        return [], ()
    column: Expr = Column(matrix, term, span=node.span)
    if base.name in el.scope.rows:
        column = Transpose(column, span=node.span)
    return [column], node.subs[1:]


def subscripted(el: Elaborator, of: Expr, sub: Clauses, span: Span) -> list[Expr]:
    """An entry, a column or a row of `of`."""
    shape = of.shape
    if shape.is_scalar:
        message = f"`{el.written_as(of)}` is a scalar and has no entry `{el.written(_span(sub))}`"
        return el.fail("shape", span, message)
    if not shape.is_matrix:
        term = term_in(el, sub, el.wide(shape))
        inner = of.arg if isinstance(of, Transpose) else of
        if term is None:
            return []
        entry = Entry(inner, term, span=span)
        # y_{t+j}, y^{(t+j)}: the one-hot vector of a word of the window, where a vector is needed.
        one_hot = isinstance(of, Symbol) and of.one_hot is not None and _of_a_window(el, term)
        return [entry, Unit(term, shape.rows, span=span)] if one_hot else [entry]
    from verifier.latex.read.constructs.matrices import defined_columns, picked_columns

    parts = _two_indices(el, sub)
    rows, cols = Range.upto(shape.rows), Range.upto(shape.cols)
    if parts is None or defined_columns(el, of, sub) is not None:
        return picked_columns(el, of, sub, span)
    row, col = (_slice_or_term(el, p, r) for p, r in zip(parts, (rows, cols), strict=True))
    if row is None or col is None:
        return []
    if isinstance(row, str) and isinstance(col, str):
        return [of]
    if isinstance(row, str):
        return [Column(of, col, span=span)] if not isinstance(col, str) else [of]
    if isinstance(col, str):
        return [Transpose(Column(Transpose(of), row), span=span)]
    return [Entry(of, row, col, span=span)]


def _of_a_window(el: Elaborator, term: IndexTerm) -> bool:
    return isinstance(term, Picked) and any(f.center and f.map == term.map for f in el.scope.families)


def _span(clauses: Clauses) -> Span:
    return (clauses[0].span[0], clauses[-1].span[1]) if clauses else (0, 0)


def _two_indices(el: Elaborator, sub: Clauses) -> tuple[Node, Node] | None:
    if len(sub) == 2 and not any(c.relations or not c.parts for c in sub):
        return sub[0].parts[0], sub[1].parts[0]
    node = sole_of(sub)
    if (
        isinstance(node, Run)
        and len(node.items) == 2
        and all(isinstance(i, Name | Num | Script) for i in node.items)
    ):
        families = {f.letter for f in el.scope.families}
        head = node.items[0]
        if not (
            isinstance(head, Name)
            and head.name in families
            and head.name not in el.bound
            and head.name not in el.scope.indices
        ):
            return node.items[0], node.items[1]
    if isinstance(node, Num) and len(node.text) == 2 and node.text.isdecimal():
        a, b = node.span
        return Num((a, a + 1), node.text[0]), Num((b - 1, b), node.text[1])
    return None


def _slice_or_term(el: Elaborator, node: Node, wanted: Range) -> IndexTerm | str | None:
    inner = sole(node)
    if isinstance(inner, Name) and inner.name == ":":
        return ":"
    return index_term(el, node, wanted)


def is_transpose(el: Elaborator, sup: Clauses) -> bool:
    node = sole_of(sup)
    return isinstance(node, Name) and node.name in _TRANSPOSES and node.name not in el.bound


def superscripted(el: Elaborator, bases: list[Expr], node: Script) -> list[Expr]:
    for sup in node.sups:
        by_letter = isinstance(node.base, Name) and node.base.name in el.scope.columns and not node.subs
        if bases and by_letter and not is_transpose(el, sup):
            continue  # u^{(k)}: the superscript was the index
        bases = [e for b in bases for e in raised(el, b, sup, node.span)]
    for _ in range(node.primes):
        bases = [e for b in bases for e in primed(el, b, node.span)]
    return bases


def raised(el: Elaborator, base: Expr, sup: Clauses, span: Span) -> list[Expr]:
    """A transpose, an index in brackets, or a power."""
    node = sole_of(sup)
    scalar = base.shape.is_scalar
    if is_transpose(el, sup) and not (scalar and isinstance(node, Name) and node.name in el.scope.values):
        return [base] if scalar else [Transpose(base, span=span)]
    if sup and sup[0].words == "*":
        return el.fail("unsupported", span, "a star as a superscript has no meaning here", "*")
    clause = sup[0] if len(sup) == 1 else None
    outer = _only_item(clause)
    if isinstance(outer, Bracket) and outer.kind == "(" and not scalar:
        return subscripted(el, base, outer.clauses, span)
    if base.shape.is_matrix:
        what = "inverse" if el.written(_span(sup)).startswith(("-", "{-", "−")) else "power of a matrix"
        return el.fail(
            "unsupported", span, f"`{el.written(span)}`: the {what} is not part of this language", what
        )
    exponents = el.only(sup, span)
    return el.combined([[base], exponents], lambda parts: Pow(parts[0], parts[1]), span)


def _only_item(clause: Clause | None) -> Node | None:
    if clause is None or len(clause.parts) != 1 or len(clause.parts[0].parts) != 1:
        return None
    items = clause.parts[0].parts[0][1].items
    return items[0] if len(items) == 1 else None


def primed(el: Elaborator, base: Expr, span: Span) -> list[Expr]:
    """A prime on a vector is a transpose, on a scalar the derivative by the variable of the question."""
    if not base.shape.is_scalar:
        return [Transpose(base, span=span)]
    variable = el.scope.variable
    of_the_loss = el.scope.loss is not None and base == el.scope.loss
    if variable is None or not (variable.shape.is_scalar or of_the_loss):
        return el.fail(
            "syntax", span, f"`{el.written(span)}`: a prime needs one variable to differentiate by"
        )
    return el.combined([[base], [variable]], lambda parts: Derivative(parts[0], parts[1]), span)


SCRIPTS = Construct(
    name="subscripts and superscripts",
    means={Script: script},
    examples={
        r"\hat y_w": "y_hat[w]",
        r"\hat{y_o}": "y_hat[o]",
        r"u^T_o v_c": "u[o].T @ v[c]",
        r"u_o^{\intercal}\cdot v_c": "u[o].T @ v[c]",
        r"(\hat y - y)_w": "(y_hat - y)[w]",
        r"[\hat y - y]_{w}": "(y_hat - y)[w]",
        r"U_{:,w}": "u[w]",
        r"u_0": "u[o]",
        r"V_c": "v[c]",
        r"\bm{v_c}": "v[c]",
        r"e^{u_o^\top v_c}": "exp(u[o].T @ v[c])",
        r"U_{w=o}": "u[o]",
    },
    refused={r"U^{-1}": "unsupported", r"v_c^": "syntax"},
)
