r"""Chains: what is claimed, the members with their relations, conditions and remarks behind them, where each stands."""

from tests.latex.targets import scope
from tests.latex.word2vec import everything
from verifier.expr.indices import OtherIndex
from verifier.latex.read import Chain, message_for, read_chain, read_formula

SCOPE = everything()


def members(text: str, target: str = "softmax-center") -> list[str]:
    return [f"{m.relation}{m.reading.formula}" for m in read_chain(text, scope(target)).members]


def codes(chain: Chain) -> set[str]:
    return {note.code for note in chain.notes}


def test_left_side_and_members() -> None:
    text = r"\frac{\partial J}{\partial v_c} = -u_o + \sum_w \hat y_w u_w = U(\hat y - y)"
    chain = read_chain(text, scope("softmax-center"))
    assert chain.left is not None and str(chain.left.formula) == "d(J)/d(v[c])"
    assert [str(m.reading.formula) for m in chain.members] == [
        "-u[o] + total(w: y_hat[w] * u[w])",
        "U @ (y_hat - y)",
    ]
    assert chain.last is not None and text[slice(*chain.last.span)] == r"U(\hat y - y)"


def test_aligned_rows() -> None:
    text = (
        r"\begin{aligned} \nabla_{v_c} J &= U\hat y \\ &\quad - u_o \\ &= U(\hat y - y) \tag{3} \end{aligned}"
    )
    assert members(text) == ["=U @ y_hat - u[o]", "=U @ (y_hat - y)"]


def test_a_row_of_its_own_starts_afresh() -> None:
    assert members(r"U\hat y \\ U y") == ["U @ y_hat", "U @ y"]


def test_lines_that_begin_with_a_relation() -> None:
    assert members(r"= U(\hat y - y)") == ["=U @ (y_hat - y)"]
    assert members(r"\Rightarrow U(\hat y - y)") == ["=>U @ (y_hat - y)"]
    assert members(r"\overset{\text{def}}{=} U y") == ["=U @ y"]


def test_conditions_behind_a_formula() -> None:
    chain = read_chain(r"\hat y_w v_c, \quad w \neq o", scope("softmax-outside"))
    assert len(chain.members) == 1
    assert len(chain.conditions) == 1 and isinstance(chain.conditions[0], OtherIndex)
    assert read_chain(r"0 (\text{ when } w \neq c)", scope("skipgram-other-center")).conditions
    ranged = read_chain(
        r"\sigma(u_k^\top v_c) v_c, \quad \text{for } k=1, 2, \ldots, K", scope("negative-sample")
    )
    assert ranged.conditions == () and len(ranged.members) == 1


def test_nothing_behind_words_is_lost() -> None:
    assert members(r"U y \text{ or } U \hat y") == ["U @ y", ",U @ y_hat"]
    assert members(r"U y, U \hat y") == ["U @ y", ",U @ y_hat"]


def test_a_bracket_that_cannot_be_read_is_no_remark() -> None:
    chain = read_chain(r"\frac{\partial}{\partial v_c} [-\log q(\sum_{k=1}^{3} u_o)]", SCOPE)
    assert chain.members[0].reading.formula is None


def test_one_member_unread_costs_only_itself() -> None:
    chain = read_chain(r"U y = q_7 = U \hat y", scope("softmax-center"))
    assert [m.reading.formula is None for m in chain.members] == [False, True, False]
    assert chain.problems[0].kind == "unknown-symbol" and chain.problems[0].name == "q"


def test_the_writer_s_letter_is_the_free_one() -> None:
    chain = read_chain(
        r"\frac{\partial J}{\partial u_{w_s}} = \sum_{w_k = w_s} \sigma(u_{w_s}^\top v_c) v_c",
        scope("negative-repeated"),
    )
    assert str(chain.members[0].reading.formula) == "total(k, w[k] = w[s]: sigmoid(u[w[s]].T @ v[c]) * v[c])"


def test_several_readings_are_all_given() -> None:
    reading = read_formula(r"\log\sigma(y_o)(1 - y_o)", SCOPE)
    assert {str(f) for f in reading.all} == {
        "log(sigmoid(y[o]) * (1 - y[o]))",
        "log(sigmoid(y[o])) * (1 - y[o])",
    }


def test_a_matrix_is_meant_before_a_size_of_its_name() -> None:
    assert [str(f) for f in read_formula(r"U V^\top v_c", SCOPE).all] == ["U @ V.T @ v[c]"]
    assert [str(f) for f in read_formula(r"\frac{1}{V} v_c", SCOPE).all] == ["1 / V * v[c]"]


def test_an_open_bracket_may_close_in_several_places() -> None:
    reading = read_formula(r"y_o(1 - \hat y_o + \hat y_w", SCOPE)
    assert {str(f) for f in reading.all} == {
        "y[o] * (1 - y_hat[o] + y_hat[w])",
        "y[o] * (1 - y_hat[o]) + y_hat[w]",
    }
    assert [n.code for n in reading.notes] == ["bracket"]


def test_notes_say_what_was_repaired() -> None:
    assert codes(read_chain(r"\hat y_0", SCOPE)) == {"digit-0-for-o"}
    assert codes(read_chain(r"\frac{J}{\partial U}", SCOPE)) == {"partial-missing"}
    assert codes(read_chain(r"\frac{\part J}{\partial U}", SCOPE)) == {"partial-misspelt"}
    assert codes(read_chain(r"\sum_w y_w", SCOPE)) == {"bound-letter-free"}
    assert codes(read_chain(r"\log(\sum_j{e^{y_j})}", SCOPE)) == {"bracket"}


def test_positions_point_at_the_text_as_given() -> None:
    text = r"  \newcommand{\vc}{\mathbf{v}_c} u_o - \vc"
    formula = read_formula(text, SCOPE).formula
    assert str(formula) == "u[o] - v[c]"
    assert formula is not None and formula.terms[1].arg.span is not None
    assert text[slice(*formula.terms[1].arg.span)] == r"\vc"


def test_shape_message_in_the_writer_s_names() -> None:
    (problem,) = read_formula(r"U^\top(\hat y - y)", SCOPE).problems
    assert problem.error is not None and problem.error.operation == "product"
    assert message_for(problem) == (
        r"`U^\top(\hat y - y)` cannot be formed: `U^\top` is V x D, `\hat y - y` has length V"
    )


def test_what_lies_outside_is_refused_by_name() -> None:
    (problem,) = read_formula(r"\operatorname{tr}(U)", SCOPE).problems
    assert (problem.kind, problem.name) == ("unsupported", "trace")
