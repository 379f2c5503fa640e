r"""What a writer states before the answer: layouts, definitions, sizes.

`U \in \mathbb{R}^{|V| \times d}`, "y and \hat y are row vectors", "the rows of U are the u_w", "let a = u_o^\top v_c". A
layout rebinds a name to the transpose of what it was; a new name becomes a definition. A restatement of a name that is
known ("\hat y = y") is a claim and changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from verifier.expr.indices import Index, Picked
from verifier.expr.nodes import Column, Expr, Mul, Named, Span, Stack, Symbol, Transpose
from verifier.expr.shapes import SCALAR, Shape
from verifier.expr.sizes import Size
from verifier.expr.walk import free_letters, nodes, put_index
from verifier.functions.base import Function
from verifier.functions.table import functions
from verifier.latex.read.budget import Budget, LimitReached
from verifier.latex.read.construct import registry
from verifier.latex.read.constructs.indicators import Delta
from verifier.latex.read.counted import with_count
from verifier.latex.read.elaborate import Elaborator
from verifier.latex.read.formula import limited, new_parser, read_tokens
from verifier.latex.read.names import canonical, canonical_latex, squeezed
from verifier.latex.read.parser import Refused
from verifier.latex.read.places import size_of
from verifier.latex.read.prepare import prepared
from verifier.latex.read.problems import Note, Problem
from verifier.latex.read.scope import Scope, family_in, scope_of
from verifier.latex.read.shape_remarks import told_shape
from verifier.latex.read.syntax import Name, Script
from verifier.latex.read.tokens import Source, Token
from verifier.latex.read.told_layouts import shaped, told_layout, told_shapes, transposed, with_partners

_IS_SHAPED: Final = re.compile(
    r"^(.*?)\b(?:is|being)\s+an?\s+([^a-zA-Z]*\S.*?)[\s-]*(?:matrix|vector)s?\b\W*$",
    re.IGNORECASE | re.DOTALL,
)
_HAS_COLUMNS: Final = re.compile(
    r"^\s*(?:let|where|here|with)?\s*(?P<name>\S+)\s+[a-z ,]*\bcolumns?\b(?:\s+(?:are|vectors?|being|by|of))*[\s:]+(?P<list>[^a-z\s].*|[a-z]_.*|\\.*)$",
    re.IGNORECASE | re.DOTALL,
)
_FUNCTION_WORDS: Final = {
    "heaviside": "heaviside", "unit step": "heaviside", "step": "heaviside", "sign": "sign", "sigmoid": "sigmoid",
    "logistic": "sigmoid", "softmax": "softmax", "relu": "relu", "rectified": "relu", "hyperbolic tangent": "tanh",
}  # fmt: skip
_IS_FUNCTION: Final = re.compile(
    r"(?<![A-Za-z\\])\\?(?P<letter>[A-Za-z]+)\s*(?:\(\s*[a-z\\cdot]*\s*\))?\s*(?:is|denotes|means|be|stands\s+for)\s+(?P<not>not\s+)?(?:the\s+)?"
    r"(?P<word>heaviside|unit[\s-]+step|step|sign(?:um)?|sigmoid|logistic|softmax|relu|rectified|hyperbolic\s+tangent)\b(?:[\s-]*(?:step|linear|unit|activation))*(?:\s+function)?\W*$",
    re.IGNORECASE,
)
_IS_SET: Final = re.compile(
    r"^\s*(?:let|where|here|with)?\s*(?P<name>[A-Za-z](?:_\{?[a-z]\}?)?)\s+(?:be|is|denotes?|being)\s+(?:the\s+)?set\s+of\s+"
    r"(?:all\s+)?(?:the\s+)?(?:[a-z]+\s+){0,3}?(?P<letter>[a-z])\s+(?:with|where|for\s+which|such\s+that|s\.t\.)\s+(?P<what>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_OWN_FUNCTION: Final = re.compile(
    r"^(?:let|where|with|define|here|and)?\s*\$?(?P<name>[A-Za-z]|\\[A-Za-z]+)\s*\(\s*(?P<letter>[A-Za-z]|\\[A-Za-z]+)\s*\)\s*:?=\s*(?P<body>[^=]+)$",
    re.IGNORECASE | re.DOTALL,
)
_LET: Final = re.compile(
    r"^\s*(?:\\text\s*\{)?\s*(?:let|define|denote|set|write|where|with|we let|令|设|记)\b[:\s,}]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Given:
    """The scope after a statement. `adopted`: keys whose meaning it set; `claims`: what it only claims. `unclear`: it
    speaks of a layout that is not understood."""

    scope: Scope
    adopted: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()
    unclear: bool = False


def read_given(text: str, scope: Scope, budget: Budget | None = None) -> Given:
    """`scope` with what `text` states."""
    source = Source(text, budget or Budget(), [])
    try:
        counted = with_count(text, scope)
        if counted is not None:
            return Given(counted, adopted=tuple(k for k in counted.values if k not in scope.values))
        text, source = _set_in_words(text, source)
        if (listed := _columns_told(text)) is not None:
            told = _from_formula(Source(listed, source.budget, source.notes), scope)
            if told.adopted:
                return told
        if (named := _function_told(text)) is not None:
            letter, function = named
            return Given(scope.with_function(letter, function), adopted=(letter,))
        if (own := own_function(text, scope) or _of_names(text, scope)) is not None:
            return own
        words = told_layout(text, scope)
        if words is not None and not _is_formula(text):
            return Given(words.scope, adopted=words.adopted, unclear=words.unclear)
        given = _from_formula(_shape_in_words(source), scope)
        if given.adopted:
            return given
        shapes = told_shapes(text, scope)
        return given if shapes is None else Given(shapes.scope, adopted=shapes.adopted)
    except (LimitReached, RecursionError) as limit:
        return Given(scope, problems=limited(text, limit).problems)


def _function_told(text: str) -> tuple[str, Function] | None:
    """`H is the Heaviside step function`, `where $g(x)$ denotes the sigmoid`: a letter for a function of the language."""
    said = _IS_FUNCTION.search(text.replace("$", " "))
    if said is None or said["not"]:
        return None
    word = said["word"].lower()
    name = next(name for key, name in _FUNCTION_WORDS.items() if word.startswith(key))
    return said["letter"], functions()[name]


def own_function(text: str, scope: Scope) -> Given | None:
    r"""`f(x) = \frac{1}{1 + e^{-x}}`: a function of a number, by its formula; one of the set's names is left as it is."""
    said = _OWN_FUNCTION.match(text.strip().strip("$"))
    if said is None:
        return None
    name, letter = said["name"].lstrip("\\"), said["letter"].lstrip("\\")
    if (
        name in ("J", "L", "d", "e")
        or name in scope.functions
        or name in scope.values
        or name in scope.columns
    ):
        return None
    argument = Symbol(name=letter, of_shape=SCALAR, latex=said["letter"])
    inner = replace(scope.with_value(letter, argument), variable=None)
    source = Source(said["body"].rstrip(" .,;$"), Budget(), [])
    formulas, _, _ = read_tokens(prepared(source, inner)[0], source, inner)
    if not formulas or not formulas[0].shape.is_scalar:
        return None
    body = formulas[0]
    index = next((i for i in _free_indices(body) if i.name == letter), None)
    if index is not None and not any(node == argument for _, node in nodes(body)):
        return Given(scope.with_indexed(name, index, body), adopted=(name,))  # p(w) = sigma(u_w . v_c)
    return Given(scope.with_own_function(name, argument, body), adopted=(name,))


_OF_NAMES: Final = re.compile(
    r"(?P<name>[A-Za-z])\s*\((?P<names>[^()=]*)\)\s*=(?P<body>(?:(?!=)[^;])+)$", re.DOTALL
)


def _of_names(text: str, scope: Scope) -> Given | None:
    r"""`f(v_c) = \sum_w \exp(u_w^\top v_c)`: a value with the names that it depends on beside it."""
    said = _OF_NAMES.match(text.strip().strip("$"))
    if said is None or said["name"] in ("J", "L", "d", "e") or said["name"] in scope.functions:
        return None
    if scope.names(said["name"]) or said["name"] in scope.columns:
        return None

    def read(part: str) -> tuple[Expr, ...]:
        source = Source(part, Budget(), [])
        return tuple(read_tokens(prepared(source, scope)[0], source, scope)[0])

    body = read(said["body"].rstrip(" .,$"))
    # Of things that this question speaks of: another question may have an f of its own.
    keys = [canonical_latex(name) for name in said["names"].split(",")]
    if not all(key is not None and scope.names(key) for key in keys):
        return None
    if not body:
        # It is the writer's all the same, and no loss.
        return Given(replace(scope, applied={**scope.applied, said["name"]: squeezed(said["names"])}))
    value = Named(said["name"], said["name"], body[0])
    return Given(scope.with_applied(said["name"], squeezed(said["names"]), value), adopted=(said["name"],))


def _set_in_words(text: str, source: Source) -> tuple[str, Source]:
    """ "S is the set of indices i with w_i = w_k" as `S = \\{i : w_i = w_k\\}`."""
    said = _IS_SET.match(
        re.sub(r"\\(?:text|textrm|mathrm|mbox)\s*\{([^{}]*)\}", r" \1 ", text.replace("$", " "))
    )
    if said is None:
        return text, source
    told = rf"{said['name']} = \{{{said['letter']} : {said['what'].strip().rstrip('.')}\}}"
    return told, Source(told, source.budget, source.notes)


def _columns_told(text: str) -> str | None:
    r"""`U_W \text{ has columns } u_{w_1}, \dots` as `U_W = [u_{w_1}, \dots]`."""
    said = _HAS_COLUMNS.match(
        re.sub(r"\\(?:text|textrm|mathrm|mbox)\s*\{([^{}]*)\}", r" \1 ", text.replace("$", " "))
    )
    if said is None or "=" in said["name"]:
        return None
    return f"{said['name'].strip()} = [{said['list'].strip().rstrip('.')}]"


# --- formulas ---------------------------------------------------------------------------------------------------


def _from_formula(source: Source, scope: Scope) -> Given:
    """`x \\in R^{..}`, `name = formula`, several of them with commas between."""
    head = _LET.match(source.text)
    tokens = prepared(source, scope)[0]
    start = head.end() if head else 0
    tokens = [t for t in tokens if t.start >= start and t.text not in ("let", "Let")]
    tokens = _with_words(tokens)
    given = Given(scope)
    for part in _statements(tokens):
        if part:
            given = _merged(given, statement(part, source, given.scope))
    return replace(given, notes=tuple(source.notes))


def _is_formula(text: str) -> bool:
    """Whether what speaks of columns is a formula after all: `U = [u_1, .., u_V]` (as columns)."""
    return bool(re.search(r"[=∈]|\\in\b", text)) and not re.search(r"\brows?\b|行", text)


def _shape_in_words(source: Source) -> Source:
    """ "U is a |V| x d matrix" as `U \\in |V| x d`."""
    said = _IS_SHAPED.match(source.text)
    return Source(rf"{said[1]} \in {said[2]}", source.budget, source.notes) if said else source


def _with_words(tokens: list[Token]) -> list[Token]:
    """`U in R^{V x D}`, `U is V x D`: the little word is the relation."""
    out: list[Token] = []
    for token in tokens:
        before = out[-1] if out else None
        joined = before is not None and before.end == token.start and before.kind == token.kind == "name"
        if joined and before is not None and before.text + token.text in ("in", "is"):
            out[-1] = Token("relation", "in", before.start, token.end)
        else:
            out.append(token)
    return out


def _statements(tokens: list[Token]) -> list[list[Token]]:
    """Cut at commas, rows and words of the outermost level; a list of names before `\\in` stays whole."""
    out: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.kind in ("open", "begin")) - (token.kind in ("close", "end"))
        if depth == 0 and token.kind in ("comma", "row", "text") and token.text != ":":
            if any(t.kind == "relation" for t in out[-1]) or token.kind == "row":
                out.append([])
            elif token.kind == "comma":
                out[-1].append(token)
        else:
            out[-1].append(token)
    return out


def _merged(a: Given, b: Given) -> Given:
    return Given(b.scope, a.adopted + b.adopted, a.claims + b.claims, (), a.problems + b.problems)


def statement(tokens: list[Token], source: Source, scope: Scope) -> Given:
    relation = next((at for at, t in enumerate(tokens) if t.kind == "relation" and _top(tokens, at)), None)
    if relation is None:
        shaped = _with_colon(tokens)
        if shaped is None:
            return Given(scope)
        relation = shaped
    left, right = tokens[:relation], tokens[relation + 1 :]
    sign = tokens[relation].text
    if sign == "in" or tokens[relation].kind == "comma":
        return _shape_statement(left, right, source, scope)
    if sign == "=":
        if (shape := told_shape(right, source, scope)) is not None and "Reals" in {t.text for t in right}:
            return _shaped(left, shape, source, scope)
        # `s = U^T v_c \in R^V`: the value, and what kind of thing it is.
        kind = next((at for at, t in enumerate(right) if t.text == "in" and _top(right, at)), None)
        return define(left, right[:kind], source, scope)
    return Given(scope)


def _top(tokens: list[Token], at: int) -> bool:
    return sum((t.kind == "open") - (t.kind == "close") for t in tokens[:at]) == 0


def _with_colon(tokens: list[Token]) -> int | None:
    """`U : D \\times V`."""
    return next((at for at, t in enumerate(tokens) if t.kind == "comma" and t.text == ":"), None)


def _shape_statement(left: list[Token], right: list[Token], source: Source, scope: Scope) -> Given:
    shape = told_shape(right, source, scope)
    return Given(scope) if shape is None else _shaped(left, shape, source, scope)


def _shaped(left: list[Token], shape: Shape, source: Source, scope: Scope) -> Given:
    """Each name on the left has `shape`: as known, or the other way round."""
    keys = [key for name in _cut(left) if (key := key_of(name, source, scope)) is not None]
    turned: list[str] = []
    out = scope
    for key in keys:
        told = shaped(scope, key, shape)
        turned.extend(told.adopted)
        out = told.scope if len(keys) == 1 else out
    if len(keys) > 1:
        letters = [k for k in turned if k not in scope.values]
        out = transposed(scope, [k for k in turned if k in scope.values]).scope
        out = with_partners(out, turned)
        for letter in letters:
            out = out.with_rows(letter)
    return Given(out, adopted=tuple(turned))


def _cut(tokens: list[Token]) -> list[list[Token]]:
    out: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.kind in ("open", "begin")) - (token.kind in ("close", "end"))
        if depth == 0 and token.kind in ("comma", "text"):
            out.append([])
        else:
            out[-1].append(token)
    return [part for part in out if part]


def key_of(tokens: list[Token], source: Source, scope: Scope) -> str | None:
    parser = new_parser(tokens, source, scope)
    try:
        node = parser.item()
    except Refused:
        return None
    if node is None or parser.at < len(tokens):
        return None
    if isinstance(node, Delta):  # a delta with one index is a name
        return canonical(Script(node.span, Name(node.span, "delta"), (node.clauses,)), source.text)
    return canonical(node, source.text)


def define(left: list[Token], right: list[Token], source: Source, scope: Scope) -> Given:
    """A new name adopted; a known one left as it is."""
    key = key_of(left, source, scope)
    span: Span = (left[0].start, left[-1].end) if left else (0, 0)
    if (layout := _by_its_columns(left, right, source, scope)) is not None:
        return layout
    if key is None:
        return Given(scope, claims=(source.slice(span),))
    bare_column = key in scope.columns and key not in scope.values  # `u = u_{w_k}`
    if (
        (scope.names(key) and not bare_column)
        or (key in scope.indices and (key in scope.free or not _more_than_a_letter(right)))
        or (
            scope.is_loss(key.partition("_")[0]) and key not in ("f", "F") and not _is_one_of_many(key, scope)
        )
    ):
        return Given(scope, claims=(key,))
    formulas, problems, _ = read_tokens(right, source, scope)
    if not formulas and _is_set(right):
        edge = [Token("bar", "|", t.start, t.start) for t in (right[0], right[-1])]
        formulas, problems, _ = read_tokens([edge[0], *right, edge[1]], source, scope)
        scope = scope.with_set(key, source.text[right[0].start : right[-1].end])
        key = f"|{key}|"
    elif not formulas and _is_listed(right) and (key not in scope.sizes or key in scope.guessed):
        return Given(scope.with_set(key, source.text[right[0].start : right[-1].end]), adopted=(key,))
    if not formulas:
        size = _size_definition(right, source, scope)
        if size is not None:
            return Given(scope.with_size(key, size), adopted=(key,))
        if key in scope.borrowed or key.partition("_")[0] in scope.borrowed:
            return Given(scope, claims=(key,))
        if any(t.text in (r"\max", "max", r"\min", "min") for t in right[:2]) and len(key) == 1:
            # m = max_w z_w is a number; which one does not matter where it cancels, as in a softmax
            number = Symbol(f"{key}_any", SCALAR, key)
            known = scope.with_value(key, number)
            return Given(replace(known, anything=scope.anything | {number}), adopted=(key,))
        return Given(scope, problems=problems)
    body: Expr = formulas[0]
    head, _, letter = key.partition("_")
    index = next((i for i in _free_indices(body) if i.name == letter), None)
    if index is not None and head not in scope.values:
        index, body = _score_of_a_word(index, body)
        scope, kept = _beside(scope, head, index, body, key, source.slice(span))
        if kept:
            return Given(scope, adopted=(key,))
        return Given(scope.with_indexed(head, index, body), adopted=(head,))
    # `Q = I` is a matrix of the size that fits where it stands: each of its readings is kept.
    meant = [Named(key, source.slice(span), formula) for formula in formulas]
    return Given(scope.with_value(key, *meant), adopted=(key,))


def _by_its_columns(left: list[Token], right: list[Token], source: Source, scope: Scope) -> Given | None:
    r"""`U = [u_1, \dots, u_V]^\top`, `U^\top = [u_1, \dots, u_V]`: the layout that a list of the columns tells."""
    for whole in read_tokens(left, source, scope)[0]:
        matrix = whole.arg if isinstance(whole, Transpose) else whole
        key = next((k for k, values in scope.values.items() if matrix in values), None)
        if key is None or matrix not in scope.columns.values():
            continue
        for listed in read_tokens(right, source, scope)[0]:
            of = {n.matrix for _, n in nodes(listed) if isinstance(n, Column)}
            lies_otherwise = listed.shape == whole.shape.transposed != whole.shape
            if isinstance(listed, Transpose | Stack) and of == {matrix} and lies_otherwise:
                turned = transposed(scope, [key])
                return Given(turned.scope, adopted=turned.adopted)
    return None


def _more_than_a_letter(tokens: list[Token]) -> bool:
    """More than a number or a letter: then `x = U^\\top v_c` gives another sense to the x that some sum binds."""
    return len(tokens) > 3 and any(t.text in ("_", "^", "(") for t in tokens)


def _score_of_a_word(index: Index, body: Expr) -> tuple[Index, Expr]:
    """A score u_k^T v_c of the k-th sample is that of its word: the same name has a sense for any other word."""
    match body:
        case Mul(factors=(Transpose(arg=Column(matrix=matrix, index=Picked(map=family, at=at))), other)) if (
            at == index
        ):
            word = Index(index.name, family.values)
            return word, Mul((Transpose(Column(matrix, word)), other))
        case Mul(factors=(Transpose() as other, Column(matrix=matrix, index=Picked(map=family, at=at)))) if (
            at == index
        ):
            word = Index(index.name, family.values)
            return word, Mul((other, Column(matrix, word)))
    return index, body


def _beside(scope: Scope, head: str, index: Index, body: Expr, key: str, written: str) -> tuple[Scope, bool]:
    """lambda_o and lambda_k given one after the other: the one of a word the question names is a value of its own.

    True: that is the new one.
    """
    had = scope.indexed.get(head)
    if had is None or had[0].name == index.name:
        return scope, False
    if had[0].range == index.range and put_index(had[1], had[0].name, index) == body:
        return scope, True
    samples = scope.samples
    numbered = samples is not None and had[0].range == samples.map.arguments
    if numbered and index.range != had[0].range:
        return scope.with_value(key, Named(key, written, body)), True
    own = f"{head}_{had[0].name}"
    return scope.with_value(own, Named(own, own, had[1])), False


def _is_set(tokens: list[Token]) -> bool:
    r"""`\{s : w_s = w_k\}`: what it is good for is how many there are."""
    return tokens[:1] != [] and tokens[0].text == r"\{" and any(t.kind == "relation" for t in tokens)


def _is_listed(tokens: list[Token]) -> bool:
    r"""`\{w_1, \dots, w_K\}`."""
    braced = len(tokens) > 2 and tokens[0].text == r"\{" and tokens[-1].text == r"\}"
    return braced and any(t.kind == "dots" for t in tokens)


def _is_one_of_many(key: str, scope: Scope) -> bool:
    """Whether `J_j` numbers losses, one for each word of a window."""
    letter = key.partition("_")[2]
    return bool(scope.opaques) and len(letter) == 1 and family_in(letter) is None


def _free_indices(body: Expr) -> list[Index]:
    """The index letters that are free in a formula, with their ranges."""
    free = free_letters(body)
    return [i for i in scope_of(body).indices.values() if i.name in free]


def _size_definition(tokens: list[Token], source: Source, scope: Scope) -> Size | None:
    parser = new_parser(tokens, source, scope)
    try:
        tree = parser.terms()
    except Refused:
        return None
    return size_of(Elaborator(scope, source, registry()), tree) if parser.at == len(tokens) else None
