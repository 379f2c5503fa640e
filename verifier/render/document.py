"""Fills a template: a document and a format in, the source of the written document out.

Formulas that need another notation are noted while the template runs, converted all at once and put in
afterwards; until then a place-holder stands for each. `StrictUndefined`: a name that a template gets
wrong is an error, never an empty place. Whoever writes many documents makes drafts of them and converts
the formulas of all in one call.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from verifier.render.formats import FORMATS, Format, code_span, typst_string, words_in_formula
from verifier.render.formulas import Formula, convert
from verifier.render.prose import Math, Prose
from verifier.resources import find_folder

# Private-use characters, which `_clean` takes out of words, so that no text can pose as a place-holder.
_OPEN, _CLOSE = "\ue000", "\ue001"
_HOLDER: Final = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_UNPRINTABLE: Final = re.compile(f"[{_OPEN}{_CLOSE}\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Draft:
    """A filled template in which place-holders stand for the formulas, in order."""

    source: str
    formulas: tuple[Formula, ...]

    def fill(self, converted: Mapping[Formula, str]) -> str:
        return _HOLDER.sub(lambda holder: converted[self.formulas[int(holder[1])]], self.source)


def render(document: str, form: Format, **values: object) -> str:
    """The source of `document` in a format, from the values its template names."""
    made = draft(document, form, **values)
    return made.fill(convert(made.formulas, form.notation)) if form.notation else made.source


def draft(document: str, form: Format, **values: object) -> Draft:
    """`document` is a folder of templates, or `folder/name` where a folder holds several."""
    folder, _, name = document.rpartition("/")
    noted: list[Formula] = []
    template = _environment(folder or name, form.name).get_template(f"{form.name}/{name}.{form.name}.j2")
    return Draft(template.render(**values, noted_formulas=noted), tuple(noted))


@cache
def _environment(folder: str, format_name: str) -> Environment:
    """Templates of one format; the formulas they print go into the context's `noted_formulas`."""
    form = FORMATS[format_name]

    @pass_context
    def formula(context: Context, latex: str, displayed: bool = False) -> Markup:
        if form.notation is None:
            return Markup(form.rewrite(latex))
        noted: list[Formula] = context["noted_formulas"]
        noted.append(Formula(latex, displayed))
        return Markup(f"{_OPEN}{len(noted) - 1}{_CLOSE}")

    def escape(value: object) -> Markup:
        return value if isinstance(value, Markup) else Markup(form.escape(_clean(str(value))))

    @pass_context
    def prose(context: Context, words: Prose) -> Markup:
        return Markup("").join(
            Markup(form.inline.format(formula(context, piece.latex)))
            if isinstance(piece, Math)
            else escape(piece.text)
            for piece in words
        )

    environment = Environment(
        *form.delimiters,
        loader=FileSystemLoader(find_folder("templates") / folder),
        undefined=StrictUndefined,
        autoescape=True,  # keeps what the filters made as it is; `escape` comes first and knows the format
        finalize=escape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        formula=formula,
        prose=prose,
        string=lambda words: Markup(typst_string(_clean(words))),
        words_in_formula=lambda words: Markup(words_in_formula(_clean(words))),
        code=lambda words: Markup(code_span(_clean(words))),
    )
    return environment


def _clean(words: str) -> str:
    return _UNPRINTABLE.sub("", words)
