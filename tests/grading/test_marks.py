"""Points: what is decided is counted, what waits costs nothing, and nothing is lost without a reason."""

import itertools
import random
from fractions import Fraction as F

import pytest

from tests.grading.made import SET_2022, examined, mistake, result
from verifier.grading.marks import Decided, marks
from verifier.grading.rubric import Rubric
from verifier.questions import ProblemSet

CENTER = "softmax-center"  # 5 points
TRUE, OTHER, BOTH = "softmax-true-outside", "softmax-other-outside", "softmax-outside"  # 2 + 3, or 5
FORM = {"kind": "form", "why": "a derivative is left"}


def mark_of(target, *results, rubric=None):
    found = {m.target: m for m in marks(examined(*results), SET_2022, rubric or Rubric())}
    return found[target]


def score(*args, rubric=None, **kwargs):
    return mark_of(CENTER, result(CENTER, *args, **kwargs), rubric=rubric).score


def test_a_right_answer_has_all_points_with_or_without_steps():
    assert score("correct") == 5
    assert score("correct", "holds", "holds") == 5


def test_a_wrong_answer_alone_has_none():
    mark = mark_of(CENTER, result(CENTER, "incorrect", findings=[mistake()]))
    assert mark.score == 0
    assert [(loss.points, loss.reason) for loss in mark.losses] == [
        (5, "the final answer is wrong: the sign of `u_o` is wrong")
    ]


def test_right_steps_before_the_first_wrong_one_earn_their_share():
    # Two fifths for the steps: three of four links hold.
    assert score("incorrect", "holds", "holds", "holds", "fails") == F("1.5")
    assert score("incorrect", "fails", "holds", "holds", "holds") == 1  # follow-through is capped at a half


def test_a_right_final_after_a_wrong_step_is_told_apart():
    mark = mark_of(CENTER, result(CENTER, "correct", "holds", "fails", "holds", "holds"))
    assert mark.score == F("4.5")
    assert [loss.reason for loss in mark.losses] == [
        "step in line 11: it does not follow from the line before"
    ]


def test_every_wrong_step_is_named_in_one_line():
    found = mark_of(CENTER, result(CENTER, "correct", "fails", "holds", "fails", "fails"))
    assert [loss.reason for loss in found.losses] == [
        "step in line 10: it does not follow from the line before (also lines 12, 13)"
    ]


def test_lines_that_agree_among_themselves_prove_nothing():
    assert score("incorrect", "holds", "holds", "holds") == 0
    assert score("incorrect", "holds", "holds", evidence=FORM) == 2  # right, but not finished
    assert score("incorrect", "holds", "undecided", "holds") == 2  # the mistake may lie in the open link


def test_saying_a_line_again_earns_nothing():
    fails = result(CENTER, "incorrect", "holds", "fails")
    again = [s for s in fails.steps for _ in range(1 if s.verdict == "fails" else 9)]
    padded = result(CENTER, "incorrect")
    padded = type(padded)(**{n: getattr(padded, n) for n in padded.__slots__} | {"steps": tuple(again)})
    assert mark_of(CENTER, padded).score == mark_of(CENTER, fails).score


@pytest.mark.parametrize("verdict", ["undecided", "unreadable", "person"])
def test_what_waits_for_a_person_costs_nothing(verdict):
    mark = mark_of(CENTER, result(CENTER, verdict, "holds", "fails"))
    assert (mark.score, mark.pending, mark.losses, mark.waits) == (0, 5, (), True)


def test_missing_is_no_points_and_does_not_wait():
    mark = mark_of(CENTER)
    assert (mark.score, mark.pending, mark.waits) == (0, 0, False)
    assert [loss.reason for loss in mark.losses] == ["no answer was found"]


def test_layout_costs_its_price_and_not_the_final():
    turned = [mistake("layout", "right under the other layout"), mistake("transpose", "transposed")]
    assert score("incorrect", findings=turned) == F("3.75")
    assert score("incorrect", "holds", findings=turned) == F("3.75")
    assert score("incorrect", findings=turned[::-1]) == 0  # a transpose first is a transpose
    free = Rubric(costs={"layout": F(0)})
    assert score("incorrect", findings=turned, rubric=free) == 5


def test_notation_never_costs():
    notes = [mistake("digit-0-for-o", "0 for o", severity="note")]
    assert score("correct", findings=notes) == 5
    assert score("correct", findings=notes, rubric=Rubric(costs={"digit-0-for-o": F(1)})) == 5


def test_a_note_is_not_the_reason_of_a_loss():
    found = [mistake("bracket", "mended", severity="note"), mistake()]
    (loss,) = mark_of(CENTER, result(CENTER, "incorrect", findings=found)).losses
    assert "sign" in loss.reason and "mended" not in loss.reason


def test_not_vectorised_costs_only_where_the_rubric_says_so():
    note = [mistake("not-vectorised", "a sum of columns", severity="note")]
    assert score("correct", findings=note) == 5
    assert score("correct", findings=note, rubric=Rubric(costs={"not-vectorised": F(1, 5)})) == 4


# --- ways of answering one question ------------------------------------------------------------------------------


def counted(*results):
    return {
        m.target: (m.score, m.max_score)
        for m in marks(examined(*results), SET_2022, Rubric())
        if m.result.part == "c"
    }


def test_either_form_answers_the_question():
    assert counted(result(BOTH)) == {BOTH: (5, 5)}
    assert counted(result(TRUE), result(OTHER)) == {TRUE: (2, 2), OTHER: (3, 3)}
    assert counted(result(TRUE)) == {TRUE: (2, 2), OTHER: (0, 3)}
    assert counted() == {TRUE: (0, 2), OTHER: (0, 3)}


def test_of_both_forms_the_better_counts_and_the_other_is_shown():
    right, wrong = [result(TRUE), result(OTHER)], result(BOTH, "incorrect")
    assert counted(*right, wrong) == {TRUE: (2, 2), OTHER: (3, 3), BOTH: (0, 0)}
    assert counted(result(TRUE, "incorrect"), result(OTHER), result(BOTH)) == {
        BOTH: (5, 5),
        TRUE: (0, 0),
        OTHER: (0, 0),
    }


def test_an_open_form_does_not_put_off_a_decided_one():
    assert counted(result(TRUE), result(OTHER), result(BOTH, "undecided")) == {
        TRUE: (2, 2),
        OTHER: (3, 3),
        BOTH: (0, 0),
    }


def test_what_another_year_asks_for_is_shown_and_not_counted():
    mark = mark_of("relu", result("relu"))
    assert (mark.score, mark.max_score, mark.note) == (0, 0, "not asked for in this set")


# --- for every submission ----------------------------------------------------------------------------------------

FINALS = ["correct", "incorrect", "undecided", "unreadable", "missing", "person"]


@pytest.mark.parametrize("seed", range(40))
def test_points_add_up_to_the_same_maximum(seed):
    draw = random.Random(seed)
    verdicts = ["holds", "fails", "undecided", "unreadable"]
    names = [a.target.name for a in SET_2022.asks]
    results = [
        result(
            name,
            draw.choice(FINALS),
            *draw.choices(verdicts, k=draw.randrange(6)),
            findings=draw.choice([(), (mistake(),)]),
        )
        for name in names
        if draw.random() < 0.8
    ]
    rubric = Rubric(
        final=F(draw.randrange(11), 10), granularity=draw.choice([F(1, 4), F(1, 2), F(1), F(1, 10)])
    )
    found = marks(examined(*results), SET_2022, rubric)
    assert sum(m.max_score for m in found) == 26 == rubric.maximum(SET_2022)
    for mark in found:
        assert mark.score + mark.pending + sum(loss.points for loss in mark.losses) == mark.max_score
        assert mark.score >= 0 and all(loss.points > 0 and "\n" not in loss.reason for loss in mark.losses)


def test_a_worse_derivation_never_earns_more():
    for length in range(1, 5):
        for verdicts in itertools.product(["holds", "fails"], repeat=length):
            for at in range(length):
                worse = (*verdicts[:at], "fails", *verdicts[at + 1 :])
                assert score("correct", *worse) <= score("correct", *verdicts)


def test_a_person_has_the_last_word():
    mark = mark_of(CENTER, result(CENTER, "undecided")).by_person(Decided(points=F(4), comment="by hand"))
    assert (mark.score, mark.pending, mark.waits) == (4, 0, False)


def test_a_set_without_questions_is_worth_nothing():
    empty = ProblemSet(id="empty", title="", course="", year=1, parts=())
    assert marks(examined(result(CENTER)), empty, Rubric())[0].max_score == 0 == Rubric().maximum(empty)
