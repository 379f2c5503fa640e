"""CS224n 2022, assignment 2."""

from .word2vec import parts
from .word2vec.assignment import assignment_2

SET = assignment_2(
    2022,
    parts.cross_entropy_part("a", 3),
    parts.center_part("b", 5),
    parts.outside_part("c"),
    parts.outside_matrix_part("d", 1),
    parts.sigmoid_part("e", 3),
    parts.negative_part("f"),
    parts.repeated_part("g"),
    parts.skip_gram_part("h"),
)
