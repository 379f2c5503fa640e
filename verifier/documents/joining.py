"""Words around the formulas of a line that tell what these are: an answer, an equality, what is shared."""

import re

NAMES = re.compile(
    r"(?:\b(?:is|are|equals|becomes|gives|get|obtain|be|term|answer|reuse|reused|share|cache)"
    r"|\b(?:all|each|both|every|three)\b[^.]{0,30}\b(?:uses?|shares?|contains?|involves?|have)|是|为|得|复用|重用|共用|[:：])"
    r"\W*$",
    re.I,
)
NAMED_AFTER = re.compile(
    r"^(?=.{0,120}$).*(?:\b(?:re-?us(?:ed?|able)|shared?|stored?|saved?|cached?|once|common|appears?|occurs?|shows? up|comes? back|everywhere|needed|in (?:all|each|every))\b"
    r"|复用|重用|重复|共用|共享|公共|公用)",
    re.I,
)
REMARKED = re.compile(r"\s*(?:,|\()\s*(?:with|where|as|since|because|i\.e|up to|in which)\b", re.I)
NOUN = re.compile(r"\b(?:vectors?|quantit(?:y|ies)|expressions?|factors?|values?|matrix|terms?)\W*$", re.I)
# "The gradient $..$ is just $..$": the verb is an equals sign.
VERB = re.compile(
    r"^\W*(?:is|equals|becomes|reduces to|simplifies to|boils down to|is (?:just|simply|equal to|the same as|nothing but))\W*$",
    re.I,
)
# "The derivative of $..$ is $..$" says something else.
ABOUT = re.compile(
    r"\b(?:of|for|by|to|over|in|on|from|with|at|about|where|if|when|and|or|between|wrt|differentiat\w+)\W*$|\b(?:derivative|gradient|partial)s?\b",
    re.I,
)
