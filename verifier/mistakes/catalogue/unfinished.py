"""The answer stops before the form that was asked for. Found where the answer is judged, not by repair."""

from verifier.mistakes.model import Mistake

MISTAKE = Mistake(
    code="unfinished",
    title="Not finished",
    explanation="The formula is equal to the right one, but a derivative is still to be taken, or the quantity was to be written in other terms.",
    why="The last step seems obvious, or the rule for it is not at hand.",
    wrong=r"\frac{d\sigma}{dx} = \frac{d}{dx} \frac{e^x}{e^x + 1}",
    right=r"\frac{d\sigma}{dx} = \sigma(x)(1 - \sigma(x))",
    hint="Is there still an operator in your answer? Carry it out.",
)
