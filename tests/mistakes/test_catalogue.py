"""Every entry of the catalogue is complete, catches its examples and is silent on right formulas."""

import pytest

from tests.mistakes.check import check_repairs, diagnosis
from verifier.latex.write import latex
from verifier.mistakes import catalogue
from verifier.mistakes.catalogue.layout import BEHIND
from verifier.mistakes.search import DiagnosisContext, diagnose

REQUIRED = [
    "sign-term",
    "sign-all",
    "sign-inside",
    "transpose",
    "outer-product",
    "layout",
    "row-for-column",
    "wrong-variable",
    "index-lost",
    "index-wrong",
    "sum-spurious",
    "sum-missing",
    "sum-range",
    "factor-missing",
    "factor-extra",
    "function-lost",
    "hat-dropped",
    "parenthesis",
    "partial-missing",
    "unfinished",
    "not-vectorised",
    "not-differentiated",
    "chain-factor",
    "wrong-branch",
    "wrong-case",
    "product-order",
    "term-missing",
    "term-extra",
    "inverse-lost",
    "symmetry",
    "size",
    "two-finals",
    "leap",
    "symbol-unknown",
    "shape",
    "domain",
]
BOOK = catalogue()
CAUGHT = [(m.code, e) for m in BOOK.values() for e in m.caught]
PASSED = [(m.code, e) for m in BOOK.values() for e in m.passed]


def test_every_code_is_there():
    assert set(REQUIRED) <= set(BOOK)


@pytest.mark.parametrize("code", BOOK)
def test_every_entry_is_complete(code: str):
    mistake = BOOK[code]
    assert mistake.code == code
    assert all((mistake.title, mistake.explanation, mistake.why, mistake.wrong, mistake.right, mistake.hint))
    assert mistake.wrong != mistake.right
    assert mistake.repairs is None or mistake.caught or code == "layout"
    assert mistake.repairs is None or mistake.passed


@pytest.mark.parametrize(("code", "example"), CAUGHT)
def test_caught(code: str, example):
    findings = diagnosis(example.written, example.right, example.hypotheses, example.quantity)
    assert [f.code for f in findings][:1] == [code]
    check_repairs(findings, example.right, example.hypotheses)


@pytest.mark.parametrize(("code", "example"), PASSED)
def test_passed(code: str, example):
    assert diagnosis(example.written, example.right, example.hypotheses, example.quantity) == ()


@pytest.mark.parametrize("example", BEHIND)
def test_another_layout_is_named_behind_the_place_and_first_where_it_is_used_elsewhere(example):
    codes = [f.code for f in diagnosis(example.written, example.right)]
    assert codes[0] in ("transpose", "outer-product") and "layout" in codes
    elsewhere = diagnose(example.written, example.right, (), DiagnosisContext(other_layout=True))
    assert elsewhere[0].code == "layout"


@pytest.mark.parametrize(("code", "example"), CAUGHT)
def test_a_hint_does_not_give_the_answer_away(code: str, example):
    for finding in diagnosis(example.written, example.right, example.hypotheses, example.quantity):
        assert latex(example.right) not in finding.hint
        assert finding.repair is None or latex(finding.repair) not in finding.hint
