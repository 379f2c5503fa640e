"""The command line as a whole: help, versions, options, and every way a command can end."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from verifier import __version__
from verifier.cli import main
from verifier.cli.group import FIRST_THINGS, LazyGroup, root
from verifier.cli.session import Session, command
from verifier.errors import OUR_FAULT, VerifierError

HEAVY = ("sympy", "numpy", "flint", "jinja2", "typst", "pypandoc", "rich", "markdown_it")


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture
def end_with(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException | int], None]:
    """Puts in place of every command one that ends as told."""

    def replace(end: BaseException | int) -> None:
        @command("trial")
        def trial(session: Session) -> int:
            if isinstance(end, int):
                return end
            raise end

        monkeypatch.setattr(LazyGroup, "get_command", lambda self, ctx, name: trial)
        monkeypatch.setattr(LazyGroup, "list_commands", lambda self, ctx: ["trial"])

    return replace


def test_bare_call_is_help_with_five_things_to_try(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    shown = capsys.readouterr().out
    assert len(FIRST_THINGS) == 5
    for call, _ in FIRST_THINGS:
        assert call in shown


@pytest.mark.parametrize("call", [call for call, _ in FIRST_THINGS])
def test_what_is_to_be_tried_exists(call: str) -> None:
    with click.Context(root) as context:
        assert root.get_command(context, call.split()[1]) is not None


def test_every_file_of_commands_is_a_command_with_help(capsys: pytest.CaptureFixture[str]) -> None:
    with click.Context(root) as context:
        names = root.list_commands(context)
    assert "doctor" in names
    for name in names:
        assert main([name, "--help"]) == 0
        shown = capsys.readouterr().out
        assert shown.startswith(f"Usage: verifier {name}")
        for option in ("--derivations", "--quiet", "--verbose", "--debug", "--version"):
            assert option in shown


def test_help_imports_nothing_heavy() -> None:
    done = run_python(
        f"import sys; from verifier.cli import main; main(['--help']); print([n for n in {HEAVY} if n in sys.modules])"
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("arguments", [["--version"], ["doctor", "--version"]])
def test_version(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    assert capsys.readouterr().out == f"verifier {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["doctr"], "did you mean 'doctor'?"),
        (["zzzz"], "there is no command 'zzzz'"),
        (["doctor", "--colour"], "--colour"),
        (["doctor", "--derivations", "/no/such/folder"], "/no/such/folder"),
    ],
)
def test_bad_use_is_told_on_stderr(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert told in shown.err


@pytest.mark.parametrize("status", [0, 1])
def test_a_command_says_how_it_ended(status: int, end_with: Callable[[BaseException | int], None]) -> None:
    end_with(status)
    assert main(["trial"]) == status


def test_a_mistake_of_the_user_is_one_message(
    end_with: Callable[[BaseException | int], None], capsys: pytest.CaptureFixture[str]
) -> None:
    end_with(VerifierError("there is no set 'cs224m'", "did you mean 'cs224n-a2-2022'?"))
    assert main(["trial"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "verifier: there is no set 'cs224m'\n  did you mean 'cs224n-a2-2022'?\n"


def test_our_fault_is_called_ours_and_shows_no_traceback(
    end_with: Callable[[BaseException | int], None], capsys: pytest.CaptureFixture[str]
) -> None:
    end_with(KeyError("w\nx"))
    assert main(["trial"]) == OUR_FAULT
    shown = capsys.readouterr().err
    assert shown.startswith("verifier: this is a fault of verifier")
    assert "KeyError" in shown
    assert "Traceback" not in shown


@pytest.mark.parametrize("arguments", [["--debug", "trial"], ["trial", "--debug"]])
def test_debug_shows_the_traceback(
    arguments: list[str], end_with: Callable[[BaseException | int], None], capsys: pytest.CaptureFixture[str]
) -> None:
    end_with(RuntimeError("odd"))
    assert main(arguments) == OUR_FAULT
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_is_not_a_fault(end_with: Callable[[BaseException | int], None]) -> None:
    end_with(KeyboardInterrupt())
    assert main(["trial"]) == 130


def test_options_count_before_and_behind_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[Session] = []

    @command("trial")
    def trial(session: Session) -> int:
        seen.append(session)
        return 0

    monkeypatch.setattr(LazyGroup, "get_command", lambda self, ctx, name: trial)
    monkeypatch.setattr(LazyGroup, "list_commands", lambda self, ctx: ["trial"])
    assert (
        main(["-v", "--derivations", str(tmp_path), "trial", "-v", "--derivations", str(tmp_path.parent)])
        == 0
    )
    assert seen[0].verbosity == 2
    assert seen[0].derivations == (tmp_path, tmp_path.parent)
    assert main(["trial", "-q"]) == 0
    assert seen[1].quiet


def test_a_reader_that_goes_away_is_no_fault() -> None:
    running = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time; time.sleep(.3); from verifier.cli import main; sys.exit(main([]))",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout is not None
    running.stdout.close()
    assert running.stderr is not None
    with running.stderr:
        assert running.stderr.read() == b""
    assert running.wait(timeout=60) == 141
