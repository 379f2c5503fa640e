r"""Hundreds of answers with gold: targets x ways of writing x (right | one mistake), a quota for each cell.

Gold holds by construction (a form is right, or has one mistake) and is checked by `world`, in numpy alone.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from tests.judging import negative_forms, outside_forms, scalar_forms, skipgram_forms, softmax_forms
from tests.judging.dress import aligned, chain, damaged, in_unicode, left_side, remarked
from tests.judging.forms import Form
from tests.judging.hand import Hand
from tests.judging.world import Array, Misfit, closed_form, draw_world

FORMS: list[Form] = [
    *softmax_forms.FORMS,
    *outside_forms.FORMS,
    *negative_forms.FORMS,
    *skipgram_forms.FORMS,
    *scalar_forms.FORMS,
]
TARGETS = tuple(dict.fromkeys(form.target for form in FORMS))
HANDS = ("plain", "bold", "mixed", "unicode", "crowded", "damaged")
DRESSES = ("left", "chain", "aligned", "remark")
STYLES = (*HANDS, *DRESSES, "given")


@dataclass(frozen=True, kw_only=True)
class Case:
    id: str
    target: str
    answer: str
    given: tuple[str, ...]
    expect: str
    codes: tuple[str, ...]
    style: str
    mistake: str


# --- gold -------------------------------------------------------------------------------------------------------


def holds(form: Form, worlds: int = 4) -> bool:
    """Whether a form's value is the target's in every world that is drawn."""
    for seed in range(worlds):
        world = draw_world(form.target, seed)
        world = replace(world, rows_of_u=form.rows_of_u, row_y=form.row_y)
        reference = closed_form(form.target, world)
        try:
            value = form.term.value(world)
        except Misfit:
            return False
        if not _same(value, reference, form.target):
            return False
    return True


def _same(value: Array, reference: Array, target: str) -> bool:
    if value.shape == (1, 1) and value[0, 0] == 0 and not reference.any():
        return True
    if (
        target == "negative-reuse"
        and value.shape == reference.shape
        and np.allclose(value, -reference, rtol=1e-9)
    ):
        return True
    if target == "sigmoid-vector" and value.shape == (len(reference), 1):
        return bool(np.allclose(np.diag(value[:, 0]), reference, rtol=1e-9))
    return value.shape == reference.shape and bool(np.allclose(value, reference, rtol=1e-9, atol=1e-12))


def broken_gold() -> list[Form]:
    """Forms whose value contradicts what they are said to be."""
    out = []
    for form in FORMS:
        if holds(form) != (form.right or form.by_form):
            out.append(form)
    return out


# --- writing ----------------------------------------------------------------------------------------------------


def write(form: Form, style: str, rng: random.Random) -> str:
    """The answer, as someone with that style would type it."""
    family = style if style in HANDS else rng.choice(HANDS[:5])
    hand = Hand(rng, family)
    if style == "damaged":
        hand.exp = hand.exp if not hand.exp.endswith("bare") else r"\exp"
    hand.digit_o = hand.digit_o and not any(sign in form.name for sign in ("case", "u w"))
    text = form.term.text(hand)
    if style == "left":
        left = left_side(form.target, hand)
        text = f"{left} = {text}" if left else text
    elif style == "chain":
        text = _chained(form, text, hand)
    elif style == "aligned":
        text = aligned(text, left_side(form.target, hand), rng)
    elif style == "remark":
        left = left_side(form.target, hand) if rng.random() < 0.5 else ""
        text = remarked(form.target, f"{left} = {text}" if left else text, rng)
    if family == "unicode":
        text = in_unicode(text, rng)
    if style == "damaged":
        text = damaged(text, rng)
    return text


def _chained(form: Form, last: str, hand: Hand) -> str:
    """Some right rewritings first, then the form itself."""
    before = [
        f
        for f in FORMS
        if f.target == form.target
        and f.right
        and not f.given
        and not form.given
        and "in a line" not in f.name
    ]
    count = hand.rng.choice((1, 1, 2, 3))
    members = [f.term.text(hand) for f in hand.rng.sample(before, min(count, len(before)))]
    left = left_side(form.target, hand) if hand.rng.random() < 0.7 or form.by_form else ""
    return chain([*members, last], left, hand.rng)


# --- quotas -----------------------------------------------------------------------------------------------------


def generate(seed: int, each: int = 5, junk: int = 40) -> list[Case]:
    """`each` right and `each` wrong answers for every target and style that go together, and some that are nothing."""
    rng = random.Random(seed)
    sorted_forms: dict[tuple[str, bool, bool], list[Form]] = defaultdict(list)
    for form in FORMS:
        sorted_forms[form.target, form.right, bool(form.given)].append(form)
    cases: list[Case] = []
    for target in TARGETS:
        for is_right in (True, False):
            rows = {given: _cycle(sorted_forms[target, is_right, given], rng) for given in (False, True)}
            for style in STYLES:
                source = rows[style == "given"]
                if source is None:
                    continue
                for _ in range(each):
                    form = next(source)
                    while style == "chain" and not _may_end_a_chain(form):
                        form = next(source)
                    cases.append(_case(len(cases), form, style, rng))
        if left_side(target, Hand(rng, "plain"), other=True):
            rights = sorted_forms[target, True, False]
            for _ in range(each):
                cases.append(_wrong_left(len(cases), rng.choice(rights), rng))
    for _ in range(junk):
        cases.append(_junk(len(cases), rng))
    return cases


def _may_end_a_chain(form: Form) -> bool:
    """A chain that ends with the question of an equality shows it from right to left; cases in words end a sentence."""
    return "in a line" not in form.name and (form.target, form.name) != (
        "cross-entropy",
        "the question again",
    )


def _cycle(forms: list[Form], rng: random.Random) -> Iterator[Form] | None:
    """All forms in a drawn order, again and again: none is left out."""
    return _turns(forms, rng) if forms else None


def _turns(forms: list[Form], rng: random.Random) -> Iterator[Form]:
    while True:
        yield from rng.sample(forms, len(forms))


def _case(number: int, form: Form, style: str, rng: random.Random) -> Case:
    expect = "correct" if form.right else "incorrect"
    return Case(
        id=f"g{number:05d}",
        target=form.target,
        answer=write(form, style, rng),
        given=form.given,
        expect=expect,
        codes=form.codes,
        style=style,
        mistake=form.name if not form.right else "",
    )


def _wrong_left(number: int, form: Form, rng: random.Random) -> Case:
    hand = Hand(rng, rng.choice(HANDS[:5]))
    text = f"{left_side(form.target, hand, other=True)} = {form.term.text(hand)}"
    return Case(
        id=f"g{number:05d}",
        target=form.target,
        answer=text,
        given=(),
        expect="incorrect",
        codes=("wrong-variable",),
        style="left",
        mistake="left side of another quantity",
    )


_WORDS = (
    "I am not sure about this one", "see the attached picture", "same as above", "by the chain rule", "similar to (b)", "TODO", "left to the reader", "the gradient is zero when they agree",
    "the one-hot vector is 1 at o only", "it follows from the definition of softmax", "as before, with k in place of o", "?", "", "   ", "N/A", r"\text{see part (b)}", "-", "=", "...", r"\dots", "无", "同上",
)  # fmt: skip


def _junk(number: int, rng: random.Random) -> Case:
    """Words, or a formula whose rest is lost."""
    if rng.random() < 0.5:
        answer, target, mistake = rng.choice(_WORDS), rng.choice(TARGETS), "words"
    else:
        while True:
            form = rng.choice(
                [
                    f
                    for f in FORMS
                    if "_" in f.name or f.target in ("softmax-center", "negative-center", "cross-entropy")
                ]
            )
            whole = form.term.text(Hand(rng, "plain"))
            places = [i for i, c in enumerate(whole) if c == "{" or whole[i : i + 2] in ("_{", "^{")]
            if places:
                answer, target, mistake = whole[: rng.choice(places) + 1], form.target, "cut off"
                break
    return Case(
        id=f"g{number:05d}",
        target=target,
        answer=answer,
        given=(),
        expect="unreadable",
        codes=(),
        style="junk",
        mistake=mistake,
    )
