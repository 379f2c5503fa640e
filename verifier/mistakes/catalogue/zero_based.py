"""The digit 0 where a letter o is meant: notation only. Found by the reader."""

from verifier.mistakes.model import Mistake

MISTAKE = Mistake(
    code="zero-based",
    title="The digit 0 for the letter o",
    explanation="A subscript 0 stands where the word o is meant; no word 0 exists. It is read as o, and it costs nothing.",
    why="The two look alike in print and in handwriting.",
    wrong=r"u_0^\top v_c",
    right=r"u_o^\top v_c",
    hint="The word that was seen is called o, the letter.",
    severity="note",
)
