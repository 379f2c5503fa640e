"""The question, or the loss itself, handed in as the answer. Found by its value, and where the answer is judged."""

from verifier.mistakes.model import Mistake, Told
from verifier.mistakes.words import quoted


def _message(told: Told) -> str:
    return (
        f"{quoted(told.student)} is the function that was to be differentiated; its derivative was asked for"
    )


MISTAKE = Mistake(
    code="not-differentiated",
    title="Not differentiated",
    explanation="The answer is the loss, or the derivative that is asked for with the operator in front.",
    why="The question is copied as a first line, and the line that should follow is missing.",
    wrong=r"\frac{\partial J}{\partial v_c} = -\log \hat y_o",
    right=r"\frac{\partial J}{\partial v_c} = U(\hat y - y)",
    hint="This is what is to be differentiated. What is its derivative?",
    message=_message,
)
