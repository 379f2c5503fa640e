"""Grading whole submissions: find the parts, check every line, mark it, say why."""
