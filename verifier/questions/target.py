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
from verifier.expr.text import shown
from verifier.language import Formula, authored
from verifier.names import checked_words
from verifier.questions.scope import check_symbols, in_hypotheses

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Given:
    """A quantity the reader is given, with a few words on it."""

    what: Expr | Index | IndexMap
    words: str

    def __post_init__(self) -> None:
        if not isinstance(self.what, Expr | Index | IndexMap):
            raise VerifierError(
                f"{shown(self.what)} is nothing that can be given", "give a symbol, an index or samples"
            )
        checked_words(self.words, f"the words on `{_short(self.what)}`")


@dataclass(frozen=True, slots=True)
class Also:
    """Another answer that counts as well: to another quantity, such as the scalar form, or the same up to sign."""

    words: str
    quantity: Expr
    claim: Expr

    def __post_init__(self) -> None:
        checked_words(self.words, "the words on another form")
        quantity, claim = _matched(self.quantity, self.claim)
        object.__setattr__(self, "quantity", quantity)
        object.__setattr__(self, "claim", claim)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the author's own derivation, equal to the line before; `reason` in words."""

    formula: Expr
    reason: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "formula", authored(self.formula))
        checked_words(self.reason, f"the reason of the line `{self.formula}`")


@dataclass(frozen=True, slots=True)
class Lemma:
    """What a statement takes for granted, as a chain of equal lines: each is proved equal to the line before."""

    words: str
    lines: tuple[Line, ...]

    def __post_init__(self) -> None:
        checked_words(self.words, "the words of a lemma")
        if len(_listed(self.lines, "the lines of a lemma")) < 2:
            raise VerifierError(
                f"the lemma `{self.words}` has no two lines", "a lemma is a chain of equal Lines"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`quantity` (a derivative to be carried out, or a formula) equals `claim` wherever the hypotheses hold.

    `statement`: the question in words. `given`: what this target adds to the quantities of its set. `also`: further
    answers that count. `allowed`: derivatives that may stand in an answer undone. `steps`: the author's own derivation
    (default: the program's). `lemmas`: what the statement says beside, proved and shown before the solution.
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
    lemmas: tuple[Lemma, ...] = ()

    def __post_init__(self) -> None:
        checked_name(self.name, "target")
        quantity, claim = _matched(self.quantity, self.claim)
        object.__setattr__(self, "quantity", quantity)
        object.__setattr__(self, "claim", claim)
        object.__setattr__(self, "hypotheses", _flat(self.hypotheses))
        self._check_parts()
        check_symbols(f"the target {self.name}", *self.formulas)
        for also in self.also:
            where = f"the target {self.name}, the form {also.words}"
            check_symbols(where, also.quantity, also.claim)

    def _check_parts(self) -> None:
        for words, what in ((self.title, "title"), (self.statement, "statement")):
            checked_words(words, f"the {what} of {self.name}")
        for field, kind in _KINDS.items():
            for part in _listed(getattr(self, field), f"{field} of {self.name}"):
                if not isinstance(part, kind):
                    raise VerifierError(
                        f"{field} of {self.name}: {shown(part)} is no {kind.__name__}",
                        f"{field} is a tuple of {kind.__name__}s: {field}=({kind.__name__}(...),)",
                    )

    @property
    def formulas(self) -> tuple[Expr, ...]:
        """Every formula in which a letter means what it means in this target; other forms have letters of their own."""
        given = (g.what for g in self.given if isinstance(g.what, Expr))
        lines = (
            line.formula for line in (*self.steps, *(line for lemma in self.lemmas for line in lemma.lines))
        )
        return (self.quantity, self.claim, *in_hypotheses(self.hypotheses), *given, *lines)

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
        return replace(self, claim=authored(claim), steps=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A question that is answered in words; `model_answer` is shown to whoever marks it."""

    name: str
    title: str
    question: str
    model_answer: str

    def __post_init__(self) -> None:
        checked_name(self.name, "target")
        for field in ("title", "question", "model_answer"):
            checked_words(getattr(self, field), f"the {field.replace('_', ' ')} of {self.name}")


# What each tuple of a target is of.
_KINDS: dict[str, type] = {
    "given": Given,
    "also": Also,
    "allowed": Derivative,
    "steps": Line,
    "lemmas": Lemma,
}


def _listed(parts: object, what: str) -> tuple[object, ...]:
    if not isinstance(parts, tuple | list):
        raise VerifierError(
            f"{what} is {shown(parts)}", "a tuple belongs here; one part alone is written (part,)"
        )
    return tuple(parts)


def _short(what: Expr | Index | IndexMap) -> str:
    return what.name if isinstance(what, IndexMap) else str(what)


def checked_name(name: str, of_what: str) -> None:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise VerifierError(f"{name!r} is no name for a {of_what}", "use small letters, digits and hyphens")


def _matched(quantity: Formula, claim: Formula) -> tuple[Expr, Expr]:
    """Both as formulas; a literal 0 takes the shape that is asked for. Another shape is a claim that fails, no error."""
    quantity = authored(quantity)
    return quantity, fitted(authored(claim), quantity.shape)


def _flat(hypotheses: tuple[Hypothesis | tuple[Condition, ...], ...]) -> tuple[Hypothesis, ...]:
    """`compare(0, "<", alpha, "<", 1)` is two conditions and stands in the list as one."""
    out: list[Hypothesis] = []
    for part in _listed(hypotheses, "hypotheses"):
        out.extend(part if isinstance(part, tuple) else (part,))
    for hypothesis in out:
        if not isinstance(hypothesis, Condition | NotAmong | Distinct):
            raise VerifierError(
                f"{shown(hypothesis)} is not a hypothesis", "use compare, same, differ, not_among or distinct"
            )
    return tuple(out)
