r"""Texts for the fuzz: answers that were damaged, equalities in declared symbols, statements, whole documents."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from tests.fuzz.equalities import equality, statement
from tests.judging.generate import Case, generate

SAMPLES = Path(__file__).parent.parent
MARKS = (
    "\\", "{", "}", "^", "_", "$", "&", "\\\\", "=", "(", ")", "[", "]", "|", ",", "'", "/", "-", "+", "*", "!", "%", "#", "~", "\n", " ",
    "\\frac", "\\frac{", "\\sum_", "\\sum_{w}", "\\prod_", "\\left(", "\\right)", "\\partial", "\\frac{\\partial}{\\partial v_c}", "\\nabla", "\\hat", "\\sqrt{",
    "^\\top", "^T", "^{-1}", "^2", "\\log", "\\exp(", "\\sigma", "\\sigma(", "\\begin{cases}", "\\end{cases}", "\\begin{bmatrix}", "\\mathbf{1}", "\\mathbb{R}",
    "\\text{if }", "{}", "_{}", "^{}", "()", "e_1", "I", "\\dots", "\\cdot", "\\odot", "\\otimes", "\\in", "\\ne", "\\le", "u_o", "v_c", "U", "\\hat y", "y", "J", "K", "V", "0", "1", "2", "e^",
    "\x00", "\u200b", "\u202e", "\ud800", "\ue000", "−", "υ", "９", "9" * 40, "0.1", "1e9", "\\def\\a{\\a\\a}", "\\newcommand{\\f}[1]{#1#1}",
    "__import__('os')", "__class__", "lambda:",
)  # fmt: skip


def mutated(text: str, draw: random.Random, marks: tuple[str, ...] = MARKS) -> str:
    """A few marks put in, pieces taken out, doubled or moved."""
    for _ in range(draw.randrange(1, 6)):
        at, to = (draw.randrange(len(text) + 1) for _ in range(2))
        length = draw.randrange(1, 12)
        piece = text[at : at + length]
        match draw.randrange(5):
            case 0 | 1:
                text = text[:at] + draw.choice(marks) + text[at:]
            case 2:
                text = text[:at] + text[at + length :]
            case 3:
                text = text[:to] + piece * draw.choice((1, 1, 1, 8)) + text[to:]
            case _:
                text = text[:at] + draw.choice(marks) + text[at + length :]
    return text


@cache
def _cases() -> tuple[Case, ...]:
    """The same for every seed: what is drawn from them is the seed's."""
    return tuple(generate(1, each=1, junk=10))


def _answer(draw: random.Random) -> dict[str, Any]:
    case = draw.choice(_cases())
    given = [statement(draw) for _ in range(draw.choice((0, 0, 0, 1, 2)))]
    return {"target": case.target, "answer": mutated(case.answer, draw), "given": [*case.given, *given]}


def _two_sides(draw: random.Random) -> dict[str, Any]:
    """An equality in the symbols of the set, between two answers or an answer and itself, damaged."""
    one, two = draw.choice(_cases()).answer, draw.choice(_cases()).answer
    left = mutated(one, draw) if draw.random() < 0.5 else one
    right = draw.choice((one, two, mutated(two, draw)))
    return {"left": left, "right": right}


def _declared(draw: random.Random) -> dict[str, Any]:
    request = equality(draw)
    for key in ("left", "right"):
        if draw.random() < 0.3:
            request[key] = mutated(request[key], draw)
    if draw.random() < 0.1:
        name, kind = draw.choice(list(request["symbols"].items()))
        request["symbols"][mutated(name, draw)] = mutated(kind, draw)
    return request


def _line(draw: random.Random) -> dict[str, Any]:
    """A line of input that may not even be JSON."""
    request = draw.choice((_answer, _two_sides, _declared))(draw)
    return {
        "line": mutated(
            json.dumps(request), draw, (*MARKS, '"', ":", "[", "]", "null", "1e999", "NaN", "9" * 5000)
        )
    }


@cache
def _samples() -> tuple[tuple[str, str], ...]:
    found = sorted([*SAMPLES.glob("corpus/samples/*"), *SAMPLES.glob("documents/samples/*")])
    return tuple((path.suffix, path.read_text(encoding="utf-8")) for path in found)


def _document(draw: random.Random) -> dict[str, Any]:
    """A submission cut, spliced with another one, damaged; sometimes with the ending of another kind of file."""
    suffix, text = draw.choice(_samples())
    _, other = draw.choice(_samples())
    for _ in range(draw.randrange(3)):
        start, at = draw.randrange(len(other)), draw.randrange(len(text))
        text = text[:at] + other[start : start + draw.randrange(2_000)] + text[at:]
    if draw.random() < 0.3:
        lines = text.split("\n")
        draw.shuffle(lines)
        text = "\n".join(lines)
    if draw.random() < 0.3:
        text = text[: draw.randrange(len(text) + 1)]
    for _ in range(draw.randrange(6)):
        text = mutated(text, draw)
    if draw.random() < 0.1:
        suffix = draw.choice((".md", ".tex", ".ipynb", ".txt"))
    return {"document": text, "suffix": suffix}


def _graded(draw: random.Random) -> dict[str, Any]:
    return {**_document(draw), "grade": True}


KINDS: dict[str, tuple[int, Callable[[random.Random], dict[str, Any]]]] = {
    "answer": (12, _answer),
    "equality of the set": (6, _two_sides),
    "equality in symbols": (12, _declared),
    "line": (2, _line),
    "document": (4, _document),
    "graded document": (1, _graded),
}


def text_number(number: int, seed: int) -> tuple[str, dict[str, Any]]:
    """Which kind, and what is asked; the same for the same number and seed, whatever came before."""
    draw = random.Random(f"{seed}/{number}")
    kind = draw.choices(list(KINDS), [weight for weight, _ in KINDS.values()])[0]
    return kind, KINDS[kind][1](draw)
