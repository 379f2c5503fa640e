"""What an answer is as a whole, before anything in it is repaired: the function that was to be differentiated, the
derivative by another quantity, the right form in one case of two; and what is said where one side is nothing at all.

Recognised by value, beside formulas that the question itself holds. Relies on the sieve; repairs are `search`'s.
"""

from __future__ import annotations

from verifier.expr.build import fitted
from verifier.expr.indices import OtherIndex
from verifier.expr.nodes import Derivative, Diag, Expr, Neg, Number, Transpose
from verifier.expr.text import condition_text
from verifier.expr.walk import free_letters, letters_of, settled
from verifier.mistakes.catalogue.wrong_variable import other_variables
from verifier.mistakes.model import Edit
from verifier.mistakes.screen import coincidences
from verifier.mistakes.trees import is_formed
from verifier.mistakes.view import View
from verifier.numbers.sieve import Sieve

Recognised = tuple[str, Edit]  # a code, and an edit of the whole


def is_zero(expr: Expr) -> bool:
    bare = expr.arg if isinstance(expr, Neg) else expr
    return isinstance(bare, Number) and bare.value == 0


def asked(quantity: Expr | None) -> Derivative | None:
    """The derivative that was asked for, under whatever layout."""
    bare = quantity.arg if isinstance(quantity, Transpose) else quantity
    return bare if isinstance(bare, Derivative) else None


def aimed(student: Expr, truth: Expr) -> Expr:
    """The right form in the shape that the writer chose: a vector, where the diagonal matrix of it is meant."""
    if isinstance(truth, Diag) and student.shape == truth.arg.shape:
        return truth.arg
    return truth


def not_differentiated(view: View, seed: int) -> Recognised | None:
    """The function itself, where its derivative was asked for, or the part of it that holds the variable; also where
    function and derivative have different shapes."""
    quantity = asked(view.quantity)
    if quantity is None or not is_formed(view.tree):
        return None
    tree = settled(view.tree)
    if tree.shape != quantity.of.shape or is_zero(tree):
        return None
    function = Sieve(quantity.of, view.hypotheses, seed, also=(tree,))
    whole = function.ready and function.agrees(tree) is True
    if not whole and not _leads_to_truth(view, quantity, tree, seed):
        return None
    return "not-differentiated", Edit(path=(), new=view.tree, was=view.tree)


def _leads_to_truth(view: View, quantity: Derivative, tree: Expr, seed: int) -> bool:
    """Whether the derivative of what was handed in is what was asked for."""
    if tree.shape == view.truth.shape or is_zero(view.truth):
        return False
    derivative = Derivative(tree, quantity.by)
    if derivative.shape != view.truth.shape:
        return False
    asked_for = Sieve(view.truth, view.hypotheses, seed, also=(derivative,))
    return asked_for.ready and asked_for.agrees(derivative) is True


def in_one_case(view: View, seed: int) -> Recognised | None:
    """Right where two letters mean the same word, or where they do not, and given for both."""
    if not is_formed(view.tree) or view.tree.shape != view.truth.shape:
        return None
    tree = settled(view.tree)
    asked_for = free_letters(view.truth)
    for same in coincidences(tuple(view.known.letters.values()), view.hypotheses):
        if not asked_for & (letters_of(same.left) | letters_of(same.right)):
            continue
        for case in (same, OtherIndex(same.left, same.right)):
            theirs = Sieve(view.truth, (*view.hypotheses, case), seed, also=(tree,))
            if theirs.ready and theirs.agrees(tree) is True:
                return "unfinished", Edit(path=(), new=view.tree, was=view.tree, reason=condition_text(case))
    return None


def of_another_question(view: View, seed: int) -> Recognised | None:
    """The derivative of the same loss by another quantity, handed in for this one."""
    quantity = asked(view.quantity)
    if quantity is None or not is_formed(view.tree) or is_zero(view.tree):
        return None
    tree = settled(view.tree)
    for name in other_variables(view):
        other = Derivative(quantity.of, name)
        theirs = Sieve(other, view.hypotheses, seed, also=(tree,))
        if theirs.ready and theirs.agrees(tree) is True:
            return "wrong-variable", Edit(path=(), new=view.tree, was=view.tree, now=name, reason="question")
    return None


def instead_of_nothing(view: View) -> Recognised:
    """Something, where the loss does not contain the variable."""
    nothing = fitted(view.truth, view.truth.shape)
    return "term-extra", Edit(path=(), new=nothing, was=view.tree)


def nothing_instead(view: View) -> Recognised | None:
    """Nothing, where a part of the loss contains the variable."""
    if not is_zero(view.tree):
        return None
    return "term-missing", Edit(path=(), new=view.truth, was=view.tree, now=view.truth, reason="nothing")
