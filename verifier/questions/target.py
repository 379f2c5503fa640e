r"""A target: one quantity that is asked for, and what the author claims it is.

`Target` is of formulas and is judged by the program; `Prose` is answered in words and judged by a person. Text is words
with LaTeX between dollars. Nothing here derives or proves: a claim is only a claim.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from verifier.errors import VerifierError
from verifier.expr.build import fitted
from verifier.expr.indices import Condition, Distinct, Hypothesis, Index, IndexMap, NotAmong
from verifier.expr.nodes import Derivative, Expr, Named
from verifier.language import Formula, formula

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Given:
    """A quantity the reader is given, with a few words on it."""

    what: Expr | Index | IndexMap
    words: str


@dataclass(frozen=True, slots=True)
class Also:
    """Another answer that counts as well: to another quantity, such as the scalar form, or the same up to sign."""

    words: str
    quantity: Expr
    claim: Expr

    def __post_init__(self) -> None:
        quantity, claim = _matched(self.quantity, self.claim)
        object.__setattr__(self, "quantity", quantity)
        object.__setattr__(self, "claim", claim)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the author's own derivation, equal to the line before; `reason` in words."""

    formula: Expr
    reason: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "formula", formula(self.formula))


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`quantity` (a derivative to be carried out, or a formula) equals `claim` wherever the hypotheses hold.

    `statement`: the question in words. `given`: what this target adds to the quantities of its set. `also`: further
    answers that count. `allowed`: derivatives that may stand in an answer undone. `steps`: the author's own derivation
    (default: the program's).
    """

    name: str
    title: str
    statement: str
    quantity: Expr
    claim: Expr
    hypotheses: tuple[Hypothesis, ...] = ()
    given: tuple[Given, ...] = ()
    also: tuple[Also, ...] = ()
    allowed: tuple[Derivative, ...] = ()
    steps: tuple[Line, ...] = ()

    def __post_init__(self) -> None:
        checked_name(self.name, "target")
        quantity, claim = _matched(self.quantity, self.claim)
        object.__setattr__(self, "quantity", quantity)
        object.__setattr__(self, "claim", claim)
        object.__setattr__(self, "hypotheses", _flat(self.hypotheses))

    @property
    def loss(self) -> Expr | None:
        """What is differentiated, if a derivative is asked for."""
        return self.quantity.of if isinstance(self.quantity, Derivative) else None

    @property
    def variable(self) -> Expr | None:
        """What it is differentiated by."""
        return self.quantity.by if isinstance(self.quantity, Derivative) else None

    @property
    def definition(self) -> Named | None:
        """The loss, where it has a name and so is to be written out."""
        return self.loss if isinstance(self.loss, Named) else None

    def claiming(self, claim: Formula) -> Target:
        """The same question with another claim and no steps of the author's."""
        return replace(self, claim=formula(claim), steps=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A question that is answered in words; `model_answer` is shown to whoever marks it."""

    name: str
    title: str
    question: str
    model_answer: str

    def __post_init__(self) -> None:
        checked_name(self.name, "target")


def checked_name(name: str, of_what: str) -> None:
    if not _NAME.fullmatch(name):
        raise VerifierError(f"{name!r} is no name for a {of_what}", "use small letters, digits and hyphens")


def _matched(quantity: Formula, claim: Formula) -> tuple[Expr, Expr]:
    """Both as formulas; a literal 0 takes the shape that is asked for. Another shape is a claim that fails, no error."""
    quantity = formula(quantity)
    return quantity, fitted(formula(claim), quantity.shape)


def _flat(hypotheses: tuple[Hypothesis | tuple[Condition, ...], ...]) -> tuple[Hypothesis, ...]:
    """`compare(0, "<", alpha, "<", 1)` is two conditions and stands in the list as one."""
    out: list[Hypothesis] = []
    for part in hypotheses:
        out.extend(part if isinstance(part, tuple) else (part,))
    for hypothesis in out:
        if not isinstance(hypothesis, Condition | NotAmong | Distinct):
            raise VerifierError(
                f"{hypothesis!r} is not a hypothesis", "use compare, same, differ, not_among or distinct"
            )
    return tuple(out)
