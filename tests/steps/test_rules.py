"""Every rule has an example whose sides are equal, by proof and by numbers, and leaves its near neighbours alone."""

import pytest

from tests.steps.examples import EXAMPLES, SILENT, Example
from verifier.algebra.prove import prove
from verifier.evidence import Agreement, Proof
from verifier.expr.build import fitted
from verifier.expr.nodes import Expr
from verifier.numbers.compare import compare
from verifier.steps.model import Context, Rule, written
from verifier.steps.order import alike
from verifier.steps.rules.table import RULES
from verifier.steps.strategy import context_of
from verifier.steps.tidy import tidy

BY_NAME: dict[str, list[Rule]] = {}
for _rule in RULES:
    BY_NAME.setdefault(_rule.name, []).append(_rule)


def context_for(example: Example) -> Context:
    return context_of(example.asked or example.before, example.claim, example.hypotheses)


def rewritten(example: Example) -> Expr:
    (rule,) = BY_NAME[example.rule]
    after = rule.rewrite(example.before, context_for(example))
    assert after is not None
    return tidy(after)


def test_every_rule_has_a_name_of_its_own_and_an_example():
    assert all(len(rules) == 1 for rules in BY_NAME.values())
    assert set(BY_NAME) == {example.rule for example in EXAMPLES}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.rule}: {e.before}")
def test_a_rule_makes_what_is_shown(example: Example):
    after = rewritten(example)
    shown = tidy(fitted(example.after, example.before.shape))
    assert alike(after, shown), f"{after} instead of {shown}"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.rule}: {e.before}")
def test_both_sides_of_a_rule_are_equal(example: Example):
    after = rewritten(example)
    assert isinstance(prove(example.before, after, example.hypotheses), Proof)
    assert isinstance(compare(example.before, after, example.hypotheses), Agreement)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.rule}: {e.before}")
def test_what_a_rule_says_can_be_printed(example: Example):
    (rule,) = BY_NAME[example.rule]
    context = context_for(example)
    after = rule.rewrite(example.before, context)
    assert after is not None
    said = written(rule.say(example.before, after, context), mark="$")
    assert said.count("$") % 2 == 0
    assert "=>" not in said


@pytest.mark.parametrize(("name", "before", "claim", "hypotheses"), SILENT, ids=lambda v: str(v)[:60])
def test_a_rule_leaves_its_neighbours_alone(name, before, claim, hypotheses):
    (rule,) = BY_NAME[name]
    assert rule.rewrite(before, context_of(before, claim, hypotheses)) is None
