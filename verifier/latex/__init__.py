"""LaTeX: formulas of the language written for people, and what people write read as formulas of the language.

Both directions know nothing of sympy. `write` is a function of the formula alone; `read` never raises on any text.
"""
