"""The answer stops before the form that was asked for, or treats one case of two. Found by the judge and the search."""

from verifier.mistakes.model import Mistake, Told
from verifier.mistakes.words import quoted


def _message(told: Told) -> str:
    return (
        f"{quoted(told.student)} is right where {told.edit.reason}, and only there; the other case is missing"
    )


MISTAKE = Mistake(
    code="unfinished",
    title="Not finished",
    explanation="The formula is equal to the right one, but a derivative is still to be taken, or the quantity was to be written in other terms.",
    why="The last step seems obvious, or the rule for it is not at hand.",
    wrong=r"\frac{d\sigma}{dx} = \frac{d}{dx} \frac{e^x}{e^x + 1}",
    right=r"\frac{d\sigma}{dx} = \sigma(x)(1 - \sigma(x))",
    hint="Is there still an operator in your answer? Carry it out.",
    message=_message,
)
