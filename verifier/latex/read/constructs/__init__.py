"""Constructs of LaTeX, one file each; `verifier.latex.read.construct` says what a construct is and finds them."""
