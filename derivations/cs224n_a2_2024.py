"""CS224n 2024, assignment 2."""

from verifier.questions import Ask, Part

from .word2vec import parts
from .word2vec.assignment import assignment_2
from .word2vec.naive_softmax import normalisation, softmax_terms, softmax_zero

SET = assignment_2(
    2024,
    parts.cross_entropy_part("a", 2),
    parts.center_part("b", 6, Ask(softmax_zero, 1, "b.ii"), Ask(softmax_terms, 1, "b.iii"), sub="b.i"),
    Part("c", 1, (Ask(normalisation, 1),), "Normalisation"),
    parts.outside_part("d"),
    parts.outside_matrix_part("e", 1),
    parts.relu_part("f", 2),
    parts.sigmoid_part("g", 3),
    parts.negative_part_in_three("h"),
    parts.repeated_part("i"),
    parts.skip_gram_part("j"),
)
