"""All functions of the language, found by walking this folder: one file, one function."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import verifier.functions as folder
from verifier.functions.base import Function


@cache
def functions() -> dict[str, Function]:
    """Name -> function, for every module of this folder that holds one."""
    found: dict[str, Function] = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(folder.__path__)):
        for value in vars(importlib.import_module(f"{folder.__name__}.{module}")).values():
            if isinstance(value, Function):
                found[value.name] = value
    return found


@cache
def spellings() -> dict[str, Function]:
    """Spelling -> function."""
    return {spelling: function for function in functions().values() for spelling in function.spellings}
