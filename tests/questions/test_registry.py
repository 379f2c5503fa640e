"""Sets are found by walking folders; a broken module is one message with its line."""

import pytest

from verifier.errors import VerifierError
from verifier.questions import find_set, find_target, load_sets

GOOD = """
from verifier.language import d, scalar
from verifier.questions import Ask, Part, ProblemSet, Target

x = scalar("x")
square = Target(name="square", title="A square", statement="Differentiate $x^2$.", quantity=d(x**2, x), claim=2 * x)
SET = ProblemSet(id="mine-1", title="Mine", course="C", year=2026, parts=(Part("a", 1, (Ask(square, 1),)),))
"""
TWO_SYMBOLS = GOOD.replace(
    "claim=2 * x", 'claim=2 * (vector("x", size("n")).T @ vector("x", size("n")))'
).replace("import d, scalar", "import d, scalar, size, vector")
TWO_NOTATIONS = (
    GOOD.replace("year=2026", 'year=2026, notation=(Given(vector("x", size("n")), "a vector"),)')
    .replace("import d, scalar", "import d, scalar, size, vector")
    .replace("import Ask", "import Given, Ask")
)
ONE_LETTER_TWICE = """
from verifier.language import d, matrix, scalar, size, vector
from verifier.questions import Also, Ask, Part, ProblemSet, Target

x, xs, V = scalar("x"), vector("x", size("V")), matrix("V", size("V"), size("V"))
one = Target(name="one", title="One", statement="One.", quantity=d(x**2, x), claim=2 * x,
             also=(Also("for a vector", d(xs.T @ xs, xs), 2 * xs),))
two = Target(name="two", title="Two", statement="Two.", quantity=d(V @ xs, xs), claim=V)
SET = ProblemSet(id="mine-1", title="Mine", course="C", year=2026, parts=(Part("a", 2, (Ask(one, 1), Ask(two, 1))),))
"""


def written(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    return [folder]


def said(folder):
    with pytest.raises(VerifierError) as error:
        load_sets(folder)
    return str(error.value)


def test_a_users_set_is_one_file(tmp_path):
    sets = load_sets(written(tmp_path, mine=GOOD))
    assert list(sets)[-1] == "mine-1"
    assert list(sets["mine-1"].targets) == ["square"]


def test_one_letter_may_mean_two_things_in_two_targets(tmp_path):
    assert list(load_sets(written(tmp_path, mine=ONE_LETTER_TWICE))["mine-1"].targets) == ["one", "two"]


def test_the_others_are_found_beside_a_broken_one(tmp_path):
    broken = []
    sets = load_sets(written(tmp_path, bad="x = ", mine=GOOD, worse="1 / 0"), broken)
    assert "mine-1" in sets and ["bad.py" in str(b) for b in broken] == [True, False]


def test_a_module_without_a_set_is_told_to_whoever_asks(tmp_path):
    broken = []
    load_sets(written(tmp_path, mine="x = 1\n"), broken)
    assert "mine.py holds no problem set" in str(broken[0])
    assert load_sets([tmp_path]).keys() == load_sets().keys()


def test_a_users_set_may_share_our_mathematics(tmp_path):
    text = GOOD + "\nfrom derivations.word2vec.notation import U\nfrom .shared import NAME\n"
    sets = load_sets(written(tmp_path, mine=text, shared="NAME = 'x'\n"))
    assert "mine-1" in sets


def test_two_sets_of_one_id(tmp_path):
    assert "two sets have the id mine-1" in said(written(tmp_path, mine=GOOD, again=GOOD))


def test_what_begins_with_an_underscore_is_left_alone(tmp_path):
    assert "mine-1" not in load_sets(written(tmp_path, _draft=GOOD))


BROKEN = [
    (GOOD.replace("claim=2 * x", "claim=2 *"), "mine.py, line 6: invalid syntax"),
    (
        GOOD.replace("claim=2 * x", "claim=2 * z"),
        "mine.py, line 6, in square: NameError: name 'z' is not defined",
    ),
    (GOOD.replace('name="square"', 'name="A square"'), "'A square' is no name for a target"),
    (GOOD.replace('Part("a", 1,', 'Part("a", 2,'), "part a of mine-1 is worth 2 points, its questions 1"),
    (GOOD.replace("Ask(square, 1)", "Ask(square, 1), Ask(square, 0)"), "holds two targets named square"),
    (GOOD.replace("Ask(square, 1)", "Ask(square, 1, asked=False)"), "square is not asked for"),
    (GOOD.replace("claim=2 * x", "claim='2x'"), "'2x' is not a formula"),
    (GOOD.replace("claim=2 * x", "claim=2 * x, hypotheses=('x > 0',)"), "'x > 0' is not a hypothesis"),
    (GOOD + "SET = 3\n", "SET is 3"),
    (GOOD.replace("SET =", "MINE =").replace("MINE", "SET = None\nMINE"), "SET is None"),
    ("import sys\nsys.exit(5)\n", "mine.py, line 2: SystemExit: 5"),
    (GOOD.replace("claim=2 * x", "claim=2 * x, steps=('x',)"), "steps of square: 'x' is no Line"),
    (GOOD.replace("claim=2 * x", "claim=2 * x, given='x'"), "given of square is 'x'"),
    (GOOD.replace("claim=2 * x", "claim=0.5 * x"), "write Fraction(1, 2)"),
    (GOOD.replace("year=2026", "year='x'"), "the year of mine-1 is 'x'"),
    (GOOD.replace("parts=(", "parts=() and ("), "the set mine-1 has no parts"),
    (GOOD.replace("parts=(Part", "parts=(3, Part"), "the parts of mine-1 hold 3"),
    (GOOD.replace('"a", 1, (Ask(square, 1)', '"a", -1, (Ask(square, -1)'), "square is worth -1 points"),
    (GOOD.replace('Part("a", 1', 'Part("", 1'), "'' is no label of a part"),
    (GOOD.replace("(Ask(square, 1),)", "(square,)"), "is no question"),
    (GOOD.replace("$x^2$", r"$\\input{x}$"), r"the statement of square: `\input` stands in the formula"),
    (GOOD.replace("$x^2$", "$x^2"), "the statement of square: a dollar is left open"),
    (TWO_SYMBOLS, "the target square: two symbols are named x: one is a scalar, one is a vector of length n"),
    (TWO_NOTATIONS, "with the notation of mine-1: two symbols are named x: one is a vector of length n"),
    ("1 / 0\n", "mine.py, line 1: ZeroDivisionError"),
    ("from verifier.language import gradient\n", "cannot import name 'gradient'"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN, ids=[message for _, message in BROKEN])
def test_a_broken_module_is_one_message(tmp_path, text, message):
    told = said(written(tmp_path, mine=text))
    assert message in told and str(tmp_path) in told and "Traceback" not in told


def test_a_file_that_is_no_module(tmp_path):
    (tmp_path / "my-set.py").write_text(GOOD)
    assert "'my-set' is no name of a module" in said([tmp_path])


def test_looking_up():
    sets = load_sets()
    assert find_set(sets, "cs224n-a2-2022").year == 2022
    problem_set, target = find_target(sets, "cs224n-a2-2022:sigmoid")
    assert (problem_set.year, target.name) == (2022, "sigmoid")
    assert find_target(sets, "cs224n-a2-2022")[1] is None
    with pytest.raises(VerifierError, match="did you mean softmax-center"):
        find_target(sets, "cs224n-a2-2022:softmax-centre")
    with pytest.raises(VerifierError, match="there is no set 'a2'"):
        find_set(sets, "a2")
