"""`verifier explain`: one entry, the list, and a code that does not exist."""

from verifier.cli import main
from verifier.mistakes import catalogue


def run(capsys, *arguments):
    status = main(["explain", *arguments])
    told = capsys.readouterr()
    return status, told.out, told.err


def test_one_entry(capsys):
    status, out, err = run(capsys, "outer-product")
    mistake = catalogue()["outer-product"]
    assert status == 0 and err == ""
    assert mistake.wrong in out and mistake.right in out and mistake.title in out


def test_the_list_holds_every_code(capsys):
    status, out, _ = run(capsys)
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()[1:]] == list(catalogue())


def test_an_unknown_code_is_bad_use_with_near_matches(capsys):
    status, out, err = run(capsys, "transposed")
    assert status == 2 and out == "" and "transpose" in err
