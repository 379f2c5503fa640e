"""A name that nobody introduced. Found by the reader."""

from verifier.mistakes.model import Mistake

MISTAKE = Mistake(
    code="symbol-unknown",
    title="An unknown name",
    explanation="A letter stands in the formula that the question does not give and that was not introduced before.",
    why="It was introduced on another page, or it is a slip of the pen for a letter that is given.",
    wrong=r"\frac{\partial J}{\partial v_c} = M(\hat y - y)",
    right=r"\frac{\partial J}{\partial v_c} = U(\hat y - y)",
    hint="Say what the letter stands for, or use the letters of the question.",
)
