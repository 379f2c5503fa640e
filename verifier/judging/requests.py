"""One line of `verifier judge`'s input, as a value: an answer to a target, or an equality."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isfinite
from typing import Any

KEYS = ("id", "target", "answer", "given", "left", "right", "symbols")
LONGEST = 4_000_000  # characters of one line; a formula that is too long is refused by who reads it
MOST_GIVEN = 200
LONGEST_GIVEN = 200_000  # characters, all together


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`answer` to the target of that name, under what the writer stated before."""

    id: Any
    target: str
    answer: str
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Equality:
    """`left` = `right`, in the symbols of the set, or in `symbols` (name -> kind)."""

    id: Any
    left: str
    right: str
    symbols: dict[str, str] | None = None
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A line that asks for nothing that can be judged; `why` says what would help."""

    id: Any
    why: str


def read_request(line: str) -> Answer | Equality | Refused:
    """Never raises, whatever the line holds."""
    if len(line) > LONGEST:
        return Refused(id=None, why=f"a line of more than {LONGEST} characters")
    try:
        found = json.loads(line, parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError):
        return Refused(
            id=None, why='not JSON; each line is one object such as {"id": "1", "target": .., "answer": ..}'
        )
    if not isinstance(found, dict):
        return Refused(id=None, why="not a JSON object")
    return _request(found)


def _finite(number: str) -> float:
    """A number that can be written back: neither NaN, which is no JSON, nor 1e999."""
    if not isfinite(value := float(number)):
        raise ValueError(f"{number} is no number of JSON")
    return value


def _request(found: dict[str, Any]) -> Answer | Equality | Refused:
    identity = found.get("id")
    unknown = [key for key in found if key not in KEYS]
    if unknown:
        why = f"unknown key {', '.join(map(repr, unknown))}; known are {', '.join(KEYS)}"
        return Refused(id=identity, why=why)
    given = found.get("given", [])
    if not isinstance(given, list) or not all(isinstance(g, str) for g in given):
        return Refused(id=identity, why="`given` is a list of texts")
    if len(given) > MOST_GIVEN:
        return Refused(id=identity, why=f"more than {MOST_GIVEN} statements are `given`")
    if sum(map(len, given)) > LONGEST_GIVEN:
        return Refused(id=identity, why=f"more than {LONGEST_GIVEN} characters are `given`")
    texts = {key: found[key] for key in ("target", "answer", "left", "right") if key in found}
    for key, value in texts.items():
        if not isinstance(value, str):
            return Refused(id=identity, why=f"`{key}` is a text")
    if set(texts) == {"target", "answer"} and "symbols" not in found:
        return Answer(id=identity, target=texts["target"], answer=texts["answer"], given=tuple(given))
    if set(texts) == {"left", "right"}:
        symbols = found.get("symbols")
        if symbols is not None and not (
            isinstance(symbols, dict)
            and all(isinstance(k, str) and isinstance(v, str) for k, v in symbols.items())
        ):
            return Refused(
                id=identity, why='`symbols` is an object from names to kinds, such as {"x": "R^n"}'
            )
        return Equality(
            id=identity, left=texts["left"], right=texts["right"], symbols=symbols, given=tuple(given)
        )
    return Refused(
        id=identity, why="an answer has `target` and `answer`, an equality `left` and `right` (and `symbols`)"
    )
