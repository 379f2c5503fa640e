"""One file for each kind of mistake; `verifier.mistakes.table` finds them."""
