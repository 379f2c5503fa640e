"""Which files are submissions, and under what names."""

import pytest

from verifier.errors import VerifierError
from verifier.grading.submissions import find_submissions


def lay(root, *files, **texts):
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts.get(name, ""))
    for name, text in texts.items():
        (root / name).write_text(text)


def names(root, *given, known=None):
    return [s.name for s in find_submissions([root / g for g in given or ("",)], root / "out", known)]


def test_files_of_a_folder_by_their_path(tmp_path):
    lay(
        tmp_path, "b.md", "a.tex", "c.ipynb", "week/d.txt", "week/e.md", "notes.py", ".hidden.md", ".git/x.md"
    )
    assert names(tmp_path) == ["a.tex", "b.md", "c.ipynb", "week/d.txt", "week/e.md"]


def test_a_folder_with_one_document_and_its_images_is_one(tmp_path):
    lay(tmp_path, "alice/hw.md", "alice/1.png", "alice/images/2.png", "alice/hw.pdf", "bob.md")
    found = find_submissions([tmp_path], tmp_path / "out")
    assert [(s.name, s.path.name) for s in found] == [("bob.md", "bob.md"), ("alice", "hw.md")]


def test_pictures_that_a_document_shows_are_part_of_it(tmp_path):
    lay(
        tmp_path,
        "a.md",
        "b.md",
        "fig.png",
        "lost.png",
        "images/x.png",
        **{"a.md": "![](fig.png) ![](images/x.png)"},
    )
    assert names(tmp_path) == ["a.md", "b.md", "lost.png"]


def test_a_file_that_is_input_is_part_of_what_inputs_it(tmp_path):
    lay(
        tmp_path,
        "s/main.tex",
        "s/intro.tex",
        "t/x.tex",
        "t/y.tex",
        **{"s/main.tex": r"\input{intro}", "s/intro.tex": ""},
    )
    assert names(tmp_path) == ["s", "t/x.tex", "t/y.tex"]


def test_a_pdf_or_pages_alone_are_submissions_that_cannot_be_read(tmp_path):
    lay(tmp_path, "scan.pdf", "carol/1.jpg", "carol/2.jpg", "d.docx")
    found = find_submissions([tmp_path], tmp_path / "out")
    assert [s.name for s in found] == ["d.docx", "scan.pdf", "carol"]
    assert all(s.not_text and "\n" not in s.not_text for s in found)
    assert "PDF" in found[1].not_text and "Markdown" in found[1].not_text


def test_two_roots_with_the_same_names_do_not_collide(tmp_path):
    lay(tmp_path, "x/hw/a.md", "y/hw/a.md", "y/hw/b.md")
    assert names(tmp_path, "x/hw", "y/hw") == ["x/hw/a.md", "y/hw/a.md", "b.md"]
    assert names(tmp_path, "x/hw/a.md", "y/hw/a.md") == ["x/hw/a.md", "y/hw/a.md"]
    lay(tmp_path, "x/al/h.md", "y/al/h.md", "x/be/h.md", "y/be/h.md")
    assert len(set(names(tmp_path, "x", "y"))) == 7


def test_what_is_given_twice_is_one(tmp_path):
    lay(tmp_path, "a.md")
    assert names(tmp_path, "a.md", "", "a.md") == ["a.md"]


def test_a_name_stays_with_its_document(tmp_path):
    lay(tmp_path, "x/a.md", "y/a.md")
    known = {"a.md": (tmp_path / "x/a.md").resolve()}
    assert names(tmp_path, "x/a.md", "y/a.md", known=known) == ["a.md", "y/a.md"]
    assert names(tmp_path, "y/a.md", known=known) == ["y/a.md"]
    (tmp_path / "x/a.md").unlink()
    assert names(tmp_path, "y/a.md", known=known) == ["a.md"]


def test_the_results_are_no_submissions(tmp_path):
    lay(tmp_path, "a.md", "out/summary.md", "out/reports/a.md")
    assert names(tmp_path) == ["a.md"]


def test_what_is_not_there_is_told(tmp_path):
    with pytest.raises(VerifierError, match="no file or folder"):
        names(tmp_path, "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(VerifierError, match="no submission in"):
        names(tmp_path, "empty")


def test_files_of_folders_below_are_part_of_what_inputs_them(tmp_path):
    main = r"\documentclass{article}\input{macros}\begin{document}\input{parts/one}\end{document}"
    lay(tmp_path, "ann/parts/one.tex", "ann/macros.tex", "ben.md", **{"ann/hw.tex": main})
    assert names(tmp_path) == ["ben.md", "ann"]


def test_pages_in_a_folder_are_a_submission_beside_those_of_others(tmp_path):
    lay(tmp_path, "alice.md", "bob.md", "carol/1.jpg", "carol/2.jpg", "fig/x.png", "pics/y.png")
    (tmp_path / "bob.md").write_text("![](fig/x.png) and y.png")
    assert names(tmp_path) == ["alice.md", "bob.md", "carol"]


def test_what_cannot_be_opened_costs_only_itself(tmp_path, monkeypatch):
    lay(tmp_path, "a.md", "closed/hw.md", "ben/hw.tex")
    (tmp_path / "gone.md").symlink_to("nowhere.md")
    (tmp_path / "gone.tex").symlink_to("nowhere.tex")
    listed = type(tmp_path).iterdir

    def iterdir(path):
        if path.name == "closed":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(type(tmp_path), "iterdir", iterdir)
    assert sorted(names(tmp_path)) == ["a.md", "ben", "closed", "gone.md", "gone.tex"]


def test_a_file_keeps_its_name_beside_a_link_to_it(tmp_path):
    lay(tmp_path, "zoe/hw.md", "other.md")
    (tmp_path / "latest.md").symlink_to("zoe/hw.md")
    assert names(tmp_path) == ["other.md", "zoe"]


def test_a_folder_that_opens_later_keeps_its_name(tmp_path):
    lay(tmp_path, "closed/hw.md", "a.md")
    assert names(tmp_path, known={"closed": (tmp_path / "closed").resolve()}) == ["a.md", "closed"]
