"""All kinds of mistakes, found by walking `catalogue`: one file, one kind."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import verifier.mistakes.catalogue as folder
from verifier.mistakes.model import Mistake


@cache
def catalogue() -> dict[str, Mistake]:
    """Code -> entry, by code."""
    found: dict[str, Mistake] = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(folder.__path__)):
        for value in vars(importlib.import_module(f"{folder.__name__}.{module}")).values():
            if isinstance(value, Mistake):
                found[value.code] = value
    return dict(sorted(found.items()))
