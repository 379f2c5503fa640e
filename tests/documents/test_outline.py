"""Labels, parts, question and answer, cases, declarations."""

import pytest

from verifier.documents import Section, outline, read_text
from verifier.documents.labels import read_label
from verifier.documents.prosaic import marked_words


def paths(text: str, suffix: str = ".md") -> list[tuple[str, ...]]:
    return [section.path for section in outline(read_text(text, suffix)) if section.path]


def section_of(text: str, *path: str) -> Section:
    return next(section for section in outline(read_text(text)) if section.path == path)


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("(b) Compute", "b"),
        ("b) Compute", "b"),
        ("b. Compute", "b"),
        ("**b(i)**. Compute", "b i"),
        ("**b.ii.** When", "b ii"),
        ("**b(iii).** The", "b iii"),
        ("_a_. Prove", "a"),
        ("**c** (5 points) Compute", "c"),
        ("**(d)**", "d"),
        ("(b.ii) x", "b ii"),
        ("**h) iii.** $0$", "h iii"),
        ("(b)(ii) x", "b ii"),
        ("b.ii. x", "b ii"),
        ("1.b) x", "1 b"),
        ("1(b) x", "1 b"),
        ("Question 1 (b)", "1 b"),
        ("Q1.b.ii: x", "1 b ii"),
        ("Part (c):", "c"),
        ("Part c", "c"),
        ("(ii) x", "ii"),
        ("ii) x", "ii"),
        ("iii)", "iii"),
        ("iv) x", "iv"),
        ("bi) x", "b i"),
        ("**1.(b).ii** x", "1 b ii"),
        ("(b).i x", "b i"),
        ("iii. x", "iii"),
        ("② With", "2"),
        ("2. x", "2"),
        ("(3) x", "3"),
        ("（a） 证明", "a"),
        ("第二题", "2"),
        ("二、代码", "2"),
        ("Answer to 1(a): x", "1 a"),
    ],
)
def test_labels(line, parts):
    label = read_label(marked_words(line))
    assert label is not None
    assert " ".join(value for _, value in label.parts) == parts


@pytest.mark.parametrize(
    "line",
    [
        "e.g. this one",
        "i.e. that",
        "a vector is",
        "(b) and (c) are alike",
        "b vectors",
        "Compute (b)",
        "0.5 of it",
        "c: the center word",
        "I think",
    ],
)
def test_what_is_no_label(line):
    assert read_label(marked_words(line)) is None


def test_styles_of_parts():
    assert paths("(a)\n\nx\n\n(b)\n\ny") == [("a",), ("b",)]
    assert paths("### (a)\nx\n### (b)\ny") == [("a",), ("b",)]
    assert paths("- a) x\n- b) y") == [("a",), ("b",)]
    assert paths("**a)** x\n\n**b(i)** y\n\n**b(ii)** z\n\n**c)** u") == [
        ("a",),
        ("b", "i"),
        ("b", "ii"),
        ("c",),
    ]
    assert paths("# 1\n## (a)\nx\n## (b)\ny\n# 2") == [("a",), ("b",)]
    assert paths("1. x\n\n2. y\n\n3. z") == [("1",), ("2",), ("3",)]
    assert paths("## 1.1\nx\n## 1.2\ny") == [("1",), ("2",)]
    assert paths("$(a)$ x_1\n\n$(b)$ y") == [("a",), ("b",)]
    assert paths("## 第一题\n\n### (a)\n\n### (b)") == [("a",), ("b",)]


def test_romans_below_letters_and_the_letter_i():
    text = "\n\n".join(
        f"({label}) text of it" for label in ["g", "i", "ii", "iii", "h", "i", "i", "ii", "iii", "j"]
    )
    expected = "g g.i g.ii g.iii h i i.i i.ii i.iii j"
    assert [".".join(path) for path in paths(text)] == expected.split()
    text = "\n\n".join(f"({label}) text of it" for label in ["a", "b", "g", "h", "i", "ii", "iii", "i", "j"])
    assert [".".join(path) for path in paths(text)] == ["a", "b", "g", "h", "h.i", "h.ii", "h.iii", "i", "j"]


def test_counters_of_latex():
    source = r"\begin{enumerate}[label=(\alph*)] \item $x$ \setcounter{enumi}{4} \item $y$ \begin{enumerate}[i.] \item $z$ \item $u$ \end{enumerate} \end{enumerate}"
    assert paths(source, ".tex") == [("a",), ("e",), ("e", "i"), ("e", "ii")]
    assert paths("\\section*{(a)} $x$ \\section*{(b)} $y$", ".tex") == [("a",), ("b",)]
    assert paths(
        "\\begin{parts}\\part[3] x \\part y \\begin{subparts}\\subpart z\\end{subparts}\\end{parts}", ".tex"
    ) == [("a",), ("b",), ("b", "i")]
    assert paths("\\begin{enumerate} \\item[(b)] x \\item[(d)] y \\end{enumerate}", ".tex") == [
        ("b",),
        ("d",),
    ]


def words(blocks) -> str:
    return " ".join(getattr(block, "words", None) or block.text.text for block in blocks)


@pytest.mark.parametrize(
    "marker",
    ["Answer:", "**Answer:**", "*Solution.*", "Ans:", "解：", "答：", "Proof.", "### Solution", "A:"],
)
def test_markers_part_question_from_answer(marker):
    section = section_of(
        f"(b) Compute the derivative of $J$.\n\nUse the notation.\n\n{marker}\n\nIt is\n$$x = y$$\n\n(c) more",
        "b",
    )
    assert "notation" in words(section.question)
    assert words(section.answer).startswith("It is")


def test_question_text_without_a_marker():
    section = section_of(
        "(e) (3 points) The function is given by Equation 4:\n\n$$f(x) = 1 \\tag{4}$$\n\nPlease compute the derivative of $f$.\n\nWe get\n\n$$f' = 0$$\n\n(f) x",
        "e",
    )
    assert words(section.answer) == "We get f' = 0"
    section = section_of("(a) $y$ is one-hot, so\n$$x = y$$\n\n(b) u", "a")
    assert section.question == ()
    section = section_of("**e** (1 point) $f'(x) = 0$\n\n(f) x", "e")
    assert section.question == ()


def test_answers_after_a_mark_on_the_same_line():
    section = section_of("(a) Show that it is so.\n\nSolution: Because $x = y$ holds.\n\n(b) x", "a")
    assert words(section.answer) == "Because x = y holds."


def test_proof_environments_are_answers():
    (section,) = (
        s
        for s in outline(
            read_text("\\section*{(b)} Some question text \\begin{proof} $x_1 = y$ \\end{proof}", ".tex")
        )
        if s.path
    )
    assert "question" in words(section.question)
    assert "x_1 = y" in words(section.answer)


def test_coding_parts_are_told_apart():
    kinds = [
        (s.path, s.kind)
        for s in outline(read_text("# 1 Written\n\n(a) x\n\n# 2 Coding: word2vec\n\n(a) done\n\n(c) plot"))
    ]
    assert [kind for path, kind in kinds if path] == ["written", "coding", "coding"]
    kinds = [
        (s.path, s.kind) for s in outline(read_text("(a) x\n\n(b) y\n\nCoding Submission\n\n![p](q.png)"))
    ]
    assert [kind for _, kind in kinds] == ["written", "written", "coding"]


CASES = [
    ("When $w = o$:", "condition"),
    ("① When $w \\neq o$", "condition"),
    ("1. $w\\neq 0$:", "condition"),
    ("if $w \\ne o$", "condition"),
    ("w=o时", "condition"),
    ("当 $w=o$ 时，", "condition"),
    ("Case 1: the true word", "condition"),
    ("For $w = o$, we have", "condition"),
    ("Otherwise,", "condition"),
    ("**对 $u_o$**", "variable"),
    ("With respect to $u_o$", "variable"),
    ("(2) wrt $u_k$:", "variable"),
    ("对 $v_c$ 求导：", "variable"),
    ("$u_o$:", "variable"),
    ("For $u_k$:", "variable"),
    ("We take the terms one by one", "terms"),
    ("The second term:", "terms"),
]


@pytest.mark.parametrize(("line", "kind"), CASES)
def test_cases(line, kind):
    section = section_of(f"(a) x\n\n(c)\n\n{line}\n\n$$a_1 = b$$\n", "c")
    assert [case.kind for case in section.cases] == [kind]


@pytest.mark.parametrize(
    "line",
    [
        "This holds because of the chain rule.",
        "Then",
        "we get",
        "where $a = u_o^T v_c$",
        "So $\\hat y_o = 1$",
    ],
)
def test_what_opens_no_case(line):
    assert section_of(f"(a) x\n\n(c)\n\n{line}\n\n$$a_1 = b$$\n", "c").cases == ()


def test_declarations_in_order():
    text = "Here $U \\in \\mathbb{R}^{|V| \\times d}$ and y is a row vector.\n\nU: D*V\n\n矩阵U为：D*V\n\n(b) Let $a = u_o^\\top v_c$. Here we use the notation\n\n$$b = x + 1$$\n"
    givens = [given for section in outline(read_text(text)) for given in section.givens]
    assert [
        (given.kind, given.formula.text if given.formula else None, given.place.line) for given in givens
    ] == [
        ("shape", "U \\in \\mathbb{R}^{|V| \\times d}", 1),
        ("shape", None, 1),
        ("shape", None, 3),
        ("shape", None, 5),
        ("definition", "a = u_o^\\top v_c", 7),
        ("definition", "b = x + 1", 9),
    ]


def test_romans_said_again_in_the_answer():
    text = "(h) Compute (x) and (y), with\n\n(i) x\n(ii) y\n(iii) z\n\n> (i) $a + b$\n>\n> (ii) $c + d$\n>\n> (iii) $0$\n"
    assert paths("(g) Compute.\n\n" + text)[-3:] == [("h", "i"), ("h", "ii"), ("h", "iii")]


def test_numbers_within_numbers():
    text = "1. a\n\n2.\n\n1) b\n\n2) c\n\n3. d\n\n4. e\n"
    assert paths(text) == [("1",), ("2",), ("2", "1"), ("2", "2"), ("3",), ("4",)]


def test_romans_with_one_bracket():
    assert paths("g) a\n\ni) $b$\n\nii) $c$\n\niii) $d$\n") == [("g",), ("g", "i"), ("g", "ii"), ("g", "iii")]
    assert paths("(h) i) $a + b$ ii) $c + d$ iii) 0") == [("h",), ("h", "i"), ("h", "ii"), ("h", "iii")]
