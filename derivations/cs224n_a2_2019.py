"""CS224n 2019, assignment 2."""

from verifier.questions import Ask

from .word2vec import parts
from .word2vec.assignment import assignment_2
from .word2vec.naive_softmax import softmax_outside_matrix

SET = assignment_2(
    2019,
    parts.cross_entropy_part("a", 3),
    parts.center_part("b", 5),
    parts.outside_part("c", Ask(softmax_outside_matrix, asked=False)),
    parts.sigmoid_part("d", 3, of_a_vector=True),
    parts.negative_part("e"),
    parts.skip_gram_part("f"),
)
