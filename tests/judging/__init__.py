"""Answers as people type them, with gold by construction, and what `verifier.judging` makes of them."""
