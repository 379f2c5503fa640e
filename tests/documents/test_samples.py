"""Whole documents in the styles that people write: every part and every derivation, as they are found."""

from pathlib import Path

import pytest

from verifier.documents import chains, outline, read_document

SAMPLES = Path(__file__).parent / "samples"

# For each document: part, line of each member, and the last member of each derivation in it.
EXPECTED = {
    "bold_labels.md": [
        ("a", [8, 8, 8], r"-\log \hat y_o"),
        ("b.i", [17, 17, 18], r"U(\hat y - y)"),
        ("b.ii", [24, 24], "U y"),
        ("c", [32, 32, 36], r"(\hat y_o - 1) v_c"),
        ("c", [40, 40], r"\hat y_w v_c"),
        ("c", [42, 42], r"(\hat y_w - y_w) v_c"),
        ("d", [46, 46], r"v_c (\hat y - y)^\top"),
        ("e", [48, 48], r"\begin{cases} 1 & x > 0 \\ 0 & x < 0 \end{cases}"),
    ],
    "chinese.md": [
        ("", [5, 5], r"u_o^\top v_c"),
        ("a", [12, 12], r"-\log \hat y_o"),
        ("b", [18, 18, 19], r"U(\hat y - y)"),
        ("c", [25, 25], r"(\hat y_o - 1)v_c"),
        ("c", [28, 28], r"\hat y_w v_c"),
        ("c", [31, 31], r"v_c(\hat y - y)^\top"),
        ("f", [36, 36], r"(\sigma(u_o^\top v_c) - 1)u_o + \sum_{k=1}^K \sigma(u_k^\top v_c) u_k"),
        ("f", [39], r"(\sigma(u_o^\top v_c) - 1)v_c"),
    ],
    "numbers.md": [
        ("1", [3, 3], r"-\log\hat y_o"),
        ("2", [5, 5], r"U(\hat y - y)"),
        ("3", [11, 11], r"(\hat y_o - 1) v_c"),
        ("3", [15, 15], r"\hat y_w v_c"),
        ("4", [17, 17], r"v_c(\hat y - y)^T"),
        ("5", [19, 19], r"\sigma(x)(1-\sigma(x))"),
    ],
    "damaged.md": [
        ("b", [5, 5, 6], r"U(\hat y - y)"),
        ("c", [14, 14, 14], r"\hat y_w v_c - y_w v_c"),
    ],
    "site.md": [
        ("b", [7, 7, 7], r"U(\hat{y} - y)"),
        ("c", [14, 14], r"(\hat y_w - y_w) v_c"),
        ("c", [19, 19], r"(\hat y_o - 1) v_c"),
        ("d", [23, 23], r"v_c(\hat y-y)^T"),
        ("e", [27, 27], r"\sigma(x)(1 - \sigma(x))"),
        ("e", [33, 33, 33], r"\frac{e^x}{e^x + 1}"),
    ],
    "wrapped.md": [
        ("b", [3, 3, 3], r"U(\hat y - y)"),
        ("c", [9, 9], r"(\hat y_o - 1) v_c"),
        ("c", [13], r"\hat y_w v_c"),
        ("d", [16, 16], r"v_c(\hat y - y)^\top"),
        ("f", [21, 22], "-u_o\\sigma(-a)\n+ \\sum_{k} u_k \\sigma(b_k)"),
        ("f", [27, 27], r"-(1 - \sigma(a)) v_c + 0"),
        ("f", [29, 29], r"\sigma(b_k) v_c"),
        ("h", [35, 35], r"\sum_{-m \le j \le m, j \ne 0} \frac{\partial J(v_c, w_{t+j}, U)}{\partial U}"),
        ("h", [36, 36], r"\sum_{-m \le j \le m, j \ne 0} \frac{\partial J(v_c, w_{t+j}, U)}{\partial v_c}"),
        ("h", [37, 37], "0"),
    ],
    "sections.tex": [
        ("", [14, 14], r"\boldsymbol{u}_o^\top \vc"),
        ("a", [19, 19], r"-\log \yh_o"),
        ("b", [25, 25, 26, 28], r"U(\yh - y)"),
        ("c", [35, 35, 36], r"(\yh_o - 1)\vc"),
        ("c", [41, 41], r"\yh_w \vc"),
        ("d", [48, 48], r"\vc (\yh - y)^\top"),
    ],
    "counters.tex": [
        ("a", [8, 8], r"-\log \hat y_o"),
        ("b", [11, 11], r"U(\hat y - y)"),
        ("c", [14, 14], r"(\hat y_o - 1) v_c"),
        ("c", [15, 15], r"\hat y_w v_c"),
        ("f.i", [20, 20], r"-(1 - \sigma(u_o^\top v_c)) u_o"),
        ("f.ii", [21], r"\sigma(u_o^\top v_c) - 1"),
    ],
    "exam.tex": [
        ("a", [8, 8], r"-\log \hat y_o"),
        ("b", [13, 13, 14], r"U(\hat y - y)"),
        ("c.i", [21, 21], r"(\sigma(a) - 1) u_o + \sum_k \sigma(b_k) u_k"),
        ("c.i", [22, 22], r"(\sigma(a) - 1) v_c"),
        ("c.ii", [25], r"\sigma(U^\top v_c) - 1"),
    ],
    "notebook.ipynb": [
        ("a", [10, 10], r"-\log \hat y_o"),
        ("b", [27, 27], r"U(\hat y - y)"),
    ],
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_sample(name):
    found = [
        (".".join(section.path), [member.line for member in chain.members], chain.members[-1].latex)
        for section in outline(read_document(SAMPLES / name))
        if section.kind != "coding"
        for chain in chains(section)
    ]
    assert found == EXPECTED[name]


def test_every_sample_is_expected():
    assert {path.name for path in SAMPLES.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(set(EXPECTED) - {"damaged.md", "notebook.ipynb"}))
def test_members_stand_where_they_say(name):
    document = read_document(SAMPLES / name)
    lines = document.source.split("\n")
    for section in outline(document):
        for chain in chains(section):
            for member in chain.members:
                written = lines[member.line - 1][member.column - 1 :]
                assert written.startswith(
                    (member.latex[:2], "![")
                )  # a formula in an address begins with its picture
