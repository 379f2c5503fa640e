"""What is shown to someone who writes a set of their own is complete and works as it stands."""

import re
from pathlib import Path

import pytest

from verifier.cli import main

ROOT = Path(__file__).parents[1]
PLACES = [path for path in (ROOT / "README.md", ROOT / "tests" / "write_your_own_set.md") if path.exists()]
BLOCKS = [
    block
    for path in PLACES
    for block in re.findall(r"^```python\n(.*?)^```", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    if "ProblemSet(" in block
]
IDS = [re.search(r'ProblemSet\(id="([^"]+)"', block)[1] for block in BLOCKS]


def test_there_is_an_example_of_ten_lines():
    assert min(len([line for line in block.splitlines() if line.strip()]) for block in BLOCKS) <= 10


@pytest.mark.parametrize(("name", "block"), list(zip(IDS, BLOCKS, strict=True)), ids=IDS)
def test_the_example_is_checked_derived_and_written(tmp_path, capsys, name, block):
    (tmp_path / "mine.py").write_text(block)
    mine = ["--derivations", str(tmp_path)]
    assert main(["check", *mine, name]) == 0
    assert "1 set: 1 hold" in capsys.readouterr().out
    target = re.search(r'Target\(name="([^"]+)"', block)[1]
    assert main(["derive", *mine, f"{name}:{target}"]) == 0
    assert "proved for all sizes" in capsys.readouterr().out
    assert main(["sheet", *mine, name, "--format", "tex,md,html", "-o", str(tmp_path / "out")]) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        f"{name}.html",
        f"{name}.md",
        f"{name}.tex",
    ]


def test_the_wrong_claim_of_the_readme_fails_as_it_says(tmp_path, capsys):
    block = next(block for block in BLOCKS if 'id="logistic-1"' in block)
    (tmp_path / "mine.py").write_text(block.replace("(sigmoid(w.T @ x) - 1)", "(1 - sigmoid(w.T @ x))"))
    assert main(["check", "--derivations", str(tmp_path), "logistic-1"]) == 1
    said = capsys.readouterr().out
    assert "derived:  (sigmoid(w.T @ x) - 1) * x" in said or "derived:  -(1 - sigmoid(w.T @ x)) * x" in said
