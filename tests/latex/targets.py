"""The scope of a target of the assignment, as the judge makes it."""

from functools import cache

from verifier.expr.walk import free_letters
from verifier.latex.read import Scope, scope_of
from verifier.questions import Target, load_sets


@cache
def targets() -> dict[str, Target]:
    found: dict[str, Target] = {}
    for problem_set in load_sets().values():
        for name, target in problem_set.targets.items():
            found.setdefault(name, target)
    return found


@cache
def scope(name: str) -> Scope:
    target = targets()[name]
    given = [g.what for g in target.given]
    if target.loss is not None and "relu" not in name and "sigmoid" not in name:
        from derivations.word2vec.notation import NOTATION

        given += [g.what for g in NOTATION]
    return scope_of(
        target.quantity,
        target.claim,
        *given,
        loss=target.loss,
        variable=target.variable,
        free=free_letters(target.quantity) | free_letters(target.claim),
    )
