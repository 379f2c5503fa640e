r"""Mathematics as people type it, read into formulas of the language.

    scope = scope_of(target.quantity, target.claim, loss=target.loss)
    read_formula(r"U(\hat y - y)", scope).formula
    read_chain(r"\frac{\partial J}{\partial v_c} = -u_o + \sum_w \hat y_w u_w = U(\hat y - y)", scope).members

Two stages: a tree of what stands on the page (`tokens`, `parser`, `constructs/`), then its meaning in a scope
(`elaborate`). All characters are used or the reading is refused; nothing raises, whatever the text.
"""

from verifier.latex.read.budget import Budget
from verifier.latex.read.chain import read_chain
from verifier.latex.read.formula import read_formula
from verifier.latex.read.given import Given, read_given
from verifier.latex.read.kinds import scope_from_kinds
from verifier.latex.read.problems import Chain, Member, Note, Problem, Reading, message_for
from verifier.latex.read.scope import Scope, scope_of

__all__ = [
    "Budget",
    "Chain",
    "Given",
    "Member",
    "Note",
    "Problem",
    "Reading",
    "Scope",
    "message_for",
    "read_chain",
    "read_formula",
    "read_given",
    "scope_from_kinds",
    "scope_of",
]
