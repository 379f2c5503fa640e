"""The quantities of a set that its author did not list: whoever reads the sheet has to know what stands for what.

Symbols with their shapes, and definitions written out, in the order in which the questions use them. What a target
calls by a letter that another uses otherwise is told with the target.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verifier.expr.indices import Index, IndexMap, IndexTerm, Picked
from verifier.expr.nodes import Column, Entry, Expr, Named, Symbol
from verifier.expr.walk import children
from verifier.latex.write import latex_index
from verifier.questions import Given, ProblemSet, Target

ByTarget = dict[str, tuple[Given, ...]]


def untold(problem_set: ProblemSet) -> tuple[tuple[Given, ...], ByTarget]:
    """What no one has listed: what means the same in all targets, and beside each target the rest."""
    told = {name for given in problem_set.notation for name in _names(given)}
    own: dict[str, dict[str, Given]] = {}
    for ask in problem_set.asks:
        if isinstance(ask.target, Target):
            listed = told | {name for given in ask.target.given for name in _names(given)}
            found = _of_target(ask.target)
            own[ask.target.name] = {name: given for name, given in found.items() if name not in listed}
    meanings: dict[str, list[Given]] = {}
    for givens in own.values():
        for name, given in givens.items():
            if given not in meanings.setdefault(name, []):
                meanings[name].append(given)
    common = {name: found[0] for name, found in meanings.items() if len(found) == 1}
    rest = {
        target: _sorted(given for name, given in givens.items() if name not in common)
        for target, givens in own.items()
    }
    return _sorted(common.values()), rest


def _sorted(givens: Iterable[Given]) -> tuple[Given, ...]:
    """Symbols, then definitions, each after those that it is made of."""
    return tuple(sorted(givens, key=lambda given: len(_definitions(given))))


def _definitions(given: Given) -> set[str]:
    """The names of the definitions in a row, its own among them."""
    return (
        {p.name for p in _parts(given.what) if isinstance(p, Named)}
        if isinstance(given.what, Expr)
        else set()
    )


def _names(given: Given) -> Iterator[str]:
    """What is explained by a row, the symbols inside a formula among it: v_c explains its matrix."""
    if isinstance(given.what, Index | IndexMap):
        yield given.what.name
        return
    for part in _parts(given.what):
        if not isinstance(part, Expr) or isinstance(part, Symbol | Named):
            yield part.name


def _of_target(target: Target) -> dict[str, Given]:
    """By name what the question and the answer speak of, the loss aside; places of one-hot vectors come with them."""
    found: dict[str, Given] = {}
    for formula in (target.quantity, target.claim):
        for part in _parts(formula):
            match part:
                case Symbol():
                    found.setdefault(part.name, Given(part, _on(part)))
                    if isinstance(part.one_hot, Index):
                        found.setdefault(part.one_hot.name, Given(part.one_hot, ""))
                case Named() if part != target.definition:
                    found.setdefault(part.name, Given(part, ""))
                case IndexMap():
                    found.setdefault(part.name, Given(part, ""))
    return found


def _parts(formula: Expr) -> Iterator[Expr | IndexMap]:
    """A formula and all in it, definitions opened, with the samples that its indices pick."""
    yield formula
    terms: tuple[IndexTerm | None, ...] = ()
    if isinstance(formula, Column):
        terms = (formula.index,)
    elif isinstance(formula, Entry):
        terms = (formula.row, formula.col)
    for term in terms:
        if isinstance(term, Picked):
            yield term.map
    for child in (formula.body,) if isinstance(formula, Named) else children(formula):
        yield from _parts(child)


def _on(symbol: Symbol) -> str:
    if symbol.one_hot is not None:
        return f"one-hot: $1$ at ${latex_index(symbol.one_hot)}$ and $0$ elsewhere"
    return "positive" if symbol.positive else ""
