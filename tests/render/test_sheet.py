"""A sheet in each format: as it was last looked at, well formed, and whole or not there at all."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pypandoc
import pytest

from tests.render.samples import CENTER, SHEET
from verifier.errors import VerifierError
from verifier.render import FORMATS, Sheet, SheetPart, SheetTarget, Text, compile_with_latexmk, write_sheet
from verifier.render.document import render

GOLDEN = Path(__file__).parent / "golden"
UPDATE = "python -m tests.render.update"
HOSTILE = r"""\input{/etc/passwd} #panic() #read("/etc/passwd") <script>x</script> {{7*7}} <% x %> $x$ `a` " ' \ % & _^~|"""
NEEDS_TEX = pytest.mark.skipif(shutil.which("latexmk") is None, reason="latexmk is not installed")

VOID = {"meta", "br", "hr", "link", "img"}


def hostile_sheet() -> Sheet:
    words = (Text(HOSTILE),)
    target = SheetTarget(
        name="hostile",
        title=HOSTILE,
        statement=(words,),
        given=tuple(replace(row, description=words) for row in CENTER.given),
        hypotheses=(words,),
        derivations=tuple(
            replace(d, caption=words, steps=tuple(replace(step, reason=words) for step in d.steps))
            for d in CENTER.derivations
        ),
        closed_form=CENTER.closed_form,
        answer=CENTER.answer,
        evidence=words,
        conditions=(words,),
        model_answer=(words,),
    )
    part = SheetPart(label="a", title=HOSTILE, points="1", targets=(target,))
    return Sheet(set_id="hostile", title=HOSTILE, course=HOSTILE, points="1", parts=(part,), made_by=HOSTILE)


class Balance(HTMLParser):
    """Notes the tags that are not closed in order, and every address."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.addresses: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


@pytest.mark.parametrize("name", ["tex", "md", "html", "pdf"])
def test_the_source_is_as_it_was_last_looked_at(name: str) -> None:
    golden = (GOLDEN / f"sheet.{name}.txt").read_text("utf-8")
    assert render("sheet", FORMATS[name], sheet=SHEET) == golden, f"look at the change, then: {UPDATE}"


@pytest.mark.parametrize("sheet", [SHEET, hostile_sheet()], ids=lambda sheet: sheet.set_id)
def test_all_formats_are_written(sheet: Sheet, tmp_path: Path) -> None:
    paths = write_sheet(sheet, ["tex", "md", "html", "pdf"], tmp_path / "new" / "folder")
    assert [path.name for path in paths] == [
        f"{sheet.set_id}.{name}" for name in ("tex", "md", "html", "pdf")
    ]
    assert {path.name for path in (tmp_path / "new" / "folder").iterdir()} == {path.name for path in paths}
    assert paths[-1].read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("sheet", [SHEET, hostile_sheet()], ids=lambda sheet: sheet.set_id)
def test_the_html_is_balanced_and_fetches_nothing(sheet: Sheet) -> None:
    source = render("sheet", FORMATS["html"], sheet=sheet)
    page = Balance()
    page.feed(source)
    assert page.faults == []
    assert page.open == []
    assert "script" not in page.tags
    assert "math" in page.tags
    assert all(address.startswith("#") for address in page.addresses)
    assert "url(" not in source
    assert "\ue000" not in source


@pytest.mark.parametrize("sheet", [SHEET, hostile_sheet()], ids=lambda sheet: sheet.set_id)
def test_pandoc_reads_the_markdown_as_meant(sheet: Sheet) -> None:
    source = render("sheet", FORMATS["md"], sheet=sheet)
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "--from=gfm+tex_math_dollars", "--to=json"],
        input=source,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    read = done.stdout
    targets = [target for part in sheet.parts for target in part.targets]
    boxed = [target for target in targets if target.closed_form]
    derivations = [derivation for target in targets for derivation in target.derivations]
    losses = [target for target in targets if target.loss]
    assert read.count('"DisplayMath"') == len(boxed) + len(derivations) + len(losses)
    assert "RawInline" not in read
    blocks = [block["t"] for block in json.loads(read)["blocks"]]
    given = [rows for rows in (sheet.notation, *(target.given for target in targets)) if rows]
    assert blocks.count("Table") == 1 + len(given)


@pytest.mark.parametrize("sheet", [SHEET, hostile_sheet()], ids=lambda sheet: sheet.set_id)
@NEEDS_TEX
def test_latex_compiles_without_warnings(sheet: Sheet) -> None:
    assert compile_with_latexmk(render("sheet", FORMATS["tex"], sheet=sheet)).startswith(b"%PDF")


@NEEDS_TEX
def test_latex_that_does_not_compile_is_told() -> None:
    with pytest.raises(VerifierError, match="Undefined control sequence"):
        compile_with_latexmk(r"\documentclass{article}\begin{document}\undefinedthing\end{document}")


@NEEDS_TEX
def test_the_pdf_is_made_by_latex_where_it_is_installed(tmp_path: Path) -> None:
    (pdf,) = write_sheet(SHEET, ["pdf"], tmp_path)
    assert b"pdfTeX" in pdf.read_bytes()
    assert pdf.read_bytes() == compile_with_latexmk(render("sheet", FORMATS["tex"], sheet=SHEET))


def test_the_pdf_is_made_by_typst_without_latex(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (pdf,) = write_sheet(SHEET, ["pdf"], tmp_path)
    assert b"Typst" in pdf.read_bytes()


@NEEDS_TEX
def test_the_pdf_is_made_by_typst_where_latex_lacks_a_character(tmp_path: Path) -> None:
    sheet = replace(SHEET, introduction=((Text("\u8bcd\u5411\u91cf"),),))
    (pdf,) = write_sheet(sheet, ["pdf"], tmp_path)
    assert b"Typst" in pdf.read_bytes()


def test_the_words_of_an_author_stay_words() -> None:
    sources = {name: render("sheet", FORMATS[name], sheet=hostile_sheet()) for name in FORMATS}
    assert r"\input{" not in sources["tex"]
    assert "<script>" not in sources["html"]
    assert "<script>" not in sources["md"]
    outside_strings = re.sub(r'"(?:\\.|[^"\\])*"', "", sources["pdf"])
    assert "panic" not in outside_strings
    assert all("49" not in source for name, source in sources.items() if name != "html")


def test_the_pdf_is_the_same_every_time(tmp_path: Path) -> None:
    (first,) = write_sheet(SHEET, ["pdf"], tmp_path / "one")
    (second,) = write_sheet(SHEET, ["pdf"], tmp_path / "two")
    assert first.read_bytes() == second.read_bytes()


def test_an_unknown_format_is_told_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(VerifierError, match="'docx'"):
        write_sheet(SHEET, ["md", "docx"], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_formula_that_cannot_be_set_leaves_nothing_behind(tmp_path: Path) -> None:
    broken = replace(
        SHEET, parts=(replace(SHEET.parts[0], targets=(replace(CENTER, closed_form=r"\frac{a}"),)),)
    )
    with pytest.raises(VerifierError, match="cannot read a formula"):
        write_sheet(broken, ["tex", "md", "html", "pdf"], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(VerifierError, match="cannot write"):
        write_sheet(SHEET, ["md"], tmp_path / "file" / "out")
