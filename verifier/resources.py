"""Where the files that are not Python lie: `templates/` and `derivations/`.

In a checkout they stand at the top of the repository; a wheel carries them inside the package under
a name with an underscore (pyproject.toml, force-include). Nothing else in the program knows that.
"""

from pathlib import Path
from typing import Final, Literal

from verifier.errors import OUR_FAULT, VerifierError

_PACKAGE: Final = Path(__file__).resolve().parent

Folder = Literal["templates", "derivations"]


def find_folder(name: Folder) -> Path:
    """The folder `name`, from an installed wheel or from a checkout."""
    for place in (_PACKAGE / f"_{name}", _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise VerifierError(
        f"the folder {name}/ of verifier is missing beside {_PACKAGE}",
        "the installation is damaged: install derivation-verifier again",
        exit_code=OUR_FAULT,
    )
