"""The targets of all sets: every link proved, from the quantity to the claim as its author wrote it."""

import pytest

from verifier.algebra.prove import prove
from verifier.evidence import Proof
from verifier.latex.write import latex, latex_condition, latex_index
from verifier.questions import Target, load_sets
from verifier.steps import stopped_at, worked_steps, written

TARGETS: dict[str, Target] = {name: t for s in load_sets().values() for name, t in s.targets.items()}
ALSO = [(t, also) for t in TARGETS.values() for also in t.also]
MOST_LINES = 9


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS.keys())
def test_every_link_is_proved(target: Target):
    steps = worked_steps(target.quantity, target.claim, target.hypotheses, prove)
    assert stopped_at(steps) is None
    assert steps[0].expr == target.quantity and steps[0].evidence is None
    assert steps[-1].expr == target.claim
    assert all(isinstance(step.evidence, Proof) for step in steps[1:])


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS.keys())
def test_a_derivation_is_as_long_as_a_blackboard(target: Target):
    steps = worked_steps(target.quantity, target.claim, target.hypotheses, prove)
    assert 3 <= len(steps) <= MOST_LINES
    written_lines = [str(step.expr) for step in steps]
    assert len(set(written_lines)) == len(written_lines), "a line that changes nothing visible"


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS.keys())
def test_every_line_and_reason_prints(target: Target):
    for step in worked_steps(target.quantity, target.claim, target.hypotheses, prove)[1:]:
        assert latex(step.expr)
        reason = written(step.words, latex, latex_index, latex_condition, mark="$")
        assert reason and reason.count("$") % 2 == 0


@pytest.mark.parametrize(("target", "also"), ALSO, ids=lambda v: getattr(v, "words", getattr(v, "name", "")))
def test_the_other_forms_that_count_are_derived_too(target, also):
    steps = worked_steps(also.quantity, also.claim, target.hypotheses, prove)
    assert stopped_at(steps) is None and steps[-1].expr == also.claim
