"""A bracket without its partner, repaired: notation only. Found by the reader."""

from verifier.mistakes.model import Mistake

MISTAKE = Mistake(
    code="bracket",
    title="A bracket without its partner",
    explanation="A bracket is opened and not closed, or closed and not opened. It was repaired in the only way that reads, and it costs nothing.",
    why="It is closed on the wrong side of a brace, or lost when a line is broken.",
    wrong=r"\log(\sum_x \exp(u_x^\top v_c)",
    right=r"\log(\sum_x \exp(u_x^\top v_c))",
    hint="Count the brackets.",
    severity="note",
)
