"""What the tests of the prover say: proved and not refuted by the numbers, or refuted by the numbers and not proved."""

from verifier.algebra.prove import prove
from verifier.evidence import Counterexample, Nothing, Proof, Undefined
from verifier.expr.build import fitted
from verifier.expr.indices import Condition, Hypothesis
from verifier.expr.nodes import Expr
from verifier.language import Formula, formula
from verifier.numbers.compare import compare as numbers

Given = Hypothesis | tuple[Condition, ...]


def _sides(left: Formula, right: Formula) -> tuple[Expr, Expr]:
    left, right = formula(left), formula(right)
    return fitted(left, right.shape), fitted(right, left.shape)


def flat(given: tuple[Given, ...]) -> tuple[Hypothesis, ...]:
    return tuple(h for part in given for h in (part if isinstance(part, tuple) else (part,)))


def check_proved(left: Formula, right: Formula, *given: Given) -> Proof:
    """Proved, and the other judge finds nothing against it."""
    left, right = _sides(left, right)
    found = prove(left, right, flat(given))
    assert isinstance(found, Proof), f"{left} = {right}: {found}"
    assert not isinstance(numbers(left, right, flat(given), seed=1), Counterexample | Undefined), (
        f"{left} = {right}"
    )
    return found


def check_refuted(left: Formula, right: Formula, *given: Given) -> None:
    """Wrong, as the numbers show, and not proved."""
    left, right = _sides(left, right)
    found = prove(left, right, flat(given))
    assert isinstance(found, Nothing), f"proved, but wrong: {left} = {right}: {found}"
    wrong = any(
        isinstance(numbers(left, right, flat(given), seed=n), Counterexample | Undefined) for n in range(4)
    )
    assert wrong, f"not refuted: {left} = {right}"


def check_unproved(left: Formula, right: Formula, *given: Given) -> None:
    """Not proved, whether or not points can be found that refute it."""
    left, right = _sides(left, right)
    found = prove(left, right, flat(given))
    assert isinstance(found, Nothing), f"proved: {left} = {right}: {found}"
