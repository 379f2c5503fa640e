r"""Big sums: over the vocabulary, over samples, over those that match one word, over a window; every head that people write."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from tests.judging.hand import Hand
from tests.judging.terms import BIG, Idx, Term, sample_text
from tests.judging.world import Array, M, World

Body = Callable[[Idx], Term]


def _bound(kind: str, avoid: str, key: object) -> Callable[[Hand], str]:
    return lambda h: h.letter(key, kind, frozenset(avoid))


def _total(
    kind: str,
    body: Body,
    values: Callable[[World], Iterator[int]],
    write: Callable[[Hand, str], str],
    avoid: str,
    word: Callable[[World, int], int],
    spell: Callable[[Hand, str], str],
) -> Term:
    key = object()
    slot = f"#{id(key)}"
    letter = _bound(kind, avoid, key)
    index = Idx(lambda h: spell(h, letter(h)), lambda w: word(w, w.letters[slot]))
    inside = body(index)

    def value(w: World) -> Array:
        parts = [inside.value(w.at(slot, i)) for i in values(w)]
        return np.asarray(sum(parts[1:], parts[0])) if parts else 0 * inside.value(w.at(slot, 0))

    def text(h: Hand) -> str:
        piece = inside.at(BIG, h)
        space = " " if not h.plain and h.rng.random() < 0.5 else ""
        space = " " if piece[:1].isalpha() else space
        return f"{write(h, letter(h))}{space}{piece}"

    return Term(BIG, text, value, bare=True)


def _headed(template: str, letter: str) -> str:
    """Only a letter of one character stands under a sum without braces."""
    if len(letter) > 1:
        template = template.replace("_{i}", "_{{{i}}}")
    return template.format(i=letter)


def over_words(body: Body, but: Idx | None = None, avoid: str = "") -> Term:
    """Sum over the vocabulary; `but`: without that word."""

    def write(h: Hand, letter: str) -> str:
        if but is None:
            return _headed(h.words, letter)
        return rf"\sum_{{{letter} {h.ne} {but.text(h)}}}"

    def values(w: World) -> Iterator[int]:
        return (i for i in range(w.U.shape[1]) if but is None or i != but.word(w))

    return _total("word", body, values, write, avoid, lambda w, i: i, lambda h, s: s)


def over_samples(body: Body, avoid: str = "", first: int = 0, lost: int = 0, explicit: bool = False) -> Term:
    """Sum over s = 1..K of something in w_s. `first`, `lost`: samples left out at the start, at the end.

    `explicit`: the range is written out, because nothing in the summand tells it."""

    def write(h: Hand, letter: str) -> str:
        if first or lost:
            top = "K-1" if lost else "K"
            return rf"\sum_{{{letter}={first + 1}}}^{{{top}}}"
        return _headed(r"\sum_{{{i}=1}}^{{K}}" if explicit else h.samples, letter)

    def values(w: World) -> Iterator[int]:
        return iter(range(first, len(w.samples) - lost))

    return _total("sample", body, values, write, avoid, lambda w, i: w.samples[i], sample_text)


def over_matching(body: Body, other: bool = False, once: bool = False) -> Term:
    """Sum over the samples that are the word w_k (`other`: that are not; `once`: over words of the set)."""

    def write(h: Hand, letter: str) -> str:
        sign = h.ne if other else "="
        if once:
            return h.rng.choice((r"\sum_{w \in Vocab, w = w_k}", r"\sum_{w \in V: w = w_k}"))
        a, k = f"w_{letter}" if len(letter) == 1 else f"w_{{{letter}}}", "w_k"
        ua, uk = f"u_{{{a}}}" if h.nested else f"u_{letter}", "u_{w_k}" if h.nested else "u_k"
        forms = (
            rf"\sum_{{{letter}: {a} {sign} {k}}}", rf"\sum_{{{a} {sign} {k}}}", rf"\sum_{{{letter}=1, {a} {sign} {k}}}^{{K}}",
            rf"\sum_{{\substack{{1 \le {letter} \le K \\ {a} {sign} {k}}}}}", rf"\sum_{{{ua} {sign} {uk}}}",
            rf"\sum_{{\substack{{{letter}=1 \\ {a}{sign} {k}}}}}^K", rf"\sum_{{{letter}\in\{{1,\dots,K\}}, {a}{sign} {k}}}",
            rf"\sum_{{{letter}=1 \atop {a} {sign} {k}}}^{{K}}", rf"\sum_{{{letter} \mid {a} {sign} {k}}}", rf"\sum_{{{letter}:\, {ua} {sign} {uk}}}",
        )  # fmt: skip
        return h.rng.choice(forms[:3] if h.plain else forms)

    def values(w: World) -> Iterator[int]:
        mine = w.samples[w.letters["k"]]
        if once:
            return iter([w.letters["k"]])
        return (i for i, s in enumerate(w.samples) if (s != mine) == other)

    return _total("sample", body, values, write, "kw", lambda w, i: w.samples[i], sample_text)


def over_window(
    body: Callable[[Callable[[Hand], str], Callable[[World], int]], Term],
    condition: str | None,
    places: Callable[[int], bool],
) -> Term:
    """Sum over the window; `condition`: how a wrong range is written."""
    key = object()
    slot = f"#{id(key)}"
    letter = _bound("window", "", key)
    inside = body(letter, lambda w: w.letters[slot])

    def text(h: Hand) -> str:
        j = letter(h)
        under = condition.format(j=j) if condition is not None else h.window.format(j=j)
        under, above, top = under.partition(" ^ ")
        limits = r"\limits" if not h.plain and h.rng.random() < 0.1 else ""
        head = rf"\sum{limits}_{{{under}}}" + (f"^{{{top}}}" if above else "")
        return f"{head} {inside.at(BIG, h)}"

    def value(w: World) -> Array:
        parts = [inside.value(w.at(slot, j)) for j in range(-M, M + 1) if places(j)]
        return np.asarray(sum(parts[1:], parts[0])) if parts else 0 * inside.value(w.at(slot, 0))

    return Term(BIG, text, value)
