"""True at one size only. Found where the answer is judged, not by repair."""

from verifier.mistakes.model import Mistake

MISTAKE = Mistake(
    code="size",
    title="True for one size only",
    explanation="The equality holds for 1 x 1 matrices, or for another single size, and not in general.",
    why="It was tried with numbers, where products commute and a determinant is the number itself.",
    wrong=r"\det(A - B) = \det A - \det B",
    right=r"\det(AB) = \det A \det B",
    hint="Does it still hold for 2 x 2 matrices?",
)
