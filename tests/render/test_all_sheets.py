"""The sheets of all sets, as they are handed out."""

import re
import shutil

import pytest

from verifier.answer_sheet import answer_sheet
from verifier.check import check_set
from verifier.questions import load_sets
from verifier.render import FORMATS, compile_with_latexmk
from verifier.render.document import render

SETS = load_sets()
NEEDS_TEX = pytest.mark.skipif(shutil.which("latexmk") is None, reason="latexmk is not installed")


@pytest.fixture(scope="module")
def sheets():
    seen = {}
    return {
        name: answer_sheet(check_set(problem_set, seen=seen, seed=1)) for name, problem_set in SETS.items()
    }


@NEEDS_TEX
@pytest.mark.parametrize("name", SETS)
def test_latex_compiles_without_warnings(sheets, name):
    assert compile_with_latexmk(render("sheet", FORMATS["tex"], sheet=sheets[name])).startswith(b"%PDF")


@pytest.mark.parametrize("name", SETS)
def test_nothing_on_a_sheet_is_machine_talk(sheets, name):
    text = render("sheet", FORMATS["md"], sheet=sheets[name])
    for odd in ("+-", r"D \\times K + 1", "at its kink", "collect terms", r"\\text{ = }", '"', r"\\text{}"):
        assert odd not in text, odd
    lines = [line for target in targets_of(sheets[name]) for d in target.derivations for line in d.steps]
    assert lines and all(step.reason for step in lines)


def test_a_choice_is_said_before_each_of_its_ways(sheets):
    told = {
        t.name: "".join(p.text for p in t.choice if hasattr(p, "text"))
        for t in targets_of(sheets["cs224n-a2-2024"])
    }
    assert told["softmax-true-outside"].startswith("Either form answers this question, for 5 points in all")
    assert told["softmax-other-outside"] == "" and told["softmax-outside"].startswith("The other form")
    assert "Both cases in one" in told["softmax-true-outside"]


def test_columns_that_are_alike_are_shown_by_one_of_them(sheets):
    (target,) = (t for t in targets_of(sheets["cs224n-a2-2022"]) if t.name == "softmax-outside-matrix")
    columns = [step.right for step in target.derivations[0].steps if "bmatrix" in step.right]
    assert len(columns) == 5 and all(r"\cdots &" in c and "u_V" not in c and "u_1" not in c for c in columns)
    assert re.fullmatch(r".*\(\\hat y_w - y_w\) v_c.*", columns[-1])


def test_a_unit_vector_is_introduced_and_the_lemma_is_shown(sheets):
    (target,) = (t for t in targets_of(sheets["cs224n-a2-2024"]) if t.name == "negative-reuse")
    lemma, solution = target.derivations
    assert lemma.steps[0].left == r"J_{\text{neg-sample}}" and r"\mathbf{1}^\top" in lemma.steps[1].right
    reasons = [piece.text for step in solution.steps for piece in step.reason if hasattr(piece, "text")]
    assert any("is the unit vector with its 1 at" in words for words in reasons)


def targets_of(sheet):
    return [target for part in sheet.parts for target in part.targets]
