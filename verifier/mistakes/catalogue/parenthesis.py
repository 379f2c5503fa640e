"""A bracket in the wrong place: sigma(a - 1) for sigma(a) - 1, a factor outside the sum that binds its letter."""

from collections.abc import Iterator
from fractions import Fraction

from verifier.expr.build import add
from verifier.expr.nodes import Add, Apply, Div, Expr, Mul, Neg, Number, Pow, Sum
from verifier.expr.walk import free_letters
from verifier.language import exp, log, sigmoid, total
from verifier.mistakes.letters import NEG_CENTER, NEG_TRUE, NEGATIVE, SLOPE, o, s, t, u, v_c, ws, x
from verifier.mistakes.model import Edit, Example, Mistake, Told
from verifier.mistakes.trees import loosened, product, times, with_part, without
from verifier.mistakes.view import View
from verifier.mistakes.words import because, quoted


def _repairs(view: View) -> Iterator[Edit]:
    for spot in view.spots:
        for new in _regrouped(spot.node):
            cost = 0.25 if isinstance(spot.node, Add) and _holds_twice(spot.node, new) else 0.0
            yield Edit(path=spot.path, new=new, was=spot.node, now=new, cost=cost)


def _holds_twice(node: Add, new: Expr) -> bool:
    """A factor taken out of one term, to stand before all, that another term has as well: it was there by right."""
    if not isinstance(new, Mul):
        return False
    own = [set(_factors(term)) for term in node.terms]
    return any(sum(factor in has for has in own) > 1 for factor in new.factors)


def _factors(term: Expr) -> tuple[Expr, ...]:
    bare = term.arg if isinstance(term, Neg) else term
    return bare.factors if isinstance(bare, Mul) else (bare,)


def _regrouped(node: Expr) -> Iterator[Expr]:
    match node:
        case Apply():
            yield from _out_of_call(node)
        case Mul(factors=factors):
            yield from _in_product(factors)
        case Add(terms=terms):
            yield from _in_sum(terms)
            roots = [_root(term) for term in terms]
            if all(root is not None for root in roots) and any(
                r != t for r, t in zip(roots, terms, strict=True)
            ):
                yield Pow(Add(tuple(r for r in roots if r is not None)), Number(Fraction(2)))
        case Div(top=top, bottom=bottom):
            yield from _in_quotient(top, bottom)
        case Sum(index=index, conditions=conditions, body=body):
            match body:
                case Pow(base=base, exponent=exponent):
                    yield Pow(Sum(index, conditions, base), exponent)
                case Apply(function=function, args=(arg,)):
                    yield Apply(function, (Sum(index, conditions, arg),))
                case Add(terms=terms):
                    for at, term in enumerate(terms):
                        rest = without(terms, at)
                        yield Add((Sum(index, conditions, rest[0] if len(rest) == 1 else Add(rest)), term))
                case Mul(factors=factors):
                    for at, factor in enumerate(factors):
                        yield times(Sum(index, conditions, product(without(factors, at))), factor)
        case Pow(base=Sum(index=index, conditions=conditions, body=body), exponent=exponent):
            yield Sum(index, conditions, Pow(body, exponent))
        case Pow(base=Apply(function=function, args=(arg,)), exponent=exponent):
            yield Apply(function, (Pow(arg, exponent),))
        case Pow(base=Mul(factors=factors), exponent=exponent):
            for at, factor in enumerate(factors):
                yield Mul(with_part(factors, at, Pow(factor, exponent)))
        case Neg(arg=Add(terms=(first, *rest))) if len(rest) > 1:
            yield Add((Neg(first), *rest))


def _root(term: Expr) -> Expr | None:
    """The e^x of e^{2x}, the a of a^2, 1: for whoever squares a sum term by term."""
    match term:
        case Number(value=value) if value == 1:
            return term
        case Pow(base=base, exponent=Number(value=value)) if value == 2:
            return base
        case Apply(function=function, args=(arg,)) if function.name == "exp":
            match arg:
                case Mul(factors=(Number(value=value), *rest)) if abs(value) == 2:
                    half = product(tuple(rest))
                    return Apply(function, (half if value > 0 else Neg(half),))
                case Neg(arg=Mul(factors=(Number(value=value), *rest))) if value == 2:
                    return Apply(function, (Neg(product(tuple(rest))),))
    return None


def _out_of_call(node: Apply) -> Iterator[Expr]:
    if len(node.args) != 1:
        return
    match node.args[0]:
        case Add(terms=terms):
            for at, term in enumerate(terms):
                rest = without(terms, at)
                inner = rest[0] if len(rest) == 1 else Add(rest)
                yield add(Apply(node.function, (inner,)), loosened(term))
        case Mul(factors=factors):
            for at, factor in enumerate(factors):
                yield times(Apply(node.function, (product(without(factors, at)),)), factor)
        case Pow(base=base, exponent=exponent):
            yield Pow(Apply(node.function, (base,)), exponent)
        case Sum(index=index, conditions=conditions, body=body):
            yield Sum(index, conditions, Apply(node.function, (body,)))


def _in_product(factors: tuple[Expr, ...]) -> Iterator[Expr]:
    for at, factor in enumerate(factors):
        others = without(factors, at)
        match factor:
            case Add(terms=terms):
                for n, term in enumerate(terms):
                    rest = without(terms, n)
                    scaled = Mul(with_part(factors, at, loosened(term)))
                    yield Add((*rest, scaled) if n else (scaled, *rest))
            case Sum(index=index, conditions=conditions, body=body):
                inside = times(body, product(others)) if at == 0 else times(product(others), body)
                yield Sum(index, conditions, inside)
                for n, other in enumerate(factors):
                    if n != at and index.name in free_letters(other):
                        kept = tuple(f for m, f in enumerate(factors) if m not in (at, n))
                        inner = Sum(index, conditions, times(body, other) if n > at else times(other, body))
                        yield product((*kept, inner)) if kept else inner
            case Apply(function=function, args=(arg,)) if at + 1 < len(factors):
                yield product((*factors[:at], Apply(function, (product((arg, *factors[at + 1 :])),))))


def _in_sum(terms: tuple[Expr, ...]) -> Iterator[Expr]:
    for at, term in enumerate(terms):
        bare = term.arg if isinstance(term, Neg) else term
        sign = Neg if isinstance(term, Neg) else _same
        others = without(terms, at)
        match bare:
            case Mul(factors=factors):
                for n, factor in enumerate(factors):
                    for other_at, other in enumerate(others):
                        left = without(others, other_at)
                        group = Add((loosened(other), sign(factor)))
                        new = Mul(with_part(factors, n, group))
                        yield Add((*left, new)) if left else new
            case Sum(index=index, conditions=conditions, body=body):
                for other_at, other in enumerate(others):
                    left = without(others, other_at)
                    new_sum = Sum(index, conditions, Add((other, sign(body))))
                    yield Add((*left, new_sum)) if left else new_sum
            case Apply(function=function, args=(arg,)):
                for other_at, other in enumerate(others):
                    left = without(others, other_at)
                    call = sign(Apply(function, (Add((arg, other)),)))
                    yield Add((*left, call)) if left else call
            case Div(top=top, bottom=bottom):
                for other_at, other in enumerate(others):
                    left = without(others, other_at)
                    whole = Div(Add((other, sign(top))), bottom)
                    yield Add((*left, whole)) if left else whole
                    under = sign(Div(top, Add((bottom, other))))
                    yield Add((*left, under)) if left else under


def _same(expr: Expr) -> Expr:
    return expr


def _in_quotient(top: Expr, bottom: Expr) -> Iterator[Expr]:
    match top:
        case Add(terms=terms):
            for at, term in enumerate(terms):
                yield Add((*without(terms, at), Div(loosened(term), bottom)))
    match bottom:
        case Add(terms=terms):
            for at, term in enumerate(terms):
                rest = without(terms, at)
                yield Add((Div(top, rest[0] if len(rest) == 1 else Add(rest)), loosened(term)))
        case Sum(index=index, conditions=conditions, body=body):
            yield Sum(index, conditions, Div(top, body))
            match body:
                case Pow(base=base, exponent=exponent):
                    yield Div(top, Pow(Sum(index, conditions, base), exponent))
        case Mul(factors=factors):
            for at, factor in enumerate(factors):
                yield times(Div(top, product(without(factors, at))), factor)


def _message(told: Told) -> str:
    now = f" as {quoted(told.edit.now)}" if told.edit.now is not None else ""
    return f"a bracket or the reach of a sum is wrong in {quoted(told.edit.was)}{because(told)}; it is meant{now}. Read your line aloud: what does each function, fraction and sum take in?"


_A = u[o].T @ v_c
_Z = total(x, exp(u[x].T @ v_c))

MISTAKE = Mistake(
    code="parenthesis",
    title="A bracket in the wrong place",
    explanation="The same parts are grouped in another way: something stands inside a function, a fraction or a sum that belongs outside, or the other way round.",
    why="Brackets are lost or moved when a line is copied; a factor is left outside the sum that binds its letter.",
    wrong=r"\sigma(u_o^\top v_c - 1) u_o",
    right=r"(\sigma(u_o^\top v_c) - 1) u_o",
    hint="Follow each bracket: what does it close, and what does the function or the sum take in?",
    cost=1.05,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(written=sigmoid(_A - 1) * v_c, right=NEG_TRUE, hypotheses=NEGATIVE),
        Example(
            written=sigmoid(_A - 1) * u[o] + total(s, sigmoid(u[ws[s]].T @ v_c) * u[ws[s]]),
            right=NEG_CENTER,
            hypotheses=NEGATIVE,
        ),
        Example(written=1 / total(x, exp(u[x].T @ v_c) ** 2), right=1 / _Z**2),
        Example(written=total(x, log(exp(u[x].T @ v_c))), right=log(_Z)),
        Example(written=exp(-t) / (1 + exp(-2 * t)), right=exp(-t) / (1 + exp(-t)) ** 2),
        Example(written=sigmoid(t**2) * t, right=sigmoid(t) ** 2 * t),
    ),
    passed=(Example(written=sigmoid(t) - sigmoid(t) * sigmoid(t), right=SLOPE),),
)
