"""CS224n 2021, assignment 2."""

from verifier.questions import Ask

from .word2vec import parts
from .word2vec.assignment import assignment_2
from .word2vec.naive_softmax import softmax_terms, softmax_zero

SET = assignment_2(
    2021,
    parts.cross_entropy_part("a", 3),
    parts.center_part("b", 5, Ask(softmax_zero, 1), Ask(softmax_terms, 1)),
    parts.outside_part("c"),
    parts.outside_matrix_part("d", 1),
    parts.relu_part("e", 2),
    parts.sigmoid_part("f", 3),
    parts.negative_part_in_three("g"),
    parts.repeated_part("h"),
    parts.skip_gram_part("i"),
)
