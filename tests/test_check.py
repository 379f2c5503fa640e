"""The answer key is right, and a broken key is found out: seeded faults in signs, transposes, hats, factors, indices."""

import json
from dataclasses import replace

import pytest

from verifier.check import check_set, check_target, steps_of
from verifier.cli import main
from verifier.equality import JudgesDisagree, joined
from verifier.evidence import Agreement, Counterexample, Nothing, Proof, ShapeClash
from verifier.language import compare, d, exp, scalar, sigmoid, vector
from verifier.questions import Also, Ask, Line, Part, ProblemSet, Target, load_sets

SETS = load_sets()

HEAD = """
from verifier.language import *
from verifier.questions import Ask, Line, Part, ProblemSet
from derivations.word2vec.naive_softmax import *
from derivations.word2vec.negative_sampling import *
from derivations.word2vec.skip_gram import *
from derivations.word2vec.notation import *
from derivations.word2vec.activations import *
"""
SET = """
SET = ProblemSet(id="broken", title="Broken", course="C", year=2026, parts=(Part("a", 0, (Ask(broken),)),))
"""

FAULTS = [
    # signs
    ("softmax_center", "U @ (y - y_hat)"),
    ("softmax_true_outside", "(1 - y_hat[o]) * v_c"),
    ("softmax_other_outside", "-(y_hat[w] * v_c)"),
    ("softmax_outside", "(y_hat[w] + y[w]) * v_c"),
    ("softmax_outside_matrix", "-(v_c @ (y_hat - y).T)"),
    ("cross_entropy", "log(y_hat[o])"),
    ("sigmoid_scalar", "sigmoid(x) * (1 + sigmoid(x))"),
    (
        "negative_center",
        "(1 - sigmoid(u[o].T @ v_c)) * u[o] + total(s, sigmoid(u[ws[s]].T @ v_c) * u[ws[s]])",
    ),
    (
        "negative_center",
        "(sigmoid(u[o].T @ v_c) - 1) * u[o] - total(s, sigmoid(u[ws[s]].T @ v_c) * u[ws[s]])",
    ),
    ("negative_sample", "-(sigmoid(u[ws[k]].T @ v_c) * v_c)"),
    ("negative_reuse", "1 - sigmoid(z)"),
    # signs inside a function
    (
        "negative_center",
        "(sigmoid(u[o].T @ v_c) - 1) * u[o] + total(s, sigmoid(-(u[ws[s]].T @ v_c)) * u[ws[s]])",
    ),
    ("negative_true_outside", "(sigmoid(-(u[o].T @ v_c)) - 1) * v_c"),
    ("negative_sample", "(1 - sigmoid(u[ws[k]].T @ v_c)) * v_c"),
    ("negative_reuse", "sigmoid(-z) - 1"),
    # transposes
    ("softmax_center", "U.T @ (y_hat - y)"),
    ("softmax_center", "(U @ (y_hat - y)).T"),
    ("softmax_outside_matrix", "(y_hat - y) @ v_c.T"),
    ("softmax_outside", "(y_hat[w] - y[w]) * v_c.T"),
    # hats
    ("softmax_center", "U @ (y - y)"),
    ("softmax_true_outside", "(y[o] - 1) * v_c"),
    ("softmax_other_outside", "y[w] * v_c"),
    ("cross_entropy", "-log(y[o])"),
    # factors, functions and terms
    ("softmax_center", "2 * (U @ (y_hat - y))"),
    ("softmax_center", "U @ y_hat"),
    ("softmax_other_outside", "y_hat[w] * u[w]"),
    ("softmax_outside_matrix", "u[o] @ (y_hat - y).T"),
    ("cross_entropy", "-y_hat[o]"),
    ("sigmoid_scalar", "sigmoid(x)"),
    ("sigmoid_scalar", "1 - sigmoid(x)"),
    ("sigmoid_vector", "hadamard(sigmoid(xs), 1 - sigmoid(xs))"),
    ("sigmoid_vector", "diag(sigmoid(xs))"),
    ("negative_true_outside", "(sigmoid(u[o].T @ v_c) - 1) * u[o]"),
    ("negative_reuse", "sigmoid(z)"),
    ("skipgram_center", "2 * total(j, d(J_one, v_c), differ(j, 0))"),
    # indices, sums and cases
    ("softmax_true_outside", "(y_hat[c] - 1) * v_c"),
    ("softmax_other_outside", "y_hat[o] * v_c"),
    ("softmax_outside", "(y_hat[w] - y[o]) * v_c"),
    ("negative_sample", "total(s, sigmoid(u[ws[s]].T @ v_c) * v_c)"),
    ("negative_sample", "sigmoid(u[o].T @ v_c) * v_c"),
    ("negative_repeated", "sigmoid(u[ws[k]].T @ v_c) * v_c"),
    ("negative_repeated", "total(s, sigmoid(u[ws[k]].T @ v_c) * v_c, differ(ws[s], ws[k]))"),
    ("negative_center", "(sigmoid(u[o].T @ v_c) - 1) * u[o] + sigmoid(u[ws[1]].T @ v_c) * u[ws[1]]"),
    ("skipgram_outside_matrix", "total(j, d(J_one, U))"),
    ("skipgram_other_center", "total(j, d(J_one, v_c), differ(j, 0))"),
    ("leaky_relu", 'cases((alpha, compare(x, ">", 0)), (1, compare(x, "<", 0)))'),
    ("leaky_relu", 'cases((1, compare(x, ">", 0)), (0, compare(x, "<", 0)))'),
    ("relu", "1"),
]


def broken_key(folder, target, claim):
    (folder / "broken.py").write_text(f"{HEAD}broken = {target}.claiming({claim})\n{SET}")
    return ["--derivations", str(folder)]


@pytest.mark.parametrize(("target", "claim"), FAULTS, ids=[f"{t}: {c}" for t, c in FAULTS])
def test_a_seeded_fault_is_found_and_its_target_named(tmp_path, capsys, target, claim):
    status = main(["check", *broken_key(tmp_path, target, claim), "broken"])
    told = capsys.readouterr()
    assert status == 1
    named = target.replace("_", "-").replace("sigmoid-scalar", "sigmoid")
    assert named in told.out or ("in broken" in told.err and target != ""), told
    assert "Traceback" not in told.out + told.err
    if told.out:
        assert "  claimed:  " in told.out and "1 fails" in told.out
        assert "  derived:  " in told.out
        assert "  seen:     " in told.out or "has another shape" in told.out


def test_a_failing_claim_in_json(tmp_path, capsys):
    assert (
        main(["check", *broken_key(tmp_path, "softmax_center", "U @ (y - y_hat)"), "broken", "--json"]) == 1
    )
    (row,) = json.loads(capsys.readouterr().out)["sets"][0]["targets"]
    assert (row["target"], row["part"], row["verdict"]) == ("softmax-center", "a", "fails")
    assert row["evidence"]["kind"] == "counterexample" and row["evidence"]["sizes"].keys() == {"D", "V"}
    assert row["derived"] == r"U (\hat y - y)" and row["claim"] == r"U (y - \hat y)"
    mistake, differs = row["findings"]
    assert mistake["code"] == "sign-all" and mistake["repair"] == r"U (\hat y - y)"
    assert differs["repair"] == r"U (\hat y - y)" and differs["message"].startswith(
        "softmax-center: the claim"
    )


def test_no_sheet_of_a_set_whose_claim_fails(tmp_path, capsys):
    broken = broken_key(tmp_path, "softmax_center", "U @ y_hat")
    assert main(["sheet", *broken, "broken", "-o", str(tmp_path / "out")]) == 1
    assert "no sheet of broken: softmax-center" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", SETS)
def test_every_claim_is_proved(name):
    result = check_set(SETS[name])
    assert result.holds
    for check in result.targets:
        for link in check.links:
            assert isinstance(link.decision.evidence, Proof), (check.target.name, link.words)
            assert isinstance(link.decision.numbers, Agreement), (check.target.name, link.words)


@pytest.mark.parametrize("name", SETS["cs224n-a2-2021"].targets | SETS["cs224n-a2-2019"].targets)
def test_worked_steps_reach_the_claim(name):
    target = (SETS["cs224n-a2-2021"].targets | SETS["cs224n-a2-2019"].targets)[name]
    first, *rest = steps_of(target)
    assert first.expr == target.quantity and rest[-1].expr == target.claim
    assert all(isinstance(step.evidence, Proof) and step.words for step in rest)


NEEDED = ["softmax-other-outside", "negative-sample", "negative-true-outside", "skipgram-other-center"]


@pytest.mark.parametrize("name", NEEDED)
def test_a_claim_does_not_hold_without_its_hypotheses(name):
    target = SETS["cs224n-a2-2022"].targets[name]
    assert check_target(replace(target, hypotheses=())).verdict == "fails"


# --- small targets of our own --------------------------------------------------------------------------------------

X = scalar("x")
SQUARE = Target(name="square", title="A square", statement="?", quantity=d(X**2, X), claim=2 * X)


def test_a_claim_of_another_shape_fails():
    v = vector("v", 3)
    check = check_target(replace(SQUARE, quantity=d(v.T @ v, v), claim=2 * v.T))
    assert check.verdict == "fails"
    assert isinstance(check.links[0].decision.evidence, ShapeClash)
    assert "`2 * v.T` is a row of length 3" in check.findings[0].message


def test_other_forms_are_proved_too():
    check = check_target(replace(SQUARE, also=(Also("by halves", d(X**2, X), X),)))
    assert check.verdict == "fails"
    assert "the form by halves" in check.findings[0].message


def test_own_steps_that_hold():
    target = replace(SQUARE, steps=(Line(X + X, "product rule"),))
    assert check_target(target).verdict == "holds"
    assert [str(step.expr) for step in steps_of(target)] == ["d(x**2)/d(x)", "x + x", "2 * x"]


def test_an_own_step_that_does_not_hold_is_named():
    check = check_target(replace(SQUARE, steps=(Line(X + X), Line(3 * X))))
    assert check.verdict == "fails"
    assert "square: step 2, `3 * x`" in check.findings[0].message


def test_own_steps_stop_the_sheet(tmp_path, capsys):
    text = (
        HEAD + "broken = __import__('dataclasses').replace(sigmoid_scalar, steps=(Line(sigmoid(x)),))\n" + SET
    )
    (tmp_path / "broken.py").write_text(text)
    status = main(["sheet", "--derivations", str(tmp_path), "broken", "-o", str(tmp_path / "out")])
    assert status == 1 and "sigmoid: step 1, `sigmoid(x)`" in capsys.readouterr().err


def test_where_the_claim_has_no_value_it_fails():
    target = replace(SQUARE, quantity=exp(X), claim=exp(X) * (X**2 + X) / (X * (X + 1)))
    assert check_target(target).verdict == "holds"  # undefined on a null set only
    from verifier.language import log

    assert (
        check_target(
            replace(SQUARE, quantity=X + 0, claim=log(exp(X / 2)) + log(X**2) / 2 - log(X) + X / 2)
        ).verdict
        != "holds"
    )


def test_the_judges_may_not_disagree():
    wrong = Counterexample({}, {}, {"x": "1"}, (1, 1), "1", "2", "0.9", 64, 0)
    with pytest.raises(JudgesDisagree):
        _joined_with(wrong)


def _joined_with(found):
    import verifier.equality as equality

    before, equality.compare = equality.compare, lambda *_, **__: found
    try:
        return joined(X, X, Proof(("expansion",)), ())
    finally:
        equality.compare = before


def test_shared_targets_are_judged_once():
    seen = {}
    for problem_set in SETS.values():
        check_set(problem_set, seen=seen)
    assert len(seen) == len({ask.target.name for s in SETS.values() for ask in s.asks})


def test_the_same_seed_draws_the_same_points():
    wrong = SQUARE.claiming(3 * X)
    first, second = (check_target(wrong, seed=7).links[0].decision.evidence for _ in range(2))
    assert first == second and isinstance(first, Counterexample)


def test_what_cannot_be_judged_is_undecided_and_ends_in_1(tmp_path):
    target = replace(SQUARE, quantity=sigmoid(X) ** X, claim=sigmoid(X) ** X * 1)
    check = check_target(replace(target, hypotheses=compare(X, "<", 0) + compare(X, ">", 0)))
    broken = ProblemSet(
        id="odd", title="Odd", course="C", year=1, parts=(Part("a", 0, (Ask(check.target),)),)
    )
    result = check_set(broken)
    assert result.holds == (check.verdict == "holds")
    assert isinstance(check.links[0].decision.numbers, Nothing)
