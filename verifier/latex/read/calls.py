r"""Calls: `\sigma(x)`, `\exp x`, `\log \frac{a}{b}`, `\sigma^2(x)`, `\sigma'(x)`, `f(x)`."""

from __future__ import annotations

from verifier.expr.nodes import Apply, Derivative, Expr, Named, Symbol
from verifier.expr.shapes import ShapeError
from verifier.expr.walk import transform
from verifier.functions.base import Function
from verifier.latex.read.elaborate import Elaborator
from verifier.latex.read.names import canonical, squeezed
from verifier.latex.read.syntax import (
    Bracket,
    Name,
    Node,
    Op,
    Prefix,
    Script,
)
from verifier.latex.write import latex


def function_of(el: Elaborator, item: Node) -> Function | None:
    """The function that an item names, with or without scripts; `sigma_o` that the writer defined is a value."""
    if isinstance(item, Script):
        if len(item.subs) == 1 and isinstance(item.base, Name):
            key = canonical(Script(item.span, item.base, item.subs), el.source.text)
            if item.base.name in el.scope.indexed or key in el.scope.values:
                return None
        item = item.base
    if not isinstance(item, Name) or item.name in el.scope.values or item.name in el.bound:
        return None
    return el.scope.functions.get(item.name)


def misread_log(el: Elaborator, items: tuple[Node, ...], at: int) -> Function | None:
    """A lone `l` before a bracket, as scanners read `log`."""
    item = items[at]
    if (
        not isinstance(item, Name)
        or item.name != "l"
        or at + 1 == len(items)
        or not isinstance(items[at + 1], Bracket)
    ):
        return None
    if "l" in el.bound or "l" in el.scope.values or "l" in el.scope.indices:
        return None
    el.note("log-misread", item.span, "`l` before a bracket is read as `log`")
    return el.scope.functions.get("log")


def called(
    el: Elaborator, function: Function, item: Node, rest: tuple[Node, ...]
) -> list[tuple[list[Expr], int]]:
    """The call of a function on what follows it, with how many items it takes in."""
    skipped = 0
    while skipped < len(rest) and isinstance(rest[skipped], Op):
        skipped += 1
    if skipped:
        el.note("product-after-function", rest[0].span, "the product sign after a function has no meaning")
    rest = rest[skipped:]
    if not rest:
        if isinstance(item, Name) or _primes(item) <= 1:
            variable = el.scope.variable
            if variable is not None and function.arity == 1 and _speaks_of(el, variable):
                el.note(
                    "argument-missing",
                    item.span,
                    f"`{el.written(item.span)}` is read as its value at the variable",
                )
                return [(_scripted_call(el, function, item, [(variable,)]), skipped)]
        el.fail("syntax", item.span, f"the argument of `{el.written(item.span)}` is missing")
        return []
    head = rest[0]
    variable = el.scope.variable
    if variable is not None and _stands_for_value(el, function, head) and _speaks_of(el, variable):
        el.note(
            "argument-missing", item.span, f"`{el.written(item.span)}` is read as its value at the variable"
        )
        return [(_scripted_call(el, function, item, [(variable,)]), skipped)]
    bracket = head.base if isinstance(head, Script) and isinstance(head.base, Bracket) else head
    # `\exp {\bf u}_o^\top v_c`: braces with a subscript are a part of a name, not an argument; so is a vector in braces
    # that is transposed, `\exp {\bf u_o}^\top v_c`.
    of_a_name = (
        isinstance(head, Script)
        and isinstance(bracket, Bracket)
        and bracket.kind == "{"
        and (bool(head.subs) or _is_transposed_vector(el, head, bracket))
    )
    if isinstance(bracket, Bracket) and bracket.kind in ("(", "[", "{", "\\{") and not of_a_name:
        arguments = _arguments(el, function, bracket)
        values = _scripted_call(el, function, item, arguments)
        if head is not bracket and isinstance(head, Script):
            values = with_scripts(el, values, head)
        return [(values, skipped + 1)]
    return [(values, count + skipped) for values, count in _bare(el, function, item, rest)]


def _is_transposed_vector(el: Elaborator, head: Script, bracket: Bracket) -> bool:
    from verifier.latex.read.constructs.scripts import is_transpose

    if len(head.sups) != 1 or not is_transpose(el, head.sups[0]):
        return False
    had = len(el.problems)
    values = el.only(bracket.clauses, bracket.span)
    del el.problems[had:]
    return bool(values) and not any(value.shape.is_scalar for value in values)


def own_call(el: Elaborator, item: Node, after: Node) -> list[Expr] | None:
    """f(z), where the writer has said what f(x) is: its body with z in the place of x. None for anything else."""
    bracket = after.base if isinstance(after, Script) else after
    if isinstance(item, Name) and isinstance(bracket, Bracket) and item.name in el.scope.applied:
        if squeezed(el.written(bracket.span)).strip("()") != el.scope.applied[item.name]:
            return None
        return with_scripts(el, el.value(item), after) if isinstance(after, Script) else el.value(item)
    numbered = isinstance(item, Name) and item.name in el.scope.indexed and item.name not in el.scope.values
    if numbered and isinstance(bracket, Bracket) and bracket.kind == "(" and bracket is after:
        return el.value(Script((item.span[0], bracket.span[1]), item, (bracket.clauses,)))  # p(w)
    primed = isinstance(item, Script) and item.primes == 1 and not item.subs and not item.sups
    name = item.base if isinstance(item, Script) and primed else item
    if not isinstance(name, Name) or name.name not in el.scope.own_functions or name.name in el.bound:
        return None
    if not isinstance(bracket, Bracket) or bracket.kind not in ("(", "[", "{"):
        return None
    argument, body = el.scope.own_functions[name.name]
    out: list[Expr] = []
    itself = isinstance(argument, Symbol) and squeezed(el.written(bracket.span))[1:-1] == argument.latex
    for value in [argument] if itself else el.only(bracket.clauses, bracket.span):
        if value.shape != argument.shape:
            el.fail("shape", bracket.span, f"`{el.written(item.span)}` was told for something else")
            continue
        if primed and not (value == argument and value.shape.is_scalar):
            return el.fail(
                "unsupported", item.span, f"`{el.written(item.span)}` of such a thing is not known here"
            )
        if primed:
            out.append(Derivative(body, value, span=(item.span[0], bracket.span[1])))
            continue
        put = transform(body, lambda node, value=value: value if node == argument else node)  # type: ignore[misc]
        written = f"{el.written(item.span)}({latex(value)})"
        out.append(Named(written, written, put, span=(item.span[0], bracket.span[1])))
    return with_scripts(el, out, after) if isinstance(after, Script) else out


def _speaks_of(el: Elaborator, variable: Expr) -> bool:
    """Whether a function without its argument is its value at the variable: not where that is one vector of a loss."""
    return variable.shape.is_scalar or el.scope.loss is None


def _stands_for_value(el: Elaborator, function: Function, head: Node) -> bool:
    r"""Whether the bracket of `\sigma(1 - \sigma)` holds the same name without an argument: then both are values."""
    inner = head.base if isinstance(head, Script) else head
    if not isinstance(inner, Bracket) or len(inner.clauses) != 1 or len(inner.clauses[0].parts) != 1:
        return False
    for _, run in inner.clauses[0].parts[0].parts:
        if run.items and function_of(el, run.items[-1]) is function:
            return True
    return False


def _arguments(el: Elaborator, function: Function, bracket: Bracket) -> list[tuple[Expr, ...]]:
    """Each combination of arguments."""
    clauses = bracket.clauses
    if function.arity == 1:
        return [(v,) for v in el.only(clauses, bracket.span)]
    choices = [el.clause_value(c) for c in clauses]
    if len(choices) == 1 and function.unsaid is not None:
        return [(p, value) for p in el.scope.values.get(function.unsaid, ()) for value in choices[0]]
    if len(choices) != function.arity:
        el.fail(
            "syntax",
            bracket.span,
            f"{function.name} takes {function.arity} arguments, here are {len(choices)}",
        )
        return []
    return [(a, b) for a in choices[0] for b in choices[1]]


def _scripted_call(
    el: Elaborator, function: Function, item: Node, arguments: list[tuple[Expr, ...]]
) -> list[Expr]:
    """f(x), with the scripts that stand on the name of f: a prime, a power, an index."""
    out: list[Expr] = []
    for args in arguments:
        start = item.span[0]
        end = args[-1].span[1] if args[-1].span else item.span[1]
        span = (start, max(end, item.span[1]))
        try:
            value: Expr = Apply(function, args, span=span)
        except ShapeError as error:
            el.shape_problem(error, span)
            continue
        if isinstance(item, Script):
            out.extend(_on_name(el, function, args, value, item))
        else:
            out.append(value)
    return out


def _primes(item: Node) -> int:
    return item.primes if isinstance(item, Script) else 0


def _on_name(
    el: Elaborator, function: Function, args: tuple[Expr, ...], value: Expr, item: Script
) -> list[Expr]:
    if item.subs and function.name in ("log", "exp"):
        written = el.written(item.span)
        if squeezed(written).endswith("_e"):
            return [value]
        return el.fail("unsupported", item.span, f"`{written}` is not part of this language", written)
    if item.primes > 1:
        return el.fail(
            "unsupported", item.span, "second derivatives are not part of this language", "second derivative"
        )
    if item.primes:
        try:
            value = _slope(el, function, args, value, item)
        except ShapeError as error:
            el.shape_problem(error, item.span)
            return []
    return with_scripts(el, [value], Script(item.span, item.base, item.subs, item.sups))


def _slope(el: Elaborator, function: Function, args: tuple[Expr, ...], value: Expr, item: Script) -> Expr:
    """f'(x): the derivative by x where x is a scalar symbol, else the slope of each element under its name."""
    (argument,) = args
    if isinstance(argument, Symbol) and argument.shape.is_scalar:
        return Derivative(value, argument, span=value.span)
    if function.derivative is None:
        return Derivative(value, argument, span=value.span)
    return Named(
        f"{function.name}_slope",
        f"{function.latex}'({latex(argument)})",
        function.derivative(argument)[0],
        span=value.span,
    )


def with_scripts(el: Elaborator, values: list[Expr], script: Script) -> list[Expr]:
    """Values with the scripts that stand behind their brackets."""
    from verifier.latex.read.constructs.scripts import primed, raised, subscripted

    for sub in script.subs:
        values = [e for v in values for e in subscripted(el, v, sub, script.span)]
    for sup in script.sups:
        values = [e for v in values for e in raised(el, v, sup, script.span)]
    for _ in range(script.primes):
        values = [e for v in values for e in primed(el, v, script.span)]
    return values


def _bare(
    el: Elaborator, function: Function, item: Node, rest: tuple[Node, ...]
) -> list[tuple[list[Expr], int]]:
    """A function without brackets: the longest part of the product that is a scalar; else the longest that has a shape."""
    from verifier.latex.read.runs import product, units

    stop = next(
        (at for at, n in enumerate(rest) if isinstance(n, Op) and n.symbol in ("/", "odot", "otimes")),
        len(rest),
    )
    had = len(el.problems)
    found: dict[int, list[Expr]] = {}
    ends = _ends(rest[:stop])
    for end in ends:
        values = product(el, rest[:end], (rest[0].span[0], rest[end - 1].span[1]))
        if values:
            found[end] = values
            if any(v.shape.is_scalar for v in values):
                break
    if not found:
        return []
    del el.problems[had:]
    scalar = [end for end, values in found.items() if any(v.shape.is_scalar for v in values)]
    chosen = scalar[0] if scalar else max(found)
    out = [(_scripted_call(el, function, item, [(v,) for v in found[chosen]]), chosen)]
    crossed = [n for n in rest[1:chosen] if isinstance(n, Op | Bracket)]
    if crossed and not isinstance(rest[0], Prefix):
        for values, end in units(el, rest[:stop], 0):
            if end < chosen and any(v.shape.is_scalar for v in values):
                out.append((_scripted_call(el, function, item, [(v,) for v in values]), end))
    return out


def _ends(rest: tuple[Node, ...]) -> list[int]:
    """Lengths of what a bare function may take in, longest first; never ending in a product sign."""
    return [end for end in range(len(rest), 0, -1) if not isinstance(rest[end - 1], Op)][:8]
