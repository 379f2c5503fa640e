"""What an author does not list stands on the sheet all the same: shapes of symbols, definitions, places."""

from dataclasses import replace

from verifier.answer_sheet import answer_sheet
from verifier.check import check_set
from verifier.language import d, define, index, log, matrix, one_hot, scalar, sizes, softmax, vector
from verifier.questions import Ask, Given, Part, ProblemSet, Target

D, C = sizes("D C")
W, x, b, c = matrix("W", C, D), vector("x", D), vector("b", C), index("c", C)
z = define("z", "z", W @ x + b)
p = define("p", "p", softmax(z))
y = one_hot("y", C, at=c)
J = define("J", "J", -log(p[c]))
by_scores = Target(name="scores", title="By the scores", statement="", quantity=d(J, z), claim=p - y)
r = scalar("r")
other_x = scalar("x")
by_number = Target(
    name="number", title="By a number", statement="", quantity=d(other_x * r, r), claim=other_x
)


def sheet_of(*targets, **more):
    parts = tuple(Part(label, 1, (Ask(target, 1),)) for label, target in zip("abc", targets, strict=False))
    return answer_sheet(
        check_set(ProblemSet(id="s", title="S", course="C", year=2026, parts=parts, **more), seed=1)
    )


def rows(quantities):
    return {row.latex: row.shape for row in quantities}


def test_symbols_and_definitions_are_listed_each_after_what_it_is_made_of():
    listed = rows(sheet_of(by_scores).notation)
    assert listed["W"] == r"\mathbb{R}^{C \times D}" and listed["b"] == r"\mathbb{R}^C"
    assert listed["c"] == r"\{1, \ldots, C\}"
    names = list(listed)
    assert names[-2:] == ["z = W x + b", r"p = \operatorname{softmax}(z)"]
    assert not any(name.startswith("J") for name in names)  # the loss is shown with the question


def test_what_the_author_explains_is_not_listed_again():
    sheet = sheet_of(by_scores, notation=(Given(z, "the scores"), Given(x, "the input")))
    assert not any(row.latex == "W" for row in sheet.notation)  # it stands in z
    assert [row.latex for row in sheet.notation].count("x") == 1
    own = replace(by_scores, given=(Given(p, "the prediction"),))
    listed = [row.latex for row in sheet_of(own).notation]
    assert "y" in listed and r"p = \operatorname{softmax}(z)" not in listed


def test_a_letter_of_two_meanings_is_listed_with_its_targets():
    sheet = sheet_of(by_scores, by_number)
    assert "x" not in rows(sheet.notation) and "W" in rows(sheet.notation)
    first, second = (part.targets[0] for part in sheet.parts)
    assert rows(first.given) == {"x": r"\mathbb{R}^D"} and rows(second.given) == {"x": r"\mathbb{R}"}


def test_a_part_without_a_title_is_called_after_its_only_question():
    (part,) = sheet_of(by_scores).parts
    assert part.title == part.targets[0].title == "By the scores"


def test_the_table_of_answers_holds_the_right_sides():
    (part,) = sheet_of(by_scores).parts
    assert part.targets[0].answer == "p - y"
    assert part.targets[0].closed_form == r"\frac{\partial J}{\partial z} = p - y"


def test_one_closed_form_is_spoken_of_as_one():
    def told(sheet):
        return "".join(piece.text for piece in sheet.evidence if hasattr(piece, "text"))

    assert told(sheet_of(by_scores)).startswith("The closed form on this sheet was derived from its loss and")
    assert told(sheet_of(by_scores, by_number)).startswith("All 2 closed forms on this sheet were derived")
