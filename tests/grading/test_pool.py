"""Workers: what a file does to its process, it does to no other file.

A set of the user's is a module that each worker imports; here it makes `examine` misbehave on certain words.
"""

import time

import pytest

from verifier.errors import VerifierError
from verifier.grading.pool import answers
from verifier.grading.task import Task

MISBEHAVE = """
import multiprocessing, os, signal, time

if multiprocessing.parent_process() is not None:
    from verifier.grading import worker

    examine = worker.examine

    def misbehaving(document, sets, wanted, seed):
        if "HANG" in document.source:
            time.sleep(600)
        if "DIE" in document.source:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "LEAVE" in document.source:
            os._exit(7)
        if "FILL" in document.source:
            hog = [bytes(1 << 30) for _ in range(64)]
        if "RAISE" in document.source:
            raise KeyError("of ours")
        print("nobody", "hears this")
        return examine(document, sets, wanted, seed)

    worker.examine = misbehaving
"""


@pytest.fixture
def task(tmp_path):
    folder = tmp_path / "sets"
    folder.mkdir()
    (folder / "misbehave.py").write_text(MISBEHAVE)
    return Task(derivations=(folder,), asked="cs224n-a2-2022", seed=1, time_limit=2.0)


def lay(tmp_path, *words):
    paths = []
    for at, word in enumerate(words):
        path = tmp_path / f"{at:02d}.md"
        path.write_text(f"# 1\n(e) $\\sigma'(x) = \\sigma(x)(1 - \\sigma(x))$ {word}\n")
        paths.append(path)
    return paths


def test_each_costs_only_itself(tmp_path, task, capfd):
    words = ("", "HANG", "", "DIE", "", "RAISE", "LEAVE", "", "FILL", "")
    paths = lay(tmp_path, *words)
    start = time.monotonic()
    found = dict(answers(paths, task, 2))
    assert time.monotonic() - start < 60
    assert set(found) == set(paths)
    kinds = [found[p].trouble.kind if found[p].trouble else "" for p in paths]
    assert kinds == ["", "time", "", "crash", "", "fault", "crash", "", "fault", ""]
    told = [found[p].trouble.message for p in paths if found[p].trouble]
    assert (
        "2 s" in told[0]
        and "SIGSEGV" in told[1]
        and "KeyError: 'of ours'" in told[2]
        and "status 7" in told[3]
    )
    assert "MemoryError" in told[4]
    assert all(
        found[p].examined.set == "cs224n-a2-2022" and found[p].file
        for p, w in zip(paths, words, strict=True)
        if not w
    )
    assert capfd.readouterr() == ("", "")


def test_one_worker_is_enough(tmp_path, task):
    paths = lay(tmp_path, "HANG", "")
    assert [a.trouble is None for _, a in sorted(answers(paths, task, 1))] == [False, True]


def test_nothing_to_do_starts_nobody(task):
    assert list(answers([], task, 4)) == []


def test_whoever_stops_listening_ends_the_workers(tmp_path, task):
    running = answers(lay(tmp_path, "", "HANG", "HANG"), task, 3)
    next(running)
    start = time.monotonic()
    running.close()
    assert time.monotonic() - start < 5


def test_workers_that_cannot_start_are_told(tmp_path, capfd):
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "broken.py").write_text(
        "import os, multiprocessing\nif multiprocessing.parent_process(): os._exit(9)\n"
    )
    task = Task(derivations=(folder,), asked=None, seed=1, time_limit=5.0)
    with pytest.raises(VerifierError, match="no worker can be started: 3 ended with status 9") as caught:
        list(answers(lay(tmp_path, ""), task, 1))
    assert caught.value.exit_code == 3
    (folder / "broken.py").write_text(
        "import multiprocessing\nassert not multiprocessing.parent_process(), 'why'\n"
    )
    with pytest.raises(VerifierError, match=r"no worker can be started: .*why") as caught:
        list(answers(lay(tmp_path, ""), task, 1))
    assert caught.value.exit_code == 3 and capfd.readouterr() == ("", "")


def test_what_is_not_text_is_told_and_not_graded(tmp_path, task):
    (tmp_path / "a.md").write_bytes(b"%PDF-1.7 ...")
    (tmp_path / "b.md").mkdir()
    found = dict(answers([tmp_path / "a.md", tmp_path / "b.md"], task, 1))
    assert (
        found[tmp_path / "a.md"].trouble.kind == "not-text"
        and found[tmp_path / "b.md"].trouble.kind == "not-read"
    )


def test_a_text_far_too_long_for_a_submission_is_told_at_once(tmp_path, task):
    lay = {
        "book.md": "**(b)** $a = b$\n\n" + "A line of a book.\n\n" * 30_000,
        "log.md": "0.123 step of training\n" * 80_000,
        "pictures.md": "**(b)**\n\n$$\\frac{\\partial J}{\\partial v_c} = U(\\hat y - y)$$\n\n"
        + f"![](data:image/png;base64,{'iVBORw0KGgo' * 200_000})\n",
    }
    for name, text in lay.items():
        (tmp_path / name).write_text(text)
    found = {path.name: answer for path, answer in answers([tmp_path / name for name in lay], task, 1)}
    assert found["book.md"].trouble.kind == found["log.md"].trouble.kind == "too-long"
    assert "300,000 characters" in found["book.md"].trouble.message
    assert "line 35295 is beyond" in found["book.md"].trouble.message
    assert "1.8 MB of text" in found["log.md"].trouble.message
    assert found["pictures.md"].examined is not None
    assert "correct" in {target.verdict for target in found["pictures.md"].examined.targets}
