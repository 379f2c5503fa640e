"""Derivations over rows and displays, with their case and their words."""

from verifier.documents import Chain, chains, outline, read_text


def found(text: str, suffix: str = ".md") -> list[Chain]:
    return [chain for section in outline(read_text(text, suffix)) for chain in chains(section)]


def shown(text: str) -> list[str]:
    """Each chain as its members, `~` before what follows without a relation."""
    return [
        " ".join(f"{m.relation or ('~' if m.implicit else '')}{m.latex}" for m in chain.members)
        for chain in found(text)
    ]


def check_chains(text: str, *expected: str) -> None:
    assert shown(text) == list(expected)


def test_rows_and_displays_continue():
    check_chains("$$f(x) = g$$\n\n$$= h$$\n\n$$= k$$", "f(x) =g =h =k")
    check_chains("$$f(x) = g$$\nso that\n$$= h$$", "f(x) =g =h")
    check_chains("$$\\begin{aligned} f(x) &= g \\\\ &= h \\end{aligned}$$\n\n$$= k$$", "f(x) =g =h =k")


def test_lines_without_a_relation_continue_and_say_so():
    check_chains("$$f(x) = g$$\n$$h_1$$\n$$k_1$$\n$$f'(x) = u$$\n$$=v$$", "f(x) =g ~h_1 ~k_1", "f'(x) =u =v")


def test_words_between_begin_anew():
    check_chains(
        "$$f(x) = g$$\nWe take the terms one by one\n$$h_1$$\n$$k_1$$\nand\n$$u_1$$",
        "f(x) =g",
        "h_1 ~k_1",
        "u_1",
    )


def test_a_left_side_begins_anew():
    check_chains("$$f(x) &= g \\\\ &= h \\\\ f'(x) &= k$$", "f(x) =g =h", "f'(x) =k")


def test_an_expression_over_two_rows_is_one_member():
    check_chains("$$\\begin{aligned} f(x) &= g \\\\ &\\quad + h \\\\ &= k\\end{aligned}$$", "f(x) =g + h =k")
    check_chains("$$f(x) = g + \\\\ h$$", "f(x) =g + h")
    check_chains("$$f(x) = \\\\ h$$", "f(x) =h")


def test_an_implication_parts_statements():
    check_chains("$$f(x) = x \\to f'(x) = 1$$", "f(x) =x", "f'(x) =1")
    check_chains("$$f(x) = g \\Rightarrow h(x)$$", "f(x) =g \\Rightarrowh(x)")


def test_an_aside_does_not_end_the_derivation():
    check_chains("$$f(x) = g$$\nwhere $\\frac{a}{b} = c$\n$$= h$$", "f(x) =g =h", "\\frac{a}{b} =c")


def test_cases_hold_from_where_they_stand():
    text = "(c)\n\nWhen $w = o$:\n\n$$f(x) = g$$\n\nWhen $w \\neq o$:\n\n$$= h$$\n\nIn summary, $f(x) = k^2$.\n\n(d)\n\n$$u(x) = v$$"
    first, second, third, fourth = found(text)
    assert first.case is not None and first.case.math[0].latex == "w = o"
    assert second.case is not None and second.case.math[0].latex == "w \\neq o"
    assert second.left is None and second.inherited is not None and second.inherited.latex == "f(x)"
    assert (third.case, third.inline, third.lead) == (None, True, "In summary,")
    assert (fourth.path, fourth.case) == (("d",), None)


def test_a_case_and_its_formula_on_one_line():
    first, second = found(
        "(c) x\n\n- When $w = o$, $\\frac{a}{b} = c$\n- When $w \\ne o$, $\\frac{a}{b} = d$"
    )
    assert [chain.case.math[0].latex for chain in (first, second) if chain.case] == ["w = o", "w \\ne o"]


def test_two_cases_in_one_sentence():
    first, second = found("When $w = o$, $f(x) = g^2$; when $w \\neq o$, $f(x) = h^2$.")
    assert [chain.case.math[0].latex for chain in (first, second) if chain.case] == ["w = o", "w \\neq o"]


def test_a_condition_after_the_formula_is_a_remark():
    (chain,) = found("$f'(x) = 0$ (when $w \\ne c$)")
    assert chain.case is None
    assert [remark.text.text for remark in chain.remarks] == ["w \\ne c"]


def test_cases_inside_a_display():
    first, second = found(
        "$$\\text{When } w = o: \\\\ f(x) = g \\\\ \\text{When } w \\neq o: \\\\ f(x) = h$$"
    )
    assert first.case is not None and "w = o" in first.case.text
    assert second.case is not None and "w \\neq o" in second.case.text


def test_inline_steps_count_and_mentions_do_not():
    check_chains("the loss $J$ for $w$ with $w = o$ and $y_w$, $w \\neq o$, $k = 1$.")
    check_chains(
        "so $\\frac{\\partial J}{\\partial v_c} = U(\\hat y - y)$ as asked",
        "\\frac{\\partial J}{\\partial v_c} =U(\\hat y - y)",
    )
    check_chains("the vector $\\hat y_w$ is known\n\n$$= g(x)$$", "=g(x)")
    check_chains("(a) x\n\n(i)\n\n$0$", "0")
    check_chains("**Answer:** $U(\\hat y - y)$", "U(\\hat y - y)")
    check_chains("= $\\sigma(x) - 1$\n\n= $\\sigma(x)^2$", "=\\sigma(x) - 1 =\\sigma(x)^2")
    check_chains("$f(x)$ = $g(x)$ = $h(x)$", "f(x) =g(x) =h(x)")
    check_chains("the derivative is\n$f'(x)$\n$$= g(x)$$", "f'(x) =g(x)")


def test_labels_of_rows_and_lines_of_members():
    chain = found(
        "x\n\n$$\n\\begin{align}\n\\text{(i)}\\quad \\partial J / \\partial U &= \\\\\n  & s\n\\end{align}\n$$"
    )[0]
    assert chain.label == "i"
    assert [(member.latex, member.line, member.column) for member in chain.members] == [
        ("\\partial J / \\partial U", 5, 17),
        ("s", 6, 5),
    ]


def test_remarks_come_with_the_chain():
    (chain,) = found("$$f(x) = g, \\quad \\text{for } k = 1$$")
    assert [remark.formula.text for remark in chain.remarks if remark.formula] == ["k = 1"]


def test_question_formulas_are_no_steps():
    text = "(g) (6 points) Now the loss is given by:\n\n$$J = -\\log x$$\n\nPlease compute the derivative.\n\n**Answer:**\n\n$$J' = 1/x$$"
    check_chains(text, "J' =1/x")


def test_environments_that_are_not_closed_end_with_what_holds_them():
    opened = "\\begin{align*} f(x) &= g \\\\ &= h"
    after = "\\begin{align*} f'(x) &= u \\end{align*}"
    for between in ("\\end{answer}\n\n", "\\end{align}\n", "\n\\section{Next}\n", "\\end{aligned} and\n"):
        for suffix in (".tex", ".md"):
            text = f"\\begin{{answer}}\n{opened}\n{between}{after}\n"
            lines = [[m.latex for m in chain.members] for chain in found(text, suffix)]
            assert lines == [["f(x)", "g", "h"], ["f'(x)", "u"]], (between, suffix)


def test_words_inside_a_display_do_not_end_a_derivation_that_goes_on():
    check_chains(
        "\\begin{align*} f(x) &= g \\\\ \\intertext{In matrix notation this is} &= h \\end{align*}",
        "f(x) =g =h",
    )
    check_chains(
        "\\begin{align*} f(x) &= g \\\\ \\intertext{and now} f'(x) &= h \\end{align*}", "f(x) =g", "f'(x) =h"
    )


def test_a_condition_alone_on_a_line_opens_a_case():
    for line in ("w ≠ o :", "For w 6= o,", "(w != o)"):
        (chain,) = found(f"{line}\n\n$$f(x) = g_1 + h$$")
        assert chain.case is not None and chain.case.kind == "condition", line
    (chain,) = found("the sum of w = o terms and all the rest of it\n\n$$f(x) = g_1 + h$$")
    assert chain.case is None


def test_conditions_in_full_width_or_letter_by_letter_stand_beside_the_formula():
    for condition in (
        "（w≠c）",
        r"(w\neq c)",
        r" \text { w h e n } w \neq c",
        r"\ \text{f o r a l l } w \ne c",
    ):
        (chain,) = found(f"$$f(x) = 0{condition}$$")
        assert [m.latex for m in chain.members] == ["f(x)", "0"], condition
        assert chain.remarks
    check_chains(r"$$J_{\text{n e g - s a m p l e}} = g + h$$", r"J_{\text{n e g - s a m p l e}} =g + h")


def test_words_that_gather_the_cases_end_them():
    for words in ("Both at once:", "In short,", "统一写成"):
        chains_found = found(f"When $w = o$:\n\n$$f(x) = g_1 + h$$\n\n{words}\n\n$$f'(x) = g_2 + h$$")
        assert [chain.case is None for chain in chains_found] == [False, True], words


def test_a_formula_drawn_in_a_line_is_a_part_of_the_line():
    drawn = "![f](https://www.zhihu.com/equation?tex=%s)"
    text = f"若 {drawn % 'w%3Do'} :\n\n{drawn % 'f%28x%29%3Dg_1'}\n\n{drawn % '%3Dh_1'}\n"
    (chain,) = found(text)
    assert chain.case is not None and chain.case.text == "若 $w=o$ :"
    assert [m.latex for m in chain.members] == ["f(x)", "g_1", "h_1"]


def test_a_derivative_alone_begins_anew():
    check_chains("$$s(x) = g$$\n$$\\frac{ds}{dx}$$\n$$= h$$\n$$= k$$", "s(x) =g", "\\frac{ds}{dx} =h =k")
    check_chains("$$\\frac{a}{b} = g$$\n$$\\frac{1}{b} h$$\n$$= k$$", "\\frac{a}{b} =g ~\\frac{1}{b} h =k")


def test_a_condition_after_a_display_is_about_it():
    first, second = found("$$f_w = g$$\n\nwhen $w \\neq o$, and\n\n$$f_o = h$$\n\nwhen $w = o$.\n")
    assert [r.text.text for r in first.remarks] == ["w \\neq o"] and first.case is None
    assert [r.text.text for r in second.remarks] == ["w = o"] and second.case is None
    (chain,) = found("when $w \\neq o$:\n\n$$f_w = g$$")
    assert chain.case is not None


def test_a_condition_beside_a_sum_is_the_sums():
    check_chains(
        "$$f = \\sum_{-m \\le j \\le m} g_j, \\quad j \\ne 0$$", "f =\\sum_{-m \\le j \\le m, j \\ne 0} g_j"
    )
    check_chains("$$f = \\sum_{s=1}^K g_s$$\nwhere $w_s = w_k$.", "f =\\sum_{s=1, w_s = w_k}^K g_s")
    check_chains("$$f_w = \\sum_{w} g_w, \\quad w \\ne 0$$", "f_w =\\sum_{w} g_w")


def test_words_that_gather_the_cases_within_a_line():
    text = "(c) For $w = o$ it is $f_o = \\frac{a}{b}$, for $w \\ne o$ it is $f_w = \\frac{c}{d}$. Together $f_w = \\frac{e}{g}$."
    cases = [chain.case.text if chain.case else None for chain in found(text)]
    assert cases[0] is not None and cases[1] is not None and cases[2] is None


def test_an_item_with_its_case():
    first, second = found("(c)\n\n- $w=o$: $(a_o - 1) v_c$\n- $w \\neq o$: $a_w v_c + b$\n")
    assert first.case is not None and second.case is not None


def test_arrays_with_every_cell_in_braces():
    check_chains(
        r"$$\begin{array} { r } { \frac { a } { b } = g = h } \end{array}$$", r"\frac { a } { b } =g =h"
    )
    check_chains(
        r"$$\begin{array} { c } { { f(x) = g } } \\ { { f'(x) = h } } \end{array}$$", "f(x) =g", "f'(x) =h"
    )
    check_chains(r"$$\begin{array} { r l } { f(x) } & { = g } \\ & { = h } \end{array}$$", "{ f(x) } =g =h")


def test_numbers_behind_formulas_are_no_part_of_them():
    for number in (
        r"\qquad ( 3 )",
        r"\quad (12)",
        r"\cdots (1)",
        "......（1）",
        r"\hspace{2cm} (3)",
        r"\eqno(3)",
    ):
        check_chains(f"$$f(x) = g . {number}$$", "f(x) =g")
    check_chains(r"$$\begin{aligned} f(x) &= g & (4) \\ &= h & (5) \end{aligned}$$", "f(x) =g =h")
    check_chains(r"$$f(x) = g + \cdots + (3)$$", r"f(x) =g + \cdots + (3)")
    check_chains(r"$$f(x) = g \cdot (3)$$", r"f(x) =g \cdot (3)")


def test_values_with_their_conditions_in_one_line_are_cases():
    for text in (
        "f'(x) = 1 \\text{ if } x > 0, \\quad a \\text{ if } x < 0",
        "f'(x) = 1 \\; (x > 0), \\; a \\; (x < 0)",
        "f'(x) = 1 \\text{ for } x > 0 \\text{ and } a \\text{ otherwise}",
    ):
        chains_found = found(f"$${text}$$")
        assert [[m.latex for m in chain.members] for chain in chains_found] == [
            ["f'(x)", "1"],
            ["f'(x)", "a"],
        ]
        assert all(chain.case is not None for chain in chains_found)


def test_a_verb_between_two_formulas_is_an_equals_sign():
    check_chains(
        "The sum $-\\sum_w y_w \\log a_w$ is just $-\\log a_o$.", "-\\sum_w y_w \\log a_w =-\\log a_o"
    )
    check_chains(
        "so $\\frac{\\partial J}{\\partial v}$ becomes $U g$", "\\frac{\\partial J}{\\partial v} =U g"
    )
    for text in (
        "the derivative of $\\log x$ is $\\frac{1}{x} + 0$",
        "the log of $\\sum_w a_w$ is $b + c$",
        "where $\\sum_w a_w$ is a number and $b + c$ too",
    ):
        assert not any(len(chain.members) > 1 for chain in found(text)), text


def test_what_is_shared_is_told_after_it():
    for text in (
        "We compute the vector $\\sigma(A^T v) - 1$ once.",
        "$1 - \\sigma(A^T v)$ shows up everywhere",
    ):
        assert len(found(text)) == 1
    assert len(found("$1 - \\sigma(A^T v)$, with minus signs in A")) == 1
    assert len(found("All three use $\\sigma(A^T v) - 1$ here.")) == 1
    assert not found("We look at the vector $\\sigma(A^T v) - 1$ here.")


def test_a_member_keeps_the_limits_of_its_sums():
    check_chains(r"$$f(x) = \sum\limits_{k=1}^K g_k$$", r"f(x) =\sum\limits_{k=1}^K g_k")


def test_a_remark_in_brackets_is_no_part_of_the_formula():
    check_chains(r"$$f(x) = g \cdot (1 - h) \text{ (elementwise)}$$", r"f(x) =g \cdot (1 - h)")
    check_chains(r"$$f(x) = \text{softmax}(x)$$", r"f(x) =\text{softmax}(x)")
