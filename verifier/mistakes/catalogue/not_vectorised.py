"""Right, but not in vector form. Found where the answer is judged, not by repair."""

from verifier.mistakes.model import Mistake

MISTAKE = Mistake(
    code="not-vectorised",
    title="Right, but not in vector form",
    explanation="The value is right; a sum over components or words stands where a product of matrices and vectors was asked for. It counts as correct.",
    why="The sum is what the derivation gives; to see the product in it takes one more step.",
    wrong=r"-u_o + \sum_w \hat y_w u_w",
    right=r"U(\hat y - y)",
    hint="A sum of columns, each times a number, is a matrix times a vector.",
    severity="note",
)
