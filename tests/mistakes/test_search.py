"""The search itself: the same on every machine, bounded, honest when it finds nothing, pointing at characters."""

from dataclasses import replace
from fractions import Fraction

from derivations.word2vec.notation import U, o, u, v_c, y, y_hat
from tests.mistakes.check import check_repairs, diagnosis
from verifier.expr.nodes import Add, Mul, Number, Transpose
from verifier.expr.shapes import lenient
from verifier.language import log, scalar, sigmoid
from verifier.mistakes import diagnose

CENTER = U @ (y_hat - y)


def test_nothing_is_invented():
    t = scalar("t")
    assert diagnosis(log(sigmoid(t) + 3) ** 3 - 7 * t, sigmoid(t) * (1 - sigmoid(t))) == ()


def test_what_cannot_be_formed_is_said_where_no_repair_is_found():
    with lenient():
        written = U @ (y_hat @ v_c) @ U @ U + u[o] @ u[o] @ y
    (finding,) = diagnosis(written, CENTER)
    assert finding.code == "shape" and finding.repair is None
    assert "cannot be formed" in finding.message


def test_a_shape_message_names_sizes():
    with lenient():
        written = U.T @ (y_hat - y)
    first = diagnosis(written, CENTER)[0]
    assert r"U^\top" in first.message and "V x D" in first.message and "has length V" in first.message


def test_spans_point_at_the_part():
    with lenient():
        turned = replace(Transpose(U), span=(0, 6))
        written = replace(Mul((turned, replace(y_hat - y, span=(7, 20)))), span=(0, 20))
    assert diagnosis(written, CENTER)[0].span == (0, 6)


def test_the_same_twice():
    written = -u[o] - U @ y_hat
    assert diagnosis(written, CENTER) == diagnosis(written, CENTER)


def test_a_small_budget_and_a_large_formula_end_soon():
    assert diagnose(-CENTER, CENTER, (), None, 1) == ()
    huge = Add(tuple(u[o] for _ in range(100_000)))
    assert diagnosis(huge, CENTER) == ()


def test_two_slips():
    with lenient():
        written = U.T @ (y - y_hat)
    findings = diagnosis(written, CENTER)
    assert {f.code for f in findings[:2]} == {"sign-all", "transpose"}
    check_repairs(findings, CENTER, ())


def test_a_deep_formula_is_not_looked_at():
    deep = u[o]
    for _ in range(300):
        deep = Mul((Transpose(Transpose(deep)), Number(Fraction(2))))
    assert diagnosis(deep, CENTER) == ()
