"""Finds problem sets: every `ProblemSet` that a module of `derivations/`, or of a folder of the user's, holds.

A folder is imported as a package of its own, so that its modules share mathematics by `from .word2vec import ...`, and
a user's set may take ours by `from derivations.word2vec import ...`. A module that is broken is one message with file
and line. What a module does while it is imported is its author's affair: sets are programs, as templates are not.
"""

from __future__ import annotations

import ast
import difflib
import importlib
import sys
import traceback
from collections.abc import Iterable
from contextlib import redirect_stdout
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path
from types import ModuleType
from zlib import crc32

from verifier.errors import VerifierError
from verifier.questions.problem_set import ProblemSet
from verifier.questions.target import Prose, Target
from verifier.resources import find_folder

OURS = "derivations"


class BrokenModule(VerifierError):
    """A module of sets that cannot be imported; its `__cause__` is what it raised."""


def load_sets(extra: Iterable[Path] = (), broken: list[VerifierError] | None = None) -> dict[str, ProblemSet]:
    """All sets by id, ours first, each folder's in the order of its files.

    What cannot be loaded is raised; with `broken` it is added to that list and the others are loaded. So is a module
    that holds no set, which is no fault to whoever does not ask.
    """
    importlib.invalidate_caches()
    found: dict[str, ProblemSet] = {}
    origin: dict[str, Path] = {}
    for folder in (find_folder("derivations"), *(Path(f).resolve() for f in extra)):
        for path in sorted(folder.glob("*.py")):
            if path.stem.startswith("_"):
                continue
            try:
                sets = _sets_of(folder, path)
                if not sets and broken is not None and not _is_shared(folder, path):
                    broken.append(_without_set(path))
                for problem_set in sets:
                    _enter(problem_set, path, found, origin)
            except VerifierError as error:
                if broken is None:
                    raise
                broken.append(error)
    return found


def _enter(
    problem_set: ProblemSet, path: Path, found: dict[str, ProblemSet], origin: dict[str, Path]
) -> None:
    if found.setdefault(problem_set.id, problem_set) is not problem_set:
        raise VerifierError(
            f"two sets have the id {problem_set.id}: in {origin[problem_set.id]} and in {path}",
            "give one of them another id",
        )
    origin.setdefault(problem_set.id, path)


def find_set(sets: dict[str, ProblemSet], name: str) -> ProblemSet:
    """The set of that id."""
    if name not in sets:
        raise VerifierError(f"there is no set {name!r}", _nearest(name, sets))
    return sets[name]


def find_target(sets: dict[str, ProblemSet], name: str) -> tuple[ProblemSet, Target | Prose | None]:
    """The set and target that `SET:TARGET` names; without `:TARGET`, the set alone."""
    set_name, colon, target_name = name.partition(":")
    problem_set = find_set(sets, set_name)
    if not colon:
        return problem_set, None
    known: dict[str, Target | Prose] = {a.target.name: a.target for a in problem_set.asks}
    if target_name not in known:
        raise VerifierError(f"{set_name} has no target {target_name!r}", _nearest(target_name, known))
    return problem_set, known[target_name]


def _nearest(name: str, known: Iterable[str]) -> str:
    known = list(known)
    near = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"


def _sets_of(folder: Path, path: Path) -> list[ProblemSet]:
    """The sets of a module. What is called SET is one, and a set has parts."""
    module = _imported(folder, path)
    sets = [value for value in vars(module).values() if isinstance(value, ProblemSet)]
    named = getattr(module, "SET", sets)
    if named is not sets and not isinstance(named, ProblemSet):
        raise BrokenModule(f"{path}: SET is {named!r:.60}", "a set is made by SET = ProblemSet(...)")
    for problem_set in sets:
        if not problem_set.parts:
            raise BrokenModule(
                f"{path}: the set {problem_set.id} has no parts", "a set has at least one Part"
            )
    return sets


def _without_set(path: Path) -> BrokenModule:
    return BrokenModule(
        f"{path} holds no problem set",
        "make one by SET = ProblemSet(...), or begin the file's name with _ if others are to import it",
    )


def _is_shared(folder: Path, path: Path) -> bool:
    """Whether another module of the folder imports this one."""
    for other in folder.glob("**/*.py"):
        if other == path:
            continue
        try:
            tree = ast.parse(other.read_bytes())
        except (SyntaxError, ValueError):
            continue  # it is told when its own turn comes
        for node in ast.walk(tree):
            if not isinstance(node, ast.ImportFrom) or not node.level:
                continue
            if path.stem in ((node.module or "").split(".")[0], *(alias.name for alias in node.names)):
                return True
    return False


def _package(folder: Path) -> str:
    """The name under which a folder is imported; our own is `derivations`, whatever it is called in a wheel."""
    ours = folder == find_folder("derivations").resolve()
    name = OURS if ours else f"{OURS}_{crc32(bytes(folder)):08x}"
    known = sys.modules.get(name)
    if known is None or [Path(p).resolve() for p in getattr(known, "__path__", ())] != [folder]:
        spec = ModuleSpec(name, loader=None, is_package=True)
        spec.submodule_search_locations = [str(folder)]
        sys.modules[name] = module_from_spec(spec)
    return name


def _imported(folder: Path, path: Path) -> ModuleType:
    folder = folder.resolve()
    if not path.stem.isidentifier():
        raise BrokenModule(
            f"{path} cannot be imported: {path.stem!r} is no name of a module",
            "name the file with letters, digits and underscores",
        )
    try:
        with redirect_stdout(sys.stderr):  # what a module prints is not among the data
            return importlib.import_module(f"{_package(folder)}.{path.stem}")
    except VerifierError as error:
        raise BrokenModule(f"{_place(error, folder, path)}: {error.message}", error.hint) from error
    except SyntaxError as error:
        where = f"{error.filename}, line {error.lineno}" if error.lineno else str(path)
        raise BrokenModule(f"{where}: {error.msg}", "this is not Python that can be read") from error
    except (Exception, SystemExit) as error:  # a user's module may raise anything; it is told, with its line
        what = " ".join(f"{type(error).__name__}: {error}".split())
        hint = "the words that a set may use are listed in verifier/language.py; --debug shows the traceback"
        raise BrokenModule(f"{_place(error, folder, path)}: {what[:300]}", hint) from error


def _place(error: BaseException, folder: Path, path: Path) -> str:
    """File, line and name under definition, of the deepest frame that lies in the author's folder."""
    inside = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).is_relative_to(folder)]
    if not inside:
        return str(path)
    name = _defined_at(Path(inside[-1].filename), inside[-1].lineno or 0)
    return f"{inside[-1].filename}, line {inside[-1].lineno}" + (f", in {name}" if name else "")


def _defined_at(path: Path, line: int) -> str | None:
    """The name that the statement around a line gives a value to: which target it is that cannot be built."""
    for statement in ast.parse(path.read_bytes()).body:
        if statement.lineno <= line <= (statement.end_lineno or 0) and isinstance(statement, ast.Assign):
            return ast.unparse(statement.targets[0])
    return None
