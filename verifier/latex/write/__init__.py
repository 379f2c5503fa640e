"""Formulas of the language as LaTeX, as a good lecturer writes them.

The subset is safe for pandoc and pdflatex, and `verifier.latex.read` reads it back to the same formula. A formula is
written as it stands: nothing is sorted, folded or simplified here.
"""

from verifier.latex.write.formulas import latex
from verifier.latex.write.indices import (
    latex_condition,
    latex_hypothesis,
    latex_index,
    latex_shape,
    latex_size,
)

__all__ = ["latex", "latex_condition", "latex_hypothesis", "latex_index", "latex_shape", "latex_size"]
