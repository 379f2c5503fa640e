"""What stands on a solution sheet, as finished strings.

Formulas are LaTeX without dollars, in the subset that pandoc and TeX both know; words are `Prose`. Who
fills these in knows the mathematics; who reads them, only the layout. An empty string or tuple means
that the sheet says nothing there.
"""

from dataclasses import dataclass

from verifier.render.prose import Prose


@dataclass(frozen=True, slots=True)
class Quantity:
    """A row of a table of what is given: `v_c`, the center vector, `\\mathbb{R}^{D}`."""

    latex: str
    description: Prose = ()
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a derivation: `= -u_o + U\\hat y`, and the name of the rule in words.

    `left` is given where a line begins anew: the first line of a derivation, or a line on another quantity.
    """

    right: str
    reason: Prose = ()
    relation: str = "="
    left: str = ""
    proved: bool = True


@dataclass(frozen=True, slots=True)
class Derivation:
    """Lines of which each follows from the one before; the caption tells cases apart."""

    steps: tuple[Step, ...]
    caption: Prose = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetTarget:
    """One quantity that is asked for, with its solution; a question in words has only a model answer."""

    name: str
    title: str
    label: str = ""
    points: str = ""
    choice: Prose = ()  # which of several ways of answering this is
    statement: tuple[Prose, ...] = ()
    given: tuple[Quantity, ...] = ()
    hypotheses: tuple[Prose, ...] = ()
    loss: str = ""  # the whole equation, `J = -\log \hat y_o`
    derivations: tuple[Derivation, ...] = ()
    closed_form: str = ""  # the whole equation, to be boxed
    answer: str = ""  # its right side, for the table of all answers
    proved: bool = True
    evidence: Prose = ()
    conditions: tuple[Prose, ...] = ()
    model_answer: tuple[Prose, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """A lettered part of the assignment."""

    label: str
    title: str
    points: str
    introduction: tuple[Prose, ...] = ()
    targets: tuple[SheetTarget, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The solution sheet of one problem set."""

    set_id: str
    title: str
    course: str
    term: str = ""
    points: str
    introduction: tuple[Prose, ...] = ()
    notation: tuple[Quantity, ...] = ()
    parts: tuple[SheetPart, ...]
    evidence: Prose = ()  # one sentence on the whole sheet
    made_by: str = ""
