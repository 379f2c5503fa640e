"""The seed of what a test draws: drawn anew each time and printed, so that many runs see much; the commit's where changes are
checked (CI is set), so that a second run of one commit meets the same cases."""

from __future__ import annotations

import os
import secrets
import subprocess
from pathlib import Path


def seed_of_run(variable: str) -> str:
    """Hexadecimal digits: those of the environment variable, if it is set; printed with its name."""
    seed = os.environ.get(variable) or (_commit() if os.environ.get("CI") else "") or secrets.token_hex(4)
    print(f"{variable}={seed}")
    return seed


def _commit() -> str:
    """The first digits of the commit, empty where there is none."""
    try:
        found = subprocess.run(
            ["git", "rev-parse", "--short=8", "HEAD"],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return found.stdout.strip()[:8]
