"""What a document is made of: blocks, sections, rows, members, chains. Values only.

Everything that was written carries a `Traced` text, so that a reader of formulas can point at characters.
Nothing here knows what a formula means.
"""

from dataclasses import dataclass
from typing import Literal

from verifier.documents.trace import Place, Traced

Flavour = Literal["markdown", "tex", "notebook"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; its formulas follow as `Math` blocks of the same paragraph."""

    text: Traced
    words: str
    level: int
    paragraph: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem:
    """The mark of a list item: a bullet, a number, or the label that a LaTeX counter prints."""

    text: Traced
    label: str
    indent: int
    paragraph: int
    counted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """Words of one line of the file; `words` is what is left without markup."""

    text: Traced
    words: str
    paragraph: int
    quoted: bool = False
    starts_line: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Math:
    """A formula between its delimiters, repaired; `raw` is what stands in the file."""

    text: Traced
    raw: str
    display: bool
    delimiter: str
    paragraph: int
    in_heading: bool = False

    @property
    def latex(self) -> str:
        return self.text.text

    @property
    def line(self) -> int:
        return self.text.line


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture; `formula` is the LaTeX in its address, where it is a formula drawn by a web service."""

    text: Traced
    address: str
    formula: str | None
    paragraph: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary:
    """A place where something begins or ends: an environment such as `proof`, code, a rule."""

    text: Traced
    name: str
    opens: bool
    paragraph: int


Block = Heading | ListItem | Prose | Math | Image | Boundary


@dataclass(frozen=True, slots=True, kw_only=True)
class Macro:
    """A definition of the writer's; it holds from `place` on and is not expanded here."""

    name: str
    nargs: int
    body: str
    place: Place
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """Damage of one kind that had one reading and was mended."""

    kind: str
    what: str
    lines: tuple[int, ...]

    @property
    def message(self) -> str:
        first, last = min(self.lines), max(self.lines)
        where = f"line {first}" if first == last else f"lines {first}-{last}"
        return f"{len(self.lines)} {self.what} in {where}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read as it stands; it is listed, never lost."""

    kind: str
    message: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    source: str
    flavour: Flavour
    encoding: str
    blocks: tuple[Block, ...]
    repairs: tuple[Repair, ...] = ()
    macros: tuple[Macro, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def images(self) -> tuple[Image, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Image))


@dataclass(frozen=True, slots=True)
class Remark:
    """Words or a condition that stand beside a formula. `formula` is the mathematics in it."""

    text: Traced
    kind: Literal["words", "condition"]
    formula: Traced | None = None
    leading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One side of a relation. `implicit`: no relation was written, the line follows the one before."""

    text: Traced
    relation: str | None
    remarks: tuple[Remark, ...] = ()
    implicit: bool = False

    @property
    def latex(self) -> str:
        return self.text.text

    @property
    def offset(self) -> int:
        return self.text.origin(0)

    @property
    def line(self) -> int:
        return self.text.line

    @property
    def column(self) -> int:
        return self.text.place(0).column


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a formula. `open_end` is a relation that the row ends with.

    A row without members is words only. `unbalanced` says which brackets did not match.
    """

    members: tuple[Member, ...]
    remarks: tuple[Remark, ...] = ()
    label: str | None = None
    open_end: str | None = None
    unbalanced: str | None = None
    condition: bool = False
    text: Traced

    @property
    def line(self) -> int:
        return self.members[0].line if self.members else self.text.line

    @property
    def starts_with_relation(self) -> bool:
        return bool(self.members) and self.members[0].relation is not None


CaseKind = Literal["condition", "variable", "terms"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Words that open a case or a sub-derivation: "When $w = o$", "② With respect to $u_o$"."""

    text: str
    kind: CaseKind
    label: str | None
    math: tuple[Math, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the writer declares: `formula` where it is mathematics, `words` the sentence it stands in."""

    words: str
    formula: Traced | None
    kind: Literal["shape", "definition"]
    origin: Literal["question", "answer", "preamble"]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the document. `path` is its label, () where it has none; `number` the question's number."""

    path: tuple[str, ...]
    number: str | None
    title: str
    style: str
    line: int
    kind: Literal["preamble", "written", "coding"]
    question: tuple[Block, ...]
    answer: tuple[Block, ...]
    cases: tuple[Case, ...]
    givens: tuple[Given, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A derivation: its members in order, each after the relation that it was written with.

    `lead` are the words right before it, `case` the last case that was opened, `inherited` the left side of
    the chain before where this one begins with a relation and words stand between. `substantial` tells a
    step from a short mention such as `y_o = 1`.
    """

    path: tuple[str, ...]
    members: tuple[Member, ...]
    case: Case | None
    lead: str
    label: str | None
    inline: bool
    substantial: bool
    inherited: Member | None
    remarks: tuple[Remark, ...]
    unbalanced: bool = False
    via: str | None = None

    @property
    def line(self) -> int:
        return self.members[0].line

    @property
    def left(self) -> Member | None:
        """The left side as written, if there is one."""
        return self.members[0] if len(self.members) > 1 and self.members[0].relation is None else None
