"""`templates/` and `derivations/` are found from a checkout and from a wheel."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from verifier import resources
from verifier.errors import VerifierError

ROOT = Path(__file__).resolve().parent.parent


def test_found_in_the_checkout() -> None:
    assert resources.find_folder("templates") == ROOT / "templates"
    assert resources.find_folder("derivations") == ROOT / "derivations"


def test_a_damaged_installation_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "verifier")
    with pytest.raises(VerifierError, match="templates/"):
        resources.find_folder("templates")


def test_found_in_the_wheel(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=60,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = "from verifier.resources import find_folder as f; print(f('templates')); print(f('derivations'))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path / "site",
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    package = tmp_path / "site" / "verifier"
    assert done.stdout.split() == [str(package / "_templates"), str(package / "_derivations")]
    assert (package / "_templates" / "sheet" / "html" / "sheet.html.j2").is_file()
    assert list((package / "_derivations").glob("*.py"))
