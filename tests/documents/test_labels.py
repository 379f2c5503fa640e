"""Labels in the styles that people use, and what is none."""

from __future__ import annotations

import pytest

from verifier.documents import chains, outline, read_text

DISPLAY = r"$$\frac{\partial J}{\partial v_c} = U(\hat y - y)$$"


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("(b) i.", ("b", "i")),
        ("**(b) i.**", ("b", "i")),
        ("**(b)** ii)", ("b", "ii")),
        ("## (b) i.", ("b", "i")),
        ("1. (b) ii.", ("b", "ii")),
        ("(b) i.e. what was asked", ("b",)),
        ("(b) I. think that", ("b",)),
        ("(b) x. is what", ("b",)),
    ],
)
def test_a_letter_and_a_roman_number_with_a_blank_between(line, path):
    document = read_text(f"(a) $x = 1$\n\n{line}\n\n{DISPLAY}\n", ".md")
    assert [section.path for section in outline(document) if chains(section)][-1] == path
