"""Hashes of what a result is made from: a file, the sets, the program."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from verifier import __version__
from verifier.resources import find_folder

_DECIDING: Final = (
    "sympy",
    "python-flint",
    "markdown-it-py",
    "mdit-py-plugins",
)  # libraries that verdicts rest on


def of_bytes(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def of_sets(extra: Iterable[Path]) -> str:
    """Of every module that sets are made of: what a set shares with another may change it."""
    return _of_sources([find_folder("derivations"), *extra], "")


@cache
def of_program() -> str:
    """Of the program's own modules and of the libraries that decide."""
    libraries = ",".join(f"{name} {_version(name)}" for name in _DECIDING)
    told = f"{__version__}, python {platform.python_version()}, {libraries}"
    return _of_sources([Path(__file__).resolve().parent.parent], told)


def _of_sources(folders: Iterable[Path], start: str) -> str:
    digest = hashlib.sha256(start.encode())
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            content = path.read_bytes()
            digest.update(f"\0{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()[:16]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"
