"""Text cannot reach sympy, eval or lambdify: who may construct sympy objects, out of what, and what nobody may call.

A walk over the sources, and each of its rules tried on lines that break it. That payloads in every field of every entry
point run nothing is tried in tests/judging/test_hostile.py.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import verifier

ROOT = Path(verifier.__file__).parent
CONSTRUCTORS = {"algebra/symbolic.py", "algebra/index_notation.py"}
READERS = {"from_sympy.py", "algebra/kernel/reading.py", "cli/commands/doctor.py", "language.py"}
CALLED_BY_READERS = {
    "sympy.fraction",
    "sympy.Add.make_args",
    "sympy.Dummy",
    "sympy.Symbol",
    "sympy.log",
    "sympy.Mul.make_args",
}
NAMES = {"SympySymbol", "Symbol", "Dummy"}  # what a name may become: a symbol, which runs nothing
EVALUATE = {
    "sympify", "_sympify", "parse_expr", "parse_latex", "lambdify", "symbols", "var", "N", "nsimplify", "simplify", "Matrix", "ImmutableMatrix", "S", "autowrap",
}  # fmt: skip
RUN = {"eval", "exec", "compile", "__import__", "literal_eval", "system", "popen", "import_string"}


def offences(source: str, path: str) -> Iterator[str]:
    """Lines of one module that hand text, or could hand it, to what evaluates it."""
    tree = ast.parse(source)
    bound = set(_bound_to_sympy(tree))
    if bound and path not in CONSTRUCTORS | READERS:
        yield f"{path}: imports sympy"
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom | ast.Import):
            names = {part for alias in node.names for part in alias.name.split(".")}
            if (getattr(node, "module", "") or "").startswith("sympy") and names & (EVALUATE - {"S"}):
                yield f"{path}:{node.lineno}: imports {names & EVALUATE}"
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        head, last = called.partition(".")[0], called.rpartition(".")[2]
        if called in RUN or (last in RUN and head in ("os", "subprocess", "builtins", "ast")):
            yield f"{path}:{node.lineno}: calls {called}"
        if head not in bound or "(" in called:
            continue
        if last in EVALUATE:
            yield f"{path}:{node.lineno}: calls {called}, which evaluates text"
        if path in READERS and called not in CALLED_BY_READERS:
            yield f"{path}:{node.lineno}: constructs {called}"
        arguments = [*node.args, *(k.value for k in node.keywords)]
        if last not in NAMES and any(map(_is_text, arguments)):
            yield f"{path}:{node.lineno}: hands text to {called}"


def _bound_to_sympy(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (
                a.asname or a.name.partition(".")[0]
                for a in node.names
                if a.name.partition(".")[0] == "sympy"
            )
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "sympy":
            yield from (a.asname or a.name for a in node.names)


def _is_text(argument: ast.expr) -> bool:
    match argument:
        case ast.Constant(value=str()) | ast.JoinedStr():
            return True
        case ast.Attribute(attr=attr):
            return attr in ("name", "latex", "text", "source", "letter", "written")
        case ast.Name(id=name):
            return name in ("text", "name", "source", "line", "latex", "letter")
        case ast.Call(func=ast.Name(id="str")):
            return True
    return False


def test_no_module_hands_text_over() -> None:
    paths = sorted(ROOT.rglob("*.py"))
    assert len(paths) > 250
    found = [
        list(offences(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())) for path in paths
    ]
    assert [line for lines in found for line in lines] == []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("judging/judge.py", "import sympy"),
        ("judging/judge.py", "import sympy as s; s.Symbol(text)"),
        ("latex/read/parser.py", "from sympy import Symbol"),
        ("latex/read/parser.py", "from sympy.core.sympify import sympify"),
        ("grading/grade.py", "def f(text):\n    import sympy\n    return sympy.exp(text)"),
        ("algebra/symbolic.py", "from sympy import sympify"),
        ("algebra/symbolic.py", "import sympy\nsympy.sympify(value)"),
        ("algebra/symbolic.py", "from sympy import S\nS(value)"),
        ("algebra/symbolic.py", "from sympy import exp\nexp(text)"),
        ("algebra/symbolic.py", "from sympy import Integer\nInteger(symbol.name)"),
        ("algebra/symbolic.py", "from sympy import Function\nFunction('f')(symbol.latex)"),
        ("algebra/symbolic.py", "from sympy import Tuple\nTuple(f'{x}')"),
        ("algebra/symbolic.py", "from sympy import lambdify"),
        ("algebra/index_notation.py", "import sympy\nsympy.Sum(str(x), i)"),
        ("from_sympy.py", "import sympy\nsympy.exp(value)"),
        ("from_sympy.py", "import sympy\nsympy.parse_expr(value)"),
        ("cli/commands/judge.py", "eval(line)"),
        ("cli/commands/judge.py", "exec(line)"),
        ("documents/read.py", "__import__(name)"),
        ("documents/read.py", "import os\nos.system(name)"),
        ("documents/read.py", "compile(source, '', 'eval')"),
    ],
)
def test_each_way_to_hand_text_over_is_found(path: str, line: str) -> None:
    assert list(offences(line, path))


@pytest.mark.parametrize(
    "line",
    [
        "from sympy import sympify",
        "from sympy import lambdify",
        "from sympy.parsing import latex",
        "eval(x)",
        "exec(x)",
    ],
)
def test_the_linter_finds_the_plainest_of_them(line: str) -> None:
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--quiet",
        "--stdin-filename",
        "verifier/judging/planted.py",
        "-",
    ]
    done = subprocess.run(command, input=line + "\n", capture_output=True, text=True, cwd=ROOT.parent)
    assert done.returncode == 1
    assert "TID251" in done.stdout or "S102" in done.stdout or "S307" in done.stdout
