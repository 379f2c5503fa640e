r"""What dots leave out: `u_1, \dots, u_V`, `y_1 \log \hat y_1 + \cdots + y_V \log \hat y_V`.

The first and the last element are compared; where they differ in one index only, that index runs from one to the other.
An element that stands between two stretches of dots must be an instance of the same pattern, or the exception at its place.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from verifier.expr.indices import (
    Index,
    IndexTerm,
    OtherIndex,
    Picked,
    Place,
    Range,
    SameIndex,
)
from verifier.expr.nodes import Add, Cases, Column, Each, Entry, Expr, Named, Neg, Number, Stack, Sum, Symbol
from verifier.expr.sizes import Size
from verifier.expr.walk import free_letters, nodes, put_index, unfolded
from verifier.latex.read.elaborate import Elaborator
from verifier.latex.read.syntax import Dots, Terms

_LETTER = "i"
_LENGTHS = frozenset("dnpDN")  # letters that say how long a vector is, whoever declared them


@dataclass(slots=True)
class _Ends:
    """The two index terms in which first and last differ, once they are known."""

    first: IndexTerm | None = None
    last: IndexTerm | None = None
    wanted: Range | None = None


class _Different(Exception):
    """Two elements that no single index tells apart."""


def pattern(el: Elaborator, first: Expr, last: Expr) -> tuple[Each, Expr] | None:
    """The run of elements from `first` to `last`, and its body as it was written (`u_i` where `u_{w_i}` is meant)."""
    letter = fresh_letter(_letters_in(first) | _letters_in(last) | frozenset(el.bound))
    ends = _Ends()
    try:
        body = _general(el, first, last, letter, ends)
    except _Different:
        return None
    if ends.first is None or ends.last is None:
        return None
    reach = _reach(el, ends)
    if reach is None:
        return None
    index = Index(letter, reach)
    return Each(index, _settled(el, body, letter, index)), body


def _letters_in(expr: Expr) -> frozenset[str]:
    """Every letter of a formula, bound ones too: a run inside a run has one of its own."""
    inner = [node for _, node in nodes(unfolded(expr))]
    sums = {node.index.name for node in inner if isinstance(node, Sum)}
    runs = {
        b.index.name for node in inner if isinstance(node, Stack) for b in node.blocks if isinstance(b, Each)
    }
    return free_letters(expr) | sums | runs


def fresh_letter(taken: frozenset[str]) -> str:
    return next((c for c in (_LETTER, "j", "l", "n", "r") if c not in taken), _LETTER + "'")


def _reach(el: Elaborator, ends: _Ends) -> Range | None:
    """From the two ends: places, or a letter at the end that nobody declared, for the last place."""
    low = ends.first.at if isinstance(ends.first, Place) else None
    if low is None:
        return None
    if low == Size.of(0):
        low = Size.of(1)
    if isinstance(ends.last, Place):
        return Range(low, ends.last.at)
    if isinstance(ends.last, Index) and ends.wanted is not None and _means_last(el, ends.last, ends.wanted):
        return Range(low, ends.wanted.high)
    return None


def _means_last(el: Elaborator, last: Index, wanted: Range) -> bool:
    """Whether a letter at the end says "the last": one that runs over the same, or the small letter of the size."""
    declared = el.scope.indices.get(last.name)
    size = el.scope.sizes.get(last.name.upper())
    if size is not None:
        return size == wanted.high
    if declared is None and last.name in _LENGTHS and last.name not in {*el.scope.sizes, *el.bound}:
        return True
    return declared is not None and (
        declared.range == wanted or any(f.map.arguments == declared.range for f in el.scope.families)
    )


def _general(el: Elaborator, a: Expr, b: Expr, letter: str, ends: _Ends) -> Expr:
    """The common pattern of two formulas, with `letter` where they differ."""
    el.source.budget.step()
    if type(a) is not type(b):
        raise _Different
    if a == b and not isinstance(a, Column | Entry):
        return a
    if isinstance(a, Named) and isinstance(b, Named):
        return _general(el, a.body, b.body, letter, ends)
    changed: dict[str, object] = {}
    for f in fields(a):
        if not f.init or f.name == "span":
            continue
        x, y = getattr(a, f.name), getattr(b, f.name)
        new = _general_part(el, x, y, letter, ends, _wanted(a))
        if new is not x:
            changed[f.name] = new
    return replace(a, **changed) if changed else a  # type: ignore[arg-type]


def _general_part(
    el: Elaborator, x: object, y: object, letter: str, ends: _Ends, wanted: Range | None
) -> object:
    match x, y:
        case (Named(), _) if x == y:
            return x
        case Named(), Named() if x.name == y.name:
            return _general(el, x.body, y.body, letter, ends)
        case Expr(), Expr():
            return _general(el, x, y, letter, ends)
        case tuple(), tuple() if len(x) == len(y):
            parts = tuple(_general_part(el, p, q, letter, ends, wanted) for p, q in zip(x, y, strict=True))
            return x if all(p is q for p, q in zip(parts, x, strict=True)) else parts
        case (Picked(map=f, at=p), Picked(map=g, at=q)) if f == g:
            inner = _general_part(el, p, q, letter, ends, f.arguments)
            return x if inner is p else Picked(f, inner)  # type: ignore[arg-type]
        case ((Index() | Place() | Picked()), (Index() | Place() | Picked())):
            if x == y:
                return x
            if ends.first is None:
                ends.first, ends.last, ends.wanted = x, y, wanted
            if (x, y) != (ends.first, ends.last):
                raise _Different
            return Index(letter, wanted or Range.upto(1))
    if x != y:
        raise _Different
    return x


def _wanted(holder: Expr) -> Range | None:
    match holder:
        case Column(matrix=matrix):
            return Range.upto(matrix.shape.cols)
        case Entry(of=of, col=None):
            return Range.upto(of.shape.rows if not of.shape.is_row else of.shape.cols)
    return None


def _settled(el: Elaborator, body: Expr, letter: str, index: Index) -> Expr:
    """The pattern with its index in its true range; a sample stands for its word where a word is wanted."""
    from verifier.latex.read.places import within

    new: IndexTerm = index
    for holder_range in _ranges_of(body, letter):
        if not within(index.range, holder_range):
            family = next((f for f in el.scope.families if within(index.range, f.map.arguments)), None)
            if family is not None and within(family.map.values, holder_range):
                new = Picked(family.map, index)
    samples = el.scope.samples
    if samples is not None and isinstance(new, Index) and index.range.high == samples.map.arguments.high:
        found = _ranges_of(body, letter)
        if found and all(r == samples.map.values for r in found):
            new = Picked(samples.map, index)
    return put_index(body, letter, new)


def _ranges_of(body: Expr, letter: str) -> set[Range]:
    from verifier.expr.walk import nodes

    out: set[Range] = set()
    for _, node in nodes(body):
        match node:
            case Column(index=Index(name=name)) | Entry(row=Index(name=name)) if name == letter:
                wanted = _wanted(node)
                if wanted is not None:
                    out.add(wanted)
    return out


# --- dotted sums ------------------------------------------------------------------------------------------------


def dotted_sum(el: Elaborator, node: Terms) -> list[Expr]:
    r"""`y_1 a_1 + \cdots + y_o a_o + \cdots + y_V a_V`: the sum of the pattern."""
    el.zero_is_place = True
    try:
        signed = [
            None if isinstance(run.items[0], Dots) else (sign, el.value(run)) for sign, run in node.parts
        ]
    finally:
        el.zero_is_place = False
    elements: list[Expr | None] = []
    for part in signed:
        if part is None:
            elements.append(None)
        elif not part[1]:
            return []
        else:
            first = el.first_of(part[1])
            elements.append(Neg(first) if part[0] < 0 else first)
    if _is_zero(elements[0]) and _is_zero(elements[-1]):
        # 0 + ... + a + ... + 0: what the dots leave out is nothing.
        kept = [e for e in elements if e is not None]
        return el.combined([[t] for t in kept], Add, node.span)
    blocks = runs_of(el, elements) or _two_sides(el, elements)
    if blocks is None:
        return el.fail("syntax", node.span, "the pattern that the dots continue is not clear")
    terms: list[Expr] = [_as_sum(el, b) if isinstance(b, Each) else b for b in blocks]
    return el.combined(
        [[t] for t in terms], lambda parts: parts[0] if len(parts) == 1 else Add(parts), node.span
    )


def _is_zero(expr: Expr | None) -> bool:
    return isinstance(expr, Number) and expr.value == 0


def _as_sum(el: Elaborator, run: Each) -> Expr:
    """The sum; from end to end of a window it leaves out the middle, which is no word of the window."""
    windows = [f for f in el.scope.families if f.center is not None and f.map.arguments == run.index.range]
    conditions = (OtherIndex(run.index, Place(Size.of(0))),) if windows else ()
    if isinstance(run.body, Neg):
        return Neg(Sum(run.index, conditions, run.body.arg))
    return Sum(run.index, conditions, run.body)


def _two_sides(el: Elaborator, elements: list[Expr | None]) -> list[Expr | Each] | None:
    r"""`a_{-m} + \dots + a_{-1} + a_1 + \dots + a_m`: the two sides of a window as one run."""
    dots = [at for at, e in enumerate(elements) if e is None]
    if len(dots) != 2:
        return None
    for cut in range(dots[0] + 2, dots[1]):
        sides = [runs_of(el, part) or [] for part in (elements[:cut], elements[cut:])]
        if any(len(side) != 1 for side in sides):
            continue
        before, after = sides[0][0], sides[1][0]
        if not isinstance(before, Each) or not isinstance(after, Each):
            continue
        low, high = before.index.range, after.index.range
        whole = Index(before.index.name, Range(low.low, high.high))
        bodies = [put_index(run.body, run.index.name, whole) for run in (before, after)]
        if low.high == Size.of(-1) and high.low == Size.of(1) and bodies[0] == bodies[1]:
            return [Each(whole, bodies[0])]
    return None


def runs_of(el: Elaborator, elements: list[Expr | None]) -> list[Expr | Each] | None:
    """Elements, None for dots, as blocks: the stretch that dots belong to becomes one run."""
    places = [at for at, e in enumerate(elements) if e is None]
    if not places:
        return [e for e in elements if e is not None]
    found = _pattern_and_end(el, elements, places)
    if found is None:
        return None
    start, last_at = found
    at, run, raw = start
    head = [e for e in elements[:at] if e is not None]
    tail = [e for e in elements[last_at + 1 :] if e is not None]
    if not _stands_in_line(run, raw, [*elements[at + 1 : places[0]], *elements[places[-1] + 1 : last_at]]):
        return None
    middle = [e for e in elements[at : last_at + 1] if e is not None]
    made = _with_exceptions(run, raw, middle)
    return None if made is None else [*head, made, *tail]


def _pattern_and_end(
    el: Elaborator, elements: list[Expr | None], places: list[int]
) -> tuple[tuple[int, Each, Expr], int] | None:
    """The run, and where it ends: at the first element behind the dots that names the last place, `\\hat y_V u_V`; else at
    the very last element, whose letter says it."""
    if places[0] == 0:
        return None
    ends = list(range(places[-1] + 1, len(elements)))
    for last_at in ends[:-1]:
        last = elements[last_at]
        named = last is not None and any(isinstance(t, Place) for t in _terms_in(last))
        start = _first_of_pattern(el, elements, places[0], last_at) if named else None
        if start is not None:
            return start, last_at
    last_at = ends[-1] if ends else places[-1] - 1
    start = _first_of_pattern(el, elements, places[0], last_at)
    if start is None or (ends and _is_a_word_of_its_own(el, elements[start[0]], elements[last_at])):
        return None
    return start, last_at


def _is_a_word_of_its_own(el: Elaborator, first: Expr | None, last: Expr | None) -> bool:
    """Whether the sum ends at the o of a one-hot y, which is no name for the last word."""
    if first is None or last is None:
        return False
    hot = [v.one_hot for values in el.scope.values.values() for v in values if isinstance(v, Symbol)]
    fixed = {t for t in hot if t is not None}
    return bool(fixed & set(_terms_in(last)) - set(_terms_in(first)))


def _first_of_pattern(
    el: Elaborator, elements: list[Expr | None], dots: int, last_at: int
) -> tuple[int, Each, Expr] | None:
    last = elements[last_at]
    for at in range(dots):
        first = elements[at]
        if first is None or last is None:
            continue
        made = pattern(el, first, last) if last_at > dots else open_ended(el, first, elements[dots - 1])
        if made is not None:
            return at, *made
    return None


def open_ended(el: Elaborator, first: Expr, second: Expr | None) -> tuple[Each, Expr] | None:
    """`a_1, a_2, \\dots`: to the end of the range."""
    if second is None or first == second:
        return None
    made = pattern(el, first, second)
    if made is None:
        return None
    run, raw = made
    ranges = _ranges_of(run.body, run.index.name)
    if len(ranges) != 1:
        return None
    (reach,) = ranges
    index = Index(run.index.name, reach)
    return Each(index, put_index(run.body, index.name, index)), raw


def _stands_in_line(run: Each, raw: Expr, beside: list[Expr | None]) -> bool:
    r"""Whether what stands beside the dots, `a_1 + a_2 + \cdots + a_V`, is counted on: `a_o` there is a term of its own."""
    for element in beside:
        if element is None:
            continue
        at = next((t for b in (run.body, raw) if (t := _instance_at(run, b, element)) is not None), None)
        if at is not None and not isinstance(at, Place):
            return False
    return True


def _with_exceptions(run: Each, raw: Expr, middle: list[Expr]) -> Each | None:
    """The run, checked against the elements written out; one exception at a named place makes a case."""
    letter = run.index.name
    exception: tuple[Expr, IndexTerm] | None = None
    for element in middle:
        if any(_instance_at(run, body, element) is not None for body in (run.body, raw)):
            continue
        free = free_letters(element) - {letter}
        free = (
            free - free_letters(run.body) or free
        )  # the c of v_c stands in every element, the o in this one
        at = next((t for t in _terms_in(element) if isinstance(t, Index) and t.name in free), None)
        if at is None or exception is not None:
            return None
        exception = (element, at)
    if exception is None:
        return run
    value, place = exception
    there, elsewhere = SameIndex(run.index, place), OtherIndex(run.index, place)
    return Each(run.index, Cases(((value, (there,)), (run.body, (elsewhere,)))))


def _instance_at(run: Each, body: Expr, element: Expr) -> IndexTerm | None:
    """The index at which the pattern gives `element`."""
    element, body = unfolded(element), unfolded(body)
    for term in (*_terms_in(element), Place(run.index.range.low), Place(run.index.range.high)):
        at = term.at if isinstance(term, Picked) else term
        made = put_index(body, run.index.name, at)
        if made == element:
            return at
    return None


def _terms_in(expr: Expr) -> list[IndexTerm]:
    from verifier.expr.walk import nodes

    out: list[IndexTerm] = []
    for _, node in nodes(expr):
        match node:
            case Column(index=index):
                out.append(index)
            case Entry(row=row, col=col):
                out.extend((row,) if col is None else (row, col))
    return out
