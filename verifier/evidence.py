"""What stands behind a verdict: one frozen value for each kind of evidence.

Three things are said, not two: proved, refuted, unknown. `Proof` is for all sizes; `Counterexample`, `Undefined` and
`ShapeClash` refute; `Agreement` and `Nothing` leave the question open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from verifier.expr.shapes import Shape


@dataclass(frozen=True, slots=True)
class Proof:
    """The normal form of the difference is empty. `rules`: names of what was used; `conditions`: what was assumed."""

    rules: tuple[str, ...]
    conditions: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"kind": "proof", "rules": list(self.rules), "conditions": list(self.conditions)}


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Disjoint balls at a rational point.

    `sizes`: size name -> int; `indices`: index letter or map -> int or list of ints (a map's values in the order of its
    arguments); `values`: symbol -> exact rationals as strings (a scalar, a list for a vector, a list of rows for a
    matrix). One-hot symbols follow from the indices. A loss that stays opaque was x -> a.x + (b.x)(c.x) + exp(d.x) of all
    entries of its arguments; `values` holds the rows a, b, c, d under `J(2)`, where 2 is the word among its arguments. `entry`: the 1-based position at which both
    sides differ. `left`, `right`: decimal midpoints; `bound`: a lower bound of the difference; `bits`: the precision.
    """

    sizes: dict[str, int]
    indices: dict[str, Any]
    values: dict[str, Any]
    entry: tuple[int, int]
    left: str
    right: str
    bound: str
    bits: int
    seed: int

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": "counterexample",
            "sizes": self.sizes,
            "indices": self.indices,
            "values": self.values,
            "entry": list(self.entry),
            "left": self.left,
            "right": self.right,
            "bound": self.bound,
            "bits": self.bits,
            "seed": self.seed,
        }


@dataclass(frozen=True, slots=True)
class Undefined:
    """The left side, the reference, has a value at a point where the right has none, and not on a null set only.

    The fields are those of `Counterexample`; `why` says in words what the right side lacks ("log of a negative number").
    """

    sizes: dict[str, int]
    indices: dict[str, Any]
    values: dict[str, Any]
    left: Any
    why: str
    bits: int
    seed: int

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": "counterexample",
            "sizes": self.sizes,
            "indices": self.indices,
            "values": self.values,
            "left": self.left,
            "right": "undefined",
            "why": self.why,
            "bits": self.bits,
            "seed": self.seed,
        }


@dataclass(frozen=True, slots=True)
class ShapeClash:
    left: Shape
    right: Shape
    message: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"kind": "shape", "left": str(self.left), "right": str(self.right), "message": self.message}


@dataclass(frozen=True, slots=True)
class Agreement:
    """Both sides agree, absolutely and relatively, at every point drawn; that is no proof.

    `unmet`: sides of a switch that no point lay on, in words.
    """

    points: int
    sizes: tuple[dict[str, int], ...]
    bits: int
    seed: int
    unmet: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": "agreement",
            "points": self.points,
            "sizes": list(self.sizes),
            "bits": self.bits,
            "seed": self.seed,
            **({"unmet": list(self.unmet)} if self.unmet else {}),
        }


@dataclass(frozen=True, slots=True)
class Form:
    """The value may be right; what was asked for is another form. `why` in words."""

    why: str

    def as_json(self) -> dict[str, Any]:
        return {"kind": "form", "why": self.why}


@dataclass(frozen=True, slots=True)
class Nothing:
    """Neither judge could say anything; `why` in words."""

    why: str

    def as_json(self) -> dict[str, Any]:
        return {"kind": "none", "why": self.why}


Evidence = Proof | Counterexample | Undefined | ShapeClash | Agreement | Nothing


@dataclass(frozen=True, slots=True)
class Decision:
    """What both judges said of one equality. `evidence` is the stronger; `numbers` what the numeric judge saw."""

    evidence: Evidence
    numbers: Counterexample | Undefined | Agreement | Nothing | None = field(default=None)

    @property
    def holds(self) -> bool:
        return isinstance(self.evidence, Proof)

    @property
    def fails(self) -> bool:
        return isinstance(self.evidence, Counterexample | Undefined | ShapeClash)
