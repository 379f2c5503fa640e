"""Joins rows into derivations, over rows and over several displays.

A row that begins with a relation continues; so does one without any relation, marked `implicit`, unless
words stand between; a row with a left side of its own begins a new chain. Inline formulas count where they
carry a relation or stand alone. Relies on `rows`, `units`, `cases`.
"""

import re
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from verifier.documents.bare import bare_condition, bare_zero, drawn_formula
from verifier.documents.building import STRONG, Building, finished, significant, substantial
from verifier.documents.cases import (
    case_kind,
    case_of,
    closes_case,
    gathers,
    is_left_side,
    is_symbol,
    states_afterwards,
)
from verifier.documents.joining import ABOUT, NAMED_AFTER, NAMES, NOUN, REMARKED, VERB
from verifier.documents.model import Case, Chain, Math, Member, Prose, Remark, Row, Section
from verifier.documents.otherwise import opposite, says_otherwise
from verifier.documents.relations import is_implication
from verifier.documents.rows import split_rows
from verifier.documents.trace import Traced
from verifier.documents.units import Unit, units_of

_RELATION_WORDS = re.compile(r"^\W*(=|==|⇒|→|=>|≈|:=|≡)\s*$|^\s*(=|==|⇒|→|=>|≈|:=|≡)\W*$")
_OPERATOR_START = re.compile(r"^(?:\+|\\cdot(?![a-z])|\\times(?![a-z])|\*|/|\\odot|\\circ)")
_MINUS_START = re.compile(r"^[-−]")
_OPERATOR_END = re.compile(r"(?:[+\-−*/]|\\cdot|\\times|\\log|\\odot)$")


@dataclass(slots=True)
class _Walk:
    section: Section
    done: list[Building] = field(default_factory=list)
    current: Building | None = None
    case: Case | None = None
    lead: list[str] = field(default_factory=list)
    left: Member | None = None
    pending: Member | None = None
    relation: str | None = None
    display: int = 0
    shown: Building | None = None  # the chain of a display, on the line right after it

    def start(self, inline: bool, label: str | None, via: str | None = None) -> Building:
        built = Building(
            case=self.case,
            lead=" ".join(self.lead),
            inline=inline,
            label=label,
            via=via,
            display=self.display,
        )
        self.done.append(built)
        self.current = built
        return built


def _join(before: Member, row: Row) -> Member:
    """A member that goes on in the next row."""
    first = row.members[0]
    return replace(before, text=before.text.joined(first.text), remarks=(*before.remarks, *first.remarks))


def _goes_on(walk: _Walk, row: Row, rows: tuple[Row, ...]) -> bool:
    """Whether a row without a relation is the rest of the expression before it."""
    built = walk.current
    if built is None or not built.members or built.display != walk.display or row.starts_with_relation:
        return False
    before, text = built.members[-1].text.text, row.members[0].latex
    if _OPERATOR_START.match(text) or _OPERATOR_END.search(before):
        return True
    if (
        built.unbalanced
        and row.unbalanced
        and before.count("(") + before.count("[") > before.count(")") + before.count("]")
    ):
        return True
    return bool(_MINUS_START.match(text)) and any(other.starts_with_relation for other in rows)


def _at_row(walk: _Walk, row: Row, rows: tuple[Row, ...], inline: bool) -> None:
    if not row.members:
        if row.remarks:
            _at_words_in_math(walk, row)
        return
    if not inline and _interrupted(walk, (row,)):
        walk.current = None
    leading = [remark for remark in row.remarks if remark.leading]
    if leading:
        _at_leading(walk, leading)
    if (
        row.condition
        and not inline
        and len(rows) > 1
        and not row.starts_with_relation
        and row.members[0].relation is None
    ):
        kind = case_kind(f"${row.text.text}$", "", ())
        walk.case = Case(
            text=row.text.text, kind=kind or "condition", label=row.label, math=(), place=row.text.place(0)
        )
        walk.current = None
        return
    if row.condition and not inline and len(row.members) == 1 and walk.current is not None:
        walk.current.remarks.append(Remark(row.members[0].text, "condition", row.members[0].text))
        return
    if row.label:
        walk.current = None
    members = list(row.members)
    if walk.relation and members[0].relation is None:
        members[0] = replace(members[0], relation=walk.relation)
    walk.relation = None
    built = walk.current
    if built is not None and built.open_end and members[0].relation is None:
        members[0] = replace(members[0], relation=built.open_end)
    if _goes_on(walk, row, rows) and built is not None and members[0].relation is None:
        built.members[-1] = _join(built.members[-1], row)
        members = members[1:]
        built.unbalanced = built.unbalanced != bool(row.unbalanced)
        _append(walk, built, members, row)
        return
    _place_members(walk, row, members, inline)


def _place_members(walk: _Walk, row: Row, members: list[Member], inline: bool) -> None:
    """Decides whether a row continues the chain or begins one."""
    built = walk.current
    begins = members[0].relation is not None
    own = not begins and len(members) > 1
    new_statement = (
        begins
        and is_implication(members[0].relation)
        and len(members) > 1
        and members[1].relation in ("=", "==")
    )
    if begins and walk.pending is not None:
        target = walk.start(inline, row.label)
        target.members.append(walk.pending)
    elif (begins and built is not None and built.inline == inline and not new_statement) or (
        begins and built is not None and not inline and built.inline and not new_statement
    ):
        target = built
    elif built is None or own or new_statement or inline or begins:
        via = members[0].relation if new_statement else None
        target = walk.start(inline, row.label, via)
        if new_statement:
            members[0] = replace(members[0], relation=None)
        if members[0].relation is not None:
            target.inherited = walk.left
    else:
        target = built
        members[0] = replace(members[0], implicit=True)
    walk.pending = None
    _append(walk, target, members, row)


def _append(walk: _Walk, target: Building, members: list[Member], row: Row) -> None:
    """Adds members; an implication with an equation after it begins a chain of its own."""
    for at, member in enumerate(members):
        following = members[at + 1].relation if at + 1 < len(members) else None
        if target.members and is_implication(member.relation) and following in ("=", "==", ":="):
            target = walk.start(target.inline, target.label, member.relation)
            member = replace(member, relation=None)
        target.members.append(member)
    target.label = target.label or row.label
    target.remarks += row.remarks
    target.open_end = row.open_end
    target.unbalanced |= bool(row.unbalanced)
    target.display = walk.display
    if len(target.members) > 1 and target.members[0].relation is None and not target.members[1].implicit:
        walk.left = target.members[0]
    walk.current = target
    walk.lead = []


def _at_words_in_math(walk: _Walk, row: Row) -> None:
    """A row of words inside a display: it may open a case; else only a relation goes on after it."""
    _at_leading(walk, list(row.remarks))
    if walk.current is not None:
        walk.current.display = -2


def _at_leading(walk: _Walk, remarks: list[Remark]) -> None:
    for remark in remarks:
        text = remark.text.text
        words = re.sub(r"\\(?:text\w*|mathrm|mbox)\s*|[{}$]", " ", text)
        kind = case_kind(words, words, ())
        if kind is None and remark.kind == "condition":
            kind = "condition"
        if kind:
            walk.case = Case(text=text, kind=kind, label=None, math=(), place=remark.text.place(0))
            walk.current = None
        walk.lead.append(words.strip())


def _carries(row: Row, alone: bool) -> bool:
    """Whether an inline formula is more than a mention."""
    if not row.members or row.condition:
        return False
    if len(row.members) > 1 or row.starts_with_relation:
        return True
    latex = row.members[0].latex
    if not alone:
        return False
    if re.fullmatch(r"(?:\\(?:mathbf|boldsymbol|vec|bm)\s*)?\{?0\}?", latex):
        return True
    return significant(latex) >= 2 and bool(re.search(r"[\\+\-(^]|_.*[A-Za-z].*_", latex))


_SAYS_WHEN = re.compile(r"(?:\b(?:when|if|for|case)|当|若|如果|对于)\W*(?:all\W+)?$", re.I)
_TRAILING = re.compile(r"^\s*(?:if|when|for|whenever|where|provided|in case)\s*$", re.I)
_MACRO_CALL = re.compile(
    r"\\(?!(?:bm|boldsymbol|mathbf|mathrm|mathit|mathbb|mathcal|vec|hat|widehat|bar|tilde|text\w*|operatorname|pmb)"
    r"(?![A-Za-z]))[A-Za-z]+\s*\{"
)
_FILLER = re.compile(
    r"\b(?:so|thus|then|hence|therefore|the|final|answer|result|is|we|get|have|gives?|and|finally|which|in|summary|overall|gradient|derivative|of|a|vector|term|terms|quantity|expression|common|shared|factor|product)\b"
    r"|所以|因此|则|故|得到?|即|最终|结果为?|答案为?|为|是|：|，|。",
    re.I,
)


def _at_line(walk: _Walk, unit: Unit) -> None:
    """A line of words with inline formulas."""
    unit = bare_condition(bare_zero(unit))
    if walk.shown is not None and (said := states_afterwards(unit)) is not None:
        _at_afterwards(walk, walk.shown, said)
        return
    case = case_of(unit)
    if case is None and closes_case(unit.words):
        walk.case = None
    rests = _FILLER.sub("", unit.words)
    others = [math for math in unit.math if not _opens(case, math)] or unit.math
    alone = len(others) == 1 and not re.search(r"[A-Za-z\u3400-\u9fff]{2,}", rests)
    if case is not None:
        walk.case, walk.current, walk.pending = case, None, None
    display_chain, spoken = walk.current, False
    words, intro, within = "", "", None
    previous: Math | None = None
    first = next((at for at, block in enumerate(unit.blocks) if isinstance(block, Prose | Math)), 0)
    for at, block in enumerate(unit.blocks):
        if isinstance(block, Prose):
            relation = _RELATION_WORDS.match(block.words)
            verb = previous if previous is not None and VERB.match(block.words) else None
            about = verb is not None and ABOUT.search(intro) and not is_left_side(verb.latex)
            if verb is not None and not about and _joins(verb, _following(unit, at)):
                walk.relation = "="
                continue
            tail = re.search(r"(?<![<>!=])(=)\s*$", block.words)
            if relation or tail:
                walk.relation = (
                    "=" if tail else next(group for group in relation.groups() if group) if relation else None
                )
            words = block.words
            if walk.case is not None and gathers(words):
                walk.case = walk.current = None
            if not relation and re.search(r"\w", block.words):
                spoken, walk.pending = True, None
                walk.lead.append(block.words)
        elif isinstance(block, Math) and not block.display:
            if says_otherwise(words, _next(unit, at)) and _at_otherwise(walk, block, display_chain):
                previous, words = None, ""
                continue
            if _TRAILING.match(words) and _at_trailing(walk, block, previous, display_chain):
                previous, words = None, ""
                continue
            if case is not None or _SAYS_WHEN.search(words):
                within = _condition_within(block, words) or within
            if within is not None and not _only_condition(block):
                walk.case, walk.current, within = within, None, None
            shared = (at == first or NOUN.search(words)) and NAMED_AFTER.match(_next(unit, at))
            # "$1 - \\sigma(..)$, with minus signs": what a line begins with, a remark behind it.
            remarked = at == first and len(unit.math) == 1 and REMARKED.match(_next(unit, at))
            named = bool(NAMES.search(words) or shared or remarked) and (
                bool(STRONG.search(block.latex))
                or (bool(_MACRO_CALL.search(block.latex)) and significant(block.latex) >= 6)
            )
            _at_inline(walk, block, alone or named, case is not None, previous if walk.relation else None)
            previous, words, intro = block, "", words
    if within is not None and walk.current is not None and walk.current is not display_chain:
        # "= 0 (when w != c)": a condition after the formula is a remark on it.
        text = within.math[0].text
        walk.current.remarks.append(Remark(text, "words", text))
    if case is not None:
        if walk.current is None:
            walk.pending, walk.lead = None, [case.text]
        return
    if not spoken or walk.current is None:
        return
    if walk.current is not display_chain and display_chain is not None and not display_chain.inline:
        # An aside such as "where .." does not end the derivation around it.
        walk.current = display_chain
    walk.current.display = -2


def _opens(case: Case | None, math: Math) -> bool:
    """Whether a formula is what a case of its line is about: `$w = o$:`, `| $v_c$ |` at the head of a row."""
    if case is None:
        return False
    return _only_condition(math) or (
        case.kind == "variable" and math is case.math[0] and is_symbol(math.latex)
    )


def _joins(before: Math, after: Math | None) -> bool:
    """Whether a verb between two formulas says that they are equal: both are one expression, and more than a name."""
    if after is None or not (STRONG.search(before.latex) and significant(after.latex) >= 2):
        return False
    sides = [split_rows(math) for math in (before, after)]
    return all(len(rows) == 1 and len(rows[0].members) == 1 and not rows[0].condition for rows in sides)


def _following(unit: Unit, at: int) -> Math | None:
    after = unit.blocks[at + 1] if at + 1 < len(unit.blocks) else None
    return after if isinstance(after, Math) and not after.display else None


def _next(unit: Unit, at: int) -> str:
    """The words right after a formula of a line."""
    after = unit.blocks[at + 1] if at + 1 < len(unit.blocks) else None
    return after.words if isinstance(after, Prose) else ""


def _at_afterwards(walk: _Walk, shown: Building, said: Math) -> None:
    """A condition on the display right before it; of two conditions on one letter it is the one that counts there."""
    for built in walk.done:
        if built is shown or (built.display == shown.display and not built.inline):
            built.remarks.append(Remark(said.text, "condition", said.text))
            if built.case is not None and said.latex.strip()[:1] in built.case.text:
                built.case = None
    walk.current = None


def _at_trailing(walk: _Walk, math: Math, value: Math | None, before: Building | None) -> bool:
    """`.. = 1$ if $x > 0$`: a condition on the formula right before it; `and $0$ if $x < 0$` gives the same left side
    another value."""
    built = walk.current
    if built is None or built is before or value is None or not _only_condition(math):
        return False
    rows = split_rows(value)
    other = rows[0].members if len(rows) == 1 else ()
    if len(other) == 1 and other[0].offset != built.members[-1].offset and walk.left in built.members:
        case, walk.case = walk.case, None
        built = walk.start(True, None)
        built.members += [walk.left, replace(other[0], relation="=")]
        walk.case = case
    built.remarks.append(Remark(math.text, "condition", math.text))
    return True


def _at_otherwise(walk: _Walk, math: Math, before: Building | None) -> bool:
    """`.. = 1$ if $x > 0$, otherwise $a$`: another value of the left side, or an equation of its own, under the opposite
    of the condition that was told before."""
    built = walk.current
    if built is None or built is before or _only_condition(math):
        return False
    told = [r.formula.text for r in built.remarks if r.formula is not None and r.kind == "condition"]
    other = next(
        (o for text in (*told, built.case.text if built.case else "") if (o := opposite(text))), None
    )
    rows = split_rows(math)
    members = rows[0].members if len(rows) == 1 else ()
    if other is None or not members or (len(members) == 1 and walk.left not in built.members):
        return False
    walk.case = Case(text=other, kind="condition", label=None, math=(), place=math.text.place(0))
    left = [walk.left] if len(members) == 1 and walk.left is not None else []
    built = walk.start(True, None)
    built.members += [*left, *(replace(m, relation="=") if left else m for m in members)]
    return True


def _only_condition(math: Math) -> bool:
    return all(row.condition or not row.members for row in split_rows(math))


def _condition_within(math: Math, words: str) -> Case | None:
    """A condition inside a sentence: "...; when $w \\neq o$, ..."."""
    if not _only_condition(math):
        return None
    text = f"{words} ${math.latex}$".strip()
    return Case(text=text, kind="condition", label=None, math=(math,), place=math.text.place(0))


def _at_inline(walk: _Walk, math: Math, alone: bool, in_case: bool, previous: Math | None) -> None:
    rows = split_rows(math)
    walk.pending = None
    relation = walk.relation
    for row in rows:
        carried = row.members and relation is not None and not row.starts_with_relation
        if carried and previous is not None and walk.current is None:
            first = split_rows(previous)
            walk.pending = first[0].members[0] if first and first[0].members else None
        if carried or _carries(row, alone):
            if in_case and not substantial(list(row.members)) and significant(row.text.text) < 4:
                continue
            if not (carried or row.starts_with_relation):
                walk.current = None
            _at_row(walk, row, rows, inline=True)
        elif row.members and not row.condition and len(rows) == 1:
            walk.pending = row.members[0]
    walk.relation = None


def _interrupted(walk: _Walk, rows: tuple[Row, ...]) -> bool:
    """Words stood before this display: only a relation continues over them."""
    return (
        walk.current is not None
        and walk.current.display == -2
        and not (rows and rows[0].starts_with_relation)
    )


def _at_display(walk: _Walk, math: Math, following: Unit | None = None) -> None:
    rows = split_rows(math)
    if _interrupted(walk, rows) or _left_side_alone(rows, following):
        walk.current = None
    if rows and not rows[0].starts_with_relation:
        walk.pending = None
    walk.display += 1
    for row in rows:
        _at_row(walk, row, rows, inline=False)


def _left_side_alone(rows: tuple[Row, ...], following: Unit | None) -> bool:
    """A display that holds a derivative only, the next one beginning with "="."""
    if len(rows) != 1 or len(rows[0].members) != 1 or rows[0].starts_with_relation or following is None:
        return False
    after = split_rows(following.math[0]) if following.kind == "display" else ()
    return bool(after) and after[0].starts_with_relation and is_left_side(rows[0].members[0].latex)


def chains(section: Section) -> tuple[Chain, ...]:
    """The derivations in the answer of a section, in order."""
    walk = _Walk(section)
    units = units_of(section.answer)
    for unit, following in zip_longest(units, units[1:]):
        if unit.kind == "display":
            _at_display(walk, unit.math[0], following)
            walk.shown = walk.current
            continue
        if unit.kind == "image" and (drawn := drawn_formula(unit)) is not None:
            _at_display(walk, drawn)
        elif unit.kind == "words":
            _at_line(walk, unit)
        elif unit.kind == "heading":
            case = case_of(unit)
            walk.case, walk.current, walk.lead = case or walk.case, None, [unit.words]
            for math in unit.math:
                _at_inline(walk, math, False, case is not None, None)
                walk.current = None
        else:
            walk.current = None
        walk.shown = None
    return finished(walk.section.path, walk.done)


def chains_of_text(text: Traced, path: tuple[str, ...] = ()) -> tuple[Chain, ...]:
    """The derivations of one formula on its own."""
    math = Math(text=text, raw=text.text, display=True, delimiter="", paragraph=0)
    section = Section(
        path=path,
        number=None,
        title="",
        style="none",
        line=1,
        kind="written",
        question=(),
        answer=(math,),
        cases=(),
        givens=(),
    )
    return chains(section)
