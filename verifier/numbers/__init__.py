"""The second judge: surface trees evaluated with array semantics in ball arithmetic.

Relies on `verifier.expr`, `verifier.functions` and python-flint. It never imports the symbolic prover, nor does the
prover import it: what they share is the tree that both read.
"""
