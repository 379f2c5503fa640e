"""From a file to located mathematics, knowing nothing of algebra.

    document = read_document(path)        blocks, repairs, macros, problems
    for section in outline(document):     parts, question and answer, cases, givens
        for chain in chains(section):     derivations, member by member

Relies on no other room. Which quantity a formula is about is for others to say.
"""

from verifier.documents.chains import chains, chains_of_text
from verifier.documents.inputs import read_whole
from verifier.documents.model import (
    Block,
    Boundary,
    Case,
    Chain,
    Document,
    Given,
    Heading,
    Image,
    ListItem,
    Macro,
    Math,
    Member,
    Problem,
    Prose,
    Remark,
    Repair,
    Row,
    Section,
)
from verifier.documents.outline import outline
from verifier.documents.read import read_bytes, read_document, read_text
from verifier.documents.rows import split_rows
from verifier.documents.trace import Place, Traced, traced

__all__ = [
    "Block",
    "Boundary",
    "Case",
    "Chain",
    "Document",
    "Given",
    "Heading",
    "Image",
    "ListItem",
    "Macro",
    "Math",
    "Member",
    "Place",
    "Problem",
    "Prose",
    "Remark",
    "Repair",
    "Row",
    "Section",
    "Traced",
    "chains",
    "chains_of_text",
    "outline",
    "read_bytes",
    "read_document",
    "read_text",
    "read_whole",
    "split_rows",
    "traced",
]
