"""`verifier judge`: one answer or one claimed equality a line in, one verdict a line out."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from verifier.cli.session import Session, command, seed_option

if TYPE_CHECKING:
    from verifier.judging.judge import Court


@command("judge")
@click.option(
    "--set",
    "set_id",
    metavar="SET",
    default="cs224n-a2-2022",
    show_default=True,
    help="The set that targets and symbols are of.",
)
@click.option("--hints", is_flag=True, help="Say where to look, without giving the answer away.")
@seed_option
def judge(session: Session, set_id: str, hints: bool, seed: int | None) -> int:
    """Judge answers and equalities: JSON lines in, JSON lines out, in order.

    A line is {"id", "target", "answer", "given"} or {"id", "left", "right", "symbols", "given"}. A line that asks for
    nothing that can be judged is answered as unreadable, with the reason, and the exit code is 2 at the end.
    """
    from verifier.cli.keys import load_keys
    from verifier.judging.judge import Court
    from verifier.judging.requests import Equality, Refused, read_request
    from verifier.questions import find_set

    sets = load_keys(session)
    court = Court(sets, find_set(sets, set_id).id, seed)
    # The first derivative loads the half of sympy that is loaded on use; no answer should pay for that.
    for left in (r"\frac{\partial J}{\partial U}", r"\frac{\partial J}{\partial u_w}"):
        _judged(Equality(id=None, left=left, right="0"), court, hints, session.debug)
    refused = faults = 0
    for line in sys.stdin:
        if not line.strip():
            continue
        request = read_request(line)
        verdict, fault = _judged(request, court, hints, session.debug)
        faults += fault
        if isinstance(request, Refused):
            refused += 1
            verdict["error"] = request.why
        click.echo(_line({"id": request.id, **verdict}))
    if refused:
        click.echo(
            f"verifier: {refused} lines asked for nothing that can be judged; `error` says why", err=True
        )
    if faults:
        click.echo(
            f"verifier: {faults} lines met a fault of verifier; `error` names it. Please report it.", err=True
        )
    return 3 if faults else 2 if refused else 0


def _line(verdict: dict[str, Any]) -> str:
    """One line of JSON; half of a surrogate pair, which no encoding can write, stays an escape."""
    line = json.dumps(verdict, ensure_ascii=False)
    return json.dumps(verdict) if any("\ud800" <= c <= "\udfff" for c in line) else line


def _judged(request: Any, court: Court, hints: bool, debug: bool) -> tuple[dict[str, Any], bool]:
    """One verdict. A fault of ours costs only its line: it is written there, counted, and ends in exit code 3."""
    from verifier.judging.judge import judge

    try:
        return judge(request, court).as_json(hints), False
    except Exception as fault:
        if debug:
            raise
        why = f"a fault of verifier: {type(fault).__name__}: {fault}"
        evidence = {"kind": "none", "why": why}
        return {"verdict": "undecided", "evidence": evidence, "findings": [], "ms": 0.0, "error": why}, True
