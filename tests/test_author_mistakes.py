"""What an author gets wrong is told with the target and the place; one broken set does not hide the others."""

import json
from dataclasses import replace

import pytest

from verifier.check import check_target, conditions_of
from verifier.cli import main
from verifier.language import cases, compare, d, exp, maximum, relu, scalar, sigmoid, size, vector
from verifier.questions import Lemma, Line, Target, load_sets

x, a = scalar("x"), scalar("a")
HEAD = """
from verifier.language import *
from verifier.questions import *

x = scalar("x")
"""


def module(folder, name, claim="2 * x", more=""):
    text = f"""{HEAD}
square = Target(name="square", title="A square", statement="Differentiate.", quantity=d(x**2, x), claim={claim}{more})
SET = ProblemSet(id="{name}", title="Mine", course="C", year=2026, parts=(Part("a", 1, (Ask(square, 1),)),))
"""
    (folder / f"{name}.py").write_text(text)
    return ["--derivations", str(folder)]


def run(capsys, *arguments):
    status = main(list(arguments))
    told = capsys.readouterr()
    assert "Traceback" not in told.out + told.err and "fault of verifier" not in told.err
    return status, told.out, told.err


def test_one_bad_set_does_not_stop_the_check_of_the_others(tmp_path, capsys):
    module(tmp_path, "good")
    where = module(tmp_path, "bad", claim="2 * y")
    status, out, err = run(capsys, "check", *where)
    assert status == 2 and "bad.py, line 7, in square: NameError" in err
    assert "good" in out and "cs224n-a2-2024" in out
    module(tmp_path, "bad", claim="vector('v', 3) + vector('w', 2)")
    status, out, err = run(capsys, "check", *where)
    assert status == 1 and "in square: the sum of `v` and `w`" in err and "good" in out
    assert run(capsys, "check", *where, "bad")[0] == 1
    assert run(capsys, "check", *where, "good")[0] == 1
    assert run(capsys, "derive", *where, "good:square")[0] == 0
    assert run(capsys, "sheet", *where, "good", "--format", "md", "-o", str(tmp_path / "out"))[0] == 0


WRONG_KINDS = [
    ("total(x, x)", "`x` stands where an index belongs"),
    ("stack(each(x, x))", "`x` stands where an index belongs"),
    ("total(index('i', 3), x, x)", "`x` stands where a condition belongs"),
    ("total(index('i', 3), x, same(x, 1))", "`x` stands where an index belongs"),
    ("indicator(None)", "None stands where a condition belongs"),
    ("opaque('f', (x,))", "stands where an index belongs"),
    ("samples('w', 2, 3)", "`w` is not a formula"),
]
MORE = [
    (", hypotheses=(distinct(x),)", "`x` stands where samples belong"),
    (", hypotheses=(not_among(x, x),)", "`x` stands where an index belongs"),
    (", hypotheses=compare(x, '>', 0)[0]", "hypotheses is `x > 0`: a tuple"),
    (", hypotheses=(x,)", "`x` is not a hypothesis"),
    (", steps=(2 * x,)", "steps of square: `2 * x` is no Line"),
    (", given=(Given(compare(x, '>', 0)[0], 'a'),)", "`x > 0` is nothing that can be given"),
]


@pytest.mark.parametrize(
    ("claim", "more", "told"), [(c, "", t) for c, t in WRONG_KINDS] + [("2 * x", m, t) for m, t in MORE]
)
def test_what_stands_in_a_wrong_place_is_told_as_it_is_written(tmp_path, capsys, claim, more, told):
    where = module(tmp_path, "kinds", claim=claim, more=more)
    status, _, err = run(capsys, "check", *where, "kinds")
    assert status == 2 and told.partition(":")[0] in err and "in square" in err
    assert "Symbol(" not in err and "Shape(" not in err


def test_what_a_module_prints_is_not_among_the_data(tmp_path, capsys):
    where = module(tmp_path, "loud")
    (tmp_path / "loud.py").write_text("print('hello')\n" + (tmp_path / "loud.py").read_text())
    status, out, err = run(capsys, "check", *where, "loud", "--json")
    assert status == 0 and json.loads(out) and "hello" in err


def test_a_file_that_is_no_text_is_told_by_its_name(tmp_path, capsys):
    (tmp_path / "bytes.py").write_bytes(b"\x00\xff")
    status, _, err = run(capsys, "check", "--derivations", str(tmp_path), "bytes")
    assert status == 2 and "bytes.py: " in err and "None" not in err


def test_a_set_that_leaves_python_is_told(tmp_path, capsys):
    (tmp_path / "gone.py").write_text("import sys\nsys.exit(5)\n")
    status, _, err = run(capsys, "check", "--derivations", str(tmp_path), "gone")
    assert status == 2 and "gone.py, line 2: SystemExit: 5" in err


def test_two_symbols_of_one_name_are_refused_when_the_set_loads(tmp_path, capsys):
    where = module(tmp_path, "twice", claim="2 * (vector('x', 3).T @ vector('x', 3))")
    status, _, err = run(capsys, "check", *where, "twice")
    assert status == 2
    assert "two symbols are named x: one is a scalar, one is a vector of length 3" in err


def test_latex_that_cannot_be_printed_names_the_symbol(tmp_path, capsys):
    where = module(tmp_path, "tex", claim=r"2 * scalar('q', r'\\input{/etc/passwd}')")
    status, _, err = run(capsys, "sheet", *where, "tex", "-o", str(tmp_path / "out"))
    assert status == 2 and "of 'q' cannot be printed" in err and not (tmp_path / "out").exists()


@pytest.mark.parametrize("formats", ["", ",", " "])
def test_a_sheet_in_no_format(tmp_path, capsys, formats):
    status, out, err = run(
        capsys, "sheet", "cs224n-a2-2022", "--format", formats, "-o", str(tmp_path / "out")
    )
    assert (status, out) == (2, "") and "no format is named" in err


def test_a_claim_that_restates_the_question_fails_by_its_form(tmp_path, capsys):
    where = module(tmp_path, "restated", claim="d(x**2, x)")
    status, out, _ = run(capsys, "check", *where, "restated", "--json")
    (row,) = json.loads(out)["sets"][0]["targets"]
    assert status == 1 and row["verdict"] == "fails" and row["evidence"]["kind"] == "form"
    (finding,) = row["findings"]
    assert finding["code"] == "not-differentiated" and finding["repair"] == "2 x"
    assert "the claim restates the question" in run(capsys, "check", *where, "restated")[1]


def test_a_derivative_left_in_a_claim_is_unfinished_unless_it_is_allowed():
    asked = {"name": "t", "title": "T", "statement": "Find it.", "quantity": d(exp(x) * x, x)}
    left = d(exp(x), x)
    check = check_target(Target(**asked, claim=exp(x) + x * left))
    assert check.verdict == "fails" and check.findings[0].code == "unfinished"
    assert check_target(Target(**asked, claim=exp(x) + x * left, allowed=(left,))).verdict == "holds"


def test_a_link_that_is_not_shown_has_no_reason(tmp_path, capsys):
    where = module(tmp_path, "wrong", claim="3 * x")
    status, out, _ = run(capsys, "derive", *where, "wrong:square")
    assert status == 1 and "≟ 3 * x    [not shown]" in out
    own = module(tmp_path, "own", more=", steps=(Line(3 * x, 'power rule'),)")
    status, out, _ = run(capsys, "derive", *own, "own:square")
    assert status == 1 and "≟ 3 * x    [not shown: power rule]" in out


def test_a_counterexample_without_sizes_shows_its_values(tmp_path, capsys):
    where = module(tmp_path, "wrong", claim="3 * x")
    out = run(capsys, "check", *where, "wrong")[1]
    assert "this point" not in out and '    at:       x = "' in out


def test_an_own_step_of_another_shape_says_both_shapes():
    v = vector("v", size("n"))
    target = Target(
        name="t", title="T", statement="Find it.", quantity=d(v.T @ v, v), claim=2 * v, steps=(Line(2 * v.T),)
    )
    (finding,) = check_target(target).findings
    assert finding.code == "shape" and "1 x n where n x 1 is asked for" in finding.message


def test_a_last_case_reads_as_a_sentence():
    assert str(cases((1, compare(x, ">", 0)), (0, ()))) == "cases(1 if x > 0; 0 otherwise)"


SWITCH = d(maximum(0, x), x)
STEP = cases((1, compare(x, ">", 0)), (0, compare(x, "<", 0)))
CONDITIONS = [
    (SWITCH, STEP, compare(x, "!=", 0), ()),
    (SWITCH, STEP, (), ("the derivative need not exist where $x = 0$",)),
    (
        d(maximum(a * x, x), x),
        cases((1, compare(x, ">", 0)), (a, compare(x, "<", 0))),
        (*compare(0, "<", a, "<", 1), *compare(x, "!=", 0)),
        (),
    ),
    (d(sigmoid(x), x), sigmoid(x) * (1 - sigmoid(x)), (), ()),
]


@pytest.mark.parametrize(("quantity", "claim", "hypotheses", "told"), CONDITIONS)
def test_a_kink_is_told_in_plain_words_and_only_where_nothing_excludes_it(quantity, claim, hypotheses, told):
    target = Target(
        name="t", title="T", statement="Find it.", quantity=quantity, claim=claim, hypotheses=hypotheses
    )
    check = check_target(target)
    assert check.verdict == "holds"
    assert conditions_of(target, check.links[0].decision.evidence) == told
    assert len(check.as_json()["evidence"]["conditions"]) == len(hypotheses) + len(told)


def test_a_kink_of_a_vector():
    v = vector("v", size("n"))
    from verifier.steps.kinks import open_kinks

    (kink,) = open_kinks(d(relu(v), v), ())
    assert kink.left == v


def test_a_lemma_is_proved_and_a_wrong_one_fails():
    targets = load_sets()["cs224n-a2-2024"].targets
    reuse = targets["negative-reuse"]
    assert [link.words for link in check_target(reuse).links].count(
        f"the lemma that {reuse.lemmas[0].words}"
    ) == 3
    first, *_, last = reuse.lemmas[0].lines
    wrong = replace(reuse, lemmas=(Lemma("it is so", (first, replace(last, formula=-last.formula))),))
    check = check_target(wrong)
    assert check.verdict == "fails" and "the lemma that it is so" in check.findings[0].message


def test_a_product_that_does_not_fit_is_told_with_the_transpose_that_would(tmp_path, capsys):
    (tmp_path / "product.py").write_text(
        f"""{HEAD}
D, V = sizes("D V")
U, v = matrix("U", D, V), vector("v", D)
claim = U @ v
"""
    )
    status, _, err = run(capsys, "check", "--derivations", str(tmp_path), "product")
    assert status == 1 and "`U` is a D x V matrix, `v` is a vector of length D" in err
    assert "did you mean `U.T @ v`?" in err


@pytest.mark.parametrize("given", ["differ(i, i)", "compare(x, '>', 1), compare(x, '<', 0)"])
def test_hypotheses_that_nothing_satisfies_prove_nothing(tmp_path, capsys, given):
    where = module(tmp_path, "never", more=f", hypotheses=({given},)")
    text = (tmp_path / "never.py").read_text()
    (tmp_path / "never.py").write_text(text.replace('x = scalar("x")', 'x, i = scalar("x"), index("i", 3)'))
    status, out, _ = run(capsys, "check", *where, "never")
    assert status == 1 and "undecided" in out and "no point satisfies the hypotheses" in out
