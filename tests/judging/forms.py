r"""A form: one way in which a target is answered, right or with one mistake, before any hand has written it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.judging.terms import Term

SHAPES = ("shape", "transpose", "layout")


@dataclass(frozen=True, kw_only=True)
class Form:
    """`codes`: findings a marker would accept first; none for what is right. `verdict` where gold is not by value."""

    target: str
    name: str
    term: Term
    codes: tuple[str, ...] = ()
    verdict: str = ""
    given: tuple[str, ...] = ()
    rows_of_u: bool = False
    row_y: bool = False
    set_id: str = ""

    @property
    def right(self) -> bool:
        return self.verdict == "correct" or (not self.verdict and not self.codes)

    @property
    def by_form(self) -> bool:
        """Whether the gold is the form's, not the value's."""
        return bool(self.verdict)


def right(target: str, **terms: Term) -> list[Form]:
    return [Form(target=target, name=name.replace("_", " "), term=term) for name, term in terms.items()]


def wrong(target: str, *rows: tuple[str, Term, str]) -> list[Form]:
    """Rows of (mistake in words, formula, accepted codes)."""
    return [
        Form(target=target, name=name, term=term, codes=tuple(codes.split())) for name, term, codes in rows
    ]


def undone(target: str, *rows: tuple[str, Term]) -> list[Form]:
    """Right in value, not in the form that was asked for."""
    codes = ("unfinished", "not-differentiated")
    return [
        Form(target=target, name=name, term=term, codes=codes, verdict="incorrect") for name, term in rows
    ]


def under(forms: list[Form], *given: str, rows_of_u: bool = False, row_y: bool = False) -> list[Form]:
    """The forms behind each of several statements of one layout."""
    return [
        replace(
            form,
            given=(statement,),
            rows_of_u=rows_of_u,
            row_y=row_y,
            name=f"{form.name} ({'rows' if rows_of_u else 'row y' if row_y else 'defined'})",
        )
        for form in forms
        for statement in given
    ]
