"""The five letterings hold what the assignment asked for, under its letters and for its points."""

import pytest

from verifier.questions import Either, Prose, Target, load_sets

YEARS = (2019, 2021, 2022, 2023, 2024)
POINTS = {
    2019: "a 3, b 5, c 5, d 3, e 4, f 3",
    2021: "a 3, b 5, c 5, d 1, e 2, f 3, g 6, h 2, i 3",
    2022: "a 3, b 5, c 5, d 1, e 3, f 4, g 2, h 3",
    2023: "a 2, b 7, c 5, d 1, e 2, f 3, g 6, h 2, i 3",
    2024: "a 2, b 6, c 1, d 5, e 1, f 2, g 3, h 6, i 2, j 3",
}
TOTAL = {2019: 23, 2021: 30, 2022: 26, 2023: 31, 2024: 31}

# One row a target, one letter a year; "-" is not in that set, brackets are judged when given and not asked.
TABLE = """
cross-entropy            a    a     a     a     a
softmax-center           b    b     b     b.i   b.i
softmax-zero             -    b     -     b.ii  b.ii
softmax-terms            -    b     -     b.iii b.iii
normalisation            -    -     -     b.iv  c
softmax-true-outside     c    c     c     c     d
softmax-other-outside    c    c     c     c     d
softmax-outside          c    c     c     c     d
softmax-outside-matrix   (c)  d     d     d     e
relu                     -    e     -     e     f
leaky-relu               -    e     -     e     f
sigmoid                  -    f     e     f     g
sigmoid-vector           d    -     -     -     -
negative-center          e    g.i   f     g.i   h.i
negative-true-outside    e    g.i   f     g.i   h.i
negative-sample          e    g.i   f     g.i   h.i
negative-reuse           -    g.ii  -     g.ii  h.ii
negative-efficiency      e    g.iii f     g.iii h.iii
negative-repeated        -    h     g     h     i
skipgram-outside-matrix  f.i   i.i   h.i   i.i   j.i
skipgram-center          f.ii  i.ii  h.ii  i.ii  j.ii
skipgram-other-center    f.iii i.iii h.iii i.iii j.iii
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
PROSE = {"softmax-zero", "softmax-terms", "normalisation", "negative-efficiency"}


def the_set(year):
    return load_sets()[f"cs224n-a2-{year}"]


@pytest.mark.parametrize("year", YEARS)
def test_every_target_stands_under_its_letter(year):
    at = 1 + YEARS.index(year)
    expected = {row[0]: row[at].strip("()") for row in ROWS if row[at] != "-"}
    problem_set = the_set(year)
    assert {ask.target.name: problem_set.label(ask.target.name) for ask in problem_set.asks} == expected


@pytest.mark.parametrize("year", YEARS)
def test_what_is_not_asked_carries_no_points(year):
    at = 1 + YEARS.index(year)
    in_brackets = {row[0] for row in ROWS if row[at].startswith("(")}
    not_asked = [ask for ask in the_set(year).asks if not ask.asked]
    assert {ask.target.name for ask in not_asked} == in_brackets
    assert all(ask.points == 0 for ask in not_asked)


@pytest.mark.parametrize("year", YEARS)
def test_points(year):
    problem_set = the_set(year)
    assert ", ".join(f"{part.label} {part.points}" for part in problem_set.parts) == POINTS[year]
    assert problem_set.points == TOTAL[year]
    for part in problem_set.parts:
        assert sum(question.points for question in part.questions) == part.points


@pytest.mark.parametrize("year", YEARS)
def test_the_outside_vectors_may_be_answered_in_one_or_in_two(year):
    ways = {
        tuple(tuple(ask.target.name for ask in way) for way in question.ways)
        for part in the_set(year).parts
        for question in part.questions
        if isinstance(question, Either)
    }
    assert (("softmax-true-outside", "softmax-other-outside"), ("softmax-outside",)) in ways


@pytest.mark.parametrize("year", YEARS)
def test_every_target_is_said_in_words(year):
    for ask in the_set(year).asks:
        target = ask.target
        assert isinstance(target, Prose) == (target.name in PROSE), target.name
        assert len(target.title) > 5
        if isinstance(target, Prose):
            assert len(target.question) > 40 and len(target.model_answer) > 200
        else:
            assert target.statement.endswith((".", "?")) and target.statement.count("$") % 2 == 0
            assert target.quantity.shape == target.claim.shape


def test_sets_share_their_targets():
    """One target is one object, so it is proved once in a run."""
    by_name: dict[str, set[int]] = {}
    for year in YEARS:
        for ask in the_set(year).asks:
            by_name.setdefault(ask.target.name, set()).add(id(ask.target))
    assert len(by_name) == len(ROWS)
    assert {name for name, objects in by_name.items() if len(objects) > 1} == set()


def test_form_rules():
    targets = the_set(2022).targets
    allowed = {name: [str(d) for d in target.allowed] for name, target in targets.items() if target.allowed}
    assert allowed == {
        "softmax-outside-matrix": ["d(J)/d(u[w])"],
        "skipgram-outside-matrix": ["d(J)/d(U)"],
        "skipgram-center": ["d(J)/d(v[c])"],
    }
    assert all(isinstance(target, Target) for target in targets.values())
