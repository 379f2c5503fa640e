"""Not defined everywhere. Found where the answer is judged, not by repair."""

from verifier.mistakes.model import Mistake

MISTAKE = Mistake(
    code="domain",
    title="Not defined everywhere",
    explanation="The formula has no value at points where the right one has: a logarithm of a negative number, a division by zero.",
    why="A rule was used whose condition is not met, such as log x^2 = 2 log x for a negative x.",
    wrong=r"\log(x^4) = 4 \log x",
    right=r"\log(x^4) = 4 \log |x|",
    hint="For which values is your formula defined, and for which the one you started from?",
)
