"""Derives, proves and writes the answer key of a mathematics assignment, and judges answers against it."""

__version__ = "0.1.0"
