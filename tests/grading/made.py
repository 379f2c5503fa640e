"""Values to grade with: targets and steps as `examine` would make them, and a small set of their own."""

from verifier.grading.model import Examined, Step, TargetResult
from verifier.judging.verdict import Remark
from verifier.questions import load_sets

SETS = load_sets()
SET_2022 = SETS["cs224n-a2-2022"]
PROOF = {"kind": "proof", "rules": [], "conditions": []}
NONE = {"kind": "none", "why": "no reading"}
COUNTER = {
    "kind": "counterexample",
    "sizes": {"D": 2, "V": 4},
    "indices": {"o": 3},
    "values": {"v_c": ["1/2", "-3"], "U": [["1", "0"], ["2", "1"]]},
    "entry": [1, 1],
    "left": "1.25",
    "right": "-0.5",
    "bound": "1.7",
    "bits": 64,
    "seed": 7,
}
OF = {"holds": PROOF, "fails": COUNTER, "undecided": NONE, "unreadable": NONE}


def mistake(
    code="sign-term", message="the sign of `u_o` is wrong", span=None, repair=None, severity="mistake"
):
    return Remark(code=code, message=message, span=span, repair=repair, severity=severity)


def steps(*verdicts, first_line=10, findings=()):
    """Lines that are all different; `findings` stand at those that fail."""
    return tuple(
        Step(
            line=first_line + at,
            latex=f"u_{{{at}}} + v",
            relation="=",
            verdict=verdict,
            evidence=OF[verdict],
            findings=tuple(findings) if verdict == "fails" else (),
            printed=None if verdict == "unreadable" else f"u_{{{at}}} + v",
        )
        for at, verdict in enumerate(verdicts)
    )


def result(target, verdict="correct", *verdicts, findings=(), evidence=None, **more):
    return TargetResult(
        target=target,
        part=SET_2022.label(target) if target in {a.target.name for a in SET_2022.asks} else "",
        verdict=verdict,
        line=more.pop("line", 9),
        final=None if verdict in ("missing", "person") else more.pop("final", "U(\\hat y - y)"),
        evidence=evidence or (PROOF if verdict == "correct" else COUNTER if verdict == "incorrect" else NONE),
        findings=tuple(findings),
        steps=steps(*verdicts),
        **more,
    )


def examined(*targets, **more):
    return Examined(set="cs224n-a2-2022", why_set="as asked", targets=targets, **more)
