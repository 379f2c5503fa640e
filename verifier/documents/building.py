"""A chain while it grows, and what it becomes: a derivation for each case that its last line tells."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from verifier.documents.model import Case, Chain, Member, Remark
from verifier.documents.said_beside import branches, with_conditions

STRONG = re.compile(
    r"\\(?:d?frac|partial|nabla|sum|prod|log|ln|exp|sigma|max|begin|mathrm\{d\}|operatorname|int|diag)(?![a-z])|\\Sigma|'|(?<![A-Za-z])(?:log|exp|max|softmax|diag)\b"
)


@dataclass(slots=True)
class Building:
    """A chain while it grows."""

    members: list[Member] = field(default_factory=list)
    case: Case | None = None
    lead: str = ""
    label: str | None = None
    inline: bool = False
    inherited: Member | None = None
    remarks: list[Remark] = field(default_factory=list)
    unbalanced: bool = False
    via: str | None = None
    display: int = -1
    open_end: str | None = None


def significant(latex: str) -> int:
    return len(re.findall(r"\\[A-Za-z]+|[A-Za-z0-9+\-]", latex))


def substantial(members: list[Member]) -> bool:
    whole = " ".join(member.latex for member in members)
    return bool(STRONG.search(whole)) or significant(whole) >= 8


def _completed(built: Building) -> list[Member]:
    members = built.members
    stated = len(members) > 1 and members[0].relation is None
    left = members[0] if stated else built.inherited
    return with_conditions(members, left, built.remarks, built.case)


def finished(path: tuple[str, ...], done: Iterable[Building]) -> tuple[Chain, ...]:
    return tuple(
        Chain(
            path=path,
            members=tuple(_completed(built)),
            case=built.case,
            lead=built.lead,
            label=built.label,
            inline=built.inline,
            substantial=substantial(built.members),
            inherited=built.inherited,
            remarks=tuple(built.remarks),
            unbalanced=built.unbalanced,
            via=built.via,
        )
        for whole in done
        if whole.members
        for built in _by_branches(whole)
    )


def _by_branches(built: Building) -> list[Building]:
    """One derivation for each case that the last line tells; the lines before it belong to the first."""
    told = branches(built.members[-1])
    before, last = built.members[:-1], built.members[-1]
    out = []
    for value, remark in told:
        member = replace(last, text=value, remarks=())
        case = Case(text=remark.text.text, kind="condition", label=None, math=(), place=remark.text.place(0))
        out.append(replace(built, members=[*before, member], case=case, remarks=[]))
        stated = len(before) > 0 and before[0].relation is None
        before = before[:1] if stated else []
    return out or [built]
