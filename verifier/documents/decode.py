"""From the bytes of a file to text, in the encodings that people's editors write.

Relies on the standard codecs; never raises. What is not text at all is a problem, not an exception.
"""

import re

from verifier.documents.model import Problem

NOT_TEXT = (
    (b"%PDF", "a PDF: turn it into Markdown or LaTeX first (an OCR tool that writes formulas as LaTeX)"),
    (b"\x89PNG", "an image: turn it into Markdown or LaTeX first"),
    (b"\xff\xd8\xff", "an image: turn it into Markdown or LaTeX first"),
    (b"GIF8", "an image: turn it into Markdown or LaTeX first"),
    (b"PK\x03\x04", "an archive or an office document: save it as Markdown or LaTeX"),
)
MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def _without_mark(data: bytes) -> str | None:
    """UTF-16 without a byte order mark shows as zero bytes on one side of each pair."""
    head = data[:2000]
    if len(head) < 4:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.3 and odd > 4 * even:
        return "utf-16-le"
    if even > half * 0.3 and even > 4 * odd:
        return "utf-16-be"
    return None


def _looks_chinese(data: bytes) -> bool:
    """High bytes of GB text come in pairs; those of Western text stand alone between letters."""
    runs = re.findall(rb"[\x80-\xff][\x30-\xff]?[\x80-\xff]*", data)
    return sum(len(run) for run in runs if run[1:2] >= b"\x80") * 2 > sum(map(len, runs))


def decode(data: bytes) -> tuple[str, str, list[Problem]]:
    """The text, the encoding it was read in, and what went wrong."""
    for mark, what in NOT_TEXT:
        if data.startswith(mark):
            return "", "binary", [Problem("not-text", f"this file is {what}", 1)]
    for mark, encoding in MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, errors="replace")
            return text, encoding, _replaced(text)
    guess = _without_mark(data)
    candidates = [guess] if guess else []
    candidates += ["utf-8"]
    if _looks_chinese(data):
        candidates += ["gb18030"]
    for encoding in candidates:
        try:
            return data.decode(encoding), encoding, []
        except UnicodeDecodeError:
            continue
    high = sum(1 for byte in data if byte >= 0x80)
    if high * 3 > len(data):
        broken = data.decode("utf-8", errors="replace")
        return broken, "utf-8", _replaced(broken)
    text = data.decode("cp1252", errors="replace")
    return text, "cp1252", _replaced(text)


def _replaced(text: str) -> list[Problem]:
    at = text.find("�")
    if at == -1:
        return []
    line = text.count("\n", 0, at) + 1
    return [Problem("encoding", f"{text.count('�')} characters could not be decoded", line)]
