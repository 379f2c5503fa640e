"""Delimiters, places, comments, macros, pictures, encodings: what the blocks of a document are."""

import json

import pytest

from verifier.documents import Boundary, Document, Heading, Math, Prose, read_bytes, read_text


def formulas(document: Document) -> list[tuple[str, int]]:
    return [(block.latex, block.line) for block in document.blocks if isinstance(block, Math)]


def check_formulas(text: str, *expected: tuple[str, int], suffix: str = ".md") -> Document:
    document = read_text(text, suffix)
    assert formulas(document) == list(expected)
    return document


def test_delimiters_of_displays():
    check_formulas("so\n$$\na = b\n$$\n", ("a = b", 3))
    check_formulas("so $$a = b$$ and", ("a = b", 1))
    check_formulas("\\[ a = b \\]\n\\\\[ c_1 = d \\\\]", ("a = b", 1), ("c_1 = d", 2))
    check_formulas(
        "\n\\begin{align*}\na &= b \\\\\n&= c\n\\end{align*}\n",
        ("\\begin{align*}\na &= b \\\\\n&= c\n\\end{align*}", 2),
    )
    check_formulas("\\begin{aligned} a \\end{aligned}", ("\\begin{aligned} a \\end{aligned}", 1))
    check_formulas("```math\na_1 = b\n```\n", ("a_1 = b", 2))


def test_delimiters_of_inline_formulas():
    check_formulas(
        "the $ \\hat y $ and \\( y_o \\), \\\\(z_1\\\\), $`x^2`$",
        ("\\hat y", 1),
        ("y_o", 1),
        ("z_1", 1),
        ("x^2", 1),
    )


def test_money_and_escapes_are_no_formulas():
    check_formulas("it costs \\$5 and then \\$6")
    check_formulas("code `$x$` and `$y$`")
    check_formulas("```\n$$ a = b $$\n```\n")


def test_a_misplaced_dollar_does_not_turn_the_page_inside_out():
    document = check_formulas("the $ vector of the words is $v_c$ and $u_o$.", ("v_c", 1), ("u_o", 1))
    assert [problem.kind for problem in document.problems] == ["delimiter"]


def test_an_unclosed_display_ends_with_its_paragraph():
    document = check_formulas(
        "$$ a = b\n\nNow some words follow here.\n\n$$ c = d $$", ("a = b", 1), ("c = d", 5)
    )
    assert "partner" in document.problems[0].message


def test_comments_are_not_read():
    check_formulas("<!-- $a$\n$$b$$ -->\n$c$", ("c", 3))
    check_formulas("% $a$\n$b$ % $c$\n", ("b", 2), suffix=".tex")
    check_formulas(
        "\\begin{comment}\n$a$\n\\end{comment}\n\\iffalse $b$ \\fi 5\\% $c$", ("c", 4), suffix=".tex"
    )
    check_formulas("$$\na = b % = c\n$$", ("a = b", 2))


def test_quotes_lists_headings():
    document = check_formulas(
        "> $$\n> a\n> = b\n> $$\n\n- for $w = o$\n\n## (d) $x_1$\n", ("a\n= b", 2), ("w = o", 6), ("x_1", 8)
    )
    assert [block.level for block in document.blocks if isinstance(block, Heading)] == [2]


def test_html_leaves_the_words():
    document = read_text("The&nbsp;<font color='red'>gradient</font><br>is")
    assert [block.words for block in document.blocks if isinstance(block, Prose)] == ["The gradient is"]


def test_a_formula_without_delimiters():
    check_formulas(
        "\\frac{\\partial J}{\\partial v_c} = U(\\hat{y} - y)",
        ("\\frac{\\partial J}{\\partial v_c} = U(\\hat{y} - y)", 1),
    )
    check_formulas("the loss between y and \\hat{y} is meant here")


def test_pictures_are_listed():
    url = "https://latex.codecogs.com/gif.latex?\\dpi{110}%20U(\\hat%20y%20-%20y)"
    document = read_text(f"![a]({url})\n\n![b](plot.png)\n<img src='c.png'>")
    assert [image.formula for image in document.images] == ["U(\\hat y - y)", None, None]
    assert [problem.line for problem in document.problems] == [1, 3, 4]


def test_macros_are_collected_where_they_stand():
    source = "\\newcommand{\\vc}{\\bm{v}_c}\n\\renewcommand\\pd[2]{\\frac{\\partial #1}{\\partial #2}}\n\\def\\yh#1{\\hat{y}_{#1}}\n\\DeclareMathOperator{\\sm}{softmax}\n"
    document = read_text(
        "\\documentclass{article}\n" + source + "\\begin{document}\n$\\pd{J}{\\vc}$\n\\end{document}", ".tex"
    )
    assert [(m.name, m.nargs, m.body, m.place.line) for m in document.macros] == [
        ("vc", 0, "\\bm{v}_c", 2),
        ("pd", 2, "\\frac{\\partial #1}{\\partial #2}", 3),
        ("yh", 1, "\\hat{y}_{#1}", 4),
        ("sm", 0, "\\operatorname{softmax}", 5),
    ]
    assert formulas(document) == [("\\pd{J}{\\vc}", 7)]
    inside = read_text("$$\\newcommand{\\a}{b} \\a = c$$")
    assert [macro.name for macro in inside.macros] == ["a"]
    assert formulas(inside) == [("\\a = c", 1)]


def test_macros_that_open_environments():
    source = "\\newcommand{\\be}{\\begin{equation}}\n\\newcommand{\\ee}{\\end{equation}}\n\\be a = b \\ee"
    check_formulas(source, ("\\begin{equation} a = b \\end{equation}", 3), suffix=".tex")


def test_proofs_and_code_are_marked():
    document = read_text(
        "\\begin{proof}\n$a_1$\n\\end{proof}\n\\begin{verbatim}\n$b$\n\\end{verbatim}", ".tex"
    )
    assert [(b.name, b.opens) for b in document.blocks if isinstance(b, Boundary)] == [
        ("solution", True),
        ("solution", False),
        ("code", True),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_encodings(encoding):
    text = "# 第一题\n\n当 $w = o$ 时，梯度为\n\n$$\\hat y_w - 1$$\n"
    document = read_bytes(text.encode(encoding))
    assert formulas(document) == [("w = o", 3), ("\\hat y_w - 1", 5)]
    assert document.problems == ()


def test_western_bytes_are_not_taken_for_chinese():
    assert read_bytes("la d\xe9riv\xe9e de $x_1$".encode("cp1252")).encoding == "cp1252"


def test_line_ends_do_not_move_lines():
    for end in ("\n", "\r\n", "\r"):
        document = read_bytes(end.join(["(a)", "", "$$", "a = b", "$$"]).encode())
        assert formulas(document) == [("a = b", 4)]


def test_a_pdf_is_a_problem_not_an_exception():
    document = read_bytes(b"%PDF-1.5 \x00\x01")
    assert document.blocks == ()
    assert "Markdown or LaTeX" in document.problems[0].message


def test_notebooks_count_lines_of_the_file():
    cells = [
        {"cell_type": "markdown", "source": ["# A\n", "\n", "so $a_1 = \\hat y$\n"]},
        {"cell_type": "code", "source": ["'$b$'"]},
        {"cell_type": "markdown", "source": "x\n\n$$c \\\\ \u03c3$$"},
    ]
    source = json.dumps({"cells": cells, "nbformat": 4}, indent=1)
    document = read_text(source, ".ipynb")
    first, second = (block for block in document.blocks if isinstance(block, Math))
    assert (first.latex, second.latex) == ("a_1 = \\hat y", "c \\\\ \u03c3")
    assert "a_1" in source.split("\n")[first.line - 1]
    assert "$$c" in source.split("\n")[second.line - 1]
    assert (first.text.place(0).cell, second.text.place(0).cell) == (1, 2)
    assert source[second.text.origin(2) : second.text.origin(2) + 4] == "\\\\\\\\"


def test_a_broken_notebook_is_read_all_the_same():
    document = read_text('{"cells": [ $a_1 = b$', ".ipynb")
    assert [problem.kind for problem in document.problems][:1] == ["notebook"]
