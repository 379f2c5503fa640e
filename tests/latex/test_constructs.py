"""Every construct reads its own examples, refuses its near neighbours, and has some of both."""

import pytest

from tests.latex.targets import scope
from tests.latex.word2vec import everything
from verifier.latex.read import message_for, read_formula
from verifier.latex.read.construct import Construct, registry

SCOPE = everything()
CONSTRUCTS = registry().constructs


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda c: c.name)
def test_examples(construct: Construct) -> None:
    assert construct.examples
    for text, wanted in construct.examples.items():
        reading = read_formula(text, SCOPE)
        problems = [message_for(p) for p in reading.problems]
        assert str(reading.formula) == wanted, (text, problems)
        assert not reading.alternatives, text


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda c: c.name)
def test_near_neighbours_are_refused(construct: Construct) -> None:
    assert construct.refused
    for text, kind in construct.refused.items():
        reading = read_formula(text, SCOPE)
        assert reading.formula is None, text
        assert reading.problems[0].kind == kind, (text, reading.problems)


def test_every_token_has_one_owner_or_an_order() -> None:
    """Constructs that start alike say who is asked first."""
    owners: dict[str, list[Construct]] = {}
    for construct in CONSTRUCTS:
        for text in construct.starts:
            owners.setdefault(text, []).append(construct)
    for text, found in owners.items():
        assert len({c.order for c in found}) == len(found), text


@pytest.mark.parametrize(
    ("listed", "plain"),
    [
        (r"\{-m, \dots, -1, 1, \dots, m\}", r"[-m, m] \setminus \{0\}"),
        (r"\{-m, \dots, m\}", r"[-m, m]"),
    ],
)
def test_what_a_listed_set_leaves_out(listed: str, plain: str) -> None:
    term = r"\sum_{j \in %s} \frac{\partial J(v_c, w_{t+j}, U)}{\partial v_c}"
    known = scope("skipgram-center")
    assert read_formula(term % listed, known).formula == read_formula(term % plain, known).formula is not None


@pytest.mark.parametrize(
    "spaced",
    [r"\hat y_1 v_c \cdots \hat y_{|V|} v_c", r"\hat y_1 v_c \quad \hat y_2 v_c \ldots \hat y_{|V|} v_c"],
)
def test_products_side_by_side_with_spaces_only(spaced: str) -> None:
    known = scope("softmax-outside-matrix")
    listed = read_formula(r"[\hat y_1 v_c, \cdots, \hat y_{|V|} v_c]", known).formula
    assert read_formula(f"[{spaced}]", known).formula == listed is not None
