"""What a question is (`target`, `problem_set`), and where the sets are found (`registry`).

from verifier.questions import Ask, Part, ProblemSet, Prose, Target
"""

from verifier.questions.problem_set import Ask, Either, Part, ProblemSet
from verifier.questions.registry import BrokenModule, find_set, find_target, load_sets
from verifier.questions.target import Also, Given, Lemma, Line, Prose, Target

__all__ = [
    "Also",
    "Ask",
    "BrokenModule",
    "Either",
    "Given",
    "Lemma",
    "Line",
    "Part",
    "ProblemSet",
    "Prose",
    "Target",
    "find_set",
    "find_target",
    "load_sets",
]
