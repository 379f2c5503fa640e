"""A factor stands where its reciprocal belongs, or the other way round."""

from collections.abc import Iterator
from fractions import Fraction

from verifier.expr.nodes import Div, Mul, Neg, Number, Pow
from verifier.language import exp, total
from verifier.mistakes.letters import CENTER, SLOPE, b, o, t, u, v_c, x
from verifier.mistakes.model import Edit, Example, Mistake, Told
from verifier.mistakes.trees import product, times, without
from verifier.mistakes.view import View
from verifier.mistakes.words import quoted

ONE = Number(Fraction(1))


def _repairs(view: View) -> Iterator[Edit]:
    for spot in view.spots:
        match spot.node:
            case Div(top=top, bottom=bottom):
                new = times(bottom, top) if top != ONE else bottom
                yield Edit(path=spot.path, new=new, was=spot.node, now=new)
                if bottom.shape == top.shape:
                    yield Edit(path=spot.path, new=Div(bottom, top), was=spot.node, now=Div(bottom, top))
            case Pow(base=base, exponent=Number(value=value)):
                new = Div(ONE, base) if value == 1 else Pow(base, Number(-value))
                yield Edit(path=spot.path, new=new, was=spot.node, now=new)
            case Pow(base=base, exponent=Neg(arg=exponent)):
                yield Edit(path=spot.path, new=Pow(base, exponent), was=spot.node, now=Pow(base, exponent))
            case Mul(factors=factors):
                for at, factor in enumerate(factors):
                    if factor.shape.is_scalar:
                        new = Div(product(without(factors, at)), factor)
                        yield Edit(path=spot.path, new=new, was=factor, now=Div(ONE, factor))


def _message(told: Told) -> str:
    now = f"; {quoted(told.edit.now)} belongs here" if told.edit.now is not None else ""
    return f"{quoted(told.edit.was)} stands where its inverse is meant{now}. Look at what was brought to the other side, or taken out of a bracket"


MISTAKE = Mistake(
    code="inverse-lost",
    title="An inverse is lost",
    explanation="A factor stands above the fraction bar instead of below it, or a power has the wrong sign.",
    why="The -1 of a power, or a fraction bar, is lost when a factor is moved.",
    wrong=r"(cA)^{-1} = c A^{-1}",
    right=r"(cA)^{-1} = \frac{1}{c} A^{-1}",
    hint="Is every factor on the right side of the fraction bar?",
    cost=1.15,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(written=exp(t) * (1 + exp(t)) ** 2, right=SLOPE),
        Example(
            written=total(x, exp(u[x].T @ v_c) * u[x]) * total(x, exp(u[x].T @ v_c)) - u[o], right=CENTER
        ),
        Example(written=2 * (b.T @ b), right=(b.T @ b) / 2),
    ),
    passed=(Example(written=exp(t) * (1 + exp(t)) ** -2, right=SLOPE),),
)
