"""Random and mutated texts through the judge and the reader of documents: `python -m tests.fuzz [SECONDS] [SEED]`.

Text number `n` of a seed is a function of both, so that `python -m tests.fuzz --only N SEED` meets it alone. A process reads the
texts; another, which reads none, watches it: a text that takes more processor time or memory than any text may, or that ends
it, is shown with its number, and the next text is begun in a new process.
"""
