"""Fills a template: a document and a format in, the source of the written document out.

Formulas that need another notation are noted while the template runs, converted all at once and put in
afterwards; until then a place-holder stands for each. `StrictUndefined`: a name that a template gets
wrong is an error, never an empty place.
"""

import re
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from verifier.render.formats import Format, typst_string, words_in_formula
from verifier.render.formulas import Formula, convert
from verifier.render.prose import Math, Prose
from verifier.resources import find_folder

# Private-use characters, which `_clean` takes out of words, so that no text can pose as a place-holder.
_OPEN, _CLOSE = "\ue000", "\ue001"
_HOLDER: Final = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_UNPRINTABLE: Final = re.compile(f"[{_OPEN}{_CLOSE}\x00-\x08\x0b-\x1f\x7f]")


def render(document: str, form: Format, **values: object) -> str:
    """The source of `document` (a folder of templates) in a format, from the values its template names."""
    noted: list[Formula] = []
    template = _environment(document, form, noted).get_template(f"{form.name}/{document}.{form.name}.j2")
    source = template.render(**values)
    if form.notation is None:
        return source
    converted = convert(noted, form.notation)
    return _HOLDER.sub(lambda holder: converted[noted[int(holder[1])]], source)


def _environment(document: str, form: Format, noted: list[Formula]) -> Environment:
    """Templates of one format; the formulas they print go into `noted`."""

    def formula(latex: str, displayed: bool = False) -> Markup:
        if form.notation is None:
            return Markup(form.rewrite(latex))
        noted.append(Formula(latex, displayed))
        return Markup(f"{_OPEN}{len(noted) - 1}{_CLOSE}")

    def escape(value: object) -> Markup:
        return value if isinstance(value, Markup) else Markup(form.escape(_clean(str(value))))

    def prose(words: Prose) -> Markup:
        return Markup("").join(
            Markup(form.inline.format(formula(piece.latex)))
            if isinstance(piece, Math)
            else escape(piece.text)
            for piece in words
        )

    environment = Environment(
        *form.delimiters,
        loader=FileSystemLoader(find_folder("templates") / document),
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
    )
    return environment


def _clean(words: str) -> str:
    return _UNPRINTABLE.sub("", words)
