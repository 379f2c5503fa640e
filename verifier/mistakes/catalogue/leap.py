"""The closed form with nothing before it. Found where the answer is judged, not by repair."""

from verifier.mistakes.model import Mistake

MISTAKE = Mistake(
    code="leap",
    title="A leap",
    explanation="The final formula stands there without the steps that lead to it, although a derivation was asked for.",
    why="The result is known from elsewhere, or the steps are on another sheet.",
    wrong=r"\frac{\partial J}{\partial v_c} = U(\hat y - y)",
    right=r"\frac{\partial J}{\partial v_c} = -u_o + \sum_x \frac{\exp(u_x^\top v_c)}{\sum_w \exp(u_w^\top v_c)} u_x = U(\hat y - y)",
    hint="Show at least how the logarithm of the sum is differentiated.",
)
