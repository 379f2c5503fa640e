"""A bound letter used again: notation only. Found by the reader."""

from verifier.mistakes.model import Mistake

MISTAKE = Mistake(
    code="bound-letter-free",
    title="A letter bound and free",
    explanation="The letter of a sum is also used outside it, or by a second sum inside. The inner one counts; it costs nothing.",
    why="The letter w is the natural one for every word.",
    wrong=r"\frac{\exp(u_w^\top v_c)}{\sum_w \exp(u_w^\top v_c)}",
    right=r"\frac{\exp(u_w^\top v_c)}{\sum_x \exp(u_x^\top v_c)}",
    hint="Give the sum a letter of its own.",
    severity="note",
)
