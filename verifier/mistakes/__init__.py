"""The catalogue of mistakes, one file each, and the search for the smallest repair of a wrong formula.

diagnose(student, truth, hypotheses, context) -> findings, best first
catalogue() -> every kind of mistake, by code
"""

from verifier.mistakes.model import Finding, Mistake
from verifier.mistakes.search import DiagnosisContext, diagnose
from verifier.mistakes.table import catalogue

__all__ = ["DiagnosisContext", "Finding", "Mistake", "catalogue", "diagnose"]
