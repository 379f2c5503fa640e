"""CS224n 2023, assignment 2."""

from verifier.questions import Ask

from .word2vec import parts
from .word2vec.assignment import assignment_2
from .word2vec.naive_softmax import normalisation, softmax_terms, softmax_zero

SET = assignment_2(
    2023,
    parts.cross_entropy_part("a", 2),
    parts.center_part(
        "b",
        7,
        Ask(softmax_zero, 1, "b.ii"),
        Ask(softmax_terms, 1, "b.iii"),
        Ask(normalisation, 1, "b.iv"),
        sub="b.i",
    ),
    parts.outside_part("c"),
    parts.outside_matrix_part("d", 1),
    parts.relu_part("e", 2),
    parts.sigmoid_part("f", 3),
    parts.negative_part_in_three("g"),
    parts.repeated_part("h"),
    parts.skip_gram_part("i"),
)
