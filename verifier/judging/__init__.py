"""Judging one answer or one claimed equality: what stands behind `verifier judge` and behind each line of a grade."""
