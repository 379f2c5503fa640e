"""`python -m tests.render.update` writes the golden sources anew; look at the difference before it is kept."""

from tests.render.samples import SHEET
from tests.render.test_sheet import GOLDEN
from verifier.render import FORMATS
from verifier.render.document import render

if __name__ == "__main__":
    for name, form in FORMATS.items():
        (GOLDEN / f"sheet.{name}.txt").write_text(render("sheet", form, sheet=SHEET), "utf-8")
