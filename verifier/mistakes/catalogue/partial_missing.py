"""A partial sign is missing in the numerator: notation only. Found by the reader."""

from verifier.mistakes.model import Mistake

MISTAKE = Mistake(
    code="partial-missing",
    title="A partial sign is missing",
    explanation="The operator is written without its first partial sign. The meaning is plain, and it costs nothing.",
    why="The sign is forgotten when the fraction is written from the bottom up.",
    wrong=r"\frac{J}{\partial U} = v_c (\hat y - y)^\top",
    right=r"\frac{\partial J}{\partial U} = v_c (\hat y - y)^\top",
    hint="A derivative has a partial sign above and below the bar.",
    severity="note",
)
