"""A case that cannot occur, or another one than was asked for. Found where the answer is judged, not by repair."""

from verifier.mistakes.model import Mistake

MISTAKE = Mistake(
    code="wrong-case",
    title="A case that cannot occur",
    explanation="A case is treated that the question excludes, or the answer is for another case than the one asked for.",
    why="Cases are listed by habit: here the sampled words are never the true one.",
    wrong=r"\frac{\partial J}{\partial u_k} = \begin{cases} (\sigma(u_o^\top v_c) - 1) v_c & u_k = u_o \\ \sigma(u_k^\top v_c) v_c & \text{else} \end{cases}",
    right=r"\frac{\partial J}{\partial u_k} = \sigma(u_k^\top v_c) v_c",
    hint="Can this case occur? Read what the question says of the samples.",
)
