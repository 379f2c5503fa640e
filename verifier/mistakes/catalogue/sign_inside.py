"""A minus inside a function is lost or spurious: sigma(x) for sigma(-x)."""

from collections.abc import Iterator

from verifier.expr.nodes import Add, Apply, Each, Expr, Neg, Number, Stack
from verifier.functions.sigmoid import SIGMOID
from verifier.language import sigmoid, total
from verifier.mistakes.letters import NEG_CENTER, NEG_SAMPLE, NEGATIVE, k, o, s, u, v_c, ws
from verifier.mistakes.model import Edit, Example, Mistake, Told
from verifier.mistakes.trees import everywhere, negated, opposite, with_part
from verifier.mistakes.view import Spot, View
from verifier.mistakes.words import quoted


def _repairs(view: View) -> Iterator[Edit]:
    calls: dict[Expr, int] = {}
    for spot in view.spots:
        match spot.node:
            case Apply(function=function, args=args):
                calls[spot.node] = calls.get(spot.node, 0) + 1
                for at, arg in enumerate(args):
                    new = Apply(function, with_part(args, at, negated(arg)))
                    yield Edit(path=spot.path, new=new, was=spot.node, now=new)
            case Add(terms=terms) if spot.inside:
                for at, term in enumerate(terms):
                    flipped = opposite(term)
                    yield Edit(
                        path=spot.path,
                        new=Add(with_part(terms, at, flipped)),
                        was=term,
                        now=flipped,
                        cost=0.1,
                    )
            case Stack() if spot.inside:
                yield from _blocks(spot, spot.node)
            case Add(terms=terms):
                yield from _complement(spot, terms)
    for call, count in calls.items():
        if count > 1 and isinstance(call, Apply):
            new = Apply(call.function, tuple(map(negated, call.args)))
            tree = everywhere(view.tree, lambda n, call=call, new=new: new if n == call else None)  # type: ignore[misc]
            yield Edit(path=(), new=tree, was=call, now=new, cost=0.0)


def _blocks(spot: Spot, stack: Stack) -> Iterator[Edit]:
    for at, block in enumerate(stack.blocks):
        old = block.body if isinstance(block, Each) else block
        new = Each(block.index, opposite(old)) if isinstance(block, Each) else opposite(old)
        blocks = (*stack.blocks[:at], new, *stack.blocks[at + 1 :])
        yield Edit(path=spot.path, new=Stack(blocks, stack.across), was=old, now=opposite(old))


def _complement(spot: Spot, terms: tuple[Expr, ...]) -> Iterator[Edit]:
    """sigma(x) - 1 for 1 - sigma(-x): the minus in front was differentiated, the one inside was not."""
    if len(terms) != 2:
        return
    for one, call in (terms, terms[::-1]):
        turned = isinstance(call, Neg)
        bare = call.arg if isinstance(call, Neg) else call
        plain = one.arg if isinstance(one, Neg) else one
        if not (isinstance(plain, Number) and isinstance(bare, Apply) and bare.function is SIGMOID):
            continue
        if isinstance(one, Neg) == turned:
            continue
        inner = Apply(SIGMOID, (negated(bare.args[0]),))
        new = Add((plain, Neg(inner))) if isinstance(one, Neg) else Add((inner, Neg(plain)))
        yield Edit(path=spot.path, new=new, was=spot.node, now=new, cost=0.05)


def _message(told: Told) -> str:
    return f"the minus inside the function is wrong in {quoted(told.edit.was)}: with {quoted(told.edit.now or told.edit.was)} the answer is right. Look at the sign of the argument in the loss; 1 - sigma(-x) is sigma(x), not sigma(-x)"


_A = sigmoid(u[o].T @ v_c)
_B, _BACK = sigmoid(u[ws[s]].T @ v_c), sigmoid(-(u[ws[s]].T @ v_c))
_BK, _BACK_K = sigmoid(u[ws[k]].T @ v_c), sigmoid(-(u[ws[k]].T @ v_c))

MISTAKE = Mistake(
    code="sign-inside",
    title="A minus inside a function is lost",
    explanation="The argument of sigma, exp or log has the wrong sign.",
    why="The loss has sigma(-u_k^T v_c) for the samples and sigma(u_o^T v_c) for the true word; one is copied for the other.",
    wrong=r"\sum_{k=1}^K (1 - \sigma(u_k^\top v_c)) u_k",
    right=r"\sum_{k=1}^K (1 - \sigma(-u_k^\top v_c)) u_k",
    hint="Look at the sign of what stands inside the function.",
    cost=1.0,
    repairs=_repairs,
    message=_message,
    caught=(
        Example(written=-(1 - _A) * u[o] + total(s, (1 - _B) * u[ws[s]]), right=NEG_CENTER),
        Example(written=(1 - _BK) * v_c, right=NEG_SAMPLE, hypotheses=NEGATIVE),
        Example(written=(_BK - 1) * v_c, right=NEG_SAMPLE, hypotheses=NEGATIVE),
        Example(written=1 / _BK * (_BACK_K * (1 - _BK)) * v_c, right=NEG_SAMPLE, hypotheses=NEGATIVE),
    ),
    passed=(
        Example(written=-(1 - _A) * u[o] + total(s, (1 - _BACK) * u[ws[s]]), right=NEG_CENTER),
        Example(written=(1 - _BACK_K) * v_c, right=NEG_SAMPLE, hypotheses=NEGATIVE),
    ),
)
