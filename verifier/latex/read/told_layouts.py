r"""Layouts told in words: "the rows of U are the u_w", "y and \hat y are row vectors", "U is of shape (V, d)", "y is 1 x V".

What turns a name is that it is said to be a row, to hold its vectors in rows, or to have the transposed shape. A
sentence about rows that is not understood is told as unclear: an answer cannot be judged under it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from verifier.expr.nodes import Column, Each, Expr, Named, Neg, Stack, Transpose
from verifier.expr.shapes import Shape
from verifier.expr.sizes import Size
from verifier.latex.read.scope import Scope

_ROW: Final = re.compile(r"\brows?\b|\brow-?wise\b|行", re.IGNORECASE)
_ROW_VECTOR: Final = re.compile(
    r"\brows?[\s-]*(?:vectors?|forms?)\b|\b(?:is|as|being)\s+an?\s+row\b(?!\s+of)|行向量", re.IGNORECASE
)
_COLUMN: Final = re.compile(r"\bcolumns?\b|\bcolumn-?wise\b|列", re.IGNORECASE)
_NO_ROWS: Final = re.compile(
    r"(?:\bnot|n't|\bno|\brather than|\binstead of|不是|而不是|而非)\s*(?:\w+\s+){0,3}?(?:rows?\b|row-?wise|行)",
    re.IGNORECASE,
)
_NO_COLUMNS: Final = re.compile(
    r"(?:\bnot|n't|\bno|\brather than|\binstead of|不是|而不是|而非)\s*(?:\w+\s+){0,3}?(?:columns?\b|column-?wise|列)",
    re.IGNORECASE,
)
_TRANSPOSED: Final = re.compile(r"\^\s*(?:\\top|\\intercal|T|\\mathsf T|\\mathrm T|Tr)(?![a-zA-Z])")
_EVERY: Final = re.compile(r"\b(?:all|every|the|both)\s+(?:\w+\s+)?vectors?\b|所有", re.IGNORECASE)
_PLURAL: Final = re.compile(r"\brow[\s-]*vectors\b", re.IGNORECASE)
_WORD_VECTORS: Final = re.compile(
    r"\b(?:word|outside|context|embedding|center|centre)\s*(?:vectors?|embeddings?)|词向量", re.IGNORECASE
)
_DRESS: Final = re.compile(
    r"\\(?:mathbf|boldsymbol|bm|pmb|text|textbf|mathrm|textrm|mathcal|mathbb|operatorname|left|right|quad|qquad|displaystyle)(?![a-zA-Z])"
    r"|\\[ ,;:!]|[{}$]|~"
)  # fmt: skip
_NAME: Final = re.compile(
    r"\\(?:wide)?(?:hat|tilde)\s*[a-zA-Z]|ŷ|\by_?hat|\\[a-zA-Z]+|(?<![A-Za-z\\])[a-zA-Z](?:_[a-zA-Z])?(?![A-Za-z])"
)
_SIZE: Final = r"\|?\s*[A-Za-z]+(?:\s+size)?\s*\|?|1"
_SHAPE: Final = re.compile(
    rf"(?<![A-Za-z|\\])({_SIZE})\s*(?:\\times|×|\bx\b|\*|,|\bby\b|\\cdot|乘)\s*({_SIZE})(?![A-Za-z|])",
    re.IGNORECASE,
)
_SAYS_SHAPE: Final = re.compile(
    r"shape|dim|size|\bis\b|\bare\b|\bby\b|×|times|:|\(|维|为|是|\bR\b|\^|_", re.IGNORECASE
)


_OF_GRADIENTS: Final = re.compile(r"\b(?:gradients?|derivatives?|jacobians?)\b|梯度|导数", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """The scope after a sentence and the names that it turned. `unclear`: it speaks of rows, and of what is not known."""

    scope: Scope
    adopted: tuple[str, ...] = ()
    unclear: bool = False


def told_layout(text: str, scope: Scope) -> Told | None:
    """What a sentence says of rows and columns; None where it says nothing of them."""
    plain = _DRESS.sub(" ", text)
    if _OF_GRADIENTS.search(plain):
        return Told(scope)  # how gradients lie is for whoever compares them
    rows, columns = bool(_ROW.search(plain)), bool(_COLUMN.search(plain))
    if not rows and not columns:
        return None
    rows = rows and not _NO_ROWS.search(plain)
    columns = columns and not _NO_COLUMNS.search(plain)
    names = names_in(plain, scope)
    if rows and columns:
        return Told(scope, unclear=bool(names))
    if _ROW_VECTOR.search(plain) and rows:
        return _row_vectors(plain, names, scope)
    matrices = [k for k in names if is_matrix(scope, k)]
    turned = bool(matrices) and _is_transposed(plain, matrices[0])
    if rows:
        return _by_rows(plain, names, matrices, turned, scope)
    if not columns:
        return Told(scope)
    return _in_rows(scope, matrices[:1]) if turned else Told(scope)


def told_shapes(text: str, scope: Scope) -> Told | None:
    """`U is of shape (V, d)`, `y and yhat are 1 x V`: each name has the shape that is told behind it."""
    plain = _DRESS.sub(" ", text)
    out = Told(scope)
    at = 0
    for match in _SHAPE.finditer(plain):
        before = plain[at : match.start()]
        shape = _shape(match, out.scope)
        if shape is None or not _SAYS_SHAPE.search(before):
            continue
        at = match.end()
        for key in names_in(before, out.scope):
            told = shaped(out.scope, key, shape)
            out = Told(told.scope, (*out.adopted, *told.adopted))
    return out if out.adopted else None


def _shape(match: re.Match[str], scope: Scope) -> Shape | None:
    sizes = [_size(word, scope) for word in match.groups()]
    return Shape(sizes[0], sizes[1]) if sizes[0] is not None and sizes[1] is not None else None


def _size(word: str, scope: Scope) -> Size | None:
    word = word.strip(" |")
    if word == "1":
        return Size.of(1)
    if word.lower().startswith("vocab"):
        word = "Vocab"
    return scope.sizes.get(word)


# --- names ------------------------------------------------------------------------------------------------------


def names_in(plain: str, scope: Scope) -> list[str]:
    """Known names that stand in a sentence without its dress, in order."""
    out: dict[str, None] = {}
    for match in _NAME.finditer(plain):
        word = re.sub(r"\s+", "", match.group())
        hat = re.fullmatch(r"\\(?:wide)?(?:hat|tilde)([a-zA-Z])|ŷ|y_?hat", word)
        key = f"hat {hat.group(1) or 'y'}" if hat else word.lstrip("\\")
        head = key.partition("_")[0]
        if key in scope.values and not (word in ("a", "A") and len(word) == 1):
            out.setdefault(key)
        elif head in scope.columns:
            out.setdefault(head)
    return list(out)


def is_matrix(scope: Scope, key: str) -> bool:
    return any(v.shape.is_matrix for v in scope.values.get(key, ()))


def _is_transposed(plain: str, key: str) -> bool:
    at = re.search(rf"(?<![A-Za-z\\]){re.escape(key)}(?![A-Za-z])\s*", plain)
    return at is not None and _TRANSPOSED.match(plain, at.end()) is not None


# --- what is turned ---------------------------------------------------------------------------------------------


def _by_rows(plain: str, names: list[str], matrices: list[str], turned: bool, scope: Scope) -> Told:
    """Rows of a matrix: it holds its vectors in rows. Without a matrix: that of the letters; else the vectors named."""
    if matrices:
        return Told(scope) if turned else _in_rows(scope, matrices[:1])
    letters = [k for k in names if k in scope.columns and k not in scope.values]
    if letters:
        return _in_rows(scope, _holders(scope, letters))
    if names:
        return rows(scope, names)
    if _WORD_VECTORS.search(plain):
        return _in_rows(scope, _holders(scope, list(scope.columns)))
    return Told(scope)


def _in_rows(scope: Scope, keys: list[str]) -> Told:
    """The matrices hold their vectors in rows. Said after their shape was, it is said a second time and turns nothing back."""
    return transposed(scope, [k for k in keys if not all(isinstance(v, Transpose) for v in scope.values[k])])


def _holders(scope: Scope, letters: list[str]) -> list[str]:
    found = [scope.columns[k] for k in letters]
    return list(dict.fromkeys(k for k, values in scope.values.items() for m in found if m in values))


def _row_vectors(plain: str, names: list[str], scope: Scope) -> Told:
    matrices = [k for k in names if is_matrix(scope, k)]
    if matrices and re.search(r"\brows?\s+of\b|的行", plain):
        return _in_rows(scope, matrices[:1])
    keys = [k for k in names if k not in matrices]
    if not keys and _WORD_VECTORS.search(plain):
        keys = list(scope.columns)
    elif not keys and (_EVERY.search(plain) or (not names and _PLURAL.search(plain))):
        vectors = [k for k, values in scope.values.items() if any(v.shape.is_vector for v in values)]
        keys = [*vectors, *scope.columns]
    return rows(scope, keys) if keys else Told(scope, unclear=bool(matrices))


def transposed(scope: Scope, keys: list[str]) -> Told:
    """The names stand for the transposes of what they were."""
    for key in keys:
        values = scope.values.get(key, ())
        turned = tuple(v.arg if isinstance(v, Transpose) else Transpose(v) for v in values)
        beside = {k: _either(had, values) for k, had in scope.values.items() if k not in keys}
        scope = replace(scope, values={**scope.values, **beside, key: turned})
    return Told(scope, tuple(keys))


def _either(values: tuple[Expr, ...], matrices: tuple[Expr, ...]) -> tuple[Expr, ...]:
    """A definition of columns of a matrix that the writer stores in rows: its columns may lie in rows as well."""
    of = [m.arg if isinstance(m, Transpose) else m for m in matrices]
    turned = [Transpose(v) for v in values if isinstance(v, Named) and any(holds_columns(v, m) for m in of)]
    return (*values, *(t for t in turned if t not in values))


def holds_columns(named: Named, of: Expr) -> bool:
    """Whether a definition lists columns of a matrix, with a sign or without."""
    if not isinstance(named.body, Stack):
        return False
    bodies = [b.body if isinstance(b, Each) else b for b in named.body.blocks]
    bare = [b.arg if isinstance(b, Neg) else b for b in bodies]
    return all(isinstance(b, Column) and b.matrix == of for b in bare)


def rows(scope: Scope, keys: list[str]) -> Told:
    """The names stand for rows; those that are rows already stay."""
    vectors = [k for k in keys if any(v.shape.is_vector for v in scope.values.get(k, ()))]
    out = with_partners(transposed(scope, vectors).scope, vectors)
    letters = [k for k in keys if k in scope.columns and k not in vectors]
    for letter in letters:
        out = out.with_rows(letter)
    return Told(out, (*vectors, *letters))


def with_partners(scope: Scope, turned: list[str]) -> Scope:
    """A row \\hat y is taken from a row y, and the other way round: the one of which nothing is told may be a row as well."""
    for key in turned:
        hat, _, plain = key.rpartition(" ")
        partner = plain if hat else f"hat {key}"
        values = scope.values.get(partner, ())
        if partner not in turned and len(values) == 1 and values[0].shape.is_vector:
            both = (Transpose(values[0]), values[0])
            scope = replace(scope, values={**scope.values, partner: both})
    return scope


def shaped(scope: Scope, key: str, shape: Shape) -> Told:
    """A name of which a shape is told: as known, or the other way round."""
    letter = key.partition("_")[0]
    values = scope.values.get(key, ())
    if values and not any(v.shape == shape for v in values):
        if any(v.shape.transposed == shape for v in values):
            return Told(with_partners(transposed(scope, [key]).scope, [key]), (key,))
    elif letter in scope.columns and not values:
        column = Shape(scope.columns[letter].shape.rows, Size.of(1))
        if shape == column.transposed:
            return Told(scope.with_rows(letter), (letter,))
    return Told(scope)
