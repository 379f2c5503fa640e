r"""Losses with their arguments: `J(v_c, o, U)`, `J(\theta)`, `J(v_c, w_{t+j}, U)`, `J_{\text{naive}}(v_c, w_{t+j}, U)`.

Where the set gives a loss of any one word, J(v_c, w_{t+j}, U), the arguments decide which one is meant, whatever the name
in the subscript: with other arguments it is that loss of other things. With dots among them it is the loss of the whole.
"""

from __future__ import annotations

from verifier.expr.indices import IndexTerm
from verifier.expr.nodes import Expr, Opaque, Transpose
from verifier.latex.read.calls import with_scripts
from verifier.latex.read.elaborate import Elaborator
from verifier.latex.read.names import squeezed
from verifier.latex.read.places import index_term
from verifier.latex.read.scope import family_in
from verifier.latex.read.syntax import Accent, Bracket, Clause, Dots, Name, Node, Run, Script, sole


def loss_call(el: Elaborator, item: Node, after: Node) -> list[Expr] | None:
    """A loss with its arguments; None if this is no call of a loss."""
    base = item.base if isinstance(item, Script) else item
    bracket = after.base if isinstance(after, Script) else after
    if not isinstance(base, Name) or not el.scope.is_loss(base.name):
        return None
    if not isinstance(bracket, Bracket) or bracket.kind not in ("(", "["):
        return None
    if not _are_names(bracket.clauses):
        plain = isinstance(item, Name) and bracket.kind == "("
        what = f"`{el.written(item.span)}` of such a thing is not known here"
        return el.fail("unknown-symbol", item.span, what, el.written(item.span)) if plain else None
    opaque = next((o for o in el.scope.opaques if any(not isinstance(a, Expr) for a in o.arguments)), None)
    listed = _listed(bracket.clauses)
    scripted = isinstance(item, Script) and bool(item.subs)
    of_one_word = opaque is not None and not any(isinstance(n, Dots) for n in listed)
    if of_one_word and opaque is not None and (_has_word(el, listed) or not scripted):
        values = _of_arguments(el, opaque, listed, bracket)
        subscript = el.written((item.span[0], item.span[1])) if scripted else ""
        if values is not None and family_in(squeezed(subscript)) == "skip":
            values += [v for v in el.value(item) if v not in values]
    else:
        values = None
    found = values if values is not None else el.value(item)
    return with_scripts(el, found, after) if isinstance(after, Script) else found


def _are_names(clauses: tuple[Clause, ...]) -> bool:
    nodes = _listed(clauses)
    return bool(nodes) and all(isinstance(n, Name | Script | Accent | Dots) for n in nodes)


def _listed(clauses: tuple[Clause, ...]) -> list[Node]:
    """The things in a list; one comma beside dots may be missing: `w_{t-m}, ... w_{t+m}`."""
    nodes = [sole(p) for c in clauses for p in c.parts]
    return [
        i
        for n in nodes
        for i in (n.items if isinstance(n, Run) and any(isinstance(d, Dots) for d in n.items) else (n,))
    ]


def _has_word(el: Elaborator, listed: list[Node]) -> bool:
    """Whether exactly one word of a window is named."""
    centered = {f.letter for f in el.scope.families if f.center is not None}
    words = [
        n for n in listed if isinstance(n, Script) and isinstance(n.base, Name) and n.base.name in centered
    ]
    return len(words) == 1


def _of_arguments(el: Elaborator, opaque: Opaque, listed: list[Node], bracket: Bracket) -> list[Expr] | None:
    """The loss of one word with these arguments; None where they name no such thing, as in `J(\\theta)`."""
    if len(listed) == 1 and isinstance(listed[0], Name):
        return None
    had = len(el.problems)
    read = [_argument(el, node) for node in listed]
    del el.problems[had:]
    declared = opaque.arguments
    if len(listed) > len(declared) or any(r is None for r in read):
        return _strange(el, opaque, bracket)
    if len(listed) < len(declared):
        # What is left out is as it was; what stands there stands in the order that was given.
        filled = _filled(declared, [r for r in read if r is not None])
        return _strange(el, opaque, bracket) if filled is None else [_opaque(opaque, filled, bracket)]
    arguments = [a for a in read if a is not None]
    same_kinds = all(
        a.shape == d.shape
        if isinstance(a, Expr) and isinstance(d, Expr)
        else not isinstance(d, Expr) and not isinstance(a, Expr)
        for a, d in zip(arguments, declared, strict=True)
    )
    if not same_kinds or not _of_the_window(arguments, declared):
        return _strange(el, opaque, bracket)
    return [_opaque(opaque, arguments, bracket)]


def _argument(el: Elaborator, node: Node) -> Expr | IndexTerm | None:
    """A word where the node names one, else the formula."""
    if isinstance(node, Script) and isinstance(node.base, Name):
        term = None
        if any(f.letter == node.base.name for f in el.scope.families):
            term = index_term(el, node, None)
        if term is not None:
            return term
    if isinstance(node, Name) and node.name in el.scope.indices and node.name not in el.scope.values:
        return el.scope.indices[node.name]
    values = el.value(node)
    if values and isinstance(values[0], Transpose):
        return values[0].arg  # in the writer's layout; the loss takes the thing, however it is stored
    return values[0] if values else None


def _filled(
    declared: tuple[Expr | IndexTerm, ...], given: list[Expr | IndexTerm]
) -> list[Expr | IndexTerm] | None:
    out: list[Expr | IndexTerm] = []
    rest = list(given)
    for argument in declared:
        if rest and (rest[0] == argument or (_is_word(rest[0], argument))):
            out.append(rest.pop(0))
        else:
            out.append(argument)
    named = any(not isinstance(g, Expr) for g in given)
    return out if not rest and named else None


def _is_word(given: Expr | IndexTerm, declared: Expr | IndexTerm) -> bool:
    """Whether both are words of one window."""
    return (
        not isinstance(given, Expr)
        and not isinstance(declared, Expr)
        and getattr(given, "map", None) is not None
        and getattr(given, "map", None) == getattr(declared, "map", None)
    )


def _of_the_window(arguments: list[Expr | IndexTerm], declared: tuple[Expr | IndexTerm, ...]) -> bool:
    return all(isinstance(d, Expr) or _is_word(a, d) for a, d in zip(arguments, declared, strict=True))


def _opaque(opaque: Opaque, arguments: list[Expr | IndexTerm], bracket: Bracket) -> Expr:
    return Opaque(opaque.name, opaque.latex, tuple(arguments), span=bracket.span)


def _strange(el: Elaborator, opaque: Opaque, bracket: Bracket) -> list[Expr] | None:
    from verifier.latex.write import latex

    if not el.bound:
        return None  # outside a sum, the loss of the question
    written = el.written(bracket.span)
    return el.fail("syntax", bracket.span, f"`{written}` are not the arguments of `{latex(opaque)}`")
