"""`grade`: submissions to a journal, and from it all that people read.

    outcome = grade(order, sets)

What is graded already and has not changed is left as it is; where only the rubric differs, the marks are made anew from
what was found. A run that is stopped loses nothing: the next one does what is missing.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from verifier import __version__
from verifier.documents import read_whole
from verifier.grading import fingerprints
from verifier.grading.journal import Journal, in_order
from verifier.grading.marks import marks
from verifier.grading.outputs import remove_reports, write_outputs
from verifier.grading.overrides import Overrides, read_overrides
from verifier.grading.pool import answers
from verifier.grading.result import Origin, Result, Trouble
from verifier.grading.rubric import Rubric
from verifier.grading.standing import Standing
from verifier.grading.submissions import Submission, find_submissions
from verifier.grading.task import Answer, Task
from verifier.questions import ProblemSet

LOG = logging.getLogger("verifier")


def _ignore(_done: int, _all: int) -> None:
    return


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be graded, and how. `asked` is a set, or `auto`."""

    asked: str
    given: tuple[Path, ...]
    folder: Path
    formats: tuple[str, ...]
    rubric: Rubric = field(default_factory=Rubric)
    workers: int = 1
    time_limit: float = 60.0
    seed: int | None = None
    derivations: tuple[Path, ...] = ()
    progress: Callable[[int, int], None] = _ignore


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`graded` were graded in this run, `kept` before; `remarks` is what the user should know."""

    standings: tuple[Standing, ...]
    graded: int
    kept: int
    remarks: tuple[str, ...]


def grade(order: Order, sets: Mapping[str, ProblemSet]) -> Outcome:
    targets = {ask.target.name for problem_set in sets.values() for ask in problem_set.asks}
    decisions = read_overrides(order.folder, targets)
    with Journal(order.folder) as journal:
        remarks = [f"{journal.dropped} lines of {journal.path} were no results"] if journal.dropped else []
        known = {name: (order.folder / entry.source).resolve() for name, entry in journal.entries.items()}
        submissions = find_submissions(order.given, order.folder, known)
        remarks += _forget_what_is_gone(journal, order, submissions)
        run = _Run(order, sets, journal)
        changed = [submission for submission in submissions if run.changed(submission)]
        order.progress(0, len(changed))
        run.grade(changed)
        journal.compact()
        remarks += decisions.strangers(journal.entries)
        standings = _write(journal, decisions, order, sets, submissions, remarks)
    return Outcome(
        standings=tuple(standings),
        graded=len(changed),
        kept=len(submissions) - len(changed),
        remarks=tuple(remarks),
    )


def _write(
    journal: Journal,
    decisions: Overrides,
    order: Order,
    sets: Mapping[str, ProblemSet],
    submissions: list[Submission],
    remarks: list[str],
) -> list[Standing]:
    def decided(result: Result) -> Result:
        applied, faults = decisions.apply(result)
        remarks.extend(faults)
        return applied

    given = in_order(submission.name for submission in submissions)
    results = map(decided, journal.results(given))
    return write_outputs(results, journal.entries, sets, order.formats, order.folder)


def _forget_what_is_gone(journal: Journal, order: Order, submissions: list[Submission]) -> list[str]:
    """What lay below a folder that is given again and is no longer there has no result any more.

    Nor has a folder that could not be looked into, once its documents are found.
    """
    roots = [root.resolve() for root in order.given if root.is_dir()]
    found = {submission.name: submission.path.resolve() for submission in submissions}
    gone = []
    for name, entry in list(journal.entries.items()):
        path = (order.folder / entry.source).resolve()
        if (
            not path.is_file()
            and found.get(name) != path
            and any(path.is_relative_to(root) for root in roots)
        ):
            journal.remove(name)
            remove_reports(name, journal.entries, order.folder)
            gone.append(name)
    return [f"no longer there, and left out: {', '.join(gone)}"] if gone else []


class _Run:
    """One run: what a result would be made from now, and the making of it."""

    def __init__(self, order: Order, sets: Mapping[str, ProblemSet], journal: Journal) -> None:
        self._order, self._sets, self._journal = order, sets, journal
        self._set_hash = fingerprints.of_sets(order.derivations)
        self._rubric = order.rubric.fingerprint
        self._done = 0

    def changed(self, submission: Submission) -> bool:
        """Is it to be graded? Where the rubric alone differs, the marks are made anew here and now."""
        entry = self._journal.entries.get(submission.name)
        if entry is None or entry.origin != self._origin(_hash(submission)):
            return True
        if entry.source != self._source(submission):  # moved with the folder
            return True
        if entry.rubric != self._rubric:
            self._journal.append(self._marked(self._journal.read(submission.name)))
        return False

    def grade(self, changed: list[Submission]) -> None:
        total = len(changed)
        readable: dict[Path, Submission] = {}
        for submission in changed:
            why = submission.not_text
            if why is None:
                readable[submission.path] = submission
            else:
                answer = Answer(file=_hash(submission), trouble=Trouble("not-text", why))
                self._take(submission, answer, total)
        task = Task(
            derivations=self._order.derivations,
            asked=None if self._order.asked == "auto" else self._order.asked,
            seed=self._order.seed,
            time_limit=self._order.time_limit,
        )
        for path, answer in answers(readable, task, self._order.workers):
            self._take(readable[path], answer, total)

    def _take(self, submission: Submission, answer: Answer, total: int) -> None:
        if answer.traceback:
            LOG.debug("%s:\n%s", submission.name, answer.traceback)
        result = Result(
            submission=submission.name,
            source=self._source(submission),
            origin=self._origin(answer.file or _hash(submission)),
            rubric=self._rubric,
            version=__version__,
            examined=answer.examined,
            trouble=answer.trouble,
            seconds=answer.seconds,
        )
        self._journal.append(self._marked(result))
        self._done += 1
        self._order.progress(self._done, total)

    def _marked(self, result: Result) -> Result:
        """With the marks and the maximum that the rubric of this run gives."""
        rubric, examined = self._order.rubric, result.examined
        problem_set = self._sets.get(examined.set if examined else self._order.asked)
        return replace(
            result,
            rubric=self._rubric,
            marks=marks(examined, problem_set, rubric) if examined and problem_set else (),
            max_score=rubric.maximum(problem_set) if problem_set else None,
        )

    def _origin(self, file: str) -> Origin:
        return Origin(
            file=file,
            set=self._set_hash,
            program=fingerprints.of_program(),
            asked=self._order.asked,
            seed=self._order.seed,
        )

    def _source(self, submission: Submission) -> str:
        """As seen from the results, so that both can be moved together."""
        try:
            return Path(os.path.relpath(submission.path.resolve(), self._order.folder.resolve())).as_posix()
        except ValueError:  # on another drive
            return submission.path.resolve().as_posix()


def _hash(submission: Submission) -> str:
    try:
        return fingerprints.of_bytes(read_whole(submission.path).data)
    except OSError:
        return ""
