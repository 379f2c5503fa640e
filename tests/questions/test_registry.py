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
