"""`verifier doctor`: does once, for real, each thing that the other commands need.

A row is a name, what installs it when it is missing, whether it must be there, and a function that does
the thing and returns a word on it or raises. A new requirement is a new row.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

import click

from verifier.cli.session import Session, command, json_option
from verifier.errors import VerifierError

_AGAIN = "pip install --force-reinstall derivation-verifier"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that the program needs: `run` does it and says with what, or raises."""

    name: str
    run: Callable[[], str]
    installed_by: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    check: Check
    works: bool
    detail: str


def _differentiate() -> str:
    import sympy

    x = sympy.Symbol("x")
    if sympy.log(x).diff(x) != 1 / x:
        raise VerifierError("sympy does not differentiate log")
    return f"sympy {sympy.__version__} differentiates"


def _bound_a_number() -> str:
    import flint

    one_third = flint.arb(1) / 3
    if not (one_third * 3).contains(1) or one_third.contains(1):
        raise VerifierError("flint's balls do not hold their numbers")
    return f"python-flint {version('python-flint')} encloses 1/3"


def _write_mathml() -> str:
    from verifier.render.formulas import Formula, convert

    (mathml,) = convert([Formula(r"\frac{\partial J}{\partial v_c}")], "mathml").values()
    if "<mfrac>" not in mathml:
        raise VerifierError("pandoc's MathML has no fraction in it")
    return f"pandoc writes MathML, {len(mathml)} characters"


def _write_pdf() -> str:
    from verifier.render.formulas import Formula, convert
    from verifier.render.pdf import compile_typst

    (formula,) = convert([Formula(r"U\left(\hat y - y\right) \odot x")], "typst").values()
    size = len(compile_typst(f"${formula}$"))
    return f"pandoc and typst {version('typst')} write a PDF, {size} bytes"


def _find_folders() -> str:
    from verifier.resources import find_folder

    return f"{find_folder('templates')} and {find_folder('derivations')}"


def _compile_latex() -> str:
    from verifier.render import FORMATS, Sheet, SheetPart, SheetTarget, compile_with_latexmk
    from verifier.render.document import render

    found = shutil.which("latexmk")
    if found is None:
        raise VerifierError("not found: sheets as PDF are made by typst, .tex is written but not compiled")
    target = SheetTarget(name="b", title="b", closed_form=r"x = U (\hat y - y)", answer=r"U (\hat y - y)")
    parts = (SheetPart(label="a", title="a", points="1", targets=(target,)),)
    sheet = Sheet(set_id="a", title="a", course="a", points="1", parts=parts)
    size = len(compile_with_latexmk(render("sheet", FORMATS["tex"], sheet=sheet)))
    return f"{found} compiles a sheet, {size} bytes"


CHECKS = (
    Check("derivatives", _differentiate, "pip install 'sympy>=1.14,<1.15'"),
    Check("rigorous numbers", _bound_a_number, "pip install python-flint"),
    Check("sheets as HTML", _write_mathml, "pip install pypandoc_binary"),
    Check("sheets as PDF", _write_pdf, "pip install pypandoc_binary 'typst>=0.14,<0.16'"),
    Check("templates and sets", _find_folders, _AGAIN),
    Check(
        "PDF by LaTeX",
        _compile_latex,
        "apt-get install latexmk texlive-latex-recommended lmodern",
        required=False,
    ),
)


def examine(check: Check) -> Outcome:
    """Do the thing; whatever goes wrong in it is what the user came to hear."""
    try:
        return Outcome(check, True, check.run())
    except Exception as error:  # noqa: BLE001 - a broken package raises anything at all; it is reported, not hidden
        return Outcome(check, False, " ".join(str(error).split()) or type(error).__name__)


@command("doctor")
@json_option
def doctor(session: Session, as_json: bool) -> int:
    """Check the installation by doing each thing once."""
    outcomes = [examine(check) for check in CHECKS]
    broken = [outcome for outcome in outcomes if outcome.check.required and not outcome.works]
    if as_json:
        click.echo(json.dumps({"works": not broken, "checks": [_as_json(outcome) for outcome in outcomes]}))
    else:
        for outcome in outcomes:
            if not (session.quiet and outcome.works):
                _print(outcome)
        if not session.quiet:
            click.echo(
                "everything needed is here" if not broken else f"{len(broken)} of {len(CHECKS)} do not work"
            )
    return 1 if broken else 0


def _print(outcome: Outcome) -> None:
    mark, colour = (
        ("ok", "green") if outcome.works else ("missing", "red" if outcome.check.required else "yellow")
    )
    click.echo(f"{click.style(f'{mark:<8}', fg=colour)} {outcome.check.name:<20} {outcome.detail}")
    if not outcome.works:
        note = "" if outcome.check.required else " (not needed)"
        click.echo(f"{'':<29} install it: {outcome.check.installed_by}{note}")


def _as_json(outcome: Outcome) -> dict[str, object]:
    return {
        "check": outcome.check.name,
        "works": outcome.works,
        "required": outcome.check.required,
        "detail": outcome.detail,
        "installed_by": outcome.check.installed_by,
    }
