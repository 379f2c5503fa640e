"""Something is written otherwise than it is meant, and was read as meant: notation only. Found by the reader."""

from verifier.mistakes.model import Mistake

MISTAKE = Mistake(
    code="notation",
    title="Written otherwise, read as meant",
    explanation="A letter, a space, a hat or a backslash is not where it belongs, an index is not introduced; only one reading is possible, and that was taken.",
    why="A slip of the pen, a picture turned into text, or a habit from another course.",
    wrong=r"\hat{y_w v_c}",
    right=r"\hat y_w v_c",
    hint="The line was read as it is meant; what was changed for that is told.",
    severity="note",
)
