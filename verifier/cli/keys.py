"""Loading the sets for a command that judges them: a claim that cannot even be formed is a claim that fails."""

from verifier.cli.session import Session
from verifier.questions import BrokenModule, ProblemSet, load_sets


def load_keys(session: Session) -> dict[str, ProblemSet]:
    """All sets; a formula whose shapes do not fit ends in exit status 1, as every other wrong claim does."""
    from verifier.expr.shapes import ShapeError

    try:
        return load_sets(session.derivations)
    except BrokenModule as error:
        if isinstance(error.__cause__, ShapeError):
            error.exit_code = 1
        raise
