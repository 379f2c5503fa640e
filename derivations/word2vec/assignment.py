"""The assignment itself: what its five editions have in common but for the parts."""

from verifier.questions import Part, ProblemSet

from .notation import CONVENTIONS, NOTATION


def assignment_2(year: int, *parts: Part) -> ProblemSet:
    return ProblemSet(
        id=f"cs224n-a2-{year}",
        title="Assignment 2: understanding word2vec",
        course="CS224n: Natural Language Processing with Deep Learning",
        year=year,
        text=CONVENTIONS,
        notation=NOTATION,
        parts=parts,
    )
