"""Everything beside the journal, rebuilt from it: a report for each submission, the gradebook, the class summary.

Reports are drafted in batches, and the formulas of a batch converted by one call of pandoc; what was converted once is
kept, since a class writes the same formulas. What pandoc does not know stands as it is, escaped.
"""

from __future__ import annotations

import html
import itertools
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

from verifier import __version__
from verifier.errors import VerifierError
from verifier.grading.gradebook import gradebook
from verifier.grading.result import Result
from verifier.grading.standing import Standing, standing_of
from verifier.grading.submissions import DOCUMENTS
from verifier.grading.tally import summary_view
from verifier.grading.view import ReportView, report_view
from verifier.questions import ProblemSet
from verifier.render.document import Draft, draft
from verifier.render.formats import FORMATS as LAYOUTS
from verifier.render.formulas import Formula, mathml_where_known
from verifier.render.write import write_whole

FORMATS: Final = ("json", "html", "md", "csv")
_BATCH: Final = 50  # reports in memory at a time
_UNSAFE: Final = re.compile(r'[<>:"\\|?*#%\x00-\x1f\ud800-\udfff]')
_KEPT: Final = 20_000  # converted formulas, a few kilobytes each


class Formulas:
    """MathML of formulas, kept from one batch to the next."""

    def __init__(self) -> None:
        self._known: dict[Formula, str] = {}

    def fill(self, drafts: Sequence[Draft]) -> list[str]:
        wanted = {formula for made in drafts for formula in made.formulas}
        if len(self._known) > _KEPT:
            self._known = {}
        new = sorted(wanted - self._known.keys(), key=lambda formula: (formula.latex, formula.displayed))
        converted = mathml_where_known(new)
        self._known.update((formula, converted.get(formula) or _as_written(formula)) for formula in new)
        return [made.fill(self._known) for made in drafts]


def _as_written(formula: Formula) -> str:
    return f"<code>{html.escape(formula.latex)}</code>"


def write_outputs(
    results: Iterable[Result],
    names: Collection[str],
    sets: Mapping[str, ProblemSet],
    formats: Sequence[str],
    folder: Path,
    each: Callable[[], None] = lambda: None,
) -> list[Standing]:
    """Writes what was asked for; `names` are those of all results, `each` is called for each report."""
    places = report_places(names)
    formulas = Formulas()
    standings: list[Standing] = []
    for batch in _batches(results):
        standings += map(standing_of, batch)
        _write_reports(batch, sets, formats, places, formulas, folder)
        for _ in batch:
            each()
    if "csv" in formats:
        write_whole(folder / "gradebook.csv", gradebook(standings).encode("utf-8", "replace"))
    pages = [name for name in ("html", "md") if name in formats]
    for name in pages:
        ending = "html" if name == "html" else "md"
        links = {submission: quote(f"{place}.{ending}") for submission, place in places.items()}
        view = summary_view(standings, sets, links, f"verifier {__version__}")
        made = draft("grades/summary", LAYOUTS[name], summary=view)
        text = formulas.fill([made])[0] if name == "html" else made.source
        write_whole(folder / f"summary.{name}", _encoded(text, name))
    return standings


def report_places(names: Collection[str]) -> dict[str, str]:
    """Where the report of each submission lies below the folder of the results, without its ending.

    The ending of a document is left out unless two would then be one. No two differ in capitals only.
    """
    short = {name: _safe(_without_ending(name)) for name in names}
    count = Counter(place.casefold() for place in short.values())
    places: dict[str, str] = {}
    taken: set[str] = set()
    for name in sorted(names):
        place = short[name] if count[short[name].casefold()] == 1 else _safe(name)
        number = 2
        unique = place
        while unique.casefold() in taken:
            unique, number = f"{place}-{number}", number + 1
        taken.add(unique.casefold())
        places[name] = f"reports/{unique}"
    return places


def remove_reports(name: str, names: Collection[str], folder: Path) -> None:
    """Takes away the reports of a submission that is no longer there."""
    place = report_places([*names, name])[name]
    for ending in ("json", "html", "md"):
        (folder / f"{place}.{ending}").unlink(missing_ok=True)


def _without_ending(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return stem if dot and f".{ending.lower()}" in DOCUMENTS and not stem.endswith("/") and stem else name


def _safe(place: str) -> str:
    """A path below `reports/` on every system: no step upwards, no character that a system or a browser reads."""
    parts = [_UNSAFE.sub("_", part) for part in place.split("/")]
    return "/".join(f"_{part}" if part.strip(". ") == "" else part for part in parts)


def _batches(results: Iterable[Result]) -> Iterator[list[Result]]:
    rest = iter(results)
    while batch := list(itertools.islice(rest, _BATCH)):
        yield batch


def _write_reports(
    batch: Sequence[Result],
    sets: Mapping[str, ProblemSet],
    formats: Sequence[str],
    places: Mapping[str, str],
    formulas: Formulas,
    folder: Path,
) -> None:
    views: list[ReportView] = []
    if "html" in formats or "md" in formats:
        views = [report_view(result, sets) for result in batch]
    texts: dict[str, list[str]] = {}
    if "html" in formats:
        texts["html"] = formulas.fill([draft("grades/report", LAYOUTS["html"], report=v) for v in views])
    if "md" in formats:
        texts["md"] = [draft("grades/report", LAYOUTS["md"], report=v).source for v in views]
    if "json" in formats:
        texts["json"] = [json.dumps(r.as_json(), ensure_ascii=False, indent=1) + "\n" for r in batch]
    for name, written in texts.items():
        for result, text in zip(batch, written, strict=True):
            write_whole(folder / f"{places[result.submission]}.{name}", _encoded(text, name))


def _encoded(text: str, name: str) -> bytes:
    # A lone surrogate has no bytes; it is shown as a question mark, but for the journal, which escapes it.
    whole = text.encode("utf-8", "replace").decode()
    return LAYOUTS[name].finish(whole) if name in LAYOUTS else whole.encode()


def checked_formats(wanted: str) -> tuple[str, ...]:
    """Formats from a list with commas."""
    formats = tuple(dict.fromkeys(part.strip() for part in wanted.split(",") if part.strip()))
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        what = f"there is no format {unknown[0]!r}" if unknown else "no format is named"
        raise VerifierError(what, f"formats: {', '.join(FORMATS)}")
    return formats
