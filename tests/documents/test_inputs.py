r"""Files that a LaTeX document takes in by \\input: from its own folder, never from outside it."""

from pathlib import Path

from verifier.documents import Math, read_document, read_whole

FORMULA = r"$$\dd{J}{v_c} = U(\hat y - y)$$"
MACROS = r"\newcommand{\dd}[2]{\frac{\partial #1}{\partial #2}}"


def lay(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.tex"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder / "hw.tex"


def test_what_is_named_is_put_in(tmp_path: Path) -> None:
    main = "\\documentclass{article}\n\\input{macros}\n\\begin{document}\n\\input{parts/b.tex}\nend\n\\end{document}\n"
    path = lay(tmp_path, hw=main, macros=f"{MACROS}\n% one\n", parts__b=f"(b)\n\n{FORMULA}\n")
    document = read_document(path)
    assert [m.name for m in document.macros] == ["dd"]
    (formula,) = [block for block in document.blocks if isinstance(block, Math)]
    assert formula.line == 7
    assert [r.message for r in document.repairs if r.kind == "input"] == [
        "2 lines of macros.tex, put in where it is named, in lines 2-3",
        "3 lines of parts/b.tex, put in where it is named, in lines 5-7",
    ]
    assert {p.name for p in read_whole(path).taken} == {"macros.tex", "b.tex"}


def test_what_lies_outside_or_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "secret.tex").write_text(FORMULA)
    folder = tmp_path / "ann"
    folder.mkdir()
    (folder / "link.tex").symlink_to(tmp_path / "secret.tex")
    names = ("../secret", "link", "missing", str(tmp_path / "secret.tex"), "hw")
    path = lay(
        folder, hw="\\begin{document}\n" + "".join(f"\\input{{{n}}}\n" for n in names) + "\\end{document}\n"
    )
    document = read_document(path)
    assert not [block for block in document.blocks if isinstance(block, Math)]
    assert read_whole(path).taken == ()
    told = [problem.message for problem in document.problems if problem.kind == "input"]
    assert told == [f"{name} is not beside this document; it was not read" for name in names]


def test_files_that_take_each_other_in_come_to_an_end(tmp_path: Path) -> None:
    path = lay(tmp_path, hw="\\input{a}\n% \\input{b}\n", a="x\n\\input{b}\n", b="\\input{a}\n\\input{hw}\n")
    assert len(read_document(path).source) < 200


def test_a_document_without_inputs_is_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "hw.tex"
    path.write_bytes(b"\\begin{document}caf\xe9\r\n\\end{document}")
    assert read_whole(path).data == path.read_bytes()
