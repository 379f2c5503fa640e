"""What it costs to find the mathematics of a long document: `python -m tests.bench.reading`.

Submissions of a class one after the other, as Markdown and as LaTeX. A document of twice the length should take twice
the time.
"""

from __future__ import annotations

import random
import re
import tempfile
from pathlib import Path

from tests.bench.grading import generate
from tests.bench.timing import milliseconds, table
from verifier.documents import chains, outline, read_text

LENGTHS = (25_000, 50_000, 100_000, 200_000)
_FRAME = re.compile(r"\\documentclass.*|\\(?:begin|end)\{document\}")


def long_documents() -> str:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder), 24, 1)
        for ending in ("md", "tex"):
            texts = [path.read_text() for path in sorted(Path(folder).glob(f"*.{ending}"))]
            random.Random(1).shuffle(texts)
            body = "\n\n".join(_FRAME.sub("", text) for text in texts)
            body *= 1 + LENGTHS[-1] // len(body)
            for length in LENGTHS:
                text = _framed(body[:length], ending)
                found = len(list(_read(text, ending)))
                took = milliseconds(lambda t=text, e=ending: list(_read(t, e)), 3)
                rows.append((f".{ending}, {length // 1000} KB", found, took / 1000, 100 * took / length))
    return table(("document", "derivations", "s", "s for 100 KB"), rows)


def _framed(body: str, ending: str) -> str:
    if ending == "md":
        return body
    return f"\\documentclass{{article}}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"


def _read(text: str, ending: str):
    for section in outline(read_text(text, f".{ending}")):
        yield from chains(section)


def sections():
    return [("Reading a long document", long_documents)]


if __name__ == "__main__":
    print(long_documents())
