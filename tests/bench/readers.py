r"""What an answer costs, from its text to the verdict and to the name of the mistake, beside others who read LaTeX.

The others are math-verify (of the extra `bench`) and `sympy.simplify` on what math-verify reads. A pair is a form of an answer
as someone types it, and the closed form; both are judged by all three in one run. What an other does not read as a
formula has no time and no say in its ratio.
"""

from __future__ import annotations

import logging
import random
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from statistics import median
from time import perf_counter
from typing import Any

import sympy
from sympy.core.cache import clear_cache

from tests.bench.timing import table
from tests.judging.forms import Form
from tests.judging.generate import FORMS, generate, write
from tests.judging.measure import Outcome, run
from verifier.judging.judge import Court, judge
from verifier.judging.requests import Answer
from verifier.latex.write import latex
from verifier.questions import Target, load_sets

SEED, EACH = 1, 1
PAIRS = 160
PATIENCE = 5  # seconds that one pair may take another
MISSING = "math-verify is not installed: `pip install -e '.[bench]'`, or `make bench`, which does it"


def sections() -> list[tuple[str, Callable[[], str]]]:
    return [
        ("An answer, from its text to the verdict", answers),
        ("Answers beside math-verify and sympy.simplify", beside_others),
    ]


# --- ours ---------------------------------------------------------------------------------------------------------


def answers() -> str:
    """Every kind of answer in every style: wall time of reading and verdict, and of the search for the mistake."""
    outcomes = list(run(generate(SEED, EACH)))
    kinds: dict[str, list[Outcome]] = {"correct": [], "incorrect": [], "unreadable": []}
    for outcome in outcomes:
        kinds[outcome.case.expect].append(outcome)
    rows = [_row(kind, of) for kind, of in (*kinds.items(), ("**all**", outcomes))]
    head = (
        "what was handed in",
        "answers",
        "ms, median",
        "99th percentile",
        "worst",
        "diagnosis ms, median",
        "99th",
    )
    return table(head, rows)


def _row(what: str, outcomes: list[Outcome]) -> tuple[object, ...]:
    ms = sorted(o.judgement.ms for o in outcomes if o.judgement is not None)
    searched = sorted(
        o.judgement.diagnosis_ms for o in outcomes if o.judgement is not None and o.judgement.diagnosis_ms
    )
    diagnosis = (median(searched), _hundredth(searched)) if searched else ("", "")
    return (what, len(outcomes), median(ms), _hundredth(ms), ms[-1], *diagnosis)


def _hundredth(ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


# --- the others ---------------------------------------------------------------------------------------------------


@dataclass
class Bill:
    """What one judge made of the pairs. `ms`: by pair, reading included. `passed`: wrong ones that it accepts; `failed`: right
    ones that it does not."""

    ms: dict[int, float] = field(default_factory=dict)
    right: int = 0
    passed: int = 0
    failed: int = 0
    unread: int = 0
    late: int = 0

    def enter(self, pair: int, accepted: bool | None, is_right: bool, ms: float) -> None:
        if accepted is None:
            self.unread += 1
            return
        self.ms[pair] = ms
        self.right += accepted == is_right
        self.passed += accepted and not is_right
        self.failed += is_right and not accepted


def beside_others() -> str:
    if find_spec("math_verify") is None:
        return MISSING
    logging.getLogger("math_verify").setLevel(
        logging.ERROR
    )  # it warns of every call without a clock of its own
    ours, theirs, simplified = Bill(), Bill(), Bill()
    court = Court(load_sets(), "cs224n-a2-2022", SEED)
    for number, (form, text) in enumerate(_pairs()):
        target = _target(form.target, court)
        judgement = judge(Answer(id=number, target=form.target, answer=text), court)
        decided = {"correct": True, "incorrect": False}
        ours.enter(number, decided.get(judgement.verdict), form.right, judgement.ms)
        _other(theirs, number, form, _verified, text, latex(target.claim))
        _other(simplified, number, form, _simplified, text, latex(target.claim))
    rows = []
    for name, bill in (("verifier", ours), ("math-verify", theirs), ("sympy.simplify", simplified)):
        shared = [pair for pair in bill.ms if pair in ours.ms]
        ratio = median(bill.ms[p] / ours.ms[p] for p in shared) if shared else ""
        times = (median(bill.ms.values()), _hundredth(sorted(bill.ms.values()))) if bill.ms else ("", "")
        rows.append(
            (name, len(bill.ms), bill.unread, bill.late, *times, ratio, bill.right, bill.passed, bill.failed)
        )
    head = (
        "judge", "pairs read", "not read", f"over {PATIENCE} s", "ms, median", "99th", "times ours, median of ratios", "judged right", "wrong ones accepted",
        "right ones not accepted",
    )  # fmt: skip
    return table(head, rows)


def _pairs() -> Iterator[tuple[Form, str]]:
    """Forms of answers under the usual layout, typed by a plain hand, right and wrong alike."""
    draw = random.Random(SEED)
    for wanted in (True, False):
        forms = [f for f in FORMS if f.right is wanted and not f.given and "in a line" not in f.name]
        for form in draw.sample(forms, PAIRS // 2):
            yield form, write(form, "plain", draw)


def _target(name: str, court: Court) -> Target:
    found = court.target(name)
    assert isinstance(found, Target)
    return found


def _other(
    bill: Bill, pair: int, form: Form, accepts: Callable[[str, str], bool | None], text: str, reference: str
) -> None:
    clear_cache()
    start = perf_counter()
    try:
        with _patience():
            accepted = accepts(text, reference)
    except TimeoutError:
        bill.late += 1
        return
    except Exception:  # noqa: BLE001 - another's fault is no verdict of theirs
        accepted = None
    bill.enter(pair, accepted, form.right, (perf_counter() - start) * 1e3)


def _read(text: str) -> Any:
    """What math-verify reads as a formula; None where it keeps the text."""
    from math_verify import parse

    found = parse(f"${text}$", parsing_timeout=None)
    return next((f for f in found if isinstance(f, sympy.Basic | sympy.MatrixBase)), None)


def _verified(text: str, reference: str) -> bool | None:
    from math_verify import verify

    answer, gold = _read(text), _read(reference)
    if answer is None or gold is None:
        return None
    return bool(verify([gold], [answer], timeout_seconds=None))


def _simplified(text: str, reference: str) -> bool | None:
    answer, gold = _read(text), _read(reference)
    if answer is None or gold is None:
        return None
    return bool(sympy.simplify(answer - gold) == 0)


@contextmanager
def _patience() -> Iterator[None]:
    before = signal.signal(signal.SIGALRM, _out_of_time)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _out_of_time(*_: object) -> None:
    raise TimeoutError
