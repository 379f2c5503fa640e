"""Two different answers without a choice. Found where the answer is judged, not by repair."""

from verifier.mistakes.model import Mistake

MISTAKE = Mistake(
    code="two-finals",
    title="Two answers",
    explanation="Two different final formulas stand side by side, and nothing says which one is meant. A person decides.",
    why="A second attempt is written below the first, which is not crossed out.",
    wrong=r"U(\hat y - y), \quad U(y - \hat y)",
    right=r"U(\hat y - y)",
    hint="Decide for one of them, and cross out the other.",
)
