"""Parts that are the same in every lettering but for the letter: what is asked together, and what it is worth."""

from verifier.questions import Ask, Either, Part

from . import negative_sampling as negative
from . import skip_gram
from .activations import leaky_relu, relu, sigmoid_scalar, sigmoid_vector
from .naive_softmax import (
    cross_entropy,
    softmax_center,
    softmax_other_outside,
    softmax_outside,
    softmax_outside_matrix,
    softmax_true_outside,
)


def cross_entropy_part(label: str, points: int) -> Part:
    return Part(label, points, (Ask(cross_entropy, points),), "Cross-entropy and the naive softmax loss")


def center_part(label: str, points: int, *more: Ask, sub: str = "") -> Part:
    """The gradient by v_c takes what the other questions of the part leave."""
    rest = points - sum(ask.points for ask in more)
    return Part(label, points, (Ask(softmax_center, rest, sub), *more), "The center vector")


def outside_part(label: str, *more: Ask) -> Part:
    """Either the two cases, or both in one."""
    cases = (Ask(softmax_true_outside, 2), Ask(softmax_other_outside, 3))
    return Part(label, 5, (Either(cases, Ask(softmax_outside, 5)), *more), "The outside vectors")


def outside_matrix_part(label: str, points: int) -> Part:
    return Part(label, points, (Ask(softmax_outside_matrix, points),), "All outside vectors at once")


def relu_part(label: str, points: int) -> Part:
    """Hand-outs of one year differ in which of the two they ask for."""
    either = Either(Ask(relu, points), Ask(leaky_relu, points))
    return Part(label, points, (either,), "ReLU, or leaky ReLU")


def sigmoid_part(label: str, points: int, *, of_a_vector: bool = False) -> Part:
    target = sigmoid_vector if of_a_vector else sigmoid_scalar
    return Part(label, points, (Ask(target, points),), "The sigmoid")


def negative_part(label: str) -> Part:
    """All in one part: the three gradients and why the loss is cheap."""
    asks = (
        negative.negative_center,
        negative.negative_true_outside,
        negative.negative_sample,
        negative.negative_efficiency,
    )
    return Part(label, 4, tuple(Ask(target, 1) for target in asks), "Negative sampling")


def negative_part_in_three(label: str) -> Part:
    """The gradients, what they share, and why the loss is cheap, each under its own number."""
    first, second, third = (f"{label}.{number}" for number in ("i", "ii", "iii"))
    asks = (
        Ask(negative.negative_center, 2, first),
        Ask(negative.negative_true_outside, 1, first),
        Ask(negative.negative_sample, 1, first),
        Ask(negative.negative_reuse, 1, second),
        Ask(negative.negative_efficiency, 1, third),
    )
    return Part(label, 6, asks, "Negative sampling")


def repeated_part(label: str) -> Part:
    return Part(label, 2, (Ask(negative.negative_repeated, 2),), "Negative samples that repeat")


def skip_gram_part(label: str) -> Part:
    asks = (
        Ask(skip_gram.skipgram_outside_matrix, 1, f"{label}.i"),
        Ask(skip_gram.skipgram_center, 1, f"{label}.ii"),
        Ask(skip_gram.skipgram_other_center, 1, f"{label}.iii"),
    )
    return Part(label, 3, asks, "Skip-gram over a window")
