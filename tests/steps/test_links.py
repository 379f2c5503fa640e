"""What is proved and what is not: a wrong claim stops the derivation, an author's wrong step is named."""

from tests.steps.letters import U, o, u, v, w, x, y, y_hat
from verifier.algebra.prove import prove
from verifier.evidence import Nothing, Proof
from verifier.language import compare, d, differ, exp, log, same, scalar, sigmoid, total
from verifier.steps import check_own_steps, stopped_at, worked_steps
from verifier.steps.links import changed

J = -log(y_hat[o])
t = scalar("t")


def test_a_wrong_claim_stops_with_the_claim():
    steps = worked_steps(d(J, v), U @ (y - y_hat), (), prove)
    stop = stopped_at(steps)
    assert stop is steps[-1]
    assert stop.expr == U @ (y - y_hat) and isinstance(stop.evidence, Nothing)


def test_a_claim_of_another_shape_stops_too():
    steps = worked_steps(d(J, v), (U @ (y_hat - y)).T, (), prove)
    assert stopped_at(steps) is not None


def test_nothing_is_shown_as_proved_when_the_prover_knows_nothing():
    steps = worked_steps(d(J, v), U @ (y_hat - y), (), lambda left, right, hypotheses: Nothing("no prover"))
    assert not any(isinstance(step.evidence, Proof) for step in steps)
    assert len(steps) == 2


def test_a_line_that_cannot_be_linked_is_left_out():
    def blind(left, right, hypotheses):
        """A prover that cannot see logarithms of fractions."""
        return Nothing("a fraction") if "log(exp" in str(right) else prove(left, right, hypotheses)

    steps = worked_steps(d(J, v), U @ (y_hat - y), (), blind)
    assert stopped_at(steps) is None
    assert not any("log(exp" in str(step.expr) for step in steps)


def test_steps_of_an_author():
    own = (
        (d(-(u[o].T @ v) + log(total(x, exp(u[x].T @ v))), v), ("the logarithm",)),
        (-u[o] + total(w, y_hat[w] * u[w]), ("carry out",)),
    )
    steps = check_own_steps(d(J, v), own, U @ (y_hat - y), (), prove)
    assert stopped_at(steps) is None
    assert [step.expr for step in steps[1:]] == [own[0][0], own[1][0], U @ (y_hat - y)]


def test_a_wrong_step_of_an_author_is_named_though_the_claim_holds():
    wrong = u[o] + total(w, y_hat[w] * u[w])
    steps = check_own_steps(d(J, v), ((wrong, ("carry out",)),), U @ (y_hat - y), (), prove)
    stop = stopped_at(steps)
    assert stop is not None and stop.expr == wrong and stop.words == ("carry out",)


def test_a_link_is_cut_down_to_what_has_changed():
    before, after = log(exp(t)), t
    assert changed(d(-before, t), d(-after, t), ()) == (before, after, ())
    assert changed(before + v.T @ v, after + v.T @ v, ()) == (before, after, ())


def test_under_a_sum_its_conditions_are_known():
    other = differ(w, o)
    left, right = total(w, exp(t) * y[w], other), total(w, t - t, other)
    assert changed(left, right, ())[2] == (other,)


def test_what_is_known_of_an_outer_letter_is_not_used_under_a_binder_of_that_letter():
    left, right = total(w, y[w] * exp(t)), total(w, y[w] * sigmoid(t))
    hypotheses = (same(w, o),)
    assert changed(left, right, hypotheses) == (left, right, hypotheses)


def test_an_equality_at_one_point_is_not_differentiated():
    at_zero = compare(t, "=", 0)
    left, right = d(t * t, t), d(t, t)
    assert changed(left, right, at_zero) == (left, right, at_zero)
    assert isinstance(worked_steps(left, right, at_zero, prove)[-1].evidence, Nothing)


def test_a_variable_that_the_body_binds_stays_inside():
    left = d(total(w, exp(u[w].T @ v)), u[w])
    right = d(total(w, sigmoid(u[w].T @ v)), u[w])
    assert changed(left, right, ()) == (left, right, ())
