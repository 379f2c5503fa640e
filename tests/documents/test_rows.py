"""Rows, members, remarks: what a formula is cut into."""

import pytest

from verifier.documents import split_rows, traced


def shown(latex: str) -> list[str]:
    """Each row as `relation side | relation side`, its remarks in brackets after it."""
    rows = []
    for row in split_rows(traced(latex)):
        sides = " | ".join(f"{m.relation} {m.latex}" if m.relation else m.latex for m in row.members)
        remarks = "".join(f" [{r.formula.text if r.formula else r.text.text}]" for r in row.remarks)
        rows.append(sides + remarks)
    return rows


def check_rows(latex: str, *rows: str) -> None:
    assert shown(latex) == list(rows)


def test_alignment_is_looked_through():
    check_rows(r"\begin{aligned} f &= g \\ &= h + 1 \end{aligned}", "f | = g", "= h + 1")
    check_rows(r"\begin{align*} f &= g \nonumber \\[1ex] &= h \tag{3} \end{align*}", "f | = g", "= h")
    check_rows(
        r"\begin{equation}\begin{split} f &= g \\ &= h \end{split}\label{q}\end{equation}", "f | = g", "= h"
    )
    check_rows(r"\begin{array}{rcl} f &=& g \\ &=& h \end{array}", "f | = g", "= h")
    check_rows(r"f = g \\ = h", "f | = g", "= h")
    check_rows(r"f = g \\\\ = h \newline = k", "f | = g", "= h", "= k")
    check_rows(r"f = \begin{aligned}[t] &g \\ &= h \end{aligned}", "f | = g", "= h")


def test_matrices_cases_and_substacks_are_not():
    check_rows(
        r"f = \begin{cases} 1 & x > 0 \\ 0 & x < 0 \end{cases}",
        r"f | = \begin{cases} 1 & x > 0 \\ 0 & x < 0 \end{cases}",
    )
    check_rows(
        r"A = \left[\begin{array}{cc} 1 & 0 \\ 0 & 1 \end{array}\right]",
        r"A | = \left[\begin{array}{cc} 1 & 0 \\ 0 & 1 \end{array}\right]",
    )
    check_rows(
        r"s = \sum_{\substack{j = -m \\ j \neq 0}} t_j", r"s | = \sum_{\substack{j = -m \\ j \neq 0}} t_j"
    )


def test_a_system_of_equations_is_rows():
    check_rows(r"\begin{cases} g(u) = 1 + u \\ g(v) = 2v \end{cases}", "g(u) | = 1 + u", "g(v) | = 2v")
    check_rows(
        r"\left\{\begin{aligned} g(u) &= 1 \\ g(v) &= 2 \end{aligned}\right.", "g(u) | = 1", "g(v) | = 2"
    )


def test_colours_and_boxes_around_rows():
    check_rows(r"\color{red}{\begin{aligned} f &= g \\ &= h \end{aligned}}", "f | = g", "= h")
    check_rows(r"{\color{blue} f = g \\ = h}", "f | = g", "= h")
    check_rows(r"\boxed{f(x) = g + h}", "f(x) | = g + h")
    check_rows(r"f = \boxed{g}", r"f | = \boxed{g}")


@pytest.mark.parametrize(
    "relation",
    ["=", "==", ":=", r"\equiv", r"\approx", r"\Rightarrow", r"\implies", r"\to", "⇒", r"\triangleq"],
)
def test_relations_part_members(relation):
    check_rows(f"g(x) {relation} h(x)", f"g(x) | {relation} h(x)")


def test_relations_with_something_over_them():
    check_rows(r"f \stackrel{(1)}{=} g \overset{d}{=} h", "f | = g | = h")
    check_rows(r"f \xrightarrow{x} g", r"f | \Rightarrow g")


def test_relations_inside_brackets_part_nothing():
    check_rows(r"p(O=o \mid C=c) = \frac{a}{b}", r"p(O=o \mid C=c) | = \frac{a}{b}")
    check_rows(r"\sum_{w=1}^{V} a_w = \left[ i = j \right]", r"\sum_{w=1}^{V} a_w | = \left[ i = j \right]")
    check_rows(r"J(v_{c,o,U)} = -\log(x)", r"J(v_{c,o,U)} | = -\log(x)")
    check_rows(r"\log \left( \frac{a}{\exp(b} \right) = -c", r"\log \left( \frac{a}{\exp(b} \right) | = -c")


def test_a_lost_bracket_is_reported_and_swallows_nothing():
    (row,) = split_rows(traced(r"f = g(x + (y) = h(x) + y"))
    assert [member.latex for member in row.members] == ["f", "g(x + (y)", "h(x) + y"]
    assert row.unbalanced == "("


def test_remarks_stand_apart():
    check_rows(
        r"f &= \hat y_w v_c, \quad \text{for } k = 1, 2, \ldots, K",
        r"f | = \hat y_w v_c [k = 1, 2, \ldots, K]",
    )
    check_rows(r"f = 0 (\text{when } w \neq c)", r"f | = 0 [w \neq c]")
    check_rows(r"f = \hat y_w v_c \text{ if } w \neq o", r"f | = \hat y_w v_c [w \neq o]")
    check_rows(r"f = \hat y_w v_c, w \neq o", r"f | = \hat y_w v_c [w \neq o]")
    check_rows(r"f &= g(x) && \sum_i y_i = 1", r"f | = g(x) [\sum_i y_i = 1]")
    check_rows(r"f = g(x) \qquad \text{(chain rule)}", r"f | = g(x) [\text{(chain rule)}]")
    check_rows(r"\text{When } w = o, f = g(x)", r"f | = g(x) [w = o]")
    check_rows(r"当 w = o 时, f(x) = g(x)", "f(x) | = g(x) [w = o] [时]")
    check_rows(r"f = \sigma(b), k \in [1, K], k \neq o", r"f | = \sigma(b) [k \in [1, K]] [k \neq o]")
    check_rows(r"f = v_c \mathbf{1}(w = o)", r"f | = v_c \mathbf{1}(w = o)")


def test_a_name_in_text_is_no_remark():
    check_rows(r"\text{softmax}(x) = \text{diag}(s)", r"\text{softmax}(x) | = \text{diag}(s)")


def test_several_statements_of_one_row():
    check_rows(r"\hat y_o = 1, \hat y_w = 0", r"\hat y_o | = 1", r"\hat y_w | = 0")
    check_rows(r"f(u) &= g & h(u) &= k", "f(u) | = g", "h(u) | = k")
    check_rows(r"[0, 0, \dots, v_c] = x^2, y_1", r"[0, 0, \dots, v_c] | = x^2, y_1")


def test_labels_of_rows():
    rows = split_rows(
        traced(r"(i) \partial J / \partial U &= S \\ \text{(ii)} \quad \partial J / \partial v &= 0")
    )
    assert [row.label for row in rows] == ["i", "ii"]
    assert [row.members[0].latex for row in rows] == [r"\partial J / \partial U", r"\partial J / \partial v"]


def test_a_condition_is_marked():
    assert [row.condition for row in split_rows(traced(r"w \neq o"))] == [True]
    assert [row.condition for row in split_rows(traced(r"w = o"))] == [True]
    assert [row.condition for row in split_rows(traced(r"\hat y = y"))] == [False]


def test_words_alone_are_a_row_without_members():
    rows = split_rows(traced(r"f = g + 1 \\ \intertext{and so} h = k + 1"))
    assert [len(row.members) for row in rows] == [2, 0, 2]


def test_positions_are_those_of_the_text():
    text = traced("f &= g \\\\\n  &= h + 1, \\quad \\text{so}")
    members = [member for row in split_rows(text) for member in row.members]
    assert [(member.line, member.column) for member in members] == [(1, 1), (1, 6), (2, 6)]
    assert [text.text[m.offset : m.offset + len(m.latex)] for m in members] == ["f", "g", "h + 1"]
