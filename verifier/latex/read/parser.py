"""Tokens to syntax: sums of products of items with scripts, by precedence; constructs bring the rest.

The parser knows letters, numbers, brackets, scripts and signs. Everything else (a fraction, a sum, cases) is a construct
that is found by the token it starts with. What a name means plays one part only: a function's name wants an operand, so a
minus after it belongs to the operand.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from verifier.latex.read.brackets import fits
from verifier.latex.read.budget import LimitReached
from verifier.latex.read.problems import Problem, ProblemKind
from verifier.latex.read.syntax import (
    Accent,
    Bracket,
    Clause,
    Clauses,
    Dots,
    Name,
    Node,
    Num,
    Op,
    Prefix,
    Run,
    Script,
    Terms,
    sole,
)
from verifier.latex.read.tokens import Source, Token

if TYPE_CHECKING:
    from verifier.latex.read.construct import Registry

_END: Final = Token("end of text", "", 0, 0)
_STARTERS: Final = frozenset({"command", "begin", "name", "open", "number"})
_SIGNED: Final = frozenset({"log", "ln", "exp", "Log", "Exp"})
_ATOMS: Final = frozenset({"number", "name", "open", "dots"})


class Refused(Exception):
    """What stands there cannot be parsed; kept inside the reader."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Parser:
    """One pass over the tokens of one formula."""

    def __init__(
        self,
        tokens: list[Token],
        source: Source,
        functions: frozenset[str],
        registry: Registry,
        declared: frozenset[str] = frozenset(),
    ) -> None:
        self.tokens = tokens
        self.source = source
        self.functions = functions
        self.registry = registry
        self.declared = declared
        self.at = 0
        self.depth = 0
        self.end = tokens[-1].end if tokens else 0

    # --- tokens

    @property
    def next(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else _END

    def peek(self, ahead: int = 1) -> Token:
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else _END

    def take(self) -> Token:
        token = self.next
        self.at += token is not _END
        return token

    def took(self, kind: str, text: str | None = None) -> bool:
        """Takes the next token if it is of that kind."""
        token = self.next
        if token.kind == kind and (text is None or token.text == text):
            self.at += 1
            return True
        return False

    def fail(
        self, message: str, token: Token | None = None, kind: ProblemKind = "syntax", name: str = ""
    ) -> Refused:
        token = token or self.next
        span = (token.start, token.end) if token is not _END else (self.end, self.end)
        return Refused(Problem(kind, span, message, name))

    def here(self) -> int:
        return self.next.start if self.next is not _END else self.end

    def so_far(self) -> int:
        return self.tokens[self.at - 1].end if self.at else 0

    # --- clauses, terms, runs

    def clauses(self) -> Clauses:
        """Clauses with commas, rows, bars or words between, up to a closing bracket or the end."""
        out: list[Clause] = []
        while True:
            token = self.next
            if token.kind == "text":
                self.take()
                out.append(Clause((token.start, token.end), (), (), token.text))
                continue
            if token.kind in ("close", "end", "end of text"):
                return tuple(out)
            if token.kind in ("comma", "row", "cell", "bar"):
                starts = (token.text == ":" and self._colon_is_all()) or (
                    token.kind == "bar" and self._bar_opens()
                )
                if not starts:
                    self.take()
                    continue
            before = self.at
            out.append(self.clause())
            if self.at == before:
                raise self.fail(f"`{self.source.slice((token.start, token.end))}` is not expected here")

    def _colon_is_all(self) -> bool:
        """Whether a colon stands alone between commas, as in `A_{:,j}` and `A_{:j}`."""
        before = self.tokens[self.at - 1] if self.at else _END
        after = self.peek()
        first = before.kind == "open" or before.text == ","
        return first or after.kind == "close"

    def clause(self) -> Clause:
        start = self.here()
        if self.next.text == ":" and self.next.kind == "comma":
            token = self.take()
            colon = Name((token.start, token.end), ":")
            run = Run(colon.span, (colon,))
            return Clause(colon.span, (Terms(colon.span, ((1, run),)),))
        parts = [self.terms()]
        relations: list[str] = []
        while self.next.kind == "relation":
            relations.append(self.take().text)
            parts.append(self.terms())
        return Clause((start, self.so_far()), tuple(parts), tuple(relations))

    def terms(self) -> Terms:
        """Products with signs between; empty where no product starts."""
        start = self.here()
        parts: list[tuple[int, Run]] = []
        while True:
            sign = self._sign()
            if parts and sign == 0:
                break
            run = self.run()
            if not run.items:
                if sign:
                    raise self.fail("a term is missing after the sign")
                break
            parts.append((sign or 1, run))
        self.source.budget.step()
        return Terms((start, max(self.so_far(), start)), tuple(parts))

    def _sign(self) -> int:
        """0: no sign; else the product of the signs that stand here."""
        sign = count = 0
        while self.next.kind == "sign":
            sign = (sign or 1) * (-1 if self.take().text == "-" else 1)
            count += 1
        if count > 3:
            raise self.fail("too many signs in a row")
        return sign

    def run(self) -> Run:
        items: list[Node] = []
        start = self.here()
        while True:
            token = self.next
            if token.kind == "factor":
                self.take()
                if token.text == "." and (
                    not items or self.next.kind not in ("name", "command", "open", "number")
                ):
                    continue  # a full stop
                items.append(Op((token.start, token.end), token.text))
                continue
            if token.kind == "open" and token.text == "{" and items and self._is_function(items[-1]):
                items.append(self.scripts(self.argument()))
                continue
            if token.kind == "sign" and items and self.wants_operand(items[-1]):
                items.append(self._signed(items[-1]))
                continue
            item = self.item()
            if item is None:
                return Run((start, max(self.so_far(), start)), tuple(items))
            items.append(item)

    def wants_operand(self, item: Node) -> bool:
        r"""Whether a sign after `item` belongs to its operand: after `\log`, not after a `\sigma` that stands for its value."""
        if isinstance(item, Prefix | Op):
            return True
        name = item.base if isinstance(item, Script) else item
        return isinstance(name, Name) and name.name in _SIGNED and self._is_function(item)

    def _is_function(self, item: Node) -> bool:
        if isinstance(item, Script) and not item.subs:
            item = item.base
        return isinstance(item, Name) and item.name in self.functions

    def argument(self) -> Node:
        """The group after a function's name: its argument, whatever stands in it."""
        opening = self.take()
        self.deeper()
        clauses = self.clauses()
        closing = self.take()
        if closing.kind != "close":
            raise self.fail("the group is not closed", opening)
        self.depth -= 1
        return Bracket((opening.start, closing.end), "{", clauses)

    def _signed(self, before: Node) -> Node:
        """What follows a sign that stands where an operand is wanted: the rest of the sum for a derivative operator."""
        start = self.here()
        if self.registry.takes_rest(before):
            inner = self.terms()
        else:
            sign = self._sign()
            inner = Terms((start, start), ((sign, self.run()),))
        if not inner.parts or not inner.parts[0][1].items:
            raise self.fail("a term is missing after the sign")
        span = (start, self.so_far())
        return Bracket(span, "rest", (Clause(span, (inner,)),))

    # --- items

    def item(self) -> Node | None:
        """The next item with its scripts; None where none starts. Constructs come first."""
        while self.next.kind == "open" and self.next.text == "{" and self.peek().kind == "close":
            self.at += 2  # an empty group
        token = self.next
        self.source.budget.step()
        construct = self.registry.starts.get(token.text) if token.kind in _STARTERS else None
        if construct is not None:
            for parse in construct:
                node = parse(self)
                if node is not None:
                    return node if isinstance(node, Prefix) else self.scripts(node)
        if token.kind in _ATOMS:
            return self.scripts(self.atom())
        if token.kind == "bar" and self._bar_opens():
            return self.scripts(self._bars())
        if token.kind in ("command", "unknown", "begin"):
            if token.text == r"\over":
                return None
            written = self.source.slice((token.start, token.end))
            raise self.fail(f"`{written}` is not known here", token, "unsupported", written.lstrip("\\"))
        if token.kind in ("_", "^"):
            raise self.fail("a subscript or superscript stands alone", token)
        return None

    def atom(self) -> Node:
        token = self.take()
        span = (token.start, token.end)
        match token.kind:
            case "number":
                return Num(span, token.text)
            case "name":
                if token.text == "yhat":
                    return Accent(span, "hat", Name(span, "y"))
                return Name(span, token.text)
            case "dots":
                return Dots(span)
            case "open":
                return self.bracket(token)
        raise self.fail(f"`{self.source.slice(span)}` is not expected here", token)

    def bracket(self, opening: Token) -> Node:
        """What stands between the opening bracket just taken and its partner."""
        self.deeper()
        clauses = self.clauses()
        closing = self.take()
        if not fits(opening, closing):
            raise self.fail(f"the bracket `{opening.text}` is not closed", opening)
        self.depth -= 1
        span = (opening.start, closing.end)
        kind = opening.text if opening.text != "." else "("
        if kind in ("|", "||"):
            return self.registry.bars(span, kind, clauses)
        node = Bracket(span, kind, clauses)
        if kind == "{":
            inner = sole(node)
            if isinstance(inner, Name | Num | Script | Accent | Prefix | Bracket):
                return inner
        return node

    def group(self) -> Terms:
        """The argument of a command: a group, or one item without scripts."""
        if self.next.kind == "open" and self.next.text == "{":
            opening = self.take()
            self.deeper()
            inner = self.terms()
            if not self.took("close"):
                raise self.fail(
                    "the group is not one formula", self.next if self.next is not _END else opening
                )
            self.depth -= 1
            return inner
        token = self.next
        if token.kind == "number" and len(token.text) > 1 and token.text.isdecimal():
            self.tokens[self.at : self.at + 1] = [
                Token("number", digit, token.start + i, token.start + i + 1)
                for i, digit in enumerate(token.text)
            ]
        node = self.bare()
        return Terms(node.span, ((1, Run(node.span, (node,))),))

    def bare(self) -> Node:
        """One item without scripts."""
        token = self.next
        for parse in self.registry.starts.get(token.text, ()) if token.kind in ("command", "begin") else ():
            node = parse(self)
            if node is not None:
                return node
        if token.kind in _ATOMS:
            return self.atom()
        raise self.fail("an argument is missing", token)

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > self.source.budget.depth:
            raise LimitReached(f"brackets and scripts are nested more than {self.source.budget.depth} deep")

    # --- scripts

    def scripts(self, base: Node) -> Node:
        subs: list[Clauses] = []
        sups: list[Clauses] = []
        primes = 0
        while True:
            kind = self.next.kind
            if kind == "open" and self.next.text == "{" and self.peek().kind == "close":
                self.at += 2  # an empty group
                continue
            if kind == "'":
                self.take()
                primes += 1
            elif kind in ("_", "^"):
                self.take()
                inner = self.script()
                prime_only = kind == "^" and len(inner) == 1 and inner[0].words == "'"
                if prime_only:
                    primes += 1
                else:
                    (subs if kind == "_" else sups).append(inner)
            else:
                break
        if not subs and not sups and not primes:
            return base
        return Script((base.span[0], self.so_far()), base, tuple(subs), tuple(sups), primes)

    def script(self) -> Clauses:
        """What stands in a subscript or superscript."""
        token = self.next
        self.deeper()
        if token.kind == "'":
            while self.next.kind == "'":
                self.take()
            out: Clauses = (Clause((token.start, token.end), (), (), "'"),)
        elif token.kind == "open" and token.text == "{":
            self.take()
            if self.next.kind == "'" and self.peek().kind == "close":
                self.take()
                out = (Clause((token.start, token.end), (), (), "'"),)
            else:
                out = self.clauses()
            if not self.took("close"):
                raise self.fail("the script is not closed", token)
        elif token.kind == "text":
            self.take()
            out = (Clause((token.start, token.end), (), (), token.text),)
        elif token.kind in ("sign", "factor") and self.peek().kind in _ATOMS and token.text in "+-":
            out = (self._signed_script(),)
        elif token.kind == "factor" and token.text in ("*", "odot"):
            self.take()
            out = (Clause((token.start, token.end), (), (), "*"),)
        else:
            node = self.bare()
            out = (_as_clause(node),)
        self.depth -= 1
        return out

    def _signed_script(self) -> Clause:
        start = self.here()
        sign = self._sign()
        node = self.bare()
        span = (start, self.so_far())
        return Clause(span, (Terms(span, ((sign, Run(node.span, (node,))),)),))

    # --- bars

    def _bar_opens(self) -> bool:
        """Whether a bar here has a partner before its level ends."""
        depth = 0
        for token in self.tokens[self.at + 1 :]:
            if token.kind in ("open", "begin"):
                depth += 1
            elif token.kind in ("close", "end"):
                depth -= 1
                if depth < 0:
                    return False
            elif token.kind == "bar" and depth == 0 and token.text == self.next.text:
                return True
        return False

    def _bars(self) -> Node:
        opening = self.take()
        self.deeper()
        inner = self.clause()
        closing = self.take()
        if closing.kind != "bar":
            raise self.fail("the bar is not closed", opening)
        self.depth -= 1
        return self.registry.bars((opening.start, closing.end), opening.text, (inner,))


def _as_clause(node: Node) -> Clause:
    run = Run(node.span, (node,))
    return Clause(node.span, (Terms(node.span, ((1, run),)),))


def words_of(clauses: Iterable[Clause]) -> str:
    return " ".join(c.words for c in clauses if c.words)
